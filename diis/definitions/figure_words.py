"""Every figure in words, for the page of measures and for tables; the numbers themselves are made elsewhere."""

from diis.definitions.figures import WINDOW_DAYS
from diis.definitions.pathway_words import PATHWAY_WORDS
from diis.definitions.rtt import OVER_WEEKS
from diis.definitions.working_days import FIRST_YEAR, LAST_YEAR

_BAND = "open-band:"
_WITHIN = "stopped-within-"
_LATELY = f"in the {WINDOW_DAYS} days up to and including the day"
_WORKING = f"in working days (bank holidays are left out in {FIRST_YEAR} to {LAST_YEAR}, weekends in any year)"

_WORDS = {
    "open": "clocks that run at the end of the day",
    "open-over-standard": "open clocks that have run for more days than the standard allows",
    "open-median-days": "median of the days waited so far; half of those waiting have waited longer",
    "open-p90-days": "90th percentile of the days waited so far; one in ten has waited longer",
    "open-no-contact": "open clocks without a first contact so far",
    "open-no-score": "open clocks without an outcome score so far",
    "open-no-plan": "open clocks without a care plan or intervention so far",
    "received": f"clocks that started {_LATELY}",
    "stopped": f"clocks that stopped {_LATELY}: what was awaited took place",
    "removed": f"clocks that ended {_LATELY} without it",
    "stopped-within-standard": f"clocks that stopped {_LATELY} after at most the days of the standard",
    "stopped-median-days": f"median of the days from start to stop, of the clocks that stopped {_LATELY}",
    "stopped-p90-days": f"90th percentile of the days from start to stop, of the clocks that stopped {_LATELY}",
    "stopped-median-working-days": f"median from start to stop {_WORKING}, of the clocks that stopped {_LATELY}",
    "stopped-p90-working-days": f"90th percentile from start to stop {_WORKING}, of the clocks that stopped {_LATELY}",
    "total": "pathways, as published (Total All)",
    "within-18-weeks-share": "share of the pathways with a known wait that waited 18 weeks or less",
    "median-weeks": "median wait, estimated from the published week bands",
    "p92-weeks": "92nd percentile, estimated from the published week bands",
    "p95-weeks": "95th percentile, estimated from the published week bands",
    **{f"over-{weeks}-weeks": f"pathways that waited more than {weeks} weeks" for weeks in OVER_WEEKS},
}

_LABELS = {
    "open": "Waiting",
    "open-over-standard": "Waiting longer than the standard",
    "open-median-days": "Days waited so far, median",
    "open-p90-days": "Days waited so far, 90th percentile",
    "open-no-contact": "Waiting, no contact yet",
    "open-no-score": "Waiting, no outcome score yet",
    "open-no-plan": "Waiting, no care plan or intervention yet",
    "received": f"Started in {WINDOW_DAYS} days",
    "stopped": f"Stopped in {WINDOW_DAYS} days",
    "removed": f"Ended otherwise in {WINDOW_DAYS} days",
    "stopped-within-standard": "Stopped, within the standard",
    "stopped-median-days": "Stopped, days from the start, median",
    "stopped-p90-days": "Stopped, days from the start, 90th percentile",
    "stopped-median-working-days": "Stopped, working days from the start, median",
    "stopped-p90-working-days": "Stopped, working days from the start, 90th percentile",
    "total": "Pathways, as published",
    "within-18-weeks-share": "Within 18 weeks, percent",
    "median-weeks": "Weeks waited, median",
    "p92-weeks": "Weeks waited, 92nd percentile",
    "p95-weeks": "Weeks waited, 95th percentile",
    **{f"over-{weeks}-weeks": f"Over {weeks} weeks" for weeks in OVER_WEEKS},
}


def words_of(figure: str) -> str:
    """What a figure counts or measures; raises `KeyError` for one that has no words yet."""
    if figure.startswith(_BAND):
        return f"open clocks that have run for {figure.removeprefix(_BAND)} days so far"
    if figure.startswith(_WITHIN) and figure not in _WORDS:
        return f"clocks that stopped {_LATELY} after at most {_days(figure)} days"
    return _WORDS[figure]


def label_of(figure: str) -> str:
    """The short name of a figure for a table; of one that has none, what it counts, or else its id."""
    if figure.startswith(_BAND):
        return f"Waiting {figure.removeprefix(_BAND)} days"
    if figure.startswith(_WITHIN) and figure not in _LABELS:
        return f"Stopped, within {_days(figure)} days"
    return _LABELS.get(figure) or _sentence(PATHWAY_WORDS.get(figure, figure))


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _days(figure: str) -> str:
    return figure.removeprefix(_WITHIN).removesuffix("-days")

"""Every figure in words, for the page of measures; the numbers themselves are made in `figures` and `rtt_figures`."""

from diis.definitions.figures import WINDOW_DAYS
from diis.definitions.rtt import OVER_WEEKS

_BAND = "open-band:"
_LATELY = f"in the {WINDOW_DAYS} days up to and including the day"

_WORDS = {
    "open": "referrals whose clock runs at the end of the day",
    "open-over-standard": "open referrals that have waited more days than the standard allows",
    "open-median-days": "median of the days waited so far; half of those waiting have waited longer",
    "open-p90-days": "90th percentile of the days waited so far; one in ten has waited longer",
    "received": f"referrals received {_LATELY}",
    "stopped": f"clocks that stopped {_LATELY}: what was awaited took place",
    "removed": f"clocks that ended {_LATELY} without it",
    "stopped-within-standard": f"clocks that stopped {_LATELY} after at most the days of the standard",
    "stopped-median-days": f"median of the days from start to stop, of the clocks that stopped {_LATELY}",
    "total": "pathways, as published (Total All)",
    "within-18-weeks-share": "share of the pathways with a known wait that waited 18 weeks or less",
    "median-weeks": "median wait, estimated from the published week bands",
    "p92-weeks": "92nd percentile, estimated from the published week bands",
    "p95-weeks": "95th percentile, estimated from the published week bands",
    **{f"over-{weeks}-weeks": f"pathways that waited more than {weeks} weeks" for weeks in OVER_WEEKS},
}


def words_of(figure: str) -> str:
    """What a figure counts or measures; raises `KeyError` for one that has no words yet."""
    if figure.startswith(_BAND):
        return f"open referrals that have waited {figure.removeprefix(_BAND)} days so far"
    return _WORDS[figure]

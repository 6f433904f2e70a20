"""The 18-week right of children in community paediatrics, as a local measure: never "RTT published" (R-WAIT-01 to 13).

Community paediatrics left the published return in February 2024; the right to start consultant-led treatment within
18 weeks did not change. The periods come from the community data set (CYP104), month by month.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from diis.definitions.days import days_between
from diis.definitions.figures import ALL, COUNT, Figure
from diis.definitions.measures import MeasureRecord
from diis.definitions.national.months import last_day, month_id
from diis.definitions.national.submissions import ClockRow, Submissions
from diis.definitions.rtt import BANDS, OPEN_BAND, OVER_WEEKS, WITHIN_18_WEEKS, week_band
from diis.definitions.rtt_figures import PERCENT

COMMUNITY_PAEDIATRICS_TEAM = "06"
CONSULTANT_LED = "01"

STARTS = ("10", "11", "12")
CONTINUES = ("20", "21")
TRANSFERRED = "21"
STOPS = ("30", "31", "32", "34", "35", "36")
"""Treatment, active monitoring, decision not to treat, patient declines, death (R-WAIT-04 to 06)."""
NULLIFIED = "33"
"""The first appointment was missed: the period leaves the numbers, and a new one starts when a new date is agreed."""
NOT_COUNTED = ("90", "91", "92", "98")
"""Activity after treatment or during active monitoring, or not on such a pathway."""

EIGHTEEN_WEEK_RIGHT = MeasureRecord(
    id="paediatrics-18-week-right",
    title="18-week right, local measure: waiting for consultant-led treatment in community paediatrics",
    unit="pathways",
    start_words="the start date of the referral-to-treatment period, kept when the pathway passes to another provider",
    stop_words="treatment (30), active monitoring (31, 32), a decision not to treat (34), refusal (35) or death (36); "
    "there are no pauses",
    population="Consultant-led periods of referrals to a community paediatrics team (06) in the newest submission of "
    "each provider; a period without a measurement type counts as consultant-led.",
    exclusions="Periods nullified by a missed first appointment (33), activity that is not counted (90, 91, 92, 98), "
    "and periods of which nobody can tell where they stand, which have a figure of their own.",
    standard_days=126,
    standard_words="18 weeks: 126 days or fewer; 92% of open pathways nationally (R-WAIT-12)",
    rules=tuple(f"R-WAIT-{number:02}" for number in range(1, 14)),
)


@dataclass(frozen=True)
class Period:
    """One clock on one pathway, as its newest row tells; `month` is the month id of that row."""

    provider: str
    month: int
    status: str | None
    started_on: date | None
    ended_on: date | None

    @property
    def is_open(self) -> bool:
        """The working test of R-WAIT-11: a start, no end, and a status that starts or continues."""
        return self.started_on is not None and self.ended_on is None and self.status in (*STARTS, *CONTINUES)

    @property
    def is_stopped(self) -> bool:
        """Whether it ended with a stop; a nullified period never counted."""
        return self.started_on is not None and self.ended_on is not None and self.status in STOPS

    @property
    def is_unknown(self) -> bool:
        """Whether nobody can tell where it stands: a status not known, or one that its dates contradict."""
        return not self.is_open and not self.is_stopped and self.status not in (NULLIFIED, *NOT_COUNTED)


def periods_at(submissions: Submissions, as_at: date) -> list[Period]:
    """Every period that counts at the end of a month, once: with the provider that has it, from its first start.

    A period is read as of the newest submission of its provider up to that month. A period that is not in it any more
    is not open; one that was passed on (21) is the receiver's as soon as the receiver sends the same pathway.
    """
    month = month_id(as_at)
    clocks = [clock for clock in _of_paediatrics(submissions) if clock.month <= month]
    newest = _newest_months(submissions, month)
    pathways: defaultdict[str, list[ClockRow]] = defaultdict(list)
    for clock in clocks:
        pathways[clock.pathway or f"{clock.provider} {clock.referral_id}"].append(clock)
    return [period for rows in pathways.values() for period in _periods(rows, newest)]


def eighteen_week_figures(submissions: Submissions, as_at: date, as_known: int) -> list[Figure]:
    """Every figure of the month that ends on `as_at`, by provider and for all; none for another day."""
    month = month_id(as_at)
    providers = sorted(_newest_months(submissions, month))
    if as_at != last_day(month) or not providers:
        return []
    periods = periods_at(submissions, as_at)
    cells = [(provider, [one for one in periods if one.provider == provider]) for provider in providers]
    return [
        figure._replace(as_at=as_at, as_known=as_known, provider=provider)
        for provider, mine in (*cells, (ALL, periods))
        for figure in _figures(mine, as_at)
    ]


def _of_paediatrics(submissions: Submissions) -> Iterator[ClockRow]:
    """Consultant-led periods of referrals that were ever with a community paediatrics team."""
    referrals = {
        (team.provider, team.referral_id) for team in submissions.teams if team.team_type == COMMUNITY_PAEDIATRICS_TEAM
    }
    for clock in submissions.clocks:
        if (clock.provider, clock.referral_id) in referrals and clock.kind in (CONSULTANT_LED, None):
            yield clock


def _newest_months(submissions: Submissions, month: int) -> dict[str, int]:
    """Provider to its newest month sent, up to a month."""
    newest: dict[str, int] = {}
    for row in submissions.referrals:
        if row.month <= month:
            newest[row.provider] = max(row.month, newest.get(row.provider, 0))
    return newest


def _periods(rows: Iterable[ClockRow], newest: Mapping[str, int]) -> Iterator[Period]:
    """The periods of one pathway, from all that was ever sent of it."""
    latest: dict[tuple[str, date | None], ClockRow] = {}
    for row in sorted(rows, key=lambda row: (row.month, row.ended_on or date.min)):
        latest[row.provider, row.started_on] = row
    passed_on = [row for row in latest.values() if row.status == TRANSFERRED and row.ended_on is None]
    for row in latest.values():
        if row in passed_on and _is_with_another(row, latest.values()):
            continue
        period = Period(row.provider, row.month, row.status, _first_start(row, passed_on), row.ended_on)
        # A stop stays a stop; anything else must still be told.
        if period.is_stopped or row.month == newest.get(row.provider):
            yield period


def _is_with_another(row: ClockRow, rows: Iterable[ClockRow]) -> bool:
    return any(other.provider != row.provider and other.month >= row.month for other in rows)


def _first_start(row: ClockRow, passed_on: Iterable[ClockRow]) -> date | None:
    """R-WAIT-10: a period that came from another provider keeps the start it had there."""
    starts = [
        other.started_on
        for other in passed_on
        if other.provider != row.provider and other.started_on is not None and other.month <= row.month
    ]
    own = [] if row.started_on is None else [row.started_on]
    return min([*own, *starts], default=None)


def _figures(periods: list[Period], as_at: date) -> Iterator[Figure]:
    waits = Counter(days_between(one.started_on, as_at) for one in periods if one.is_open and one.started_on)
    bands = Counter(dict.fromkeys(range(BANDS), 0))
    for days, count in waits.items():
        bands[week_band(days)] += count
    waiting = bands.total()
    within = sum(bands[band] for band in WITHIN_18_WEEKS)
    yield _figure("open", waiting, "R-WAIT-11")
    yield _figure("open-over-standard", waiting - within, "R-WAIT-12")
    share = 100 * within / waiting if waiting else None
    yield _figure("within-18-weeks-share", share, "R-WAIT-12", unit=PERCENT, behind=waiting)
    for weeks in OVER_WEEKS:
        yield _figure(f"over-{weeks}-weeks", sum(bands[band] for band in range(weeks, BANDS)), "R-WAIT-12")
    for band, count in sorted(bands.items()):
        label = f"{band}+" if band == OPEN_BAND else f"{band}-{band + 1}"
        yield _figure(f"open-weeks:{label}", count, "R-WAIT-13")
    stopped = [one for one in periods if one.is_stopped and _in_month(one.ended_on, as_at)]
    yield _figure("stopped", len(stopped), "R-WAIT-05")
    in_time = sum(week_band(_length(one)) in WITHIN_18_WEEKS for one in stopped)
    yield _figure("stopped-within-standard", in_time, "R-WAIT-12")
    yield _figure("status-not-known", sum(one.is_unknown for one in periods), "R-WAIT-11")


def _in_month(day: date | None, as_at: date) -> bool:
    return day is not None and (day.year, day.month) == (as_at.year, as_at.month)


def _length(period: Period) -> int:
    if period.started_on is None or period.ended_on is None:
        raise ValueError("A period that stopped has a start and an end.")
    return days_between(period.started_on, period.ended_on)


def _figure(name: str, value: float | None, rule: str, *, unit: str = COUNT, behind: int | None = None) -> Figure:
    """A figure before it is labelled with whose and when."""
    return Figure(
        as_at=date.min,
        as_known=0,
        measure=EIGHTEEN_WEEK_RIGHT.id,
        figure=name,
        provider=ALL,
        breakdown=ALL,
        level=ALL,
        value=value,
        unit=unit,
        rule=rule,
        behind=int(value or 0) if behind is None else behind,
    )

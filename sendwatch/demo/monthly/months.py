"""Which months each provider submits, what is late among them, and which one is sent twice."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from sendwatch.demo.days import Day

MONTHS = 14
"""Two more than a national run looks back on (R-WAIT-32)."""

_SENT_AFTER_DAYS = 18
_LATE_AFTER_DAYS = 66
_LATE_MONTHS_BACK, _RESTATED_MONTHS_BACK = 4, 6
_CUT_ON_DAY = 24
"""The last day that the first telling of the restated month knows: too little is missing for it to be held."""


@dataclass(frozen=True)
class Source:
    """One provider's stream of submissions in one layout."""

    feed: str
    provider: str
    layout: str


MENTAL_HEALTH = Source("rdy-mhsds", "RDY", "mhsds-6")
COMMUNITY_WEST = Source("rbd-csds", "RBD", "csds-1.6")
COMMUNITY_EAST = Source("r0d-csds", "R0D", "csds-1.6")
SOURCES = (MENTAL_HEALTH, COMMUNITY_WEST, COMMUNITY_EAST)

LATE, RESTATED = COMMUNITY_EAST, MENTAL_HEALTH


@dataclass(frozen=True)
class Submission:
    """What a source sends for one month: everything of it up to the day `until`, put together on the day `created`."""

    source: Source
    start: date
    end: date
    until: Day
    created: date
    archive: bool = False

    @property
    def month(self) -> str:
        return self.start.isoformat()[:7]

    @property
    def name(self) -> str:
        suffix = ".zip" if self.archive else ""
        return f"{self.source.provider}_{self.source.layout}_{self.month}{suffix}"

    @property
    def first(self) -> Day:
        return self.start.toordinal()


@lru_cache(maxsize=1)
def submissions(last_census: date) -> tuple[Submission, ...]:
    """All submissions of all sources, oldest month first; a month sent again comes as an archive after its folder."""
    found = []
    for source in SOURCES:
        for back, (start, end) in zip(reversed(range(MONTHS)), _months(last_census), strict=True):
            created = end + timedelta(days=_SENT_AFTER_DAYS)
            if (source, back) == (LATE, _LATE_MONTHS_BACK):
                created = end + timedelta(days=_LATE_AFTER_DAYS)
            if (source, back) == (RESTATED, _RESTATED_MONTHS_BACK):
                cut = start.replace(day=_CUT_ON_DAY)
                found.append(Submission(source, start, end, cut.toordinal(), created))
                again = created + timedelta(days=_LATE_AFTER_DAYS)
                found.append(Submission(source, start, end, end.toordinal(), again, archive=True))
            else:
                found.append(Submission(source, start, end, end.toordinal(), created))
    return tuple(found)


def is_late(submission: Submission) -> bool:
    """Whether a month was first sent long after its usual day."""
    return not submission.archive and submission.created - submission.end > timedelta(days=_SENT_AFTER_DAYS)


def _months(last_census: date) -> list[tuple[date, date]]:
    """First and last day of each month, the newest one the last that could be sent before the newest census."""
    newest = (last_census - timedelta(days=_SENT_AFTER_DAYS + 2)).replace(day=1) - timedelta(days=1)
    months = []
    end = newest
    for _ in range(MONTHS):
        months.append((end.replace(day=1), end))
        end = end.replace(day=1) - timedelta(days=1)
    return months[::-1]


def last_day_of_month(day: Day) -> Day:
    on = date.fromordinal(day)
    return on.replace(day=monthrange(on.year, on.month)[1]).toordinal()

"""What is to be made: which lists of which feeds, from which days, and how many referrals in all."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sendwatch.demo.chance import Chance, mix
from sendwatch.demo.days import WEEK, Day
from sendwatch.demo.flows import FLOWS, Flow
from sendwatch.demo.identifiers import CHILDREN
from sendwatch.demo.incidents import Slowdown, silent_weeks, slowdown
from sendwatch.demo.lives import LISTED_AFTER_CLOSING_DAYS

LAST_CENSUS = date(2026, 10, 25)
"""The newest census date when none is given: a fixed day, so that a seed gives the same bytes on every day."""

USUAL_REFERRALS = 21_500
"""Rows of the newest lists at which the numbers are about those of Dorset."""

FEWEST_REFERRALS = 100
EARLIEST_CENSUS = date(2010, 1, 1)

STEPS_RECORDED_WEEKS = 78

_SECOND_PATHWAY_SHARE = 0.1
_CROWDED = 0.7
"""Above this share of all NHS numbers in use, more and more children are on two pathways."""

_WEEKDAYS = mix({0: 22, 1: 20, 2: 19, 3: 18, 4: 18, 5: 1.5, 6: 1.5})


class CannotBeMade(ValueError):
    """What was asked for is too small, too large or too early to be made."""


@dataclass(frozen=True, eq=False)
class Timetable:
    """The census dates of one flow, oldest first, and the weeks in which the referrals on them were received."""

    flow: Flow
    censuses: tuple[Day, ...]
    weeks: int
    slowdown: Slowdown

    @property
    def newest(self) -> Day:
        return self.censuses[-1]

    @property
    def steps_since(self) -> Day:
        """The day from which on the steps of new referrals are recorded; of older ones none are known."""
        return self.newest - WEEK * STEPS_RECORDED_WEEKS

    def received(self, chance: Chance) -> Day:
        """A day of receipt, nearly always a working day, on or before the newest census."""
        week_began = self.newest - WEEK * chance.between(1, self.weeks) + 1
        return week_began + (chance.draw(_WEEKDAYS) - (week_began - 1)) % WEEK


class Plan:
    """One demo: the same four arguments always give the same files."""

    def __init__(self, *, seed: int, weeks: int, referrals: int | None, last_census: date) -> None:
        self.arguments = {"seed": seed, "weeks": weeks, "referrals": referrals, "last_census": last_census}
        self.seed = seed
        self.weeks = weeks
        self.referrals = USUAL_REFERRALS if referrals is None else referrals
        self.last_census = last_census
        self._check()
        self.timetables = tuple(self._timetables())
        self.second_pathway_share = self._second_pathway_share()
        self.arrivals = mix({table: table.flow.weekly * table.weeks for table in self.timetables})
        self.timetable_of = {table.flow: table for table in self.timetables}

    def chance(self, child: int) -> Chance:
        """The draws of one child, counted from 0."""
        return Chance((self.seed << 32) + child)

    def _check(self) -> None:
        if self.seed < 0 or self.weeks < 1:
            raise CannotBeMade("The seed must be 0 or more and there must be at least 1 week.")
        if self.referrals < FEWEST_REFERRALS:
            raise CannotBeMade(
                f"Ask for at least {FEWEST_REFERRALS} referrals: they are spread over {len(FLOWS)} lists."
            )
        if self.last_census.toordinal() - WEEK * (self.weeks - 1) < EARLIEST_CENSUS.toordinal():
            raise CannotBeMade(f"The first census date must be {EARLIEST_CENSUS} or later: ask for fewer weeks.")

    def _timetables(self) -> Iterator[Timetable]:
        last = self.last_census.toordinal()
        every = tuple(last - WEEK * back for back in reversed(range(self.weeks)))
        for flow in FLOWS:
            censuses = every[: self.weeks - silent_weeks(flow.feed, self.weeks)]
            days = censuses[-1] - censuses[0] + LISTED_AFTER_CLOSING_DAYS + flow.course.longest_days
            yield Timetable(flow, censuses, days // WEEK + 1, slowdown(flow.feed, last))

    def _second_pathway_share(self) -> float:
        crowding = self.referrals / CHILDREN - _CROWDED
        return min(_SECOND_PATHWAY_SHARE + max(crowding, 0.0), 0.9)

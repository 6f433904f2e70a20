"""The populations that the rates ASD16f to ASD16k are divided by (R-WAIT-38)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from diis.definitions.figures import ALL
from diis.definitions.national.autism_levels import ADULT, CHILD


@dataclass(frozen=True)
class Population:
    """How many people of the given `ages` (`all`, `0-17` or `18+`) live where a rate is asked for.

    `breakdown` and `level` say where or who: `all` and `all`, an area, an age group. An estimate that is replaced is
    a new record with dates of its own.
    """

    ages: str
    people: int
    in_force_from: date
    in_force_to: date | None = None
    breakdown: str = ALL
    level: str = ALL

    def in_force(self, on: date) -> bool:
        """Whether this is the estimate for figures of a day."""
        return self.in_force_from <= on and (self.in_force_to is None or on <= self.in_force_to)


_APRIL_2026 = date(2026, 4, 1)

ENGLAND: tuple[Population, ...] = (
    Population(ALL, 56_490_016, _APRIL_2026),
    Population(CHILD, 11_774_586, _APRIL_2026),
    Population(ADULT, 44_715_430, _APRIL_2026),
)
"""The estimates behind the published rates of April 2026, worked back from them; of England, not of any one area."""


def population(known: Iterable[Population], ages: str, breakdown: str, level: str, on: date) -> int | None:
    """The people a rate is divided by; None when no estimate is in force, and `ValueError` when two are."""
    wanted = (ages, breakdown, level)
    found = [one.people for one in known if (one.ages, one.breakdown, one.level) == wanted and one.in_force(on)]
    if len(found) > 1:
        raise ValueError(f"two populations are in force on {on} for ages {ages}, {breakdown} {level}: end one of them")
    return found[0] if found else None

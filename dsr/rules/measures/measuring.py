"""What every measure of the register is told in: a period, what is known at its end, and so many out of so many."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dsr.rules.facts.hospital import Discharged
from dsr.rules.hospital.spells import spell_on
from dsr.rules.life import Life, remembered


@dataclass(frozen=True)
class Period:
    """The days from the first to the last, both of them in it."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Whether a day is in the period."""
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Ratio:
    """So many out of so many; exact, and so not for publication (R-DSR-117)."""

    numerator: int
    denominator: int

    @property
    def percent(self) -> float | None:
        """The share in percent; None where there is nothing to share."""
        return 100 * self.numerator / self.denominator if self.denominator else None


def known(lives: Iterable[Life], period: Period) -> list[Life]:
    """What every measure of a period asks: each life as known at its end."""
    return [known_on(life, period.last) for life in lives]


@remembered
def known_on(life: Life, day: date) -> Life:
    """What had happened by the end of a day; but whoever is in the next ward the day after has not left (R-DSR-93).

    An episode that ends on the last day of a month and resumes on the next day is that of an inpatient at month end
    (T12), so a discharge that ended no stay is left out. Nothing else of a later day is known.
    """
    found = life.until(day)
    if spell_on(life, day) is None or spell_on(found, day) is not None:
        return found
    return Life(life.birth_on, tuple(one for one in found.facts if not isinstance(one, Discharged) or one.on < day))

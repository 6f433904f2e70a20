"""What a past forecast said, held against what happened since (docs/adr/0036-turning-18-forecast.md)."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from diis.definitions.forecast import OUTLOOKS
from diis.definitions.turning_18 import Nearing18

IN_RANGE = "in-range"
SOONER = "sooner"
LATER = "later-or-not-yet"
LEFT = "left-unassessed"
FATES = (IN_RANGE, SOONER, LATER, LEFT)


@dataclass(frozen=True)
class Since:
    """A child as forecast, and what is known since: the day of the assessment, and of an end without one."""

    child: Nearing18
    assessed_on: date | None
    removed_on: date | None


@dataclass(frozen=True)
class Birthdays:
    """Children of one outlook whose 18th birthday has come since: what became of them by that day."""

    outlook: str
    children: int
    expected_unassessed: float
    unassessed: int
    assessed: int
    left: int


@dataclass(frozen=True)
class Calibration:
    """How good a forecast made `weeks` ago was.

    `forecast_assessed` counts the children whose likely date has come, `assessed` those who were assessed. `fates` are
    of the children whose whole range has passed. `birthdays` are of those who would be 18 by now.
    """

    as_at: date
    weeks: int
    waiting: int
    forecast_assessed: int
    assessed: int
    fates: dict[str, int]
    birthdays: tuple[Birthdays, ...]

    @property
    def in_range_share(self) -> float | None:
        """Of the children whose whole range has passed and who stayed, the percentage assessed within it."""
        stayed = sum(count for fate, count in self.fates.items() if fate != LEFT)
        return 100 * self.fates[IN_RANGE] / stayed if stayed else None

    def as_json(self) -> dict[str, object]:
        """For machines."""
        return asdict(self) | {"in_range_share": self.in_range_share}


def calibrate(forecast: Iterable[Since], as_at: date, weeks: int) -> Calibration:
    """Compare a forecast made at the end of `as_at` with the `weeks` after it."""
    until = as_at + timedelta(weeks=weeks)
    told = list(forecast)
    passed = [one for one in told if one.child.latest_on is not None and one.child.latest_on <= until]
    fates = [fate_of(one, until) for one in passed]
    return Calibration(
        as_at=as_at,
        weeks=weeks,
        waiting=len(told),
        forecast_assessed=sum(one.child.likely_on is not None and one.child.likely_on <= until for one in told),
        assessed=sum(_assessed_by(one, until) is not None for one in told),
        fates={fate: fates.count(fate) for fate in FATES},
        birthdays=tuple(_birthdays(told, name, until) for name in OUTLOOKS),
    )


def fate_of(one: Since, until: date) -> str:
    """Where the assessment fell against the range of a child."""
    assessed_on = _assessed_by(one, until)
    child = one.child
    if assessed_on is None:
        return LEFT if one.removed_on is not None and one.removed_on <= until else LATER
    if child.earliest_on is not None and assessed_on < child.earliest_on:
        return SOONER
    return IN_RANGE if child.latest_on is not None and assessed_on <= child.latest_on else LATER


def _birthdays(told: Iterable[Since], outlook: str, until: date) -> Birthdays:
    mine = [one for one in told if one.child.outlook == outlook and one.child.eighteenth_on <= until]
    before = [one.child.eighteenth_on - timedelta(days=1) for one in mine]
    assessed = [_assessed_by(one, day) is not None for one, day in zip(mine, before, strict=True)]
    left = [
        not seen and one.removed_on is not None and one.removed_on <= day
        for one, day, seen in zip(mine, before, assessed, strict=True)
    ]
    expected = sum(one.child.chance or 0 for one in mine)
    return Birthdays(outlook, len(mine), expected, len(mine) - sum(assessed) - sum(left), sum(assessed), sum(left))


def _assessed_by(one: Since, day: date) -> date | None:
    """The day of the assessment if it came by a day, and before the wait ended otherwise."""
    if one.assessed_on is None or one.assessed_on > day:
        return None
    return one.assessed_on if one.removed_on is None or one.assessed_on <= one.removed_on else None

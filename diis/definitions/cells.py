"""From counted referrals to labelled figures: the few shapes a figure of the pathway problems can have."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from diis.definitions.figures import ALL, COUNT, DAYS, Figure
from diis.definitions.percentiles import percentile

PERCENT = "percent"

Item = TypeVar("Item")


@dataclass(frozen=True)
class Cell:
    """What a set of figures is about; `rule` is the number that its figures rest on unless they say another."""

    measure: str
    rule: str
    as_at: date
    as_known: int
    provider: str = ALL
    breakdown: str = ALL
    level: str = ALL

    def count(self, figure: str, count: int) -> Figure:
        """A number of referrals, steps or rows."""
        return self._figure(figure, count, COUNT, count)

    def share(self, figure: str, part: int, whole: int) -> Figure:
        """`part` of `whole` in percent; None over nothing. It rests on the smaller number, `part` (R-WAIT-95)."""
        return self._figure(figure, 100 * part / whole if whole else None, PERCENT, part)

    def median(self, figure: str, days: Sequence[int], at: float = 0.5) -> Figure:
        """The exact median, or another percentile, of some days (R-WAIT-67)."""
        return self._figure(figure, percentile(Counter(days), at), DAYS, len(days))

    def _figure(self, figure: str, value: float | None, unit: str, behind: int) -> Figure:
        return Figure(
            as_at=self.as_at,
            as_known=self.as_known,
            measure=self.measure,
            figure=figure,
            provider=self.provider,
            breakdown=self.breakdown,
            level=self.level,
            value=value,
            unit=unit,
            rule=self.rule,
            behind=behind,
        )


def by_provider(
    items: Iterable[Item], provider_of: Callable[[Item], str], providers: Iterable[str]
) -> Iterator[tuple[str, list[Item]]]:
    """Items of each provider, of providers without any too, and of all together; nothing where nobody sends."""
    groups: dict[str, list[Item]] = {provider: [] for provider in sorted(providers)}
    for item in items:
        groups.setdefault(provider_of(item), []).append(item)
    if groups:
        yield from groups.items()
        yield ALL, [item for group in groups.values() for item in group]

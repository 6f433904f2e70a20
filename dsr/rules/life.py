"""What is known of one young person: the facts in the order of their days, and how to ask them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from diis.definitions.days import age_on
from dsr.rules.days import age_day
from dsr.rules.facts.fact import Fact

_F = TypeVar("_F", bound=Fact)


@dataclass(frozen=True)
class Life:
    """The day of birth, and facts; those of one day stay in the order in which they were recorded."""

    birth_on: date
    facts: tuple[Fact, ...] = field(default=())

    @classmethod
    def of(cls, birth_on: date, facts: Iterable[Fact]) -> "Life":
        """Facts in any order, those of one day in the order in which they were recorded."""
        return cls(birth_on, tuple(sorted(facts, key=lambda fact: fact.on)))

    def until(self, day: date) -> "Life":
        """What had happened by the end of a day."""
        return Life(self.birth_on, tuple(fact for fact in self.facts if fact.on <= day))

    def all(self, kind: type[_F]) -> Iterator[_F]:
        """Every fact of a kind, oldest first."""
        return (fact for fact in self.facts if isinstance(fact, kind))

    def first(self, kind: type[_F], *, since: date = date.min) -> _F | None:
        """The earliest fact of a kind that is not before a day."""
        return next((fact for fact in self.all(kind) if fact.on >= since), None)

    def last(self, kind: type[_F], *, by: date = date.max) -> _F | None:
        """The latest fact of a kind that is not after a day."""
        found = [fact for fact in self.all(kind) if fact.on <= by]
        return found[-1] if found else None

    def age(self, on: date) -> int:
        """Completed years on a day."""
        return age_on(self.birth_on, on)

    def turns(self, years: int, months: int = 0) -> date:
        """The day on which the person is so old."""
        return age_day(self.birth_on, years, months)

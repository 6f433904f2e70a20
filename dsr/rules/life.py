"""What is known of one young person: the facts in the order of their days, and how to ask them.

A life never changes, so an answer that follows from it is found once and kept with it: rules ask one another the same
over and over, and the tasks of a person are made with every change and every day.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import update_wrapper
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from diis.definitions.days import age_on
from dsr.rules.days import age_day
from dsr.rules.facts.fact import Fact
from dsr.rules.facts.people import Died

_F = TypeVar("_F", bound=Fact)
_A = TypeVar("_A")
_P = ParamSpec("_P")


@dataclass(frozen=True)
class Life:
    """The day of birth, and facts; those of one day stay in the order in which they were recorded."""

    birth_on: date
    facts: tuple[Fact, ...] = field(default=())
    answers: dict[Any, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    @classmethod
    def of(cls, birth_on: date, facts: Iterable[Fact]) -> "Life":
        """Facts in any order, those of one day in the order in which they were recorded."""
        return cls(birth_on, tuple(sorted(facts, key=lambda fact: fact.on)))

    def until(self, day: date) -> "Life":
        """What had happened by the end of a day; the same life for days between which nothing happened."""
        known = bisect_right(self.facts, day, key=_day)
        if known == len(self.facts):
            return self
        found = self.answers.get(known)
        if found is None:
            found = self.answers[known] = Life(self.birth_on, self.facts[:known])
        return cast(Life, found)

    def all(self, kind: type[_F]) -> Iterator[_F]:
        """Every fact of a kind, oldest first."""
        return iter(self._of(kind))

    def first(self, kind: type[_F], *, since: date = date.min) -> _F | None:
        """The earliest fact of a kind that is not before a day."""
        for fact in self._of(kind):
            if fact.on >= since:
                return fact
        return None

    def last(self, kind: type[_F], *, by: date = date.max) -> _F | None:
        """The latest fact of a kind that is not after a day."""
        for fact in reversed(self._of(kind)):
            if fact.on <= by:
                return fact
        return None

    def _of(self, kind: type[_F]) -> Sequence[_F]:
        """The facts of a kind; they are put into kinds once, since every rule asks for some."""
        by_kind = self.answers.get(Fact)
        if by_kind is None:
            by_kind = self.answers[Fact] = {}
            for fact in self.facts:
                by_kind.setdefault(type(fact), []).append(fact)
        return cast(Sequence[_F], by_kind.get(kind, ()))

    def until_death(self) -> Iterator[Fact]:
        """Every fact up to the death, if there was one: recorded late, it ends what was recorded of the days since."""
        for fact in self.facts:
            yield fact
            if isinstance(fact, Died):
                return

    def age(self, on: date) -> int:
        """Completed years on a day."""
        return age_on(self.birth_on, on)

    def turns(self, years: int, months: int = 0) -> date:
        """The day on which the person is so old."""
        return age_day(self.birth_on, years, months)


def _day(fact: Fact) -> date:
    return fact.on


def remembered(rule: Callable[Concatenate[Life, _P], _A]) -> Callable[Concatenate[Life, _P], _A]:
    """A rule that answers once for each life and what else it is asked with."""

    def answer(life: Life, /, *args: _P.args, **kwargs: _P.kwargs) -> _A:
        asked = (rule, *args, *kwargs.items())
        try:
            return cast(_A, life.answers[asked])
        except KeyError:
            found = life.answers[asked] = rule(life, *args, **kwargs)
            return found

    return update_wrapper(answer, rule)


def remembered_each(
    rule: Callable[Concatenate[Life, _P], Iterator[_A]],
) -> Callable[Concatenate[Life, _P], tuple[_A, ...]]:
    """The same of a rule with several answers."""

    def answers(life: Life, /, *args: _P.args, **kwargs: _P.kwargs) -> tuple[_A, ...]:
        return tuple(rule(life, *args, **kwargs))

    return update_wrapper(remembered(answers), rule)

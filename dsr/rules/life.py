"""What is known of one young person: the facts in the order of their days, and how to ask them.

A life never changes, so an answer that follows from it is found once and kept with it: rules ask one another the same
over and over, and the tasks of a person are made with every change and every day.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import update_wrapper
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from diis.definitions.days import age_on
from dsr.rules.days import age_day
from dsr.rules.facts.fact import Fact

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
        known = tuple(fact for fact in self.facts if fact.on <= day)
        if len(known) == len(self.facts):
            return self
        return cast(Life, self.answers.setdefault(len(known), Life(self.birth_on, known)))

    def all(self, kind: type[_F]) -> Iterator[_F]:
        """Every fact of a kind, oldest first."""
        found: tuple[_F, ...] | None = self.answers.get(kind)
        if found is None:
            found = self.answers[kind] = tuple(fact for fact in self.facts if isinstance(fact, kind))
        return iter(found)

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


def remembered(rule: Callable[Concatenate[Life, _P], _A]) -> Callable[Concatenate[Life, _P], _A]:
    """A rule that answers once for each life and what else it is asked with."""

    def answer(life: Life, /, *args: _P.args, **kwargs: _P.kwargs) -> _A:
        asked = (rule, args, *kwargs.items())
        if asked not in life.answers:
            life.answers[asked] = rule(life, *args, **kwargs)
        return cast(_A, life.answers[asked])

    return update_wrapper(answer, rule)


def remembered_each(
    rule: Callable[Concatenate[Life, _P], Iterator[_A]],
) -> Callable[Concatenate[Life, _P], tuple[_A, ...]]:
    """The same of a rule with several answers."""

    def answers(life: Life, /, *args: _P.args, **kwargs: _P.kwargs) -> tuple[_A, ...]:
        return tuple(rule(life, *args, **kwargs))

    return update_wrapper(remembered(answers), rule)

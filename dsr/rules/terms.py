"""The terms of the register: every interval and threshold, each with the rule that asks for it and since when.

A partnership may agree on another value from a day on; what was due before that day stays due by the value before. The
dates on which sections of the Mental Health Act 2025 come into force are terms too: none of them is known yet
(R-DSR-03).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dsr.rules.organisations import ANY, Organisations


class Unit(StrEnum):
    """What the value of a term counts."""

    MINUTES = "minutes"
    DAYS = "days"
    WORKING_DAYS = "working days"
    MONTHS = "months"
    YEARS = "years"
    TIMES = "times"
    CASES = "cases"
    WEIGHT = "weight"
    PERCENT = "percent"
    CHOICE = "no (0) or yes (1)"
    STATUSES = "statuses"


class Mark(StrEnum):
    """How well a value is founded, as the specification marks it."""

    STATED = "stated in a national source"
    LOCAL = "practice of another area"
    INFERRED = "inferred"
    DEFAULT = "our default, to be agreed"


@dataclass(frozen=True)
class Term:
    """An interval or a threshold before anybody agreed on another."""

    id: str
    rule: str
    value: float
    unit: Unit
    mark: Mark
    words: str


class Section(StrEnum):
    """Sections that the Act adds to the Mental Health Act 1983, each with a date of its own (R-DSR-02, 03)."""

    CHILD_REVIEWS = "125A"
    ADULT_REVIEWS = "125B"
    RECOMMENDATIONS = "125C"
    REGISTER = "125D"
    COMMISSIONING = "125E"


@dataclass(frozen=True)
class Agreed:
    """Another value of a term from a day on."""

    term: str
    effective_from: date
    value: float


CODE_OF_A_FACTOR = re.compile(r"[a-z]+(-[a-z0-9]+)*")
"""How a factor of the Act is spelled: a sentence is none."""


@dataclass(frozen=True)
class SpecifiedFactor:
    """A factor that regulations name as raising the probability of detention (R-DSR-06); `until` is its last day."""

    code: str
    effective_from: date
    until: date | None = None

    def holds(self, on: date) -> bool:
        """Whether it is on the Act's list on a day."""
        return self.effective_from <= on and (self.until is None or on <= self.until)


class TermUnknown(KeyError):
    """There is no term of this name."""


class TermsUnusable(Exception):
    """The file of the terms is missing or says something that means nothing; says what to mend."""


class Terms:
    """The terms of one partnership.

    `agreed` are its own values, `in_force` the day on which each section comes into force, where it is known.
    `specified` is the Act's list of factors, empty until regulations make one. `organisations` are those that can be
    named; a partnership always has a list.
    """

    def __init__(
        self,
        terms: Iterable[Term],
        agreed: Iterable[Agreed] = (),
        in_force: Mapping[Section, date] | None = None,
        specified: Iterable[SpecifiedFactor] = (),
        organisations: Organisations = ANY,
    ) -> None:
        self._terms = {term.id: term for term in terms}
        self._agreed = sorted(agreed, key=lambda one: one.effective_from)
        self._in_force = dict(in_force or {})
        self._specified = tuple(specified)
        self.organisations = organisations
        for one in self._agreed:
            self.term(one.term)

    def __iter__(self) -> Iterator[Term]:
        return iter(self._terms.values())

    def term(self, id_: str) -> Term:
        """The record of a term; raises `TermUnknown`."""
        try:
            return self._terms[id_]
        except KeyError:
            raise TermUnknown(f"There is no term '{id_}' of the register.") from None

    def of(self, id_: str, on: date) -> float:
        """The value of a term on a day."""
        term = self.term(id_)
        values = [one.value for one in self._agreed if one.term == id_ and one.effective_from <= on]
        return values[-1] if values else term.value

    def whole(self, id_: str, on: date) -> int:
        """The same as a whole number of days, months or cases."""
        return int(self.of(id_, on))

    def changes(self, id_: str) -> tuple[date, ...]:
        """The days from which another value of a term was agreed."""
        return tuple(one.effective_from for one in self._agreed if one.term == id_)

    def in_force(self, section: Section, on: date) -> bool:
        """Whether a section is law on a day."""
        since = self._in_force.get(section)
        return since is not None and since <= on

    def since(self, section: Section) -> date | None:
        """The day on which a section comes into force; None while nobody knows."""
        return self._in_force.get(section)

    def specified_factors(self, on: date) -> frozenset[str]:
        """The codes on the Act's list of factors on a day (R-DSR-06)."""
        return frozenset(factor.code for factor in self._specified if factor.holds(on))

    def ever_specified(self) -> frozenset[str]:
        """The codes that were, are or will be on it: what is recorded may be of another day."""
        return frozenset(factor.code for factor in self._specified)

"""What is left of facts once a record is erased: days, kinds and codes, so that past figures stay (R-DSR-116, H13).

No text that anybody wrote stays. A name by which facts belong together, of a review or an organisation, becomes a
number. The day of birth becomes the first of its month.
"""

import re
from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import date
from typing import Any

from dsr.rules.facts.fact import Fact
from dsr.rules.organisations import Organisations
from dsr.rules.tasks import Task
from dsr.rules.terms import CODE_OF_A_FACTOR

NOTHING = "-"
_CODES = {
    "authority": re.compile(r"[ENSW]\d{8}"),
    "code": re.compile(r"[a-z]+(-[a-z0-9]+)+"),
    "statutory": CODE_OF_A_FACTOR,
}
"""Texts that are codes of lists, and how those are spelled: a sentence in the place of one is words."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_PART = re.compile(r"[^/ ]+")
"""Of what a task is about, such as `RDY 2027-03-01` or a review and the recommendation made there."""
_TOGETHER = {
    "agencies": "organisation",
    "agency": "organisation",
    "organisation": "organisation",
    "item": "item",
    "recommendation": "recommendation",
    "review": "review",
    "worker": "worker",
    "HeldFor.reason": "hold",
}
"""Texts by which facts belong together, and what they name."""


def reduced_birth(born: date) -> date:
    """The first day of the month of birth."""
    return born.replace(day=1)


def reduced(facts: Iterable[Fact]) -> list[Fact]:
    """The same facts without anything that somebody wrote."""
    known: dict[tuple[str, str], str] = {}
    return [_reduced(fact, known) for fact in facts]


def reduced_task(task: Task, organisations: Organisations) -> Task:
    """A task without its sentence; of what it is about the days and codes of organisations, such as whom to tell."""

    def part(found: re.Match[str]) -> str:
        return found[0] if _DAY.fullmatch(found[0]) or organisations.is_listed(found[0]) else NOTHING

    return replace(task, why=NOTHING, about=_PART.sub(part, task.about))


def _reduced(fact: Fact, known: dict[tuple[str, str], str]) -> Fact:
    values = {one.name: getattr(fact, one.name) for one in fields(fact)}
    return replace(fact, **{name: _value(type(fact).__name__, name, value, known) for name, value in values.items()})


def _value(kind: str, name: str, value: Any, known: dict[tuple[str, str], str]) -> Any:
    if isinstance(value, frozenset) and all(type(one) is str for one in value):
        return frozenset(_text(kind, name, one, known) for one in sorted(value))
    # An enumeration is a text too, and says only what its list says.
    return _text(kind, name, value, known) if type(value) is str else value


def _text(kind: str, name: str, value: str, known: dict[tuple[str, str], str]) -> str:
    if not value or (name in _CODES and _CODES[name].fullmatch(value)):
        return value
    names = _TOGETHER.get(f"{kind}.{name}") or _TOGETHER.get(name)
    if names is None:
        return NOTHING
    return known.setdefault((names, value), str(1 + sum(one == names for one, _ in known)))

"""What a row tells that the register did not know, and what the register has otherwise, whose value is kept."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import Enum
from typing import Any

from dsr.actions.importing.columns import COLUMNS
from dsr.actions.importing.facts import Told
from dsr.actions.importing.verdicts import Difference
from dsr.actions.likeness import same_words
from dsr.rules.facts.consent import BestInterestsDecided
from dsr.rules.facts.entry import LimbJudged
from dsr.rules.facts.fact import Fact
from dsr.rules.facts.people import FactorRecorded
from dsr.store.records import FactKept

_UNDONE = "It was recorded and undone in the register; it was not brought in again."
_COLUMN_OF = {column.identifier: column.name for column in COLUMNS if column.identifier}


def identifiers_compared(mine: Mapping[str, str], theirs: Mapping[str, str]) -> tuple[dict[str, str], list[Difference]]:
    """The identifiers that the register lacks, and those that it has otherwise."""
    new = {field: value for field, value in mine.items() if not theirs.get(field)}
    differ = [
        Difference(_COLUMN_OF[field], value, theirs[field])
        for field, value in mine.items()
        if theirs.get(field) and not same_words(value, theirs[field])
    ]
    return new, differ


def facts_compared(told: Sequence[Told], kept: Sequence[FactKept]) -> tuple[list[Told], list[Difference]]:
    """The facts that the register lacks, and what differs field by field.

    A fact with a day of its own, later than the newest of its kind, is new: the spreadsheet went on being used.
    """
    new, differ = [], list[Difference]()
    for one in told:
        alike = [other for other in kept if _topic(other.fact) == _topic(one.fact)]
        if any(not other.undone and _matches(one, other.fact) for other in alike):
            continue
        counting = [other.fact for other in alike if not other.undone]
        if any(other.undone and _matches(one, other.fact) for other in alike):
            differ.append(Difference(one.column, _shown(_value(one)), "", _UNDONE))
        elif not counting or ("on" in one.fields and one.fact.on > max(fact.on for fact in counting)):
            new.append(one)
        else:
            differ += _differences(one, max(counting, key=lambda fact: fact.on))
    return new, differ


def _differences(told: Told, fact: Fact) -> Iterator[Difference]:
    for attribute, column in told.fields.items():
        mine, theirs = getattr(told.fact, attribute), getattr(fact, attribute)
        if not _same(mine, theirs):
            yield Difference(column, _shown(mine), _shown(theirs))


def _topic(fact: Fact) -> tuple[object, ...]:
    """What a fact is about: facts of one topic take each other's place."""
    match fact:
        case FactorRecorded():
            return FactorRecorded, fact.factor, fact.statutory
        case LimbJudged():
            return LimbJudged, fact.limb
        case BestInterestsDecided():
            return BestInterestsDecided, fact.board
        case _:
            return (type(fact),)


def _matches(told: Told, fact: Fact) -> bool:
    """Whether the register has what the row tells; cells that are blank tell nothing (B72)."""
    return all(_same(getattr(told.fact, attribute), getattr(fact, attribute)) for attribute in told.fields)


def _same(mine: Any, theirs: Any) -> bool:
    if isinstance(mine, Enum) or not isinstance(mine, str):
        return bool(mine == theirs)
    return same_words(mine, str(theirs))


def _value(told: Told) -> Any:
    return next((getattr(told.fact, attribute) for attribute in told.fields if attribute != "on"), told.fact.on)


def _shown(value: Any) -> str:
    """A value as the report has it."""
    if isinstance(value, frozenset):
        return "; ".join(sorted(map(str, value)))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date) else str(value if value is not None else "")

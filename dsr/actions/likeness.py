"""Whether two descriptions are of one person. Name and birth date alone never are enough (B63)."""

from collections.abc import Mapping
from enum import StrEnum

from dsr.rules.sameness import folded

CONFIRMING = ("address", "telephone", "local-id")
"""Identifiers of which one alike confirms that name and birth date are those of one person."""

_CUT_SHORT = 3
"""Letters of a given name that tell one twin from the other, where the rest is missing."""


class Likeness(StrEnum):
    """What two descriptions of the same family name and birth date come to."""

    SAME = "same"
    UNSURE = "unsure"
    OTHER = "other"


def likeness(mine: Mapping[str, str], theirs: Mapping[str, str]) -> Likeness:
    """Of two that share family name and birth date: twins are others, another NHS number needs a person's look."""
    numbers = [one.get("nhs-number") for one in (mine, theirs)]
    if all(numbers):
        if numbers[0] == numbers[1]:
            return Likeness.SAME
        return Likeness.UNSURE if may_be_one_name(mine, theirs) else Likeness.OTHER
    if not may_be_one_name(mine, theirs):
        return Likeness.OTHER
    confirmed = any(_alike(mine, theirs, field) for field in CONFIRMING)
    return Likeness.SAME if confirmed and _alike(mine, theirs, "given-name") else Likeness.UNSURE


def same_words(one: str, other: str) -> bool:
    """Whether two values are the same but for case, blanks and punctuation."""
    return folded(one) == folded(other)


def _alike(mine: Mapping[str, str], theirs: Mapping[str, str], field: str) -> bool:
    return bool(mine.get(field)) and same_words(mine[field], theirs.get(field, ""))


def may_be_one_name(mine: Mapping[str, str], theirs: Mapping[str, str]) -> bool:
    """Whether the given names could be those of one person: the same, a short form, or how they are called."""
    ours, others = _called(mine), _called(theirs)
    return any(one.startswith(other) or other.startswith(one) for one in ours for other in others)


def tells_one_from_a_twin(mine: Mapping[str, str], theirs: Mapping[str, str]) -> bool:
    """Whether the names are those of one child and not of a twin's: one is the same, or a given name cut short (H2).

    How somebody is called counts as it is alone: Joseph's "Jo" begins Joanna's name too. An initial tells nothing.
    """
    short, long = sorted((folded(one.get("given-name", "")) for one in (mine, theirs)), key=len)
    if len(short) >= _CUT_SHORT and long.startswith(short):
        return True
    return any(len(name) > 1 for name in _called(mine) & _called(theirs))


def _called(person: Mapping[str, str]) -> set[str]:
    names = (folded(person.get(field, "")) for field in ("given-name", "preferred-name"))
    return {name for name in names if name}

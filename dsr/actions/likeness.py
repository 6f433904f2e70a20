"""Whether two descriptions are of one person. Name and birth date alone never are enough (B63)."""

import re
from collections.abc import Mapping
from enum import StrEnum
from itertools import accumulate

from dsr.rules.sameness import folded

CONFIRMING = ("address", "telephone", "local-id")
"""Identifiers of which one alike confirms that name and birth date are those of one person."""

_BETWEEN_PARTS = re.compile(r"[\s\-\u2010-\u2015\u2212\ufe58\ufe63\uff0d]+")
"""Blanks and hyphens of a name, and the dashes that are typed for them."""


class Likeness(StrEnum):
    """What two descriptions of the same family name and birth date come to."""

    SAME = "same"
    UNSURE = "unsure"
    OTHER = "other"


def likeness(mine: Mapping[str, str], theirs: Mapping[str, str]) -> Likeness:
    """Of two that share family name and birth date: twins are others, another NHS number needs a person's look.

    So does one number with another given name: it is that of one of them.
    """
    numbers = [one.get("nhs-number") for one in (mine, theirs)]
    if all(numbers):
        if numbers[0] == numbers[1]:
            return Likeness.SAME if tells_one_from_a_twin(mine, theirs) else Likeness.UNSURE
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
    """Whether the names are those of one child and not of a twin's (H2): one is the same, or a given name is cut.

    It is cut at a blank or hyphen: Anna is Anna-Maria. Joseph begins Josephine's name, and an initial tells nothing.
    How somebody is called counts as it is whole.
    """
    ours, others = (one.get("given-name", "") for one in (mine, theirs))
    if folded(ours) in _cuts(others) or folded(others) in _cuts(ours):
        return True
    return not _called(mine).isdisjoint(_called(theirs))


def _cuts(name: str) -> set[str]:
    """What is left of a name where it is cut after each of its parts, as it is compared; no initial."""
    return {cut for cut in accumulate(map(folded, _BETWEEN_PARTS.split(name))) if len(cut) > 1}


def _called(person: Mapping[str, str]) -> set[str]:
    names = (folded(person.get(field, "")) for field in ("given-name", "preferred-name"))
    return {name for name in names if name}

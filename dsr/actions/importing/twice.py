"""Rows of one file that are, or may be, about one person (B64 to B67). Judged before the register is asked."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations

from dsr.actions.importing.values import Fault
from dsr.actions.likeness import Likeness, likeness, tells_one_from_a_twin
from dsr.rules.sameness import folded

_TWO_BIRTHS = "The same NHS number stands in another row with another birth date. Correct one of them."
_TWO_NAMES = (
    "The same NHS number stands in another row with another given name, as a twin's would. Correct the number of "
    "one of them; or write one name in both, if they are one person."
)
_TWO_NUMBERS = "The same local id stands in another row with another NHS number. Correct one of them."
_TWICE = "The person is in row {row} already. One row is one person: bring the two together."
_MAY_BE = "This may be the person of row {row}: the names and the birth date could be theirs. Give both NHS numbers."

Described = Mapping[int, Mapping[str, str]]
"""Row number to the identifiers in it; rows that cannot be read are not there."""

Contradict = Callable[[Sequence[Mapping[str, str]]], bool]
"""Whether rows that share something cannot all be of one person."""


def told_twice(rows: Described) -> dict[int, Fault]:
    """Why rows are listed because of others; of two alike the first is taken, where they contradict, neither."""
    found: dict[int, Fault] = {}
    for contradiction in (
        _contradicting(rows, "nhs-number", _differ_in("birth-date"), "nhs-number-two-births", _TWO_BIRTHS),
        _contradicting(rows, "nhs-number", _are_of_two_names, "nhs-number-two-names", _TWO_NAMES),
        _contradicting(rows, "local-id", _differ_in("nhs-number"), "local-id-two-numbers", _TWO_NUMBERS),
    ):
        for number, fault in contradiction:
            found.setdefault(number, fault)
    left = {number: row for number, row in rows.items() if number not in found}
    return found | dict(_later(left))


def _contradicting(
    rows: Described, same: str, contradict: Contradict, code: str, reason: str
) -> Iterator[tuple[int, Fault]]:
    """Each of the rows that share one field and contradict each other."""
    groups: dict[str, list[int]] = defaultdict(list)
    for number, row in rows.items():
        if row.get(same):
            groups[folded(row[same])].append(number)
    for numbers in groups.values():
        if contradict([rows[number] for number in numbers]):
            yield from ((number, Fault(code, same.replace("-", "_"), reason)) for number in numbers)


def _differ_in(field: str) -> Contradict:
    return lambda group: len({folded(row[field]) for row in group if row.get(field)}) > 1


def _are_of_two_names(group: Sequence[Mapping[str, str]]) -> bool:
    """Whether one of them may be the other's twin, so that nobody knows whose number it is (H2)."""
    by_name = {(row.get("given-name"), row.get("preferred-name")): row for row in group}
    return any(not tells_one_from_a_twin(*pair) for pair in combinations(by_name.values(), 2))


def _later(rows: Described) -> Iterator[tuple[int, Fault]]:
    numbers: dict[str, int] = {}
    alike: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, row in rows.items():
        own = row.get("nhs-number", "")
        if own in numbers:
            yield number, Fault("row-twice", "nhs_number", _TWICE.format(row=numbers[own]))
            continue
        of_name = alike[folded(row["family-name"]), row["birth-date"]]
        fault = next((found for before in of_name if (found := _fault(before, row, rows[before]))), None)
        if fault is not None:
            yield number, fault
            continue
        of_name.append(number)
        if own:
            numbers[own] = number


def _fault(before: int, row: Mapping[str, str], other: Mapping[str, str]) -> Fault | None:
    match likeness(row, other):
        case Likeness.SAME:
            return Fault("row-twice", "family_name", _TWICE.format(row=before))
        case Likeness.UNSURE:
            return Fault("row-may-be-twice", "family_name", _MAY_BE.format(row=before))
        case Likeness.OTHER:
            return None

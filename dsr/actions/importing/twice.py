"""Rows of one file that are, or may be, about one person (B64 to B67). Judged before the register is asked."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from dsr.actions.importing.values import Fault
from dsr.actions.likeness import Likeness, likeness
from dsr.rules.sameness import folded

_TWO_BIRTHS = "The same NHS number stands in another row with another birth date. Correct one of them."
_TWO_NUMBERS = "The same local id stands in another row with another NHS number. Correct one of them."
_TWICE = "The person is in row {row} already. One row is one person: bring the two together."
_MAY_BE = "This may be the person of row {row}: the names and the birth date could be theirs. Give both NHS numbers."

Described = Mapping[int, Mapping[str, str]]
"""Row number to the identifiers in it; rows that cannot be read are not there."""


def told_twice(rows: Described) -> dict[int, Fault]:
    """Why rows are listed because of others; of two alike the first is taken, where they contradict, neither."""
    found = dict(_contradicting(rows, "nhs-number", "birth-date", "nhs-number-two-births", _TWO_BIRTHS))
    for number, fault in _contradicting(rows, "local-id", "nhs-number", "local-id-two-numbers", _TWO_NUMBERS):
        found.setdefault(number, fault)
    left = {number: row for number, row in rows.items() if number not in found}
    return found | dict(_later(left))


def _contradicting(rows: Described, same: str, other: str, code: str, reason: str) -> Iterator[tuple[int, Fault]]:
    """Each of the rows that share one field and differ in another."""
    groups: dict[str, list[int]] = defaultdict(list)
    for number, row in rows.items():
        if row.get(same):
            groups[folded(row[same])].append(number)
    for numbers in groups.values():
        if len({folded(rows[number][other]) for number in numbers if rows[number].get(other)}) > 1:
            yield from ((number, Fault(code, same.replace("-", "_"), reason)) for number in numbers)


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

"""Identifiers that tell a person from everybody else: which are needed, and whether they are sound (fields 1, 2)."""

from collections.abc import Mapping
from datetime import date

from diis.definitions import nhs_number
from dsr.store.records import birth_of

NEEDED = ("given-name", "family-name", "birth-date")
"""Without these nobody can be told from another; an NHS number may be missing for a time (F1, field 1)."""


def why_not_sound(
    identifiers: Mapping[str, str], today: date, *, allow_test_range: bool, only_test_range: bool = False
) -> str | None:
    """What is wrong with all identifiers of a person together, without repeating any; None if nothing is.

    `only_test_range`: in a demonstration nobody real is entered (docs/adr/0052).
    """
    lacking = [name for name in NEEDED if not identifiers.get(name, "").strip()]
    if lacking:
        return f"A record needs {', '.join(lacking).replace('-', ' ')}."
    try:
        born = birth_of(identifiers)
    except ValueError:
        return "The birth date is not a date. Write it as 2011-02-01."
    if born > today:
        return "The birth date is in the future."
    number = identifiers.get("nhs-number", "")
    if number and nhs_number.fault(number, allow_test_range=allow_test_range) is not None:
        return "This is not a sound NHS number. Check its digits, or leave it out until it is traced."
    if number and only_test_range and not number.startswith(nhs_number.TEST_RANGE):
        return "This is a demonstration: nobody real is entered. Invented NHS numbers begin with 999."
    return None

"""Layout wl-1 in words for those who send it, from the records that the check runs on."""

from collections.abc import Iterator

from diis.definitions.code_meanings import MEANINGS
from diis.definitions.sources import SOURCE_GROUPS
from diis.extracts.contract import (
    CODE,
    CODE_WORD,
    DATE,
    EVENT_CODE,
    FREE,
    IDENTIFIER,
    NHS_NUMBER,
    ORGANISATION,
    PLAIN_NAME,
    Field,
    Table,
)
from diis.extracts.values import EARLIEST_BIRTH, EARLIEST_EVENT
from diis.extracts.wl_1 import CONTACTS, DATE_ORDER, EVENTS, REFERRALS, STEP_DATE_ORDER, STEPS

TABLES = (REFERRALS, CONTACTS, EVENTS, STEPS)

ABOUT = {
    REFERRALS: "One row for each referral of the full list.",
    CONTACTS: "One row for each appointment, whether it took place or not. Needed for every measure of first contacts.",
    EVENTS: "Optional: what else happened to a referral.",
    STEPS: "Optional: the steps of an assessment, each done by one organisation.",
}

KINDS = {
    DATE: "date, as 2026-09-30",
    CODE: "code",
    IDENTIFIER: "id of your own system, at most 64 characters, never an NHS number or a name",
    NHS_NUMBER: "NHS number, ten digits",
    EVENT_CODE: "one word, or a code with digits such as F84.0",
    PLAIN_NAME: "one code word such as school-report, or agreed words; never a person's name",
    ORGANISATION: "ODS code, or agreed words",
    CODE_WORD: "one word of letters",
    FREE: "text",
}

_NOTES = {
    "census_date": "the day whose end the list describes, the same in every row and in the name",
    "provider": "your ODS code, the same in every row and in the name",
    "local_patient_id": "id of the child in your own system; needed where there is no NHS number",
    "nhs_number": "NHS number, ten digits; needed where there is no local_patient_id",
    "postcode": "postcode of the child's home; only its small area is kept",
    "gp_practice": "ODS code of the child's practice",
    "profession": "one word of letters, of who saw the child",
}
_EITHER = ("nhs_number", "local_patient_id")


def needed(field: Field, table: Table) -> str:
    """Whether a column must be filled, must be there, or may be missing."""
    if field.required:
        return "required"
    if table is REFERRALS and field.name in _EITHER:
        return "one of the two"
    if field.name == "attendance":
        return "needed"
    return "may be blank" if field.must_be_sent else "optional"


def kind_of(field: Field) -> str:
    """What a column holds, in words."""
    return _NOTES.get(field.name, KINDS[field.kind])


def coded() -> Iterator[Field]:
    """The columns that hold codes of a list."""
    return (field for table in TABLES for field in table.fields if field.codes)


def codes_of(field: Field) -> Iterator[tuple[str, str]]:
    """Each code with its meaning, blank where none is confirmed; lists too long to print come as ranges."""
    if field.name == "source_of_referral":
        yield from ((f"{letter}0 to {letter}9", group) for letter, group in SOURCE_GROUPS.items())
        return
    meanings = MEANINGS.get(field.name, {})
    few = len(field.codes) <= _MOST_LISTED
    yield from ((code, meanings.get(code, "")) for code in (sorted(field.codes) if few else meanings))
    if not few:
        yield from _OTHERS[field.name]


_MOST_LISTED = 24
_OTHERS = {
    "primary_reason": (("001 to 999", "other codes of community data"),),
    "team_type": (("C03, F07", ""), ("01 to 99", "other codes of community data")),
}


def order_rules() -> Iterator[str]:
    """What is told of dates."""
    yield "No date is later than the census date."
    yield f"No date is earlier than {EARLIEST_EVENT}, a birth date none than {EARLIEST_BIRTH}."
    for first, second in (*DATE_ORDER, *STEP_DATE_ORDER):
        yield f"{second} is not earlier than {first}."
    yield "contact_date, event_date and requested_date are not earlier than the received_date of their referral."

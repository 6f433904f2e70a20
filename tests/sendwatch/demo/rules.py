"""The row rules of layout wl-1, written a second time and slowly: which fields of a row are wrong."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from diis.definitions import codes, nhs_number
from tests.sendwatch.demo.lists import Row

CODES = {
    "gender": codes.GENDER,
    "ethnic_category": codes.ETHNIC_CATEGORY,
    "lac_status": codes.LAC_STATUS,
    "sen_provision": codes.SEN_PROVISION,
    "source_of_referral": codes.SOURCE_OF_REFERRAL,
    "primary_reason": codes.PRIMARY_REASON,
    "priority": codes.PRIORITY,
    "team_type": codes.TEAM_TYPE,
    "condition": codes.CONDITION,
    "decision": codes.DECISION,
    "rejection_reason": codes.REJECTION_REASON,
    "closure_reason": codes.CLOSURE_REASON,
}
NEVER_BLANK = ("referral_id", "local_patient_id", "birth_date", "received_date")
IN_ORDER = (
    ("received_date", "returned_date", "resubmitted_date"),
    ("received_date", "decision_date"),
    ("received_date", "assessment_completed_date", "outcome_shared_date"),
    ("received_date", "support_offered_date"),
    ("received_date", "transferred_to_adult_date", "closed_date"),
)


def wrong_fields(row: Row, census: date) -> set[str]:
    return {*_blank(row), *_codes(row), *_dates(row, census), *_number(row)}


def _blank(row: Row) -> Iterator[str]:
    return (field for field in NEVER_BLANK if not row[field])


def _codes(row: Row) -> Iterator[str]:
    for field, allowed in CODES.items():
        if row[field] and row[field] not in allowed:
            yield field


def _number(row: Row) -> Iterator[str]:
    if row["nhs_number"] and (
        nhs_number.fault(row["nhs_number"], allow_test_range=True) is not None
        or row["nhs_number"] in row["referral_id"]
    ):
        yield "nhs_number"


def _dates(row: Row, census: date) -> Iterator[str]:
    real: dict[str, date] = {}
    for field in (name for name in row if name.endswith("_date") and row[name]):
        try:
            real[field] = date.fromisoformat(row[field])
        except ValueError:
            yield field
    yield from (field for field, on in real.items() if on > census)
    if "birth_date" in real and "received_date" in real and real["birth_date"] > real["received_date"]:
        yield "birth_date"
    for line in IN_ORDER:
        there = [field for field in line if field in real]
        yield from (late for early, late in pairwise(there) if real[late] < real[early])

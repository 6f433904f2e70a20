"""Rows that are not taken, each with its code and a sentence that tells what to do; the reason repeats no value."""

from dataclasses import replace
from pathlib import Path

import pytest

from dsr.actions.importing.mapping import Reading
from dsr.actions.importing.planning import plan
from dsr.actions.importing.sheet import read_sheet
from dsr.actions.importing.verdicts import Outcome
from dsr.store.database import RegisterDatabase
from dsr.store.register import RegisterStore
from tests.dsr.actions.importing.spreadsheets import imported, row
from tests.dsr.store.people import EVERYBODY, register

BAD = [
    ("B07", row(Surname="Ash\u202egrove"), "control-character", "cannot be seen"),
    ("B07", row(Surname="Ash\u200bgrove"), "control-character", "cannot be seen"),
    ("B45", row(Date_of_birth="40575"), "date-format", "day number"),
    ("B47", row(Date_of_birth="01/02/2013"), "date-format", "day first or month first"),
    ("B48", row(Date_of_birth="2013-02-31"), "date-not-real", "no such day"),
    ("B49", row(Date_of_birth="01/02/13"), "date-format", "2026-09-30"),
    ("B50", row(RAG_date="1900-01-01"), "date-implausible", "too long ago"),
    ("B53", row(Date_of_referral="2027-03-02"), "date-in-future", "in the future"),
    ("B54", row(Date_of_birth="2027-03-02"), "date-in-future", "in the future"),
    ("B54", row(Date_of_birth="2001-03-01", Consent=None), "age-over-25", "26 or older"),
    ("B55", row(Hospital="A unit", Admitted="2026-08-01", Discharged="2026-07-01"), "not-possible", "inpatient"),
    ("B58", row(NHS_number="9990000019"), "nhs-number-check-digit", "check digit"),
    ("B60", row(NHS_number="999000001"), "spreadsheet-damage", "zero was cut off"),
    ("B60", row(NHS_number="9.99E+09"), "spreadsheet-damage", "zero was cut off"),
    ("B61", row(NHS_number="0000000000"), "nhs-number-sentinel", "nobody's"),
    ("B62", row(NHS_number="９９９００００018"), "nhs-number-shape", "ten digits"),
    ("B71", row(RAG="Rouge"), "code-not-in-list", "red"),
    ("B71", row(RAG=None), "rating-missing", "R-DSR-45"),
    ("B72", row(Local_GP="perhaps"), "code-not-in-list", "True"),
    ("B76", row(Consent="Withdrawn", Consent_withdrawn_on="2026-06-01"), "not-possible", "no consent"),
    ("B78", row(Key_worker="nobody", Key_worker_since="2026-07-01"), "key-worker-unknown", "no key worker"),
    ("B81", row(Surname="#N/A"), "spreadsheet-damage", "error"),
    ("R-DSR-18", row(Source_of_referral=None), "required-missing", "blank"),
    ("R-DSR-07", row(Council="A council of a very long name"), "too-long", "mapping"),
    ("R-DSR-14", row(Evidence=None), "missing-with", "condition evidence"),
    ("R-DSR-14", row(Evidence="No evidence"), "not-possible", "evidence of the condition"),
    ("R-DSR-17", row(Dorset_GP="No"), "not-possible", "outside the area"),
    ("R-DSR-30", row(Consent_withdrawn_on="2026-07-01"), "consent-unclear", "refused or withdrawn"),
    ("R-DSR-30", row(Consent="Refused", Basis_of_consent="Own"), "refusal-not-counted", "who decides"),
    (
        "R-DSR-30",
        row(Consent="Refused", Basis_of_consent="Own", Gillick_competent="N", Capacity_date="2026-06-03"),
        "refusal-not-counted",
        "who decides",
    ),
    (
        "R-DSR-27",
        row(Consent="Refused", Gillick_competent="Y", Capacity_date="2026-06-03"),
        "not-possible",
        "Somebody else decides",
    ),
    ("R-DSR-31", row(Consent="Withdrawn"), "missing-with", "consent end date"),
    ("R-DSR-45", row(RAG_date=None), "missing-with", "rating date"),
    ("R-DSR-62", row(RAG="Blue"), "not-possible", "Blue is for inpatients"),
    ("R-DSR-62", row(Hospital="A unit"), "missing-with", "admission date"),
    ("birth", row(Date_of_referral="2013-01-01"), "not-possible", "before the person was born"),
]


@pytest.mark.parametrize(("_rule", "bad", "code", "words"), BAD, ids=[f"{rule}-{code}" for rule, _, code, _ in BAD])
def test_a_bad_row_is_listed_with_its_reason_and_nothing_of_it_is_written(
    database: RegisterDatabase, tmp_path: Path, _rule: str, bad: dict[str, str], code: str, words: str
) -> None:
    store = register(database)
    (verdict,) = imported(store, tmp_path, [bad])
    assert (verdict.outcome, verdict.code, verdict.row) == (Outcome.LISTED, code, 2)
    assert words in verdict.reason
    assert "Rowan" not in verdict.reason
    assert not store.is_held("birth-date", bad["Date of birth"])


def test_invented_numbers_are_taken_where_they_are_allowed_alone(database: RegisterDatabase, tmp_path: Path) -> None:
    """B61."""
    allowed = register(database)
    real = RegisterStore(replace(allowed.session, allow_test_nhs_numbers=False), EVERYBODY, allowed.actor)
    (verdict,) = imported(real, tmp_path, [row()])
    assert verdict.code == "nhs-number-test-range"


def test_a_row_that_is_too_short_is_listed_and_the_others_come_in(database: RegisterDatabase, tmp_path: Path) -> None:
    """B21: values never shift. B11: a header in the middle is no person."""
    header = "NHS number,First name,Surname,DOB,Date of referral,Source"
    path = tmp_path / "register.csv"
    path.write_text(f"{header}\n9990000018,Rowan\n{header}\n9990000018,Rowan,Ashgrove,2013-02-01,2026-06-01,School\n")
    store = register(database)
    plans = plan(store, read_sheet(path, Reading()), Reading(), lambda _done, _total: None)
    assert [(one.verdict.row, one.verdict.code) for one in plans] == [
        (2, "ragged-row"),
        (3, "repeated-header"),
        (4, ""),
    ]


TWICE = [
    ("B64", row(Date_of_birth="2013-03-01"), ["nhs-number-two-births"] * 2),
    ("twins with one number", row(First_name="Hazel"), ["nhs-number-two-names"] * 2),
    ("twins of one number and another family name", row(First_name="Hazel", Surname="B"), ["nhs-number-two-names"] * 2),
    ("one number, a name that begins the other", row(First_name="Rowanne"), ["nhs-number-two-names"] * 2),
    ("one number, a second name too", row(First_name="Rowan-Lee"), ["", "row-twice"]),
    ("one number, another family name", row(Surname="Birch"), ["", "row-twice"]),
    ("B66", row(), ["", "row-twice"]),
    ("B67", row(RAG="Red"), ["", "row-twice"]),
    ("same name, confirmed by the address", row(NHS_number=None), ["", "row-twice"]),
    ("same name, typed otherwise", row(NHS_number=None, Surname="Ash\u2010gro\u0301ve"), ["", "row-twice"]),
    ("same name alone (B63)", row(NHS_number=None, Address=None), ["", "row-may-be-twice"]),
    ("same name, another number", row(NHS_number="9990000026"), ["", "row-may-be-twice"]),
    ("twins", row(NHS_number="9990000026", First_name="Hazel"), ["", ""]),
    ("twins without numbers", row(NHS_number=None, First_name="Hazel"), ["", ""]),
]


@pytest.mark.parametrize(("_case", "other", "codes"), TWICE, ids=[case for case, _, _ in TWICE])
def test_two_rows_of_one_file_about_one_person(
    database: RegisterDatabase, tmp_path: Path, _case: str, other: dict[str, str], codes: list[str]
) -> None:
    verdicts = imported(register(database), tmp_path, [row(), other])
    assert [verdict.code for verdict in verdicts] == codes


def test_two_numbers_of_one_local_id_are_both_listed(database: RegisterDatabase, tmp_path: Path) -> None:
    """B65."""
    rows = [row(Local_id="L1"), row(Local_id="l-1 ", NHS_number="9990000026", Surname="Birch")]
    assert [one.code for one in imported(register(database), tmp_path, rows)] == ["local-id-two-numbers"] * 2

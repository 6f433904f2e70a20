"""Rows that come in: how each entry stands afterwards, and what was left out."""

from pathlib import Path

import pytest

from dsr.actions.importing.verdicts import Outcome
from dsr.rules.entry.openness import may_be_shared_with
from dsr.rules.entry.standing import standing_on
from dsr.rules.facts.people import FactorRecorded
from dsr.rules.hospital.spells import spell_on
from dsr.rules.rating.rating_history import rating_on
from dsr.store.database import RegisterDatabase
from tests.dsr.actions.importing.spreadsheets import imported, row
from tests.dsr.store.people import register

STANDINGS = [
    ("a parent agreed for a child of 13", row(), "active", set()),
    ("no consent (R-DSR-26)", row(Consent=None, Basis_of_consent=None, Date_of_consent=None, Consent_given_by=None,
                                  Agencies=None), "awaiting-consent", {"consent-missing"}),
    ("asked and not yet answered", row(Consent="Not yet", Agencies=None, Basis_of_consent=None, Date_of_consent=None,
                                       Consent_given_by=None), "awaiting-consent", {"consent-missing"}),
    ("consent without its day", row(Date_of_consent=None), "awaiting-consent", {"consent-incomplete", "no-use"}),
    ("a parent agreed for somebody of 17 (B77)", row(Date_of_birth="2009-06-01"), "awaiting-consent",
     {"consent-not-valid"}),
    ("own consent under 16, nobody judged competence", row(Basis_of_consent="Own"), "awaiting-consent",
     {"consent-not-valid"}),
    ("own consent under 16, judged competent (R-DSR-27)", row(Basis_of_consent="Own", Gillick_competent="Y",
                                                              Capacity_date="2026-06-03"), "active", set()),
    ("best interests without a record (R-DSR-34)", row(Date_of_birth="2009-06-01", Basis_of_consent="Best interests"),
     "awaiting-consent", {"consent-not-valid"}),
    ("nobody decided yet (R-DSR-21)", row(Date_on_register=None), "referred", set()),
    ("refused (R-DSR-30)", row(Consent="Refused"), "refused", {"consent-refused"}),
    ("refused by a child judged competent (R-DSR-27)", row(Consent="Refused", Basis_of_consent="Own",
                                                           Gillick_competent="Y", Capacity_date="2026-06-03"),
     "refused", {"consent-refused"}),
    ("withdrawn by a parent after the 16th birthday (R-DSR-27)", row(Date_of_birth="2010-08-01", Consent="Withdrawn",
                                                                     Consent_withdrawn_on="2026-09-01"),
     "awaiting-consent", {"consent-withdrawn"}),
    ("withdrawn (R-DSR-31)", row(Consent="Withdrawn", Consent_withdrawn_on="2026-09-01"), "closing",
     {"consent-withdrawn"}),
]  # fmt: skip


@pytest.mark.parametrize(("_case", "given", "status", "left_out"), STANDINGS, ids=[case for case, *_ in STANDINGS])
def test_how_an_entry_stands_after_the_import(
    database: RegisterDatabase, tmp_path: Path, _case: str, given: dict[str, str], status: str, left_out: set[str]
) -> None:
    store = register(database)
    (verdict,) = imported(store, tmp_path, [given])
    assert verdict.outcome is Outcome.IMPORTED, verdict.reason
    assert {one.code for one in verdict.left_out} == left_out
    standing = standing_on(store.person(verdict.reference).life, store.session.today, store.session.terms)
    assert standing is not None
    assert standing.status == status


def test_of_a_refusal_nothing_is_kept_but_who_and_when(database: RegisterDatabase, tmp_path: Path) -> None:
    """R-DSR-30."""
    store = register(database)
    (verdict,) = imported(store, tmp_path, [row(Consent="Refused")])
    person = store.person(verdict.reference)
    assert set(person.identifiers) == {"nhs-number", "given-name", "family-name", "birth-date"}
    assert [type(fact).__name__ for fact in person.life.facts] == ["Referred", "ConsentRefused"]


def test_everything_that_a_row_can_tell_is_in_the_record(database: RegisterDatabase, tmp_path: Path) -> None:
    store = register(database)
    full = row(
        Preferred_name="Ro",
        Address="1 Invented Lane\nA town",
        Council="Dorset Council",
        Accommodation="52 week",
        Placed_in="Elsewhere",
        Placing_council="Dorset",
        Dorset_GP="Yes",
        Lead_team="RDY",
        Case_lead="A lead",
        EHCP="Yes",
        Social_care="LAC",
        Risk_factors="1; placement breakdown",
        Hospital="A unit",
        Ward="CAMHS",
        Date_of_admission="2026-12-01",
        MHA_section="s4",
        Second_recommendation="2026-12-03",
        RAG="b",
        RAG_date="2026-12-01",
        Last_review="2027-02-01",
        Next_review="2027-03-10",
        First_language="English",
    )
    (verdict,) = imported(store, tmp_path, [full])
    assert (verdict.outcome, verdict.left_out) == (Outcome.IMPORTED, ()), verdict
    person, day, terms = store.person(verdict.reference), store.session.today, store.session.terms
    assert person.identifiers["address"] == "1 Invented Lane, A town"
    assert person.identifiers["social-care"] == "looked-after"
    assert str(rating_on(person.life, day, terms)) == "blue"
    assert spell_on(person.life, day) is not None
    assert sorted(fact.factor or 0 for fact in person.life.all(FactorRecorded)) == [1, 10, 16]
    assert may_be_shared_with("RBD", person.life, day, terms)
    assert not may_be_shared_with("police", person.life, day, terms)


def test_the_reason_of_a_change_names_the_file_and_the_row(database: RegisterDatabase, tmp_path: Path) -> None:
    store = register(database)
    (verdict,) = imported(store, tmp_path, [row()])
    (change,), _ = store.history(verdict.reference)
    assert change.reason.startswith("Row 2 of the spreadsheet with the SHA-256 ")


def test_what_belongs_to_nothing_is_told(database: RegisterDatabase, tmp_path: Path) -> None:
    (verdict,) = imported(register(database), tmp_path, [row(Next_review="2027-03-10", Date_of_diagnosis=None)])
    assert [(one.code, one.column) for one in verdict.left_out] == [("no-use", "next_review_date")]


def test_what_was_begun_before_the_import_is_not_overdue_and_a_review_is(
    database: RegisterDatabase, tmp_path: Path
) -> None:
    """R-DSR-57, 59: who is on the register of the spreadsheet is kept here since today; a referral has its own days."""
    store = register(database)
    today = store.session.today
    imported(
        store, tmp_path, [row(), row(NHS_number="9990000026", First_name="Hazel", Date_on_register=None, RAG=None)]
    )
    overdue = {task.code for _, task in store.due(today) if task.is_overdue(today)}
    asked = {task.code for _, task in store.due(today)}
    assert overdue >= {"review", "triage-referral"}
    assert overdue.isdisjoint({"refresh-plans", "coordinate-care", "escalate-review-first"})
    assert asked >= {"refresh-plans", "coordinate-care"}

"""The partnership's own headings and words, and what a mapping cannot say."""

from dataclasses import replace
from pathlib import Path

import pytest

from diis.extracts.rejections import Refused
from dsr.actions.importing.columns import COLUMNS
from dsr.actions.importing.mapping import MappingUnusable, Reading, read_mapping
from dsr.actions.importing.verdicts import Outcome
from dsr.rules.due import TERMS, open_on
from dsr.rules.facts.consent import ConsentGiven
from dsr.rules.facts.people import CaseLeadNamed
from dsr.rules.key_work.key_working import key_worker_on
from dsr.rules.organisations import PARTNERSHIP, Organisations
from dsr.rules.rating.rating_history import rating_on
from dsr.rules.terms import Terms
from dsr.store.database import RegisterDatabase
from dsr.store.register import RegisterStore
from tests.dsr.actions.importing.spreadsheets import imported, outcomes, row
from tests.dsr.store.people import EVERYBODY, register

OWN = """
dates = "day-first"
not_known_dates = ["01/01/1900"]
[columns]
rating = "Current status"
entry_date = ["Date of referral", "Joined"]
[words.rating]
"Going down" = "amber"
[words.council]
"The unitary authority of our county" = "E06000059"
[defaults]
referral_source = "health"
[key_workers]
"A. Worker" = "RDY"
"""

WRONG = [
    ("dates =", "not TOML"),
    ('colums = "x"', "colums"),
    ('dates = "american"', "day-first"),
    ('[columns]\nname = "x"', "no column name"),
    ("[columns]\nrating = 1", "heading of rating"),
    ('columns = "x"', "is a table"),
    ("[defaults]\nrating = 1", "text in quotes"),
    ('[words.rating]\nx = "purple"', "does not exist"),
    ('[words.birth_date]\nx = "2011-01-01"', "cannot be there"),
]


@pytest.mark.parametrize(("text", "words"), WRONG)
def test_a_mapping_that_cannot_be_followed_is_refused(text: str, words: str) -> None:
    with pytest.raises(MappingUnusable, match=words):
        read_mapping(text)


def test_no_heading_is_known_for_two_columns_by_default() -> None:
    known = [heading for column in COLUMNS for heading in Reading().headings_of(column)]
    assert [one for one in set(known) if known.count(one) > 1] == []


def test_every_column_of_dates_is_called_so() -> None:
    """A workbook keeps days as numbers: the name says which are days."""
    for column in COLUMNS:
        assert column.name.endswith("_date") == ("date" in column.kind.value)


def test_own_headings_words_and_defaults_are_read(database: RegisterDatabase, tmp_path: Path) -> None:
    """One heading may serve two columns; a key worker whom the mapping names a team of is added."""
    store = register(database)
    mine = {
        "NHS number": "9990000018",
        "First name": "Rowan",
        "Surname": "Ashgrove",
        "DOB": "01/02/2013",
        "Date of referral": "03/06/2026",
        "Condition": "Autism",
        "Evidence": "Confirmed",
        "Current status": "going  DOWN",
        "RAG date": "05/06/2026",
        "Council": "The unitary authority of our county",
        "Key worker": "A. Worker",
        "Key worker since": "06/06/2026",
        "Lead team": "RDY",
        "Next review": "01/01/1900",
    }
    (verdict,) = imported(store, tmp_path, [mine], read_mapping(OWN))
    assert verdict.outcome is Outcome.IMPORTED, verdict.reason
    life = store.person(verdict.reference).life
    assert str(rating_on(life, store.session.today, store.session.terms)) == "amber"
    assert key_worker_on(life, store.session.today) == "A. Worker"
    assert store.caseloads().keys() == {"A. Worker"}
    assert outcomes(imported(store, tmp_path, [mine], read_mapping(OWN))) == [Outcome.MERGED]


def test_who_was_on_the_register_before_is_asked_for_no_form_again(database: RegisterDatabase, tmp_path: Path) -> None:
    """R-DSR-20, 22: what today's register did on the day of acceptance is not overdue on the day of the import."""
    store = register(database)
    (verdict,) = imported(store, tmp_path, [row()])
    codes = {
        one.code for one in open_on(store.person(verdict.reference).life, store.session.today, store.session.terms)
    }
    assert codes
    assert not {code for code in codes if code == "full-form" or code.startswith("tell-")}


def test_a_dry_run_adds_no_key_worker(database: RegisterDatabase, tmp_path: Path) -> None:
    store = register(database)
    mine = row(Key_worker="A", Key_worker_since="2026-06-06")
    (verdict,) = imported(store, tmp_path, [mine], Reading(key_workers={"A": "RDY"}), dry=True)
    assert verdict.outcome is Outcome.IMPORTED
    assert store.caseloads() == {}


def test_a_column_of_dates_in_two_orders_is_trusted_nowhere(database: RegisterDatabase, tmp_path: Path) -> None:
    """B47."""
    rows = [row(Date_of_birth="03/02/2013"), row(Date_of_birth="02/25/2013", NHS_number="9990000026")]
    with pytest.raises(Refused, match="two orders"):
        imported(register(database), tmp_path, rows, Reading(day_first=True))


DORSET = Terms(TERMS, organisations=Organisations(PARTNERSHIP))


@pytest.mark.parametrize(
    ("mine", "code", "column"),
    [
        ({"Agencies": "RDY; Dorset Healthcare; DORSET POLICE; r0d"}, "", ""),
        ({"Case lead team": "dorset healthcare", "Referrer": "Hillside School", "Council": "BCP"}, "", ""),
        ({"Agencies": "RDY; CAMHS"}, "organisation-not-known", "consent_agencies"),
        ({"Case lead team": "RYD"}, "organisation-not-known", "case_lead_organisation"),
        ({"Referrer": "RYD"}, "organisation-not-known", "referred_by"),
        ({"Council": "Dorzet"}, "organisation-not-known", "council"),
        ({"Key worker": "A", "Key worker since": "2026-06-06"}, "", ""),
        ({"Key worker": "B", "Key worker since": "2026-06-06"}, "key-worker-unknown", "key_worker"),
    ],
)
def test_organisations_are_known_by_code_or_name_and_a_slip_is_listed_with_those_that_are(
    database: RegisterDatabase, tmp_path: Path, mine: dict[str, str], code: str, column: str
) -> None:
    """R-DSR-112: nothing of what stood in the cell is repeated."""
    open_ = register(database)
    store = RegisterStore(replace(open_.session, terms=DORSET), EVERYBODY, open_.actor)
    reading = Reading(key_workers={"A": "RDY", "B": "RYD"})
    (verdict,) = imported(store, tmp_path, [row(Agencies="RDY") | mine], reading)
    assert (verdict.code, verdict.column) == (code, column), verdict.reason
    assert "RYD" not in verdict.reason
    if not code:
        life = store.person(verdict.reference).life
        assert all(PARTNERSHIP[one] for given in life.all(ConsentGiven) for one in given.agencies)
        assert {lead.organisation for lead in life.all(CaseLeadNamed)} <= {"RDY"}


@pytest.mark.parametrize(
    ("agencies", "lead", "named"),
    [("RDY", None, True), ("RBD", "RDY", True), ("RBD", "R0D", False), ("RBD", None, False), (None, None, False)],
)
def test_a_key_worker_who_may_not_be_told_stays_out_and_the_person_comes_in_and_waits(
    database: RegisterDatabase, tmp_path: Path, agencies: str | None, lead: str | None, named: bool
) -> None:
    """R-DSR-29, 100, 113."""
    store = register(database)
    mine = row(Agencies=agencies, Lead_team=lead, Key_worker="A", Key_worker_since="2026-06-06")
    reading = Reading(key_workers={"A": "RDY"})
    (dry,) = imported(store, tmp_path, [mine], reading, dry=True)
    (verdict,) = imported(store, tmp_path, [mine], reading)
    assert (verdict.outcome, verdict.left_out) == (Outcome.IMPORTED, dry.left_out)
    assert [one.code for one in verdict.left_out] == ([] if named else ["key-worker-not-told"])
    assert (key_worker_on(store.person(verdict.reference).life, store.session.today) == "A") is named

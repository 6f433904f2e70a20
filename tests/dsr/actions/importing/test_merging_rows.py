"""Rows about somebody who is on record: what is new is brought in, what differs is told, the register is kept."""

from pathlib import Path

import pytest

from dsr.actions.importing.verdicts import Difference, Outcome
from dsr.actions.recording import Seen, record, undo
from dsr.rules.facts.entry import Removed
from dsr.rules.facts.rating import Rated
from dsr.rules.rating.rating_history import rating_on
from dsr.store.database import RegisterDatabase
from dsr.store.people import Writing
from dsr.store.register import RegisterStore
from tests.dsr.actions.importing.spreadsheets import imported, outcomes, row
from tests.dsr.rules.lives import a_fact
from tests.dsr.store.people import register


@pytest.fixture
def store(database: RegisterDatabase, tmp_path: Path) -> RegisterStore:
    """A register on which Rowan is already, from the same spreadsheet."""
    store = register(database)
    assert outcomes(imported(store, tmp_path, [row()])) == [Outcome.IMPORTED]
    return store


WHO = [
    ("the same number", row(), "merged", ""),
    ("the same number, written 3-3-4 (B59)", row(NHS_number="999 000 0018"), "merged", ""),
    ("no number, the same name, birth and address", row(NHS_number=None), "merged", ""),
    ("no number, nothing that confirms (B63)", row(NHS_number=None, Address=None), "listed", "may-be-held"),
    ("no number, the name typed otherwise", row(NHS_number=None, Surname="ASH\u2010gro\u0301ve"), "merged", ""),
    (
        "no number, typed otherwise, unconfirmed",
        row(NHS_number=None, Address=None, Surname="Åshgrove"),
        "listed",
        "may-be-held",
    ),
    ("another number, the same name and birth", row(NHS_number="9990000026"), "listed", "may-be-held"),
    ("a short form of the name", row(NHS_number=None, First_name="Row"), "listed", "may-be-held"),
    ("a twin", row(NHS_number="9990000026", First_name="Hazel"), "imported", ""),
    ("the same number, another birth", row(Date_of_birth="2013-02-02"), "listed", "birth-date-differs"),
    ("the same number, another name", row(First_name="Elm", Surname="Birch"), "listed", "name-differs"),
    ("the same number, another family name", row(Surname="Birch"), "merged", ""),
    ("a twin with the same number", row(First_name="Hazel"), "listed", "name-differs"),
    ("a twin whose name begins with the other's", row(First_name="Rowanne"), "listed", "name-differs"),
    ("the same number, a short form", row(First_name="Row"), "listed", "name-differs"),
    ("the same number, an initial", row(First_name="R."), "listed", "name-differs"),
    ("the same number, a second name too", row(First_name="Rowan-Lee"), "merged", ""),
    ("the same number, called so", row(First_name="Robert", Preferred_name="Rowan"), "merged", ""),
]


@pytest.mark.parametrize(("_case", "given", "outcome", "code"), WHO, ids=[case for case, *_ in WHO])
def test_who_a_row_is_about(
    store: RegisterStore, tmp_path: Path, _case: str, given: dict[str, str], outcome: str, code: str
) -> None:
    (verdict,) = imported(store, tmp_path, [given])
    assert (verdict.outcome, verdict.code) == (outcome, code)


def test_a_twin_with_the_number_of_the_other_changes_nothing_of_their_record(
    store: RegisterStore, tmp_path: Path
) -> None:
    """H2: the number was copied down; the rating and the address of one child are never those of the other."""
    (person_ref,) = store.find("nhs-number", "9990000018")
    before = store.person(person_ref)
    hazel = row(First_name="Hazel", RAG="Red", RAG_date="2026-09-01", Telephone="01632 960000")
    (verdict,) = imported(store, tmp_path, [hazel])
    assert (verdict.reference, verdict.column, verdict.new, verdict.differences) == ("", "given_name", (), ())
    assert "twin" in verdict.reason
    assert store.person(person_ref) == before
    assert store.find("name-and-birth", "Ashgrove 2013-02-01") == [person_ref]


def test_the_same_file_again_changes_nothing(store: RegisterStore, tmp_path: Path) -> None:
    (verdict,) = imported(store, tmp_path, [row()])
    assert verdict.changes_nothing
    assert verdict.differences == ()
    assert store.person(verdict.reference).version == 1


def test_what_is_new_is_brought_in_and_what_differs_is_told_field_by_field(
    store: RegisterStore, tmp_path: Path
) -> None:
    again = row(Address="2 Invented Lane", Telephone="01632 960000", EHCP="Yes", Evidence="Clinically understood")
    (verdict,) = imported(store, tmp_path, [again])
    assert verdict.new == ("telephone", "ehcp")
    assert verdict.differences == (
        Difference("address", "2 Invented Lane", "1 Invented Lane"),
        Difference("condition_evidence", "clinically-understood", "confirmed"),
    )
    person = store.person(verdict.reference)
    assert (person.version, person.identifiers["address"]) == (2, "1 Invented Lane")


@pytest.mark.parametrize(
    ("rag", "on", "new", "rating"),
    [("Red", "2026-09-01", ("rating",), "red"), ("Red", "2026-06-05", (), "amber"), ("Red", "2026-06-04", (), "amber")],
)
def test_a_later_rating_is_new_and_an_earlier_one_is_told(
    store: RegisterStore, tmp_path: Path, rag: str, on: str, new: tuple[str, ...], rating: str
) -> None:
    (verdict,) = imported(store, tmp_path, [row(RAG=rag, RAG_date=on)])
    assert verdict.new == new
    assert bool(verdict.differences) == (not new)
    life = store.person(verdict.reference).life
    assert str(rating_on(life, store.session.today, store.session.terms)) == rating


def test_what_was_undone_in_the_register_does_not_come_back(store: RegisterStore, tmp_path: Path) -> None:
    (person_ref,) = store.find("nhs-number", "9990000018")
    rated = next(one for one in store.person(person_ref).kept if isinstance(one.fact, Rated))
    undo(store, Seen(person_ref, 1), [rated.fact_id], "the wrong child")
    (verdict,) = imported(store, tmp_path, [row()])
    assert verdict.changes_nothing
    assert [(one.column, one.in_file) for one in verdict.differences] == [("rating", "amber")]
    assert "undone" in verdict.differences[0].reason


def test_an_entry_that_is_over_is_not_written_to(store: RegisterStore, tmp_path: Path) -> None:
    (person_ref,) = store.find("nhs-number", "9990000018")
    removed = a_fact("2027-01-05 removed entered-in-error")
    assert isinstance(removed, Removed)
    record(store, Seen(person_ref, 1), "remove", "twice", removed)
    assert imported(store, tmp_path, [row()])[0].changes_nothing
    (verdict,) = imported(store, tmp_path, [row(RAG="Red", RAG_date="2027-01-10")])
    assert (verdict.outcome, verdict.code, verdict.reference) == (Outcome.LISTED, "entry-over", person_ref)


def test_somebody_who_was_first_is_not_overrun(store: RegisterStore, tmp_path: Path) -> None:
    """A record that changes between plan and writing is listed, and the rest of the file comes in."""

    class Slow(RegisterStore):
        """Somebody else changes the record just before the import writes it."""

        def change(self, person_ref: str, version: int, writing: Writing) -> int:
            mine = register(self.session.database)
            mine.change(person_ref, version, Writing(action="x", reason="first", identifiers={"telephone": "1"}))
            return super().change(person_ref, version, writing)

    slow = Slow(store.session, store._scope, store.actor)
    rows = [row(EHCP="Yes"), row(NHS_number="9990000026", Surname="Birch", First_name="Elm", Address="3 Lane")]
    verdicts = imported(slow, tmp_path, rows)
    assert [(one.outcome, one.code) for one in verdicts] == [
        (Outcome.LISTED, "changed-meanwhile"),
        (Outcome.IMPORTED, ""),
    ]


@pytest.mark.parametrize(
    ("rag", "on", "tells_nothing"),
    [("Blue", "2026-09-01", True), ("Red", "2026-10-01", True), ("Red", "2026-10-02", False)],
)
def test_a_rating_that_the_register_has_by_itself_is_not_brought_in(
    store: RegisterStore, tmp_path: Path, rag: str, on: str, tells_nothing: bool
) -> None:
    """R-DSR-62, 63: blue by an admission and red by a discharge; nobody sets these by hand."""
    (person_ref,) = store.find("nhs-number", "9990000018")
    stay = (a_fact("2026-09-01 admitted"), a_fact("2026-10-01 discharged"))
    record(store, Seen(person_ref, store.person(person_ref).version), "admit", "a stay", *stay)
    (verdict,) = imported(store, tmp_path, [row(RAG=rag, RAG_date=on)])
    assert verdict.outcome is Outcome.MERGED
    assert verdict.changes_nothing is tells_nothing

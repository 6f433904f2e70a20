"""The partnership's own headings and words, and what a mapping cannot say."""

from pathlib import Path

import pytest

from diis.extracts.rejections import Refused
from dsr.actions.importing.columns import COLUMNS
from dsr.actions.importing.mapping import MappingUnusable, Reading, read_mapping
from dsr.actions.importing.verdicts import Outcome
from dsr.rules.key_work.key_working import key_worker_on
from dsr.rules.rating.rating_history import rating_on
from dsr.store.database import RegisterDatabase
from tests.dsr.actions.importing.spreadsheets import imported, outcomes, row
from tests.dsr.store.people import register

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
        "Next review": "01/01/1900",
    }
    (verdict,) = imported(store, tmp_path, [mine], read_mapping(OWN))
    assert verdict.outcome is Outcome.IMPORTED, verdict.reason
    life = store.person(verdict.reference).life
    assert str(rating_on(life, store.session.today, store.session.terms)) == "amber"
    assert key_worker_on(life, store.session.today) == "A. Worker"
    assert store.caseloads().keys() == {"A. Worker"}
    assert outcomes(imported(store, tmp_path, [mine], read_mapping(OWN))) == [Outcome.MERGED]


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

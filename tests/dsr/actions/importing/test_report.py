"""The difference report: every row is in it, and no cell of it runs as a formula."""

import csv
import hashlib
import io
from pathlib import Path

import pytest
from sqlalchemy import select

from dsr.actions.importing.report import COLUMNS, neutralised, write_report
from dsr.actions.importing.sheet import RawRow
from dsr.actions.importing.verdicts import fit_for_a_screen
from dsr.store.database import RegisterDatabase
from dsr.store.tables import audit
from tests.dsr.actions.importing.spreadsheets import imported, row
from tests.dsr.store.people import register


def test_each_row_has_its_line_and_each_field_that_differs_its_own(database: RegisterDatabase, tmp_path: Path) -> None:
    store = register(database)
    imported(store, tmp_path, [row()])
    verdicts = imported(store, tmp_path, [row(Address="=HYPERLINK(1)", EHCP="Yes"), row(RAG="Rouge")])
    stream = io.BytesIO()
    raw = [RawRow(2, {"ehcp": "Yes"}), RawRow(3, {"rating": "Rouge"})]
    digest = write_report(stream, verdicts, raw)
    assert digest == hashlib.sha256(stream.getvalue()).hexdigest()
    header, *lines = csv.reader(io.StringIO(stream.getvalue().decode("utf-8-sig")))
    reference = verdicts[0].reference
    assert tuple(header) == COLUMNS
    assert [line[:7] for line in lines] == [
        ["2", "merged", reference, "", "", "", ""],
        ["2", "merged", reference, "new", "ehcp", "Yes", ""],
        ["2", "merged", reference, "differs", "address", "'=HYPERLINK(1)", "1 Invented Lane"],
        ["3", "listed", "", "code-not-in-list", "rating", "Rouge", ""],
    ]
    assert all(line[7] for line in lines)


@pytest.mark.parametrize("value", ["=1", "+1", "-1", "@SUM", "\tx", "\rx"])
def test_what_a_spreadsheet_would_run_is_neutralised(value: str) -> None:
    """B41."""
    assert neutralised(value) == f"'{value}"


@pytest.mark.parametrize("value", ["", "Rowan", "2026-01-01", "1"])
def test_other_values_stay_as_they_are(value: str) -> None:
    assert neutralised(value) == value


@pytest.mark.parametrize(
    ("reason", "shown"),
    [
        ("Blue is for inpatients, and an inpatient is blue (R-DSR-62).", True),
        ("The person died on 3 March 2027.", False),
        ("The area limb was judged: lives with her aunt.", False),
    ],
)
def test_a_sentence_of_a_rule_that_could_tell_of_somebody_stays_in_the_report(reason: str, shown: bool) -> None:
    assert (fit_for_a_screen("not-possible", reason) == reason) == shown


def test_a_report_that_was_handed_out_is_in_the_audit(database: RegisterDatabase) -> None:
    """So that a report can be shown to be the one of that import: the audit is sealed."""
    register(database).note_report("ab" * 32)
    with database.reading() as connection:
        (row_,) = connection.execute(select(audit)).all()
    assert row_.fields == f"report with the SHA-256 {'ab' * 32}"

"""Whatever a spreadsheet holds: every row ends somewhere, a dry run says the same and writes nothing, twice is once."""

import shutil
import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from dsr.actions.importing.verdicts import Outcome, Verdict
from dsr.store.audit import Audit
from dsr.store.database import RegisterDatabase
from dsr.store.tables import metadata
from tests.dsr.actions.importing.spreadsheets import imported, row
from tests.dsr.conftest import KEYS
from tests.dsr.store.people import register

_VARIED = {
    "NHS number": st.sampled_from(["9990000018", "9990000026", "999 000 0018", "12", ""]),
    "First name": st.sampled_from(["Rowan", "Hazel", "", "=cmd"]),
    "Date of birth": st.sampled_from(["2013-02-01", "2009-05-05", "31/02/2013", "2030-01-01"]),
    "Address": st.sampled_from(["1 Invented Lane", ""]),
    "Date on register": st.sampled_from(["2026-06-05", ""]),
    "Consent": st.sampled_from(["Yes", "No", "Withdrawn", ""]),
    "Basis of consent": st.sampled_from(["Parent", "Own", "Best interests", ""]),
    "RAG": st.sampled_from(["r", "Blue", "GREEN", "", "Rouge"]),
    "Key worker": st.sampled_from(["", "nobody"]),
}
_ROWS = st.lists(st.fixed_dictionaries(_VARIED).map(lambda varied: row() | varied), min_size=1, max_size=4)
_OF_THE_AUDIT = {"audit", "audit_head", "seen"}


@given(rows=_ROWS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_row_ends_somewhere_and_twice_is_once(sqlite_register_template: Path, rows: list[dict[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = shutil.copyfile(sqlite_register_template, Path(folder) / "register.sqlite")
        database = RegisterDatabase(f"sqlite:///{file}")
        store, path = register(database), Path(folder)
        before = _tables(database)
        foretold = imported(store, path, rows, dry=True)
        assert _tables(database) == before
        first = imported(store, path, rows)
        again = imported(store, path, rows)
        assert len(foretold) == len(first) == sum(Counter(one.outcome for one in first).values()) == len(rows)
        assert list(map(_said, foretold)) == list(map(_said, first))
        assert not any(one.outcome is Outcome.IMPORTED or one.new for one in again if _found_again(one, rows))
        with database.writing() as connection:
            assert Audit(KEYS.chain_key).verify(connection) == []
        database.close()


def test_a_dry_run_leaves_every_table_but_the_audit(database: RegisterDatabase, tmp_path: Path) -> None:
    """The look itself is in the audit; on both databases."""
    before = _tables(database)
    imported(register(database), tmp_path, [row(), row(NHS_number="9990000026", Surname="Birch")], dry=True)
    assert _tables(database) == before


def _found_again(verdict: Verdict, rows: list[dict[str, str]]) -> bool:
    """A row is found again by its number, or by its name with something that confirms it."""
    mine = rows[verdict.row - 2]
    return bool(mine["NHS number"] or mine["Address"])


def _said(verdict: Verdict) -> tuple[object, ...]:
    return verdict.row, verdict.outcome, verdict.code, verdict.new, verdict.differences, verdict.left_out


def _tables(database: RegisterDatabase) -> dict[str, list[tuple[object, ...]]]:
    with database.reading() as connection:
        return {
            table.name: sorted(map(tuple, connection.execute(select(table))), key=repr)
            for table in metadata.sorted_tables
            if table.name not in _OF_THE_AUDIT
        }

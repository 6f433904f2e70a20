"""Hashes may spare the database a question about repeated rows, and must never answer one (B64 to B67)."""

from collections.abc import Sequence
from pathlib import Path

import polars
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Table

from diis.intake import Intake
from diis.pull import pull
from diis.store import repeats
from diis.store.repeats import Names, Repeats
from diis.store.staging import staged_contact, staged_referral
from tests.diis.extract_builder import AnExtract, a_contact, a_referral, nhs_number, some_referrals
from tests.diis.store_dump import current, dump

FEW = st.integers(0, 3).map(str)
CHILD = st.tuples(st.none() | FEW, FEW)
PAIRS = st.lists(st.lists(CHILD, max_size=4), max_size=4)
WATCHED: dict[Table, Sequence[Names]] = {
    staged_referral: [("person",), ("person", "birth")],
    staged_contact: [("person",)],
}


@given(PAIRS)
def test_they_tell_what_looking_at_every_row_tells(batches: list[list[tuple[str | None, str]]]) -> None:
    seen = Repeats({staged_referral: [("person",), ("person", "birth")]})
    for rows in batches:
        seen.take_in(staged_referral, _frame(rows))
    told = [row for rows in batches for row in rows]
    children = [one for one, _ in told if one is not None]
    assert seen.may_come_twice(staged_referral, ("person", "birth")) == (
        len({*told}) != len(told) or None in _ones(told)
    )
    assert seen.may_differ(staged_referral, "person", "birth") == (
        len({*children}) != len({row for row in told if row[0] is not None})
    )


def _frame(rows: list[tuple[str | None, str]]) -> polars.DataFrame:
    return polars.DataFrame(rows, schema={"person": polars.String, "birth": polars.String}, orient="row")


def _ones(rows: list[tuple[str | None, str]]) -> set[str | None]:
    return {one for one, _ in rows}


def test_beyond_what_is_remembered_the_database_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repeats, "REMEMBERED", 2)
    seen = Repeats(WATCHED)
    seen.take_in(staged_referral, _frame([("1", "1"), ("2", "1")]))
    assert not seen.may_come_twice(staged_referral, ("person",))
    assert not seen.may_differ(staged_referral, "person", "birth")
    seen.take_in(staged_referral, _frame([("3", "1")]))
    assert seen.may_come_twice(staged_referral, ("person",))
    assert seen.may_differ(staged_referral, "person", "birth")
    seen.take_in(staged_referral, _frame([("4", "1")]))
    assert seen.may_come_twice(staged_referral, ("person",))
    assert not seen.may_come_twice(staged_contact, ("person",)), "no row, and another table"


def test_a_list_comes_to_the_same_with_and_without_them(
    intake: Intake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same verdict, but for a list that was loaded already: first with them, then without."""
    twins = [a_referral(31), a_referral(31), a_referral(32, gender="1"), a_referral(32, gender="2")]
    births = [a_referral(33), a_referral(34, nhs_number=nhs_number(33), birth_date="2012-05-06")]
    local = [a_referral(35, local_patient_id="L"), a_referral(36, local_patient_id="L")]
    contacts = [a_contact(1), a_contact(1), a_contact(2)]
    sent = AnExtract([*some_referrals(10), *twins, *births, *local], contacts)
    verdicts = [pull(None, sent.folder(tmp_path / "with"), intake)]
    monkeypatch.setattr(repeats, "REMEMBERED", 0)
    again = AnExtract(sent.referrals, sent.contacts, census="2026-10-07")
    verdicts.append(pull(None, again.folder(tmp_path / "without"), intake))
    assert verdicts[0].rows == verdicts[1].rows
    assert verdicts[0].rows.quarantined == 6
    assert verdicts[0].rows.duplicate == 2
    assert [found.code for found in verdicts[0].findings] == [found.code for found in verdicts[1].findings]
    assert {found.code for found in verdicts[0].findings} >= {
        "referral-id-conflict",
        "birth-date-conflict",
        "nhs-number-conflict",
    }
    assert len(dump(intake.store)["referral"]) == len(current(intake.store)["referral"]) == 11

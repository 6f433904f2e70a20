"""Columns come out of both databases alike, a fault of theirs tells no value, and nothing is left lying about."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import polars
import pytest
from sqlalchemy import Select, insert, select

from diis.store.columns import columns_by_provider
from diis.store.engine import Store, StoreUnavailable
from diis.store.tables import referral
from tests.spec.measuring import Version, a_referral, write

FIRST = {"birth_month": date(2015, 1, 1), "received_on": date(2026, 9, 1), "from_sequence": 1, "person": "p" * 32}


def asked(*names: str) -> Select[tuple[object, ...]]:
    columns = (referral.c[name] for name in names)
    return select(referral.c.provider, *columns).order_by(referral.c.referral_id)


@pytest.fixture
def filled(store: Store) -> Store:
    """Three referrals of one provider, of which the last alone is filled in, and one of another."""
    rows = [a_referral("2026-09-01") for _ in range(3)]
    rows[2] = a_referral("2026-09-02", closed="2026-09-30", age_received=12, gender="1", local_authority="E06000058")
    write(store, [Version(row) for row in (*rows, a_referral("2026-09-03", provider="RBD"))])
    return store


def test_both_databases_give_the_same_types_also_to_columns_that_begin_with_blanks(filled: Store) -> None:
    names = ("referral_id", "received_on", "closed_on", "age_received", "gender", "local_authority", "condition")
    with columns_by_provider(filled, {"rows": asked(*names)}) as of_provider:
        frame = of_provider("R0D")["rows"]
    assert dict(frame.schema) == {
        "referral_id": polars.String,
        "received_on": polars.Date,
        "closed_on": polars.Date,
        "age_received": polars.Int32,
        "gender": polars.String,
        "local_authority": polars.String,
        "condition": polars.String,
    }
    assert frame.row(0) == ("N000", date(2026, 9, 1), None, None, None, None, None)
    assert frame.row(2) == ("N002", date(2026, 9, 2), date(2026, 9, 30), 12, "1", "E06000058", None)


def test_many_blanks_before_the_first_value_are_read(store: Store) -> None:
    """A reader that guesses a column's type from its first rows would stumble over the last."""
    key = {"provider": "R0D", "pathway": "neurodevelopmental"}
    rows = [{**key, **FIRST, "referral_id": f"N{number:06}", "condition": None} for number in range(3_000)]
    rows[-1]["condition"] = "autism"
    with store.writing() as connection:
        connection.execute(insert(referral), rows)
    with columns_by_provider(store, {"rows": asked("condition")}) as of_provider:
        assert of_provider("R0D")["rows"]["condition"].to_list() == [None] * 2_999 + ["autism"]


def test_each_provider_is_read_alone_and_one_without_rows_has_none(filled: Store) -> None:
    with columns_by_provider(filled, {"rows": asked("referral_id", "closed_on")}) as of_provider:
        assert [of_provider(name)["rows"].height for name in ("R0D", "RBD", "RDY", "R'D")] == [3, 1, 0, 0]
        assert of_provider("RDY")["rows"].schema["closed_on"] == polars.Date


def test_the_scratch_file_is_gone_afterwards_and_for_its_owner_alone_meanwhile(filled: Store, tmp_path: Path) -> None:
    before = set(tmp_path.iterdir())
    with columns_by_provider(filled, {"rows": asked("referral_id")}):
        made = [path for path in tmp_path.iterdir() if path.is_dir() and path not in before]
        assert len(made) == filled.is_sqlite
        assert all(path.stat().st_mode & 0o077 == 0 for path in made)
    assert {path for path in tmp_path.iterdir() if path.is_dir()} <= before


@pytest.fixture
def broken(store: Store) -> Iterator[Store]:
    """A store that lacks what is asked of it."""
    with store.writing() as connection:
        connection.exec_driver_sql("ALTER TABLE referral RENAME COLUMN condition TO was_condition")
    yield store
    with store.writing() as connection:
        connection.exec_driver_sql("ALTER TABLE referral RENAME COLUMN was_condition TO condition")


def test_a_fault_of_the_database_is_told_without_statement_or_address(broken: Store) -> None:
    statement = asked("condition").where(referral.c.person == "SECRET-VALUE")
    with (
        pytest.raises(StoreUnavailable) as fault,
        columns_by_provider(broken, {"rows": statement}) as of_provider,
    ):
        of_provider("R0D")
    told = f"{fault.value} {fault.value.__cause__ or ''}"
    assert "SECRET-VALUE" not in told
    assert "127.0.0.1" not in told


def test_a_database_that_does_not_answer_is_unavailable_and_its_password_is_not_told() -> None:
    store = Store("postgresql+psycopg://reader:pass%2Fword@127.0.0.1:1/nowhere")
    with pytest.raises(StoreUnavailable) as fault, columns_by_provider(store, {"rows": asked("person")}):
        pass
    assert "word" not in str(fault.value)
    assert fault.value.__cause__ is None

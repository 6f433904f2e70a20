"""Published lines in the store: SQL says what the oracle says, for every load we ever had (R-WAIT-12 to 22)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, func, select

from diis.definitions.figures import Figure
from diis.definitions.rtt import BANDS, PARTS, RttLine
from diis.definitions.rtt_figures import rtt_figures as oracle
from diis.extracts.rejections import Rejection
from diis.extracts.rtt_full_csv import read
from diis.store.engine import Store
from diis.store.rtt import replace_lines, rtt_figures, rtt_line

PROJECT = Path(__file__).parents[3]
SAMPLE = PROJECT / "tests/samples/rtt/20250930-RTT-September-2025-RBD.csv"
PUBLISHED = PROJECT.parent / "shared/data/20241130-RTT-November-2024-RBD.csv"
AUGUST, SEPTEMBER = date(2025, 8, 31), date(2025, 9, 30)


def line(provider: str = "RBD", function: str = "C_110", waiting: int = 1, month_end: date = SEPTEMBER) -> RttLine:
    bands = (waiting, *[0] * (BANDS - 1))
    return RttLine(month_end, provider, "11J", "Part_2", function, bands, None, None, waiting)


def lines_of(path: Path) -> list[RttLine]:
    return [found[1] for found in read(path) if not isinstance(found, Rejection)]


def totals(figures: list[Figure]) -> dict[str, float | None]:
    """Provider to its total of incomplete pathways."""
    return {one.provider: one.value for one in figures if (one.figure, one.level) == ("total", "all")}


def waiting(
    store: Store, as_known: int, as_at: date = SEPTEMBER, provider: str | None = None
) -> dict[str, float | None]:
    with store.reading() as connection:
        return totals(rtt_figures(connection, as_at, as_known, provider))


@pytest.mark.parametrize("path", [SAMPLE, *[PUBLISHED] * PUBLISHED.exists()], ids=lambda path: path.name)
def test_the_figures_of_a_file_are_those_of_the_oracle(store: Store, path: Path) -> None:
    lines = lines_of(path)
    with store.writing() as connection:
        assert replace_lines(connection, 1, lines) == len(lines)
    with store.reading() as connection:
        assert rtt_figures(connection, lines[0].period_on, 1) == oracle(lines, 1)


def test_the_figures_of_the_sample_are_those_worked_out_by_hand(store: Store) -> None:
    with store.writing() as connection:
        replace_lines(connection, 1, lines_of(SAMPLE))
        figures = rtt_figures(connection, SEPTEMBER, 1, "RBD")
    found = {one.figure: one.value for one in figures if (one.measure, one.level) == ("rtt-incomplete", "all")}
    assert found == {
        "total": 77,  # 68 and 4 in C_999 rows, 5 in the detail of the commissioner without one; 7 of NONC left out
        "within-18-weeks-share": 100 * 49 / 77,
        "over-52-weeks": 11,
        "over-65-weeks": 6,
        "over-78-weeks": 3,
        "over-104-weeks": 2,
        "median-weeks": pytest.approx(17 + (38.5 - 29) / 20),
        "p92-weeks": pytest.approx(52 + (70.84 - 66) / 5),
        "p95-weeks": pytest.approx(65 + (73.15 - 71) / 3),
    }


def test_a_later_load_replaces_the_month_of_its_providers_and_nothing_else(store: Store) -> None:
    with store.writing() as connection:
        replace_lines(connection, 1, [line(function="C_110"), line(function="C_130"), line("R0D", waiting=5)])
        replace_lines(connection, 2, [line(waiting=9, month_end=AUGUST)])
        replace_lines(connection, 3, [line(function="C_110", waiting=7)])
    assert waiting(store, as_known=3) == {"RBD": 7, "R0D": 5}
    assert waiting(store, as_known=3, as_at=AUGUST) == {"RBD": 9}


def test_a_figure_of_the_past_comes_out_the_same_whatever_was_loaded_since(store: Store) -> None:
    with store.writing() as connection:
        replace_lines(connection, 1, [line(waiting=2)])
    before = waiting(store, as_known=1)
    with store.writing() as connection:
        replace_lines(connection, 2, [line(waiting=7)])
    assert waiting(store, as_known=1) == before == {"RBD": 2}
    assert waiting(store, as_known=0) == {}


def test_one_load_may_be_written_in_several_pieces(store: Store) -> None:
    with store.writing() as connection:
        replace_lines(connection, 1, [line(function="C_110", waiting=2)])
        replace_lines(connection, 2, [line(function="C_110", waiting=3)])
        replace_lines(connection, 2, [line(function="C_130", waiting=4)])
    assert waiting(store, as_known=2) == {"RBD": 7}


def test_lines_of_a_provider_need_not_stand_together(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("diis.store.rtt._BATCH", 1)
    former = [line("RBD", "X02", 100), line("R0D", "X02", 100)]
    mixed = [line("RBD", "C_110"), line("R0D", "C_110"), line("RBD", "C_130"), line("R0D", "C_130")]
    with store.writing() as connection:
        replace_lines(connection, 1, former)
        assert replace_lines(connection, 2, iter(mixed)) == 4
    assert waiting(store, as_known=2) == {"RBD": 2, "R0D": 2}


def test_figures_can_be_asked_for_one_provider(store: Store) -> None:
    with store.writing() as connection:
        replace_lines(connection, 1, [line("RBD"), line("R0D")])
    assert waiting(store, as_known=1, provider="R0D") == {"R0D": 1}
    assert waiting(store, as_known=1, provider="RDY") == {}


def test_what_was_written_is_a_row_for_each_line(store: Store) -> None:
    with store.writing() as connection:
        replace_lines(connection, 1, lines_of(SAMPLE))
        total = connection.execute(select(func.count(), func.sum(rtt_line.c.unknown_start)).select_from(rtt_line)).one()
    assert tuple(total) == (33, 2 + 2 + 0 + 0 + 3 + 3)


@contextmanager
def rolled_back(store: Store) -> Iterator[Connection]:
    """A connection whose writes are undone, so that many examples share one database."""
    with store.engine.connect() as connection, connection.begin() as transaction:
        yield connection
        transaction.rollback()


def _random_line(draw: st.DrawFn, key: tuple[date, str, str, str, str]) -> RttLine:
    month_end, provider, commissioner, part, function = key
    places = draw(
        st.dictionaries(st.sampled_from([0, 1, 17, 18, 51, 52, 65, 103, 104]), st.integers(0, 99), max_size=4)
    )
    bands = tuple(0 if part == "Part_3" else places.get(band, 0) for band in range(BANDS))
    completed = part in ("Part_1A", "Part_1B")
    unknown = draw(st.integers(0, 9)) if completed else 0
    total = sum(places.values()) if part == "Part_3" else sum(bands)
    known, start = (total, unknown) if completed else (None, None)
    return RttLine(month_end, provider, commissioner, part, function, bands, known, start, total + unknown)


@st.composite
def a_load(draw: st.DrawFn) -> list[RttLine]:
    """The lines of one file: any mixture of detail and totals, in any order, one for each key."""
    keys = st.tuples(
        st.sampled_from([AUGUST, SEPTEMBER]),
        st.sampled_from(["RBD", "R0D"]),
        st.sampled_from(["11J", "11X", "NONC"]),
        st.sampled_from(list(PARTS)),
        st.sampled_from(["C_999", "C_110", "X04"]),
    )
    return [_random_line(draw, key) for key in draw(st.lists(keys, unique=True, max_size=12))]


@settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(loads=st.lists(a_load(), min_size=1, max_size=3), data=st.data())
def test_sql_and_oracle_agree_whatever_was_loaded(
    store: Store, loads: list[list[RttLine]], data: st.DataObject
) -> None:
    as_known = data.draw(st.integers(0, len(loads)))
    current: dict[tuple[date, str], list[RttLine]] = {}
    for lines in loads[:as_known]:
        for key in {(one.period_on, one.provider) for one in lines}:
            current[key] = [one for one in lines if (one.period_on, one.provider) == key]
    with rolled_back(store) as connection:
        for sequence, lines in enumerate(loads, start=1):
            replace_lines(connection, sequence, lines)
        for month_end in (AUGUST, SEPTEMBER):
            kept = [one for (period_on, _), lines in current.items() if period_on == month_end for one in lines]
            assert rtt_figures(connection, month_end, as_known) == oracle(kept, as_known)

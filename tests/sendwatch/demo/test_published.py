"""The published file has the layout and the traps of the real ones."""

import csv
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest

from sendwatch.demo import write

LAST = date(2026, 10, 25)
FIRST_BAND, LAST_BAND, TOTAL, UNKNOWN, TOTAL_ALL = 13, 117, 118, 119, 120
COMMISSIONER, PART, FUNCTION = 7, 9, 11

Rows = list[list[str]]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("published")
    write(out, weeks=1, referrals=100, last_census=LAST)
    return out / "rbd-rtt" / "20260930-RTT-September-2026-RBD.csv"


@pytest.fixture(scope="module")
def rows(published: Path) -> Rows:
    with published.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def _bands(row: list[str]) -> list[int]:
    return [int(cell or 0) for cell in row[FIRST_BAND : LAST_BAND + 1]]


def test_it_is_the_only_file_of_its_feed_and_named_after_the_month_before_the_last_census(published: Path) -> None:
    assert list(published.parent.iterdir()) == [published]


def test_each_row_has_121_columns_and_the_month(rows: Rows) -> None:
    assert {len(row) for row in rows} == {121}
    assert rows[0][FIRST_BAND] == "Gt 00 To 01 Weeks SUM 1"
    assert rows[0][LAST_BAND - 1 :] == [
        "Gt 103 To 104 Weeks SUM 1",
        "Gt 104 Weeks SUM 1",
        "Total",
        "Patients with unknown clock start date",
        "Total All",
    ]
    assert {row[0] for row in rows[1:]} == {"RTT-September-2026"}
    assert {row[3] for row in rows[1:]} == {"RBD"}


def test_it_has_all_parts_for_both_commissioners(rows: Rows) -> None:
    parts = {"Part_1A", "Part_1B", "Part_2", "Part_2A", "Part_3"}
    found = {(row[COMMISSIONER], row[PART]) for row in rows[1:]}
    assert found == {(commissioner, part) for commissioner in ("11J", "NONC") for part in parts}


def test_totals_add_up_exactly_over_treatment_functions(rows: Rows) -> None:
    detail: dict[tuple[str, str], list[list[int]]] = defaultdict(list)
    totals = {}
    for row in rows[1:]:
        counts = [*_bands(row), int(row[TOTAL_ALL])]
        if row[FUNCTION] == "C_999":
            totals[row[COMMISSIONER], row[PART]] = counts
        else:
            detail[row[COMMISSIONER], row[PART]].append(counts)
    assert totals == {key: [sum(column) for column in zip(*counts, strict=True)] for key, counts in detail.items()}


def test_blanks_and_totals_stand_where_the_real_ones_do(rows: Rows) -> None:
    for row in rows[1:]:
        completed = row[PART].startswith("Part_1")
        assert (row[TOTAL] == row[TOTAL_ALL]) if completed else (row[TOTAL] == "")
        assert row[UNKNOWN] == ("0" if completed else "")
        if row[PART] == "Part_3":
            assert set(row[FIRST_BAND : LAST_BAND + 1]) == {""}
        else:
            assert sum(_bands(row)) == int(row[TOTAL_ALL])


def test_pathways_with_a_decision_to_admit_are_inside_the_incomplete_ones(rows: Rows) -> None:
    incomplete = {(row[COMMISSIONER], row[FUNCTION]): _bands(row) for row in rows if row[PART] == "Part_2"}
    for row in rows:
        if row[PART] == "Part_2A":
            whole = incomplete[row[COMMISSIONER], row[FUNCTION]]
            assert all(part <= all_ for part, all_ in zip(_bands(row), whole, strict=True))


def test_one_treatment_function_has_its_92nd_percentile_in_the_open_band(rows: Rows) -> None:
    open_share = {
        row[FUNCTION]: _bands(row)[-1] / int(row[TOTAL_ALL])
        for row in rows
        if row[PART] == "Part_2" and row[COMMISSIONER] == "11J"
    }
    assert {function for function, share in open_share.items() if share > 0.08} == {"X04"}


def test_about_two_thirds_are_within_18_weeks(rows: Rows) -> None:
    total = next(
        row for row in rows if row[PART] == "Part_2" and row[FUNCTION] == "C_999" and row[COMMISSIONER] == "11J"
    )
    assert 0.55 < sum(_bands(total)[:18]) / int(total[TOTAL_ALL]) < 0.75

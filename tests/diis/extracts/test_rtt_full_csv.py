"""What the reader of layout rtt-full-csv takes, sets aside and refuses, and in which words (R-WAIT-14 to 16)."""

import csv
import tracemalloc
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from diis.definitions.rtt import RttLine
from diis.extracts.rejections import FILE, ROW, WARNING, Refused, Rejection
from diis.extracts.rtt_full_csv import ROW_REPEATED, period_of, read, recognise

PROJECT = Path(__file__).parents[3]
SAMPLE = PROJECT / "tests/samples/rtt/20250930-RTT-September-2025-RBD.csv"
PUBLISHED = PROJECT.parent / "shared/data/20241130-RTT-November-2024-RBD.csv"
ORACLE = PROJECT / "tests/oracles/rtt_rbd_nov2024_part2_bands.csv"

Table = list[list[str]]
Change = Callable[[Table], None]


def sample_table() -> Table:
    with SAMPLE.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


def written(folder: Path, table: Table) -> Path:
    path = folder / "20250930-RTT-September-2025-RBD.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(table)
    return path


def lines_and_rejections(path: Path) -> tuple[dict[int, RttLine], list[Rejection]]:
    lines: dict[int, RttLine] = {}
    rejections: list[Rejection] = []
    for found in read(path):
        if isinstance(found, Rejection):
            rejections.append(found)
        else:
            lines[found[0]] = found[1]
    return lines, rejections


def set_cell(line: int, column: str, text: str) -> Change:
    def change(table: Table) -> None:
        table[line - 1][table[0].index(column)] = text

    return change


def line_where(commissioner: str, part: str, function: str) -> int:
    about = [[row[7], row[9], row[11]] for row in sample_table()]
    return about.index([commissioner, part, function]) + 1


# What a file holds whose every row is right; the published file is read too where it is at hand.
WHOLE_FILES = [(SAMPLE, 33, date(2025, 9, 30))] + [(PUBLISHED, 512, date(2024, 11, 30))] * PUBLISHED.exists()


@pytest.mark.parametrize(("path", "rows", "period_on"), WHOLE_FILES)
def test_every_row_of_a_right_file_is_a_line_of_its_month(path: Path, rows: int, period_on: date) -> None:
    lines, rejections = lines_and_rejections(path)
    assert rejections == []
    assert list(lines) == list(range(2, rows + 2))
    assert {line.period_on for line in lines.values()} == {period_of(path)} == {period_on}
    assert recognise(path)


def bands_of(path: Path, commissioners: Callable[[str], bool], function: str) -> list[int]:
    lines = [
        line
        for line in lines_and_rejections(path)[0].values()
        if line.part == "Part_2" and line.treatment_function == function and commissioners(line.commissioner)
    ]
    return [sum(counts) for counts in zip(*(line.bands for line in lines), strict=True)]


def oracle_bands(column: str) -> list[int]:
    with ORACLE.open(newline="", encoding="utf-8") as file:
        return [int(row[column]) for row in csv.DictReader(file)]


def sample_bands(**bands: int) -> list[int]:
    return [bands.get(f"b{band}", 0) for band in range(105)]


BAND_SUMS = [
    (SAMPLE, "C_999", "11J", sample_bands(b0=15, b3=8, b10=4, b17=20, b18=10, b52=5, b65=3, b78=1, b104=2)),
    (SAMPLE, "C_999", "NONC", sample_bands(b30=7)),
] + [
    (PUBLISHED, "C_999", "NONC", oracle_bands("part2_all_tfc_nonc_only")),
    (PUBLISHED, "C_999", "11J", oracle_bands("part2_11J_all_tfc")),
    (PUBLISHED, "X04", "11J", oracle_bands("part2_11J_X04_other_paediatric")),
] * PUBLISHED.exists()


@pytest.mark.parametrize(("path", "function", "commissioner", "bands"), BAND_SUMS)
def test_bands_are_read_into_their_own_weeks(path: Path, function: str, commissioner: str, bands: list[int]) -> None:
    assert bands_of(path, lambda code: code == commissioner, function) == bands


def test_an_empty_cell_is_0_and_a_total_exists_for_completed_pathways_only() -> None:
    lines, _ = lines_and_rejections(SAMPLE)
    incomplete = lines[line_where("11X", "Part_2", "C_110")]
    admitted = lines[line_where("11X", "Part_1A", "C_130")]
    unknown_only = lines[line_where("11J", "Part_1B", "X02")]
    new = lines[line_where("11J", "Part_3", "C_999")]
    assert (incomplete.bands[0], incomplete.total, incomplete.unknown_start, incomplete.total_all) == (0, None, None, 4)
    assert (admitted.total, admitted.unknown_start, admitted.total_all) == (3, 0, 3)
    assert (unknown_only.total, unknown_only.unknown_start, unknown_only.total_all) == (0, 3, 3)
    assert (sum(new.bands), new.total, new.total_all) == (0, None, 45)


INCOMPLETE = line_where("11J", "Part_2", "C_110")
ADMITTED = line_where("11J", "Part_1A", "C_110")
NEW = line_where("11J", "Part_3", "C_110")
FIRST_BAND = "Gt 00 To 01 Weeks SUM 1"
TENTH_BAND = "Gt 09 To 10 Weeks SUM 1"


@pytest.mark.parametrize(
    ("line", "column", "text", "code", "field"),
    [
        (INCOMPLETE, TENTH_BAND, "-1", "count-not-a-number", TENTH_BAND),
        (INCOMPLETE, TENTH_BAND, "1.0", "count-not-a-number", TENTH_BAND),
        (INCOMPLETE, TENTH_BAND, "1,000", "count-not-a-number", TENTH_BAND),
        (INCOMPLETE, TENTH_BAND, "*", "count-suppressed", TENTH_BAND),
        (INCOMPLETE, TENTH_BAND, "<5", "count-suppressed", TENTH_BAND),
        (INCOMPLETE, TENTH_BAND, "٣", "count-not-a-number", TENTH_BAND),
        (INCOMPLETE, "Total All", "9999999999", "count-not-a-number", "Total All"),
        (INCOMPLETE, TENTH_BAND, "1", "bands-do-not-add-up", "Total All"),
        (INCOMPLETE, "Total All", "", "bands-do-not-add-up", "Total All"),
        (INCOMPLETE, "Total", "50", "total-not-expected", "Total"),
        (INCOMPLETE, "Patients with unknown clock start date", "1", "total-not-expected", "Total"),
        (ADMITTED, TENTH_BAND, "1", "bands-do-not-add-up", "Total"),
        (ADMITTED, "Total", "", "bands-do-not-add-up", "Total"),
        (ADMITTED, "Total All", "8", "totals-do-not-add-up", "Total All"),
        (ADMITTED, "Patients with unknown clock start date", "", "totals-do-not-add-up", "Total All"),
        (NEW, TENTH_BAND, "40", "bands-not-expected", FIRST_BAND),
        (NEW, "Total", "40", "total-not-expected", "Total"),
        (INCOMPLETE, "Provider Org Code", "", "code-not-recognised", "Provider Org Code"),
        (INCOMPLETE, "Provider Org Code", "rbd", "code-not-recognised", "Provider Org Code"),
        (INCOMPLETE, "Commissioner Org Code", "NHS DORSET", "code-not-recognised", "Commissioner Org Code"),
        (INCOMPLETE, "RTT Part Type", "Part_4", "code-not-recognised", "RTT Part Type"),
        (INCOMPLETE, "Treatment Function Code", "110", "code-not-recognised", "Treatment Function Code"),
        (INCOMPLETE, "Treatment Function Code", "C_110; DROP", "code-not-recognised", "Treatment Function Code"),
    ],
)
def test_a_row_that_breaks_a_rule_is_set_aside_alone(
    tmp_path: Path, line: int, column: str, text: str, code: str, field: str
) -> None:
    table = sample_table()
    set_cell(line, column, text)(table)
    lines, (rejection,) = lines_and_rejections(written(tmp_path, table))
    assert (rejection.level, rejection.code, rejection.line, rejection.field) == (ROW, code, line, field)
    assert line not in lines
    assert len(lines) == 32


@pytest.mark.parametrize("column", [name for name in sample_table()[0] if not name.endswith(("Name", "Description"))])
def test_no_reason_repeats_what_stood_in_the_cell(tmp_path: Path, column: str) -> None:
    table = sample_table()
    set_cell(2, column, "9990000018")(table)
    path = written(tmp_path, table)
    try:
        found = [rejection for rejection in read(path) if isinstance(rejection, Rejection)]
    except Refused as refused:
        found = list(refused.rejections)
    assert "9990000018" not in "".join(rejection.reason for rejection in found)


def test_a_row_with_a_cell_too_few_is_set_aside_and_not_shifted(tmp_path: Path) -> None:
    table = sample_table()
    del table[INCOMPLETE - 1][20]
    lines, (rejection,) = lines_and_rejections(written(tmp_path, table))
    assert (rejection.level, rejection.line) == (ROW, INCOMPLETE)
    assert len(lines) == 32


def test_rows_that_contradict_each_other_are_all_set_aside(tmp_path: Path) -> None:
    table = sample_table()
    table.append(list(table[INCOMPLETE - 1]))
    set_cell(len(table), FIRST_BAND, "11")(table)
    set_cell(len(table), "Total All", "51")(table)
    lines, rejections = lines_and_rejections(written(tmp_path, table))
    assert [(found.level, found.code, found.line) for found in rejections] == [
        (ROW, "rows-contradict", INCOMPLETE),
        (ROW, "rows-contradict", len(table)),
    ]
    assert len(lines) == 32


def test_the_same_row_twice_is_counted_once(tmp_path: Path) -> None:
    table = sample_table()
    table.append(table[INCOMPLETE - 1])
    lines, (rejection,) = lines_and_rejections(written(tmp_path, table))
    assert (rejection.level, rejection.code, rejection.line) == (WARNING, ROW_REPEATED, len(table))
    assert len(lines) == 33


def test_columns_in_another_order_make_the_same_lines(tmp_path: Path) -> None:
    turned = [row[::-1] for row in sample_table()]
    assert lines_and_rejections(written(tmp_path, turned)) == lines_and_rejections(SAMPLE)


def test_a_byte_order_mark_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / SAMPLE.name
    path.write_bytes(b"\xef\xbb\xbf" + SAMPLE.read_bytes())
    assert lines_and_rejections(path) == lines_and_rejections(SAMPLE)


def _without_rows(table: Table) -> None:
    del table[1:]


def _without_a_band(table: Table) -> None:
    for row in table:
        del row[22]


def _with_a_new_band(table: Table) -> None:
    for number, row in enumerate(table):
        row.insert(118, "0" if number else "Gt 105 Weeks SUM 1")


def _with_the_old_open_band(table: Table) -> None:
    for number, row in enumerate(table):
        row[65:118] = ["0" if number else "Gt 52 Weeks SUM 1"]


@pytest.mark.parametrize(
    ("change", "code", "line", "field"),
    [
        (_without_rows, "no-rows", None, None),
        (_without_a_band, "header-column-missing", 1, TENTH_BAND),
        (_with_a_new_band, "header-column-unknown", 1, None),
        (_with_the_old_open_band, "layout-before-2021", 1, None),
        (set_cell(2, "Period", "September 2025"), "period-unreadable", 2, "Period"),
        (set_cell(2, "Period", "RTT-Septembre-2025"), "period-unreadable", 2, "Period"),
        (set_cell(9, "Period", "RTT-October-2025"), "periods-mixed", 9, "Period"),
    ],
)
def test_a_file_of_another_layout_or_of_no_one_month_is_refused_before_a_row_is_read(
    tmp_path: Path, change: Change, code: str, line: int | None, field: str | None
) -> None:
    table = sample_table()
    change(table)
    with pytest.raises(Refused) as refused:
        read(written(tmp_path, table))
    (rejection,) = refused.value.rejections
    assert (rejection.level, rejection.code, rejection.line, rejection.field) == (FILE, code, line, field)
    assert rejection.file == SAMPLE.name


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda whole: whole[:0], id="empty"),
        pytest.param(lambda whole: whole.replace(b"DORSET", b"DORS\xc9T"), id="Windows-1252"),
        pytest.param(lambda whole: whole.replace(b',"NHS BATH', b',"NHS "BATH', 1), id="stray quotation mark"),
        pytest.param(lambda whole: whole[:-100], id="cut short"),
        pytest.param(lambda whole: whole[:4000] + b"0" * 100_000 + whole[4000:], id="endless line"),
    ],
)
def test_a_file_that_cannot_be_read_for_certain_is_refused(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    path = tmp_path / SAMPLE.name
    path.write_bytes(damage(SAMPLE.read_bytes()))
    with pytest.raises(Refused):
        read(path)


def test_a_header_that_is_nearly_right_is_recognised_so_that_it_can_be_explained(tmp_path: Path) -> None:
    table = sample_table()
    _without_a_band(table)
    assert recognise(written(tmp_path, table))
    assert not recognise(ORACLE)
    assert not recognise(tmp_path / "absent.csv")
    assert not recognise(tmp_path)


def test_the_period_of_a_file_without_a_row_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no whole row"):
        period_of(written(tmp_path, sample_table()[:1]))


def test_memory_holds_a_batch_and_not_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("diis.extracts.chunks.CHUNK", 10_000)
    header, row = sample_table()[0], sample_table()[INCOMPLETE - 1]
    path = written(tmp_path, [header, *([*row[:3], f"N{number:04}", *row[4:]] for number in range(5_000))])
    tracemalloc.start()
    held_at_once = len(list(read(path)))
    whole = tracemalloc.get_traced_memory()[1]
    tracemalloc.reset_peak()
    streamed = sum(1 for _ in read(path))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert streamed == held_at_once == 5_000
    assert peak < whole / 2

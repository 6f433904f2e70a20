"""The strict reader of CSV text: what is a file at all, which rows are whole, and on which line each stands."""

import codecs
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diis.extracts import chunks
from diis.extracts.chunks import MAX_LINE
from diis.extracts.text import MAX_COLUMNS
from tests.diis.extracts.reading import batches, csv_file, refusal

HEADER = b"one,two,three\n"


def rows(content: bytes) -> list[tuple[int, list[str]]]:
    """Line and values of every whole row."""
    return [found for batch in batches(content) for found in zip(batch.lines, batch.rows, strict=True)]


def faults(content: bytes) -> list[tuple[str, int | None]]:
    """Code and line of every row that is not whole."""
    return [(found.code, found.line) for batch in batches(content) for found in batch.rejections]


@pytest.mark.parametrize("ending", [b"\n", b"\r\n"], ids=["unix", "windows"])
@pytest.mark.parametrize("last", [b"", b"4,5,6"], ids=["ended", "not ended"])
def test_rows_are_read_with_their_lines_whatever_ends_a_line(ending: bytes, last: bytes) -> None:
    content = ending.join([b"one,two,three", b"1,2,3", last])
    assert rows(content) == [(2, ["1", "2", "3"]), (3, ["4", "5", "6"])][: 2 if last else 1]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"], ids=lambda name: f"as {name}"
)
def test_utf_8_and_utf_16_with_their_mark_are_read_as_the_same_text(encoding: str) -> None:
    """B01, B02: the mark is no part of the first column's name; UTF-16 is read and told."""
    marks = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}
    file = csv_file(marks.get(encoding, b"") + "one,two,three\né,☂,💧\n".encode(encoding))
    assert file.header == ["one", "two", "three"]
    assert [batch.rows for batch in file.batches()] == [[["é", "☂", "💧"]]]
    assert [warning.code for warning in file.warnings] == (["encoding-utf-16"] if "16" in encoding else [])


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark_is_refused_as_a_fault_of_the_encoding(encoding: str) -> None:
    """B03."""
    assert refusal("one,two,three\n1,2,3\n".encode(encoding)).code == "encoding"


@pytest.mark.parametrize(
    ("before", "line"), [(b"", 2), (b"1,2,3\n", 3), (b'1,"a\nb",3\n', 4), (b"1,2,3\n" * 40_000, 40_002)]
)
@pytest.mark.parametrize("broken", [b"\xe9", b"\xff", b"\xc3\x28", b"\xed\xa0\x80"])
def test_a_byte_that_is_not_utf_8_refuses_the_file_and_names_its_line(before: bytes, line: int, broken: bytes) -> None:
    """B04, B05: never replaced by a question mark."""
    found = refusal(HEADER + before + b"4," + broken + b",6\n")
    assert (found.code, found.line) == ("encoding", line)
    assert f"Line {line} holds a byte that is not UTF-8" in found.reason


def test_a_character_that_is_cut_off_at_the_end_of_the_file_refuses_it() -> None:
    found = refusal(HEADER + b"1,2,\xc3")
    assert (found.code, found.line) == ("encoding", 2)


def test_a_row_with_a_nul_byte_is_set_aside_and_the_others_are_read() -> None:
    """B06."""
    content = HEADER + b"1,2,3\n4,\x005,6\n7,8,9\n"
    assert rows(content) == [(2, ["1", "2", "3"]), (4, ["7", "8", "9"])]
    assert faults(content) == [("nul-byte", 3)]


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n", b"\r\n", b",,\n", b"  ,\n", b"\n\n1,2,3\n"])
def test_a_file_without_a_header_is_empty_and_does_not_mean_that_nobody_waits(content: bytes) -> None:
    """B08."""
    found = refusal(content)
    assert (found.code, found.line) == ("empty-file", 1)
    assert "does not mean that nobody waits" in found.reason


@pytest.mark.parametrize("content", [b"one,two,three", HEADER, HEADER + b"\n\n", HEADER + b"\n\r"])
def test_a_header_alone_is_a_file_of_no_rows(content: bytes) -> None:
    """B09: whether that is a list is for the guard to say."""
    assert rows(content) == []


def test_a_header_is_read_without_blanks_and_in_any_case() -> None:
    assert csv_file(b" One ,TWO,three\n").header == ["one", "two", "three"]


def test_a_name_that_stands_twice_is_told_by_place_and_never_repeated() -> None:
    """B16; and where the header is missing (B10) the names are a child's values."""
    found = refusal(b"2026-09-30,9990000018,x,9990000018\n1,2,3,4\n")
    assert found.code == "header-duplicate"
    assert "Columns 2 and 4" in found.reason
    assert "9990000018" not in found.reason


@pytest.mark.parametrize(("columns", "refused"), [(MAX_COLUMNS, False), (MAX_COLUMNS + 1, True), (5_000, True)])
def test_a_header_of_too_many_columns_is_refused(columns: int, refused: bool) -> None:
    """B23."""
    content = ",".join(f"c{number}" for number in range(columns)).encode() + b"\n"
    if refused:
        assert refusal(content).code == "header-too-wide"
    else:
        assert rows(content) == []


@pytest.mark.parametrize(
    ("start", "what"),
    [
        (b"PK\x03\x04....", "Excel workbook or an archive"),
        (b"\xd0\xcf\x11\xe0....", "old Excel workbook"),
        (b"%PDF-1.7", "a PDF"),
        (b"\x1f\x8b....", "gzip"),
        (b"<!DOCTYPE html>", "web page"),
        (b"<?xml version='1.0'?>", "web page or XML"),
        (b'{"resourceType": "Bundle"}', "JSON"),
    ],
)
def test_a_csv_in_name_only_is_told_by_its_content(start: bytes, what: str) -> None:
    """B28, B84, B85."""
    found = refusal(start + b"\n1,2,3\n")
    assert found.code == "not-csv"
    assert what in found.reason


@pytest.mark.parametrize(
    ("before", "line"), [(b"", 2), (b"1,2,3\n\n1,2,3\n", 5), (b'1,"a\n\n\nb",3\n', 6), (b"1,2,3\n" * 25_000, 25_002)]
)
def test_a_quote_that_is_not_closed_refuses_the_file_and_names_the_row_that_opens_it(before: bytes, line: int) -> None:
    """B19: no later row is swallowed."""
    found = refusal(HEADER + before + b'4,"5,6\n7,8,9\n7,8,9\n')
    assert (found.code, found.line) == ("csv-broken", line)
    assert f"begins on line {line}" in found.reason


@pytest.mark.parametrize("row", [b'1,"2"2,3\n', b"1,2\r2,3\n"], ids=["quote inside a value", "old Mac line end"])
def test_text_that_is_not_sound_csv_refuses_the_file(row: bytes) -> None:
    assert (refusal(HEADER + row).code, refusal(HEADER + row).line) == ("csv-broken", 2)


def test_a_value_over_several_lines_is_one_row_and_the_lines_after_it_are_right() -> None:
    """B20: whatever breaks a line inside quotes; what only looks like a break does not count."""
    content = HEADER + '1,"a\nb\r\nc\n",3\n4,5,6\n7,"x\u2028y\x0bz\n",9\n\n1,2,3\n'.encode()
    assert [line for line, _ in rows(content)] == [2, 6, 7, 10]
    assert rows(content)[0][1] == ["1", "a\nb\r\nc\n", "3"]


def test_too_few_or_too_many_values_set_a_row_aside_and_shift_nothing() -> None:
    """B21."""
    content = HEADER + b"1,2\n4,5,6\n7,8,9,10\n7,8,9\n"
    assert rows(content) == [(3, ["4", "5", "6"]), (5, ["7", "8", "9"])]
    assert faults(content) == [("ragged-row", 2), ("ragged-row", 4)]
    assert [batch.rows_in for batch in batches(content)] == [4]


@pytest.mark.parametrize("header", [HEADER, b"One, Two,THREE\n"])
def test_a_header_that_is_repeated_is_set_aside(header: bytes) -> None:
    """B11."""
    content = header + b"1,2,3\n" + header + b"4,5,6\n"
    assert rows(content) == [(2, ["1", "2", "3"]), (4, ["4", "5", "6"])]
    assert faults(content) == [("repeated-header", 3)]


def test_blank_lines_are_no_rows() -> None:
    content = HEADER + b"\n1,2,3\n\n\n4,5,6\n\n"
    assert rows(content) == [(3, ["1", "2", "3"]), (6, ["4", "5", "6"])]
    assert sum(batch.rows_in for batch in batches(content)) == 2


@pytest.mark.parametrize(
    ("last", "refused"), [(b"4,5", True), (b"4", True), (b"4,5,", False), (b"4,5,6", False), (b"4,5\n", False)]
)
def test_a_last_line_that_is_cut_off_refuses_the_file(last: bytes, refused: bool) -> None:
    """B31: a short row with no line end is a file that was cut; a short row with one is only ragged."""
    if refused:
        found = refusal(HEADER + b"1,2,3\n" + last)
        assert (found.code, found.line) == ("truncated", 3)
    else:
        assert sum(batch.rows_in for batch in batches(HEADER + b"1,2,3\n" + last)) == 2


@pytest.mark.parametrize(
    ("before", "line"), [(b"", 2), (b"1,2,3\n", 3), (b"1,2,3\n" * 30_000, 30_002)], ids=["first", "second", "late"]
)
@pytest.mark.parametrize(("length", "refused"), [(MAX_LINE, False), (MAX_LINE + 1, True), (1_000_000, True)])
def test_a_line_that_is_too_long_refuses_the_file(before: bytes, line: int, length: int, refused: bool) -> None:
    """B22."""
    content = HEADER + before + b"1,2," + b"x" * (length - 4) + b"\n1,2,3\n"
    if refused:
        found = refusal(content)
        assert (found.code, found.line) == ("line-too-long", line)
    else:
        assert len(rows(content)) == line


def test_memory_is_capped_whatever_the_length_of_a_line() -> None:
    """B22: 64 MB without a line end cost no more than a few lines."""
    content = HEADER + b"x" * 64_000_000
    tracemalloc.start()
    assert refusal(content).code == "line-too-long"
    assert tracemalloc.get_traced_memory()[1] < 2_000_000
    tracemalloc.stop()


@pytest.mark.parametrize("count", [97, 98, 99, 100, 101, 200, 1000])
def test_no_row_is_lost_between_two_batches(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chunks, "CHUNK", 600)
    monkeypatch.setattr(chunks, "_BLOCK", 100)
    found = rows(HEADER + b"1,2,3\n" * count)
    assert [line for line, _ in found] == list(range(2, count + 2))


@given(
    st.lists(
        st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8), min_size=3, max_size=3)
    )
)
@settings(max_examples=100, deadline=None)
def test_every_value_written_by_the_rules_of_csv_is_read_back(table: list[list[str]]) -> None:
    quoted = [",".join('"' + value.replace('"', '""') + '"' for value in row) for row in table]
    content = HEADER + "".join(f"{row}\n" for row in quoted).encode()
    whole = [row for row in table if row != ["one", "two", "three"]]
    assert [row for _, row in rows(content)] == whole

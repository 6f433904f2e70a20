"""The quick way through a file comes to the same as the strict one: batches, lines and findings, for any bytes."""

from unittest import mock

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from diis.extracts import chunks, text
from diis.extracts.plain import BLANKS, may_be_padded
from diis.extracts.rejections import Refused
from diis.extracts.text import Batch
from tests.diis.extracts.reading import csv_file

HEADER = b"one,two,three\n"
SIGNS = [b",", b",", b"\n", b"\n", b"\r\n", b"\r", b'"', b'""', b"\0", b" ", b"\t", b"a", b"1", b"\x0b", b"\x1f", b"#"]
OTHERS = [b"\xef\xbb\xbf", b"\xc3\xa9", b"\xc3", b"\xe2\x80\xa8", b"\\.", b"\\N", b"one", HEADER, b"x" * 40]
PIECES = st.sampled_from([*SIGNS, *OTHERS, b"x,y,z\n", b"x,y,z\r\n", b",,\n", b"\n\n"])
ANY = st.one_of(st.lists(PIECES, max_size=40).map(b"".join), st.binary(max_size=60))

Told = list[object]


def told(content: bytes) -> Told:
    """Everything a file says, or why it is refused."""
    try:
        file = csv_file(content)
        return [file.header, *(said(batch) for batch in file.batches())]
    except Refused as refused:
        return [refused.rejections]


def said(batch: Batch) -> object:
    return batch.lines.to_list(), batch.rows, batch.rejections, batch.set_aside, batch.rows_in


def strictly(content: bytes) -> Told:
    with mock.patch.object(text, "plain_frame", return_value=None):
        return told(content)


@given(ANY, st.sampled_from([1, 7, 40, 10_000]))
@example(b"x,y,z\r\n1,2,3\n" * 9, 40)
@example(b"x,y\n1,2,3,4\n", 40)
@example(b'x,"y\n\n\n' + b"x,y,z\n" * 9 + b'",z\nx,y,z\n', 7)
@settings(max_examples=1500, deadline=None, derandomize=True)
def test_both_ways_come_to_the_same(content: bytes, size: int) -> None:
    """`size`: the bytes of a piece, so that pieces end within quoted values, characters and line ends."""
    with mock.patch.multiple(chunks, CHUNK=size, _BLOCK=size):
        for whole in (HEADER + content, content):
            assert told(whole) == strictly(whole)


@given(ANY)
@settings(max_examples=500, deadline=None, derandomize=True)
def test_the_size_of_a_piece_changes_no_row_and_no_line(content: bytes) -> None:
    def rows(size: int) -> object:
        with mock.patch.multiple(chunks, CHUNK=size, _BLOCK=size):
            try:
                batches = list(csv_file(HEADER + content).batches())
            except Refused:
                return None
        found = [(*pair,) for batch in batches for pair in zip(batch.lines, batch.rows, strict=True)]
        return found, [one for batch in batches for one in batch.rejections]

    assert rows(5) == rows(1000)


@pytest.mark.parametrize("length", [chunks.MAX_LINE - 1, chunks.MAX_LINE, chunks.MAX_LINE + 1])
@pytest.mark.parametrize("before", [0, 1, chunks.MAX_LINE // 12 - 1, chunks.MAX_LINE // 12])
@pytest.mark.parametrize("letter", ["x", "é"])
def test_both_ways_agree_on_a_line_at_the_limit(before: int, length: int, letter: str) -> None:
    content = HEADER + b"1,2,3\n" * before + f"1,2,{letter * (length - 4)}\n".encode() + b"1,2,3\n"
    assert told(content) == strictly(content)


@given(st.lists(st.sampled_from(["a", "b c", *BLANKS]), min_size=1, max_size=3).map("".join), st.integers(0, 2))
@settings(max_examples=500, deadline=None, derandomize=True)
def test_no_blank_around_a_value_is_overlooked(value: str, place: int) -> None:
    row = ["x", "y", "z"]
    row[place] = value
    if value != value.strip():
        assert may_be_padded(",".join(row).encode()) or "\n" in value or "\r" in value


def test_plain_text_is_not_taken_for_padded() -> None:
    assert not may_be_padded(b"DT1 1XJ,Speech and language,2026-09-30\nDT1 1XJ,x,y\r\n")


def test_a_plain_file_takes_the_quick_way_and_a_quoted_value_only_its_own_piece() -> None:
    plain = csv_file(HEADER + b"1,2,3\n" * 30)
    assert all(batch.set_aside == [] and not batch.may_be_padded for batch in plain.batches())
    with mock.patch.multiple(chunks, CHUNK=60, _BLOCK=60):
        mixed = csv_file(HEADER + b"1,2,3\n" * 30 + b'1,"2",3\n' + b"1,2,3\n" * 30)
        quick = [not batch.may_be_padded for batch in mixed.batches()]
    assert quick.count(False) == 1

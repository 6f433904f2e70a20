"""Pieces come in their order, whatever is read ahead, and nothing is read any more when the file is closed."""

import threading
from collections.abc import Iterator

import pytest

from diis.extracts.ahead import ahead


def pieces(read: list[int], until: int) -> Iterator[int]:
    for piece in range(until):
        read.append(piece)
        yield piece
    raise ValueError("the file is broken here")


def test_pieces_come_in_order_and_a_fault_in_its_turn() -> None:
    told: list[int] = []
    with pytest.raises(ValueError, match="broken here"), ahead(pieces([], 5)) as coming:
        told.extend(piece for piece in coming)
    assert told == [0, 1, 2, 3, 4]


def test_one_piece_is_read_ahead_and_no_more() -> None:
    read: list[int] = []
    with ahead(pieces(read, 5)) as coming:
        assert next(coming) == 0
    assert read == [0, 1]


def test_whoever_gives_up_leaves_no_thread_behind() -> None:
    before = threading.active_count()
    with pytest.raises(KeyError):
        _give_up()
    assert threading.active_count() == before


def _give_up() -> None:
    with ahead(pieces([], 5)) as coming:
        next(coming)
        raise KeyError


def test_no_pieces_are_none() -> None:
    with ahead(iter(())) as coming:
        assert list(coming) == []

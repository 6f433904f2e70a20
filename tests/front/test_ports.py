"""Each part gets its usual port, or the next free one."""

import socket
from collections.abc import Iterator

import pytest

from sendwatch.run.ports import LOOPBACK, free_port, is_free


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as busy:
        busy.bind((LOOPBACK, 0))
        busy.listen()
        yield busy.getsockname()[1]


def test_a_port_on_which_somebody_listens_is_not_free(taken: int) -> None:
    assert not is_free(taken)


def test_the_next_free_port_is_used_when_the_usual_one_is_taken(taken: int) -> None:
    assert taken < free_port(taken) < taken + 100


def test_the_usual_port_is_used_when_it_is_free(taken: int) -> None:
    free = free_port(taken)
    assert free_port(free) == free


def test_two_parts_never_get_the_same_port(taken: int) -> None:
    first = free_port(taken)
    assert free_port(taken, {first}) > first


def test_it_says_so_when_no_port_is_free(taken: int) -> None:
    with pytest.raises(OSError, match=f"no free port from {taken}"):
        free_port(taken, attempts=1)

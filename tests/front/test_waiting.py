"""Waiting: until the answer comes, a part dies, or it has taken too long."""

from collections.abc import Callable
from typing import Any
from urllib.error import URLError

import pytest

from sendwatch.run.errors import RunError
from sendwatch.run.waiting import TookTooLongError, wait_for


def always_alive() -> None:
    """Nothing dies here."""


def answering(*answers: Any) -> Callable[[], Any]:
    coming = iter(answers)

    def ask() -> Any:
        answer = next(coming)
        if isinstance(answer, Exception):
            raise answer
        return answer

    return ask


def test_the_first_answer_is_taken() -> None:
    assert wait_for("an answer", answering(None, None, "yes"), always_alive, 5, pause=0) == "yes"


def test_a_server_that_is_not_there_yet_is_asked_again() -> None:
    assert (
        wait_for("an answer", answering(URLError("refused"), TimeoutError(), "yes"), always_alive, 5, pause=0) == "yes"
    )


def test_the_wait_ends_when_a_part_dies() -> None:
    def dead() -> None:
        raise RunError("the scheduler stopped")

    with pytest.raises(RunError, match="the scheduler stopped"):
        wait_for("an answer", answering(None), dead, 5, pause=0)


def test_what_did_not_happen_is_named_with_the_last_fault() -> None:
    def refuse() -> None:
        raise URLError("refused")

    with pytest.raises(TookTooLongError, match=r"Airflow answering did not happen within 0 seconds: .*refused"):
        wait_for("Airflow answering", refuse, always_alive, 0, pause=0)

"""Whatever the bytes are: a verdict, never a traceback, at most 1 GiB, and an end (F31).

Each test runs a program of its own, which is stopped when it does not come to its end, and whose memory is its own.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bad_inputs.monsters import MONSTERS

PROJECT = Path(__file__).parents[2]
MOST_MEMORY = 1024**3
LONGEST_SECONDS = 300


def ran(program: str, **environment: str) -> list[dict[str, object]]:
    """The JSON lines that a program of this folder prints; it must come to its end by itself."""
    command = [sys.executable, "-W", "error", "-m", f"tests.bad_inputs.{program}"]
    ended = subprocess.run(
        command,
        cwd=PROJECT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=LONGEST_SECONDS,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr[-4_000:]
    return [json.loads(line) for line in ended.stdout.splitlines()]


@pytest.mark.skipif("FUZZ_EXAMPLES" in os.environ, reason="run at length by hand: python -m tests.bad_inputs.fuzzing")
def test_damaged_extracts_of_every_kind_come_to_a_verdict() -> None:
    (found,) = ran("fuzzing")
    assert found["examples"] == 160
    outcomes = found["outcomes"]
    assert isinstance(outcomes, dict)
    assert {"refused", "partial", "accepted"} <= outcomes.keys()
    assert found["peak"] <= MOST_MEMORY  # type: ignore[operator]


def test_inputs_made_to_fill_memory_or_time_come_to_their_verdict() -> None:
    """B22 to B25 and their like: one after the other, each with the reason that was expected."""
    found = ran("monsters")
    assert {one["name"]: one["code"] for one in found} == {name: code for name, (_, code) in MONSTERS.items()}
    assert [one["name"] for one in found if one["peak"] > MOST_MEMORY] == []  # type: ignore[operator]

"""The page of security: each line of the standard has a test that exists, or a reason why there is none."""

import re
from pathlib import Path

from tests.docs.test_fault_page import TEST_ID, functions_of

PAGE = Path(__file__).parents[2] / "docs" / "security.md"
ROW = re.compile(r"^\| (\d[^|]*) \| ([^|]*) \| ([^|]*) \|$", re.MULTILINE)
SHORTEST_REASON = 40


def rows() -> dict[str, str]:
    """Each line of the standard with what shows it."""
    return {line: shown for line, _, shown in ROW.findall(PAGE.read_text(encoding="utf-8"))}


def test_every_line_has_a_test_or_a_reason() -> None:
    without = {line: TEST_ID.sub("", shown).replace("`", "").strip() for line, shown in rows().items()}
    assert len(without) > 50
    assert [
        line for line, reason in without.items() if not TEST_ID.search(rows()[line]) and len(reason) < SHORTEST_REASON
    ] == []


def test_every_test_that_is_named_exists() -> None:
    named = [found for shown in rows().values() for found in TEST_ID.findall(shown)]
    known = {file: functions_of(file) for file, _ in named}
    assert [test for file, test in named if test not in known[file]] == []

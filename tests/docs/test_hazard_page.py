"""The hazard log: each hazard stands once, and what controls it is shown by tests that exist (DCB0129)."""

import re
from pathlib import Path

from tests.docs.test_fault_page import TEST_ID, functions_of

PAGE = Path(__file__).parents[2] / "docs" / "hazards.md"
ROW = re.compile(r"^\| (H\d+) \|(.*)\|$", re.MULTILINE)


def controlled_and_not_built() -> tuple[dict[str, str], dict[str, str]]:
    """Number to the rest of its row, in the first table and in the second."""
    controlled, not_built = PAGE.read_text(encoding="utf-8").split("\n## Hazards of parts that are not built yet\n")
    return dict(ROW.findall(controlled)), dict(ROW.findall(not_built))


def test_every_hazard_from_h1_to_h17_stands_once() -> None:
    numbers = [number for number, _ in ROW.findall(PAGE.read_text(encoding="utf-8"))]
    assert sorted(numbers) == sorted(f"H{number}" for number in range(1, 18))


def test_each_control_is_shown_by_tests_that_exist() -> None:
    controlled, _ = controlled_and_not_built()
    named = {number: TEST_ID.findall(row) for number, row in controlled.items()}
    assert [number for number, tests in named.items() if not tests] == []
    known = {file: functions_of(file) for tests in named.values() for file, _ in tests}
    assert [(number, test) for number, tests in named.items() for file, test in tests if test not in known[file]] == []

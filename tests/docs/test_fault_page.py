"""The page of faults: each has its number once, and what it says is shown by tests that exist."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "faults.md"
ROW = re.compile(r"^\| (F\d\d) \|(.*)\|$", re.MULTILINE)
TEST_ID = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
OF_WHAT_IS_BUILT = (1, 4, 5, 6, 8, *range(9, 15), 16, 18, 19, 21, 22, *range(30, 34), 36)


def tried_and_not_built() -> tuple[dict[str, str], dict[str, str]]:
    """Number to the rest of its row, in the first table and in the second."""
    tried, not_built = PAGE.read_text(encoding="utf-8").split("\n## Faults of parts that are not built yet\n")
    return dict(ROW.findall(tried)), dict(ROW.findall(not_built))


def functions_of(file: str) -> set[str]:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_every_fault_from_f01_to_f40_stands_once() -> None:
    numbers = [number for number, _ in ROW.findall(PAGE.read_text(encoding="utf-8"))]
    assert sorted(numbers) == [f"F{number:02}" for number in range(1, 41)]


def test_the_faults_of_what_is_built_are_tried() -> None:
    tried, not_built = tried_and_not_built()
    assert {f"F{number:02}" for number in OF_WHAT_IS_BUILT} <= tried.keys()
    assert not TEST_ID.search("".join(not_built.values()))


def test_each_is_shown_by_tests_that_exist() -> None:
    tried, _ = tried_and_not_built()
    named = {number: TEST_ID.findall(row) for number, row in tried.items()}
    assert [number for number, tests in named.items() if not tests] == []
    known = {file: functions_of(file) for tests in named.values() for file, _ in tests}
    assert [(number, test) for number, tests in named.items() for file, test in tests if test not in known[file]] == []


def test_a_test_of_another_name_is_found() -> None:
    assert TEST_ID.findall("`tests/docs/test_fault_page.py::test_gone`") == [
        ("tests/docs/test_fault_page.py", "test_gone")
    ]
    assert "test_gone" not in functions_of("tests/docs/test_fault_page.py")

"""Files and functions stay small enough to be read in one go."""

import ast
from collections.abc import Iterator
from statistics import median

from tests.architecture.checkout import ROOT, modules, tree

LONGEST_FILE = 300
LONGEST_TEST_FILE = 400
LONGEST_DAG_FILE = 80
LONGEST_FUNCTION = 40
USUAL_FILE = 90
"""The median file of what is installed has fewer lines than this."""


def lines(module: str) -> int:
    return len((ROOT / module).read_text(encoding="utf-8").splitlines())


def allowed(module: str) -> int:
    if module.startswith("dags/"):
        return LONGEST_DAG_FILE - 1
    return LONGEST_TEST_FILE if module.startswith("tests/") else LONGEST_FILE


def functions(module: str) -> Iterator[tuple[str, int]]:
    """Each function with its lines, docstring and signature included."""
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{module}:{node.lineno} {node.name}", (node.end_lineno or node.lineno) - node.lineno + 1


def test_no_file_is_longer_than_its_kind_may_be() -> None:
    too_long = {module: lines(module) for module in modules() if lines(module) > allowed(module)}
    assert not too_long


def test_the_usual_file_is_read_in_a_minute() -> None:
    assert median(lines(module) for module in modules() if not module.startswith("tests/")) < USUAL_FILE


def test_no_function_is_longer_than_forty_lines() -> None:
    too_long = {name: size for module in modules() for name, size in functions(module) if size > LONGEST_FUNCTION}
    assert not too_long

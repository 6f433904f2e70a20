"""Files and functions stay small enough to be read in one go."""

from collections.abc import Iterator
from functools import cache
from statistics import median

from tests.architecture.checkout import ROOT, module, modules

LONGEST_FILE = 300
LONGEST_TEST_FILE = 400
LONGEST_DAG_FILE = 80
LONGEST_FUNCTION = 40
USUAL_FILE = 90
"""The median file of what is installed has fewer lines than this."""


@cache
def lines(name: str) -> int:
    return len((ROOT / name).read_text(encoding="utf-8").splitlines())


def allowed(name: str) -> int:
    if name.startswith("dags/"):
        return LONGEST_DAG_FILE - 1
    return LONGEST_TEST_FILE if name.startswith("tests/") else LONGEST_FILE


def functions(name: str) -> Iterator[tuple[str, int]]:
    """Each function with its lines, docstring and signature included."""
    for one in module(name).definitions:
        if one.is_function:
            yield f"{name}:{one.first_line} {one.name}", one.lines


def test_no_file_is_longer_than_its_kind_may_be() -> None:
    too_long = {name: lines(name) for name in modules() if lines(name) > allowed(name)}
    assert not too_long


def test_the_usual_file_is_read_in_a_minute() -> None:
    assert median(lines(name) for name in modules() if not name.startswith("tests/")) < USUAL_FILE


def test_no_function_is_longer_than_forty_lines() -> None:
    too_long = {name: size for path in modules() for name, size in functions(path) if size > LONGEST_FUNCTION}
    assert not too_long

"""Every rule that code, tests or pages cite by number can be read in the rules of the waiting times or the register."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RULES = ROOT / "docs" / "rules"
ROOMS = ("board", "dags", "dashboards", "diis", "dsr", "metrics", "sendwatch", "tests", "benchmarks", "docs")

pages = pytest.mark.parametrize(
    ("series", "page", "rules", "cited_at_least"),
    [("WAIT", "waiting-times.md", 120, 40), ("DSR", "register.md", 120, 60)],
)


def numbers(series: str, page: str) -> list[str]:
    """The rules that a page tells, each under a heading of its own."""
    heading = re.compile(rf"^\*\*(R-{series}-\d+[a-z]?) ", re.MULTILINE)
    return heading.findall((RULES / page).read_text(encoding="utf-8"))


def cited(series: str, page: str) -> dict[str, set[str]]:
    """File to the rules it names."""
    number = re.compile(rf"R-{series}-\d+[a-z]?\b")
    files = (
        path
        for room in ROOMS
        for kind in ("*.py", "*.md")
        for path in (ROOT / room).rglob(kind)
        if path != RULES / page and "node_modules" not in path.parts
    )
    return {str(path.relative_to(ROOT)): set(number.findall(path.read_text(encoding="utf-8"))) for path in files}


@pages
def test_each_rule_has_one_number(series: str, page: str, rules: int, cited_at_least: int) -> None:
    found = numbers(series, page)
    assert len(found) == len(set(found)) > rules


@pages
def test_every_rule_that_is_cited_can_be_read(series: str, page: str, rules: int, cited_at_least: int) -> None:
    known = set(numbers(series, page))
    unknown = {file: named - known for file, named in cited(series, page).items() if named - known}
    assert unknown == {}
    assert len(set().union(*cited(series, page).values())) > cited_at_least

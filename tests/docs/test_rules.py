"""Every rule that code, tests or pages cite by number can be read in the rules of the waiting times."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
RULES = ROOT / "docs" / "rules" / "waiting-times.md"
ROOMS = ("board", "dags", "dashboards", "diis", "dsr", "metrics", "sendwatch", "tests", "benchmarks", "docs")
CITED = re.compile(r"R-WAIT-\d+[a-z]?\b")
HEADING = re.compile(r"^\*\*(R-WAIT-\d+[a-z]?) ", re.MULTILINE)


def cited() -> dict[str, set[str]]:
    """File to the rules it names."""
    files = (
        path
        for room in ROOMS
        for kind in ("*.py", "*.md")
        for path in (ROOT / room).rglob(kind)
        if path != RULES and "node_modules" not in path.parts
    )
    return {str(path.relative_to(ROOT)): set(CITED.findall(path.read_text(encoding="utf-8"))) for path in files}


def test_each_rule_has_one_number() -> None:
    numbers = HEADING.findall(RULES.read_text(encoding="utf-8"))
    assert len(numbers) == len(set(numbers)) > 120


def test_every_rule_that_is_cited_can_be_read() -> None:
    known = set(HEADING.findall(RULES.read_text(encoding="utf-8")))
    unknown = {file: rules - known for file, rules in cited().items() if rules - known}
    assert unknown == {}
    assert len(set().union(*cited().values())) > 40

"""Decision records: numbered once, said and reasoned, and found by the code that names them."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RECORDS = sorted((ROOT / "docs" / "adr").glob("*.md"))
ROOMS = ("board", "dags", "dashboards", "diis", "dsr", "metrics", "sendwatch", "tests", "benchmarks", "deploy")


def test_each_number_is_used_once() -> None:
    numbers = [record.name[:4] for record in RECORDS]
    assert len(numbers) == len(set(numbers)) >= 9


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.name)
def test_a_record_says_what_and_why_under_its_number(record: Path) -> None:
    text = record.read_text(encoding="utf-8")
    assert text.startswith(f"# {record.name[:4]} ")
    assert "**What.**" in text
    assert "**Why.**" in text


def test_every_record_that_code_names_exists() -> None:
    named = {
        (module.relative_to(ROOT), name)
        for room in ROOMS
        for module in (ROOT / room).rglob("*.py")
        for name in re.findall(r"docs/adr/([\w-]+\.md)", module.read_text(encoding="utf-8"))
    }
    assert named
    assert {(module, name) for module, name in named if not (ROOT / "docs" / "adr" / name).exists()} == set()

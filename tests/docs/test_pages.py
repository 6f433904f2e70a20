"""What pages point at exists: files, code, settings, other pages."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from sendwatch.settings import PREFIX, SECRETS, Settings

ROOT = Path(__file__).parents[2]
WRITTEN_TO = re.compile(r"^(var|inbox|deploy/secrets|deploy/\.env)(/|$)")
"""Paths that exist only once the service has run."""

FOLDERS = ("benchmarks", "dashboards", "deploy", "docs")
PAGES = [ROOT / "README.md", *sorted(page for folder in FOLDERS for page in (ROOT / folder).rglob("*.md"))]
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
QUOTED = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
CODE_BLOCK = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
PATH = re.compile(r"(?:[\w.-]+/)+[\w.-]*")
TOP = {path.name for path in ROOT.iterdir() if path.is_dir()}
SETTING = re.compile(rf"{PREFIX}[A-Z0-9_]*[A-Z0-9]")
SETTINGS = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields} | {
    f"{PREFIX}{name.upper()}_FILE" for name in SECRETS
}

pages = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))


def paths(text: str) -> Iterator[str]:
    """Code paths in backticks, which are given from the top of the checkout."""
    for quoted in QUOTED.findall(CODE_BLOCK.sub("", text)):
        from_the_top = PATH.fullmatch(quoted) and quoted.split("/")[0] in TOP
        if from_the_top and not WRITTEN_TO.match(quoted):
            yield quoted


def settings(text: str) -> set[str]:
    return set(SETTING.findall(text))


def test_the_pages_of_the_project_are_found() -> None:
    names = {str(page.relative_to(ROOT)) for page in PAGES}
    assert {"README.md", "docs/architecture.md", "docs/adr/0001-house-rules.md", "benchmarks/README.md"} <= names


@pages
def test_every_relative_link_leads_to_something(page: Path) -> None:
    links = [link.split("#")[0] for link in LINK.findall(CODE_BLOCK.sub("", page.read_text(encoding="utf-8")))]
    relative = [link for link in links if link and "://" not in link and not link.startswith("mailto:")]
    assert [link for link in relative if not (page.parent / link).exists()] == []


@pages
def test_every_path_in_the_text_exists(page: Path) -> None:
    assert [path for path in paths(page.read_text(encoding="utf-8")) if not (ROOT / path).exists()] == []


@pages
def test_every_setting_in_the_text_is_one(page: Path) -> None:
    assert settings(page.read_text(encoding="utf-8")) - SETTINGS == set()


def test_a_path_a_setting_and_a_link_that_lead_nowhere_are_found() -> None:
    text = f"[a](gone.md) and `diis/gone.py` and `diis/pull.py`, {PREFIX}HOME and {PREFIX}HOUSE"
    assert LINK.findall(text) == ["gone.md"]
    assert list(paths(text)) == ["diis/gone.py", "diis/pull.py"]
    assert settings(text) - SETTINGS == {f"{PREFIX}HOUSE"}

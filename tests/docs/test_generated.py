"""Pages that are written by the code are what the code writes today."""

import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from diis.definitions.code_meanings import MEANINGS
from diis.definitions.figure_words import words_of
from diis.definitions.figures import ALL
from diis.definitions.local_measures import MEASURES
from diis.extracts.layout_words import TABLES, coded
from sendwatch.__main__ import app
from sendwatch.commands import layout
from sendwatch.commands.measures import page
from tests.spec import manual

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
TYPER = [sys.executable, "-m", "typer", "sendwatch.__main__", "utils", "docs"]


def test_the_page_of_measures_is_what_the_command_prints() -> None:
    printed = CliRunner().invoke(app, ["measures", "--markdown"])
    assert printed.exit_code == 0
    assert printed.output == (DOCS / "measures.md").read_text(encoding="utf-8"), (
        "Run: sendwatch measures --markdown > docs/measures.md"
    )


def test_the_page_of_the_layout_is_what_the_command_prints() -> None:
    printed = CliRunner().invoke(app, ["layout", "--markdown"])
    assert printed.output == (DOCS / "layout-wl-1.md").read_text(encoding="utf-8"), (
        "Run: sendwatch layout --markdown > docs/layout-wl-1.md"
    )


def test_the_page_of_the_layout_names_every_column_and_every_code_of_a_short_list() -> None:
    text = "\n".join(layout.page())
    for table in TABLES:
        assert all(f"| {name} | " in text for name in table.names)
    for one in coded():
        assert len(one.codes) > 24 or all(f"| {code} | " in text for code in one.codes)


def test_a_meaning_is_that_of_a_code_in_the_list() -> None:
    lists = {one.name: one.codes for one in coded()}
    assert {(name, code) for name, codes in MEANINGS.items() for code in codes if code not in lists[name]} == set()


def test_every_verb_is_told_in_a_sentence_that_is_not_cut() -> None:
    for words in (
        [],
        ["quarantine"],
        ["metrics"],
        ["dashboards"],
        ["board"],
        ["forecast"],
        ["dsr"],
        ["dsr", "audit"],
        ["dsr", "keys"],
    ):
        assert (
            "..."
            not in CliRunner(env={"COLUMNS": "80"}).invoke(app, [*words, "--help"]).output.partition("Commands:")[2]
        )


def test_every_measure_is_on_the_page_with_its_words() -> None:
    text = "\n".join(page())
    for measure in MEASURES:
        for said in (measure.id, measure.stop_words, measure.standard_words, str(measure.in_force_from)):
            assert said in text


def test_a_band_is_named_by_its_days() -> None:
    assert words_of("open-band:365-728") == "open clocks that have run for 365-728 days so far"
    assert ALL not in words_of("open")


def test_the_page_of_the_command_line_is_what_typer_writes(tmp_path: Path) -> None:
    command = [*TYPER, "--name", "sendwatch", "--title", "The command line", "--output", str(tmp_path / "page.md")]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    assert (tmp_path / "page.md").read_text(encoding="utf-8") == (DOCS / "command-line.md").read_text(
        encoding="utf-8"
    ), (
        'Run: typer sendwatch.__main__ utils docs --name sendwatch --title "The command line" '
        "--output docs/command-line.md"
    )


@pytest.mark.parametrize(("name", "page_name"), [("waits", "worked-cases.md"), ("register", "register-cases.md")])
def test_the_worked_cases_are_those_of_the_specifications(name: str, page_name: str) -> None:
    assert "\n".join(manual.pages(name)) == (DOCS / "rules" / page_name).read_text(encoding="utf-8"), (
        f"Run: python -m tests.spec.manual {name} > docs/rules/{page_name}"
    )

"""Pages that are written by the code are what the code writes today."""

import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from diis.definitions.figure_words import words_of
from diis.definitions.figures import ALL
from diis.definitions.local_measures import MEASURES
from sendwatch.__main__ import app
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

"""What a run says while it is under way and when it ends, to somebody who reads its log."""

from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from sendwatch.run import progress as module
from sendwatch.run.checks import Check
from sendwatch.run.progress import Progress
from sendwatch.run.show import show_end


def a_log() -> tuple[Console, StringIO]:
    text = StringIO()
    return Console(file=text, width=200, force_terminal=False), text


@pytest.mark.parametrize(("seconds", "told"), [(0.0, True), (3600.0, False)])
def test_a_log_hears_how_far_a_long_step_is_from_time_to_time(
    monkeypatch: pytest.MonkeyPatch, seconds: float, told: bool
) -> None:
    monkeypatch.setattr(module, "SAY_SECONDS", seconds)
    console, text = a_log()
    with Progress(console).doing("Airflow pulls the extracts") as tell:
        tell("3 of 15 feeds are done")
        tell("15 of 15 feeds are done")
    assert ("pulls the extracts: 3 of 15 feeds are done so far" in text.getvalue()) is told
    assert text.getvalue().rstrip().endswith("15 of 15 feeds are done")


def test_a_run_that_went_well_ends_with_where_its_data_is_and_what_to_try_next() -> None:
    console, text = a_log()
    show_end(console, Path("var"), [Check("Store", True, "")])
    assert "All is well: every stage got its data. The invented data stays in var." in text.getvalue()
    assert "sendwatch loads" in text.getvalue()


def test_a_run_that_did_not_ends_with_the_stages_that_failed() -> None:
    console, text = a_log()
    show_end(console, Path("var"), [Check("Store", False, ""), Check("Airflow", True, "")])
    assert "Not all is well: Store. The logs are in var/logs." in text.getvalue()
    assert "All is well" not in text.getvalue()

"""The board's extract: suppressed, complete, and the same again for the same month and load (R-WAIT-95)."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from board.waits_extract import NothingKnown, waits_extract
from diis.figures import figures_at
from diis.intake import Intake
from diis.pull import pull

EXAMPLE = Path(__file__).parent.parent / "samples" / "wl-1-example"
MONTH = date(2026, 9, 1)


@pytest.fixture
def loaded(intake: Intake) -> Intake:
    for folder in sorted(EXAMPLE.glob("*_*_*")):
        pull(None, folder, intake)
    return intake


def test_a_month_without_figures_is_said_not_written(intake: Intake) -> None:
    with pytest.raises(NothingKnown, match="September 2026"):
        waits_extract(intake.store, MONTH)


def test_a_month_that_no_list_reaches_is_said_not_written(loaded: Intake) -> None:
    with pytest.raises(NothingKnown, match="no list for November 2026: the newest is of 2026-09-30"):
        waits_extract(loaded.store, date(2026, 11, 1))


def test_the_notes_say_up_to_when_each_provider_told_us(loaded: Intake) -> None:
    def reach(month: date) -> dict[str, str]:
        notes = waits_extract(loaded.store, month).notes
        return dict(zip(notes["note"], notes["text"], strict=True))

    note = "Newest list, University Hospitals Dorset, neurodevelopmental"
    assert reach(MONTH)[note] == "30 September 2026"
    assert reach(date(2026, 10, 1))[note].startswith("30 September 2026; nothing is known")


def test_the_notes_say_whose_list_the_totals_lack(loaded: Intake) -> None:
    """A total that lacks a provider is never silently smaller."""
    notes = waits_extract(loaded.store, MONTH).notes
    said = dict(zip(notes["note"], notes["text"], strict=True))
    missing = said["Completeness, Dorset County Hospital, neurodevelopmental"]
    assert missing.endswith("has never sent its neurodevelopmental list: these figures are too small.")
    assert "Completeness, Dorset HealthCare, camhs-gateway" not in said


def test_every_cell_is_the_suppressed_figure_of_the_last_day(loaded: Intake, tmp_path: Path) -> None:
    table_file, _ = waits_extract(loaded.store, MONTH).write(tmp_path)
    table = pd.read_csv(table_file, dtype=str)
    exact = figures_at(loaded.store, date(2026, 9, 30), breakdown="all")
    shown = [one.shown() for one in exact if (one.measure, one.provider) == ("nd-first-contact", "R0D")]
    mine = table[table["measure"] == "Waiting for a first neurodevelopmental contact"]
    found = dict(zip(mine["figure"], mine["University Hospitals Dorset"], strict=True))
    assert found == {one.figure: "[c]" if one.value is None else str(int(one.value)) for one in shown}
    assert "[c]" in found.values()


def test_no_exact_small_number_is_anywhere_in_the_files(loaded: Intake, tmp_path: Path) -> None:
    table = pd.read_csv(waits_extract(loaded.store, MONTH).write(tmp_path)[0], dtype=str)
    counts = table[table["unit"] == "count"].iloc[:, 3:].to_numpy().ravel()
    assert len(counts) > 50
    assert all(cell in ("[c]", "[x]") or int(cell) % 5 == 0 for cell in counts)


def test_a_provider_without_the_pathway_is_unavailable_not_zero(loaded: Intake) -> None:
    table = waits_extract(loaded.store, MONTH).table
    gateway = table[table["measure"] == "Waiting for a CAMHS Gateway decision"]
    assert set(gateway["Dorset County Hospital"]) == {"[x]"}


def test_the_same_month_and_load_give_the_same_bytes_after_more_was_loaded(intake: Intake, tmp_path: Path) -> None:
    first, *others = sorted(EXAMPLE.glob("*_*_*"))
    pull(None, first, intake)
    then = waits_extract(intake.store, MONTH)
    before = [path.read_bytes() for path in then.write(tmp_path / "then")]
    for folder in others:
        pull(None, folder, intake)
    again = waits_extract(intake.store, MONTH, then.as_known).write(tmp_path / "again")
    assert [path.read_bytes() for path in again] == before
    assert waits_extract(intake.store, MONTH).as_known > then.as_known

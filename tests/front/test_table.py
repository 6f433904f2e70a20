"""The table of the waits that a run prints."""

from io import StringIO

from rich.console import Console

from diis.definitions.figures import Figure
from sendwatch.run.table import waits_table
from tests.front.figures import figure


def printed(*figures: Figure, width: int = 80) -> str:
    page = StringIO()
    Console(width=width, file=page).print(waits_table(figures))
    return page.getvalue()


def test_a_row_says_who_waits_where_and_how_long() -> None:
    text = printed(figure("open", 443), figure("open-over-standard", 141), figure("open-median-days", 20.5))
    assert "Waits on 2026-11-15" in text
    assert "gateway-decision 28" in text
    row = next(line for line in text.splitlines() if "Dorset HealthCare" in line)
    assert row.split() == ["Dorset", "HealthCare", "445", "140", "21"]


def test_a_small_number_is_not_shown() -> None:
    row = next(line for line in printed(figure("open", 4)).splitlines() if "Dorset HealthCare" in line)
    assert row.split() == ["Dorset", "HealthCare", "*"]
    assert "* fewer than 5" in printed(figure("open", 4))


def test_nothing_is_cut_off_on_a_terminal_of_80_columns() -> None:
    names = ("open", "open-over-standard", "open-median-days", "open-p90-days", "received", "stopped")
    text = printed(*(figure(name, 12_345, provider="R0D", measure="nd-first-contact") for name in names))
    assert "…" not in text
    assert text.count("12,345") == len(names)


def test_a_run_before_any_list_has_an_empty_table() -> None:
    assert "no day yet" in printed()

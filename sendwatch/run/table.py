"""The waits as a table for a terminal: how many children wait for what, with whom, and how long."""

from collections.abc import Mapping, Sequence

from rich import box
from rich.table import Table

from diis.definitions.figures import ALL, Figure
from diis.definitions.local_measures import MEASURES
from diis.definitions.measures import Measure
from diis.definitions.pathways import PROVIDERS

TOO_SMALL = "*"
LEGEND = f"""After a measure: its standard in days. {TOO_SMALL} fewer than 5; other counts to the nearest 5.
Received and stopped in the last 28 days."""
COLUMNS: Mapping[str, str] = {
    "open": "Waiting",
    "open-over-standard": "Over\nstandard",
    "open-median-days": "Median\ndays",
    "open-p90-days": "9 in 10\nwithin",
    "received": "Received",
    "stopped": "Stopped",
}


def waits_table(figures: Sequence[Figure]) -> Table:
    """A row for each measure and provider, in shown form (R-WAIT-95); the sum of all providers last."""
    as_at = max((figure.as_at for figure in figures), default="no day yet")
    table = Table(title=f"Waits on {as_at}", caption=LEGEND, caption_justify="left", box=box.SIMPLE_HEAD, padding=0)
    table.add_column("Measure and provider", no_wrap=True)
    for heading in COLUMNS.values():
        table.add_column(heading, justify="right", no_wrap=True)
    for measure in MEASURES:
        table.add_row(f"[bold]{measure.id} {measure.standard_days or ''}[/bold]")
        for provider in (*PROVIDERS, ALL):
            row = {figure.figure: figure for figure in figures if is_row_of(figure, measure, provider)}
            if row:
                name = PROVIDERS.get(provider, "All providers")
                table.add_row(f"  {name}", *(number(row.get(column)) for column in COLUMNS))
        table.add_section()
    return table


def is_row_of(figure: Figure, measure: Measure, provider: str) -> bool:
    return figure.measure == measure.id and figure.provider == provider and figure.breakdown == ALL


def number(figure: Figure | None) -> str:
    if figure is None:
        return ""
    value = figure.shown().value
    return TOO_SMALL if value is None else f"{value:,.0f}"

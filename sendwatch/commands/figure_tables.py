"""Figures as tables for a terminal: one for each measure, and one for all the national ones, which have one figure."""

from collections.abc import Iterable, Mapping
from datetime import date

from rich.console import Console
from rich.table import Table

from diis.definitions.figure_words import label_of
from diis.definitions.figures import ALL, VALUE, Figure
from diis.definitions.pathways import PROVIDERS

SUPPRESSED = "*"


def print_figures(
    as_at: date, figures: list[Figure], titles: Mapping[str, str], standards: Mapping[str, int], *, exact: bool
) -> None:
    """A row for each figure, a column for each provider; says so where there is nothing.

    `standards` has the days of each measure that has a standard.
    """
    console = Console()
    if not figures:
        console.print(f"There is no figure for {as_at} of what was asked for.")
        console.print("If its list was never pulled, pull it first: sendwatch pull PATH")
    with_several = [figure for figure in figures if figure.figure != VALUE]
    for measure in dict.fromkeys(figure.measure for figure in with_several):
        console.print(f"{titles.get(measure, measure)} ({measure}), {as_at}")
        mine = [figure for figure in with_several if figure.measure == measure]
        console.print(_table(mine, standards.get(measure)))
    national = [figure for figure in figures if figure.figure == VALUE]
    if national:
        console.print(f"National measures, month that ends on {as_at}")
        console.print(_national(national, titles))
    if names := _names(figures):
        console.print(names)
    if figures and not exact:
        console.print(
            f"{SUPPRESSED} fewer than 5, not shown; other counts to the nearest 5 (R-WAIT-95). Exact: --exact"
        )


def _names(figures: Iterable[Figure]) -> str:
    """The providers of the columns by name, as far as they are ours."""
    codes = dict.fromkeys(figure.provider for figure in figures)
    return ", ".join(f"{code} {PROVIDERS[code]}" for code in codes if code in PROVIDERS)


def _label(figure: str, standard: int | None) -> str:
    label = label_of(figure)
    return label if standard is None else label.replace("the standard", f"the standard of {standard} days")


def _table(figures: list[Figure], standard: int | None) -> Table:
    table = Table()
    by_level = any(figure.level != ALL for figure in figures)
    providers = _columns(table, figures, *(["level"] if by_level else []), "figure")
    cells = {(figure.level, figure.figure, figure.provider): _cell(figure) for figure in figures}
    before = None
    for level, name in dict.fromkeys((figure.level, figure.figure) for figure in figures):
        # A level is told once, in the first of its rows.
        told = [level if level != before else ""] if by_level else []
        table.add_row(
            *told, _label(name, standard), *(cells.get((level, name, provider), "") for provider in providers)
        )
        before = level
    return table


def _national(figures: list[Figure], titles: Mapping[str, str]) -> Table:
    table = Table()
    by_level = any(figure.level != ALL for figure in figures)
    providers = _columns(table, figures, *(["level"] if by_level else []), "measure", "is")
    cells = {(figure.level, figure.measure, figure.provider): _cell(figure) for figure in figures}
    for level, measure in dict.fromkeys((figure.level, figure.measure) for figure in figures):
        told = [level] if by_level else []
        values = (cells.get((level, measure, provider), "") for provider in providers)
        table.add_row(*told, measure, titles.get(measure, ""), *values)
    return table


def _columns(table: Table, figures: Iterable[Figure], *names: str) -> list[str]:
    """Make the columns; returns the providers, in the order of theirs."""
    providers = list(dict.fromkeys(figure.provider for figure in figures))
    for name in names:
        table.add_column(name)
    for provider in providers:
        table.add_column(provider, justify="right")
    return providers


def _cell(figure: Figure) -> str:
    if figure.suppressed:
        return SUPPRESSED
    if figure.value is None:
        return figure.note or "-"
    return f"{figure.value:,.1f}".removesuffix(".0")

"""`sendwatch waits`: the figures of a date, and the list behind an alert."""

import json
from dataclasses import asdict
from datetime import date, datetime
from difflib import get_close_matches
from typing import TYPE_CHECKING, Annotated

import typer

from diis.definitions.breakdowns import BREAKDOWN_IDS
from diis.definitions.figure_words import label_of
from diis.definitions.figures import ALL, Figure
from diis.definitions.local_measures import MEASURES
from diis.definitions.pathways import PROVIDERS
from diis.definitions.rtt_figures import RTT_MEASURES, TREATMENT_FUNCTION
from diis.figures import figures_at
from diis.store.leavers import Leaver, unexplained_leavers
from diis.store.ledger import NewestList, newest_lists
from sendwatch.rooms import open_store
from sendwatch.settings import Settings

if TYPE_CHECKING:
    from rich.table import Table

SUPPRESSED = "*"
UNEXPLAINED_LEAVERS = "unexplained-leavers"
_BREAKDOWNS = (*BREAKDOWN_IDS, TREATMENT_FUNCTION)
_TITLES = {measure.id: measure.title for measure in MEASURES} | {measure.id: measure.title for measure in RTT_MEASURES}

Json = Annotated[bool, typer.Option("--json", help="For machines.")]


def waits(
    as_at: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The day the figures describe.")],
    as_known: Annotated[int | None, typer.Option(help="As known when this load was the newest; default now.")] = None,
    measure: Annotated[str | None, typer.Option(help="One measure only.")] = None,
    provider: Annotated[str | None, typer.Option(help="One ODS code, or 'all' for all providers together.")] = None,
    by: Annotated[
        str, typer.Option(help=f"{', '.join(BREAKDOWN_IDS)}; treatment-function for the published file.")
    ] = ALL,
    listed: Annotated[
        str | None, typer.Option("--list", help="A list of referrals instead: unexplained-leavers.")
    ] = None,
    exact: Annotated[bool, typer.Option("--exact", help="Exact counts, for those allowed to see them.")] = False,
    as_json: Json = False,
) -> None:
    """Print the waits of a day. Small numbers are suppressed unless --exact is given (R-WAIT-95).

    Example: sendwatch waits --as-at 2026-09-30 --provider R0D
    """
    _known("measure", measure, tuple(_TITLES))
    _known("provider", provider, (*PROVIDERS, ALL))
    _known("breakdown", by, _BREAKDOWNS)
    _known("list", listed, (UNEXPLAINED_LEAVERS,))
    store = open_store(Settings())
    try:
        if listed is not None:
            _print_leavers(unexplained_leavers(store, as_at.date(), as_known), provider, as_json)
            return
        found = figures_at(store, as_at.date(), as_known, measure=measure, provider=provider, breakdown=by)
        known = found[0].as_known if found else as_known
        lists = [one for one in newest_lists(store, known) if provider in (None, ALL, one.provider)]
    finally:
        store.close()
    chosen = [figure if exact else figure.shown() for figure in found]
    if as_json:
        typer.echo(json.dumps(_as_json(as_at.date(), known, lists, chosen), default=str))
    else:
        _print_lists(as_at.date(), lists)
        _print(as_at.date(), chosen, exact)


def _print_leavers(leavers: list[Leaver], provider: str | None, as_json: bool) -> None:
    """The referrals by the provider's own ids: the one list that is never suppressed, as somebody must act on it."""
    mine = [leaver for leaver in leavers if provider in (None, ALL, leaver.provider)]
    if as_json:
        typer.echo(json.dumps([asdict(leaver) for leaver in mine], default=str))
        return
    for leaver in mine:
        typer.echo(
            f"{leaver.provider} {leaver.pathway} {leaver.referral_id}: last on the list of {leaver.last_seen_on}, "
            f"missing from that of {leaver.missing_from_on}"
        )
    typer.echo(f"{len(mine)} referrals left without an outcome." if mine else "Nobody left a list without an outcome.")


def _known(what: str, given: str | None, allowed: tuple[str, ...]) -> None:
    if given is None or given in allowed:
        return
    close = get_close_matches(given, allowed, n=1)
    hint = f" Did you mean {close[0]}?" if close else ""
    raise typer.BadParameter(f"There is no {what} '{given}'.{hint} Known: {', '.join(allowed)}.")


def _as_json(as_at: date, as_known: int | None, lists: list[NewestList], chosen: list[Figure]) -> dict[str, object]:
    return {
        "as_at": str(as_at),
        "as_known": as_known,
        "newest_lists": [asdict(one) for one in lists],
        "figures": [
            {
                "measure": figure.measure,
                "figure": figure.figure,
                "provider": figure.provider,
                "breakdown": figure.breakdown,
                "level": figure.level,
                "value": figure.value,
                "unit": figure.unit,
                "rule": figure.rule,
                "suppressed": figure.suppressed,
                **({"note": figure.note} if figure.note else {}),
            }
            for figure in chosen
        ],
    }


def _print_lists(as_at: date, lists: list[NewestList]) -> None:
    """Up to when each provider told us, and which of them had not yet told of the day."""
    if lists:
        typer.echo(f"Newest list: {', '.join(map(_in_words, lists))}")
    behind = [one for one in lists if one.census_on < as_at]
    if behind:
        typer.echo(
            f"WARNING: {as_at} is after the newest list of {', '.join(map(_in_words, behind))}. "
            "Nothing is known of these children after that list: they are counted as if nothing had happened."
        )


def _in_words(newest: NewestList) -> str:
    return f"{newest.provider} {newest.pathway} {newest.census_on}"


def _print(as_at: date, figures: list[Figure], exact: bool) -> None:
    """A table for each measure: a row for each figure, a column for each provider."""
    # Other ways out need no tables, and half a second is much for a question that is asked often.
    from rich.console import Console

    console = Console()
    if not figures:
        console.print(f"There is no figure for {as_at}. Pull an extract first: sendwatch pull PATH")
    for measure in dict.fromkeys(figure.measure for figure in figures):
        console.print(f"{_TITLES[measure]} ({measure}), {as_at}")
        console.print(_table([figure for figure in figures if figure.measure == measure]))
    if figures and not exact:
        console.print(
            f"{SUPPRESSED} fewer than 5, not shown; other counts to the nearest 5 (R-WAIT-95). Exact: --exact"
        )


def _table(figures: list[Figure]) -> "Table":
    from rich.table import Table

    table = Table()
    by_level = any(figure.level != ALL for figure in figures)
    providers = list(dict.fromkeys(figure.provider for figure in figures))
    for column in (*(["level"] if by_level else []), "figure"):
        table.add_column(column)
    for provider in providers:
        table.add_column(provider, justify="right")
    cells = {(figure.level, figure.figure, figure.provider): _cell(figure) for figure in figures}
    before = None
    for level, name in dict.fromkeys((figure.level, figure.figure) for figure in figures):
        # A level is told once, in the first of its rows.
        told = [level if level != before else ""] if by_level else []
        table.add_row(*told, label_of(name), *(cells.get((level, name, provider), "") for provider in providers))
        before = level
    return table


def _cell(figure: Figure) -> str:
    if figure.suppressed:
        return SUPPRESSED
    if figure.value is None:
        return figure.note or "-"
    return f"{figure.value:,.1f}".removesuffix(".0")

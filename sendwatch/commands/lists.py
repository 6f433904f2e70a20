"""The lists behind figures and alerts, printed: referrals by the provider's own ids, for those who must act on them."""

import json
from dataclasses import asdict
from datetime import date

import typer

from diis.definitions.figures import ALL
from diis.store.engine import Store
from diis.store.leavers import Leaver, unexplained_leavers
from diis.worklists import LISTS, worklist

UNEXPLAINED_LEAVERS = "unexplained-leavers"
LIST_NAMES: tuple[str, ...] = (UNEXPLAINED_LEAVERS, *LISTS)


def print_list(store: Store, name: str, as_at: date, as_known: int | None, provider: str | None, as_json: bool) -> None:
    """One list of a day; never suppressed, as somebody must act on each line of it."""
    if name == UNEXPLAINED_LEAVERS:
        _print_leavers(unexplained_leavers(store, as_at, as_known), provider, as_json)
        return
    mine = [line for line in worklist(store, name, as_at, as_known) if provider in (None, ALL, line.provider)]
    if as_json:
        typer.echo(json.dumps([line.as_json() for line in mine], default=str))
        return
    for line in mine:
        typer.echo(line.in_words())
    typer.echo(f"{len(mine)} referrals are on this list." if mine else "Nobody is on this list.")


def _print_leavers(leavers: list[Leaver], provider: str | None, as_json: bool) -> None:
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

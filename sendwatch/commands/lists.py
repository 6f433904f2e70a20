"""The lists behind figures and alerts, printed: referrals by the provider's own ids, for those who must act on them."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date

import typer

from diis.definitions.figures import ALL
from diis.definitions.pathways import NEURODEVELOPMENTAL, PATHWAYS, PROVIDERS
from diis.store.engine import Store
from diis.store.leavers import Leaver, unexplained_leavers
from diis.store.ledger import newest_sequence
from diis.store.submitters import fed
from diis.worklists import LISTS, worklist

UNEXPLAINED_LEAVERS = "unexplained-leavers"
_PATHWAYS = {"turning-18": (NEURODEVELOPMENTAL,)}
"""Lists that are of one pathway; the others are of all."""
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
    for sentence in without_lists(store, _PATHWAYS.get(name, PATHWAYS), as_known, provider):
        typer.echo(f"WARNING: {sentence}")
    typer.echo(f"{len(mine)} referrals are on this list." if mine else "Nobody is on this list.")


def without_lists(store: Store, pathways: Iterable[str], as_known: int | None, provider: str | None) -> list[str]:
    """Whose children no list behind a problem on the way tells of: "nobody" is not said of them."""
    with store.reading() as connection:
        submitters = fed(connection, newest_sequence(connection, as_known))
    return [
        f"{PROVIDERS.get(one, one)} sends no list of {pathway.replace('-', ' ')}, only national submissions, which do "
        "not tell this: its children are not among these."
        for pathway in sorted(pathways)
        for one in submitters.get(pathway, ())
        if provider in (None, ALL, one)
    ]


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

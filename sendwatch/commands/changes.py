"""`sendwatch changes`: what changed in the figures of a day between two loads, and why."""

import json
from collections.abc import Iterator
from typing import Annotated

import typer

from diis.changes import NotEarlier, WhatChanged
from diis.changes import changes as changes_between
from diis.definitions.changes import REASONS, Change
from diis.definitions.suppression import suppressed_count
from sendwatch.commands.days_and_loads import LAST_LOAD, AsAt, warn_of_no_such_load
from sendwatch.rooms import open_store
from sendwatch.settings import Settings

SUPPRESSED = "*"


def changes(
    from_load: Annotated[
        int,
        typer.Option("--from", min=0, max=LAST_LOAD, help="The load before: its number; `sendwatch loads` lists them."),
    ],
    to_load: Annotated[int, typer.Option("--to", min=0, max=LAST_LOAD, help="The load after: its number.")],
    as_at: AsAt,
    exact: Annotated[bool, typer.Option("--exact", help="Exact counts, for those allowed to see them.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
) -> None:
    """Print what changed between two loads, and why.

    The open and stopped clocks of a day, by reason.

    For each measure and provider the reasons add up to the difference exactly; without --exact, numbers are rounded
    and small ones not shown (R-WAIT-95).

    Example: sendwatch changes --from 120 --to 128 --as-at 2026-09-30
    """
    store = open_store(Settings())
    try:
        found = changes_between(store, from_load, to_load, as_at.date())
        warn_of_no_such_load(store, from_load, to_load)
    except NotEarlier as fault:
        raise typer.BadParameter(str(fault)) from fault
    finally:
        store.close()
    if as_json:
        typer.echo(json.dumps(_as_json(found, exact), default=str))
    else:
        typer.echo("\n".join(_in_words(found, exact)))


def _as_json(found: WhatChanged, exact: bool) -> dict[str, object]:
    return {
        "as_at": found.as_at,
        "from": found.from_load,
        "to": found.to_load,
        "changes": [_row(change, exact) for change in (found.changes if exact else found.possible)],
    }


def _row(change: Change, exact: bool) -> dict[str, object]:
    more, fewer = _count(change.more, exact), _count(change.fewer, exact)
    return {
        "measure": change.measure,
        "provider": change.provider,
        "figure": change.figure,
        "reason": change.reason,
        "more": more,
        "fewer": fewer,
        "suppressed": more is None or fewer is None,
    }


def _in_words(found: WhatChanged, exact: bool) -> Iterator[str]:
    span = f"{found.as_at}, from load {found.from_load} to load {found.to_load}"
    told = [change for change in found.changes if exact or _is_shown(change)]
    if not told:
        yield f"Nothing that was open or stopped differs{'' if exact else ' by 5 or more for one reason'}: {span}."
        return
    yield f"What changed: {span}."
    heading = ("", "", "")
    for change in told:
        of = (change.measure, change.provider, change.figure)
        if of != heading:
            heading = of
            same = [one for one in told if (one.measure, one.provider, one.figure) == of]
            yield f"{change.measure}, {change.provider}: {change.figure}{_total(same) if exact else ''}"
        more, fewer = _shown(change.more, exact), _shown(change.fewer, exact)
        yield f"  +{more:>6} -{fewer:>6}  {REASONS[change.reason]}"
    if not exact:
        yield (
            f"{SUPPRESSED} fewer than 5, not shown, and no line where both are; other counts to the nearest 5 "
            "(R-WAIT-95). Exact: --exact"
        )


def _total(changes: list[Change]) -> str:
    return f" {sum(change.net for change in changes):+}"


def _is_shown(change: Change) -> bool:
    """Whether it may be told that there was such a change at all (R-WAIT-95)."""
    return _count(change.more, exact=False) is not None or _count(change.fewer, exact=False) is not None


def _count(count: int, exact: bool) -> int | None:
    return count if exact else suppressed_count(count)


def _shown(count: int, exact: bool) -> str:
    number = _count(count, exact)
    return SUPPRESSED if number is None else str(number)

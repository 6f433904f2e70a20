"""Writes a demo: child after child, each onto every list that holds it."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from sendwatch.demo.entries import Entry, entries_of
from sendwatch.demo.extracts import Extracts
from sendwatch.demo.identifiers import CHILDREN
from sendwatch.demo.leavers import Leavers
from sendwatch.demo.places import write_postcodes
from sendwatch.demo.plan import LAST_CENSUS, CannotBeMade, Plan
from sendwatch.demo.planted import plant
from sendwatch.demo.published import write_published
from sendwatch.demo.workers import children_of

POSTCODES_FILE = "postcodes.csv"

Progressing = Callable[[int, int], None]

_SAMPLE = 2_000
_NEVER_TOO_MANY = 100_000
_PROGRESS_EVERY = 500


def write(
    out: Path,
    *,
    weeks: int = 26,
    seed: int = 1,
    referrals: int | None = None,
    last_census: date = LAST_CENSUS,
    progress: Progressing | None = None,
) -> list[Path]:
    """Write the lists of so many weeks, each feed in a folder of its name; returns the extract folders.

    `referrals` is the number of rows in the newest lists of all feeds together, planted ones included. Beside the
    folders come `postcodes.csv` and one published file. `progress` is called with rows made and rows to make.
    Raises `CannotBeMade`.
    """
    plan = Plan(seed=seed, weeks=weeks, referrals=referrals, last_census=last_census)
    _check_size(plan)
    with Extracts(out, plan.timetables) as extracts:
        _write_lists(plan, extracts, progress or _silent)
        write_postcodes(out / POSTCODES_FILE)
        write_published(out, plan)
        return extracts.finish()


def _silent(_done: int, _total: int) -> None:
    """Nobody watches."""


def _check_size(plan: Plan) -> None:
    """Refuse a size for which there are not enough test NHS numbers, before any of it is written."""
    if plan.referrals < _NEVER_TOO_MANY:
        return
    listed = sum(entry.lines[-1] is not None for child in range(_SAMPLE) for entry in entries_of(plan, child))
    most = int(CHILDREN * 0.97 * listed / _SAMPLE)
    if plan.referrals > most:
        raise CannotBeMade(
            f"{plan.referrals:,} referrals with {plan.weeks} weeks need more children than there are NHS numbers "
            f"to invent ({CHILDREN:,} of the 999 test range). Ask for at most {most:,}, or for fewer weeks."
        )


def _write_lists(plan: Plan, extracts: Extracts, progress: Progressing) -> None:
    leavers = Leavers(plan)
    done = plant(plan, extracts)
    with children_of(plan) as children:
        for number, entries in enumerate(children):
            for entry in entries:
                if done < plan.referrals:
                    done += _enter(extracts, leavers, entry)
            if done == plan.referrals or number % _PROGRESS_EVERY == 0:
                progress(done, plan.referrals)
            if done == plan.referrals:
                return


def _enter(extracts: Extracts, leavers: Leavers, entry: Entry) -> bool:
    """Put a referral on every list that holds it; whether the newest is one of them."""
    lines = entry.lines[: leavers.stays_until(entry)]
    for place, line in enumerate(lines):
        if line is not None:
            extracts.add(entry.timetable, place, line, entry.contacts)
    return len(lines) == len(entry.lines) and lines[-1] is not None

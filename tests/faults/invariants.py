"""What must hold after any fault (trust: I1 to I5, I9, I10), held against a store that never met one.

A store may only ever be seen in the states that the same work passes through without a fault. That is I1 (all of a
file or nothing), I5 (the last good figures, with their age) and I10 (it goes on from there) in one.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import func, select

from diis.definitions.figures import Figure
from diis.feeds import FEEDS
from diis.figures import figures_at
from diis.intake import Intake
from diis.store.figures import latest_figures
from diis.store.ledger import feed_statuses
from diis.store.readings import FeedStatus
from diis.store.tables import REFUSED, figure
from tests.diis.store_dump import TABLES, Dump, dump, ledger_rows
from tests.faults.works import RETENTION, WORKS

VERSIONED = [table for table in TABLES if {"from_sequence", "to_sequence"} <= set(table.c.keys())]


@dataclass(frozen=True)
class State:
    """A store as readers see it; `kept` is how many figures it has and how many with a value.

    `landed` is what lies in the landing area, where that is what the work is about.
    """

    rows: Dump
    kept: tuple[int, int]
    shown: list[Figure]
    feeds: list[FeedStatus]
    landed: list[tuple[str, str]]


@dataclass(frozen=True)
class Whole:
    """A work that met no fault: every state it passed through, and every row at its end."""

    name: str
    states: list[State]
    at_end: Dump


def state_of(name: str, intake: Intake) -> State:
    """An arrival may be there before its verdict, and bytes before both: neither is a state of the store."""
    landed = [(one.fingerprint, one.source.name) for one in intake.landing.arrivals()] if name == RETENTION else []
    rows = dump(intake.store, without=["arrival", figure.name])
    with intake.store.reading() as connection:
        kept = connection.execute(select(func.count(), func.count(figure.c.value)).select_from(figure)).one()
    return State(
        rows, (kept[0], kept[1]), list(latest_figures(intake.store)), feed_statuses(intake.store, FEEDS), landed
    )


def without_fault(name: str, intake: Intake, folder: Path) -> Whole:
    """Do a work in a store of its own, looking at it before each durable step."""
    work, states = WORKS[name], list[State]()

    def look(_step: str = "") -> None:
        seen = state_of(name, intake)
        if seen not in states:
            states.append(seen)

    work.arrange(intake, folder)
    look()
    work.do(replace(intake, step=look), folder)
    look()
    return Whole(name, states, dump(intake.store))


def place_among(whole: Whole, intake: Intake) -> int:
    """Which of the states without a fault a store is in (I1, I5, I10); rows add up (I3), landed bytes are whole."""
    _check_rows_add_up(intake)
    assert all(one.intact for one in intake.landing.arrivals()), "landed bytes are not those that were received"
    seen = state_of(whole.name, intake)
    assert seen in whole.states, "the store is in a state that no work without a fault passes through"
    return whole.states.index(seen)


def _check_rows_add_up(intake: Intake) -> None:
    for row in ledger_rows(intake.store):
        parts = [row[f"rows_{part}"] for part in ("accepted", "quarantined", "duplicate")]
        assert row["rows_in"] == sum(parts)  # type: ignore[arg-type]
        assert row["rows_in"] or row["outcome"] == REFUSED


def known_at_each_load(rows: Dump) -> Iterator[tuple[int, str, object]]:
    """What versioned tables told as known at each load: (sequence, table, rows that were valid)."""
    for sequence in sorted(row[0] for row in rows["load"]):  # type: ignore[type-var]
        for table in VERSIONED:
            names = [column.name for column in table.columns]
            begins, ends = names.index("from_sequence"), names.index("to_sequence")
            valid = [
                (*row[:ends], *row[ends + 1 :])
                for row in rows[table.name]
                if row[begins] <= sequence and (row[ends] is None or row[ends] > sequence)  # type: ignore[operator]
            ]
            yield sequence, table.name, sorted(valid, key=repr)  # type: ignore[misc]


def check_history(whole: Whole) -> None:
    """I9: in no state is anything else known at an earlier load than when that load was the newest."""
    for earlier, later in zip(whole.states, whole.states[1:], strict=False):
        told = {(sequence, table): rows for sequence, table, rows in known_at_each_load(later.rows)}
        assert all(told[sequence, table] == rows for sequence, table, rows in known_at_each_load(earlier.rows))


def asked_again(intake: Intake) -> list[Figure]:
    """The figures of today as known at the first load, counted from the versions (I9)."""
    return list(figures_at(intake.store, intake.today, 1))

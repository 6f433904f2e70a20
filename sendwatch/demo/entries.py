"""What one child brings to the lists and submissions, as text ready to be written, and what is true of it."""

from collections.abc import Iterator
from typing import NamedTuple

from sendwatch.demo.children import Referral, referrals_of
from sendwatch.demo.days import Day, iso
from sendwatch.demo.monthly.children import Submitted, submitted_by
from sendwatch.demo.plan import Plan
from sendwatch.demo.seen import Shown, after_census, contact_lines, days_of_change, event_lines, step_lines
from sendwatch.demo.truths import Truth, truths_of


class Entry(NamedTuple):
    """One referral: its line on each list of its timetable, None where the list does not hold it.

    `shown` are the lines of its contacts, events and steps; `waiting` tells whether the child is still waiting at the
    newest list.
    """

    timetable: int
    lines: list[str | None]
    shown: tuple[list[Shown], list[Shown], list[Shown]]
    waiting: bool
    truth: Truth


class Child(NamedTuple):
    """All that one child brings."""

    entries: list[Entry]
    submitted: list[Submitted]


def child_of(plan: Plan, child: int) -> Child:
    """What child number `child` brings, the same whoever makes it and when."""
    referrals = referrals_of(plan, child)
    truths = truths_of(plan, referrals)
    entries = [_entry(plan, referral, truth) for referral, truth in zip(referrals, truths, strict=True)]
    return Child(entries, submitted_by(plan, child, referrals))


def _entry(plan: Plan, referral: Referral, truth: Truth) -> Entry:
    table = plan.timetable_of[referral.flow]
    return Entry(
        timetable=plan.timetables.index(table),
        lines=list(_lines(referral, table.censuses)),
        shown=(contact_lines(referral), event_lines(referral), step_lines(referral)),
        waiting=referral.life.waiting(table.newest),
        truth=truth,
    )


def _lines(referral: Referral, censuses: tuple[Day, ...]) -> Iterator[str | None]:
    """What `seen_at` says of each census date, most of it written once for all the weeks in which nothing happens."""
    changes = sorted(days_of_change(referral), reverse=True)
    rest = ""
    for census in censuses:
        if not referral.life.listed(census):
            yield None
            continue
        if not rest or changes[-1] <= census:
            rest = after_census(referral, census)
            while changes and changes[-1] <= census:
                changes.pop()
        yield iso(census) + rest

"""What one child brings to the lists, as text ready to be written."""

from typing import NamedTuple

from sendwatch.demo.children import Referral, referrals_of
from sendwatch.demo.days import Day
from sendwatch.demo.plan import Plan
from sendwatch.demo.seen import contact_lines, seen_at


class Entry(NamedTuple):
    """One referral: its line on each list of its timetable, None where the list does not hold it.

    `contacts` are the lines of all its contacts with their day; `waiting` tells whether the child is still waiting
    at the newest list.
    """

    timetable: int
    lines: list[str | None]
    contacts: list[tuple[Day, str]]
    waiting: bool


def entries_of(plan: Plan, child: int) -> list[Entry]:
    """The entries of child number `child`, the same whoever makes them and when."""
    return [_entry(plan, referral) for referral in referrals_of(plan, child)]


def _entry(plan: Plan, referral: Referral) -> Entry:
    table = plan.timetable_of[referral.flow]
    return Entry(
        timetable=plan.timetables.index(table),
        lines=[seen_at(referral, census) for census in table.censuses],
        contacts=contact_lines(referral),
        waiting=referral.life.waiting(table.newest),
    )

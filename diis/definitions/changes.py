"""What changed between two loads, and why: each referral that counts otherwise has one reason, so the numbers add up.

The same day is described twice, as known at an earlier and at a later load (docs/adr/0037-what-changed.md).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from diis.definitions.clocks import OPEN, STOPPED, Referral, clock_of, in_window
from diis.definitions.figures import ALL
from diis.definitions.measures import FullClockStop, Measure

FIRST_LIST = "first-list"
LATE_LIST = "late-list"
RESTATED_LIST = "restated-list"
NEW_REFERRAL = "new-referral"
QUARANTINE_CORRECTED = "quarantine-corrected"
LISTED_LATE = "listed-late"
LEAVER = "leaver"
RETURNED = "returned"
CORRECTED = "corrected-referral"
NEWS = "newly-told"

REASONS = {
    FIRST_LIST: "the first list of its feed",
    LATE_LIST: "a list that came after a newer one",
    RESTATED_LIST: "a list of a census date that had been sent before",
    NEW_REFERRAL: "a referral received since the list known before",
    QUARANTINE_CORRECTED: "received earlier; the list known before had rows set aside, and this one is accepted now",
    LISTED_LATE: "received earlier, and not on the list known before",
    LEAVER: "missing from a newer list",
    RETURNED: "on the list again after it was missing",
    CORRECTED: "a date that the list known before should have told was added, moved or taken away",
    NEWS: "something that happened since the list known before",
}
"""Reason to words; a reason of the whole list comes before those of a single referral."""

FIGURES = ("open", "stopped")
"""The figures that are explained."""

_DATES = ("decision_on", "assessment_completed_on", "outcome_shared_on", "closed_on", "transferred_to_adult_on")


@dataclass(frozen=True)
class Arrived:
    """A loaded list, and the newest list of its feed that was known at the earlier load.

    `kind` is a reason of a whole list, None for an ordinary newer one. `set_aside` tells whether the list known before
    had referral rows in quarantine.
    """

    kind: str | None
    known_census_on: date | None = None
    set_aside: bool = False


@dataclass(frozen=True)
class Loaded:
    """A ledger row, as far as the order of lists rests on it; `set_aside` counts its quarantined referral rows."""

    sequence: int
    feed: str
    census_on: date
    set_aside: int = 0


@dataclass(frozen=True)
class Changed:
    """A referral that is told otherwise at the later load; `before` None: it was not known."""

    before: Referral | None
    after: Referral
    arrived: Arrived


@dataclass(frozen=True)
class Change:
    """By how many referrals a figure grew and shrank for one reason."""

    measure: str
    provider: str
    figure: str
    reason: str
    more: int
    fewer: int

    @property
    def net(self) -> int:
        """What the reason adds to the figure."""
        return self.more - self.fewer


def arrived(sequence: int, from_load: int, loads: Iterable[Loaded]) -> Arrived:
    """What kind of list a load brought, against those loaded before it and what was known at `from_load`."""
    rows = {load.sequence: load for load in loads}
    mine = rows[sequence]
    earlier = [load for load in rows.values() if load.feed == mine.feed and load.sequence < sequence]
    then = [load for load in earlier if load.sequence <= from_load]
    if not then:
        return Arrived(FIRST_LIST)
    if any(load.census_on == mine.census_on for load in earlier):
        return Arrived(RESTATED_LIST)
    if any(load.census_on > mine.census_on for load in earlier):
        return Arrived(LATE_LIST)
    known = max(then, key=lambda load: (load.census_on, load.sequence))
    return Arrived(None, known.census_on, known.set_aside > 0)


def reason_of(changed: Changed) -> str:
    """The one reason why a referral counts otherwise."""
    before, after, list_ = changed.before, changed.after, changed.arrived
    if list_.kind is not None or list_.known_census_on is None:
        return list_.kind or FIRST_LIST
    if before is None:
        if after.received_on > list_.known_census_on:
            return NEW_REFERRAL
        return QUARANTINE_CORRECTED if list_.set_aside else LISTED_LATE
    if after.missing_from_on is not None and before.missing_from_on is None:
        return LEAVER
    if before.missing_from_on is not None and after.missing_from_on is None:
        return RETURNED
    return CORRECTED if _corrected(before, after, list_.known_census_on) else NEWS


def _corrected(before: Referral, after: Referral, known_census_on: date) -> bool:
    """Whether anything but later events was told."""
    if before.received_on != after.received_on or set(before.contacts) - set(after.contacts):
        return True
    added = [contact.contact_on for contact in set(after.contacts) - set(before.contacts)]
    for name in _DATES:
        was, is_now = getattr(before, name), getattr(after, name)
        if was != is_now:
            if was is not None or is_now is None:
                return True
            added.append(is_now)
    if before.decision_on == after.decision_on and before.decision != after.decision:
        return True
    return any(day <= known_census_on for day in added)


def changes_of(changed: Iterable[Changed], measures: Sequence[Measure], as_at: date) -> list[Change]:
    """Every reason's part in the difference of `open` and `stopped`, by measure and provider, and of all providers.

    Clocks of referral-spells are left out: one referral alone does not say how its spell counts.
    """
    more: Counter[tuple[str, str, str, str]] = Counter()
    fewer: Counter[tuple[str, str, str, str]] = Counter()
    own = _of_referrals(measures)
    for one in changed:
        for measure in own:
            if measure.pathway == one.after.pathway:
                for figure, difference in _differences(measure, one, as_at):
                    for provider in (one.after.provider, ALL):
                        key = (measure.id, provider, figure, reason_of(one))
                        (more if difference > 0 else fewer)[key] += 1
    return [Change(*key, more[key], fewer[key]) for key in sorted({*more, *fewer})]


def every_change(
    found: Iterable[Change], measures: Sequence[Measure], lists: Mapping[str, Iterable[str]]
) -> list[Change]:
    """Those found, and of each measure, provider that sends its list, figure and reason that was not found, nothing."""
    told = {(one.measure, one.provider, one.figure, one.reason): one for one in found}
    keys = (
        (measure.id, provider, figure, reason)
        for measure in _of_referrals(measures)
        if measure.pathway in lists
        for provider in (*lists[measure.pathway], ALL)
        for figure in FIGURES
        for reason in REASONS
    )
    return [told.get(key, Change(*key, more=0, fewer=0)) for key in keys]


def _of_referrals(measures: Sequence[Measure]) -> list[Measure]:
    return [measure for measure in measures if not isinstance(measure.stop, FullClockStop)]


def _differences(measure: Measure, one: Changed, as_at: date) -> Iterator[tuple[str, int]]:
    was = _counts(measure, one.before, as_at) if one.before is not None else (0, 0)
    is_now = _counts(measure, one.after, as_at)
    for figure, old, new in zip(FIGURES, was, is_now, strict=True):
        if old != new:
            yield figure, new - old


def _counts(measure: Measure, referral: Referral, as_at: date) -> tuple[int, int]:
    """Whether a referral counts as open, and as stopped in the window."""
    clock = clock_of(measure, referral, as_at)
    stopped = clock.state == STOPPED and clock.ended_on is not None and in_window(clock.ended_on, as_at)
    return int(clock.state == OPEN), int(stopped)

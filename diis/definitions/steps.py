"""The steps of a multi-agency pathway: how long each takes, and where the longest gap of a wait is (R-WAIT 13 a).

A wait is cut into its steps and into the gaps in which nothing was under way. The cause of a gap is the step that was
done last before it, and its organisation: after it nobody was asked for anything (docs/adr/0038-steps-and-gaps.md).
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date
from itertools import chain

from diis.definitions.cells import Cell, by_provider
from diis.definitions.clocks import in_window
from diis.definitions.days import days_between
from diis.definitions.figures import Figure

STEP = "step"
ORGANISATION = "organisation"
REFERRAL = "referral"
"""What is named as the step before the first one was requested; the organisation is the provider then."""

NOT_GIVEN = "not given"


@dataclass(frozen=True)
class Step:
    """One thing asked of one organisation; `done_on` None while it is not done."""

    step: str
    organisation: str
    requested_on: date
    done_on: date | None


@dataclass(frozen=True)
class Journey:
    """A referral with its steps; `ended_on` is the day it was over or its outcome shared, None before."""

    provider: str
    pathway: str
    referral_id: str
    received_on: date
    ended_on: date | None
    steps: tuple[Step, ...]

    def last_day(self, as_at: date) -> date:
        """The end of the wait so far."""
        return min(as_at, self.ended_on or as_at)

    def is_open(self, as_at: date) -> bool:
        """Whether the child still waits for the outcome at the end of a day."""
        return self.received_on <= as_at and (self.ended_on is None or self.ended_on > as_at)


@dataclass(frozen=True)
class Part:
    """A stretch of a wait: a step (open, if it is not done), or a gap after a step and before `next_step`."""

    step: str
    organisation: str
    from_on: date
    to_on: date
    is_gap: bool
    is_open: bool
    next_step: str | None = None

    @property
    def days(self) -> int:
        """Days of the stretch, the first not counted."""
        return days_between(self.from_on, self.to_on)


@dataclass(frozen=True)
class Longest:
    """A referral with its longest gap, by the provider's own id.

    `steps_days` is the pathway wait as the maximum over the steps; `total_days` also counts what comes after the last.
    The gap is a stretch in which nothing was under way, or the longest open step.
    """

    provider: str
    pathway: str
    referral_id: str
    total_days: int
    steps_days: int
    gap_days: int
    gap: str
    step: str
    organisation: str
    next_step: str | None
    from_on: date
    to_on: date

    def as_json(self) -> dict[str, object]:
        """For machines."""
        return asdict(self)

    def in_words(self) -> str:
        """The line of the list."""
        return (
            f"{self.provider} {self.pathway} {self.referral_id}: {self.total_days} days so far; longest gap "
            f"{self.gap_days} days from {self.from_on} to {self.to_on}: {self.gap} ({self.step}, {self.organisation})"
        )


def parts_of(journey: Journey, as_at: date) -> list[Part]:
    """The steps and gaps of a wait up to a day, the earliest first."""
    last = journey.last_day(as_at)
    steps = [_part(step, journey.received_on, last) for step in journey.steps if step.requested_on <= last]
    steps.sort(key=lambda part: (part.from_on, part.to_on, part.step, part.organisation))
    before = Part(REFERRAL, journey.provider, journey.received_on, journey.received_on, False, False)
    gaps = []
    for part in steps:
        if part.from_on > before.to_on:
            gaps.append(_gap(before, part.from_on, part.step))
        before = max(before, part, key=lambda one: one.to_on)
    if before.to_on < last:
        gaps.append(_gap(before, last, None))
    return sorted([*steps, *gaps], key=lambda part: (part.from_on, part.to_on))


def _part(step: Step, received_on: date, last: date) -> Part:
    done = step.done_on is not None and step.done_on <= last
    until = step.done_on if step.done_on is not None and done else last
    organisation = step.organisation or NOT_GIVEN
    return Part(step.step, organisation, max(step.requested_on, received_on), max(until, received_on), False, not done)


def _gap(after: Part, until: date, next_step: str | None) -> Part:
    return Part(after.step, after.organisation, after.to_on, until, True, False, next_step)


def longest_of(journey: Journey, as_at: date) -> Longest | None:
    """The longest gap of a wait, None if something was always under way and is done."""
    parts = parts_of(journey, as_at)
    candidates = [part for part in parts if part.is_gap or part.is_open]
    if not candidates:
        return None
    gap = max(candidates, key=lambda part: part.days)
    steps = [part.to_on for part in parts if not part.is_gap]
    return Longest(
        provider=journey.provider,
        pathway=journey.pathway,
        referral_id=journey.referral_id,
        total_days=days_between(journey.received_on, journey.last_day(as_at)),
        steps_days=days_between(journey.received_on, max(steps, default=journey.received_on)),
        gap_days=gap.days,
        gap="nothing was under way" if gap.is_gap else "not done yet",
        step=gap.step,
        organisation=gap.organisation,
        next_step=gap.next_step,
        from_on=gap.from_on,
        to_on=gap.to_on,
    )


def figures_of(journeys: Iterable[Journey], cell: Cell) -> Iterator[Figure]:
    """Figures of all steps, of each step and of each organisation; none where no steps are sent.

    Every provider has the levels of all of them: none tells by being there that somebody is in it (docs/adr/0026).
    """
    as_at = cell.as_at
    told = [journey for journey in journeys if _tells(journey, as_at)]
    everybody = _counted(told, as_at)
    levels = {name: sorted(set(map(name_of, everybody.steps))) for name, name_of in _NAMES.items()}
    for provider, mine in by_provider(told, lambda one: one.provider, ()):
        here = replace(cell, provider=provider)
        counted = _counted(mine, as_at)
        gaps = [gap.gap_days for one in mine if one.is_open(as_at) and (gap := longest_of(one, as_at)) is not None]
        yield from _figures(here, counted)
        yield here.median("longest-gap-median-days", gaps)
        yield here.share("nothing-under-way-share", sum(part.is_gap for part in counted.longest), len(counted.longest))
        for breakdown, name_of in _NAMES.items():
            for level in levels[breakdown]:
                there = replace(here, breakdown=breakdown, level=level)
                yield from _figures(there, counted.only(name_of, level))
                slowest = sum(not part.is_gap and name_of(part) == level for part in counted.longest)
                yield there.share("longest-part-share", slowest, len(counted.longest))


@dataclass(frozen=True)
class _Counted:
    """Open steps, steps done in the window, and the longest part of each wait."""

    open: list[Step]
    done: list[Step]
    longest: list[Part]

    @property
    def steps(self) -> Iterator[Step]:
        """Those of either state."""
        return chain(self.open, self.done)

    def only(self, name_of: Callable[[Step | Part], str], level: str) -> "_Counted":
        return _Counted(
            [step for step in self.open if name_of(step) == level],
            [step for step in self.done if name_of(step) == level],
            self.longest,
        )


def _counted(journeys: Iterable[Journey], as_at: date) -> _Counted:
    every = list(journeys)
    waiting = [journey for journey in every if journey.is_open(as_at)]
    return _Counted(
        open=[step for one in waiting for step in one.steps if _is_open(step, as_at)],
        done=[step for one in every for step in one.steps if step.done_on and in_window(step.done_on, as_at)],
        longest=[max(parts, key=lambda part: part.days) for one in waiting if (parts := parts_of(one, as_at))],
    )


_NAMES: dict[str, Callable[[Step | Part], str]] = {
    STEP: lambda one: one.step,
    ORGANISATION: lambda one: one.organisation or NOT_GIVEN,
}


def _tells(journey: Journey, as_at: date) -> bool:
    """Whether a wait with steps goes on, or any step was done in the window."""
    asked = any(step.requested_on <= as_at for step in journey.steps)
    return (asked and journey.is_open(as_at)) or any(
        step.done_on is not None and in_window(step.done_on, as_at) for step in journey.steps
    )


def _is_open(step: Step, as_at: date) -> bool:
    return step.requested_on <= as_at and (step.done_on is None or step.done_on > as_at)


def _figures(here: Cell, counted: _Counted) -> Iterator[Figure]:
    so_far = [days_between(step.requested_on, here.as_at) for step in counted.open]
    taken = [days_between(step.requested_on, step.done_on) for step in counted.done if step.done_on is not None]
    for state, days in (("open", so_far), ("done", taken)):
        yield here.count(f"steps-{state}", len(days))
        yield here.median(f"steps-{state}-median-days", days)
        yield here.median(f"steps-{state}-p90-days", days, 0.9)

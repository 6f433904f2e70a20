"""Who is liable to be detained, since when, and the day from which the Act counts (R-DSR-75, 76)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dsr.rules.facts.entry import Limb, LimbJudged
from dsr.rules.facts.hospital import Detained, Detention, DetentionEnded, ViewFormed
from dsr.rules.facts.people import ConditionRecorded, Died, Evidence
from dsr.rules.hospital.spells import discharges
from dsr.rules.life import Life
from dsr.rules.timelines import Stretch, from_changes

_COUNT_AT_ONCE = frozenset(
    {Detention.SECTION_2, Detention.SECTION_3, Detention.SECTION_37, Detention.SECTION_47, Detention.SECTION_48}
)
"""The others are holding powers, places of safety, or section 4, which counts from its second recommendation on."""

_DIAGNOSED = frozenset({Evidence.CONFIRMED, Evidence.CLINICALLY_UNDERSTOOD})


@dataclass(frozen=True)
class Liability:
    """A time without a break in which somebody is liable to be detained; on `until` no longer (None: it goes on)."""

    since: date
    until: date | None = None

    def holds(self, day: date) -> bool:
        """Whether the person is liable at the end of a day."""
        return self.since <= day and (self.until is None or day < self.until)


def liable_since(detained: Detained) -> date | None:
    """The day from which a detention counts; None: it does not count for the Act (R-DSR-75, 76)."""
    if detained.section in _COUNT_AT_ONCE:
        return detained.on
    if detained.section is Detention.SECTION_4 and detained.second_recommendation_on:
        return max(detained.on, detained.second_recommendation_on)
    return None


def liabilities(life: Life) -> tuple[Liability, ...]:
    """Every time in which the person is liable to be detained, oldest first.

    One section after another is one time: from section 2 to 3 nothing begins anew. It ends by what is recorded, by
    discharge from hospital (not from one ward to another), or by death.
    """
    found: list[Liability] = []
    for day, begins in _turns(life):
        goes_on = bool(found) and found[-1].until is None
        if begins and not goes_on:
            joined = bool(found) and found[-1].until == day
            found.append(Liability(found.pop().since if joined else day))
        elif goes_on and not begins:
            found[-1] = Liability(found[-1].since, day)
    return tuple(one for one in found if one.until is None or one.since < one.until)


def is_liable(life: Life, day: date) -> bool:
    """Whether the person is liable to be detained at the end of a day, in the sense of the Act (R-DSR-76)."""
    return any(one.holds(day) for one in liabilities(life))


def covered(life: Life, liability: Liability) -> Iterator[Liability]:
    """The times of a detention in which the Act's period runs, each from its applicable day on (R-DSR-75).

    That is the first day of the detention, or the later day on which the view is formed that the person is autistic or
    has a learning disability. A view that was given up and is formed again is formed on that day. Another answer of the
    facts, such as a second recommendation put right, is another day.
    """
    for view in considered(life):
        since = max(liability.since, view.since)
        until = min((day for day in (liability.until, view.until) if day is not None), default=None)
        if until is None or since < until:
            yield Liability(since, until)


def considered(life: Life) -> tuple[Stretch[bool], ...]:
    """The times in which the commissioner considers the person autistic or to have a learning disability."""
    return from_changes((day, so or None) for day, so in _views(life))


def _turns(life: Life) -> Iterator[tuple[date, bool]]:
    """Days on which a liability begins (true) or ends; of one day in the order of the record, hospital last."""
    turns: list[tuple[date, bool]] = []
    for fact in life.facts:
        if isinstance(fact, Detained) and (since := liable_since(fact)):
            turns.append((since, True))
        elif isinstance(fact, DetentionEnded | Died):
            turns.append((fact.on, False))
    turns.extend((day, False) for day in discharges(life))
    return iter(sorted(turns, key=lambda turn: turn[0]))


def _views(life: Life) -> Iterator[tuple[date, bool]]:
    """Each day on which a view was formed, or given up; a diagnosis on record is a view (R-DSR-04, 75)."""
    for fact in life.facts:
        if isinstance(fact, ViewFormed):
            yield fact.on, True
        elif isinstance(fact, LimbJudged) and fact.limb is Limb.CONDITION:
            yield fact.on, fact.holds
        elif isinstance(fact, ConditionRecorded) and fact.evidence is not Evidence.ON_PATHWAY:
            yield fact.on, fact.evidence in _DIAGNOSED

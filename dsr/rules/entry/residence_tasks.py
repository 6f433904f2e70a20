"""What is to be done about ordinary residence: fill a mandatory field, decide at 18, tell host areas (R-DSR-07, 40)."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from diis.definitions.calendar import ADULT_YEARS, day_in_words
from dsr.rules.days import days_after, working_days_after
from dsr.rules.entry.periods import active_periods
from dsr.rules.entry.residence import asked_from, counts, residence_on
from dsr.rules.facts.people import HostTold, Lives, OrdinaryResidenceDecided
from dsr.rules.life import Life
from dsr.rules.tasks import Owner, Task
from dsr.rules.terms import Terms


def tasks(life: Life, terms: Terms) -> Iterator[Task]:
    """Everything about residence, for the time in which there is an active entry."""
    for entered, left in active_periods(life, terms):
        yield from _to_record(life, entered, left, terms)
        yield from _to_decide(life, entered, left, terms)
        yield from _to_tell_hosts(life, entered, left, terms)


def _to_record(life: Life, entered: date, left: date | None, terms: Terms) -> Iterator[Task]:
    """The register names the authority of each person (R-DSR-07)."""
    if residence_on(life, entered, terms).authority:
        return
    due_on = days_after(entered, terms.whole("residence", entered))
    known = (fact.on for fact in life.facts if fact.on > entered and _tells(fact))
    yield Task(
        code="record-residence",
        rule="R-DSR-07",
        opens_on=entered,
        due_on=due_on,
        owner=Owner.COORDINATOR,
        why=f"The entry is active since {day_in_words(entered)} and names no authority of ordinary residence: it is to "
        f"be recorded by {day_in_words(due_on)}.",
        done_on=next(known, None),
        ceased_on=left,
        about=entered.isoformat(),
    )


def _tells(fact: object) -> bool:
    return isinstance(fact, OrdinaryResidenceDecided) or (isinstance(fact, Lives) and counts(fact))


def _to_decide(life: Life, entered: date, left: date | None, terms: Terms) -> Iterator[Task]:
    """Who is placed when turning 18, or later: a person decides, by the birthday or some days after the move."""
    birthday, asked_on = life.turns(ADULT_YEARS), asked_from(life, terms)
    if not residence_on(life, entered, terms).authority and entered >= asked_on:
        return
    for placed_on, home_on in _placements(life):
        opens_on = max(placed_on, entered, asked_on)
        ends = [day for day in (home_on, left) if day is not None]
        decided = life.first(OrdinaryResidenceDecided, since=max(placed_on, asked_on))
        if any(day <= opens_on for day in ends) or (decided and decided.on < opens_on):
            continue
        due_on = birthday if opens_on < birthday else days_after(opens_on, terms.whole("residence", opens_on))
        asked = "" if opens_on <= max(placed_on, birthday) else f", asked for since {day_in_words(opens_on)},"
        yield Task(
            code="decide-residence",
            rule="R-DSR-07",
            opens_on=opens_on,
            due_on=due_on,
            owner=Owner.COMMISSIONER,
            why=f"Placed since {day_in_words(placed_on)} and 18 on {day_in_words(birthday)}: the authority of ordinary "
            f"residence under the Care Act 2014{asked} is to be decided by {day_in_words(due_on)}.",
            done_on=decided.on if decided else None,
            ceased_on=min(ends, default=None),
            about=placed_on.isoformat(),
        )


def _placements(life: Life) -> Iterator[tuple[date, date | None]]:
    """From when to when the person lived where it makes no ordinary residence, moves between placements joined."""
    placed_on: date | None = None
    for place in life.all(Lives):
        if placed_on is None and not counts(place):
            placed_on = place.on
        elif placed_on is not None and counts(place):
            yield placed_on, place.on
            placed_on = None
    if placed_on is not None:
        yield placed_on, None


def _to_tell_hosts(life: Life, entered: date, left: date | None, terms: Terms) -> Iterator[Task]:
    """Who is placed outside the area stays on this register, and the host area is told (R-DSR-40)."""
    for place, following in pairwise((*life.all(Lives), None)):
        home = place and residence_on(life, max(place.on, entered), terms).authority
        ends = [day for day in (following.on if following else None, left) if day is not None]
        if place is None or counts(place) or home in ("", place.authority):
            continue
        opens_on = max(place.on, entered)
        if all(day > opens_on for day in ends):
            yield _to_tell(place, opens_on, min(ends, default=None), life, terms)


def _to_tell(place: Lives, opens_on: date, ceased_on: date | None, life: Life, terms: Terms) -> Task:
    due_on = working_days_after(opens_on, terms.whole("tell-host", opens_on))
    told = (one.on for one in life.all(HostTold) if one.authority == place.authority and one.on >= place.on)
    done_on = next(told, None)
    entered = f", the entry active since {day_in_words(opens_on)}" if opens_on > place.on else ""
    return Task(
        code="tell-host",
        rule="R-DSR-40",
        opens_on=opens_on,
        due_on=due_on,
        owner=Owner.COMMISSIONER,
        why=f"Placed in the area of {place.authority} since {day_in_words(place.on)}{entered}: its board is to know by "
        f"{day_in_words(due_on)}.",
        done_on=max(done_on, opens_on) if done_on else None,
        ceased_on=ceased_on,
        about=place.on.isoformat(),
    )

"""What happens, or is found in a review, asks for a new rating and never sets one (R-DSR-51, 64, 65)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from diis.definitions.calendar import day_in_words
from dsr.rules.days import working_days_after
from dsr.rules.entry.taken_on import taken_on
from dsr.rules.facts.fact import Fact
from dsr.rules.facts.hospital import AcuteStayBegan, Detained, Detention
from dsr.rules.facts.rating import Happened, Happening, Rated, Reviewed
from dsr.rules.hospital.spells import spells
from dsr.rules.life import Life
from dsr.rules.rating.complete_reviews import missing
from dsr.rules.rating.rating_history import may_be_rated, rating_on
from dsr.rules.rating.ratings import Rating
from dsr.rules.tasks import Owner, Task, ended
from dsr.rules.terms import Mark, Term, Terms, Unit

RE_RATE = "re-rate"

TERMS = (
    Term("re-rate", "R-DSR-64", 1, Unit.WORKING_DAYS, Mark.DEFAULT, "How soon after an event a person is rated anew."),
)

_WORDS = {
    Happening.AE_CRISIS: "the person was in A&E in a crisis",
    Happening.SECTION_136: "the person was held under section 136",
    Happening.SECTION_135: "the person was held under section 135",
    Happening.POLICE: "there was contact with the police",
    Happening.LAEP: "the local area emergency protocol was used",
    Happening.CRISIS_TEAM: "the crisis team took the person on",
    Happening.PLACEMENT_NOTICE: "notice was given on the placement",
    Happening.PLACEMENT_BREAKDOWN: "the placement broke down",
    Happening.SCHOOL_LOST: "the person was excluded or lost the school place",
    Happening.MISSING: "the person was missing",
    Happening.SELF_HARM: "there was serious self-harm",
    Happening.SAFEGUARDING: "a safeguarding strategy meeting was held",
    Happening.CARER_LOST: "the main carer or the staff team was lost",
    Happening.SERVICE_WITHDRAWN: "a service was withdrawn",
}
"""What asks for a new rating (R-DSR-64); a safety concern goes to the oversight panel instead (R-DSR-65a)."""

_BY_SECTION = {Detention.SECTION_135: Happening.SECTION_135, Detention.SECTION_136: Happening.SECTION_136}
_ACUTE_STAY = "acute-stay"
_REVIEW = "review"
_RULES = {_ACUTE_STAY: "R-DSR-65", _REVIEW: "R-DSR-51"}


@dataclass(frozen=True)
class _Event:
    """What happened, in words, and the place of the fact in the life: what was recorded before did not know of it.

    `found` is the rating that a review found.
    """

    on: date
    what: str
    words: str
    place: int = -1
    found: Rating | None = None


def tasks(life: Life, terms: Terms) -> Iterator[Task]:
    """A new rating for each event of somebody who has one."""
    events = _events(life, terms)
    for event in _asked_once(life, filter(lambda one: _has_rating(life, one.on, terms), events), terms):
        yield _re_rate(life, event, terms)


def _has_rating(life: Life, on: date, terms: Terms) -> bool:
    return taken_on(life, on, terms) and rating_on(life, on, terms) not in (None, Rating.BLUE)


def _asked_once(life: Life, events: Iterable[_Event], terms: Terms) -> list[_Event]:
    """A review that finds what one before it found, while nobody has answered that, asks for nothing more."""
    asked: list[_Event] = []
    for event in events:
        if not any(_finds_the_same(before, event, life, terms) for before in asked):
            asked.append(event)
    return asked


def _finds_the_same(before: _Event, event: _Event, life: Life, terms: Terms) -> bool:
    if event.found is None or before.found is not event.found:
        return False
    known = Life(life.birth_on, life.facts[: event.place])
    return _re_rate(known, before, terms).is_open(event.on)


def _events(life: Life, terms: Terms) -> tuple[_Event, ...]:
    """Each event once, also where two agencies told of it; section 135 or 136 told as a detention is one too."""
    found: dict[tuple[date, str], _Event] = {}
    for place, fact in enumerate(life.facts):
        event = _found_in(fact, life, terms) if isinstance(fact, Reviewed) else _event(fact)
        if event is not None:
            found.setdefault((event.on, event.what), replace(event, place=place))
    return tuple(found.values())


def _found_in(review: Reviewed, life: Life, terms: Terms) -> _Event | None:
    """A review, complete or not, that found another rating than the day has, if that one could be set (R-DSR-51).

    It is recorded as it was held, and refused for no rating: whoever told it would have to leave out what it found.
    """
    held = rating_on(life, review.on, terms) if review.rating is not None else None
    if review.rating is None or held in (None, review.rating):
        return None
    if may_be_rated(life, review.rating, review.on, terms) is not None:
        return None
    words = f"a review found {review.rating}, and the rating is {held}"
    return _Event(review.on, _REVIEW, words, found=review.rating)


def _event(fact: Fact) -> _Event | None:
    if isinstance(fact, AcuteStayBegan):
        return _Event(fact.on, _ACUTE_STAY, "a stay in a general hospital in a crisis began, which suggests red")
    what = fact.what if isinstance(fact, Happened) else None
    if isinstance(fact, Detained):
        what = _BY_SECTION.get(fact.section)
    return _Event(fact.on, what, _WORDS[what]) if what in _WORDS else None


def _re_rate(life: Life, event: _Event, terms: Terms) -> Task:
    due_on = working_days_after(event.on, terms.whole("re-rate", event.on))
    admitted = [spell.admitted_on for spell in spells(life) if spell.admitted_on >= event.on]
    done_on, ceased_on = ended(next(_rated(life, event, terms), None), min(admitted, default=None))
    return Task(
        code=RE_RATE,
        rule=_RULES.get(event.what, "R-DSR-64"),
        opens_on=event.on,
        due_on=due_on,
        owner=Owner.CASE_LEAD,
        why=f"On {day_in_words(event.on)} {event.words}: "
        f"a clinician looks at the rating by {day_in_words(due_on)}. It does not change by itself.",
        done_on=done_on,
        ceased_on=ceased_on,
        about=event.what,
    )


def _rated(life: Life, event: _Event, terms: Terms) -> Iterator[date]:
    """The days on which somebody who knew of it looked at the rating: set it, if to what it was, or reviewed it."""
    for fact in life.facts[event.place + 1 :]:
        if isinstance(fact, Reviewed) and not missing(fact) and _settles(fact, event, life, terms):
            yield fact.on
        if isinstance(fact, Rated) and may_be_rated(life, fact.rating, fact.on, terms) is None:
            yield fact.on


def _settles(review: Reviewed, event: _Event, life: Life, terms: Terms) -> bool:
    """Whether a later review answers an event; where a review had found another rating, one that agrees does."""
    return event.what != _REVIEW or review.rating is rating_on(life, review.on, terms)

"""How often a key worker is in contact, once the first contact was made (R-DSR-102)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from diis.definitions.calendar import day_in_words
from dsr.rules.days import days_after, months_after, working_day_before
from dsr.rules.facts.key_workers import KeyWorkerContact
from dsr.rules.key_work.key_worker_needs import Need, needs
from dsr.rules.key_work.key_working import Answer, answers, in_contact, named
from dsr.rules.life import Life
from dsr.rules.rounds import rounds
from dsr.rules.tasks import Owner, Task
from dsr.rules.terms import Mark, Term, Terms, Unit
from dsr.rules.timelines import Stretch, edges, state_on, stretches

CONTACT = "key-worker-contact"
FACE_TO_FACE = "key-worker-face-to-face"

TERMS = (
    *(
        Term(
            f"key-worker-contact-{rating}",
            "R-DSR-102",
            days,
            Unit.DAYS,
            Mark.DEFAULT,
            f"The longest time between two contacts of a key worker with somebody rated {rating}.",
        )
        for rating, days in (("red", 7), ("amber", 14), ("blue", 14))
    ),
    Term(
        "key-worker-face-to-face",
        "R-DSR-102",
        1,
        Unit.MONTHS,
        Mark.DEFAULT,
        "The longest time between two contacts of a key worker face to face.",
    ),
)


@dataclass(frozen=True)
class _Pace:
    """How often there is a contact, and how the task says so."""

    code: str
    words: str
    due_on: Callable[[date, Terms], date]


def _in_days(term: str) -> _Pace:
    return _Pace(CONTACT, "the next contact", lambda since, terms: days_after(since, terms.whole(term, since)))


_PACES = {
    Need.RED: _in_days("key-worker-contact-red"),
    Need.ACUTE_STAY: _in_days("key-worker-contact-red"),
    Need.AMBER: _in_days("key-worker-contact-amber"),
    Need.BLUE: _in_days("key-worker-contact-blue"),
}
_IN_PERSON = _Pace(
    FACE_TO_FACE,
    "the next contact face to face",
    lambda since, terms: months_after(since, terms.whole("key-worker-face-to-face", since)),
)


def tasks(life: Life, terms: Terms) -> Iterator[Task]:
    """Every contact there was to make, while there are a key worker, an agreement and a first contact.

    Who is stepping down needs no key worker by rating: until key working ends there is the monthly meeting.
    """
    made = tuple(life.all(KeyWorkerContact))
    found, said = needs(life, terms), answers(life, terms)
    with_worker, contacted = named(life), in_contact(life)
    days = {*edges(found), *edges(said), *edges(with_worker), *edges(contacted)}

    def kept_since(day: date) -> date | None:
        """The first contact of somebody who is in contact with a named key worker and agrees to it."""
        agreed = state_on(said, day) is Answer.AGREED and state_on(with_worker, day) is not None
        return next((one.since for one in contacted if one.holds(day)), None) if agreed else None

    def pace(day: date) -> Need | None:
        return state_on(found, day) if kept_since(day) else None

    for one in stretches(days, pace):
        if one.state in _PACES:
            yield from _rounds(_PACES[one.state], one, made, terms)
    in_person = tuple(contact for contact in made if contact.face_to_face)
    for kept in stretches(days, kept_since):
        first = KeyWorkerContact(on=kept.state)
        yield from _rounds(_IN_PERSON, kept, (first, *in_person), terms)


def _rounds(
    pace: _Pace, stretch: Stretch[Need] | Stretch[date], made: tuple[KeyWorkerContact, ...], terms: Terms
) -> Iterator[Task]:
    """A contact is due so long after the last one, moved back to a working day; a new rating gives no new time."""
    last = max(contact.on for contact in made if contact.on <= stretch.since)
    for one in rounds(last, (contact.on for contact in made if contact.on > stretch.since), stretch.until):
        opens_on = max(one.since, stretch.since)
        due_on = max(opens_on, working_day_before(pace.due_on(one.since, terms)))
        paced = f", at this pace from {day_in_words(opens_on)}" if opens_on > one.since else ""
        yield Task(
            code=pace.code,
            rule="R-DSR-102",
            opens_on=opens_on,
            due_on=due_on,
            owner=Owner.KEY_WORKER,
            why=f"The last contact that counts was on {day_in_words(one.since)}{paced}: {pace.words} is due by "
            f"{day_in_words(due_on)}.",
            done_on=one.done_on,
            ceased_on=one.ceased_on,
        )

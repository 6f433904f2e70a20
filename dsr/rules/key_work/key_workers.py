"""A key worker for who is to have one: the family's answer, a name, a first contact (R-DSR-29, 97 to 102)."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from diis.definitions.calendar import day_in_words
from dsr.rules.days import working_days_after
from dsr.rules.key_work import key_worker_needs
from dsr.rules.key_work.key_worker_needs import URGENT, Need, needs
from dsr.rules.key_work.key_working import Answer, answers, in_contact, named
from dsr.rules.life import Life
from dsr.rules.tasks import Owner, Task
from dsr.rules.terms import Mark, Term, Terms, Unit
from dsr.rules.timelines import Stretch, edges, state_on, stretches

ASK = "key-worker-ask"
ALLOCATE = "key-worker-allocate"
FIRST_CONTACT = "key-worker-first-contact"
_DAY = timedelta(days=1)

_TARGETS = (
    ("allocate", "urgent", 1, "allocated to somebody rated red or blue, or in a general hospital in a crisis"),
    ("allocate", "amber", 5, "allocated to somebody rated amber"),
    ("first-contact", "urgent", 2, "in contact with somebody rated red or blue, or in a general hospital in a crisis"),
    ("first-contact", "amber", 10, "in contact with somebody rated amber"),
)

TERMS = (
    *key_worker_needs.TERMS,
    *(
        Term(
            f"key-worker-{step}-{group}",
            "R-DSR-102",
            days,
            Unit.WORKING_DAYS,
            Mark.DEFAULT,
            f"How soon a key worker is {words}.",
        )
        for step, group, days, words in _TARGETS
    ),
)


@dataclass(frozen=True)
class _Step:
    """A step on the way to a key worker; `target` names its terms, `words` what is done."""

    code: str
    rule: str
    target: str
    owner: Owner
    words: str


_ASK = _Step(ASK, "R-DSR-101", "allocate", Owner.KEY_WORKER_LEAD, "offer key working and record the answer")
_ALLOCATE = _Step(ALLOCATE, "R-DSR-102", "allocate", Owner.KEY_WORKER_LEAD, "name a key worker")
_CONTACT = _Step(FIRST_CONTACT, "R-DSR-102", "first-contact", Owner.KEY_WORKER, "make the first contact")
_WORDS = {Need.ACUTE_STAY: "In a general hospital in a crisis"}


def tasks(life: Life, terms: Terms) -> Iterator[Task]:
    """Each step there was to take: ask whom nobody asked, name a key worker unless declined, contact who agreed."""
    found, said = needs(life, terms), answers(life, terms)
    with_worker, contacted = named(life), in_contact(life)
    days = sorted({*edges(found), *edges(said), *edges(with_worker), *edges(contacted)})

    def wanted(day: date) -> Need | None:
        return None if state_on(said, day) is Answer.DECLINED else state_on(found, day)

    def agreed(day: date) -> Need | None:
        return state_on(found, day) if state_on(said, day) is Answer.AGREED else None

    yield from _owed(_ASK, days, lambda day: state_on(found, day), lambda day: state_on(said, day) is not None, terms)
    yield from _owed(_ALLOCATE, days, wanted, lambda day: state_on(with_worker, day) is not None, terms)
    yield from _owed(_CONTACT, days, agreed, lambda day: state_on(contacted, day) is not None, terms)


def due_on(target: str, need: Need, since: date, terms: Terms) -> date:
    """The last day of a step, `allocate` or `first-contact`, for somebody who has needed it since a day."""
    term = f"key-worker-{target}-{'urgent' if need in URGENT else 'amber'}"
    return working_days_after(since, terms.whole(term, since))


def waiting_since(task: Task, found: Iterable[Task]) -> date:
    """Since when a step has been waiting: another rating in the meantime does not begin the wait anew."""
    earlier = {one.ceased_on: one.opens_on for one in found if one.code == task.code and one.ceased_on is not None}
    since = task.opens_on
    while since in earlier:
        since = earlier[since]
    return since


def _owed(
    step: _Step,
    days: list[date],
    need: Callable[[date], Need | None],
    is_done: Callable[[date], bool],
    terms: Terms,
) -> Iterator[Task]:
    """The tasks of a step: one for each stretch of a need in which it was not done, and of none where at once."""
    open_ = stretches(days, lambda day: None if is_done(day) else need(day))
    for place, one in enumerate(open_):
        waits = _counted_from(open_[: place + 1])
        due = max(one.since, due_on(step.target, one.state, waits, terms))
        done = one.until is not None and is_done(one.until)
        yield _task(step, one, waits, due, one.until if done else None, None if done else one.until)
    ends = {one.until for one in open_}
    for day in days:
        at_once = need(day)
        if day not in ends and at_once is not None and is_done(day) and not is_done(day - _DAY):
            yield _task(step, Stretch(at_once, day), day, due_on(step.target, at_once, day, terms), day, None)


def _counted_from(open_: tuple[Stretch[Need], ...]) -> date:
    """Since when the last need has been waiting: one that is less pressing than the one before gets no new time."""
    *before, newest = open_
    since = newest.since
    for one in reversed(before):
        if one.until != since or (newest.state in URGENT and one.state not in URGENT):
            break
        since = one.since
    return since


def _task(
    step: _Step, one: Stretch[Need], waits: date, due: date, done_on: date | None, ceased_on: date | None
) -> Task:
    began = f"{_WORDS.get(one.state, f'Rated {one.state}')} since {day_in_words(one.since)}"
    waiting = f", waiting since {day_in_words(waits)}" if waits < one.since else ""
    return Task(
        code=step.code,
        rule=step.rule,
        opens_on=one.since,
        due_on=due,
        owner=step.owner,
        why=f"{began}{waiting}: {step.words} by {day_in_words(due)}.",
        done_on=done_on,
        ceased_on=ceased_on,
        about=one.state.value,
    )

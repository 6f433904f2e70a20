"""The escalation ladder: who is told when something was not done (R-DSR-65a).

Of somebody whom another register had before, it counts from the day since which they are kept here: what was missed is
overdue from its own day, and nobody here could climb a rung before. A concern about safety waits for nothing.

Who waits for a valid consent has no review that could be overdue, so the answer itself climbs: to the DSR manager the
day after it was due, and while somebody is red or blue to commissioner and council, who learn that it is overdue and by
that alone see nobody (R-DSR-26, 31, ADR 0072).

Each rung is a task of its owner. It can be seen from the day the rung is reached, and ends when what was missed is
done, when nobody asks for it any longer, or when the owner has acted (`ActionDone` with the code of the rung).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from diis.definitions.calendar import day_in_words
from dsr.rules.carried_over import kept_since
from dsr.rules.days import days_after, working_days_after
from dsr.rules.entry.awaiting_consent import OBTAIN, at_risk_within, is_at_risk, urgent_by
from dsr.rules.entry.taken_on import rated_periods
from dsr.rules.facts.fact import Fact
from dsr.rules.facts.rating import ActionDone, Happened, Happening
from dsr.rules.key_work.key_worker_needs import Need
from dsr.rules.key_work.key_workers import ALLOCATE
from dsr.rules.life import Life
from dsr.rules.rating.rating_reviews import REVIEW
from dsr.rules.rating.ratings import Rating
from dsr.rules.reviews.protocol import protocols
from dsr.rules.tasks import Owner, Task, ended
from dsr.rules.terms import Mark, Term, Terms, Unit
from dsr.rules.timelines import Stretch

CETR = "cetr-"
"""How the code of each task about a C(E)TR begins."""

_RULE = "R-DSR-65a"
_TOP = {Owner.COMMISSIONER: "-commissioner", Owner.HEAD_OF_SERVICE: "-council"}
_OWNERS: Mapping[str, Mapping[Owner, str]] = {
    "escalate-review-first": {Owner.CASE_LEAD: ""},
    "escalate-review-second": {Owner.REGISTER_LEAD: ""},
    "escalate-review-top": _TOP,
    "escalate-cetr": _TOP,
    "escalate-no-key-worker": _TOP,
    "escalate-consent": {Owner.REGISTER_LEAD: ""},
    "escalate-consent-top": _TOP,
    "escalate-red-long": _TOP,
    "escalate-laep-again": _TOP,
    "escalate-safety": {Owner.OVERSIGHT_PANEL: ""},
}
"""The owners of each rung, and the end of the code of their tasks: of the highest each acts for themselves."""

RUNGS = frozenset(rung + end for rung, owners in _OWNERS.items() for end in owners.values())
"""The codes by which an owner says that they have acted."""

REACHING: Mapping[Owner, frozenset[str]] = {
    to: frozenset(rung + owners[to] for rung, owners in _OWNERS.items() if to in owners)
    for to in (Owner.CASE_LEAD, Owner.REGISTER_LEAD, *_TOP, Owner.OVERSIGHT_PANEL)
}
"""The codes of the rungs that reach each owner, whosever the task is while the record is not open to them."""

OF_AN_ENTRY = frozenset(f"escalate-red-long{end}" for end in _TOP.values())
"""The codes of rungs that a rating alone reaches: no task ends them when the entry is worked with no longer."""

_AtRisk = tuple[Stretch[bool], ...]
"""The stretches in which somebody who waits is last rated red or blue."""

_UNANSWERED = "escalate-consent"
_ANSWER = "The answer of who may agree to the entry"


def _term(id_: str, value: float, unit: Unit, words: str) -> Term:
    return Term(id_, _RULE, value, unit, Mark.DEFAULT, words)


TERMS = (
    _term("escalate-review-first", 1, Unit.DAYS, "After how long an overdue review goes to the case lead."),
    _term("escalate-review-red", 2, Unit.WORKING_DAYS, "After how long it goes to the DSR manager at red."),
    _term("escalate-review-amber", 5, Unit.WORKING_DAYS, "After how long it goes to the DSR manager at amber."),
    _term("escalate-review-top", 5, Unit.WORKING_DAYS, "After how long it goes to commissioner and council at red."),
    _term("escalate-red-days", 28, Unit.DAYS, "How long somebody is red before commissioner and council are told."),
    _term("escalate-laep-times", 2, Unit.TIMES, "How many emergency protocols in a while are told."),
    _term("escalate-laep-days", 90, Unit.DAYS, "In how many days of the first they are."),
    _term("escalate-missed", 1, Unit.DAYS, "After how long a missed C(E)TR, key worker or consent is told."),
    _term(
        "escalate-consent-top", 2, Unit.WORKING_DAYS, "After how long a missed consent is at the top at red or blue."
    ),
    _term("escalate-answer", 1, Unit.WORKING_DAYS, "How soon the owner of a rung acts."),
)


@dataclass(frozen=True)
class _Rung:
    """What was reached on which day, and how it ended; so many facts came before it and do not answer it (`after`)."""

    code: str
    on: date
    why: str
    done_on: date | None = None
    ceased_on: date | None = None
    about: str = ""
    after: int = 0


def ladder(life: Life, terms: Terms, tasks: Iterable[Task]) -> Iterator[Task]:
    """Every rung that was or will be reached, from the facts and from the tasks of the other families."""
    since = kept_since(life)
    rungs = [rung for task in tasks for rung in _missed(life, task, since or date.min, terms)]
    rungs += [_from(rung, since) for rung in (*_red_for_long(life, terms), *_protocols(life, terms))]
    rungs += _safety(life)
    for rung in rungs:
        is_reached = all(day is None or rung.on < day for day in (rung.done_on, rung.ceased_on))
        if is_reached:
            yield from (_task(life, rung, owner, terms) for owner in _OWNERS[rung.code])


def _from(rung: _Rung, since: date | None) -> _Rung:
    if since is None or rung.on >= since:
        return rung
    return replace(rung, on=since, why=f"{rung.why} {_kept_here(since)}")


def _kept_here(since: date) -> str:
    return f"Kept here since {day_in_words(since)}, from which this counts."


def _missed(life: Life, task: Task, since: date, terms: Terms) -> Iterator[_Rung]:
    """The rungs of a task that is not done, counted from its day, or from a later one since which it is kept here."""
    missed_on = max(task.due_on, since)
    if task.code == REVIEW:
        for code, reached in _review_rungs(missed_on, task.about, terms):
            yield _overdue(task, missed_on, code, reached, f"A review at {task.about}")
    day_after = days_after(missed_on, terms.whole("escalate-missed", missed_on))
    if task.code.startswith(CETR):
        yield _overdue(task, missed_on, "escalate-cetr", day_after, f"What a C(E)TR asks for ({task.code})")
    if task.code == ALLOCATE and task.about == Need.RED:
        what = "A key worker for somebody rated red"
        yield _overdue(task, missed_on, "escalate-no-key-worker", day_after, what)
    if task.code == OBTAIN:
        at_risk = at_risk_within(life, task.opens_on, task.done_on or task.ceased_on, terms)
        yield from _unanswered(life, task, missed_on, at_risk, terms)
        yield from _unanswered_at_risk(task, missed_on, at_risk, terms)


def _overdue(task: Task, missed_on: date, code: str, reached: date, what: str) -> _Rung:
    counted = f" {_kept_here(missed_on)}" if missed_on > task.due_on else ""
    why = f"{what} was due by {day_in_words(task.due_on)} and is not done.{counted}"
    return _Rung(code, reached, why, task.done_on, task.ceased_on, task.about)


def _unanswered(life: Life, task: Task, missed_on: date, at_risk: _AtRisk, terms: Terms) -> Iterator[_Rung]:
    """The DSR manager is told once, and after they have acted again when it becomes urgent, not when it is less so.

    Of one day the order counts: what they did before it was urgent does not answer that it is.
    """
    told_on, after = days_after(missed_on, terms.whole("escalate-missed", missed_on)), 0
    urgent = [(one.since, _urgent_at(life, one.since, terms)) for one in at_risk]
    while True:
        about = str(told_on) if after else task.about
        yield replace(_overdue(task, missed_on, _UNANSWERED, told_on, _ANSWER), about=about, after=after)
        acted = _acted_at(life, _UNANSWERED, told_on, after)
        since = [one for one in urgent if acted and one > (life.facts[acted - 1].on, acted)]
        if not since:
            return
        told_on, after = since[0][0], max(since[0][1], acted)


def _urgent_at(life: Life, since: date, terms: Terms) -> int:
    """How many facts there are with the first by which it became urgent on a day; 0 where none of that day made it."""
    was = is_at_risk(life, since - timedelta(days=1), terms)
    for place, fact in enumerate(life.facts, 1):
        if fact.on == since:
            now = is_at_risk(Life(life.birth_on, life.facts[:place]), since, terms)
            if now and not was:
                return place
            was = now
    return 0


def _unanswered_at_risk(task: Task, missed_on: date, at_risk: _AtRisk, terms: Terms) -> Iterator[_Rung]:
    """Commissioner and council are told while somebody is last rated red or blue, counted from the first such day.

    So a rating that comes and goes puts nothing off.
    """
    for one in at_risk:
        counted = max(missed_on, urgent_by(at_risk[0].since, terms))
        reached = working_days_after(counted, terms.whole("escalate-consent-top", counted))
        what = f"{_ANSWER}, of somebody last rated red or blue,"
        rung = _overdue(task, missed_on, "escalate-consent-top", max(reached, one.since), what)
        yield replace(rung, ceased_on=one.until or rung.ceased_on, about=str(one.since))


def _review_rungs(due_on: date, rating: str, terms: Terms) -> Iterator[tuple[str, date]]:
    """An overdue review goes to the case lead, then the DSR manager, then commissioner and council."""
    first = days_after(due_on, terms.whole("escalate-review-first", due_on))
    yield "escalate-review-first", first
    if rating in (Rating.RED, Rating.AMBER):
        second = working_days_after(due_on, terms.whole(f"escalate-review-{rating}", due_on))
        yield "escalate-review-second", second
    if rating == Rating.RED:
        top = working_days_after(due_on, terms.whole("escalate-review-top", due_on))
        yield "escalate-review-top", top


def _red_for_long(life: Life, terms: Terms) -> Iterator[_Rung]:
    """More than 28 days red without a break: reached on the day after the 28th day that follows the first."""
    for one in rated_periods(life, terms):
        if one.rating is Rating.RED:
            days = terms.whole("escalate-red-days", one.since)
            why = f"Red since {day_in_words(one.since)}, for more than {days} days."
            yield _Rung("escalate-red-long", days_after(one.since, days + 1), why, ceased_on=one.until)


def _protocols(life: Life, terms: Terms) -> Iterator[_Rung]:
    """The emergency protocol so many times in so many days, the protocols counted as K13 counts them."""
    used = [one.called_on for one in protocols(life, terms)]
    for place, last in enumerate(used):
        times = terms.whole("escalate-laep-times", last)
        first = used[place + 1 - times] if times <= place + 1 else None
        if first is not None and last <= days_after(first, terms.whole("escalate-laep-days", first)):
            span = f"from {day_in_words(first)} to {day_in_words(last)}"
            why = f"The local area emergency protocol was used {times} times {span}."
            yield _Rung("escalate-laep-again", last, why)


def _is(fact: Fact, what: Happening) -> bool:
    return isinstance(fact, Happened) and fact.what is what


def _safety(life: Life) -> Iterator[_Rung]:
    """A concern about safety is the oversight panel's at once, until somebody says that it is resolved."""
    found: dict[tuple[date, date | None], None] = {}
    for place, fact in enumerate(life.facts):
        if _is(fact, Happening.SAFETY_CONCERN):
            later = (one.on for one in life.facts[place:] if _is(one, Happening.SAFETY_RESOLVED))
            found[fact.on, next(later, None)] = None
    for raised_on, resolved_on in found:
        why = f"A concern about safety was raised on {day_in_words(raised_on)} and is not resolved."
        yield _Rung("escalate-safety", raised_on, why, resolved_on)


def _task(life: Life, rung: _Rung, owner: Owner, terms: Terms) -> Task:
    code = rung.code + _OWNERS[rung.code][owner]
    days = [day for day in (rung.done_on, _acted_on(life, code, rung)) if day is not None]
    done_on, ceased_on = ended(min(days, default=None), rung.ceased_on)
    due_on = working_days_after(rung.on, terms.whole("escalate-answer", rung.on))
    return Task(
        code=code,
        rule=_RULE,
        opens_on=rung.on,
        due_on=due_on,
        owner=owner,
        why=f"{rung.why} Told on {day_in_words(rung.on)}, to act by {day_in_words(due_on)}.",
        done_on=done_on,
        ceased_on=ceased_on,
        about=rung.about,
    )


def _acted_on(life: Life, code: str, rung: _Rung) -> date | None:
    """When the owner of a rung acted that was reached."""
    acted = _acted_at(life, code, rung.on, rung.after)
    return life.facts[acted - 1].on if acted else None


def _acted_at(life: Life, code: str, since: date, after: int) -> int:
    """How many facts there are with the first one, since a day and after so many others, that says so; 0 for none."""
    acts = (place for place, fact in enumerate(life.facts, 1) if isinstance(fact, ActionDone) and fact.code == code)
    return next((place for place in acts if place > after and life.facts[place - 1].on >= since), 0)

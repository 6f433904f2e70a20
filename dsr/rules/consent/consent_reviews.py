"""When consent to an entry is to be asked for again: each year, at birthdays, after certain events (R-DSR-32, 33)."""

from collections.abc import Iterator
from datetime import date, timedelta

from diis.definitions.calendar import ADULT_YEARS, day_in_words
from dsr.rules.consent.agreement import agreed_on, ends
from dsr.rules.consent.capacity import OWN_MIND_YEARS, can_decide
from dsr.rules.consent.footing import named_agencies
from dsr.rules.consent.stretches import Form, Stretch, stretches
from dsr.rules.days import days_after, months_after, working_day_before
from dsr.rules.facts.consent import (
    AgencyJoined,
    Basis,
    CapacityJudged,
    ConsentGiven,
    ConsentRefused,
    ConsentWithdrawn,
    DisagreementDecided,
    ResponsibilityChanged,
    Scope,
)
from dsr.rules.hospital.spells import spells
from dsr.rules.life import Life, remembered_each
from dsr.rules.tasks import Owner, Task
from dsr.rules.terms import Terms

_DAY = timedelta(days=1)


@remembered_each
def reviews(life: Life, terms: Terms) -> Iterator[Task]:
    """Every review of consent; from the day one is due until it is done, the consent is due."""
    for stretch in stretches(life, terms):
        yield from _yearly(stretch, terms)
        for years in (OWN_MIND_YEARS, ADULT_YEARS):
            yield from _birthday(stretch, life, years, terms)
        yield from _after_events(stretch, life, terms)


def new_agencies(life: Life, terms: Terms) -> Iterator[Task]:
    """An agency that nobody agreed to is told nothing until somebody is asked (R-DSR-29, 32)."""
    asked: dict[str, date | None] = {}
    for joined in life.all(AgencyJoined):
        there = agreed_on(life, joined.on).carrying(Scope.ENTRY)
        waits = joined.agency in asked and _is_after(asked[joined.agency], joined.on)
        if not there or waits or joined.agency in named_agencies(life, joined.on, terms):
            continue
        due_on = days_after(joined.on, terms.whole("consent-review", joined.on))
        agency = terms.organisations.called(joined.agency)
        why = f"{agency} joined on {day_in_words(joined.on)}: sharing with it is to be asked for by"
        done_on = next(_answers(life, joined), None)
        ceased_on = next((day for day in ends(life) if day > joined.on), None)
        asked[joined.agency] = min((day for day in (done_on, ceased_on) if day), default=None)
        yield Task(
            code="consent-for-agency",
            rule="R-DSR-32",
            opens_on=joined.on,
            due_on=due_on,
            owner=Owner.CASE_LEAD,
            why=f"{why} {day_in_words(due_on)}.",
            done_on=done_on,
            ceased_on=ceased_on,
            about=f"{joined.agency} {joined.on.isoformat()}",
        )


def _is_after(day: date | None, other: date) -> bool:
    """Whether something is still open on a day; None is never."""
    return day is None or day > other


def _answers(life: Life, joined: AgencyJoined) -> Iterator[date]:
    """The days on which sharing with an agency was agreed to or refused."""
    return (
        fact.on
        for fact in life.facts
        if isinstance(fact, ConsentGiven | ConsentRefused | ConsentWithdrawn)
        and fact.on >= joined.on
        and Scope.SHARING in fact.scopes
        and joined.agency in fact.agencies
    )


def _yearly(stretch: Stretch, terms: Terms) -> Iterator[Task]:
    """Twelve months after each form; an internal review, so it moves back to a working day (R-DSR-32, 59a)."""
    for form, following in zip(stretch.forms, (*stretch.forms[1:], None), strict=False):
        given_on = form.consent.on
        months = terms.whole("consent-renewal", given_on)
        ends_on = working_day_before(months_after(given_on, months))
        opens_on = max(days_after(ends_on, -terms.whole("consent-renewal-warning", given_on)), form.first_on)
        due_on = max(ends_on, opens_on)
        done_on = following.first_on if following else None
        if not _over(opens_on, done_on, stretch.ended_on):
            why = f"Consent of {day_in_words(given_on)} is to be asked for again within {months} months, by "
            why += f"{day_in_words(ends_on)}."
            if due_on > ends_on:
                why += f" It counts only since {day_in_words(due_on)}, so it is due on that day."
            yield Task(
                code="renew-consent",
                rule="R-DSR-32",
                opens_on=opens_on,
                due_on=due_on,
                owner=Owner.CASE_LEAD,
                why=why,
                done_on=done_on,
                ceased_on=stretch.ended_on,
                about=given_on.isoformat(),
            )


def _birthday(stretch: Stretch, life: Life, years: int, terms: Terms) -> Iterator[Task]:
    """Warnings 90 and 30 days before; the value of the year that ends with the birthday counts (R-DSR-33)."""
    birthday, year_on = life.turns(years), life.turns(years - 1)
    if stretch.began_on >= birthday:
        return
    window_on = days_after(birthday, -terms.whole("birthday-warning", year_on))
    retaken = (form.first_on for form in stretch.renewed(window_on) if _settles(form, birthday, years))
    done_on = next(retaken, None)
    again = "from the young person, or a decision in their best interests" if years == OWN_MIND_YEARS else "again"
    for code, term, owner in (
        (f"consent-at-{years}", "birthday-warning", Owner.CASE_LEAD),
        (f"consent-at-{years}-soon", "birthday-last-warning", Owner.COORDINATOR),
    ):
        opens_on = max(days_after(birthday, -terms.whole(term, year_on)), stretch.began_on)
        if not _over(opens_on, done_on, stretch.ended_on):
            yield Task(
                code=code,
                rule="R-DSR-33",
                opens_on=opens_on,
                due_on=birthday,
                owner=owner,
                why=f"The person is {years} on {day_in_words(birthday)}: consent is needed {again}.",
                done_on=done_on,
                ceased_on=stretch.ended_on,
                about=stretch.began_on.isoformat(),
            )


def _settles(form: Form, birthday: date, years: int) -> bool:
    """A parent's consent does not last beyond 16, so a new one before that day settles nothing (R-DSR-33)."""
    return form.first_on >= birthday or form.own or years == ADULT_YEARS


def _after_events(stretch: Stretch, life: Life, terms: Terms) -> Iterator[Task]:
    for changed in life.all(ResponsibilityChanged):
        if stretch.holds(changed.on) and not stretch.form_on(changed.on).own:
            what = "Parental responsibility changed"
            yield _event("consent-after-responsibility-change", what, changed.on, stretch, terms)
    for judged in life.all(CapacityJudged):
        if stretch.holds(judged.on) and _turned(stretch, life, judged):
            back = _turned_back(life, judged.on)
            what = "The person can decide now" if judged.can_decide else "The person cannot decide now"
            yield _event("consent-after-capacity-change", what, judged.on, stretch, terms, back)
    yield from _after_a_decision_against(stretch, life, terms)
    first = next((stay.admitted_on for stay in spells(life)), None)
    if first is not None and stretch.holds(first):
        yield _event(
            "consent-after-first-admission", "The person was admitted for the first time", first, stretch, terms
        )


def _after_a_decision_against(stretch: Stretch, life: Life, terms: Terms) -> Iterator[Task]:
    """What parents disagree about carries an entry no more once both leads decided against it (R-DSR-35).

    The entry does not stay so, due and with nobody asked: who may decide agrees or refuses.
    """
    decided = tuple(life.all(DisagreementDecided))
    for one in decided:
        if not one.entry and stretch.holds(one.on) and stretch.form_on(one.on).consent.basis is Basis.PARENTAL:
            over_on = next((later.on for later in decided if later.on > one.on and later.entry), None)
            what = "Both leads decided against an entry that the parents disagree about"
            yield _event("consent-after-disagreement", what, one.on, stretch, terms, over_on)


def _turned(stretch: Stretch, life: Life, judged: CapacityJudged) -> bool:
    """Whether a judgement, unlike the one before, takes the decision away from those whose consent stands."""
    able = can_decide(life, judged.on)
    return able == judged.can_decide != can_decide(life, judged.on - _DAY) and able != stretch.form_on(judged.on).own


def _turned_back(life: Life, on: date) -> date | None:
    """The day on which another judgement said what was said before a day."""
    judged = (one.on for one in life.all(CapacityJudged) if one.on > on)
    return next((day for day in judged if can_decide(life, day) != can_decide(life, on)), None)


def _event(code: str, what: str, on: date, stretch: Stretch, terms: Terms, over_on: date | None = None) -> Task:
    """Consent is asked for again some days after an event, unless the event is `over_on` a day."""
    due_on = days_after(on, terms.whole("consent-review", on))
    return Task(
        code=code,
        rule="R-DSR-32",
        opens_on=on,
        due_on=due_on,
        owner=Owner.CASE_LEAD,
        why=f"{what} on {day_in_words(on)}: consent is to be asked for again by {day_in_words(due_on)}.",
        done_on=next((form.first_on for form in stretch.renewed(on)), None),
        ceased_on=min((day for day in (stretch.ended_on, over_on) if day is not None), default=None),
        about=on.isoformat(),
    )


def _over(opens_on: date, done_on: date | None, ended_on: date | None) -> bool:
    """Whether a task was settled before anybody would have seen it."""
    return any(day is not None and day <= opens_on for day in (done_on, ended_on))

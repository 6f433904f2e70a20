"""What consent allows on a day, and what is to be done about it (R-DSR-26 to 36).

Every answer is that of the end of the day: what is withdrawn in the morning is hidden from partners that same day.
"""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from dsr.rules.consent import best_interests, consent_reviews, withdrawals
from dsr.rules.consent.agreement import agreed_on
from dsr.rules.consent.capacity import OWN_MIND_YEARS
from dsr.rules.consent.footing import footing, named_agencies, shared_until
from dsr.rules.consent.last_word import ends_entry
from dsr.rules.facts.consent import Basis, FamilyAttendance, Scope
from dsr.rules.life import Life, remembered, remembered_each
from dsr.rules.tasks import Task, told_once
from dsr.rules.terms import Mark, Term, Terms, Unit

TERMS = (
    Term("consent-renewal", "R-DSR-32", 12, Unit.MONTHS, Mark.LOCAL, "How long a consent is in date."),
    Term("consent-renewal-warning", "R-DSR-32", 30, Unit.DAYS, Mark.DEFAULT, "How long before it is to be asked for."),
    Term("consent-review", "R-DSR-32", 14, Unit.DAYS, Mark.DEFAULT, "How soon consent is reviewed after an event."),
    Term("birthday-warning", "R-DSR-33", 90, Unit.DAYS, Mark.DEFAULT, "First warning of a birthday, or of the Act."),
    Term("birthday-last-warning", "R-DSR-33", 30, Unit.DAYS, Mark.DEFAULT, "Last warning before a birthday."),
    Term("sharing-freeze", "R-DSR-33", 14, Unit.DAYS, Mark.DEFAULT, "How long a lapsed consent still carries sharing."),
    Term("withdrawal", "R-DSR-31", 1, Unit.WORKING_DAYS, Mark.DEFAULT, "How soon an entry closes after withdrawal."),
)


class ConsentState(StrEnum):
    """How consent to the entry stands."""

    NOT_ASKED = "not-asked"
    IN_DATE = "in-date"
    DUE = "due"
    INVALID = "invalid"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


def basis_on(life: Life, day: date, terms: Terms) -> Basis | None:
    """On which basis the entry rests; None where none is valid on the day (R-DSR-27, 28)."""
    foot = footing(Scope.ENTRY, life, day, terms)
    return foot.basis if foot and foot.holds else None


@remembered
def consent_state(life: Life, day: date, terms: Terms) -> ConsentState:
    """How consent to the entry stands; due: it stood, and must be asked for again by now (R-DSR-32, 33)."""
    foot = footing(Scope.ENTRY, life, day, terms)
    if foot is None or foot.first_on is None:
        return _without_footing(life.until(day), day, terms)
    due = any(task.due_on <= day and task.is_open(day) for task in _reviews(life.until(day), terms))
    return ConsentState.DUE if due or foot.lapsed_on else ConsentState.IN_DATE


def why_not(life: Life, day: date, terms: Terms) -> str | None:
    """Why the consent that was given does not carry the entry; None if it does, or if there is none."""
    foot = footing(Scope.ENTRY, life, day, terms)
    return foot.why if foot and not foot.holds else None


def has_carried(life: Life, day: date, terms: Terms, since: date | None) -> bool:
    """Whether a valid consent or decision carries an entry on a day, or carried it on one from its acceptance on.

    `since` is the day of the acceptance, None without one: what lapsed before it never carried an entry, and a new one
    does not begin with it (R-DSR-26, 33).
    """
    foot = footing(Scope.ENTRY, life, day, terms)
    if foot is None or foot.first_on is None:
        return False
    return foot.lapsed_on is None or (since is not None and since < foot.lapsed_on)


def names_agency(agency: str, life: Life, day: date, terms: Terms) -> bool:
    """Whether consent to sharing names an agency, and carries that on the day (R-DSR-29, 33)."""
    return agency in named_agencies(life, day, terms) and _carried(Scope.SHARING, life, day, terms)


def may_hold_review(life: Life, day: date, terms: Terms) -> bool:
    """Whether the person agreed to a C(E)TR, which is apart from the entry (R-DSR-29)."""
    return _carried(Scope.REVIEW, life, day, terms)


def may_contact_for_key_worker(life: Life, day: date, terms: Terms) -> bool:
    """Whether a key worker may make contact, which is apart from the entry (R-DSR-29)."""
    return _carried(Scope.KEY_WORKER, life, day, terms)


def agreed_apart(life: Life, day: date, terms: Terms) -> bool:
    """Whether a C(E)TR or key working is agreed to, whatever was said to the entry (R-DSR-29)."""
    return may_hold_review(life, day, terms) or may_contact_for_key_worker(life, day, terms)


def family_may_attend(life: Life, day: date) -> bool:
    """Whether the family may be at a review: from 16 on only if the person has agreed since then (R-DSR-36)."""
    said = life.last(FamilyAttendance, by=day)
    grown_on = life.turns(OWN_MIND_YEARS)
    return day < grown_on or (said is not None and said.on >= grown_on and said.agreed)


def tasks(life: Life, terms: Terms) -> Iterator[Task]:
    """Everything that consent asks for until it ends (then: `withdrawals`); what was told twice on a day asks once."""
    yield from told_once(_every_task(life, terms))


def _every_task(life: Life, terms: Terms) -> Iterator[Task]:
    yield from _reviews(life, terms)
    yield from best_interests.records_to_complete(life, terms)
    yield from best_interests.competence_to_judge(life, terms)
    yield from best_interests.disagreements(life, terms)
    yield from consent_reviews.new_agencies(life, terms)


@remembered_each
def _reviews(life: Life, terms: Terms) -> Iterator[Task]:
    yield from consent_reviews.reviews(life, terms)
    yield from best_interests.decisions_to_review(life, terms)
    yield from best_interests.decisions_of_the_board(life, terms)


def _without_footing(known: Life, day: date, terms: Terms) -> ConsentState:
    """Withdrawn is what stood; refused what never did, both by who decides (R-DSR-30, 31)."""
    agreed = agreed_on(known, day)
    if agreed.stopped_on is not None and ends_entry(agreed.stopped_by, known, agreed.stopped_on, terms):
        stood = withdrawals.withdrawn(known, agreed.stopped_on, terms)
        return ConsentState.WITHDRAWN if stood else ConsentState.REFUSED
    return ConsentState.INVALID if agreed.carrying(Scope.ENTRY) else ConsentState.NOT_ASKED


def _carried(scope: Scope, life: Life, day: date, terms: Terms) -> bool:
    foot = footing(scope, life, day, terms)
    if foot is None or foot.first_on is None:
        return False
    frozen_on = shared_until(foot, life, terms)
    return frozen_on is None or day < frozen_on

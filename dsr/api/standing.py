"""How a person stands on a day, in answers: status, rating, consent, each with the sentence of its rule."""

from collections.abc import Iterable
from datetime import date

from dsr.api.tellings import ConsentTold, ItemOfConsent, StandingTold
from dsr.rules.consent.capacity import who_decides
from dsr.rules.consent.consent import (
    ConsentState,
    basis_on,
    consent_state,
    family_may_attend,
    may_contact_for_key_worker,
    may_hold_review,
    why_not,
)
from dsr.rules.consent.footing import footing, named_agencies
from dsr.rules.entry.case_lead import case_lead_on, lead_team
from dsr.rules.entry.openness import may_be_shared_with
from dsr.rules.entry.residence import residence_on
from dsr.rules.entry.standing import standing_on
from dsr.rules.facts.consent import Scope
from dsr.rules.key_work.key_working import key_worker_on
from dsr.rules.life import Life
from dsr.rules.rating.rating_history import rating_on, since
from dsr.rules.rating.rating_reviews import REVIEW
from dsr.rules.tasks import Task
from dsr.rules.terms import Terms

_SAID = {
    ConsentState.NOT_ASKED: "Nobody who decides has agreed yet, and nobody who decides has refused.",
    ConsentState.IN_DATE: "There is a valid consent or decision, and it is in date.",
    ConsentState.DUE: "The entry was agreed to, and that is to be asked for again.",
    ConsentState.INVALID: "What was agreed to does not carry the entry.",
    ConsentState.REFUSED: "The entry was refused.",
    ConsentState.WITHDRAWN: "The consent was withdrawn.",
}


def standing_told(life: Life, day: date, terms: Terms, tasks: Iterable[Task]) -> StandingTold:
    """How a life stands at the end of a day; `tasks` are those open on it."""
    standing, lead = standing_on(life, day, terms), case_lead_on(life, day, terms)
    reviews = [task.due_on for task in tasks if task.code == REVIEW]
    return StandingTold(
        status=standing.status if standing else None,
        why=standing.why if standing else "Nobody has referred this person.",
        # As the list has it: who is not on the register has no rating there (R-DSR-30, 45).
        rating=rating_on(life, day, terms) if standing and standing.is_active else None,
        rated_since=since(life, day, terms) if standing and standing.is_active else None,
        next_review_on=min(reviews, default=None),
        authority=residence_on(life, day, terms).authority or None,
        team=lead_team(life, day, terms) or None,
        case_lead=lead.worker if lead else None,
        key_worker=key_worker_on(life, day),
    )


def consent_told(life: Life, day: date, terms: Terms) -> ConsentTold:
    """How consent stands at the end of a day, item by item."""
    state = consent_state(life, day, terms)
    reason = why_not(life, day, terms) or ""
    items = [item for scope in Scope if (item := _item(scope, life, day, terms)) is not None]
    return ConsentTold(
        state=state,
        words=f"{_SAID[state]} {reason}".strip(),
        who_decides=who_decides(life, day, terms),
        basis=basis_on(life, day, terms),
        items=items,
        agencies=[one for one in sorted(named_agencies(life, day, terms)) if may_be_shared_with(one, life, day, terms)],
        may_hold_review=may_hold_review(life, day, terms),
        key_worker_may_make_contact=may_contact_for_key_worker(life, day, terms),
        family_may_attend=family_may_attend(life, day),
    )


def _item(scope: Scope, life: Life, day: date, terms: Terms) -> ItemOfConsent | None:
    foot = footing(scope, life, day, terms)
    if foot is None:
        return None
    return ItemOfConsent(
        scope=scope,
        holds=foot.holds,
        basis=foot.basis,
        since=foot.first_on,
        lapsed_on=foot.lapsed_on,
        why=foot.why,
    )

"""The community C(E)TR: before any planned admission, and how long it stands in for a later one (R-DSR-69, 71, 77)."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from diis.definitions.calendar import day_in_words
from dsr.rules.consent.review_consent import refusals
from dsr.rules.days import days_after
from dsr.rules.facts.hospital import AdmissionCalledOff, AdmissionPlanned, Admitted
from dsr.rules.facts.people import Died
from dsr.rules.facts.reviews import ReviewHeld
from dsr.rules.hospital.spells import Spell, spell_on
from dsr.rules.life import Life
from dsr.rules.reviews.held import held_in_community
from dsr.rules.tasks import Owner, Task
from dsr.rules.terms import Mark, Term, Terms, Unit

TERMS = (
    Term(
        "community-review-valid",
        "R-DSR-77",
        28,
        Unit.DAYS,
        Mark.DEFAULT,
        "How long before an admission a community C(E)TR may have been held and still count for it.",
    ),
)
_A_DAY = timedelta(days=1)


def valid_community_review(life: Life, spell: Spell, terms: Terms) -> ReviewHeld | None:
    """The latest community C(E)TR that counts for an admission (R-DSR-69, 77)."""
    return _valid_for(life, spell.admitted_on, terms)


def tasks(life: Life, terms: Terms) -> Iterator[Task]:
    """A community C(E)TR before each planned admission, held on the day before it at the latest (R-DSR-69)."""
    plans = dict.fromkeys(life.all(AdmissionPlanned))
    for plan, following in pairwise((*plans, None)):
        if plan is not None and spell_on(life, plan.on) is None:
            task = _before(life, plan, following, terms)
            if task is not None:
                yield task


def _before(life: Life, plan: AdmissionPlanned, following: AdmissionPlanned | None, terms: Terms) -> Task | None:
    """None where one that counts had been held when the admission was planned."""
    before = life.until(plan.on - _A_DAY)
    if _valid_for(before, plan.expected_on, terms) is not None:
        return None
    until = _until(life, plan, following)
    done = next((one.on for one in held_in_community(life) if _counts(one, plan.expected_on, terms)), None)
    due_on = max(plan.on, plan.expected_on - _A_DAY)
    return Task(
        code="cetr-community",
        rule="R-DSR-69",
        opens_on=plan.on,
        due_on=due_on,
        owner=Owner.REVIEW_COORDINATOR,
        why=(
            f"An admission is planned for {day_in_words(plan.expected_on)}, and no community C(E)TR of the "
            f"{terms.whole('community-review-valid', plan.on)} days before it is on record: one is held before, by "
            f"{day_in_words(due_on)}{'' if plan.on < plan.expected_on else ', the day on which it was planned'}."
        ),
        done_on=done if done and (until is None or done <= until) else None,
        ceased_on=until,
        about=f"{plan.on.isoformat()}/{plan.expected_on.isoformat()}",
    )


def _until(life: Life, plan: AdmissionPlanned, following: AdmissionPlanned | None) -> date | None:
    """When the plan is no longer one: put off, called off, carried out; or the review refused, or the person dead."""
    ends = [fact.on for fact in life.facts if isinstance(fact, AdmissionCalledOff | Admitted | Died)]
    ends += refusals(life)
    ends += [following.on] if following else []
    return min((day for day in ends if day >= plan.on), default=None)


def _valid_for(life: Life, admitted_on: date, terms: Terms) -> ReviewHeld | None:
    valid = [review for review in held_in_community(life) if _counts(review, admitted_on, terms)]
    return valid[-1] if valid else None


def _counts(review: ReviewHeld, admitted_on: date, terms: Terms) -> bool:
    return review.on <= admitted_on <= days_after(review.on, terms.whole("community-review-valid", review.on))

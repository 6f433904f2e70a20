"""Who is to be asked so that the Act's clock can run: nobody is without one in silence (R-DSR-28, 29, 76).

The Act asks for a C(E)TR with the person's own consent or, where they cannot decide, with the commissioner's view that
it is in their best interests. A parent's agreement is evidence for that view and no substitute, and a decision of the
board about the entry on the register is about the entry (R-DSR-28, 29). Whether one decision may cover both is a
question for a lawyer, so nothing is read into it: the commissioner is asked, and the answer begins the clock.
"""

from collections.abc import Iterator
from datetime import date

from diis.definitions.calendar import day_in_words
from dsr.rules.consent.capacity import can_decide
from dsr.rules.consent.review_consent import agreements_by_law, refusals
from dsr.rules.days import working_days_after
from dsr.rules.hospital.detention import Liability
from dsr.rules.life import Life
from dsr.rules.reviews.deadlines_by_law import duties
from dsr.rules.reviews.held import held
from dsr.rules.reviews.review_kind import kind_on
from dsr.rules.tasks import Owner, Task, ended
from dsr.rules.terms import Terms
from dsr.rules.timelines import state_on

CODE = "cetr-agreement-by-law"


def tasks(life: Life, terms: Terms) -> Iterator[Task]:
    """One for each detention that began without an agreement, until somebody agrees, refuses, or a C(E)TR is held."""
    agreed = agreements_by_law(life)
    for duty in duties(life, terms):
        answers = [one.since for one in agreed if one.since >= duty.since]
        answers += [day for day in refusals(life) if day >= duty.since]
        over = [review.on for review in held(life) if review.on >= duty.since]
        over += [duty.until] if duty.until else []
        ends = (*answers, *over)
        if state_on(agreed, duty.since) is None and all(day > duty.since for day in ends):
            yield _task(life, duty, min(answers, default=None), min(over, default=None), terms)


def _task(life: Life, duty: Liability, done_on: date | None, ceased_on: date | None, terms: Terms) -> Task:
    done, ceased = ended(done_on, ceased_on)
    due_on = working_days_after(duty.since, terms.whole("review-date-set", duty.since))
    kind, since = kind_on(life, duty.since), day_in_words(duty.since)
    if can_decide(life, duty.since):
        owner, asked = Owner.REVIEW_COORDINATOR, f"ask the person whether they agree to a {kind}"
    else:
        owner, asked = Owner.COMMISSIONER, f"decide whether a {kind} is in the person's best interests"
    return Task(
        code=CODE,
        rule="R-DSR-76",
        opens_on=duty.since,
        due_on=due_on,
        owner=owner,
        why=f"Liable to be detained since {since}, and nothing on record lets the Act's clock run, as a parent's "
        f"agreement or a decision about the entry alone does not: {asked} by {day_in_words(due_on)}.",
        done_on=done,
        ceased_on=ceased,
        about=duty.since.isoformat(),
    )

"""Who is to be asked so that the Act's clock can run: nobody is without one in silence (R-DSR-28, 29, 76).

The Act asks for a C(E)TR with the person's own consent or, where they cannot decide, with the commissioner's view that
it is in their best interests. A parent's agreement is evidence for that view and no substitute, and a decision of the
board about the entry on the register is about the entry (R-DSR-28, 29). Whether one decision may cover both is a
question for a lawyer, so nothing is read into it: the commissioner is asked, and the answer begins the clock. Where
what was agreed is taken back by somebody who does not decide, who does is asked again (R-DSR-27, 31).
"""

from collections.abc import Iterator
from datetime import date

from diis.definitions.calendar import day_in_words
from dsr.rules.consent.capacity import can_decide
from dsr.rules.consent.review_consent import agreements_by_law, refusals_by_law
from dsr.rules.days import working_days_after
from dsr.rules.hospital.detention import Liability
from dsr.rules.life import Life
from dsr.rules.reviews.deadlines_by_law import duties
from dsr.rules.reviews.held import held
from dsr.rules.reviews.review_kind import kind_on
from dsr.rules.tasks import Owner, Task, ended
from dsr.rules.terms import Terms
from dsr.rules.timelines import Stretch, state_on

CODE = "cetr-agreement-by-law"


def tasks(life: Life, terms: Terms) -> Iterator[Task]:
    """For each time without an agreement in a detention, until somebody agrees, refuses, or a C(E)TR is held."""
    agreed, refused = agreements_by_law(life), refusals_by_law(life)
    for duty in duties(life, terms):
        over = [review.on for review in held(life)] + ([duty.until] if duty.until else [])
        for since in _unanswered(duty, agreed, refused):
            answers = [day for day in (*(one.since for one in agreed), *refused) if day >= since]
            ends = [day for day in over if day >= since]
            if all(day > since for day in (*answers, *ends)):
                yield _task(life, duty, since, min(answers, default=None), min(ends, default=None), terms)


def _unanswered(duty: Liability, agreed: tuple[Stretch[bool], ...], refused: tuple[date, ...]) -> Iterator[date]:
    """The days of a detention from which nobody had agreed: its first, and those on which others took it back."""
    if state_on(agreed, duty.since) is None:
        yield duty.since
    lost = (one.until for one in agreed if one.until is not None and one.until not in refused)
    yield from (day for day in lost if duty.since < day and (duty.until is None or day < duty.until))


def _task(life: Life, duty: Liability, since: date, done_on: date | None, ceased_on: date | None, terms: Terms) -> Task:
    done, ceased = ended(done_on, ceased_on)
    due_on = working_days_after(since, terms.whole("review-date-set", since))
    kind = kind_on(life, since)
    if can_decide(life, since):
        owner, asked = Owner.REVIEW_COORDINATOR, f"ask the person whether they agree to a {kind}"
    else:
        owner, asked = Owner.COMMISSIONER, f"decide whether a {kind} is in the person's best interests"
    return Task(
        code=CODE,
        rule="R-DSR-76",
        opens_on=since,
        due_on=due_on,
        owner=owner,
        why=f"Liable to be detained since {day_in_words(duty.since)}, and {_lacking(duty, since)}: "
        f"{asked} by {day_in_words(due_on)}.",
        done_on=done,
        ceased_on=ceased,
        about=since.isoformat(),
    )


def _lacking(duty: Liability, since: date) -> str:
    if since > duty.since:
        return f"what lets the Act's clock run was taken back on {day_in_words(since)} by somebody who does not decide"
    no_answer = "as a parent's agreement or a decision about the entry alone does not"
    return f"nothing on record lets the Act's clock run, {no_answer}"

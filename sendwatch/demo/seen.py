"""A referral as the list of one census date shows it: what has happened by then, and nothing of what comes."""

from collections.abc import Iterator

from sendwatch.demo.children import Referral
from sendwatch.demo.contacts import Contact
from sendwatch.demo.days import NEVER, Day, iso
from sendwatch.demo.events import Event
from sendwatch.demo.lives import Life
from sendwatch.demo.steps import Step

Shown = tuple[Day, Day, str]
"""A line, the first day whose list shows it, and the first day whose list no longer does."""


def seen_at(referral: Referral, census: Day) -> str | None:
    """The line of `referrals.csv` at a census date, None where that list does not hold the referral."""
    if not referral.life.listed(census):
        return None
    return iso(census) + after_census(referral, census)


def after_census(referral: Referral, census: Day) -> str:
    """All of the line but the census date; it stays the same from list to list until something happens."""
    return "," + ",".join((*_who(referral, census), *_asked(referral), *_happened(referral.life, census))) + "\n"


def days_of_change(referral: Referral) -> tuple[Day, ...]:
    """The days on which a line changes."""
    life = referral.life
    return (
        referral.person.moved,
        life.returned,
        life.resubmitted,
        life.decided,
        life.assessed,
        life.outcome_shared,
        life.support_offered,
        life.closed,
        life.transferred,
    )


def _who(referral: Referral, census: Day) -> tuple[str, ...]:
    """`provider` to `sen_provision`."""
    person, flow = referral.person, referral.flow
    return (
        flow.provider,
        flow.pathway,
        referral.referral_id,
        person.nhs_number,
        flow.provider + person.local_number,
        iso(person.born),
        person.gender,
        person.ethnic_category,
        person.postcode if census < person.moved else person.new_postcode,
        person.gp_practice,
        person.lac_status,
        person.sen_provision,
    )


def _asked(referral: Referral) -> tuple[str, ...]:
    """`received_date` to `condition`."""
    reason, condition, team_type = referral.question
    return iso(referral.life.received), referral.source, reason, referral.priority, team_type, condition


def _happened(life: Life, census: Day) -> tuple[str, ...]:
    """`returned_date` to `transferred_to_adult_date`."""
    decided = life.decided <= census
    return (
        _by(life.returned, census),
        _by(life.resubmitted, census),
        iso(life.decided) if decided else "",
        life.decision if decided else "",
        life.rejection_reason if decided else "",
        _by(life.assessed, census),
        _by(life.outcome_shared, census),
        _by(life.support_offered, census),
        _by(life.closed, census),
        life.closure_reason if life.closed <= census else "",
        _by(life.transferred, census),
    )


def contact_lines(referral: Referral) -> list[Shown]:
    """Every contact line the referral will ever have; a list takes those up to its census date."""
    return [
        (contact.day, NEVER, contact_line(referral.flow.provider, referral.referral_id, number, contact))
        for number, contact in enumerate(referral.contacts, start=1)
    ]


def event_lines(referral: Referral) -> list[Shown]:
    return [
        (event.day, NEVER, event_line(referral.flow.provider, referral.referral_id, event)) for event in referral.events
    ]


def step_lines(referral: Referral) -> list[Shown]:
    """A step stands in each list from its request on, with its second date once it is done."""
    return list(_step_lines(referral))


def _step_lines(referral: Referral) -> Iterator[Shown]:
    for step in referral.steps:
        before, after = (
            step_line(referral.flow.provider, referral.referral_id, step._replace(done=done))
            for done in (NEVER, step.done)
        )
        if step.requested < step.done:
            yield step.requested, step.done, before
        if step.done < NEVER:
            yield step.done, NEVER, after


def contact_line(provider: str, referral_id: str, number: int, contact: Contact) -> str:
    codes = f"{contact.attendance},{contact.mechanism},{contact.subject},{contact.profession}"
    return f"{provider},{referral_id},{referral_id}-{number},{iso(contact.day)},{codes}\n"


def event_line(provider: str, referral_id: str, event: Event) -> str:
    return f"{provider},{referral_id},{iso(event.day)},{event.kind},{event.code}\n"


def step_line(provider: str, referral_id: str, step: Step) -> str:
    """A line with the dates of the step; NEVER is blank."""
    done = iso(step.done) if step.done < NEVER else ""
    return f"{provider},{referral_id},{step.step},{step.organisation},{iso(step.requested)},{done}\n"


def _by(day: Day, census: Day) -> str:
    return iso(day) if day <= census else ""

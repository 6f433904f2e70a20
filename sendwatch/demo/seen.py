"""A referral as the list of one census date shows it: what has happened by then, and nothing of what comes."""

from sendwatch.demo.children import Referral
from sendwatch.demo.contacts import Contact
from sendwatch.demo.days import Day, iso
from sendwatch.demo.lives import Life


def seen_at(referral: Referral, census: Day) -> str | None:
    """The line of `referrals.csv` at a census date, None where that list does not hold the referral."""
    if not referral.life.listed(census):
        return None
    return ",".join((*_who(referral, census), *_asked(referral), *_happened(referral.life, census))) + "\n"


def _who(referral: Referral, census: Day) -> tuple[str, ...]:
    """`census_date` to `sen_provision`."""
    person, flow = referral.person, referral.flow
    return (
        iso(census),
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


def contact_lines(referral: Referral) -> list[tuple[Day, str]]:
    """Every contact line the referral will ever have, with its day; a list takes those up to its census date."""
    return [
        (contact.day, contact_line(referral.flow.provider, referral.referral_id, number, contact))
        for number, contact in enumerate(referral.contacts, start=1)
    ]


def contact_line(provider: str, referral_id: str, number: int, contact: Contact) -> str:
    codes = f"{contact.attendance},{contact.mechanism},{contact.subject},{contact.profession}"
    return f"{provider},{referral_id},{referral_id}-{number},{iso(contact.day)},{codes}\n"


def _by(day: Day, census: Day) -> str:
    return iso(day) if day <= census else ""

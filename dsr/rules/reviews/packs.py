"""The pack of a C(E)TR: what is in it, who may read it when, and which questions are asked (R-DSR-82 to 85)."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from diis.definitions.calendar import day_in_words
from dsr.rules.consent.agreement import denies
from dsr.rules.days import days_after
from dsr.rules.facts.consent import Scope
from dsr.rules.facts.reviews import PackConsentVerified, PackItem, PackItemFiled, PackSent, ReviewPlanned
from dsr.rules.life import Life
from dsr.rules.reviews.held import held, plan_of
from dsr.rules.reviews.review_kind import Kind, Stage, kind_on, stage_on
from dsr.rules.reviews.review_running import meeting_on, names, so_by, while_prepared
from dsr.rules.tasks import Owner, Task, asked_again_since, asked_from, told_apart
from dsr.rules.terms import Mark, Term, Terms, Unit

TERMS = (
    Term(
        "pack-ahead",
        "R-DSR-82",
        1,
        Unit.DAYS,
        Mark.STATED,
        "How many days before a C(E)TR the panel has the pack: by the hour of the meeting on the day before.",
    ),
)

_CORE = (PackItem.CONSENT, PackItem.PLANNER, PackItem.PREVIOUS_REPORT, PackItem.CRISIS_PLAN)
_HELPFUL = (PackItem.RISK_ASSESSMENT, PackItem.CARE_PLAN, PackItem.EHCP, PackItem.CLINICAL_ASSESSMENT)
_INPATIENT_CORE = (PackItem.PHYSICAL_HEALTH, PackItem.MEDICATION)
_INPATIENT_HELPFUL = (
    PackItem.TRIBUNAL_REPORT,
    PackItem.DISCHARGE_PLAN,
    PackItem.SAFEGUARDING,
    PackItem.RESTRAINT,
    PackItem.HEALTH_ACTION_PLAN,
    PackItem.PASSPORTS,
    PackItem.ACTIVITY_PLANNER,
    PackItem.MDT_MINUTES,
)


class Template(StrEnum):
    """The four templates of the enquiry (R-DSR-85)."""

    CHILD_COMMUNITY = "child-community"
    CHILD_INPATIENT = "child-inpatient"
    ADULT_COMMUNITY = "adult-community"
    ADULT_INPATIENT = "adult-inpatient"


class Question(StrEnum):
    """What every enquiry asks (R-DSR-85)."""

    SAFE = "is-the-person-safe"
    GOOD_CARE = "is-care-good-now"
    FUTURE = "what-are-the-plans-for-the-future"
    COMMUNITY = "can-it-happen-in-the-community"


def template_on(life: Life, day: date) -> Template:
    """The template for a meeting on a day: a CETR has the one that asks about education (R-DSR-66, 85)."""
    inpatient = stage_on(life, day) is not Stage.COMMUNITY
    if kind_on(life, day) is Kind.CETR:
        return Template.CHILD_INPATIENT if inpatient else Template.CHILD_COMMUNITY
    return Template.ADULT_INPATIENT if inpatient else Template.ADULT_COMMUNITY


def core_of(life: Life, review: str) -> tuple[PackItem, ...]:
    """What the pack must hold; a previous report only where there was a review before (R-DSR-82, 83)."""
    meeting = meeting_on(life, review)
    first = not any(one.on < meeting and one.review != review for one in held(life))
    core = tuple(item for item in _CORE if not (first and item is PackItem.PREVIOUS_REPORT))
    return core if stage_on(life, meeting) is Stage.COMMUNITY else core + _INPATIENT_CORE


def helpful_for(life: Life, review: str) -> tuple[PackItem, ...]:
    """What the pack had better hold, and what holds up nothing (R-DSR-82, 83)."""
    community = stage_on(life, meeting_on(life, review)) is Stage.COMMUNITY
    return _HELPFUL if community else _HELPFUL + _INPATIENT_HELPFUL


def missing_core(life: Life, review: str, day: date) -> tuple[PackItem, ...]:
    """What the pack still needs on a day; a consent item that nobody has verified is missing."""
    filed = {fact.item for fact in life.all(PackItemFiled) if fact.review == review and fact.on <= day}
    if is_unlocked(life, review, day):
        filed.add(PackItem.CONSENT)
    else:
        filed.discard(PackItem.CONSENT)
    return tuple(item for item in core_of(life, review) if item not in filed)


def is_unlocked(life: Life, review: str, day: date) -> bool:
    """Whether the evidence of consent was verified, and neither the consent nor the review is gone since (R-DSR-84).

    After a refusal a new consent is not enough: somebody verifies it again.
    """
    *_, (_, verified_on) = _verifications(life.until(day), review)
    return verified_on is not None and plan_of(life, review, day) is not None


def _verifications(life: Life, review: str) -> Iterator[tuple[date | None, date | None]]:
    """Each time in which the consent is to be verified: since when, None for the first, and when that was done."""
    since: date | None = None
    verified_on: date | None = None
    for fact in life.facts:
        if isinstance(fact, PackConsentVerified) and fact.review == review:
            verified_on = verified_on or fact.on
        elif verified_on is not None and denies(fact, Scope.REVIEW, life):
            yield since, verified_on
            since, verified_on = fact.on, None
    yield since, verified_on


def why_not_read(life: Life, review: str, item: PackItem, day: date) -> str | None:
    """Why the panel must not read a paper on a day; None if it may. The consent item itself is never locked."""
    if item is PackItem.CONSENT or is_unlocked(life, review, day):
        return None
    return "Nobody has verified the consent to this review: the other papers stay locked (R-DSR-84)."


def tasks(life: Life, terms: Terms) -> Iterator[Task]:
    """Consent verified and the pack with the panel, for every review that was planned (R-DSR-82, 84)."""
    for review in names(life):
        consents = _consents(life, terms, review)
        yield from told_apart(part for task in consents for part in while_prepared(task, life, review))
        sent = (fact.on for fact in life.all(PackSent) if fact.review == review)
        complete = next((day for day in sent if not missing_core(life, review, day)), None)
        whole = _task(life, terms, review, "pack-sent", complete, "the panel has the whole pack")
        yield from told_apart(while_prepared(whole, life, review))


def _consents(life: Life, terms: Terms, review: str) -> Iterator[Task]:
    """To verify the consent, and to do so again after what was verified was taken back (R-DSR-84)."""
    for since, verified_on in _verifications(life, review):
        what = "the consent is verified, which unlocks the pack,"
        task = _task(life, terms, review, "pack-consent", verified_on, what)
        yield task if since is None else asked_from(task, since, asked_again_since(since))


def _task(life: Life, terms: Terms, review: str, code: str, done_on: date | None, what: str) -> Task:
    planned_on = next(fact.on for fact in life.all(ReviewPlanned) if fact.review == review)
    meeting = meeting_on(life, review)
    ahead_on = days_after(meeting, -terms.whole("pack-ahead", planned_on))
    return Task(
        code=code,
        rule="R-DSR-84" if code == "pack-consent" else "R-DSR-82",
        opens_on=planned_on,
        due_on=max(planned_on, ahead_on),
        owner=Owner.REVIEW_COORDINATOR,
        why=f"The C(E)TR is on {day_in_words(meeting)}: {what} 24 hours before, {so_by(ahead_on, planned_on)}.",
        done_on=done_on,
        about=review,
    )

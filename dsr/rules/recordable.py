"""What may be recorded: each fact against what is known already, with the sentence that says why not.

Every way into the register passes here: a page, the API, an import. A rule that forbids a fact stands in its own
module; this one knows which rule asks about which kind of fact.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from diis.definitions.calendar import day_in_words
from dsr.rules.after_death import may_come_after
from dsr.rules.consent.agreement import agreed_on, has_say
from dsr.rules.consent.capacity import lacking
from dsr.rules.consent.consent import may_hold_review
from dsr.rules.consent.footing import why_not_given
from dsr.rules.entry.eligibility import may_be_accepted
from dsr.rules.entry.referrals import why_decline_is_incomplete
from dsr.rules.entry.removal import may_be_removed
from dsr.rules.entry.standing import Status, entries, standing_on
from dsr.rules.entry.transfer import may_be_sent
from dsr.rules.facts.consent import (
    BestInterestsDecided,
    ConsentGiven,
    ConsentRefused,
    ConsentWithdrawn,
    Scope,
)
from dsr.rules.facts.entry import (
    Acknowledged,
    Decided,
    FullFormReceived,
    Referred,
    Removed,
    TransferAccepted,
    TransferReceived,
    TransferSent,
    Triaged,
)
from dsr.rules.facts.fact import Fact
from dsr.rules.facts.hospital import Admitted, CausesAnalysed, Detained, Discharged
from dsr.rules.facts.key_workers import KeyWorkerAllocated, KeyWorkerContact, KeyWorkerLeft, KeyWorkingClosed
from dsr.rules.facts.people import ConditionRecorded, Died
from dsr.rules.facts.rating import Rated, Reviewed
from dsr.rules.facts.reviews import (
    PackConsentVerified,
    PackItemFiled,
    RecommendationAnswered,
    RecommendationDone,
    Recommended,
    ReportSent,
    ReviewCompleted,
    ReviewHeld,
)
from dsr.rules.hospital.spells import spell_on
from dsr.rules.key_work.key_working import key_worker_on
from dsr.rules.key_work.step_down import may_step_down, missing
from dsr.rules.life import Life
from dsr.rules.rating.meetings import lacks_reason
from dsr.rules.rating.rating_history import may_be_rated, may_be_received
from dsr.rules.rating.ratings import Rating
from dsr.rules.reviews.review_running import why_not_complete
from dsr.rules.terms import Terms

Judge = Callable[[Any, Life, Terms], str | None]

_ENDED = frozenset({Status.CLOSING, Status.CLOSED, Status.REFUSED})
_NOT_RATED = _ENDED | {Status.DECLINED}

_TELLS_OF: Mapping[type[Fact], str] = {
    Detained: "second_recommendation_on",
    ConditionRecorded: "waiting_since",
    CausesAnalysed: "admitted_on",
    Decided: "kept_since",
}
"""Fields with a day of what has happened; days of what is planned may be in the future."""


def why_not(fact: Fact, life: Life, today: date, terms: Terms) -> str | None:
    """Why a fact cannot be recorded; None if it can. `life` has what is known, whatever its day."""
    for day in _days_told(fact):
        if day > today:
            return f"{day_in_words(day)} is in the future: record what has happened."
        if day < life.birth_on:
            return f"{day_in_words(day)} is before the person was born."
    died = life.first(Died)
    if died is not None and fact.on > died.on and not may_come_after(fact):
        return f"The person died on {day_in_words(died.on)}."
    judge = _JUDGES.get(type(fact))
    return judge(fact, life.until(fact.on), terms) if judge else None


def _days_told(fact: Fact) -> Iterator[date]:
    """The days of what has happened: the fact's own, and another that it tells of.

    A clock that begins with a mistyped day would begin in years, and nobody would miss it (R-DSR-14, 72, 75).
    """
    yield fact.on
    told: date | None = getattr(fact, _TELLS_OF[type(fact)]) if type(fact) in _TELLS_OF else None
    if told is not None:
        yield told


def why_not_all(facts: Iterable[Fact], life: Life, today: date, terms: Terms) -> str | None:
    """The same for facts that come together, each after those before it."""
    for fact in facts:
        reason = why_not(fact, life, today, terms)
        if reason is not None:
            return reason
        life = Life.of(life.birth_on, (*life.facts, fact))
    return None


def _rated(fact: Rated, life: Life, terms: Terms) -> str | None:
    if lacks_reason(fact):
        return "A rating is set with a reason (R-DSR-51)."
    return _over(life, fact, terms, _NOT_RATED) or may_be_rated(life, fact.rating, fact.on, terms)


def _reviewed(fact: Reviewed, life: Life, terms: Terms) -> str | None:
    """A review that found an inpatient whom nobody admitted is no review to record, but an admission (R-DSR-62)."""
    return may_be_rated(life, fact.rating, fact.on, terms) if fact.rating is Rating.BLUE else None


def _received(fact: TransferReceived, life: Life, terms: Terms) -> str | None:
    """Blue comes with an admission; otherwise the sending area's rating could not hold (R-DSR-39, 62)."""
    return may_be_received(life, fact.rating, fact.on, terms)


def _over(life: Life, fact: Fact, terms: Terms, over: frozenset[Status]) -> str | None:
    """Who is neither on the register nor on the way to it has no rating there, nor anything to accept (R-DSR-30, 45).

    Who was declined can be accepted on second thoughts.
    """
    standing = standing_on(life, fact.on, terms)
    if standing is None or standing.status not in over:
        return None
    return f"{standing.why} A new referral begins a new entry."


def _of_referral(fact: Fact, life: Life, terms: Terms) -> str | None:  # noqa: ARG001 - a judge
    referred = life.last(Referred) or life.last(TransferReceived)
    return None if referred else "There is no referral that this could belong to."


def _decided(fact: Decided, life: Life, terms: Terms) -> str | None:
    if life.last(Referred) is None and life.last(TransferReceived) is None:
        return "There is no referral to decide on."
    if not fact.accepted:
        return why_decline_is_incomplete(fact.reason, fact.signposted_to)
    return _over(life, fact, terms, _ENDED) or may_be_accepted(life, fact.on, terms)


def _removed(fact: Removed, life: Life, terms: Terms) -> str | None:
    return may_be_removed(fact.reason, life, fact.on, terms, by_panel=fact.by_panel, plan=fact.plan)


def _sent(fact: TransferSent, life: Life, terms: Terms) -> str | None:
    return may_be_sent(fact.to, life, fact.on, terms)


def _taken(fact: TransferAccepted, life: Life, terms: Terms) -> str | None:  # noqa: ARG001 - a judge
    sent = entries(life, terms)[-1].last(TransferSent)
    return None if sent else "No handover pack of this entry was sent that could be accepted (R-DSR-39)."


def _agreed(fact: ConsentGiven, life: Life, terms: Terms) -> str | None:
    if not fact.scopes:
        return "A consent says what it is to, item by item (R-DSR-29)."
    return why_not_given(fact, life, terms)


def _withdrawn(fact: ConsentWithdrawn, life: Life, terms: Terms) -> str | None:  # noqa: ARG001 - a judge
    if not fact.scopes:
        return "A withdrawal says from what, item by item (R-DSR-29)."
    if not agreed_on(life, fact.on).given:
        return "There is no consent that could be withdrawn."
    return _without_say(fact, life)


def _refused(fact: ConsentRefused, life: Life, terms: Terms) -> str | None:
    standing = standing_on(life, fact.on, terms)
    return _without_say(fact, life) if standing else "Nobody was referred, so there is nothing to refuse."


def _without_say(fact: ConsentRefused | ConsentWithdrawn, life: Life) -> str | None:
    """A word that does not count would end nothing, and read as if it had (R-DSR-27, 31).

    Who withdraws from the entry withdraws from all that is theirs: that others agreed to an item is no reason against.
    """
    from_all = isinstance(fact, ConsentWithdrawn) and Scope.ENTRY in fact.scopes
    said = [Scope.ENTRY] if from_all else sorted(fact.scopes)
    vain = next((scope for scope in said if not has_say(fact.by, scope, life, fact.on)), None)
    if vain is None:
        return None
    if agreed_on(life, fact.on).carrying(vain):
        return f"Others agreed to this item ({vain.value}), so this would not end it (R-DSR-31)."
    return f"Somebody else decides about this item ({vain.value}), so this would not refuse it (R-DSR-27)."


def _best_interests(fact: BestInterestsDecided, life: Life, terms: Terms) -> str | None:  # noqa: ARG001 - a judge
    needed = lacking(fact)
    return f"A best-interests decision needs {', '.join(needed)} (R-DSR-34)." if needed else None


def _admitted(fact: Admitted, life: Life, terms: Terms) -> str | None:  # noqa: ARG001 - a judge
    return None if fact.hospital.strip() else "An admission names the hospital."


def _discharged(fact: Discharged, life: Life, terms: Terms) -> str | None:  # noqa: ARG001 - a judge
    """Of two discharges of a day without a ward between them the second ends nothing: it is refused, not lost."""
    if spell_on(life, fact.on) is None:
        return "The person is not an inpatient on that day."
    is_told = any(one.on == fact.on for one in life.all(Discharged))
    if is_told and spell_on(Life.of(life.birth_on, (*life.facts, fact)), fact.on):
        return "The discharge of that day is of the move to another ward; the person is an inpatient there (R-DSR-93)."
    return None


def _held(fact: ReportSent | ReviewCompleted | Recommended, life: Life, terms: Terms) -> str | None:  # noqa: ARG001
    """What follows a C(E)TR follows one that was held (ASVS 2.3.1)."""
    held = any(one.review == fact.review for one in life.all(ReviewHeld))
    return None if held else "That C(E)TR has not been held yet."


def _agreed_to_review(fact: Fact, life: Life, terms: Terms) -> str | None:
    """Without agreement to a C(E)TR nobody reads its papers and none is held (R-DSR-29, 84)."""
    if may_hold_review(life, fact.on, terms):
        return None
    return "Nobody has agreed to a C(E)TR; it is agreed to apart from the entry (R-DSR-29)."


def _completed(fact: ReviewCompleted, life: Life, terms: Terms) -> str | None:  # noqa: ARG001 - a judge
    return next(iter(why_not_complete(life, fact.review, fact.on)), None)


def _made(fact: RecommendationAnswered | RecommendationDone, life: Life, terms: Terms) -> str | None:  # noqa: ARG001
    made = any(one.review == fact.review and one.recommendation == fact.recommendation for one in life.all(Recommended))
    return None if made else "There is no such recommendation of that C(E)TR (R-DSR-86, 88)."


def _filed(fact: PackItemFiled, life: Life, terms: Terms) -> str | None:  # noqa: ARG001 - a judge
    return None if fact.review.strip() else "A paper belongs to a C(E)TR."


def _allocated(fact: KeyWorkerAllocated, life: Life, terms: Terms) -> str | None:  # noqa: ARG001 - a judge
    if key_worker_on(life, fact.on) == fact.worker:
        return "That is the key worker already."
    return None if fact.worker.strip() else "An allocation names the key worker (R-DSR-100)."


def _has_key_worker(fact: Fact, life: Life, terms: Terms) -> str | None:  # noqa: ARG001 - a judge
    return None if key_worker_on(life, fact.on) else "There is no key worker on that day."


def _key_working_closed(fact: KeyWorkingClosed, life: Life, terms: Terms) -> str | None:
    lacks = missing(fact)
    if lacks:
        return f"A step-down needs {' and '.join(lacks)} (R-DSR-105)."
    steps_down = fact.reason.value == "step-down"
    return may_step_down(life, fact.on, terms) if steps_down else None


_JUDGES: dict[type[Fact], Judge] = {
    Rated: _rated,
    Reviewed: _reviewed,
    Acknowledged: _of_referral,
    Triaged: _of_referral,
    FullFormReceived: _of_referral,
    Decided: _decided,
    TransferReceived: _received,
    Removed: _removed,
    TransferSent: _sent,
    TransferAccepted: _taken,
    ConsentGiven: _agreed,
    ConsentWithdrawn: _withdrawn,
    ConsentRefused: _refused,
    BestInterestsDecided: _best_interests,
    Admitted: _admitted,
    Discharged: _discharged,
    PackConsentVerified: _agreed_to_review,
    ReviewHeld: _agreed_to_review,
    Recommended: _held,
    ReviewCompleted: _completed,
    RecommendationAnswered: _made,
    RecommendationDone: _made,
    ReportSent: _held,
    PackItemFiled: _filed,
    KeyWorkerAllocated: _allocated,
    KeyWorkerLeft: _has_key_worker,
    KeyWorkerContact: _has_key_worker,
    KeyWorkingClosed: _key_working_closed,
}

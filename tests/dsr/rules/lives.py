"""Lives in short: what happened to a young person, a line a fact, so that a table of cases can be read by anybody.

`a_life("2011-02-01", "2027-03-01 admitted", "2027-03-01 detained 2")`: born on the first day; then a day, what
happened, and words that say more. The words of each fact are in `WORDS`.
"""

from collections.abc import Callable
from datetime import date

from dsr.rules.days import days_after, months_after
from dsr.rules.facts.consent import (
    AgencyJoined,
    Basis,
    BestInterestsDecided,
    CapacityJudged,
    ConsentGiven,
    ConsentRefused,
    ConsentWithdrawn,
    DisagreementDecided,
    FamilyAttendance,
    ParentsDisagree,
    RefusalReason,
    ResponsibilityChanged,
    Scope,
    WithdrawalTold,
)
from dsr.rules.facts.entry import (
    Acknowledged,
    Decided,
    DeclineReason,
    EntryOffered,
    FullFormReceived,
    HeldFor,
    Limb,
    LimbJudged,
    OutcomeTold,
    Referred,
    Referrer,
    RemovalReason,
    Removed,
    Told,
    TransferAccepted,
    TransferEscalated,
    TransferReceived,
    TransferSent,
    Triaged,
)
from dsr.rules.facts.fact import Fact
from dsr.rules.facts.hospital import (
    AcuteStayBegan,
    AcuteStayEnded,
    Admitted,
    CausesAnalysed,
    CommissionerVisited,
    CrisisSupportOffered,
    Detained,
    Detention,
    DetentionEnded,
    Discharged,
    InadequateTold,
    Informed,
    LeaveBegan,
    LeaveEnded,
    Quality,
    Security,
    ViewFormed,
    Ward,
)
from dsr.rules.facts.key_workers import (
    ClosingReason,
    KeyWorkerAllocated,
    KeyWorkerContact,
    KeyWorkerLeft,
    KeyWorkerOffered,
    KeyWorkingClosed,
    OutcomesSurveyed,
    SurveyTime,
)
from dsr.rules.facts.people import (
    AdultLeadNamed,
    AreaRecorded,
    CaseLeadNamed,
    Condition,
    ConditionRecorded,
    Died,
    Evidence,
    FactorRecorded,
    HostTold,
    JointReviewHeld,
    KeyWorkHandedOver,
    Lives,
    OrdinaryResidenceDecided,
    PlaceKind,
    PlanRecorded,
    PlanStatus,
    TransitionPlanned,
)
from dsr.rules.facts.rating import ActionDone, Discussed, Happened, Happening, Meeting, Rated, Reviewed
from dsr.rules.life import Life
from dsr.rules.rating.ratings import Rating, RedPrompt
from dsr.rules.recordable import why_not
from dsr.rules.terms import Terms
from tests.dsr.rules.words_of_reviews import WORDS_OF_REVIEWS

ALL_SCOPES = frozenset(Scope)
TEAM = "CAMHS"


def day(text: str) -> date:
    return date.fromisoformat(text)


def _one_of(kind: type, words: list[str], otherwise: object) -> object:
    """The value of an enumeration that is among the words."""
    return next((kind(word) for word in words if word in {one.value for one in kind}), otherwise)  # type: ignore[attr-defined]


def _consent(on: date, words: list[str]) -> Fact:
    """`consent own-consent entry sharing:CAMHS+school review`; without scopes, to everything, shared with CAMHS."""
    basis, *items = words
    scopes, agencies = _items(items)
    return ConsentGiven(
        on=on, basis=Basis(basis), scopes=scopes or ALL_SCOPES, by=TEAM, agencies=agencies or frozenset({TEAM})
    )


def _items(items: list[str]) -> tuple[frozenset[Scope], frozenset[str]]:
    """What is agreed to, refused or withdrawn: `entry sharing:CAMHS+school`."""
    agencies = frozenset(one for item in items if item.startswith("sharing:") for one in item[8:].split("+"))
    return frozenset(Scope(item.partition(":")[0]) for item in items), agencies


def _reviewed(on: date, words: list[str]) -> Fact:
    """`reviewed amber`, complete, the next in 28 days or `next:2027-03-08`; `incomplete` lacks the family's view."""
    days = [day(word[5:]) for word in words if word.startswith("next:")]
    rating = _one_of(Rating, words, None)
    return Reviewed(
        on=on,
        by=TEAM,
        agencies=frozenset({TEAM, "social care"}),
        rating=rating,  # type: ignore[arg-type]
        rating_reason="as discussed",
        changed="nothing",
        views="" if "incomplete" in words else "told",
        actions_checked=True,
        actions_agreed=True,
        decisions_noted=True,
        next_on=days[0] if days else days_after(on, 28),
    )


def _admitted(on: date, words: list[str]) -> Fact:
    return Admitted(
        on=on,
        hospital="a hospital",
        ward=_one_of(Ward, words, Ward.CAMHS),  # type: ignore[arg-type]
        security=_one_of(Security, words, Security.GENERAL),  # type: ignore[arg-type]
        quality=_one_of(Quality, words, Quality.NOT_RATED),  # type: ignore[arg-type]
        planned="planned" in words,
        out_of_area="out-of-area" in words,
    )


def _best_interests(on: date, words: list[str]) -> Fact:
    """`best-interests yes board 2027-01-01` (to be reviewed on, else in a year); `incomplete` without the consulted."""
    days = [day(word) for word in words if word[:2] == "20"]
    return BestInterestsDecided(
        on=on,
        in_favour="yes" in words,
        by="lead",
        organisation=TEAM,
        board="board" in words,
        evidence="seen",
        consulted="" if "incomplete" in words else "child, parents, advocate",
        less_restrictive="considered",
        review_on=days[0] if days else months_after(on, 12),
    )


def _condition(on: date, words: list[str]) -> Fact:
    evidence = _one_of(Evidence, words, Evidence.CONFIRMED)
    return ConditionRecorded(on=on, condition=Condition(words[0]), evidence=evidence)  # type: ignore[arg-type]


def _detained(on: date, words: list[str]) -> Fact:
    """`detained 4 2027-03-03`: the second recommendation, where it is section 4."""
    second = day(words[1]) if len(words) > 1 else None
    return Detained(on=on, section=Detention(words[0]), second_recommendation_on=second)


def _decided(accepted: bool) -> Callable[[date, list[str]], Fact]:
    def decided(on: date, words: list[str]) -> Fact:
        """`declined no-risk`, and `nowhere` for one that names no other help; `accepted before 2027-03-01`.

        That is by another register, and kept here since that day.
        """
        before = words[:1] == ["before"]
        since = day(words[1]) if before and len(words) > 1 else None
        reason = DeclineReason(words[0]) if words and not before else None
        turn_to = "" if accepted or "nowhere" in words else "early help"
        return Decided(
            on=on,
            accepted=accepted,
            by=TEAM,
            reason=reason,
            signposted_to=turn_to,
            carried_over=before,
            kept_since=since,
        )

    return decided


def _withdrawn(on: date, words: list[str]) -> Fact:
    scopes, agencies = _items(words[1:] or ["entry"])
    return ConsentWithdrawn(on=on, by=Basis(words[0]), scopes=scopes, agencies=agencies)


def _refused(on: date, words: list[str]) -> Fact:
    scopes, agencies = _items(words[1:] or ["entry"])
    return ConsentRefused(on=on, by=Basis(words[0]), reason=RefusalReason.NOT_SAID, scopes=scopes, agencies=agencies)


def _lives(on: date, words: list[str]) -> Fact:
    """`lives Devon residential-52-week Dorset`: where, in what, and who arranged it."""
    return Lives(on=on, authority=words[0], kind=PlaceKind(words[1]), placed_by=words[2] if len(words) > 2 else "")


def _area(on: date, words: list[str]) -> Fact:
    """`area local`, `area elsewhere`, `area override placed-by-us`: the last word is the reason of the override."""
    override = words[0] == "override"
    return AreaRecorded(
        on=on, local_practice="local" in words, override=override, reason=" ".join(words[1:]) if override else ""
    )


def _removed(on: date, words: list[str]) -> Fact:
    return Removed(on=on, reason=RemovalReason(words[0]), by=TEAM, by_panel="panel" in words, plan="plan")


def _rated(on: date, words: list[str]) -> Fact:
    """`rated amber`; `rated amber against-red` where red was suggested; `rated amber prompts`: four times yes."""
    return Rated(
        on=on,
        rating=Rating(words[0]),
        by="a clinician",
        reason="" if "no-reason" in words else "seen",
        suggested=Rating.RED if "against-red" in words else None,
        prompt=RedPrompt(True, True, True, True) if "prompts" in words else None,
    )


def _closed(on: date, words: list[str]) -> Fact:
    """`key-working-closed step-down reviewed plan`; the reason comes first."""
    return KeyWorkingClosed(
        on=on, reason=ClosingReason(words[0]), reviewed="reviewed" in words, family_plan="plan" in words
    )


WORDS: dict[str, Callable[[date, list[str]], Fact]] = {
    "condition": _condition,
    "plan": lambda on, words: PlanRecorded(on=on, status=PlanStatus(words[0])),
    "lives": _lives,
    "residence": lambda on, words: OrdinaryResidenceDecided(on=on, authority=words[0], reason="decided"),
    "area": _area,
    "case-lead": lambda on, words: CaseLeadNamed(on=on, organisation=words[0], worker="a worker"),
    "transition-plan": lambda on, _: TransitionPlanned(on=on),
    "adult-lead": lambda on, _: AdultLeadNamed(on=on, team="adult team"),
    "joint-review": lambda on, _: JointReviewHeld(on=on),
    "died": lambda on, _: Died(on=on),
    "referred": lambda on, words: Referred(
        on=on,
        source=_one_of(Referrer, words, Referrer.HEALTH),  # type: ignore[arg-type]
        by=next((word[3:] for word in words if word.startswith("by:")), ""),
        worker="a worker" if "own-case" in words else "",
        indicative=_one_of(Rating, words, None),  # type: ignore[arg-type]
    ),
    "triaged": lambda on, _: Triaged(on=on, by=TEAM),
    "full-form": lambda on, _: FullFormReceived(on=on),
    "limb": lambda on, words: LimbJudged(
        on=on, limb=Limb(words[0]), holds=words[1] == "holds", by=TEAM, reason="judged"
    ),
    "accepted": _decided(True),
    "declined": _decided(False),
    "told": lambda on, words: OutcomeTold(on=on, whom=Told(words[0])),
    "removed": _removed,
    "transfer-sent": lambda on, words: TransferSent(on=on, to=words[0]),
    "transfer-accepted": lambda on, words: TransferAccepted(on=on, by=words[0]),
    "transfer-received": lambda on, words: TransferReceived(on=on, sender=words[0], rating=Rating(words[1])),
    "held-for": lambda on, words: HeldFor(on=on, reason=words[0], until=day(words[1]) if len(words) > 1 else None),
    "capacity": lambda on, words: CapacityJudged(on=on, can_decide=words[0] == "yes", by=TEAM),
    "consent": _consent,
    "refused": _refused,
    "withdrawn": _withdrawn,
    "best-interests": _best_interests,
    "parents-disagree": lambda on, _: ParentsDisagree(on=on),
    "disagreement-decided": lambda on, words: DisagreementDecided(
        on=on, entry=words[0] == "entry", clinician="a clinician", safeguarding_lead="a lead"
    ),
    "responsibility-changed": lambda on, _: ResponsibilityChanged(on=on),
    "agency": lambda on, words: AgencyJoined(on=on, agency=words[0]),
    "rated": _rated,
    "reviewed": _reviewed,
    "happened": lambda on, words: Happened(on=on, what=Happening(words[0])),
    "done": lambda on, words: ActionDone(on=on, code=words[0]),
    "admitted": _admitted,
    "discharged": lambda on, _: Discharged(on=on),
    "detained": _detained,
    "detention-ended": lambda on, _: DetentionEnded(on=on),
    "view": lambda on, _: ViewFormed(on=on, by="commissioner"),
    "leave": lambda on, _: LeaveBegan(on=on),
    "back": lambda on, _: LeaveEnded(on=on),
    "acute": lambda on, _: AcuteStayBegan(on=on),
    "acute-ended": lambda on, _: AcuteStayEnded(on=on),
    "visited": lambda on, _: CommissionerVisited(on=on, by="commissioner"),
    "inadequate-told": lambda on, words: InadequateTold(on=on, whom=Informed(words[0])),
    "crisis-support": lambda on, _: CrisisSupportOffered(on=on),
    "causes": lambda on, words: CausesAnalysed(
        on=on,
        why_not="no time",
        was_on_register=True,
        changes="none",
        admitted_on=day(words[0]) if words else None,
    ),
    "discussed": lambda on, words: Discussed(on=on, meeting=Meeting(words[0])),
    "factor": lambda on, words: FactorRecorded(on=on, factor=int(words[0]), past="past" in words),
    "offered": lambda on, _: KeyWorkerOffered(on=on, by=TEAM),
    "key-worker": lambda on, words: KeyWorkerAllocated(on=on, worker=words[0]),
    "key-worker-left": lambda on, _: KeyWorkerLeft(on=on),
    "contact": lambda on, words: KeyWorkerContact(on=on, face_to_face="face-to-face" in words),
    "key-working-closed": _closed,
    "surveyed": lambda on, words: OutcomesSurveyed(on=on, time=SurveyTime(words[0]), by_child=True, by_family=True),
    # Referral and entry
    "acknowledged": lambda on, _: Acknowledged(on=on),
    "entry-offered": lambda on, _: EntryOffered(on=on),
    "statutory-factor": lambda on, words: FactorRecorded(on=on, statutory=words[0], past="past" in words),
    # Consent
    "family-attendance": lambda on, words: FamilyAttendance(on=on, agreed=words[0] == "yes"),
    "withdrawal-told": lambda on, words: WithdrawalTold(on=on, agency=words[0]),
    # Moves
    "transfer-escalated": lambda on, _: TransferEscalated(on=on),
    "host-told": lambda on, words: HostTold(on=on, authority=words[0]),
    "key-work-handover": lambda on, _: KeyWorkHandedOver(on=on),
    **WORDS_OF_REVIEWS,
}


def a_fact(line: str) -> Fact:
    """A line such as `2027-03-01 detained 2`."""
    on, word, *rest = line.split()
    return WORDS[word](day(on), rest)


def a_life(born: str, *lines: str) -> Life:
    """The life of a young person."""
    return Life.of(day(born), map(a_fact, lines))


def recorded(line: str, life: Life, terms: Terms) -> Life:
    """A life with one more line, if it may be recorded on its day; without it, if not."""
    fact = a_fact(line)
    return Life.of(life.birth_on, (*life.facts, fact)) if why_not(fact, life, fact.on, terms) is None else life


def on_the_register(born: str, since: str, rating: str, *lines: str, basis: str = "own-consent") -> Life:
    """A life with an entry that is in order from a day on, and what else happened."""
    entry = (
        f"{since} condition autism",
        f"{since} referred health",
        f"{since} triaged",
        f"{since} accepted",
        f"{since} consent {basis}",
        f"{since} rated {rating}",
    )
    return a_life(born, *entry, *lines)

"""How an entry goes when nothing is out of the ordinary: referred, accepted, rated, reviewed, with a key worker."""

from collections.abc import Iterator
from datetime import date, timedelta

from diis.definitions.working_days import is_working_day
from dsr.rules.facts.consent import Basis, CapacityJudged, ConsentGiven, Scope
from dsr.rules.facts.entry import (
    Acknowledged,
    Decided,
    FullFormReceived,
    Limb,
    LimbJudged,
    OutcomeTold,
    Referred,
    Referrer,
    Told,
    Triaged,
)
from dsr.rules.facts.fact import Fact
from dsr.rules.facts.key_workers import (
    KeyWorkerAllocated,
    KeyWorkerContact,
    KeyWorkerOffered,
    OutcomesSurveyed,
    SurveyTime,
)
from dsr.rules.facts.people import (
    AdultLeadNamed,
    AreaRecorded,
    CaseLeadNamed,
    Condition,
    ConditionRecorded,
    Evidence,
    FactorRecorded,
    Lives,
    PlaceKind,
    PlanRecorded,
    PlanStatus,
    TransitionPlanned,
)
from dsr.rules.facts.rating import ActionDone, Rated, Reviewed
from dsr.rules.rating.actions_by_rating import ACTIONS
from dsr.rules.rating.ratings import Rating
from sendwatch.demo.register.events import Story

TEAM = "RDY"
BOARD = "QVV"
ADULT_TEAM = "adult learning disability team"
CLINICIAN = "duty clinician"
EVERY_DAYS = {Rating.RED: 6, Rating.AMBER: 13, Rating.GREEN: 27, Rating.BLUE: 27}
"""A day sooner than a review is due (R-DSR-59)."""
_SURVEYS = {SurveyTime.START: 0, SurveyTime.TWELVE_WEEKS: 80}
"""Days after the allocation from which on a survey is asked for."""
_FAMILY_UNTIL = 18
_SOURCES = (Referrer.HEALTH, Referrer.EDUCATION, Referrer.SOCIAL_CARE, Referrer.FAMILY)


def entered(story: Story, days_ago: int, rating: Rating | None) -> date:
    """Referred, looked at, accepted with consent, and rated; returns the day of acceptance.

    Without a rating the referral is on its way: looked at, not decided; returns the day of referral then.
    """
    came = story.on(days_ago)
    number = story.who.number
    source = _SOURCES[number % len(_SOURCES)]
    story.refer(came, Referred(on=came, source=source, by=TEAM, indicative=rating), Acknowledged(on=came))
    triaged(story, came)
    decided = _working_day(came + timedelta(5))
    if rating is None or decided > story.today:
        return came
    accepted_on(story, decided, rating, agreed(story, decided))
    return decided


def triaged(story: Story, came: date) -> None:
    """Looked at the working day after the referral, with what is found out then (R-DSR-21)."""
    story.record("first look", *_known(story, _working_day(came + timedelta(1))))


def accepted_on(story: Story, on: date, rating: Rating, consent: Fact | None) -> None:
    """The decision on a day with the first rating; without a consent the entry awaits one (R-DSR-26)."""
    story.record("decided and rated by the panel", *_decision(on), *([consent] if consent else []), *rated(on, rating))


def rated(on: date, rating: Rating, reason: str = "the panel's view of the risk") -> list[Fact]:
    """A rating, and the least that is done at it on the same day (R-DSR-51, 57)."""
    return [
        Rated(on=on, rating=rating, by=CLINICIAN, reason=reason),
        *(ActionDone(on=on, code=one.code) for one in ACTIONS[rating]),
    ]


def reviewed(on: date, rating: Rating) -> Reviewed:
    """A complete review (R-DSR-61)."""
    return Reviewed(
        on=on,
        by=CLINICIAN,
        agencies=frozenset({TEAM, BOARD}),
        rating=rating,
        rating_reason="as agreed in the meeting",
        changed="nothing that changes the plan",
        views="child and family were heard",
        actions_checked=True,
        actions_agreed=True,
        decisions_noted=True,
        next_on=on + timedelta(EVERY_DAYS[rating]),
    )


def kept_up(story: Story, rating: Rating, since: date, until: date) -> None:
    """Reviews at the rhythm of a rating, with the key worker's contacts in between."""
    has_key_worker = any(isinstance(fact, KeyWorkerAllocated) for event in story.events for fact in event.facts)
    for place, on in enumerate(_rhythm(since, until, EVERY_DAYS[rating])):
        contact: list[Fact] = [KeyWorkerContact(on=on, face_to_face=place % 2 == 0)] if has_key_worker else []
        asked = [_asked(story, time, on) for time in _SURVEYS if contact and _is_due(story, time, on)]
        story.record("reviewed", reviewed(on, rating), *contact, *asked)


def _asked(story: Story, time: SurveyTime, on: date) -> OutcomesSurveyed:
    return OutcomesSurveyed(on=on, time=time, by_child=True, by_family=story.who.age(on) < _FAMILY_UNTIL)


def _is_due(story: Story, time: SurveyTime, on: date) -> bool:
    """Whether a survey is due and was not answered yet (R-DSR-106)."""
    told = [fact for event in story.events for fact in event.facts]
    since = next(fact.on for fact in told if isinstance(fact, KeyWorkerAllocated))
    answered = any(isinstance(fact, OutcomesSurveyed) and fact.time is time for fact in told)
    return not answered and on >= since + timedelta(_SURVEYS[time])


def with_key_worker(story: Story, since: date, worker: str) -> None:
    """Offered and agreed to with the entry, and allocated within the time (R-DSR-101, 102)."""
    story.allocate(KeyWorkerAllocated(on=_working_day(since + timedelta(1)), worker=worker))


def agreed(story: Story, on: date, basis: Basis | None = None) -> ConsentGiven:
    """Agreement to everything, by whoever decides at that age (R-DSR-27); its form names the board, which keeps it."""
    basis = basis or (Basis.PARENTAL if on < story.who.turns(16) else Basis.OWN)
    by = {Basis.PARENTAL: "mother", Basis.OWN: "the young person"}.get(basis, CLINICIAN)
    agencies = frozenset({TEAM, BOARD, story.who.council, "R0D"})
    return ConsentGiven(on=on, basis=basis, scopes=frozenset(Scope), by=by, agencies=agencies)


def grown(story: Story, since: date) -> None:
    """Consent is taken anew at 16 and at 18, a few days after the birthday (R-DSR-33)."""
    for years in (16, 18):
        on = _working_day(story.who.turns(years) + timedelta(3))
        if since < on <= story.today:
            story.record("asked anew at a birthday", agreed(story, on, Basis.OWN))


def _known(story: Story, on: date) -> Iterator[Fact]:
    """What triage finds out."""
    number = story.who.number
    yield Triaged(on=on, by=CLINICIAN)
    yield FullFormReceived(on=on)
    yield ConditionRecorded(
        on=on,
        condition=(Condition.AUTISM, Condition.AUTISM, Condition.BOTH, Condition.LEARNING_DISABILITY)[number % 4],
        evidence=(Evidence.CONFIRMED, Evidence.CONFIRMED, Evidence.CLINICALLY_UNDERSTOOD, Evidence.ON_PATHWAY)[
            number % 4
        ],
    )
    yield AreaRecorded(on=on, local_practice=True)
    yield Lives(on=on, authority=story.who.council, kind=PlaceKind.HOME)
    yield PlanRecorded(
        on=on, status=PlanStatus.MAINTAINED if number % 3 else PlanStatus.NONE, authority=story.who.council
    )
    yield CaseLeadNamed(on=on, organisation=TEAM, worker=f"lead-{number % 7 + 1:02}")
    yield FactorRecorded(on=on, factor=number % 9 + 1, source=TEAM)
    if on >= story.who.turns(17) and number % 3:
        yield TransitionPlanned(on=on)
        yield AdultLeadNamed(on=on, team=ADULT_TEAM)
    yield CapacityJudged(on=on, can_decide=on >= story.who.turns(16), by=CLINICIAN)


def _decision(on: date) -> Iterator[Fact]:
    for limb in (Limb.CONDITION, Limb.RISK):
        yield LimbJudged(on=on, limb=limb, holds=True, by="the panel", reason="discussed in the panel")
    yield Decided(on=on, accepted=True, by="the panel")
    yield KeyWorkerOffered(on=on, by=TEAM)
    yield from (OutcomeTold(on=on, whom=whom) for whom in Told)


def _rhythm(since: date, until: date, days: int) -> Iterator[date]:
    on = since
    while (on := _working_day_by(on + timedelta(days))) <= until:
        yield on


def _working_day(day: date) -> date:
    while not is_working_day(day):
        day += timedelta(1)
    return day


def _working_day_by(day: date) -> date:
    while not is_working_day(day):
        day -= timedelta(1)
    return day

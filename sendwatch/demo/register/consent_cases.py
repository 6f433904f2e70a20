"""Hard cases of consent: birthdays, refusals, withdrawals, parents who disagree, best interests (R-DSR-27 to 35)."""

from datetime import date, timedelta

from dsr.rules.facts.consent import (
    Basis,
    BestInterestsDecided,
    CapacityJudged,
    ConsentRefused,
    ConsentWithdrawn,
    ParentsDisagree,
    RefusalReason,
    WithdrawalTold,
)
from dsr.rules.facts.entry import RemovalReason, Removed
from dsr.rules.rating.ratings import Rating
from sendwatch.demo.register.courses import CLINICIAN, TEAM, accepted_on, agreed, entered, kept_up, with_key_worker
from sendwatch.demo.register.events import Story
from sendwatch.demo.register.people import Crowd

_WORKER = "kw-02"


def turned_16_with_parental_consent(crowd: Crowd, today: date) -> Story:
    """A parent agreed at 15; since the birthday nobody has asked anew (R-DSR-33)."""
    return _amber(Story(crowd.turned(16, (16, 30)), today), 160)


def turns_16_soon_with_parental_consent(crowd: Crowd, today: date) -> Story:
    """The first warning is given (R-DSR-33)."""
    return _amber(Story(crowd.turned(16, (-80, -40)), today), 120)


def turned_18_without_being_asked_anew(crowd: Crowd, today: date) -> Story:
    """Own consent at 17; it is to be taken again at 18 (R-DSR-32)."""
    return _amber(Story(crowd.turned(18, (16, 30)), today), 140)


def consent_refused(crowd: Crowd, today: date) -> Story:
    """Only the day, who and the reason are kept (R-DSR-30); at 16 already, since before that it would not count."""
    story = Story(crowd.turned(16, (41, 700)), today)
    came = entered(story, 40, None)
    story.record("said no", ConsentRefused(on=came + timedelta(6), by=Basis.OWN, reason=RefusalReason.NOT_WANTED))
    return story


def consent_withdrawn_and_closed(crowd: Crowd, today: date) -> Story:
    """Closed the next working day, and the agencies were told (R-DSR-31)."""
    story, ended = _withdrawn(Story(crowd.aged(16, 17), today), 60)
    closed = story.on(59)
    told = [WithdrawalTold(on=closed, agency=agency) for agency in sorted(agreed(story, ended).agencies)]
    story.record("closed", Removed(on=closed, reason=RemovalReason.WITHDRAWN, by=TEAM), *told)
    return story


def consent_withdrawn_and_not_closed(crowd: Crowd, today: date) -> Story:
    """Should have been closed within one working day (R-DSR-31)."""
    return _withdrawn(Story(crowd.aged(16, 17), today), 6)[0]


def parents_who_disagree(crowd: Crowd, today: date) -> Story:
    """No entry until two leads have decided (R-DSR-35)."""
    story = Story(crowd.aged(11, 14), today)
    came = entered(story, 25, None)
    story.record("the parents do not agree", ParentsDisagree(on=came + timedelta(6)))
    return story


def best_interests(crowd: Crowd, today: date) -> Story:
    """Capacity is lacking at 17, and a complete decision carries the entry (R-DSR-34)."""
    story = Story(crowd.aged(17, 17), today)
    decided = story.on(150)
    judged = CapacityJudged(on=decided, can_decide=False, by=CLINICIAN)
    decision = BestInterestsDecided(
        on=decided,
        in_favour=True,
        by=CLINICIAN,
        organisation=TEAM,
        evidence="assessment of capacity",
        consulted="the young person, both parents, an advocate",
        less_restrictive="support without an entry was tried",
        review_on=decided + timedelta(365),
    )
    entered(story, 160, None)
    story.record("capacity and best interests", judged, decision)
    since = story.on(140)
    accepted_on(story, since, Rating.AMBER, agreed(story, since, Basis.BEST_INTERESTS))
    with_key_worker(story, since, _WORKER)
    kept_up(story, Rating.AMBER, since, today)
    return story


def accepted_without_consent(crowd: Crowd, today: date) -> Story:
    """Accepted before anybody was asked: the entry awaits a consent (R-DSR-26)."""
    story = Story(crowd.aged(16, 17), today)
    entered(story, 30, None)
    accepted_on(story, story.on(20), Rating.AMBER, None)
    return story


def _amber(story: Story, days_ago: int) -> Story:
    decided = entered(story, days_ago, Rating.AMBER)
    with_key_worker(story, decided, _WORKER)
    kept_up(story, Rating.AMBER, decided, story.today)
    return story


def _withdrawn(story: Story, days_ago: int) -> tuple[Story, date]:
    """Withdrawn by who decides at that age: only they end an entry (R-DSR-27, 31)."""
    decided, ended = entered(story, 120, Rating.AMBER), story.on(days_ago)
    kept_up(story, Rating.AMBER, decided, ended - timedelta(1))
    story.record("withdrew", ConsentWithdrawn(on=ended, by=agreed(story, ended).basis))
    return story, ended

"""Hard cases of hospital and crisis, and the usual stay (R-DSR-62 to 78, 90)."""

from datetime import date, timedelta

from dsr.rules.facts.fact import Fact
from dsr.rules.facts.hospital import (
    Admitted,
    CommissionerVisited,
    CrisisSupportOffered,
    Detained,
    Detention,
    Discharged,
)
from dsr.rules.facts.rating import ActionDone, Happened, Happening
from dsr.rules.facts.reviews import (
    NoticeGiven,
    PackConsentVerified,
    PackItem,
    PackItemFiled,
    PanelMemberNamed,
    ProtocolConvened,
    Recipient,
    ReportSent,
    ReviewHeld,
    ReviewPlanned,
    Role,
)
from dsr.rules.rating.ratings import Rating
from dsr.rules.reviews.review_reports import BY_LAW
from sendwatch.demo.register.courses import CLINICIAN, agreed, entered, grown, kept_up, rated, reviewed, with_key_worker
from sendwatch.demo.register.events import Story
from sendwatch.demo.register.people import Crowd

UNIT, OTHER_UNIT = "Invented Unit A", "Invented Unit B"
_WORKER = "kw-03"
_VISIT_DAYS = 41
_ASKED_AGAIN = 6
"""Days after a first admission (R-DSR-32)."""
_TOLD = (*BY_LAW, Recipient.PATIENT)
_FIRST_PAPERS = (PackItem.CONSENT, PackItem.PREVIOUS_REPORT, PackItem.CRISIS_PLAN, PackItem.SAFEGUARDING)


def inpatient(story: Story, days_ago: int, worker: str = _WORKER, *, first_review: int = 10) -> Story:
    """A stay that went as it should: a community C(E)TR before it, one after admission, visits, a key worker."""
    admitted = story.on(days_ago)
    before = entered(story, days_ago + 60, Rating.AMBER)
    with_key_worker(story, before, worker)
    grown(story, before)
    kept_up(story, Rating.AMBER, before, admitted - timedelta(12))
    held(story, f"before-{days_ago}", days_ago + 10)
    admission(story, days_ago)
    if days_ago > _ASKED_AGAIN:
        asked = story.on(days_ago - _ASKED_AGAIN)
        story.record("asked anew on the ward", agreed(story, asked))
    if days_ago > first_review:
        held(story, f"after-{days_ago}", days_ago - first_review, notice=5)
    for visit in range(_VISIT_DAYS, days_ago, _VISIT_DAYS):
        story.record("visited", CommissionerVisited(on=story.on(days_ago - visit + 2), by="commissioner"))
    kept_up(story, Rating.BLUE, admitted, story.today)
    return story


def admission(story: Story, days_ago: int, *others: Fact, hospital: str = UNIT, planned: bool = True) -> None:
    """Admitted, and the discharge planned from the first day."""
    on = story.on(days_ago)
    admitted = Admitted(on=on, hospital=hospital, planned=planned, commissioner="QVV")
    story.record("admitted", admitted, ActionDone(on=on, code="plan-discharge"), *others)


def held(story: Story, review: str, days_ago: int, *, notice: int = 15) -> None:
    """A C(E)TR that was planned, held, and whose report went to the four and the young person (R-DSR-81, 87)."""
    on = story.on(days_ago)
    planned = ReviewPlanned(on=story.on(days_ago + notice), review=review, meeting_on=on)
    story.record("planned", planned)
    story.record("held", ReviewHeld(on=on, review=review, result="stay as short as can be"))
    sent = story.on(max(days_ago - 10, 0))
    story.record("report sent", *(ReportSent(on=sent, review=review, to=to) for to in _TOLD))


def admitted_without_a_community_review(crowd: Crowd, today: date) -> Story:
    """The causes are to be analysed (R-DSR-72)."""
    story = _amber(Story(crowd.aged(13, 15), today), 100, 12)
    admission(story, 12, planned=False)
    return story


def section_4_with_a_second_recommendation(crowd: Crowd, today: date) -> Story:
    """The clock of the Act begins with the second recommendation (R-DSR-75)."""
    story = _amber(Story(crowd.aged(16, 17), today), 90, 9)
    on, second_on = story.on(9), story.on(7)
    admission(story, 9, Detained(on=on, section=Detention.SECTION_4), planned=False)
    second = Detained(on=second_on, section=Detention.SECTION_4, second_recommendation_on=second_on)
    story.record("second recommendation", second)
    return story


def ward_moves_joined(crowd: Crowd, today: date) -> Story:
    """Two wards without a gap are one stay (R-DSR-93)."""
    story = inpatient(Story(crowd.aged(14, 16), today), 60)
    left = story.on(20)
    story.record("moved", Discharged(on=left))
    admitted = Admitted(on=left + timedelta(1), hospital=OTHER_UNIT, commissioner="QVV")
    story.record("moved", admitted)
    return story


def discharged_and_red_for_14_days(crowd: Crowd, today: date) -> Story:
    """Red since the discharge, and not lower before 14 days and a review (R-DSR-63)."""
    story = inpatient(Story(crowd.aged(15, 17), today), 70)
    story.events = [event for event in story.events if event.on < story.on(6)]
    on = story.on(6)
    story.record("discharged", Discharged(on=on), CrisisSupportOffered(on=on))
    story.record("reviewed", reviewed(story.on(2), Rating.RED))
    return story


def local_area_emergency_protocol(crowd: Crowd, today: date) -> Story:
    """A LAEP was called and met; it is no community C(E)TR (R-DSR-70, 71)."""
    story = _amber(Story(crowd.aged(12, 15), today), 80, 5)
    on = story.on(5)
    story.record("LAEP", Happened(on=on, what=Happening.LAEP), *rated(on, Rating.RED, "a crisis at home"))
    story.record("the meeting", ProtocolConvened(on=story.on(4), remote=True))
    return story


def repeated_review_overdue(crowd: Crowd, today: date) -> Story:
    """The first C(E)TR was in time, the one after three months was not held (R-DSR-78)."""
    return inpatient(Story(crowd.aged(13, 16), today), 140)


def next_review_planned(crowd: Crowd, today: date) -> Story:
    """The C(E)TR of three months is in a week: a panel named, the pack open, papers still to come (R-DSR-80 to 84)."""
    story = inpatient(Story(crowd.aged(13, 16), today), 82)
    review, on, seen = "three-months", story.on(14), story.on(3)
    story.record("planned", ReviewPlanned(on=on, review=review, meeting_on=today + timedelta(7)))
    story.record("told", NoticeGiven(on=on, review=review))
    fit = {"registered": True, "checked": True, "trained": True, "declared": True}
    panel = (
        PanelMemberNamed(on=on, review=review, role=role, organisation="an invented board", **fit) for role in Role
    )
    story.record("panel", *panel)
    story.record("consent seen", PackConsentVerified(on=seen, review=review, by=CLINICIAN))
    story.record("papers", *(PackItemFiled(on=seen, review=review, item=item) for item in _FIRST_PAPERS))
    return story


def red_without_a_key_worker(crowd: Crowd, today: date) -> Story:
    """Should have one within a working day (R-DSR-102)."""
    story = Story(crowd.aged(12, 15), today)
    decided = entered(story, 50, Rating.GREEN)
    kept_up(story, Rating.GREEN, decided, story.on(10))
    on = story.on(9)
    story.record("rated", *rated(on, Rating.RED, "a breakdown of the placement is near"))
    kept_up(story, Rating.RED, on, today)
    return story


def _amber(story: Story, days_ago: int, until: int) -> Story:
    decided = entered(story, days_ago, Rating.AMBER)
    with_key_worker(story, decided, _WORKER)
    grown(story, decided)
    kept_up(story, Rating.AMBER, decided, story.on(until) - timedelta(1))
    return story

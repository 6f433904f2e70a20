"""Hard cases of moves, of records and of key workers (R-DSR-07, 39, 40, 100, 107, 119)."""

from datetime import date, timedelta

from dsr.rules.facts.consent import ConsentGiven, Scope
from dsr.rules.facts.entry import (
    OutcomeTold,
    Referred,
    Referrer,
    RemovalReason,
    Removed,
    Told,
    TransferReceived,
    TransferSent,
    Triaged,
)
from dsr.rules.facts.key_workers import KeyWorkerLeft
from dsr.rules.facts.people import AreaRecorded, FactorRecorded, HostTold, Lives, PlaceKind
from dsr.rules.rating.ratings import Rating
from sendwatch.demo.register.courses import (
    CLINICIAN,
    accepted_on,
    agreed,
    entered,
    grown,
    kept_up,
    rated,
    reviewed,
    triaged,
    with_key_worker,
)
from sendwatch.demo.register.events import Story
from sendwatch.demo.register.people import Crowd

LEAVER = "kw-07"
ELSEWHERE, ELSEWHERE_BOARD = "E06000054", "QSL"
_LOOKED_AFTER = 16


def key_worker_who_left(crowd: Crowd, today: date) -> Story:
    """Nobody took over from the key worker who left (R-DSR-100)."""
    story = Story(crowd.aged(12, 15), today)
    decided = entered(story, 110, Rating.AMBER)
    with_key_worker(story, decided, LEAVER)
    kept_up(story, Rating.AMBER, decided, story.on(12))
    story.record("the key worker left", KeyWorkerLeft(on=story.on(10)))
    story.record("reviewed", reviewed(story.on(3), Rating.AMBER))
    return story


def transferred_in(crowd: Crowd, today: date) -> Story:
    """Comes with the rating of the other area, which holds until a first review (R-DSR-39)."""
    story = Story(crowd.aged(13, 15), today)
    came = story.on(12)
    referred = Referred(on=came, source=Referrer.OTHER_AREA, by=ELSEWHERE_BOARD)
    story.refer(came, referred, TransferReceived(on=came, sender=ELSEWHERE_BOARD, rating=Rating.AMBER))
    triaged(story, came)
    on = story.on(6)
    accepted_on(story, on, Rating.AMBER, agreed(story, on))
    return story


def transfer_out_not_taken_on(crowd: Crowd, today: date) -> Story:
    """A handover pack went out and nobody has taken them on: the entry stays active here (R-DSR-39)."""
    story = Story(crowd.aged(13, 15), today)
    decided = entered(story, 130, Rating.GREEN)
    moved = story.on(20)
    kept_up(story, Rating.GREEN, decided, story.on(26))
    by = agreed(story, decided)
    told = by.agencies | {ELSEWHERE_BOARD}
    sharing = ConsentGiven(on=moved, basis=by.basis, scopes=frozenset({Scope.SHARING}), by=by.by, agencies=told)
    lives = Lives(on=moved, authority=ELSEWHERE, kind=PlaceKind.HOME)
    story.record("moved away", AreaRecorded(on=moved, local_practice=False), lives, sharing)
    story.record("handover pack sent", TransferSent(on=story.on(16), to=ELSEWHERE_BOARD))
    story.record("reviewed", reviewed(story.on(12), Rating.GREEN))
    return story


def placed_out_of_area(crowd: Crowd, today: date) -> Story:
    """Lives in a 52-week placement elsewhere, stays on this register, and the host knows (R-DSR-07, 40)."""
    story = Story(crowd.aged(14, 16), today)
    decided = entered(story, 200, Rating.AMBER)
    with_key_worker(story, decided, "kw-04")
    placed = story.on(90)
    kept_up(story, Rating.AMBER, decided, placed - timedelta(1))
    lives = Lives(on=placed, authority=ELSEWHERE, kind=PlaceKind.RESIDENTIAL_52, placed_by=story.who.council)
    override = AreaRecorded(on=placed, local_practice=False, override=True, reason="placed there by our council")
    story.record("placed", lives, override)
    story.record("the host was told", HostTold(on=story.on(86), authority=ELSEWHERE))
    grown(story, decided)
    kept_up(story, Rating.AMBER, placed, today)
    return story


def looked_after(crowd: Crowd, today: date) -> Story:
    """In a foster family of our own council, first among equals for key working (R-DSR-107)."""
    story = Story(crowd.aged(10, 14), today)
    decided = entered(story, 150, Rating.AMBER)
    with_key_worker(story, decided, "kw-04")
    on = story.on(100)
    lives = Lives(on=on, authority=story.who.council, kind=PlaceKind.FOSTER, placed_by=story.who.council)
    story.record("in care", lives, FactorRecorded(on=on, factor=_LOOKED_AFTER))
    kept_up(story, Rating.AMBER, decided, today)
    return story


def waits_past_the_standard_at_17(crowd: Crowd, today: date) -> Story:
    """Will turn 18 before an assessment: the waiting lists tell since when (R-DSR-119)."""
    story = Story(crowd.waiting_at_seventeen(), today)
    decided = entered(story, 90, Rating.AMBER)
    with_key_worker(story, decided, "kw-05")
    grown(story, decided)
    kept_up(story, Rating.AMBER, decided, today)
    return story


def a_fact_that_was_undone(crowd: Crowd, today: date) -> Story:
    """Rated red by mistake, undone the next day: it is still to be seen in the history."""
    story = Story(crowd.aged(11, 15), today)
    decided = entered(story, 100, Rating.GREEN)
    wrong = tuple(rated(story.on(45), Rating.RED, "meant for somebody else"))
    story.record("rated", *wrong)
    story.undo(story.on(44), wrong, "it was meant for somebody else")
    kept_up(story, Rating.GREEN, decided, today)
    return story


def removed_from_green(crowd: Crowd, today: date) -> Story:
    """The panel ended the entry with a plan and a way back (R-DSR-38)."""
    story = Story(crowd.aged(12, 15), today)
    decided = entered(story, 300, Rating.GREEN)
    kept_up(story, Rating.GREEN, decided, story.on(121))
    plan = "support goes on at school; asking again is one call"
    on = story.on(120)
    story.record("removed", Removed(on=on, reason=RemovalReason.RISK_REDUCED, by="the panel", by_panel=True, plan=plan))
    return story


def two_records_of_one_person(crowd: Crowd, today: date) -> tuple[Story, Story]:
    """The hospital's record has the NHS number, the school's has not; they became one (H2).

    What the school saw was looked at then, and the school told (R-DSR-21, 22).
    """
    story = Story(crowd.aged(12, 15), today)
    decided = entered(story, 140, Rating.AMBER)
    with_key_worker(story, decided, "kw-05")
    kept_up(story, Rating.AMBER, decided, today)
    second = Story(crowd.same_again(story.who), today)
    came = second.on(75)
    known = {name: value for name, value in story.who.identifiers.items() if name not in {"nhs-number", "address"}}
    second.refer(came, Referred(on=came, source=Referrer.EDUCATION, by="a school"), identifiers=known)
    second.merge(second.on(70), story.who.number)
    story.record("triaged", Triaged(on=story.on(69), by=CLINICIAN))
    story.record("told", OutcomeTold(on=story.on(68), whom=Told.REFERRER))
    return story, second


def referral_on_its_way(crowd: Crowd, today: date) -> Story:
    """Looked at and not decided yet (R-DSR-21)."""
    story = Story(crowd.aged(11, 17), today)
    entered(story, 4, None)
    return story

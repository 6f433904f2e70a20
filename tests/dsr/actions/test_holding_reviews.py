"""A C(E)TR with its panel and recommendations: all of it or nothing, and only where it was agreed to (R-DSR-29, 80)."""

from dataclasses import replace

import pytest

from dsr.actions.holding_reviews import hold_cetr
from dsr.actions.recording import NotPossible, Seen
from dsr.rules.facts.reviews import PanelMemberNamed, Recommended, ReviewHeld
from dsr.rules.reviews.review_running import missing_from_panel, why_not_complete
from dsr.store.database import RegisterDatabase
from dsr.store.register import RegisterStore
from tests.dsr.actions.entered import ACTIVE, REFERRED, entered, facts, now
from tests.dsr.rules.lives import day
from tests.dsr.store.people import register

PANEL = [
    one
    for one in facts(*(f"2027-02-20 panel r1 {role}" for role in ("chair", "clinical-expert", "expert-by-experience")))
    if isinstance(one, PanelMemberNamed)
]
MADE = [one for one in facts("2027-02-25 recommended r1 1 2027-04-30") if isinstance(one, Recommended)]
HELD = ReviewHeld(on=day("2027-02-25"), review="r1", result="no admission")


@pytest.fixture
def store(database: RegisterDatabase) -> RegisterStore:
    return register(database)


def test_what_was_held_is_there_as_a_whole(store: RegisterStore) -> None:
    seen = entered(store, *ACTIVE, "2027-02-10 review-planned r1 2027-02-25")
    assert hold_cetr(store, seen, HELD, PANEL, MADE, "minutes of the meeting") == 2
    life = now(store, seen).life
    assert [fact.result for fact in life.all(ReviewHeld)] == ["no admission"]
    assert missing_from_panel(life, "r1", HELD.on) == ()
    assert not any("Recommendation" in words for words in why_not_complete(life, "r1", HELD.on))


@pytest.mark.parametrize(
    ("known", "panel", "made", "words"),
    [
        (REFERRED, PANEL, MADE, "Nobody has agreed"),
        ((*ACTIVE, "2027-02-20 withdrawn own-consent review"), PANEL, MADE, "Nobody has agreed"),
        (ACTIVE, [replace(PANEL[0], review="r2")], MADE, "another C"),
        (ACTIVE, PANEL, [replace(MADE[0], review="r2")], "another C"),
        (ACTIVE, PANEL, [*MADE, replace(MADE[0], words="another")], "a name of its own"),
        (ACTIVE, PANEL, [replace(MADE[0], recommendation=" ")], "a name of its own"),
        ((*ACTIVE, "2027-02-20 recommended r1 1 2027-04-30"), PANEL, MADE, "a name of its own"),
        (ACTIVE, PANEL, [replace(MADE[0], on=day("2027-02-24"))], "not been held yet"),
    ],
)
def test_of_what_cannot_be_nothing_is_recorded(
    store: RegisterStore, known: tuple[str, ...], panel: list[PanelMemberNamed], made: list[Recommended], words: str
) -> None:
    seen = entered(store, *known)
    with pytest.raises(NotPossible, match=words):
        hold_cetr(store, seen, HELD, panel, made, "minutes of the meeting")
    assert now(store, seen).version == 1


def test_a_review_of_which_somebody_saw_an_old_page_is_refused(store: RegisterStore) -> None:
    seen = entered(store, *ACTIVE)
    hold_cetr(store, seen, HELD, PANEL, MADE, "minutes of the meeting")
    with pytest.raises(NotPossible, match="a name of its own"):
        hold_cetr(store, Seen(seen.person_ref, 2), HELD, [], MADE, "the same minutes")

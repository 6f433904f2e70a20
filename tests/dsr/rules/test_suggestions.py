"""What is suggested for a rating, with its sentence, and what would follow from one (R-DSR-49 to 52, 57, 65)."""

import pytest

from dsr.rules.due import TERMS
from dsr.rules.foreseeing import foreseen
from dsr.rules.rating.ratings import Picture, Rating, RedPrompt
from dsr.rules.rating.suggestions import suggested_on, suggestion_of
from dsr.rules.terms import Terms
from tests.dsr.rules.lives import a_life, day, on_the_register

ALL = Terms(TERMS)
BORN = "2011-02-01"
TODAY = day("2027-03-10")
YES, NO = RedPrompt(True, True, True, True), RedPrompt(True, True, True, False)
BEFORE = ("2027-01-01 referred self", "2027-01-02 rated amber prompts", "2027-02-01 declined no-risk")
REFERRED = "2027-03-01 referred health red"


@pytest.mark.parametrize(
    ("lines", "prompt", "picture", "rating", "words"),
    [
        ((), None, None, None, "a clinician sets it"),
        ((), NO, None, None, "a clinician sets it"),
        ((), YES, None, "red", "R-DSR-49"),
        (("2027-03-09 admitted",), YES, None, "blue", "inpatient"),
        (("2027-03-09 acute",), None, None, "red", "R-DSR-65"),
        (("2027-03-09 acute",), None, Picture(some_managed_risk=True), "red", "R-DSR-65"),
        (("2027-03-11 acute",), None, None, None, "a clinician sets it"),
        ((), NO, Picture(immediate_and_not_manageable=True), "red", "cannot be managed"),
        ((), NO, Picture(illness_or_breakdown_likely=True), "amber", "likely"),
        ((), None, Picture(some_managed_risk=True), "green", "managed"),
    ],
)
def test_answers_and_stays_suggest_a_rating(
    lines: tuple[str, ...], prompt: RedPrompt | None, picture: Picture | None, rating: str | None, words: str
) -> None:
    """R-DSR-49, 50, 65."""
    found = suggested_on(a_life(BORN, *lines), TODAY, prompt, picture)
    assert (found.rating, words in found.why) == (rating, True)


@pytest.mark.parametrize(
    ("lines", "rating", "words"),
    [
        ((), None, "a clinician sets it"),
        ((REFERRED,), "red", "Who referred thinks of red"),
        ((REFERRED, "2027-03-02 rated amber"), None, "a clinician sets it"),
        ((REFERRED, "2027-03-02 rated amber prompts"), "red", "as answered on 2 March 2027"),
        ((REFERRED, "2027-03-02 rated amber prompts", "2027-03-09 rated amber"), None, "a clinician sets it"),
        ((*BEFORE, REFERRED), "red", "Who referred thinks of red"),
    ],
)
def test_what_is_on_record_suggests_a_rating(lines: tuple[str, ...], rating: str | None, words: str) -> None:
    """R-DSR-20, 51, 52: by the newest answers of this entry; before there are any, what the referrer thinks of."""
    found = suggestion_of(a_life(BORN, *lines), TODAY, ALL)
    assert (found.rating, words in found.why) == (rating, True)


def test_what_would_follow_from_red() -> None:
    """R-DSR-57, 59: what amber asks for stays, what only red asks for is opened, and the review comes sooner."""
    life = on_the_register(BORN, "2027-03-01", "amber")
    found = foreseen(life, Rating.RED, TODAY, ALL, suggested=None, prompt=None)
    assert found.why_not is None
    assert found.next_review_on == day("2027-03-17")
    assert "ask-community-review" in {task.code for task in found.opens}
    assert "review" in {task.code for task in found.ends}
    assert life == on_the_register(BORN, "2027-03-01", "amber")


def test_below_a_red_suggestion_the_panel_looks_at_it() -> None:
    """R-DSR-51."""
    life = on_the_register(BORN, "2027-03-01", "amber")
    found = foreseen(life, Rating.GREEN, TODAY, ALL, suggested=Rating.RED, prompt=YES)
    assert "panel-looks-at-override" in {task.code for task in found.opens}


def test_of_a_rating_that_cannot_be_set_nothing_follows() -> None:
    """R-DSR-62."""
    found = foreseen(on_the_register(BORN, "2027-03-01", "amber"), Rating.BLUE, TODAY, ALL, suggested=None, prompt=None)
    assert (found.opens, found.ends, "R-DSR-62" in str(found.why_not)) == ((), (), True)

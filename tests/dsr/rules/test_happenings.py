"""What happens asks for a new rating within a working day, and never sets one (R-DSR-24, 64, 65)."""

import pytest

from dsr.rules.consent import consent
from dsr.rules.facts.rating import Happening
from dsr.rules.rating import acute_stays, happenings, rating_history
from dsr.rules.rating.happenings import RE_RATE
from dsr.rules.rating.ratings import Rating
from dsr.rules.terms import Terms
from tests.dsr.rules.lives import day, on_the_register
from tests.dsr.rules.telling import codes, told

TERMS = Terms((*rating_history.TERMS, *happenings.TERMS, *consent.TERMS))
BORN = "2011-02-01"
ONLY_NOTED = (Happening.SAFETY_CONCERN, Happening.SAFETY_RESOLVED)
ASKING = [one for one in Happening if one not in ONLY_NOTED]


@pytest.mark.parametrize("what", ASKING)
def test_each_of_these_asks_for_a_new_rating(what: Happening) -> None:
    """R-DSR-64: and the rating stays what it was."""
    life = on_the_register(BORN, "2027-02-01", "green", f"2027-03-04 happened {what}")
    assert told(happenings.tasks(life, TERMS), RE_RATE) == [f"{what} 2027-03-04 by 2027-03-05"]
    assert rating_history.rating_on(life, day("2027-03-31"), TERMS) is Rating.GREEN


@pytest.mark.parametrize("what", ONLY_NOTED)
def test_a_concern_about_safety_is_for_the_oversight_panel(what: Happening) -> None:
    """R-DSR-64, 65a: neither it nor its end asks for a new rating."""
    life = on_the_register(BORN, "2027-02-01", "green", f"2027-03-04 happened {what}")
    assert list(happenings.tasks(life, TERMS)) == []


AE = "a-and-e-crisis 2027-03-04 by 2027-03-05"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("2027-03-04 happened a-and-e-crisis",), [AE]),
        (("2027-03-04 happened a-and-e-crisis", "2027-03-03 rated red"), [AE]),
        (("2027-03-04 happened a-and-e-crisis", "2027-03-04 rated red"), [f"{AE} done 2027-03-04"]),
        (("2027-03-04 happened a-and-e-crisis", "2027-03-05 rated amber"), [f"{AE} done 2027-03-05"]),
        (("2027-03-04 happened a-and-e-crisis", "2027-03-08 rated red"), [f"{AE} done 2027-03-08"]),
        (("2027-03-04 happened a-and-e-crisis", "2027-03-05 reviewed amber"), [f"{AE} done 2027-03-05"]),
        (("2027-03-04 happened a-and-e-crisis", "2027-03-05 reviewed"), [AE]),
        (("2027-03-04 happened a-and-e-crisis", "2027-03-05 reviewed amber incomplete"), [AE]),
        (("2027-03-04 rated green", "2027-03-04 happened a-and-e-crisis"), [AE]),
        (("2027-03-04 reviewed amber", "2027-03-04 happened a-and-e-crisis"), [AE]),
        (("2027-03-04 rated green", "2027-03-04 acute"), ["acute-stay 2027-03-04 by 2027-03-05"]),
        (
            (
                "2027-03-04 happened a-and-e-crisis",
                "2027-03-04 rated red",
                "2027-03-04 happened a-and-e-crisis",
            ),
            [f"{AE} done 2027-03-04"],
        ),
        (("2027-03-04 happened a-and-e-crisis", "2027-03-05 rated blue"), [AE]),
        (("2027-03-04 happened a-and-e-crisis", "2027-03-06 admitted"), [f"{AE} ceased 2027-03-06"]),
        (("2027-03-04 happened a-and-e-crisis", "2027-03-04 admitted"), []),
        (("2027-03-01 admitted", "2027-03-04 happened missing"), []),
        (("2027-03-04 happened a-and-e-crisis", "2027-03-04 happened a-and-e-crisis"), [AE]),
        (
            ("2027-03-04 happened a-and-e-crisis", "2027-03-04 happened missing"),
            [AE, "missing 2027-03-04 by 2027-03-05"],
        ),
        (("2027-03-05 happened missing",), ["missing 2027-03-05 by 2027-03-08"]),
        (("2027-03-06 happened missing",), ["missing 2027-03-06 by 2027-03-08"]),
        (("2027-03-25 happened missing",), ["missing 2027-03-25 by 2027-03-30"]),
        (("2026-12-24 happened missing",), []),
        (("2028-02-28 happened missing",), ["missing 2028-02-28 by 2028-02-29"]),
        (("2027-03-04 detained 136",), ["section-136 2027-03-04 by 2027-03-05"]),
        (("2027-03-04 detained 135",), ["section-135 2027-03-04 by 2027-03-05"]),
        (
            ("2027-03-04 detained 136", "2027-03-04 happened section-136"),
            ["section-136 2027-03-04 by 2027-03-05"],
        ),
        (("2027-03-04 detained 2",), []),
        (("2027-03-04 acute",), ["acute-stay 2027-03-04 by 2027-03-05"]),
        (("2027-03-03 removed moved-away", "2027-03-04 happened missing"), []),
    ],
)
def test_t11_the_new_rating_is_due_within_one_working_day(lines: tuple[str, ...], expected: list[str]) -> None:
    """R-DSR-64, 65, T11: set or reviewed after it was told; an inpatient is blue whatever happens (R-DSR-62).

    A rating that was recorded before the event on the same day did not know of it; told once more, it is the same
    event. Who was not on the register yet on 24 December 2026 has no rating to look at.
    """
    life = on_the_register(BORN, "2027-02-01", "amber", *lines)
    assert told(happenings.tasks(life, TERMS), RE_RATE) == expected


FOUND = "review 2027-03-04 by 2027-03-05"
STAY = ("2027-02-10 admitted", "2027-02-25 discharged")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("2027-03-04 reviewed red",), [FOUND]),
        (("2027-03-04 reviewed green",), [FOUND]),
        (("2027-03-04 reviewed red incomplete",), [FOUND]),
        (("2027-03-04 reviewed amber",), []),
        (("2027-03-04 reviewed",), []),
        (("2027-03-04 reviewed red", "2027-03-04 rated red"), []),
        (("2027-03-04 rated red", "2027-03-04 reviewed red"), []),
        (("2027-03-04 rated amber", "2027-03-04 reviewed red"), [FOUND]),
        (("2027-03-04 reviewed red", "2027-03-08 rated red"), [f"{FOUND} done 2027-03-08"]),
        (("2027-03-04 reviewed red", "2027-03-08 rated amber"), [f"{FOUND} done 2027-03-08"]),
        (("2027-03-04 reviewed red", "2027-03-08 reviewed amber"), [f"{FOUND} done 2027-03-08"]),
        (("2027-03-04 reviewed red", "2027-03-08 reviewed amber incomplete"), [FOUND]),
        (("2027-03-04 reviewed red", "2027-03-08 reviewed green"), [FOUND, "review 2027-03-08 by 2027-03-09"]),
        (("2027-03-04 reviewed red", "2027-03-06 admitted"), [f"{FOUND} ceased 2027-03-06"]),
        (("2027-02-20 admitted", "2027-03-04 reviewed red"), []),
        ((*STAY, "2027-03-04 reviewed amber"), []),
        ((*STAY, "2027-03-11 reviewed amber"), ["review 2027-03-11 by 2027-03-12"]),
    ],
)
def test_a_review_that_found_another_rating_asks_a_clinician_to_set_one(
    lines: tuple[str, ...], expected: list[str]
) -> None:
    """R-DSR-45, 51, 61: what the review found is not lost, and moves no rating by itself.

    A clinician who sets another one has looked. What could not be set on that day is not asked for: an inpatient is
    blue, and red holds for 14 days after a discharge (R-DSR-62, 63).
    """
    life = on_the_register(BORN, "2027-02-01", "amber", *lines)
    assert told(happenings.tasks(life, TERMS), RE_RATE) == expected


AGAIN = ("2027-03-04 reviewed red", "2027-03-11 reviewed red", "2027-03-18 reviewed red", "2027-03-25 reviewed red")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (AGAIN, [FOUND]),
        ((*AGAIN, "2027-03-29 rated red"), [f"{FOUND} done 2027-03-29"]),
        (
            (*AGAIN[:2], "2027-03-12 rated amber", *AGAIN[2:]),
            [f"{FOUND} done 2027-03-12", "review 2027-03-18 by 2027-03-19"],
        ),
        (
            ("2027-03-04 reviewed red", "2027-03-08 rated amber", "2027-03-08 reviewed red"),
            [f"{FOUND} done 2027-03-08", "review 2027-03-08 by 2027-03-09"],
        ),
        (
            ("2027-03-04 reviewed red", "2027-03-08 reviewed red", "2027-03-08 rated amber"),
            [f"{FOUND} done 2027-03-08"],
        ),
        (
            (*AGAIN[:2], "2027-03-12 reviewed amber", AGAIN[2]),
            [f"{FOUND} done 2027-03-12", "review 2027-03-18 by 2027-03-19"],
        ),
        ((*AGAIN[:2], "2027-03-12 reviewed green"), [FOUND, "review 2027-03-12 by 2027-03-15"]),
        (
            ("2027-03-04 happened missing", "2027-03-11 happened missing"),
            ["missing 2027-03-04 by 2027-03-05", "missing 2027-03-11 by 2027-03-12"],
        ),
    ],
)
def test_reviews_that_find_the_same_again_ask_once_until_somebody_answers(
    lines: tuple[str, ...], expected: list[str]
) -> None:
    """R-DSR-51: due as the first was. What happens again is another event, and asks again (R-DSR-64)."""
    life = on_the_register(BORN, "2027-02-01", "amber", *lines)
    assert told(happenings.tasks(life, TERMS), RE_RATE) == expected


def test_a_review_that_found_another_rating_tells_both() -> None:
    """R-DSR-51."""
    (task,) = happenings.tasks(on_the_register(BORN, "2027-02-01", "amber", "2027-03-04 reviewed red"), TERMS)
    assert task.rule == "R-DSR-51"
    assert task.why.startswith("On 4 March 2027 a review found red, and the rating is amber: a clinician looks")


@pytest.mark.parametrize(
    ("lines", "on", "suggested"),
    [
        (("2027-03-04 acute",), "2027-03-03", None),
        (("2027-03-04 acute",), "2027-03-04", "red"),
        (("2027-03-04 acute", "2027-03-09 acute-ended"), "2027-03-08", "red"),
        (("2027-03-04 acute", "2027-03-09 acute-ended"), "2027-03-09", None),
        (("2027-03-09 acute-ended",), "2027-03-09", None),
    ],
)
def test_a_crisis_stay_in_a_general_hospital_suggests_red(
    lines: tuple[str, ...], on: str, suggested: str | None
) -> None:
    """R-DSR-65: it is not blue, and the rating stays what a clinician set."""
    life = on_the_register(BORN, "2027-02-01", "amber", *lines)
    assert acute_stays.suggested_by_stay(life, day(on)) == suggested
    assert rating_history.rating_on(life, day(on), TERMS) is Rating.AMBER


CRISIS = "2027-03-04 happened crisis-team-episode"


def test_who_is_on_the_register_is_rated_anew_instead() -> None:
    """R-DSR-24, 64."""
    assert codes(happenings.tasks(on_the_register(BORN, "2027-02-01", "green", CRISIS), TERMS)) == [RE_RATE]


def test_the_reason_says_that_nothing_changes_by_itself() -> None:
    """R-DSR-64."""
    (task,) = happenings.tasks(on_the_register(BORN, "2027-02-01", "green", "2027-03-04 happened missing"), TERMS)
    assert task.why == (
        "On 4 March 2027 the person was missing: a clinician looks at the rating by 5 March 2027. "
        "It does not change by itself."
    )

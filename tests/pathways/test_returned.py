"""Returned for more information, and rejected and referred again (R-WAIT-70, 80; R-WAIT section 13 b and c)."""

import pytest

from diis.definitions.figures import ALL
from diis.definitions.returned import out_of
from diis.definitions.sources import SOURCES, source_in_words
from diis.store.engine import Store
from diis.worklists import worklist
from tests.pathways.telling import SEQUENCE, Way, a_story, day, write

AS_AT = "2026-09-30"
ACCEPTED = {"decision": "accepted", "decision_on": "2026-06-30"}
REJECTED = {"decision": "rejected", "decision_on": "2026-06-30"}


def test_the_cohort_is_who_was_received_in_26_weeks(way: Way) -> None:
    """182 days up to and including the day: from 2 April on."""
    stories = [a_story(received, n) for n, received in enumerate(("2026-04-01", "2026-04-02", AS_AT, "2026-10-01"))]
    way.check("nd-returned", stories, AS_AT, received_in_26_weeks=2, returned=0, returned_share=0)


def test_a_return_is_counted_with_its_days_and_resets_nothing(way: Way) -> None:
    stories = [
        a_story("2026-05-01", 1, returned_on="2026-05-11", resubmitted_on="2026-06-10"),
        a_story("2026-05-01", 2, returned_on="2026-05-21", resubmitted_on="2026-10-01"),
        a_story("2026-05-01", 3),
        a_story("2026-05-01", 4, returned_on="2026-10-01"),
    ]
    way.check(
        "nd-returned",
        stories,
        AS_AT,
        returned=2,
        returned_share=50,
        return_median_days=15,
        resubmitted=1,
        away_median_days=30,
        still_out=1,
    )


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (ACCEPTED, {"accepted_after_return": 1, "acceptance_median_days": 60}),
        # A decision from before the return is not the answer to what was sent in again.
        ({"decision": "accepted", "decision_on": "2026-05-10"}, {"accepted_after_return": 0}),
        ({"decision": "accepted", "decision_on": "2026-10-01"}, {"accepted_after_return": 0}),
        (REJECTED | {"rejection_reason": "01"}, {"rejected_after_return__duplicate": 1}),
        (REJECTED | {"rejection_reason": "02"}, {"rejected_after_return__inappropriate": 1}),
        (REJECTED | {"rejection_reason": "03"}, {"rejected_after_return__incomplete": 1}),
        (REJECTED, {"rejected_after_return__not given": 1}),
        ({"closed_on": "2026-07-30"}, {"closed_without_resubmission": 1, "still_out": 0}),
        ({"closed_on": "2026-07-30", "resubmitted_on": "2026-06-01"}, {"closed_without_resubmission": 0}),
        ({}, {"still_out": 1}),
        ({"resubmitted_on": "2026-06-01"}, {"still_out": 0}),
        ({"missing_from_on": "2026-09-30"}, {"still_out": 0}),
    ],
)
def test_what_becomes_of_a_returned_referral(way: Way, facts: dict[str, str], expected: dict[str, float]) -> None:
    way.check("nd-returned", [a_story("2026-05-01", returned_on="2026-05-11", **facts)], AS_AT, **expected)


def test_the_share_accepted_is_of_the_returned(way: Way) -> None:
    stories = [
        a_story("2026-05-01", 1, returned_on="2026-05-11", **ACCEPTED),
        a_story("2026-05-01", 2, returned_on="2026-05-11"),
        a_story("2026-05-01", 3, **ACCEPTED),
    ]
    way.check("nd-returned", stories, AS_AT, accepted_after_return=1, accepted_after_return_share=50)


def test_each_source_has_figures_in_words(way: Way) -> None:
    stories = [
        a_story("2026-05-01", 1, source_of_referral="A1", returned_on="2026-05-11"),
        a_story("2026-05-01", 2, source_of_referral="A3"),
        a_story("2026-05-01", 3, source_of_referral="C2"),
        a_story("2026-05-01", 4),
    ]
    numbers = way.numbers("nd-returned", stories, AS_AT)
    cohorts = {level: value for (_, of, by, level, name), value in numbers.items()
               if (of, by, name) == (ALL, "source", "received-in-26-weeks")}  # fmt: skip
    assert {level: value for level, value in cohorts.items() if value} == {
        "primary care": 2,
        "local authority and schools": 1,
        "not known": 1,
    }
    # No level tells by being there that somebody is in it (R-WAIT-95).
    assert tuple(cohorts) == SOURCES
    assert numbers["nd-returned", ALL, "source", "primary care", "returned-share"] == 50


def test_every_group_letter_has_words() -> None:
    assert len({source_in_words(f"{letter}1") for letter in "ABCDEFGHIMNPQ"} - {"not known"}) == 13


def test_the_list_shows_who_is_out_and_for_how_long(store: Store) -> None:
    stories = [
        a_story("2026-01-01", 1, returned_on="2026-01-11", source_of_referral="C2"),
        a_story("2026-05-01", 2, returned_on="2026-05-11"),
        a_story("2026-05-01", 3, returned_on="2026-05-11", resubmitted_on="2026-06-01"),
    ]
    write(store, [(story, ()) for story in stories])
    on = day(AS_AT)
    assert on is not None
    lines = worklist(store, "returned", on, SEQUENCE)
    assert lines == [out_of(story, on) for story in stories[:2]]
    assert [line.as_json()["days_out"] for line in lines] == [262, 142]
    assert "local authority and schools" in lines[0].in_words()


@pytest.mark.parametrize(
    ("again", "counted"),
    [
        # Six calendar months after 15 October 2025, that day included.
        ("2026-04-15", 1),
        ("2026-04-16", 0),
        # On the day of the rejection, but not before it: that was another referral already there.
        ("2025-10-15", 1),
        ("2025-10-14", 0),
    ],
)
@pytest.mark.parametrize("pathway", ["neurodevelopmental", "community-paediatrics"])
def test_referred_again_within_six_months_on_any_pathway(way: Way, again: str, counted: int, pathway: str) -> None:
    stories = [
        a_story("2025-09-01", 1, person="P", decision="rejected", decision_on="2025-10-15"),
        a_story(again, 2, person="P", provider="RBD", pathway=pathway),
        a_story(again, 3, person="Q"),
    ]
    numbers = way.numbers("nd-referred-again", stories, AS_AT)
    assert numbers["nd-referred-again", ALL, ALL, ALL, "rejected-followed"] == 1
    assert numbers["nd-referred-again", ALL, ALL, ALL, "referred-again"] == counted
    assert numbers["nd-referred-again", "R0D", ALL, ALL, "referred-again-share"] == 100 * counted


def test_only_rejections_that_were_followed_for_six_months_have_a_share(way: Way) -> None:
    """Between 30 September 2025, not included, and 30 March 2026."""
    days = ("2025-09-30", "2025-10-01", "2026-03-30", "2026-03-31")
    stories = [a_story("2025-09-01", n, decision="rejected", decision_on=on) for n, on in enumerate(days)]
    way.check("nd-referred-again", stories, AS_AT, rejected_followed=2, referred_again=0, referred_again_share=0)


def test_the_first_referral_that_follows_counts_once(way: Way) -> None:
    stories = [
        a_story("2025-09-01", 1, person="P", decision="rejected", decision_on="2025-10-15"),
        a_story("2025-12-14", 2, person="P"),
        a_story("2026-01-14", 3, person="P"),
    ]
    way.check("nd-referred-again", stories, AS_AT, referred_again=1, referred_again_median_days=60)


def test_an_accepted_referral_is_not_followed(way: Way) -> None:
    stories = [
        a_story("2025-09-01", 1, person="P", decision="accepted", decision_on="2025-10-15"),
        a_story("2025-12-14", 2, person="P"),
    ]
    way.check("nd-referred-again", stories, AS_AT, rejected_followed=0, referred_again_share=None)


def test_a_child_referred_again_lately_is_on_the_list_by_both_ids(store: Store) -> None:
    stories = [
        a_story("2026-05-01", 1, person="P", decision="rejected", decision_on="2026-06-01"),
        a_story("2026-09-20", 2, person="P", provider="RBD", pathway="camhs-gateway"),
    ]
    write(store, [(story, ()) for story in stories])
    on = day(AS_AT)
    assert on is not None
    (line,) = worklist(store, "referred-again", on, SEQUENCE)
    assert "R0D neurodevelopmental N1" in line.in_words()
    assert "RBD camhs-gateway N2" in line.in_words()
    assert "'P'" not in str(line.as_json())

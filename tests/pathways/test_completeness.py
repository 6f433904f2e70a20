"""Completeness beside every number: each defect lowers it, and says so in a sentence."""

from datetime import date

import pytest
from sqlalchemy import update

from diis.definitions.completeness import Completeness, Unmapped, behind, missing
from diis.feeds import FEEDS, Feed
from diis.store.completeness import completeness
from diis.store.engine import Store
from diis.store.tables import referral
from tests.diis.extract_builder import AnExtract, Row, a_referral, some_referrals
from tests.pathways.conftest import Send

FEED = next(feed for feed in FEEDS if feed.name == "r0d-neurodevelopmental")
LIST = "University Hospitals Dorset"
SENT = "30 September 2026"
KNOWN = {"gender": "1", "ethnic_category": "A", "priority": "3"}


def of(store: Store, as_at: str, as_known: int | None = None, feeds: tuple[Feed, ...] = (FEED,)) -> Completeness:
    return completeness(store, date.fromisoformat(as_at), as_known, feeds)[0]


def test_a_provider_that_never_sent_is_missing_and_said_to_be(store: Store) -> None:
    found = of(store, "2026-09-30")
    assert (found.is_in, found.is_missing, found.census_on, found.days_behind) == (False, True, None, None)
    assert found.sentences() == [f"{LIST} has never sent its neurodevelopmental list: these figures are too small."]


@pytest.mark.parametrize(
    ("as_at", "behind_by", "is_missing", "sentences"),
    [
        ("2026-09-29", 0, False, []),
        ("2026-09-30", 0, False, []),
        (
            "2026-10-01",
            1,
            False,
            [f"The newest list of {LIST} (neurodevelopmental) is of {SENT}: nothing after that day is counted."],
        ),
        ("2026-10-10", 10, False, None),
        (
            "2026-10-11",
            11,
            True,
            [f"{LIST} has not sent its neurodevelopmental list since {SENT}: these figures may be too small."],
        ),
    ],
)
def test_a_list_grows_old(
    send: Send, store: Store, as_at: str, behind_by: int, is_missing: bool, sentences: list[str] | None
) -> None:
    send(AnExtract(some_referrals(3)))
    found = of(store, as_at)
    assert (found.days_behind, found.is_missing) == (behind_by, is_missing)
    assert sentences is None or found.sentences() == sentences
    assert found.is_whole == (not found.sentences())


def test_a_list_that_came_later_is_not_known_at_an_earlier_load(send: Send, store: Store) -> None:
    first = send(AnExtract(some_referrals(3), census="2026-09-23")).load
    send(AnExtract(some_referrals(3)))
    assert of(store, "2026-09-30").census_on == date(2026, 9, 30)
    assert of(store, "2026-09-30", first).census_on == date(2026, 9, 23)
    assert of(store, "2026-09-30", 0).is_in is False


def test_rows_set_aside_are_a_share_of_the_newest_list(send: Send, store: Store) -> None:
    bad = a_referral(50, birth_date="")
    send(AnExtract([*some_referrals(9), bad]))
    found = of(store, "2026-09-30")
    assert found.quarantined_share == 10
    words = f"in the newest list of {LIST} (neurodevelopmental) were set aside."
    assert found.sentences(exact=True) == [f"10% of the rows {words}"]
    assert found.sentences() == [f"A few rows (fewer than 5) {words}"]


@pytest.mark.parametrize(
    ("rows", "aside", "shown", "words"),
    [
        (40, 4, (40, None, None, None), "A few rows (fewer than 5)"),
        (42, 5, (40, 5, 12, 12), "12% of the rows"),
        (400, 0, (400, None, None, None), None),
        (4, 0, (None, None, None, None), None),
    ],
)
def test_rows_are_children_and_are_shown_as_such(
    rows: int, aside: int, shown: tuple[int | None, ...], words: str | None
) -> None:
    """R-WAIT-95; docs/adr/0012: an exact count of rows beside rounded figures would undo the rounding."""
    lacking = Unmapped(listed=rows, any_of=aside, each=(aside, 0, 0, 0))
    told = Completeness(
        provider="R0D",
        pathway="neurodevelopmental",
        as_at=date(2026, 9, 30),
        census_on=date(2026, 9, 30),
        late_after_days=10,
        rows_in=rows,
        quarantined=aside,
        unmapped=lacking,
    )
    said = told.as_json()
    assert tuple(said[name] for name in ("rows_in", "quarantined", "quarantined_share", "unmapped_share")) == shown
    assert said["unknown_share"] == dict.fromkeys(("gender", "ethnicity", "deprivation", "priority")) | {
        "gender": shown[3]
    }
    assert [sentence.startswith(words or "?") for sentence in told.sentences()] == [True] * (words is not None)
    exact = told.as_json(exact=True)
    assert (exact["rows_in"], exact["quarantined"]) == (rows, aside)


def test_a_list_that_nobody_expected_is_unheard_of_at_an_earlier_load(send: Send, store: Store) -> None:
    first = send(AnExtract(some_referrals(3))).load
    then = completeness(store, date(2026, 9, 30), first)
    send(AnExtract(some_referrals(3), provider="RDY"))
    assert completeness(store, date(2026, 9, 30), first) == then


@pytest.mark.parametrize(
    ("as_at", "too_small"),
    [("2026-08-31", False), ("2025-09-16", False), ("2025-09-15", True), ("2020-01-01", True)],
)
def test_a_day_before_the_lists_tell_of_the_closed_is_said_to_be_too_small(
    send: Send, store: Store, as_at: str, too_small: bool
) -> None:
    """A full list holds who was closed in 400 days before it: 2026-09-23 less 400 is 2025-08-19, and 28 of flow."""
    send(AnExtract(some_referrals(3), census="2026-09-23"))
    send(AnExtract(some_referrals(3)))
    found = of(store, as_at)
    assert found.told_since == date(2025, 8, 19)
    sentence = (
        "begin on 23 September 2026 and tell of nobody closed before 19 August 2025: these figures are too small."
    )
    assert any(sentence in said for said in found.sentences()) is too_small


def test_a_newer_list_that_is_held_waits_until_it_is_replaced(send: Send, store: Store) -> None:
    send(AnExtract(some_referrals(60), census="2026-09-23"))
    held = send(AnExtract(some_referrals(5)))
    assert held.outcome == "held"
    found = of(store, "2026-09-24")
    assert found.held == 1
    assert any("waits for a person to release" in sentence for sentence in found.sentences())
    send(AnExtract(some_referrals(60)))
    assert of(store, "2026-09-30").held == 0
    assert of(store, "2026-09-24", held.load).held == 1


def test_a_newer_list_that_was_refused_is_said(send: Send, store: Store) -> None:
    send(AnExtract(some_referrals(3), census="2026-09-23"))
    refused = send(AnExtract(some_referrals(3), manifest={"layout": "wl-1", "rows": {"referrals.csv": 4}}))
    assert refused.outcome == "refused"
    found = of(store, "2026-09-23")
    assert (found.refused, found.is_whole) == (1, False)
    send(AnExtract(some_referrals(3)))
    assert of(store, "2026-09-30").is_whole


@pytest.mark.parametrize(
    ("lacking", "unmapped", "name"),
    [
        ({}, 0, "gender"),
        ({"gender": ""}, 1, "gender"),
        ({"gender": "X"}, 1, "gender"),
        ({"ethnic_category": ""}, 1, "ethnicity"),
        ({"ethnic_category": "99"}, 1, "ethnicity"),
        # Not stated is an answer.
        ({"ethnic_category": "Z"}, 0, "ethnicity"),
        ({"priority": ""}, 1, "priority"),
    ],
)
def test_what_breakdowns_need_and_a_referral_lacks(
    store: Store, send: Send, lacking: Row, unmapped: int, name: str
) -> None:
    send(AnExtract([a_referral(1, **KNOWN), a_referral(2, **(KNOWN | lacking))]))
    with store.writing() as connection:
        connection.execute(update(referral).values(deprivation_decile=3))
    shares = of(store, "2026-09-30")
    assert shares.unmapped_share == 50 * unmapped
    assert shares.as_json(exact=True)["unknown_share"] == dict.fromkeys(
        ("gender", "ethnicity", "deprivation", "priority"), 0
    ) | {name: 50 * unmapped}


def test_without_a_known_address_there_is_no_deprivation(send: Send, store: Store) -> None:
    send(AnExtract([a_referral(1, **KNOWN)]))
    assert of(store, "2026-09-30").as_json(exact=True)["unknown_share"] == {
        "gender": 0,
        "ethnicity": 0,
        "deprivation": 100,
        "priority": 0,
    }


def test_who_left_the_list_lacks_nothing(send: Send, store: Store) -> None:
    send(AnExtract(some_referrals(20, 0, **KNOWN), census="2026-09-23"))
    send(AnExtract(some_referrals(19, 0, **KNOWN)))
    assert of(store, "2026-09-30").unmapped.listed == 19


def test_every_expected_list_is_told_and_every_other_that_came(send: Send, store: Store) -> None:
    send(AnExtract(some_referrals(3), provider="RDY"))
    told = completeness(store, date(2026, 9, 30))
    lists = {(one.provider, one.pathway) for one in told}
    counted = {(feed.provider, feed.pathway) for feed in FEEDS if feed.layout in ("wl-1", "mhsds-6", "csds-1.6")}
    assert lists == counted | {("RDY", "neurodevelopmental")}
    assert {(one.provider, one.pathway) for one in missing(told)} == lists - {("RDY", "neurodevelopmental")}
    assert {one.provider for one in behind(told, "neurodevelopmental")} == {"RBD", "R0D", "RDY"}
    assert [one.provider for one in behind(told, "neurodevelopmental", "RDY")] == ["RDY"]


def test_published_comparisons_stand_behind_no_figure(store: Store) -> None:
    comparisons = {feed.provider for feed in FEEDS if feed.layout == "autism-csv"}
    told = completeness(store, date(2026, 9, 30))
    assert comparisons
    assert not comparisons & {one.provider for one in told}
    assert sum(one.provider == "RBD" and one.pathway is None for one in told) == 1, "its submission, not its comparison"


def test_a_machine_is_told_the_facts_and_the_sentences(send: Send, store: Store) -> None:
    send(AnExtract(some_referrals(3)))
    told = of(store, "2026-10-20").as_json()
    assert (told["missing"], told["days_behind"], told["held"]) == (True, 20, 0)
    assert told["sentences"] == of(store, "2026-10-20").sentences()

"""Sub-ICBs, and the integrated care boards and regions that they lie in (R-WAIT-41, 42, 65, 69)."""

import pytest

from diis.definitions.figures import ALL, Figure
from diis.definitions.national.organisations import Organisations, Parents
from diis.definitions.national.submissions import Row
from tests.spec.national import autism_spec
from tests.spec.national.autism_spec import AutismSpec, month_of, together
from tests.spec.national.cyp_stories import Counted, contact, patient, referral, sent

OLD = "2025-11-01"
HIERARCHY = Organisations({"11J": Parents("QVV", "Y58"), "15N": Parents("QJK", "Y58"), "92G": Parents("QOX", "Y58")})
"""Two sub-ICBs that children come from and one that nobody does."""


def children() -> list[Row]:
    """A and B live in 11J, B in the most deprived fifth; C in 15N, D in an area that is not listed, E nowhere known."""
    homes = [("A", "11J", 5), ("B", "11J", 1), ("C", "15N", 2), ("D", "99Z", 2), ("E", None, None)]
    return [
        row
        for person, area, decile in homes
        for row in (
            patient(person=person, area=area, decile=decile),
            referral("2026-04-01", person=person, referral=person),
        )
    ]


@pytest.mark.parametrize(
    ("breakdown", "levels"),
    [
        ("area", {"11J": 2, "15N": 1, "99Z": 1, "UNKNOWN": 1}),
        ("icb", {"QVV": 2, "QJK": 1, "UNKNOWN": 2}),
        ("region", {"Y58": 3, "UNKNOWN": 2}),
    ],
)
def test_children_by_area(cyp: Counted, breakdown: str, levels: dict[str, float | None]) -> None:
    """R-WAIT-65, 69: spells and referrals alike; whose sub-ICB is not listed is in no board that is known."""
    assert cyp.of_level(sent(*children()), "MRS13", breakdown, organisations=HIERARCHY) == levels
    assert cyp.of_level(sent(*children()), "MHS133", breakdown, organisations=HIERARCHY) == levels


@pytest.mark.parametrize(
    ("breakdown", "levels"),
    [
        ("deprivation", {"Core20": 3}),
        ("icb-deprivation", {"QVV Core20": 1, "QJK Core20": 1, "UNKNOWN Core20": 1}),
        ("region-deprivation", {"Y58 Core20": 2, "UNKNOWN Core20": 1}),
    ],
)
def test_boards_and_regions_are_crossed_with_the_most_deprived_fifth(
    cyp: Counted, breakdown: str, levels: dict[str, float | None]
) -> None:
    """R-WAIT-65: in the four-week measures only, as nationally."""
    assert cyp.of_level(sent(*children()), "MRS13", breakdown, organisations=HIERARCHY) == levels
    assert cyp.of_level(sent(*children()), "MHS133", breakdown, organisations=HIERARCHY) == {}


def test_a_digital_providers_referrals_are_of_no_board_that_is_known(cyp: Counted) -> None:
    """Section 15: nationally the commissioner says it, and that is not kept."""
    rows = patient(provider="DFC", area="11J"), referral(provider="DFC")
    assert cyp.of_level(sent(*rows), "MHS133", "icb", organisations=HIERARCHY) == {"UNKNOWN": 1}


def test_every_measure_has_a_line_for_a_board(cyp: Counted) -> None:
    rows = sent(*children(), contact("2026-04-05", referral="A"))
    everywhere = {one.measure for one in cyp.figures(rows) if one.provider == ALL and one.breakdown == ALL}
    in_dorset = {
        one.measure: one.value
        for one in cyp.figures(rows, organisations=HIERARCHY)
        if (one.breakdown, one.level) == ("icb", "QVV")
    }
    assert set(in_dorset) == everywhere
    assert [in_dorset[one] for one in ("MRS10", "MRS18", "MRS16", "MHS130", "MHS133")] == [1, 1, 1, 1, 1]


def autistic(*, age: int, person: str, area: str | None) -> list[Row]:
    facts = autism_spec.patient(person=person, residence_sub_icb=area)
    return [*autism_spec.referral(OLD, age=age, person=person, name=person), *facts]


PEOPLE = [
    *autistic(age=9, person="one", area="11J"),
    *autistic(age=10, person="two", area="11J"),
    *autistic(age=10, person="three", area="15N"),
    *autistic(age=30, person="four", area="99Z"),
    *autistic(age=30, person="five", area=None),
]


@pytest.mark.parametrize(
    ("breakdown", "level", "people"),
    [
        ("area", "11J", 2),
        ("area", "99Z", 1),
        ("icb", "QVV", 2),
        ("icb", "QJK", 1),
        ("icb", "UNKNOWN", 2),
        ("region", "Y58", 3),
        ("sub-icb-age-group", "11J Under 10", 1),
        ("sub-icb-age-group", "11J 10 to 17", 1),
        ("sub-icb-age-group", "99Z 25 to 34", 1),
        ("sub-icb-age-group", "11J 18 to 24", 0),
        ("icb-age-group", "QVV Under 10", 1),
        ("icb-age-group", "UNKNOWN 25 to 34", 2),
        ("region-age-group", "Y58 10 to 17", 2),
        ("region-age-group", "Y58 25 to 34", 0),
    ],
)
def test_autism_by_area_and_age(autism: AutismSpec, breakdown: str, level: str, people: int) -> None:
    """R-WAIT-42: a person has one sub-ICB, and with it one board and one region; each is crossed with age."""
    cell = (ALL, breakdown, level)
    autism.check(together(PEOPLE), cell=cell, organisations=HIERARCHY, ASD16=people, ASD16a=people, ASD18b=people)


def test_a_person_of_two_referrals_counts_once_in_a_board(autism: AutismSpec) -> None:
    """R-WAIT-38: people, not the sum over providers; referrals are each counted."""
    more = autism_spec.referral(OLD, age=12, person="one", name="more", provider="RBD")
    cell = (ALL, "icb", "QVV")
    autism.check(together(PEOPLE, more), cell=cell, organisations=HIERARCHY, ASD16=2, ASD11=3, ASD17=1)


def levels_of(figures: list[Figure]) -> dict[str, int]:
    """How many levels each breakdown of everybody has."""
    found: dict[str, set[str]] = {}
    for one in figures:
        if one.provider == ALL:
            found.setdefault(one.breakdown, set()).add(one.level)
    return {breakdown: len(levels) for breakdown, levels in found.items()}


def test_boards_and_regions_have_lines_only_where_they_can_be_known(autism: AutismSpec, cyp: Counted) -> None:
    """Without the list of organisations nothing is made up; with it a board has a line if somebody lives in it."""
    month = month_of("2026-04")
    rows = together(PEOPLE)
    with_age = {"age": 9, "gender": 6, "ethnicity": 19, "all": 1, "area": 4, "sub-icb-age-group": 36}
    assert levels_of(autism.way(rows, month, month)) == with_age
    above = {"icb": 3, "icb-age-group": 27, "region": 2, "region-age-group": 18}
    assert levels_of(autism.way(rows, month, month, organisations=HIERARCHY)) == with_age | above
    assert levels_of(cyp.figures(sent(*children()))) == {"all": 1, "area": 4, "deprivation": 1}

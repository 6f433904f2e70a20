"""Measures of admissions and stays over many lives: K1 to K3, K7 to K9, K16 (section I)."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsr.rules.facts.entry import Decided, Removed
from dsr.rules.hospital import causes, visits
from dsr.rules.hospital.spells import spells
from dsr.rules.life import Life
from dsr.rules.measures import measures_of_hospital as measures
from dsr.rules.measures.measures_of_hospital import Band, Population, Stays
from dsr.rules.measures.measuring import Period, Ratio
from dsr.rules.reviews import community_reviews
from dsr.rules.terms import Terms
from tests.dsr.rules.lives import a_life, day

TERMS = Terms((*community_reviews.TERMS, *causes.TERMS, *visits.TERMS))
MARCH = Period(date(2027, 3, 1), date(2027, 3, 31))
CHILD = "2012-02-01"
IN_MARCH = "2027-03-10 admitted"


def on_register(life: Life, on: date) -> bool:
    entered = life.last(Decided, by=on)
    return entered is not None and life.last(Removed, by=on) is None


@pytest.mark.parametrize(
    ("lives", "expected"),
    [
        ([], Ratio(0, 0)),
        ([(CHILD, IN_MARCH)], Ratio(0, 1)),
        ([(CHILD, IN_MARCH), (CHILD, "2027-02-20 held c1", IN_MARCH)], Ratio(1, 2)),
        ([(CHILD, "2027-02-28 admitted"), (CHILD, "2027-04-01 admitted")], Ratio(0, 0)),
        ([(CHILD, "2027-03-01 admitted"), (CHILD, "2027-03-31 admitted")], Ratio(0, 2)),
        ([(CHILD, "2027-02-01 admitted", "2027-03-05 admitted")], Ratio(0, 0)),
        ([(CHILD, "2027-03-01 admitted", "2027-03-05 discharged", "2027-03-20 admitted")], Ratio(0, 2)),
        ([("2001-03-11", IN_MARCH), ("2001-03-10", IN_MARCH)], Ratio(0, 1)),
        ([(CHILD, "2026-01-01 condition autism not-evidenced", IN_MARCH)], Ratio(0, 0)),
        ([(CHILD, "2026-01-01 condition autism on-assessment-pathway", IN_MARCH)], Ratio(0, 1)),
        ([(CHILD, "2027-03-09 happened local-area-emergency-protocol", IN_MARCH)], Ratio(0, 1)),
    ],
)
def test_k1_admissions_with_a_community_review(lives: list[tuple[str, ...]], expected: Ratio) -> None:
    """K1, R-DSR-16, 69, 71, T16: of who is under 26 on the day of the admission."""
    assert measures.community_review_before([a_life(*life) for life in lives], MARCH, TERMS) == expected


APRIL = Period(date(2027, 4, 1), date(2027, 4, 30))


@pytest.mark.parametrize(
    ("lines", "march", "april"),
    [
        (("2027-03-29 admitted", "2027-04-12 causes"), Ratio(0, 0), Ratio(1, 1)),
        (("2027-03-29 admitted", "2027-03-30 causes"), Ratio(0, 0), Ratio(1, 1)),
        (("2027-03-29 admitted", "2027-04-30 causes"), Ratio(0, 0), Ratio(1, 1)),
        (("2027-03-29 admitted", "2027-05-01 causes"), Ratio(0, 0), Ratio(0, 1)),
        (("2027-03-29 admitted",), Ratio(0, 0), Ratio(0, 1)),
        (("2027-03-29 admitted", "2027-03-30 discharged"), Ratio(0, 0), Ratio(0, 1)),
        (("2027-03-01 admitted",), Ratio(0, 1), Ratio(0, 0)),
        (("2027-03-02 admitted",), Ratio(0, 0), Ratio(0, 1)),
        (("2027-01-29 admitted",), Ratio(0, 0), Ratio(0, 0)),
        (("2027-03-01 admitted", "2027-03-31 causes"), Ratio(1, 1), Ratio(0, 0)),
        (("2027-02-20 held c1", "2027-03-01 admitted"), Ratio(0, 0), Ratio(0, 0)),
        (("2026-01-01 condition autism not-evidenced", "2027-03-01 admitted"), Ratio(0, 0), Ratio(0, 0)),
    ],
)
def test_k2_causes_that_were_analysed(lines: tuple[str, ...], march: Ratio, april: Ratio) -> None:
    """K2, R-DSR-72: of the analyses due in the month (20 working days after an admission), those done by its last day.

    So what is done in time counts, though the month of the admission is over. Due on 31 March is who was admitted on
    the 1st; the 29th is Easter Monday, and from it 20 working days on are 26 April.
    """
    life = a_life(CHILD, *lines)
    assert [measures.causes_analysed([life], month, TERMS) for month in (MARCH, APRIL)] == [march, april]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("2027-01-05 accepted", IN_MARCH), Ratio(1, 1)),
        (("2027-03-09 accepted", IN_MARCH), Ratio(1, 1)),
        (("2027-03-10 accepted", IN_MARCH), Ratio(0, 1)),
        (("2027-01-05 accepted", "2027-03-09 removed risk-reduced", IN_MARCH), Ratio(0, 1)),
        ((IN_MARCH,), Ratio(0, 1)),
    ],
)
def test_k3_who_was_on_the_register_before_the_admission(lines: tuple[str, ...], expected: Ratio) -> None:
    """K3, R-DSR-25: an entry that was made because of the admission does not count."""
    assert measures.on_register_before([a_life(CHILD, *lines)], MARCH, on_register) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("2027-02-17 admitted",), Ratio(1, 1)),
        (("2027-02-16 admitted",), Ratio(0, 1)),
        (("2027-01-10 admitted",), Ratio(0, 1)),
        (("2027-01-10 admitted", "2027-03-31 visited"), Ratio(1, 1)),
        (("2027-01-10 admitted", "2027-04-01 visited"), Ratio(0, 1)),
        (("2027-01-10 admitted", "2027-03-31 discharged"), Ratio(0, 0)),
        (("2027-01-10 admitted", "2027-03-31 discharged", "2027-04-01 admitted"), Ratio(0, 1)),
        (("2027-01-10 admitted", "2027-04-01 discharged"), Ratio(0, 1)),
    ],
)
def test_k7_inpatients_whose_visit_is_in_date(lines: tuple[str, ...], expected: Ratio) -> None:
    """K7, R-DSR-90: on the last day of the period; 42 days after 17 February is 31 March."""
    assert measures.visits_in_date([a_life(CHILD, *lines)], MARCH, TERMS) == expected


def test_k8_inpatients_by_age_here_and_nationally() -> None:
    """K8, R-DSR-92: adults hold the young adults too, and the register holds all ages."""
    autistic = "2026-01-10 condition autism"
    lives = [
        a_life("2009-04-01", autistic, IN_MARCH),
        a_life("2009-03-31", autistic, IN_MARCH),
        a_life("2001-04-01", autistic, IN_MARCH),
        a_life("2001-03-31", autistic, IN_MARCH),
        a_life(CHILD, autistic, IN_MARCH, "2027-03-20 leave"),
        a_life(CHILD, IN_MARCH),
        a_life(CHILD, autistic, "2027-04-01 admitted"),
    ]
    counted = {Band.UNDER_18: 1, Band.YOUNG_ADULT: 2, Band.ADULT: 3}
    assert measures.inpatients_by_band(lives, MARCH.last) == counted
    assert measures.inpatients_by_band(lives, MARCH.last, national=False) == {**counted, Band.UNDER_18: 3}


def test_k8_a_rate_knows_its_year() -> None:
    """K8, R-DSR-94."""
    population = Population(people=140_000, year=2024)
    assert population.per_million(3) == Fraction(150, 7)
    assert population.year == 2024


@pytest.mark.parametrize(
    ("lives", "expected"),
    [
        ([], Stays(0, 0, (), ())),
        ([(CHILD, IN_MARCH)], Stays(1, 0, (), (21,))),
        ([(CHILD, IN_MARCH, "2027-03-31 discharged")], Stays(1, 1, (21,), ())),
        ([(CHILD, IN_MARCH, "2027-04-01 discharged")], Stays(1, 0, (), (21,))),
        ([(CHILD, "2027-02-01 admitted", "2027-03-31 discharged", "2027-04-01 admitted")], Stays(0, 0, (), (58,))),
        ([(CHILD, "2027-02-01 admitted", "2027-03-31 discharged", "2027-04-02 admitted")], Stays(0, 1, (58,), ())),
        ([(CHILD, "2027-03-31 admitted", "2027-03-31 discharged", "2027-04-01 admitted")], Stays(1, 0, (), (0,))),
        ([(CHILD, "2027-02-28 admitted", "2027-02-28 discharged", "2027-03-01 admitted")], Stays(0, 0, (), (31,))),
        ([(CHILD, "2027-02-01 admitted", "2027-03-30 discharged", "2027-03-31 admitted")], Stays(0, 0, (), (58,))),
        ([(CHILD, "2027-02-01 admitted", "2027-03-10 admitted", "2027-03-20 discharged")], Stays(0, 1, (47,), ())),
        ([(CHILD, IN_MARCH, "2027-03-20 died")], Stays(1, 0, (), ())),
        ([(CHILD, IN_MARCH), (CHILD, "2025-03-31 admitted")], Stays(1, 0, (), (21, 730))),
    ],
)
def test_k9_admissions_discharges_and_lengths_of_stay(lives: list[tuple[str, ...]], expected: Stays) -> None:
    """K9, R-DSR-93, T12: wards are joined, and whoever is in the next one the day after is an inpatient at the end."""
    assert measures.stays([a_life(*life) for life in lives], MARCH) == expected


BETWEEN_WARDS = ("2027-03-01 admitted", "2027-03-31 discharged", "2027-04-01 admitted", "2027-04-20 discharged")


def test_t12_between_two_wards_at_a_months_end_somebody_is_in_hospital_once() -> None:
    """R-DSR-93, T12, K8, K9: one admission, one discharge, and 50 days that end in April."""
    life = a_life(CHILD, "2026-01-10 condition autism", *BETWEEN_WARDS)
    assert [measures.stays([life], month) for month in (MARCH, APRIL)] == [
        Stays(1, 0, (), (30,)),
        Stays(0, 1, (50,), ()),
    ]
    found = [measures.inpatients_by_band([life], month.last)[Band.UNDER_18] for month in (MARCH, APRIL)]
    assert found == [len(measures.inpatients([life], month.last)) for month in (MARCH, APRIL)] == [1, 0]


MOVES = st.lists(st.tuples(st.integers(0, 120), st.sampled_from(("admitted", "discharged"))), min_size=2, max_size=12)
MONTHS = [Period(date(2027, month, 1), date(2027, month + 1, 1) - timedelta(days=1)) for month in range(1, 6)]


@given(MOVES)
def test_every_stay_begins_once_and_ends_once_over_the_months(moves: list[tuple[int, str]]) -> None:
    """R-DSR-93, T12, K8, K9: whatever the wards and the days, each month's end tells the stays that went on."""
    life = a_life(CHILD, *(f"{date(2027, 1, 1) + timedelta(days=days)} {what}" for days, what in moves))
    told, found = [measures.stays([life], month) for month in MONTHS], spells(life)
    assert sum(one.admissions for one in told) == len(found)
    assert sum(one.discharges for one in told) == sum(spell.discharged_on is not None for spell in found)
    for month, one in zip(MONTHS, told, strict=True):
        going_on = [spell.days(month.last) for spell in found if spell.holds(month.last)]
        assert list(one.open_days) == going_on
        assert [spell.days(month.last) for _, spell in measures.inpatients([life], month.last)] == going_on


def test_k9_can_be_told_by_age_at_admission() -> None:
    """K9, R-DSR-94."""
    lives = [a_life("2009-03-11", IN_MARCH), a_life("2009-03-10", IN_MARCH), a_life("1990-01-01", IN_MARCH)]
    found = {band.value: measures.stays(lives, MARCH, band).admissions for band in Band}
    assert found == {"under-18": 1, "18-25": 1, "adult": 2}


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("2027-01-05 accepted", "2027-03-01 happened a-and-e-crisis"), Ratio(1, 1)),
        (("2027-01-05 accepted", "2027-03-31 happened a-and-e-crisis"), Ratio(1, 1)),
        (("2027-01-05 accepted", "2027-04-01 happened a-and-e-crisis"), Ratio(0, 0)),
        (("2027-03-02 accepted", "2027-03-01 happened a-and-e-crisis"), Ratio(0, 1)),
        (("2027-01-05 accepted", "2027-03-01 happened a-and-e-crisis", "2027-03-01 happened a-and-e-crisis"),
         Ratio(1, 1)),
        (("2027-01-05 accepted", "2027-03-01 happened a-and-e-crisis", "2027-03-02 happened a-and-e-crisis"),
         Ratio(2, 2)),
        (("2027-01-05 accepted", "2027-03-01 happened police-contact"), Ratio(0, 0)),
    ],
)  # fmt: skip
def test_k16_crisis_attendances_of_who_is_on_the_register(lines: tuple[str, ...], expected: Ratio) -> None:
    """K16: what two people tell of one day is one attendance."""
    assert measures.crisis_attendances([a_life(CHILD, *lines)], MARCH, on_register) == expected


def test_a_share_of_nothing_is_none() -> None:
    """Section I."""
    assert (Ratio(0, 0).percent, Ratio(1, 8).percent) == (None, 12.5)


def test_figures_of_a_past_period_do_not_change() -> None:
    """Section I: what happens on a later day leaves them alone, but that the stay had not ended (R-DSR-93)."""
    before = a_life(CHILD, IN_MARCH)
    after = Life.of(
        before.birth_on, (*before.facts, *a_life(CHILD, "2027-05-01 discharged", "2027-05-20 causes").facts)
    )
    assert measures.stays([after], MARCH) == measures.stays([before], MARCH)
    assert measures.causes_analysed([after], APRIL, TERMS) == Ratio(0, 1)
    assert measures.inpatients([after], day("2027-03-31")) == measures.inpatients([before], day("2027-03-31"))

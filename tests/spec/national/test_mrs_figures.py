"""The figures of referral-spells: periods, waits, shares, breakdowns and suppression (R-WAIT-64, 65, 67, 68, 95)."""

from datetime import date

import pytest

from diis.definitions.national.submissions import Row
from tests.spec.national.cyp_stories import (
    PROVIDER,
    Counted,
    contact,
    months,
    of_month,
    patient,
    plan,
    referral,
    score,
    sent,
)

SHARES = ("MRS08b", "MRS09b", "MRS09d", "MRS09f", "MRS14b", "MRS14d", "MRS14f", "MRS19")
PERCENTILES = ("MRS10a", "MRS10b", "MHS131", "MHS132", "MHS134", "MHS135")


def waiting(received: str, person: str, *, month: str = "2026-04", provider: str = PROVIDER) -> Row:
    """A child's referral that is open in the month."""
    return referral(received, person=person, referral=f"R-{person}", month=month, provider=provider)


def test_the_long_waits_of_open_spells(cyp: Counted) -> None:
    """104, 78 and 52 weeks are 728, 546 and 364 days; on the last day a wait is not over it."""
    received = ["2024-05-02", "2024-05-01", "2024-10-31", "2024-10-30", "2025-05-01", "2025-04-30", "2026-04-30"]
    values = cyp.values(sent(*(waiting(on, str(number)) for number, on in enumerate(received))))
    for series in ("MRS09", "MRS14"):
        assert [values[series + over] for over in "ace"] == [1, 3, 5]
        assert [values[series + over] for over in "bdf"] == pytest.approx([100 / 7, 300 / 7, 500 / 7])
    assert (values["MRS09"], values["MRS10"], values["MRS13"]) == (7, 7, 7)


def test_the_wait_so_far_has_no_day_added(cyp: Counted) -> None:
    values = cyp.values(sent(waiting("2026-04-30", "A")))
    assert (values["MRS10"], values["MRS10a"], values["MRS10b"]) == (1, 0, 0)


def test_percentiles_are_exact_and_interpolated(cyp: Counted) -> None:
    values = cyp.values(sent(*(waiting(f"2026-04-{30 - days:02}", str(days)) for days in range(1, 11))))
    assert (values["MRS10a"], values["MRS10b"]) == pytest.approx((5.5, 9.1))


def test_counts_of_a_quarter_and_of_a_month(cyp: Counted) -> None:
    """Spells started, closed and first contacted count in three months; those open on the last day alone."""
    early: list[Row] = [
        referral("2026-02-01", month="2026-02", person="A", referral="a"),
        contact("2026-02-05", referral="a"),
    ]
    before: list[Row] = [
        *(referral("2026-01-31", month=one, person="B", referral="b") for one in months("2026-01", "2026-02")),
        contact("2026-01-31", referral="b"),
    ]
    values = cyp.values(sent(*early, *before, waiting("2026-04-30", "C")))
    assert [values[one] for one in ("MRS11", "MRS12", "MRS13", "MRS16")] == [2, 2, 1, 1]


def test_the_quarter_rolls_on_by_months(cyp: Counted) -> None:
    rows = [waiting("2026-02-01", "A", month=one) for one in months("2026-02", "2026-05")]
    started = {
        month: cyp.values(sent(*rows), month, newest="2026-05")["MRS11"] for month in months("2026-02", "2026-05")
    }
    assert started == {"2026-02": 1, "2026-03": 1, "2026-04": 1, "2026-05": 0}


def test_full_stops_of_the_quarter_and_their_share_within_28_days(cyp: Counted) -> None:
    rows: list[Row] = []
    for person, received in (("A", "2026-03-13"), ("B", "2026-03-12"), ("C", "2026-04-01")):
        rows += [referral(received, person=person, referral=person, month=one) for one in ("2026-03", "2026-04")]
        rows += [
            contact("2026-04-10", referral=person, name=person),
            score("2026-04-10", referral=person),
            plan("2026-04-10", "2026-04-10", person=person),
        ]
    values = cyp.values(sent(*rows))
    assert (values["MRS08"], values["MRS08a"], values["MRS08b"]) == pytest.approx((3, 2, 200 / 3))


def test_the_share_of_open_spells_with_a_contact_that_have_a_full_stop(cyp: Counted) -> None:
    helped = [waiting("2026-04-01", "A"), contact("2026-04-02", referral="R-A"), score("2026-04-02", referral="R-A")]
    seen = [waiting("2026-04-01", "B"), contact("2026-04-02", referral="R-B", name="D")]
    values = cyp.values(sent(*helped, plan("2026-04-02", "2026-04-02"), *seen, waiting("2026-04-01", "C")))
    assert [values[one] for one in ("MRS17", "MRS18", "MRS19", "MRS13", "MRS09", "MRS10")] == [1, 2, 50, 3, 2, 1]


def test_percentiles_and_shares_over_nothing_are_0(cyp: Counted) -> None:
    values = cyp.values(sent(patient()))
    assert {values[one] for one in (*SHARES, *PERCENTILES)} == {0}


def test_by_provider_every_one_that_submitted_in_the_quarter(cyp: Counted) -> None:
    rows = [
        waiting("2026-04-01", "A"),
        waiting("2026-04-01", "B", provider="RBD"),
        waiting("2026-04-01", "C", provider="RBD"),
        patient(person="D", provider="R0D", month="2026-02"),
        patient(person="D", provider="RXX", month="2026-01"),
    ]
    assert cyp.of_level(sent(*rows), "MRS13", "all") == {"all": 3, "RDY": 1, "RBD": 2, "R0D": 0}


def test_by_sub_icb_of_practice_then_residence(cyp: Counted) -> None:
    rows = [
        patient(person="A", practice="J81001", practice_area="11J", area="15N"),
        patient(person="B", practice="V81997", practice_area="11J", area="15N"),
        patient(person="C", practice="J81001", practice_area=None, area="15N"),
        patient(person="D", practice=None, practice_area="11J", area=None),
        patient(person="E"),
    ]
    children = [waiting("2026-04-01", person) for person in "ABCDEF"]
    assert cyp.of_level(sent(*rows, *children), "MRS13", "area") == {"11J": 1, "15N": 2, "UNKNOWN": 3}


@pytest.mark.parametrize(
    ("rows", "area"),
    [
        ([patient(area="11J"), patient(month="2026-03", area="15N")], "11J"),
        ([patient(), patient(month="2026-03", area="15N")], "15N"),
        ([patient(), patient(month="2026-02", area="15N")], "15N"),
        ([patient(), patient(month="2026-01", area="15N")], "UNKNOWN"),
        ([patient(area="11J"), patient(area="15N", provider="RBD")], "11J"),
        ([patient(area="11J"), patient(area="15N", provider="RBD"), waiting("2026-04-09", "A", provider="RBD")], "15N"),
        ([patient(area="11J"), patient(area="15N", provider="R0D"), waiting("2026-04-01", "A", provider="R0D")], "15N"),
    ],
    ids=["newest month", "newest known", "in the quarter", "before it", "provider", "newest referral", "code order"],
)
def test_a_childs_area_is_that_of_the_newest_row_of_the_quarter(cyp: Counted, rows: list[Row], area: str) -> None:
    found = cyp.of_level(sent(*rows, referral("2026-04-01")), "MRS13", "area")
    assert set(found) == {area}


@pytest.mark.parametrize(("decile", "counted"), [(1, 1), (2, 1), (3, 0), (10, 0), (None, 0)])
def test_the_most_deprived_fifth(cyp: Counted, decile: int | None, counted: int) -> None:
    rows = patient(decile=decile), referral("2026-04-01")
    assert cyp.of_level(sent(*rows), "MRS13", "deprivation") == {"Core20": counted}


def test_deprivation_is_that_of_the_newest_master_row_of_the_quarter(cyp: Counted) -> None:
    moved = patient(decile=5), patient(decile=1, month="2026-03"), referral("2026-04-01")
    assert cyp.of_level(sent(*moved), "MRS13", "deprivation") == {"Core20": 0}
    elsewhere = patient(decile=5), patient(decile=1, provider="RBD"), waiting("2026-04-09", "A", provider="RBD")
    assert cyp.of_level(sent(*elsewhere, referral("2026-04-01")), "MRS13", "deprivation") == {"Core20": 2}


def test_what_stands_behind_a_figure(cyp: Counted) -> None:
    """A share is shown when both its parts may be, a percentile when its count may be (R-WAIT-68, 95)."""
    rows = [
        *(waiting("2024-01-01", f"old{one}") for one in range(5)),
        *(waiting("2026-04-01", str(one)) for one in range(9)),
    ]
    shown = {
        one.measure: (one.behind, one.shown().value)
        for one in cyp.figures(sent(*rows))
        if one.provider == "all" and one.breakdown == "all"
    }
    assert shown["MRS13"] == (14, 15)
    assert shown["MRS09b"] == (5, 36)
    assert shown["MRS10a"] == (14, 29)
    assert shown["MRS08b"] == (0, None)
    assert shown["MRS08"] == (0, None)


def test_a_run_is_the_twelve_months_that_end_with_the_newest(cyp: Counted) -> None:
    rows = sent(*(waiting("2025-01-01", "A", month=one) for one in months("2025-04", "2026-05")))
    assert not cyp.figures(rows, "2025-04", newest="2026-04")
    assert cyp.values(rows, "2025-05", newest="2026-04")["MRS13"] == 1
    assert not cyp.figures(rows, "2026-05", newest="2026-04")


def test_a_month_that_nobody_submitted_has_no_figures(cyp: Counted) -> None:
    assert not cyp.figures(sent(waiting("2026-03-01", "A", month="2026-03")), "2026-04")


def test_a_month_goes_by_the_rows_up_to_it(cyp: Counted) -> None:
    """What May says changes April's figures no more."""
    april, may = waiting("2026-04-01", "A"), waiting("2026-04-01", "A", month="2026-05")
    seen = contact("2026-05-04", referral="R-A"), contact("2026-04-04", month="2026-05", referral="R-A", name="D")
    assert cyp.figures(sent(april, may, *seen), newest="2026-05") == cyp.figures(sent(april), newest="2026-05")


def test_a_figure_says_what_it_is(cyp: Counted) -> None:
    figures = cyp.figures(sent(patient(), waiting("2026-04-01", "A")))
    assert {one.figure for one in figures} == {"value"}
    assert {one.as_at for one in figures} == {date(2026, 4, 30)}
    assert {one.unit for one in figures if one.measure in SHARES} == {"percent"}
    assert {one.unit for one in figures if one.measure in PERCENTILES} == {"days"}
    assert {one.unit for one in figures if one.measure not in (*SHARES, *PERCENTILES)} == {"count"}
    assert {one.rule for one in figures} == {"R-WAIT-65", "R-WAIT-66"}
    assert of_month("2021-09") == 1458

"""MHS130 to MHS135: waits of referrals to a first contact, with the traps of the series (R-WAIT-66, 66b, 68, 69)."""

import csv
from pathlib import Path

import pytest

from diis.definitions.national.submissions import Row
from diis.definitions.suppression import suppressed_count, suppressed_statistic
from tests.spec.national.cyp_stories import (
    Counted,
    contact,
    in_hospital,
    indirect,
    months,
    patient,
    referral,
    sent,
    team,
)

PUBLISHED = Path(__file__).parents[2] / "oracles" / "cyp_mh_first_contact_sep_nov_2023.csv"


def contacted_and_waiting(cyp: Counted, *rows: Row) -> tuple[float | None, float | None]:
    values = cyp.values(sent(*rows))
    return values["MHS130"], values["MHS133"]


@pytest.mark.parametrize(
    ("provider", "attendance", "mechanism", "counted"),
    [
        ("RDY", "5", "01", 1),
        ("RDY", "6", "11", 1),
        ("RDY", "3", "01", 0),
        ("RDY", "5", "09", 0),
        ("RDY", "5", None, 0),
        ("DFC", "5", "01", 1),
        ("DFC", "3", "01", 0),
        ("DFC", "3", "05", 1),
        ("DFC", None, "09", 1),
        ("S9X2N", "7", "10", 1),
        ("S9X2N", "5", "13", 1),
        ("S9X2N", "5", "12", 0),
        ("S9X2N", "5", None, 0),
    ],
)
def test_what_is_a_contact_and_more_of_them_at_digital_providers(
    cyp: Counted, provider: str, attendance: str | None, mechanism: str | None, counted: int
) -> None:
    rows = (
        referral(provider=provider),
        contact("2026-04-05", provider=provider, attendance=attendance, mechanism=mechanism),
    )
    assert contacted_and_waiting(cyp, *rows) == (counted, 1 - counted)


@pytest.mark.parametrize(
    ("month", "mechanism", "counted"),
    [("2021-09", "06", 1), ("2021-09", "09", 0), ("2021-10", "06", 0), ("2021-10", "09", 1)],
)
def test_digital_mechanisms_by_the_month_of_the_row(cyp: Counted, month: str, mechanism: str, counted: int) -> None:
    rows = (
        referral("2021-09-01", month=month, provider="DFC"),
        contact(f"{month}-05", provider="DFC", attendance=None, mechanism=mechanism),
    )
    assert cyp.values(sent(*rows), month)["MHS130"] == counted


@pytest.mark.parametrize(("age", "counted"), [(0, 1), (17, 1), (18, 0), (None, 0)])
def test_who_is_first_seen_at_18_keeps_waiting(cyp: Counted, age: int | None, counted: int) -> None:
    assert contacted_and_waiting(cyp, referral(age=17), contact("2026-04-05", age=age)) == (counted, 1 - counted)


@pytest.mark.parametrize(("age", "counted"), [(0, 1), (17, 1), (18, 0), (None, 0)])
def test_children_are_0_to_17_when_received(cyp: Counted, age: int | None, counted: int) -> None:
    assert contacted_and_waiting(cyp, referral(age=age)) == (0, counted)


@pytest.mark.parametrize(("received", "counted"), [("2019-03-31", 0), ("2019-04-01", 1)])
def test_received_since_april_2019(cyp: Counted, received: str, counted: int) -> None:
    assert contacted_and_waiting(cyp, referral(received)) == (0, counted)


def test_indirect_activity_has_no_age_and_never_counts(cyp: Counted) -> None:
    assert contacted_and_waiting(cyp, referral(), indirect("2026-04-05")) == (0, 1)


@pytest.mark.parametrize(
    ("discharged", "counted"),
    [(None, 1), ("2026-04-29", 0), ("2026-04-30", 0), ("2026-05-01", 1)],
    ids=["not", "before the end", "on the last day", "after the end"],
)
def test_only_a_discharge_by_the_end_ends_the_wait(cyp: Counted, discharged: str | None, counted: int) -> None:
    assert contacted_and_waiting(cyp, referral(discharged=discharged)) == (0, counted)


def test_no_exclusion_of_the_four_week_measures_applies(cyp: Counted) -> None:
    out = [
        (referral(rejected="2026-04-02"),),
        (referral(), team("A06", closed="2026-04-02", rejected="2026-04-02")),
        (referral(), team("A02")),
        (referral(priority="1"), team("A18")),
        (referral(reason="12"),),
        (referral(), in_hospital()),
    ]
    assert [contacted_and_waiting(cyp, *rows) for rows in out] == [(0, 1)] * len(out)


def test_the_newest_row_of_a_referral_is_used(cyp: Counted) -> None:
    corrected = referral("2026-02-02", month="2026-03"), referral("2026-01-02")
    assert cyp.values(sent(*corrected))["MHS134"] == 119
    silent = referral("2026-02-02", month="2026-03"), referral(person="B", referral="S", age=18)
    assert contacted_and_waiting(cyp, *silent) == (0, 0)


def test_a_silent_referral_still_has_its_first_contact(cyp: Counted) -> None:
    silent = referral("2026-02-02", month="2026-02"), contact("2026-02-05"), referral(person="B", referral="S")
    assert contacted_and_waiting(cyp, *silent) == (1, 1)


@pytest.mark.parametrize(
    ("on", "contacted"),
    [("2026-01-31", 0), ("2026-02-01", 1), ("2026-04-30", 1)],
    ids=["before the quarter", "its first day", "its last day"],
)
def test_first_contacts_of_the_rolling_quarter(cyp: Counted, on: str, contacted: int) -> None:
    rows = [referral("2026-01-05", month=one) for one in months("2026-01", "2026-04")]
    assert contacted_and_waiting(cyp, *rows, contact(on), contact("2026-04-30", name="D")) == (contacted, 0)


def test_contacts_are_not_bounded_by_the_referrals_dates(cyp: Counted) -> None:
    before = referral("2026-04-10", discharged="2026-04-20"), contact("2026-04-08"), contact("2026-04-25", name="D")
    values = cyp.values(sent(*before))
    assert (values["MHS130"], values["MHS131"]) == (1, -2)


def test_a_contact_is_of_its_own_referral(cyp: Counted) -> None:
    rows = referral(), referral(referral="S"), referral(provider="RBD"), contact("2026-04-05", referral="S")
    assert contacted_and_waiting(cyp, *rows) == (1, 2)


def test_the_wait_so_far_is_a_day_longer(cyp: Counted) -> None:
    values = cyp.values(sent(referral("2026-04-30")))
    assert (values["MHS133"], values["MHS134"], values["MHS135"]) == (1, 1, 1)
    assert values["MRS10a"] == 0


def test_medians_and_90th_percentiles(cyp: Counted) -> None:
    rows: list[Row] = []
    for days in range(1, 11):
        rows += [referral("2026-04-01", referral=f"S{days}"), referral(f"2026-04-{31 - days:02}", referral=f"W{days}")]
        rows += [contact(f"2026-04-{days + 1:02}", referral=f"S{days}", name=f"C{days}")]
    values = cyp.values(sent(*rows))
    assert [values[one] for one in ("MHS130", "MHS131", "MHS132")] == pytest.approx([10, 5.5, 9.1])
    assert [values[one] for one in ("MHS133", "MHS134", "MHS135")] == pytest.approx([10, 5.5, 9.1])


@pytest.mark.parametrize(
    ("rows", "counted", "area"),
    [
        ([patient(home="W06000015", area="7A1")], 0, None),
        ([patient(area="11J")], 1, "11J"),
        ([patient(home=None, area="11J")], 1, "11J"),
        ([], 1, "UNKNOWN"),
        ([patient(month="2026-03", area="11J")], 1, "11J"),
        ([patient(), patient(month="2025-05", area="11J")], 1, "11J"),
        ([patient(), patient(month="2025-04", area="11J")], 1, "UNKNOWN"),
    ],
    ids=["abroad", "in England", "home not known", "no row", "older row", "area in the year", "area before it"],
)
def test_residence_and_area_come_from_the_master_row(
    cyp: Counted, rows: list[Row], counted: int, area: str | None
) -> None:
    story = sent(*rows, referral("2026-04-01"))
    assert cyp.values(story)["MHS133"] == counted
    assert cyp.of_level(story, "MHS133", "area") == ({area: 1} if area else {})


def test_where_another_provider_has_the_master_row_residence_is_not_looked_at(cyp: Counted) -> None:
    """RBD received the newer referral, so RDY's row of that month is not the person's master row."""
    here = patient(home="W06000015", area="7A1"), referral("2026-04-01")
    there = patient(provider="RBD", area="11J"), referral("2026-04-09", provider="RBD", referral="S")
    assert cyp.of_level(sent(*here, *there), "MHS133", "area") == {"UNKNOWN": 1, "11J": 1}
    assert cyp.of_level(sent(*here, *there), "MHS133", "all") == {"all": 2, "RDY": 1, "RBD": 1}


@pytest.mark.parametrize(
    ("then", "now", "counted"),
    [("W06000015", "E06000059", 1), ("E06000059", "W06000015", 0), ("W06000015", None, 1)],
    ids=["moved to England", "moved abroad", "no longer known"],
)
def test_residence_is_that_of_the_providers_newest_row_not_of_the_referrals_month(
    cyp: Counted, then: str, now: str | None, counted: int
) -> None:
    """R-WAIT-66, section 15: the row that is valid at the end of the period."""
    rows = referral("2026-02-02", month="2026-02"), patient(month="2026-02", home=then), contact("2026-02-05")
    assert cyp.values(sent(*rows, patient(home=now)))["MHS130"] == counted


def test_the_area_of_a_digital_provider_is_not_kept(cyp: Counted) -> None:
    rows = patient(provider="DFC", area="11J"), referral(provider="DFC")
    assert cyp.of_level(sent(*rows), "MHS133", "area") == {"UNKNOWN": 1}


def test_published_figures_pass_through_our_suppression_unchanged() -> None:
    """Those of England are exact, those of smaller areas are already rounded as R-WAIT-68 says."""
    with PUBLISHED.open(encoding="utf-8", newline="") as file:
        smaller = [row for row in csv.DictReader(file) if row["level"] != "England"]
    assert len(smaller) == 2
    for row in smaller:
        count = int(row["referrals_with_first_contact"])
        assert suppressed_count(count) == count
        for statistic in (int(row["median_days"]), int(row["p90_days"])):
            assert suppressed_statistic(statistic, count) == statistic

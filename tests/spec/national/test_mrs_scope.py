"""Which referrals count in the four-week measures (R-WAIT-57, 58, 79, 89)."""

import pytest

from diis.definitions.national.submissions import Row
from tests.spec.national.cyp_stories import Counted, contact, in_hospital, months, patient, referral, sent, team


@pytest.mark.parametrize(
    ("age", "counted"), [(0, 1), (17, 1), (18, 0), (None, 0)], ids=["newborn", "17", "18", "not known"]
)
def test_children_are_0_to_17_on_the_day_received(cyp: Counted, age: int | None, counted: int) -> None:
    assert cyp.values(sent(referral(age=age)))["MRS13"] == counted


@pytest.mark.parametrize(
    ("home", "counted"),
    [("E06000059", 1), (None, 1), ("", 1), ("W06000015", 0), ("S12000036", 0), ("L99999999", 0)],
    ids=["England", "not known", "empty", "Wales", "Scotland", "Channel Islands"],
)
def test_residents_of_england_and_those_whose_home_is_not_known(cyp: Counted, home: str | None, counted: int) -> None:
    assert cyp.values(sent(patient(home=home), referral()))["MRS13"] == counted


@pytest.mark.parametrize(
    ("team_type", "priority", "counted"),
    [
        ("A18", "1", 0),
        ("A18", "2", 0),
        ("A18", "3", 1),
        ("A18", "4", 0),
        ("A18", None, 1),
        ("C04", "1", 1),
        (None, "2", 1),
    ],
)
def test_single_point_of_access_counts_unless_urgent(
    cyp: Counted, team_type: str | None, priority: str | None, counted: int
) -> None:
    assert cyp.values(sent(referral(priority=priority), team(team_type)))["MRS13"] == counted


@pytest.mark.parametrize(
    ("reason", "team_type", "counted"),
    [
        ("12", "A18", 1),
        ("12", "F01", 1),
        ("12", "C10", 0),
        ("12", "C03", 0),
        ("12", None, 0),
        ("13", "C10", 1),
        ("13", "C03", 1),
        ("01", "A14", 0),
        ("01", "A06", 1),
        ("01", None, 1),
        ("02", "A14", 1),
        (None, "A14", 1),
    ],
)
def test_eating_disorder_and_first_episode_psychosis(
    cyp: Counted, reason: str | None, team_type: str | None, counted: int
) -> None:
    """C03 is read as C10: both go the same way."""
    assert cyp.values(sent(referral(reason=reason), team(team_type)))["MRS13"] == counted


@pytest.mark.parametrize(
    ("team_type", "counted"),
    [
        *((code, 0) for code in ("A02", "A03", "A04", "A11", "A19", "A20", "A21", "A22", "A23", "A24", "A25")),
        *((code, 0) for code in ("C05", "E02", "E03", "E04")),
        *((code, 1) for code in ("A01", "A05", "A06", "A10", "A12", "C01", "C04", "C06", "E01", "F01", "F07", "Z01")),
        (None, 1),
    ],
)
def test_crisis_liaison_and_some_other_teams_are_out(cyp: Counted, team_type: str | None, counted: int) -> None:
    assert cyp.values(sent(referral(), team(team_type)))["MRS13"] == counted


def test_a_referral_leaves_only_when_all_its_teams_are_out(cyp: Counted) -> None:
    crisis, clinic = team("A02"), team("A06", own=False, name="U")
    assert cyp.values(sent(referral(), crisis, clinic))["MRS13"] == 1
    assert cyp.values(sent(referral(), crisis, team("A11", own=False, name="U")))["MRS13"] == 0


def test_a_referral_whose_own_team_has_no_row_has_one_of_no_known_type(cyp: Counted) -> None:
    """MHS101 is a team's row itself (R-WAIT-73)."""
    assert cyp.values(sent(referral(), team("A02", own=False)))["MRS13"] == 1


def test_teams_count_in_their_own_month(cyp: Counted) -> None:
    """In March the team was a crisis team, so March is not in scope and its contact does not count."""
    march: list[Row] = [referral("2026-03-02", month="2026-03"), team("A02", month="2026-03"), contact("2026-03-10")]
    values = cyp.values(sent(*march, referral("2026-03-02"), team("A06")))
    assert (values["MRS13"], values["MRS18"]) == (1, 0)


@pytest.mark.parametrize("month", ["2026-02", "2026-03", "2026-04"])
def test_a_hospital_spell_in_any_month_removes_the_referral_for_all(cyp: Counted, month: str) -> None:
    rows = [referral("2026-02-02", month=one) for one in months("2026-02", "2026-04")]
    values = cyp.values(sent(*rows, in_hospital(month=month)))
    assert (values["MRS11"], values["MRS13"]) == (0, 0)


def test_a_hospital_spell_removes_its_own_referral_alone(cyp: Counted) -> None:
    other = referral("2026-02-02", referral="S", provider="RBD")
    assert cyp.values(sent(referral(), other, in_hospital(referral="S", provider="RBD")))["MRS13"] == 1
    assert cyp.values(sent(referral(), in_hospital(referral="R", provider="RBD")))["MRS13"] == 1


def test_residence_is_that_of_each_month(cyp: Counted) -> None:
    """On moving abroad the spell ends with the last month at home: not open, and closed in the quarter."""
    rows = [referral("2026-02-02", month=one) for one in months("2026-02", "2026-04")]
    homes = [patient(month="2026-02"), patient(month="2026-03"), patient(home="W06000015")]
    values = cyp.values(sent(*rows, *homes))
    assert (values["MRS12"], values["MRS13"]) == (1, 0)


@pytest.mark.parametrize(("provider", "counted"), [("RDY", 1), ("DFC", 0), ("S9X2N", 0)])
def test_providers_of_digital_services_are_out(cyp: Counted, provider: str, counted: int) -> None:
    assert cyp.values(sent(referral(provider=provider)))["MRS13"] == counted

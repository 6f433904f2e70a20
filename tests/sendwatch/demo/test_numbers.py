"""The usual demo is about the size of Dorset, and mixed as the national figures are."""

from collections import Counter
from datetime import timedelta

from sendwatch.demo.plan import USUAL_REFERRALS
from tests.sendwatch.demo.lists import Row, WeeklyList

Usual = dict[str, WeeklyList]


def _waits(usual: Usual, pathway: str) -> list[int]:
    return [days for feed, newest in usual.items() if feed.endswith(pathway) for days in newest.waits()]


def _rows(usual: Usual, pathway: str) -> list[Row]:
    return [row for feed, newest in usual.items() if feed.endswith(pathway) for row in newest.rows.values()]


def _share(rows: list[Row], field: str, *values: str) -> float:
    return sum(row[field] in values for row in rows) / len(rows)


def _age(row: Row) -> int:
    before_birthday = row["received_date"][5:] < row["birth_date"][5:]
    return int(row["received_date"][:4]) - int(row["birth_date"][:4]) - before_birthday


def test_about_3500_children_wait_for_a_neurodevelopmental_contact_some_over_two_years(usual: Usual) -> None:
    waits = _waits(usual, "neurodevelopmental")
    assert 3_000 <= len(waits) <= 4_000
    assert 50 <= sum(days > 730 for days in waits) <= 400
    assert sum(days > 91 for days in waits) / len(waits) > 0.7


def test_about_2000_children_wait_for_community_paediatrics_some_over_a_year(usual: Usual) -> None:
    waits = _waits(usual, "community-paediatrics")
    assert 1_600 <= len(waits) <= 2_400
    assert 600 <= sum(days > 126 for days in waits) <= 1_500
    assert sum(days > 364 for days in waits) >= 50


def test_the_gateway_receives_about_100_referrals_a_week(usual: Usual) -> None:
    newest = usual["rdy-camhs-gateway"]
    for week in range(26):
        last = newest.census - timedelta(weeks=week)
        first = last - timedelta(days=6)
        received = sum(first.isoformat() <= row["received_date"] <= last.isoformat() for row in newest.rows.values())
        assert 65 <= received <= 135


def test_gateway_decisions_mostly_take_a_few_weeks_with_a_tail(usual: Usual) -> None:
    newest = usual["rdy-camhs-gateway"]
    month_before = newest.waits(newest.census - timedelta(weeks=8))
    assert 0.05 < sum(days > 28 for days in month_before) / len(month_before) < 0.35
    decisions = Counter(row["decision"] for row in newest.rows.values())
    assert set(decisions) == {"", "accepted", "redirected", "advice", "rejected"}
    assert {row["rejection_reason"] for row in newest.rows.values()} == {"", "01", "02", "03"}


def test_all_newest_lists_together_have_the_usual_number_of_rows(usual: Usual) -> None:
    assert sum(len(newest.everything) for newest in usual.values()) == USUAL_REFERRALS


def test_half_of_the_neurodevelopmental_referrals_are_of_children_under_ten(usual: Usual) -> None:
    rows = _rows(usual, "neurodevelopmental")
    young = [row for row in rows if _age(row) < 10]
    assert 0.47 < len(young) / len(rows) < 0.57
    older = [row for row in rows if _age(row) >= 10]
    assert _share(young, "gender", "1") > _share(older, "gender", "1") + 0.1


def test_ethnic_categories_follow_the_national_list(usual: Usual) -> None:
    rows = _rows(usual, "neurodevelopmental")
    assert 0.55 < _share(rows, "ethnic_category", "A") < 0.68
    assert 0.14 < _share(rows, "ethnic_category", "Z", "99") < 0.25


def test_most_referrals_come_from_primary_care_and_education(usual: Usual) -> None:
    for pathway in ("neurodevelopmental", "camhs-gateway", "community-paediatrics"):
        groups = Counter(row["source_of_referral"][:1] for row in _rows(usual, pathway))
        assert [group for group, _ in groups.most_common(2)] == ["A", "C"]
        assert len(groups) >= 6


def test_questions_carry_the_codes_of_their_data_set(usual: Usual) -> None:
    assert {(row["primary_reason"], row["team_type"]) for row in _rows(usual, "community-paediatrics")} == {
        ("017", "06"),
        ("", "06"),
    }
    assert {row["team_type"] for row in _rows(usual, "camhs-gateway")} == {"A18"}
    asked = {(row["primary_reason"], row["condition"], row["team_type"]) for row in _rows(usual, "neurodevelopmental")}
    assert asked == {
        ("25", "autism", "C01"),
        ("24", "adhd", "C04"),
        ("25", "both", "C04"),
        ("24", "unspecified", "C04"),
        ("", "", "C04"),
    }

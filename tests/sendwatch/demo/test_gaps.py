"""Real records have gaps and unlike habits, and so have these: what is not known, who returns, who offers support."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.sendwatch.demo.lists import Row, WeeklyList, read

Usual = dict[str, WeeklyList]

OFTEN_UNKNOWN = [
    "nhs_number",
    "gender",
    "ethnic_category",
    "postcode",
    "gp_practice",
    "lac_status",
    "sen_provision",
    "priority",
    "source_of_referral",
]


def _rows(usual: Usual, ending: str = "") -> list[Row]:
    return [row for feed, newest in usual.items() if feed.endswith(ending) for row in newest.rows.values()]


def _share(rows: list[Row], holds: Callable[[Row], bool]) -> float:
    return sum(map(holds, rows)) / len(rows)


@pytest.mark.parametrize("field", OFTEN_UNKNOWN)
def test_a_few_are_not_known(usual: Usual, field: str) -> None:
    assert 0.001 < _share(_rows(usual), lambda row: row[field] == "") < 0.12


def test_a_few_neurodevelopmental_referrals_do_not_say_what_for(usual: Usual) -> None:
    assert 0.01 < _share(_rows(usual, "neurodevelopmental"), lambda row: row["condition"] == "") < 0.06


def test_gps_letters_are_returned_more_often_than_schools_forms(usual: Usual) -> None:
    shares = [
        _share(
            [row for row in _rows(usual) if row["source_of_referral"][:1] == group],
            lambda row: row["returned_date"] > "",
        )
        for group in "AC"
    ]
    assert shares[0] > 2.5 * shares[1] > 0


def test_the_west_offers_support_while_waiting_far_more_often_than_the_east(usual: Usual) -> None:
    shares = []
    for provider in ("rbd", "r0d"):
        rows = list(usual[f"{provider}-neurodevelopmental"].rows.values())
        waiting = [row for row in rows if row["decision"] == "accepted" and not row["assessment_completed_date"]]
        shares.append(_share(waiting, lambda row: row["support_offered_date"] > ""))
    assert shares[0] > 2 * shares[1] > 0.1


def test_many_are_sixteen_or_seventeen_when_referred(usual: Usual) -> None:
    def late(row: Row) -> bool:
        months = (int(row["received_date"][:4]) - int(row["birth_date"][:4])) * 12
        return months + int(row["received_date"][5:7]) - int(row["birth_date"][5:7]) >= 16 * 12

    assert 0.08 < _share(_rows(usual, "neurodevelopmental"), late) < 0.2


def test_some_who_grow_up_are_handed_over_and_some_are_just_closed(usual: Usual) -> None:
    grown = [row for row in _rows(usual, "neurodevelopmental") if row["closure_reason"] == "09"]
    assert 0.6 < _share(grown, lambda row: row["transferred_to_adult_date"] > "") < 0.9


def test_every_decision_reason_and_closure_occurs(usual: Usual) -> None:
    for pathway in ("neurodevelopmental", "camhs-gateway", "community-paediatrics"):
        rows = _rows(usual, pathway)
        assert {row["decision"] for row in rows} == {"", "accepted", "redirected", "advice", "rejected"}
        assert {row["rejection_reason"] for row in rows} == {"", "01", "02", "03"}
        assert {row["closure_reason"] for row in rows} == {"", *(f"0{code}" for code in range(1, 10))}
        assert {row["priority"] for row in rows} == {"", "1", "2", "3", "4"}


def test_most_families_are_told_the_outcome_and_some_wait_for_it(usual: Usual) -> None:
    assessed = [row for row in _rows(usual, "neurodevelopmental") if row["assessment_completed_date"]]
    assert 0.7 < _share(assessed, lambda row: row["outcome_shared_date"] > "") < 1


def test_places_have_an_authority_and_a_sub_icb_and_practices_too(usual_out: Path, usual: Usual) -> None:
    places = {place["postcode"]: place for place in read(usual_out / "postcodes.csv")}
    practices = {row["gp_practice"]: row["sub_icb"] for row in read(usual_out / "practices.csv")}
    assert {place["local_authority"] for place in places.values()} == {"E06000058", "E06000059"}
    assert {place["sub_icb"] for place in places.values()} == {"11J", "92A"}
    assert all(place["local_authority"] == "E06000059" for code, place in places.items() if code.startswith("DT"))
    assert {row["gp_practice"] for row in _rows(usual)} - {""} <= practices.keys()
    assert set(practices.values()) == {"11J"}
    boards = {row["sub_icb"] for row in read(usual_out / "organisations.csv")}
    assert set(practices.values()) < boards == {row["sub_icb"] for row in read(usual_out / "postcodes.csv")}

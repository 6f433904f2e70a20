"""Every row of every list keeps the rules of the layout, but for those that break them on purpose."""

from collections import defaultdict
from datetime import date

import pytest

from diis.definitions import codes
from diis.extracts.wl_1 import CONTACTS, REFERRALS
from diis.feeds import FEEDS_BY_NAME
from tests.sendwatch.demo.lists import PLANTED, Row, WeeklyList, number_of, read
from tests.sendwatch.demo.rules import wrong_fields

Weeks = dict[str, list[WeeklyList]]


@pytest.fixture(scope="session")
def all_lists(weeks: Weeks) -> list[WeeklyList]:
    return [each for lists in weeks.values() for each in lists]


def test_no_child_has_a_row_with_anything_wrong(all_lists: list[WeeklyList]) -> None:
    for each in all_lists:
        wrong = {row["referral_id"]: found for row in each.rows.values() if (found := wrong_fields(row, each.census))}
        assert wrong == {}


def test_columns_stand_in_the_order_of_the_layout(all_lists: list[WeeklyList]) -> None:
    for each in all_lists:
        assert tuple(each.everything[0]) == REFERRALS.names
        assert (each.folder / "contacts.csv").read_text().splitlines()[0] == ",".join(CONTACTS.names)


def test_each_row_carries_the_census_provider_and_pathway_of_its_list(all_lists: list[WeeklyList]) -> None:
    for each in all_lists:
        feed = FEEDS_BY_NAME[each.feed]
        promised = (each.census.isoformat(), feed.provider, feed.pathway)
        assert {(row["census_date"], row["provider"], row["pathway"]) for row in each.everything} == {promised}
        assert each.folder.name == f"{feed.provider}_{feed.pathway}_{each.census}"


def test_no_child_is_twice_on_a_list(all_lists: list[WeeklyList]) -> None:
    for each in all_lists:
        ids = [row["referral_id"] for row in each.everything if row["referral_id"][1] != PLANTED]
        assert len(ids) == len(set(ids))


def test_decisions_rejections_and_closures_come_with_their_dates_and_reasons(all_lists: list[WeeklyList]) -> None:
    for row in _children(all_lists):
        assert bool(row["decision"]) == bool(row["decision_date"])
        assert bool(row["rejection_reason"]) == (row["decision"] == "rejected")
        assert bool(row["closure_reason"]) == bool(row["closed_date"])


def test_children_are_under_eighteen_when_referred(all_lists: list[WeeklyList]) -> None:
    for row in _children(all_lists):
        born, received = date.fromisoformat(row["birth_date"]), date.fromisoformat(row["received_date"])
        assert 0 <= (received - born).days < 18 * 365.25 + 1


def test_contacts_belong_to_a_listed_referral_between_its_receipt_and_the_census(all_lists: list[WeeklyList]) -> None:
    for each in all_lists:
        ids = [contact["contact_id"] for contact in each.contacts]
        assert len(ids) == len(set(ids))
        for contact in each.contacts:
            if contact["referral_id"][1] != PLANTED:
                row = each.rows[contact["referral_id"]]
                end = row["closed_date"] or each.census.isoformat()
                assert row["received_date"] <= contact["contact_date"] <= end
                assert contact["provider"] == row["provider"]


def test_contacts_carry_national_codes_of_every_kind(all_lists: list[WeeklyList]) -> None:
    contacts = [contact for each in all_lists for contact in each.contacts]
    assert {contact["attendance"] for contact in contacts} == codes.ATTENDANCE
    assert {contact["mechanism"] for contact in contacts} <= codes.MECHANISM
    assert {contact["subject"] for contact in contacts} == codes.SUBJECT
    assert {contact["profession"] for contact in contacts} > {"PAED", ""}


def test_one_nhs_number_is_one_child_everywhere(all_lists: list[WeeklyList]) -> None:
    who = defaultdict(set)
    for row in _children(all_lists):
        if row["nhs_number"]:
            who[row["nhs_number"]].add((row["birth_date"], row["gender"], row["ethnic_category"], number_of(row)))
    assert {number for number, children in who.items() if len(children) > 1} == set()
    assert all(number.startswith("999") for number in who)
    assert len({children.pop() for children in who.values()}) == len(who)


def test_every_postcode_is_in_the_look_up_with_an_area_and_a_decile(all_lists: list[WeeklyList]) -> None:
    places = {place["postcode"]: place for place in read(all_lists[0].folder.parents[1] / "postcodes.csv")}
    assert {row["postcode"] for row in _children(all_lists)} - places.keys() == {"", "ZZ99 3VZ"}
    assert {int(place["imd_decile"]) for place in places.values()} == set(range(1, 11))
    assert all(len(place["lsoa"]) == 9 and place["lsoa"].startswith("E01") for place in places.values())


def _children(lists: list[WeeklyList]) -> list[Row]:
    return [row for each in lists for row in each.rows.values()]

"""K1 to K17 as groups and cuts: exact, every part there, and parts that add up whatever happened."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dsr.rules.due import TERMS, every_task
from dsr.rules.facts.fact import Fact
from dsr.rules.key_work.key_workers import ALLOCATE, FIRST_CONTACT
from dsr.rules.life import Life
from dsr.rules.measures.all_measures import Everybody, groups, on_the_register, times
from dsr.rules.measures.groups import Group
from dsr.rules.measures.measures_of_hospital import Band, Population
from dsr.rules.measures.measuring import Period, known_on
from dsr.rules.measures.tasks_in_time import in_time
from dsr.rules.terms import Terms
from tests.dsr.rules.lives import a_life, day
from tests.dsr.rules.lives import on_the_register as entered
from tests.dsr.rules.test_any_life import facts, life_of

MARCH = Period(day("2027-03-01"), day("2027-03-31"))
BORN = "2011-02-01"
PEOPLE = {Band.UNDER_18: Population(145_000, 2024)}


def everybody(*lives: Life) -> Everybody:
    return Everybody(lives, MARCH, Terms(TERMS), PEOPLE)


def found(lives: Sequence[Life]) -> dict[tuple[str, str], Group]:
    told = everybody(*lives)
    return {(one.id, one.name): one for one in (*groups(told), on_the_register(told, []))}


LIVES = (
    entered(BORN, "2027-01-04", "amber"),
    entered(BORN, "2027-01-04", "red", "2027-03-01 admitted", "2027-03-12 causes", "2027-03-14 held r1"),
    entered(BORN, "2027-03-02", "green", "2027-03-20 withdrawn own-consent"),
    a_life(BORN, "2027-03-05 condition autism", "2027-03-05 admitted", "2027-03-25 discharged"),
    a_life("1990-02-01", "2027-03-06 admitted"),
    a_life(BORN, "2027-03-08 referred health", "2027-03-08 triaged", "2027-03-09 declined no-condition"),
)


@pytest.mark.parametrize(
    ("id_", "group", "cut", "expected"),
    [
        (
            "K9",
            "Admissions",
            "Community C(E)TR before admission",
            {
                "with one": 0,
                "without one": 2,
                "of 26 and over, or with neither condition": 1,
            },
        ),
        ("K2", "Root cause analyses due", "Root cause analyses due", {"done": 1, "not done": 0}),
        (
            "K9",
            "Admissions",
            "On the register before admission",
            {"on it": 1, "not on it": 1, "of 26 and over, or with neither condition": 1},
        ),
        ("K10", "Inpatients under 26", "Inpatient C(E)TR in date", {"in date": 1, "overdue": 0}),
        (
            "K10",
            "Inpatients under 26",
            "Inpatients in the national return",
            {"under-18": 1, "18-25": 0, "not in the national return": 0},
        ),
        ("K4", "Post-admission C(E)TRs due", "Post-admission C(E)TRs due", {"in time": 1, "not in time": 1}),
        ("K12", "To have a key worker: blue", "To have a key worker: blue", {"named": 0, "declined": 0, "waiting": 1}),
        (
            "K14",
            "On the register",
            "On the register by rating",
            {"blue": 1, "red": 0, "amber": 1, "green": 0, "not rated": 0},
        ),
        # A first admission asks for consent again within 14 days (R-DSR-32).
        ("K14", "On the register", "Consent in date", {"in date": 1, "to be asked for again": 1}),
        ("K17", "Decisions made", "Decisions made", {"declined": 1, "accepted": 1}),
    ],
)
def test_what_a_month_comes_to(id_: str, group: str, cut: str, expected: dict[str, int]) -> None:
    """Section I: six lives in March 2027."""
    parts = {one.name: one.parts for one in found(LIVES)[id_, group].cuts}
    assert dict(parts[cut]) == expected


@pytest.mark.parametrize(
    ("id_", "group", "total"),
    [
        ("K9", "Admissions", 3),
        ("K9", "Discharges", 1),
        ("K14", "Came onto the register", 1),
        ("K14", "Left the register", 1),
        ("K15", "Entries withdrawn", 1),
        ("K15", "Entries refused", 0),
        ("K16", "A&E attendances in a crisis", 0),
    ],
)
def test_how_many_there_were(id_: str, group: str, total: int) -> None:
    assert found(LIVES)[id_, group].total == total


def test_times_are_those_of_each_stay() -> None:
    told = {(one.id, one.part): one.days for one in times(everybody(*LIVES))}
    assert told["K9", "ended in the month"] == (20,)
    assert told["K9", "going on"] == (25, 30)


@settings(max_examples=40, deadline=None)
@given(st.lists(facts, max_size=4))
def test_the_parts_of_every_cut_are_its_group_and_none_is_left_out(chosen: list[list[Fact]]) -> None:
    """Whatever happened to whomever: nobody is counted twice or not at all, and the cells are always the same."""
    some, nobody = found([life_of(facts) for facts in chosen]), found([])
    for key, group in some.items():
        assert all(sum(cut.parts.values()) == group.total for cut in group.cuts)
        assert all(count >= 0 for cut in group.cuts for count in cut.parts.values())
        assert [list(cut.parts) for cut in group.cuts] == [list(cut.parts) for cut in nobody[key].cuts]
    assert list(some) == list(nobody)


@settings(max_examples=40, deadline=None)
@given(facts)
def test_k12_counts_the_steps_that_somebody_was_asked_to_take(chosen: list[Fact]) -> None:
    """R-DSR-26, 98, 102: the tasks of key working are the same in the figures and on the lists."""
    life = life_of(chosen)
    told = found([life])
    asked = every_task(known_on(life, MARCH.last), Terms(TERMS))
    for code, name in ((ALLOCATE, "Key workers to be named"), (FIRST_CONTACT, "First contacts to be made")):
        of_code = [task for task in asked if task.code == code]
        assert told["K12", name].total == in_time(of_code, MARCH).denominator

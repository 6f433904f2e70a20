"""The register in figures without people: what leaves it, to whom, and that nobody can be found in it (R-DSR-117)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dsr.actions.merging import merge
from dsr.actions.recording import Seen
from dsr.actions.unmerging import unmerge
from dsr.counts import ALL, Count, MonthNotClosed, counts, month_of, shown, shown_median
from dsr.equity import council_of, grouping
from dsr.rules.due import TERMS
from dsr.rules.measures.all_measures import Everybody, groups, on_the_register, times
from dsr.rules.measures.groups import Cut, Group, Times, group_of
from dsr.rules.measures.measures_of_hospital import Band, Population
from dsr.rules.measures.measuring import Ratio
from dsr.rules.terms import Agreed, Terms
from dsr.store.audit_reading import AuditReading
from dsr.store.database import RegisterDatabase
from dsr.store.merged import MergedRecords
from dsr.store.people import Writing
from dsr.store.register import RegisterStore
from tests.dsr.rules.lives import a_fact, day
from tests.dsr.rules.lives import on_the_register as entered
from tests.dsr.store.people import COORDINATOR, EVERYBODY, register

MARCH = month_of(day("2027-03-14"))
APRIL = datetime(2027, 4, 1, 9, 0)
CLOSED = datetime(2027, 4, 15, 9, 0)
"""March is closed with 14 April; what is recorded since counts in it no more."""
PEOPLE = {Band.UNDER_18: Population(145_000, 2024)}
RED = (
    "2027-02-08 condition autism",
    "2027-02-08 referred health",
    "2027-02-08 triaged",
    "2027-02-08 accepted",
    "2027-02-08 consent own-consent",
    "2027-02-08 rated red",
    "2027-02-10 lives E06000059 home",
)


def told_of(form: Group, members: list[Group]) -> dict[str, str]:
    return {f"{one.part} {one.unit}" if one.unit == "percent" else one.part: one.told for one in shown(form, members)}


def ratio(yes: int, no: int) -> Group:
    return group_of("K4", "x", "reviews", "R-DSR-73", Ratio(yes, yes + no), "in time", "late")


@pytest.mark.parametrize(
    ("yes", "no", "told"),
    [
        (0, 0, {"all": "not told", "in time": "0 to 7", "late": "0 to 7", "in time percent": "not told"}),
        (7, 0, {"all": "not told", "in time": "0 to 7", "late": "0 to 7", "in time percent": "not told"}),
        (48, 2, {"all": "not told", "in time": "50", "late": "0 to 7", "in time percent": "not told"}),
        (31, 9, {"all": "40", "in time": "30", "late": "10", "in time percent": "75%"}),
        (32, 8, {"all": "40", "in time": "30", "late": "10", "in time percent": "75%"}),
    ],
)
def test_a_share_is_that_of_what_is_told(yes: int, no: int, told: dict[str, str]) -> None:
    """A percentage of the exact counts would tell them: 75% of about 40 is 30, and 1 of 8 is 13% and nothing else."""
    assert told_of(ratio(0, 0), [ratio(1, 0)] * yes + [ratio(0, 1)] * no) == told


def test_what_happened_many_times_to_few_people_is_in_the_band() -> None:
    """One child with ten reviews is one child."""
    assert told_of(ratio(0, 0), [ratio(10, 0)] * 7 + [ratio(0, 2)] * 8) == {
        "all": "not told",
        "in time": "0 to 7",
        "late": "15",
        "in time percent": "not told",
    }


@pytest.mark.parametrize(("behind", "told"), [(0, "not told"), (7, "not told"), (8, "13")])
def test_a_median_needs_more_than_7_behind_it(behind: int, told: str) -> None:
    one = Times("K9", "x", ALL, "R-DSR-93", (12, 13))
    assert shown_median(one, [one] * behind).told == told
    assert shown_median(one, [replace(one, days=one.days * 9)] * min(behind, 7)).told == "not told"


def test_a_rate_is_that_of_the_count_that_is_told_and_names_its_year() -> None:
    """R-DSR-94: 12 inpatients are told as 10, which is 69 per million of 145,000."""
    cut = Cut("K8", "x", "R-DSR-94", {"under-18": 1, "18-25": 0}, rates={"under-18": PEOPLE[Band.UNDER_18]})
    one = Group("K8", "x", "people", "R-DSR-94", 1, (cut,))
    found = {count.part: count.told for count in shown(one, [one] * 12)}
    assert found["under-18, people of 2024"] == "69"


def figures(store: RegisterStore) -> tuple[Count, ...]:
    return counts(store, MARCH, PEOPLE, lambda postcode: 1 if postcode == "DT1 1AA" else None)


def enter(database: RegisterDatabase, number: int, now: datetime = APRIL, by: str = "A") -> list[str]:
    store, found = register(database, now=now), list[str]()
    for one in range(number):
        own = {"given-name": "R", "family-name": f"{by}{one}", "birth-date": "2011-02-01"}
        more = {"gender": "Female", "ethnicity": "A", "address": "1 Invented Lane, Dorchester DT1 1AA"}
        facts = [a_fact(line) for line in RED]
        found.append(store.enter(Writing(action="refer", reason="x", facts=facts, identifiers=own | more)))
    return found


def test_every_measure_is_told_whoever_is_there_and_nobody_is_named(database: RegisterDatabase) -> None:
    """Trust: presence. The look is one row of the audit, about nobody."""
    store = register(database, now=CLOSED)
    before = figures(store)
    assert {one.id for one in before} == {f"K{number}" for number in range(1, 19)}
    assert all(one.suppressed and one.told in ("0 to 7", "not told") for one in before)
    enter(database, 7)
    assert figures(store) == before
    enter(database, 1)
    after = {(one.id, one.name, one.part, one.unit): one.told for one in figures(store)}
    assert list(after) == [(one.id, one.name, one.part, one.unit) for one in before]
    assert after["K14", "On the register by rating", "red", "people"] == "10"
    assert after["K18", "On the register by gender", "female", "people"] == "10"
    assert after["K18", "On the register by ethnic group", "White", "people"] == "10"
    assert after["K18", "On the register by deprivation of the home area", "01 Most deprived", "people"] == "10"
    assert after["K18", "On the register by council", "Dorset", "people"] == "10"
    with database.reading() as connection:
        rows = connection.exec_driver_sql("SELECT action, people, fields FROM audit WHERE action = 'read-counts'").all()
    assert [tuple(row) for row in rows] == [("read-counts", "", "counts")] * 3
    assert AuditReading(store.session, COORDINATOR).verify() == []


@pytest.mark.parametrize("now", ["2027-03-31T12:00", "2027-04-01T09:00", "2027-04-14T22:59"])
def test_a_month_is_not_told_while_late_records_count_in_it(database: RegisterDatabase, now: str) -> None:
    """Trust: a step in time would tell on which day somebody came. The last minute is one of British Summer Time."""
    with pytest.raises(MonthNotClosed, match="2027-04-14"):
        figures(register(database, now=datetime.fromisoformat(now)))
    assert figures(register(database, now=datetime(2027, 4, 14, 23, 0)))


def test_how_late_a_record_counts_is_a_term_of_the_partnership(database: RegisterDatabase) -> None:
    terms = Terms(TERMS, [Agreed("figures-close", day("2027-03-01"), 3)])
    session = replace(register(database, now=datetime(2027, 4, 4, 9, 0)).session, terms=terms)
    assert figures(RegisterStore(session, EVERYBODY, COORDINATOR))


def red_in_march(database: RegisterDatabase, now: datetime) -> str:
    (found,) = [one for one in figures(register(database, now=now)) if (one.id, one.part) == ("K14", "red")]
    return found.told


@pytest.mark.parametrize(("entered", "red"), [("2027-04-14T22:59:59", "15"), ("2027-04-14T23:00:00", "10")])
def test_who_is_recorded_after_a_month_closed_moves_no_figure_of_it(
    database: RegisterDatabase, entered: str, red: str
) -> None:
    """Trust, section 4, H13: 10 that becomes 15 in the minute of one late record would tell of the 13th child."""
    enter(database, 12)
    enter(database, 1, now=datetime.fromisoformat(entered), by="late")
    assert red_in_march(database, CLOSED) == red
    before = figures(register(database, now=CLOSED))
    enter(database, 9, now=datetime(2027, 5, 2, 9, 0), by="later")
    assert figures(register(database, now=datetime(2027, 6, 1, 9, 0))) == before


def test_what_is_undone_corrected_or_merged_later_moves_no_figure_either(database: RegisterDatabase) -> None:
    """13 are told as 15 for good, whatever somebody knows better afterwards."""
    people = enter(database, 13)
    before = figures(register(database, now=CLOSED))
    store = register(database, now=CLOSED)
    facts = [one.fact_id for one in store.person(people[0]).kept]
    store.change(people[0], 1, Writing(action="undo", reason="another child", undone=facts))
    store.change(people[1], 1, Writing(action="correct", reason="x", identifiers={"gender": "1"}))
    alike = {"birth-date": "2011-02-01"}
    store.change(people[2], 1, Writing(action="correct", reason="x", identifiers=alike))
    merge(store, Seen(people[2], 2), Seen(people[3], 1), "one child")
    assert figures(register(database, now=CLOSED)) == before
    assert figures(register(database, now=datetime(2028, 1, 1, 9, 0))) == before


def test_a_record_that_was_part_of_another_when_a_month_closed_is_counted_once(database: RegisterDatabase) -> None:
    """13 records of 12 people, and apart again once it is too late for March."""
    people = enter(database, 13)
    merge(register(database, now=APRIL), Seen(people[0], 1), Seen(people[1], 1), "one child")
    assert red_in_march(database, CLOSED) == "10"
    session = register(database, now=datetime(2027, 5, 2, 9, 0)).session
    unmerge(MergedRecords(session, EVERYBODY, COORDINATOR), Seen(people[0], 2), people[1], "two after all")
    assert red_in_march(database, session.now) == "10"


def test_a_clock_that_is_set_back_moves_no_figure(database: RegisterDatabase) -> None:
    """H17: what comes after a change of a later day was not known before it, whatever the clock said."""
    enter(database, 12)
    enter(database, 1, now=CLOSED, by="late")
    enter(database, 1, now=APRIL, by="with a wrong clock")
    assert red_in_march(database, CLOSED) == "10"


def everything(number: int, lines: Iterable[str]) -> list[Count]:
    nobody = Everybody((), MARCH, Terms(TERMS), PEOPLE)
    one = replace(nobody, lives=(entered("2011-02-01", "2027-02-08", "red", *lines),))
    forms, mine = ([*groups(some), on_the_register(some, [])] for some in (nobody, one))
    told = [count for form, own in zip(forms, mine, strict=True) for count in shown(form, [own] * number)]
    spans = zip(times(nobody), times(one), strict=True)
    return [*told, *(shown_median(form, [own] * number) for form, own in spans)]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "2027-03-05 admitted",
                "2027-03-20 discharged",
                "2027-03-09 held r1",
                "2027-03-03 rated amber",
                "2027-03-04 withdrawn own-consent",
                "2027-03-06 happened a-and-e-crisis",
                "2027-03-08 reviewed red",
                "2027-03-10 key-worker anna",
            ]
        ),
        unique=True,
    ),
    st.integers(1, 7),
)
def test_up_to_7_people_of_whatever_life_are_told_as_nobody_is(lines: list[str], number: int) -> None:
    """Trust, P1: the same bytes."""
    assert everything(number, sorted(lines)) == everything(0, ())


@pytest.mark.parametrize(
    ("identifiers", "expected"),
    [
        ({}, ("unknown", "unknown", "unknown")),
        ({"gender": "2", "ethnicity": "H"}, ("female", "Asian", "unknown")),
        ({"gender": "Female", "ethnicity": "Indian"}, ("female", "Asian", "unknown")),
        ({"gender": "f", "ethnicity": "White"}, ("unknown", "White", "unknown")),
        ({"address": "1 Invented Lane, dt1 1aa"}, ("unknown", "unknown", "01 Most deprived")),
        ({"address": "1 Invented Lane"}, ("unknown", "unknown", "unknown")),
    ],
)
def test_to_which_group_somebody_belongs(identifiers: dict[str, str], expected: tuple[str, str, str]) -> None:
    """K18: by code or by words; who is not recorded is a part of its own."""
    _, grouped = grouping({"DT1 1AA": 1, "dt1 1aa": 1}.get)
    found = grouped(identifiers)
    assert (found["gender"], found["ethnicity"], found["deprivation"]) == expected


@pytest.mark.parametrize(
    ("authority", "cell"),
    [("E06000059", "Dorset"), ("Dorset", "Dorset"), ("E07000040", "elsewhere"), ("", "unknown")],
)
def test_a_council_is_known_by_code_or_name(authority: str, cell: str) -> None:
    assert council_of(authority) == cell

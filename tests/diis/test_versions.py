"""A version is made where something changed, and nowhere else (design.md section 4)."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import delete, select

from diis.definitions.breakdowns import BREAKDOWN_IDS
from diis.definitions.figures import ALL
from diis.figures import figures_at
from diis.intake import Intake
from diis.refresh import refresh
from diis.store.engine import Store
from diis.store.figures import Asked, kept_figures, latest_figures
from diis.store.tables import contact, figure, referral
from tests.diis.conftest import Figures, Send
from tests.diis.extract_builder import AnExtract, a_contact, a_referral, some_referrals
from tests.diis.store_dump import LEDGER, dump, versions_of

SEEN = [a_contact(child) for child in range(10)]
FIRST = AnExtract(some_referrals(50), SEEN, census="2026-09-23")


def versions(store: Store) -> dict[int, list[str]]:
    """Which rows, referrals and contacts, have a version from each load."""
    found: dict[int, list[str]] = {}
    with store.reading() as connection:
        for table, name in ((referral, referral.c.referral_id), (contact, contact.c.contact_id)):
            for sequence, row in connection.execute(select(table.c.from_sequence, name).order_by(name)):
                found.setdefault(sequence, []).append(row)
    return found


def test_only_what_changed_gets_a_new_version(send: Send, store: Store) -> None:
    """Two of a hundred rows change, one joins: three versions, not a hundred and one."""
    send(FIRST)
    changed = [a_referral(7, decision="accepted", decision_date="2026-09-25"), a_referral(50)]
    others = [row for row in some_referrals(50) if row["referral_id"] != "NE000007"]
    contacts = [a_contact(0, attendance="7"), *(a_contact(child) for child in range(1, 10))]
    send(AnExtract([*others, *changed], contacts))
    assert versions(store)[2] == ["NE000007", "NE000050", "NE000000-0"]
    assert versions_of(store, "NE000007") == [(1, 2), (2, None)]
    assert versions_of(store, "NE000008") == [(1, None)]


def test_a_list_that_says_the_same_makes_no_version(send: Send, store: Store) -> None:
    send(FIRST)
    before = dump(store, without=LEDGER)
    assert send(replace(FIRST, census="2026-09-30")).outcome == "accepted"
    assert dump(store, without=LEDGER) == before


def test_a_value_that_the_store_does_not_take_makes_no_version(send: Send, store: Store) -> None:
    """Another day of the same month of birth, another unknown postcode: nothing that is kept has changed."""
    send(FIRST)
    moved = [row | {"postcode": "XX1 1XX", "birth_date": "2015-03-31"} for row in some_referrals(50)]
    send(replace(FIRST, referrals=moved, census="2026-09-30"))
    assert set(versions(store)) == {1}


def test_a_value_that_is_taken_back_is_a_change(send: Send, store: Store) -> None:
    """Blank is not known: a date that is gone is gone, and can come again."""
    send(AnExtract([a_referral(1, decision="accepted", decision_date="2026-09-01")], census="2026-09-16"))
    send(AnExtract([a_referral(1)], census="2026-09-23"))
    send(AnExtract([a_referral(1, decision="accepted", decision_date="2026-09-01")], census="2026-09-30"))
    assert versions_of(store, "NE000001") == [(1, 2), (2, 3), (3, None)]


def test_a_contact_that_is_no_longer_sent_with_its_referral_was_entered_in_error(send: Send, figures: Figures) -> None:
    send(FIRST)
    send(replace(FIRST, contacts=SEEN[1:], census="2026-09-30"))
    assert [figures("2026-09-23", as_known)["open"] for as_known in (1, 2)] == [40, 41]


def test_the_contacts_of_a_child_who_is_not_listed_stay(send: Send, store: Store, figures: Figures) -> None:
    send(FIRST)
    send(replace(FIRST, referrals=some_referrals(49, 1), contacts=SEEN[1:], census="2026-09-30"))
    assert figures("2026-09-23")["open"] == 40
    assert versions(store) == {1: versions(store)[1]}


def test_every_past_figure_comes_out_as_it_was_known(send: Send, store: Store, figures: Figures) -> None:
    """Trust: I9. A change that is told later than it happened changes the past as known now, not as known then."""
    send(FIRST)
    closed = [row | {"closed_date": "2026-09-20", "closure_reason": "01"} for row in some_referrals(5, 40)]
    send(replace(FIRST, referrals=[*some_referrals(40), *closed, *some_referrals(5, 45)], census="2026-09-30"))
    assert [figures("2026-09-23", as_known)["open"] for as_known in (1, 2)] == [40, 35]
    assert figures("2026-09-23", 0) == {}
    assert figures("2026-09-23", 99) == figures("2026-09-23")
    assert figures("2026-09-19")["open"] == 40


def test_refreshed_figures_are_those_that_the_versions_give(send: Send, intake: Intake) -> None:
    """Step 7: kept for speed, and equal to what would be computed."""
    send(FIRST)
    send(replace(FIRST, provider="RBD"))
    assert refresh(intake) == [1, 2]
    kept = figures_at(intake.store, date(2026, 9, 23), 2)
    assert {one.breakdown for one in kept} == set(BREAKDOWN_IDS)
    assert latest_figures(intake.store) == [one for one in kept if one.breakdown == ALL]
    with intake.store.writing() as connection:
        connection.execute(delete(figure))
    assert figures_at(intake.store, date(2026, 9, 23), 2) == kept


@pytest.mark.parametrize("asked", [{"measure": "nd-first-contact"}, {"provider": "RBD"}, {"breakdown": "gender"}])
def test_a_narrower_question_has_the_same_answers_kept_or_counted(
    send: Send, intake: Intake, asked: dict[str, Any]
) -> None:
    send(FIRST)
    send(replace(FIRST, provider="RBD"))
    day = date(2026, 9, 23)
    counted = figures_at(intake.store, day, **asked)
    assert counted
    every = figures_at(intake.store, day)
    assert counted == [one for one in every if all(getattr(one, name) == value for name, value in asked.items())]
    refresh(intake)
    assert figures_at(intake.store, day, **asked) == counted


def test_a_refresh_keeps_breakdowns_of_the_newest_day_and_forgets_those_of_the_refresh_before(
    send: Send, intake: Intake
) -> None:
    """ADR 0027: figures over everybody stay as they were given; all others can be counted again."""
    send(FIRST)
    refresh(intake)
    then = figures_at(intake.store, date(2026, 9, 23), 1)
    send(replace(FIRST, census="2026-09-30"))
    refresh(intake)
    with intake.store.reading() as connection:
        kept = set(connection.execute(select(figure.c.as_known, figure.c.as_at, figure.c.breakdown).distinct()))
    assert {row for row in kept if row.breakdown != ALL} == {
        (2, date(2026, 9, 30), breakdown) for breakdown in BREAKDOWN_IDS if breakdown != ALL
    }
    assert {row[:2] for row in kept if row.as_known == 1} == {(1, date(2026, 9, 23)), (1, date(2026, 8, 26))}
    assert figures_at(intake.store, date(2026, 9, 23), 1) == then


def test_a_refresh_counts_what_an_older_version_had_not_kept(send: Send, intake: Intake) -> None:
    send(FIRST)
    refresh(intake)
    every = figures_at(intake.store, date(2026, 9, 23))
    with intake.store.writing() as connection:
        connection.execute(delete(figure).where(figure.c.breakdown != ALL))
    assert refresh(intake) == []
    with intake.store.reading() as connection:
        assert kept_figures(connection, date(2026, 9, 23), 1, Asked()) == every


def test_a_refresh_with_nothing_new_changes_nothing(send: Send, intake: Intake) -> None:
    """Trust: I2. A refused or held list brings no rows, so there is nothing to refresh."""
    assert refresh(intake) == []
    send(FIRST)
    refresh(intake)
    send(AnExtract(some_referrals(2), census="2026-09-30"))
    send(AnExtract(some_referrals(50), census="2026-09-30", manifest={}))
    before = dump(intake.store)
    assert refresh(intake) == []
    assert dump(intake.store) == before


def test_a_refresh_takes_in_every_load_that_no_refresh_has(send: Send, intake: Intake) -> None:
    """F14: after three days without a timer one refresh does."""
    send(FIRST)
    refresh(intake)
    for census in ("2026-09-30", "2026-10-07", "2026-10-14"):
        send(replace(FIRST, census=census))
    assert refresh(intake) == [2, 3, 4]
    assert latest_figures(intake.store)[0].as_at == date(2026, 10, 14)
    assert {one.as_known for one in latest_figures(intake.store, before_days=28)} == {4}

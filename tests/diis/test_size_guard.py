"""The size guard: both sides of each edge, in the rule and in the pull (B09, B38, B39)."""

from dataclasses import replace

import pytest

from diis.guard import contacts_fault, size_fault
from diis.store.engine import Store
from tests.diis.conftest import Send
from tests.diis.extract_builder import AnExtract, a_contact, some_referrals
from tests.diis.store_dump import LEDGER, dump, ledger_rows

NOBODY = {"layout": "wl-1", "rows": {"referrals.csv": 0, "contacts.csv": 0}}


@pytest.mark.parametrize(
    ("referrals", "before", "code"),
    [
        (60, 100, "list-shrunk"),
        (61, 100, None),
        (3, 5, "list-shrunk"),
        (4, 5, None),
        (59, 99, "list-shrunk"),
        (60, 99, None),
        (0, 1, "list-shrunk"),
        (100, 100, None),
        (400, 100, "list-grown"),
        (399, 100, None),
        (4, 1, "list-grown"),
        (3, 1, None),
        (1, None, None),
        (5_000_000, None, None),
        (7, 0, None),
    ],
)
def test_a_list_is_held_from_40_percent_fewer_and_from_300_percent_more(
    referrals: int, before: int | None, code: str | None
) -> None:
    fault = size_fault(referrals, before, declared=referrals)
    assert (fault.code if fault else None) == code


def test_exactly_40_percent_fewer_is_held_whatever_the_size() -> None:
    """0.6 is no binary fraction, and that must not decide."""
    for whole in range(5, 100_000, 5):
        assert size_fault(whole * 3 // 5, whole, declared=None) is not None
        assert size_fault(whole * 3 // 5 + 1, whole, declared=None) is None


@pytest.mark.parametrize(
    ("before", "declared", "code"),
    [(None, None, "list-empty"), (None, 0, None), (9, None, "list-empty"), (9, 0, "list-shrunk"), (0, 0, None)],
)
def test_a_list_of_nobody_is_held_unless_it_is_declared(before: int | None, declared: int | None, code: str) -> None:
    fault = size_fault(0, before, declared=declared)
    assert (fault.code if fault else None) == code


@pytest.mark.parametrize(
    ("contacts", "before", "held"), [(12, 20, True), (13, 20, False), (0, 19, False), (0, None, False), (99, 20, False)]
)
def test_contacts_that_fall_by_40_percent_hold_the_list(contacts: int, before: int | None, held: bool) -> None:
    assert (contacts_fault(contacts, before) is not None) == held


@pytest.mark.parametrize(
    ("rows", "outcome"), [(6, "held"), (7, "accepted"), (39, "accepted"), (40, "held")], ids=lambda value: str(value)
)
def test_a_pull_holds_a_list_at_the_edge_and_not_one_row_before_it(
    send: Send, store: Store, rows: int, outcome: str
) -> None:
    send(AnExtract(some_referrals(10), census="2026-09-23"))
    before = dump(store, without=LEDGER)
    verdict = send(AnExtract(some_referrals(rows), census="2026-09-30"))
    assert (verdict.outcome, verdict.load, verdict.rows.rows_in) == (outcome, 2, rows)
    assert (dump(store, without=LEDGER) == before) == (outcome == "held")


def test_rows_that_are_set_aside_are_not_there_for_the_guard(send: Send) -> None:
    """A list of which 40% cannot be read is as short as one of which 40% is missing."""
    send(AnExtract(some_referrals(10), census="2026-09-23"))
    verdict = send(AnExtract([*some_referrals(6), *some_referrals(4, 6, gender="?")]))
    assert verdict.outcome == "held"
    assert [one.code for one in verdict.rejections] == ["list-shrunk", *["code-not-in-list"] * 4]


def test_the_guard_compares_with_the_list_before_and_not_with_a_later_one(send: Send) -> None:
    send(AnExtract(some_referrals(10), census="2026-09-16"))
    send(AnExtract(some_referrals(16), census="2026-09-30"))
    assert send(AnExtract(some_referrals(9), census="2026-09-23")).outcome == "accepted"
    assert send(AnExtract(some_referrals(2), census="2026-09-09")).outcome == "accepted"


def test_a_list_is_not_compared_with_that_of_another_feed(send: Send) -> None:
    send(AnExtract(some_referrals(10)))
    assert send(AnExtract(some_referrals(1), provider="RBD")).outcome == "accepted"
    assert send(AnExtract(some_referrals(1), pathway="community-paediatrics")).outcome == "accepted"


def test_a_held_list_is_not_what_the_next_one_is_compared_with(send: Send) -> None:
    send(AnExtract(some_referrals(10), census="2026-09-16"))
    send(AnExtract(some_referrals(2), census="2026-09-23"))
    assert send(AnExtract(some_referrals(9), census="2026-09-30")).outcome == "accepted"


def test_a_header_alone_is_held_and_a_declared_nobody_is_accepted(send: Send, store: Store) -> None:
    """B09: zero waiting must be said, not concluded."""
    assert send(AnExtract()).outcome == "held"
    assert send(AnExtract(manifest=NOBODY)).outcome == "accepted"
    assert [row["outcome"] for row in ledger_rows(store)] == ["held", "accepted"]


def test_a_declared_nobody_after_somebody_is_held(send: Send) -> None:
    send(AnExtract(some_referrals(3), census="2026-09-23"))
    assert send(AnExtract(manifest=NOBODY)).outcome == "held"


def test_contacts_that_were_cut_hold_the_list(send: Send) -> None:
    contacts = [a_contact(child) for child in range(20)]
    whole = AnExtract(some_referrals(20), contacts, census="2026-09-23")
    send(whole)
    assert send(replace(whole, census="2026-09-30", contacts=contacts[:12])).outcome == "held"
    assert send(replace(whole, census="2026-09-30", contacts=contacts[:13])).outcome == "accepted"

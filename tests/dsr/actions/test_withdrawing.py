"""Consent is withdrawn: hidden from partners at once, reviews to come cancelled, the closing a task (R-DSR-29, 31)."""

from collections.abc import Collection

import pytest

from dsr.actions.recording import NotPossible
from dsr.actions.withdrawing import EVERYTHING, withdraw
from dsr.rules.due import open_on
from dsr.rules.entry.standing import Status, status_on
from dsr.rules.facts.consent import Basis, Scope
from dsr.rules.facts.reviews import ReviewCancelled
from dsr.rules.key_work.key_working import key_worker_on
from dsr.store.database import RegisterDatabase
from dsr.store.people import NobodyThere
from dsr.store.register import RegisterStore
from dsr.store.scope import Scope as Reach
from tests.dsr.actions.entered import ACTIVE, entered, now
from tests.dsr.store.people import KEY_WORKER, register

KNOWN = (
    *ACTIVE,
    "2027-02-03 key-worker anna",
    "2027-02-03 lives E06000059 home",
    "2027-02-04 review-planned first 2027-03-10",
    "2027-02-04 review-planned past 2027-02-10",
    "2027-02-10 held past",
)


@pytest.fixture
def store(database: RegisterDatabase) -> RegisterStore:
    store = register(database)
    store.add_worker("anna", "RDY")
    return store


def partner(store: RegisterStore) -> RegisterStore:
    reach = Reach(authorities=frozenset({"E06000059"}), shared_with="QUY")
    return register(store.session.database, reach, KEY_WORKER)


def test_who_withdraws_from_the_entry_withdraws_from_everything_at_once(store: RegisterStore) -> None:
    """T14."""
    seen = entered(store, *KNOWN)
    assert partner(store).person(seen.person_ref)
    assert withdraw(store, seen, Basis.OWN, "told by phone", told=["RDY"], scopes=[Scope.ENTRY]) == 2
    with pytest.raises(NobodyThere):
        partner(store).person(seen.person_ref)
    life, today, terms = now(store, seen).life, store.session.today, store.session.terms
    assert status_on(life, today, terms) is Status.CLOSING
    assert key_worker_on(life, today) is None
    assert [fact.review for fact in life.all(ReviewCancelled)] == ["first"]
    tasks = {(task.code, task.about.partition(" ")[0]) for task in open_on(life, today, terms)}
    assert {("close-withdrawn", "2027-03-01"), ("tell-withdrawal", "QUY")} <= tasks
    assert ("tell-withdrawal", "RDY") not in tasks


@pytest.mark.parametrize("items", ["entry sharing:RDY", "entry sharing:RDY review key-worker"])
def test_a_parent_withdraws_after_16_and_the_young_person_is_asked(store: RegisterStore, items: str) -> None:
    """R-DSR-27, 31, 33: from all that the parent agreed to, by one act; the entry is not the parent's to close."""
    at_15 = [line.replace("2027-02", "2027-01") for line in ACTIVE if " consent " not in line]
    seen = entered(store, *at_15, f"2027-01-02 consent parental-responsibility {items}")
    assert withdraw(store, seen, Basis.PARENTAL, "told by phone") == 2
    life, today, terms = now(store, seen).life, store.session.today, store.session.terms
    assert status_on(life, today, terms) is Status.AWAITING_CONSENT
    due = {task.code: str(task.due_on) for task in open_on(life, today, terms)}
    assert due["obtain-consent"] == "2027-03-08"
    assert "tell-withdrawal" in due
    assert "close-withdrawn" not in due


@pytest.mark.parametrize(
    ("scopes", "cancels", "key_worker"),
    [([Scope.SHARING], False, "anna"), ([Scope.REVIEW], True, "anna"), ([Scope.KEY_WORKER], False, None)],
)
def test_one_item_leaves_the_others(
    store: RegisterStore, scopes: Collection[Scope], cancels: bool, key_worker: str | None
) -> None:
    seen = entered(store, *KNOWN)
    withdraw(store, seen, Basis.OWN, "told by phone", scopes=scopes)
    life, today = now(store, seen).life, store.session.today
    assert status_on(life, today, store.session.terms) is Status.ACTIVE
    assert any(life.all(ReviewCancelled)) is cancels
    assert key_worker_on(life, today) == key_worker


@pytest.mark.parametrize("scope", ["review", "entry"])
def test_what_was_planned_after_an_earlier_refusal_is_cancelled_too(store: RegisterStore, scope: str) -> None:
    """R-DSR-31: future C(E)TRs are cancelled, whether planned anew under the same name or still standing."""
    refused = ("2027-02-15 refused own-consent review", "2027-02-18 consent own-consent review")
    anew = ("2027-02-15 review-planned second 2027-03-10", "2027-02-15 review-cancelled second")
    seen = entered(store, *KNOWN, *anew, *refused, "2027-02-20 review-planned second 2027-03-30")
    withdraw(store, seen, Basis.OWN, "told by phone", scopes=[Scope(scope)])
    today = store.session.today
    assert [fact.review for fact in now(store, seen).life.all(ReviewCancelled) if fact.on == today] == [
        "first",
        "second",
    ]


def test_what_nobody_agreed_to_cannot_be_withdrawn(store: RegisterStore) -> None:
    seen = entered(store, *ACTIVE[:3])
    with pytest.raises(NotPossible, match="no consent"):
        withdraw(store, seen, Basis.OWN, "told by phone", scopes=EVERYTHING)

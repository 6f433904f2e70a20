"""Deciding on a referral: with its limbs, or with somewhere else to turn (R-DSR-04, 05, 22, 26)."""

import pytest

from dsr.actions.deciding import accept, decline
from dsr.actions.recording import NotPossible
from dsr.rules.due import open_on
from dsr.rules.entry.standing import Status, status_on
from dsr.rules.facts.entry import DeclineReason, LimbJudged, Told
from dsr.store.database import RegisterDatabase
from dsr.store.register import RegisterStore
from tests.dsr.actions.entered import REFERRED, entered, facts, now
from tests.dsr.store.people import register

JUDGED = facts("2027-03-01 limb condition holds", "2027-03-01 limb risk holds")
CONSENT = "2027-02-01 consent own-consent"
LIMBS = [one for one in JUDGED if isinstance(one, LimbJudged)]


@pytest.fixture
def store(database: RegisterDatabase) -> RegisterStore:
    return register(database)


@pytest.mark.parametrize(
    ("known", "status"),
    [((*REFERRED, CONSENT), Status.ACTIVE), (REFERRED, Status.AWAITING_CONSENT)],
)
def test_who_is_accepted_is_active_once_there_is_a_consent(
    store: RegisterStore, known: tuple[str, ...], status: Status
) -> None:
    seen = entered(store, *known)
    assert accept(store, seen, "the lead", "all three limbs hold", judged=LIMBS, told=[Told.REFERRER]) == 2
    life = now(store, seen).life
    assert status_on(life, store.session.today, store.session.terms) is status
    open_ = {task.code for task in open_on(life, store.session.today, store.session.terms)}
    assert {"tell-person", "tell-family", "full-form"} <= open_
    assert "tell-referrer" not in open_


def test_a_decline_says_where_else_to_turn_and_who_is_to_be_told(store: RegisterStore) -> None:
    seen = entered(store, *REFERRED)
    decline(store, seen, "the lead", DeclineReason.NO_RISK, "the early help team", "no risk found")
    life = now(store, seen).life
    assert status_on(life, store.session.today, store.session.terms) is Status.DECLINED
    open_ = {task.code for task in open_on(life, store.session.today, store.session.terms)}
    assert {"tell-person", "tell-family", "tell-referrer"} <= open_


@pytest.mark.parametrize(
    ("known", "limbs", "words"),
    [
        ((), LIMBS, "no referral"),
        (REFERRED, LIMBS[:1], "risk limb"),
        ((*REFERRED, "2027-02-03 area elsewhere"), LIMBS, "outside the area"),
        ((*REFERRED, "2027-02-03 refused own-consent"), LIMBS, "Consent was refused"),
    ],
)
def test_who_does_not_belong_there_is_not_accepted(
    store: RegisterStore, known: tuple[str, ...], limbs: list[LimbJudged], words: str
) -> None:
    seen = entered(store, *known)
    with pytest.raises(NotPossible, match=words):
        accept(store, seen, "the lead", "x", judged=limbs)
    assert now(store, seen).version == 1


def test_a_decline_without_somewhere_else_to_turn_is_none(store: RegisterStore) -> None:
    seen = entered(store, *REFERRED)
    with pytest.raises(NotPossible, match="where else to turn"):
        decline(store, seen, "the lead", DeclineReason.NO_RISK, " ", "no risk found")

"""What a history tells to whom: who referred somebody reads their own referral, and not what others told (R-DSR-26)."""

import pytest

from dsr.actions.recording import Seen, record, redo
from dsr.actions.referring import refer
from dsr.rules.facts.entry import Referred, Referrer
from dsr.rules.facts.fact import Fact
from dsr.store.database import RegisterDatabase
from dsr.store.scope import Actor, Scope
from tests.dsr.actions.entered import facts
from tests.dsr.actions.passed_on import OUTSIDE, told
from tests.dsr.rules.lives import a_fact, day
from tests.dsr.store.people import COORDINATOR, EVERYBODY, KEY_WORKER, ROWAN, led_by, register

OWN = Scope(workers=frozenset({"a worker"}), shared_with="RDY")
MOVED, FACTOR = facts("2027-02-26 lives E06000058 foster", "2027-02-26 factor 3")
LIMBS = ("condition autism", "area local", "limb area holds", "limb condition holds", "limb risk holds")
AGREED = (*LIMBS, "triaged", "accepted", "capacity yes", "consent own-consent")


@pytest.fixture
def referred_twice(database: RegisterDatabase) -> Seen:
    """Rowan, whom her case lead referred, and then somebody who does not reach her and tells where she lives."""
    referral = Referred(on=day("2027-03-01"), source=Referrer.HEALTH, worker="a worker")
    made = refer(register(database, OWN, KEY_WORKER), ROWAN, referral, "mine", led_by("RDY", "a worker"))
    assert told(database, MOVED, FACTOR, address="9 Refuge") is None
    return Seen(made, 2)


def read(database: RegisterDatabase, one: Seen, scope: Scope, actor: Actor = KEY_WORKER) -> tuple[list[str], set[Fact]]:
    """The actions and the facts of a history."""
    changes, kept = register(database, scope, actor).history(one.person_ref)
    return [made.action for made in changes], {fact.fact for fact in kept}


def test_who_referred_reads_nothing_of_what_another_told(database: RegisterDatabase, referred_twice: Seen) -> None:
    """What counts is part of the record that they see: the referral that asks for a triage, and the factor."""
    actions, known = read(database, referred_twice, OWN)
    assert actions == ["refer"]
    assert MOVED not in known
    assert FACTOR in known


@pytest.mark.parametrize(
    ("scope", "actor"),
    [
        (EVERYBODY, COORDINATOR),
        (Scope(workers=OWN.workers, shared_with="RDY", everybody=True), KEY_WORKER),
        (OWN, Actor(account_id=OUTSIDE.account_id, role="practitioner", organisation="RDY")),
    ],
    ids=["who triages", "who triages too", "who told it themselves"],
)
def test_who_sees_more_than_their_referral_reads_it(
    database: RegisterDatabase, referred_twice: Seen, scope: Scope, actor: Actor
) -> None:
    actions, known = read(database, referred_twice, scope, actor)
    assert actions == ["refer", "pass-on"]
    assert {MOVED, FACTOR} <= known


def test_an_emergency_opens_it(database: RegisterDatabase, referred_twice: Seen) -> None:
    opened = Scope(workers=OWN.workers, shared_with="RDY", emergencies={referred_twice.person_ref: "E1"})
    assert read(database, referred_twice, opened)[0] == ["refer", "pass-on"]


def test_who_leads_reads_it_once_the_entry_is_agreed_to(database: RegisterDatabase, referred_twice: Seen) -> None:
    """R-DSR-29: then the record is theirs, whole."""
    record(register(database), referred_twice, "agree", "asked", *(a_fact(f"2027-03-01 {one}") for one in AGREED))
    actions, known = read(database, referred_twice, OWN)
    assert actions == ["refer", "pass-on", "agree"]
    assert MOVED in known


def test_what_triage_confirmed_is_part_of_the_record(database: RegisterDatabase, referred_twice: Seen) -> None:
    store = register(database)
    aside = [one.fact_id for one in store.history(referred_twice.person_ref)[1] if one.fact == MOVED]
    redo(store, referred_twice, aside, "they confirmed it")
    assert MOVED in read(database, referred_twice, OWN)[1]

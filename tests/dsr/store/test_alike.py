"""Records that may be of one person are told to whoever reaches both, and to nobody else (H2)."""

import pytest

from dsr.store.alike import AlikeRecords
from dsr.store.database import RegisterDatabase
from dsr.store.people import NobodyThere
from dsr.store.scope import Scope
from tests.dsr.store.people import COORDINATOR, EVERYBODY, led_by, register, rowan


def alike_of(database: RegisterDatabase, scope: Scope = EVERYBODY) -> AlikeRecords:
    return AlikeRecords(register(database).session, scope, COORDINATOR)


def test_two_of_one_name_and_birth_date_are_told_until_somebody_looked_into_them(database: RegisterDatabase) -> None:
    """A third record is alike with both of them, and each two are looked into apart."""
    store = alike_of(database)
    first = rowan(store, led_by("RDY", "anna"))
    assert store.alike() == []
    second = rowan(store, led_by("QUY", "otto"), number="")
    assert store.alike() == [(min(first, second), max(first, second))]
    store.tell_apart([second, first])
    assert store.alike() == []
    third = rowan(store, number="")
    assert {frozenset(pair) for pair in store.alike()} == {frozenset({first, third}), frozenset({second, third})}


def test_whoever_reaches_one_of_them_learns_of_no_other_and_ends_nothing(database: RegisterDatabase) -> None:
    whole = alike_of(database)
    first, second = rowan(whole, led_by("RDY", "anna")), rowan(whole, led_by("QUY", "otto"), number="")
    team = alike_of(database, Scope(teams=frozenset({"RDY"})))
    assert team.alike() == []
    with pytest.raises(NobodyThere):
        team.tell_apart([first, second])
    assert len(whole.alike()) == 1

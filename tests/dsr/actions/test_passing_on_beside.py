"""Whose NHS number may be somebody else's is referred in a record beside it, and whoever keeps both is told (H2)."""

import pytest

from dsr.actions.merging import merge
from dsr.actions.recording import Seen, record
from dsr.actions.referring import refer
from dsr.rules.facts.entry import Referred
from dsr.store.alike import AlikeRecords
from dsr.store.database import RegisterDatabase
from dsr.store.erasing import Erasing
from dsr.store.scope import Scope
from tests.dsr.actions.entered import ACTIVE, REFERRED, entered, facts
from tests.dsr.actions.passed_on import AGAIN, OUTSIDE, alike, now, told
from tests.dsr.store.people import EVERYBODY, NOW, ROWAN, register


@pytest.mark.parametrize(
    ("changes", "lines"),
    [
        ({"birth-date": "2012-02-01"}, ACTIVE),
        ({"given-name": "Hazel", "family-name": "Birch"}, ACTIVE),
        ({"given-name": "Hazel"}, ACTIVE),
        ({"given-name": "Hazel", "preferred-name": "Haze"}, ACTIVE),
        ({"given-name": "Rowena", "preferred-name": "Ro"}, ACTIVE),
        ({"given-name": "Rose", "preferred-name": "Row"}, ACTIVE),
        ({"given-name": "Rowanne"}, ACTIVE),
        ({"given-name": "Row"}, ACTIVE),
        ({"given-name": "R."}, ACTIVE),
        ({}, (*ACTIVE, "2027-02-20 died")),
        ({}, (*ACTIVE, "2027-03-01 died")),
    ],
    ids=[
        "birth date",
        "name",
        "a twin",
        "a twin who is called otherwise",
        "a twin whose short name begins the other's name",
        "a twin who is called as the other's name begins",
        "a twin whose name begins with the other's name",
        "a short form",
        "an initial",
        "who died",
        "who died today",
    ],
)
def test_where_it_may_be_of_somebody_else_it_is_a_record_beside(
    database: RegisterDatabase, changes: dict[str, str], lines: tuple[str, ...]
) -> None:
    """H2: a number that is mistyped puts nobody's referral into the record of another child, and loses none."""
    rowan = entered(register(database), *lines)
    assert told(database, *facts("2027-02-26 case-lead R0D"), **changes) is None
    store = register(database)
    assert store.person(rowan.person_ref).version == 1
    name, born = ROWAN["family-name"], ROWAN["birth-date"]
    named = store.find("name-and-birth", f"{changes.get('family-name', name)} {changes.get('birth-date', born)}")
    (beside,) = set(named) - {rowan.person_ref}
    found = store.person(beside)
    assert "nhs-number" not in found.identifiers
    assert found.life.facts == (Referred(on=AGAIN.on, source=AGAIN.source, by="R0D"),)
    assert "look into both" in store.history(beside)[0][-1].reason
    assert alike(database) == [{rowan.person_ref, beside}]
    assert rowan.person_ref not in store.history(beside)[0][-1].reason


@pytest.mark.parametrize(
    ("known", "said"), [("Joseph", "Josephine"), ("Josephine", "Joseph"), ("Samantha", "Sam"), ("Louise", "Louis")]
)
def test_a_name_that_begins_a_twins_puts_no_referral_into_their_record(
    database: RegisterDatabase, known: str, said: str
) -> None:
    """H2: a twin has the birth date and the family name too, and the number was copied."""
    twin = entered(register(database), *ACTIVE, **{"given-name": known})
    assert told(database, **{"given-name": said}) is None
    assert now(database, twin.person_ref).version == 1
    assert len(alike(database)) == 1


def beside_rowan(database: RegisterDatabase) -> tuple[Seen, str]:
    """Rowan on record without anybody's answer, and Hazel, who was referred with Rowan's number."""
    rowan = entered(register(database), *REFERRED)
    assert told(database, **{"given-name": "Hazel", "family-name": "Birch", "birth-date": "2012-02-01"}) is None
    (hazel,) = register(database).find("family-name", "Birch")
    return rowan, hazel


def test_the_two_are_listed_until_they_are_told_apart(database: RegisterDatabase) -> None:
    """H2: whatever is corrected of either meanwhile, somebody has looked into neither."""
    rowan, hazel = beside_rowan(database)
    record(register(database), rowan, "correct", "mistyped", identifiers={"nhs-number": "9990000026"})
    assert alike(database) == [{rowan.person_ref, hazel}]
    for scope in (Scope(people=frozenset({hazel})), Scope(people=frozenset({rowan.person_ref}))):
        assert AlikeRecords(register(database).session, scope, OUTSIDE).alike() == []
    AlikeRecords(register(database).session, EVERYBODY, OUTSIDE).tell_apart([hazel, rowan.person_ref])
    assert alike(database) == []


def test_of_two_of_which_one_was_merged_the_one_that_goes_on_is_listed(database: RegisterDatabase) -> None:
    rowan, hazel = beside_rowan(database)
    store = register(database)
    kept = Seen(refer(store, ROWAN | {"nhs-number": ""}, AGAIN, "asked", somebody_else=True), 1)
    merge(store, kept, rowan, "the same child")
    assert alike(database) == [{kept.person_ref, hazel}]
    AlikeRecords(store.session, EVERYBODY, OUTSIDE).tell_apart([kept.person_ref, hazel])
    assert alike(database) == []


def test_two_that_are_merged_or_of_which_one_is_erased_are_listed_no_more(database: RegisterDatabase) -> None:
    rowan, hazel = beside_rowan(database)
    store = register(database)
    record(store, Seen(hazel, 1), "correct", "mistyped", identifiers={"birth-date": ROWAN["birth-date"]})
    merge(store, rowan, Seen(hazel, 2), "the same child")
    assert alike(database) == []
    record(store, Seen(rowan.person_ref, 2), "refuse", "said no", *facts("2027-02-27 refused own-consent"))
    assert told(database, **{"given-name": "Hazel", "family-name": "Birch"}) is None
    assert len(alike(database)) == 1
    later = register(database, now=NOW.replace(year=2040))
    assert Erasing(later.session, EVERYBODY, OUTSIDE).erase(rowan.person_ref, later.session.today)
    assert alike(database) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"given-name": "Rowan-Lee"},
        {"given-name": "Rowan Lee", "family-name": "Smith"},
        {"given-name": "Rówan", "family-name": "Ash-Grove Smith"},
        {"given-name": "Robert", "preferred-name": "Rowan"},
    ],
)
def test_who_is_named_otherwise_is_known_by_what_they_are_called(
    database: RegisterDatabase, changes: dict[str, str]
) -> None:
    """A family name changes by marriage, adoption and a hyphen, and twins share it: it says nothing here (H2, B63)."""
    rowan = entered(register(database), *ACTIVE)
    assert told(database, **changes) is None
    assert now(database, rowan.person_ref).version == 2

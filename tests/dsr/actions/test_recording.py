"""Recording, undoing and taking somebody in: rules are asked first, and nothing is half done."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from dsr.actions.recording import NotPossible, Seen, record, redo, undo
from dsr.actions.referring import AlreadyHeld, refer
from dsr.rules.facts.entry import Referred, Referrer
from dsr.store.database import RegisterDatabase
from dsr.store.people import ChangedMeanwhile, NobodyThere
from dsr.store.scope import Scope
from tests.dsr.rules.lives import a_fact, day
from tests.dsr.store.people import KEY_WORKER, NOW, ROWAN, register

JUDGED = ("2027-03-01 limb condition holds", "2027-03-01 limb risk holds")
REFERRED = Referred(on=day("2027-03-01"), source=Referrer.EDUCATION, by="a school")


@pytest.fixture
def rowan(database: RegisterDatabase) -> Seen:
    return Seen(refer(register(database), ROWAN, REFERRED, "asked by the school"), 1)


def test_what_is_recorded_together_is_there_together(database: RegisterDatabase, rowan: Seen) -> None:
    store = register(database)
    facts = (a_fact("2027-03-01 admitted"), a_fact("2027-03-01 rated blue"))
    assert record(store, rowan, "admit", "told by the ward", *facts) == 2
    assert store.person(rowan.person_ref).life.facts == (REFERRED, *facts)


@pytest.mark.parametrize(
    ("facts", "reason", "words"),
    [
        (("2027-03-01 rated red", "2027-03-01 rated blue"), "seen", "R-DSR-62"),
        (("2027-03-02 rated red",), "seen", "in the future"),
        (("2027-03-01 rated red",), "  ", "Say why"),
    ],
)
def test_of_what_a_rule_forbids_nothing_is_written(
    database: RegisterDatabase, rowan: Seen, facts: tuple[str, ...], reason: str, words: str
) -> None:
    store = register(database)
    with pytest.raises(NotPossible, match=words):
        record(store, rowan, "rate", reason, *map(a_fact, facts))
    person = store.person(rowan.person_ref)
    assert (person.version, person.life.facts) == (1, (REFERRED,))


def test_a_page_that_is_out_of_date_changes_nothing(database: RegisterDatabase, rowan: Seen) -> None:
    store = register(database)
    record(store, rowan, "rate", "seen", a_fact("2027-03-01 rated red"))
    with pytest.raises(ChangedMeanwhile):
        record(store, rowan, "rate", "seen", a_fact("2027-03-01 rated amber"))
    with pytest.raises(ChangedMeanwhile):
        undo(store, rowan, [1], "wrong child")


def test_what_is_undone_can_be_redone_and_nothing_else(database: RegisterDatabase, rowan: Seen) -> None:
    store = register(database)
    (kept,) = store.person(rowan.person_ref).kept
    for wrong in ([], [kept.fact_id + 1], [kept.fact_id, 99]):
        with pytest.raises(NotPossible, match="can be undone"):
            undo(store, rowan, wrong, "wrong child")
    with pytest.raises(NotPossible, match="can be redone"):
        redo(store, rowan, [kept.fact_id], "x")
    assert undo(store, rowan, [kept.fact_id], "wrong child") == 2
    assert store.person(rowan.person_ref).life.facts == ()
    assert redo(store, Seen(rowan.person_ref, 2), [kept.fact_id], "it was this child") == 3
    assert store.person(rowan.person_ref).life.facts == (REFERRED,)


def test_what_was_decided_on_is_not_undone_alone(database: RegisterDatabase, rowan: Seen) -> None:
    """A referral goes with what rests on it, or after it; what is left could have been recorded so."""
    store = register(database)
    lines = ("2027-03-01 condition autism", "2027-03-01 area local", *JUDGED, "2027-03-01 accepted")
    record(store, rowan, "decide", "all three limbs hold", *map(a_fact, lines))
    ids = [one.fact_id for one in store.person(rowan.person_ref).kept]
    seen = Seen(rowan.person_ref, 2)
    with pytest.raises(NotPossible, match=r"1 March 2027.*no referral"):
        undo(store, seen, ids[:1], "wrong child")
    with pytest.raises(NotPossible, match="Nobody has judged"):
        undo(store, seen, ids[3:4], "wrong child")
    assert undo(store, seen, [ids[0], ids[-1], ids[-1]], "wrong child") == 3
    with pytest.raises(NotPossible, match="no referral"):
        redo(store, Seen(rowan.person_ref, 3), ids[-1:], "it was this child")
    assert redo(store, Seen(rowan.person_ref, 3), [ids[0], ids[-1]], "it was this child") == 4


@pytest.mark.parametrize(
    ("identifiers", "words"),
    [
        ({"nhs-number": "9990000019"}, "not a sound NHS number"),
        ({"birth-date": "1.2.2011"}, "2011-02-01"),
        ({"birth-date": ""}, "needs birth date"),
        ({"birth-date": "2027-03-02"}, "in the future"),
        ({"family-name": " "}, "needs family name"),
        ({}, "nothing to record"),
    ],
)
def test_identifiers_are_corrected_to_sound_ones_only(
    database: RegisterDatabase, rowan: Seen, identifiers: dict[str, str], words: str
) -> None:
    with pytest.raises(NotPossible, match=words):
        record(register(database), rowan, "correct", "checked with the practice", identifiers=identifiers)


def test_a_birth_date_is_corrected_unless_something_happened_before_it(database: RegisterDatabase, rowan: Seen) -> None:
    store = register(database)
    assert record(store, rowan, "correct", "as on the passport", identifiers={"birth-date": "2011-02-02"}) == 2
    assert store.person(rowan.person_ref).life.birth_on == day("2011-02-02")
    record(store, Seen(rowan.person_ref, 2), "describe", "x", a_fact("2011-03-01 lives E06000059 home"))
    with pytest.raises(NotPossible, match="before that birth date"):
        record(store, Seen(rowan.person_ref, 3), "correct", "x", identifiers={"birth-date": "2011-03-02"})


def test_a_number_of_somebody_else_is_nobody_elses(database: RegisterDatabase, rowan: Seen) -> None:
    """H2."""
    store = register(database)
    other = refer(store, {**ROWAN, "nhs-number": "", "given-name": "Ash"}, REFERRED, "a twin", somebody_else=True)
    with pytest.raises(NotPossible, match="on record already"):
        record(store, Seen(other, 1), "correct", "traced", identifiers={"nhs-number": ROWAN["nhs-number"]})
    assert store.find("nhs-number", ROWAN["nhs-number"]) == [rowan.person_ref]


def test_of_two_who_enter_one_child_at_once_one_is_told(database: RegisterDatabase) -> None:
    """H2: looked for by both before either was written."""

    def enter(number: int) -> str:
        try:
            return refer(register(database), ROWAN, REFERRED, f"asked by school {number}", somebody_else=True)
        except AlreadyHeld as held:
            return f"told, {'certain' if held.certain else 'alike'}"

    with ThreadPoolExecutor(2) as threads:
        found = sorted(threads.map(enter, range(2)))
    assert found[1] == "told, certain"
    assert register(database).find("nhs-number", ROWAN["nhs-number"]) == found[:1]


def test_before_somebody_was_entered_nobody_was_there(database: RegisterDatabase, rowan: Seen) -> None:
    with pytest.raises(NobodyThere):
        register(database).person(rowan.person_ref, NOW - timedelta(seconds=1))


def test_nobody_out_of_reach_is_changed(database: RegisterDatabase, rowan: Seen) -> None:
    other = register(database, Scope(workers=frozenset({"w2"})), KEY_WORKER)
    with pytest.raises(NobodyThere):
        record(other, rowan, "rate", "seen", a_fact("2027-03-01 rated red"))


@pytest.mark.parametrize(
    ("identifiers", "words"),
    [
        ({"given-name": ""}, "given name"),
        ({"birth-date": "1.2.2011"}, "2011-02-01"),
        ({"birth-date": "2027-03-02"}, "in the future"),
        ({"nhs-number": "9990000019"}, "not a sound NHS number"),
    ],
)
def test_somebody_is_taken_in_with_what_tells_them_from_others(
    database: RegisterDatabase, identifiers: dict[str, str], words: str
) -> None:
    with pytest.raises(NotPossible, match=words) as refused:
        refer(register(database), ROWAN | identifiers, REFERRED, "asked by the school")
    assert "Ashgrove" not in str(refused.value)
    assert "999000" not in str(refused.value)


def test_nobody_is_taken_in_twice(database: RegisterDatabase, rowan: Seen) -> None:
    """H2: two people merged, or one split."""
    with pytest.raises(AlreadyHeld) as held:
        refer(register(database), ROWAN | {"family-name": "Birch"}, REFERRED, "again")
    assert (held.value.people, held.value.certain) == ((rowan.person_ref,), True)
    without = {name: value for name, value in ROWAN.items() if name != "nhs-number"}
    with pytest.raises(AlreadyHeld) as alike:
        refer(register(database), without, REFERRED, "again")
    assert (alike.value.people, alike.value.certain) == ((rowan.person_ref,), False)
    assert refer(register(database), without, REFERRED, "a cousin", somebody_else=True) != rowan.person_ref


def test_whoever_is_out_of_reach_is_not_told_but_not_taken_in_twice_either(
    database: RegisterDatabase, rowan: Seen
) -> None:
    other = register(database, Scope(workers=frozenset({"w2"})), KEY_WORKER)
    with pytest.raises(AlreadyHeld) as held:
        refer(other, ROWAN, REFERRED, "again")
    assert held.value.people == ()


def test_a_number_of_the_test_range_is_for_tests(database: RegisterDatabase) -> None:
    store = register(database)
    object.__setattr__(store.session, "allow_test_nhs_numbers", False)
    with pytest.raises(NotPossible, match="NHS number"):
        refer(store, ROWAN, REFERRED, "asked by the school")

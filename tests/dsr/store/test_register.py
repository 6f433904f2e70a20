"""The one door to the register: audited, within reach, nothing overwritten, every past day there to be asked for."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from dsr.rules.rating.ratings import Rating
from dsr.store.audit import Audit
from dsr.store.database import RegisterDatabase
from dsr.store.people import ChangedMeanwhile, NobodyThere, Writing
from dsr.store.register import RegisterStore
from dsr.store.scope import Scope
from dsr.store.tables import audit
from tests.dsr.conftest import KEYS
from tests.dsr.rules.lives import a_fact
from tests.dsr.store.people import AMBER, KEY_WORKER, NOW, RED, ROWAN, led_by, register, rowan

LATER = NOW + timedelta(days=3)


def told(database: RegisterDatabase) -> list[tuple[str, str, str, str]]:
    """The audit: role, action, outcome, people."""
    with database.reading() as connection:
        assert Audit(KEYS.chain_key).verify(connection) == []
        rows = connection.execute(
            select(audit.c.role, audit.c.action, audit.c.outcome, audit.c.people).order_by("number")
        )
        return [tuple(row) for row in rows]


def ratings(store: RegisterStore, reference: str) -> list[Rating]:
    return [fact.rating for fact in store.person(reference).life.all(type(RED))]


def test_who_is_entered_is_read_as_they_were_told_and_both_are_in_the_audit(database: RegisterDatabase) -> None:
    reference = rowan(register(database), RED)
    person = register(database).person(reference)
    assert person.identifiers == ROWAN
    assert (person.version, person.life.facts) == (1, (RED,))
    assert told(database) == [
        ("dsr-administrator", "refer", "allowed", reference),
        ("dsr-administrator", "read-person", "allowed", reference),
    ]


def test_nothing_that_identifies_is_in_the_database_in_the_clear(database: RegisterDatabase, register_url: str) -> None:
    """Design, two zones; trust note, section 4."""
    rowan(register(database), RED)
    with database.reading() as connection:
        for table in connection.execute(text(_TABLES[database.is_sqlite])).scalars().all():
            rows = str([tuple(row) for row in connection.execute(text(f'SELECT * FROM "{table}"'))])
            assert not [value for value in (*ROWAN.values(), "in crisis", "school") if value in rows], table


_TABLES = {
    True: "SELECT name FROM sqlite_master WHERE type = 'table'",
    False: "SELECT tablename FROM pg_tables WHERE schemaname = 'public'",
}


@pytest.mark.parametrize(
    ("what", "value"),
    [
        ("nhs-number", "9990000018"),
        ("family-name", "ASHGROVE"),
        ("family-name", "  ashgrove "),
        ("birth-date", "2011-02-01"),
        ("name-and-birth", "Ashgrove 2011-02-01"),
    ],
)
def test_somebody_is_found_by_the_whole_of_what_they_are_known_by(
    database: RegisterDatabase, what: str, value: str
) -> None:
    reference = rowan(register(database))
    assert register(database).find(what, value) == [reference]
    assert register(database).find(what, value.strip()[:-1]) == []
    assert told(database)[-2:] == [
        ("dsr-administrator", "search", "allowed", reference),
        ("dsr-administrator", "search", "allowed", ""),
    ]


def test_an_identifier_that_changes_is_found_by_the_new_value_alone_and_the_old_one_is_kept(
    database: RegisterDatabase,
) -> None:
    reference = rowan(register(database))
    store = register(database, now=LATER)
    store.change(
        reference, 1, Writing(action="identity", reason="moved in with aunt", identifiers={"family-name": "Birch"})
    )
    assert store.find("family-name", "birch") == [reference]
    assert store.find("family-name", "ashgrove") == []
    assert store.person(reference).identifiers == ROWAN | {"family-name": "Birch"}
    assert store.person(reference, as_known=NOW).identifiers == ROWAN


def test_whoever_is_out_of_reach_is_nobody_and_the_question_is_kept(database: RegisterDatabase) -> None:
    """ASVS 8.2.2: told alike with somebody who does not exist."""
    reference = rowan(register(database), led_by("RDY", "w1"))
    other = register(database, Scope(workers=frozenset({"w2"})), KEY_WORKER)
    for person in (reference, "CCCC2222"):
        with pytest.raises(NobodyThere):
            other.person(person)
        with pytest.raises(NobodyThere):
            other.change(person, 1, Writing(action="rate", reason="x", facts=[RED]))
        with pytest.raises(NobodyThere):
            other.history(person)
    assert other.find("nhs-number", ROWAN["nhs-number"]) == []
    assert other.identifiers([reference], ["given-name"]) == {}
    denied = [row for row in told(database) if row[2] == "denied"]
    assert [row[1] for row in denied] == ["read-person", "rate", "read-history"] * 2
    assert ratings(register(database), reference) == []


@pytest.mark.parametrize(
    ("scope", "sees"),
    [
        (Scope(workers=frozenset({"w1"})), True),
        (Scope(workers=frozenset({"w2"})), False),
        (Scope(teams=frozenset({"RDY"})), True),
        (Scope(teams=frozenset({"R0D"})), False),
        (Scope(authorities=frozenset({"E06000058"})), False),
        (Scope(), False),
        (Scope(teams=frozenset({"RDY"}), shared_with="RDY"), True),
        (Scope(workers=frozenset({"w1"}), shared_with="R0D"), False),
    ],
)
def test_reach_is_by_team_by_council_or_by_case(database: RegisterDatabase, scope: Scope, sees: bool) -> None:
    agreed = (a_fact("2027-03-01 capacity yes"), a_fact("2027-03-01 consent own-consent entry"))
    reference = rowan(register(database), *agreed, led_by("RDY", "w1"))
    assert (register(database, scope, KEY_WORKER).find("nhs-number", ROWAN["nhs-number"]) == [reference]) is sees


def test_of_two_who_write_at_once_one_wins_and_the_other_is_told(database: RegisterDatabase) -> None:
    """ASVS 2.3.4."""
    reference = rowan(register(database))

    def write(rated: object) -> str:
        try:
            register(database).change(reference, 1, Writing(action="rate", reason="x", facts=[rated]))  # type: ignore[list-item]
        except ChangedMeanwhile:
            return "told"
        return "won"

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(write, [RED, AMBER])) == ["told", "won"]
    assert len(ratings(register(database), reference)) == 1
    assert [row[2] for row in told(database)].count("refused") == 1


def test_a_fact_that_is_undone_counts_no_more_and_stays_to_be_seen(database: RegisterDatabase) -> None:
    reference = rowan(register(database), RED)
    store = register(database, now=LATER)
    (kept,) = store.person(reference).kept
    store.change(reference, 1, Writing(action="undo", reason="another child", undone=[kept.fact_id]))
    assert ratings(store, reference) == []
    changes, facts = store.history(reference)
    assert [(one.action, one.reason, one.account_id) for one in changes] == [
        ("refer", "referred by school", 1),
        ("undo", "another child", 1),
    ]
    assert [(one.fact, one.undone) for one in facts] == [(RED, True)]
    store.change(reference, 2, Writing(action="redo", reason="it was this child", redone=[kept.fact_id]))
    assert ratings(store, reference) == [Rating.RED]


def test_the_register_of_any_past_day_can_be_asked_for(database: RegisterDatabase) -> None:
    reference = rowan(register(database), RED)
    store = register(database, now=LATER)
    (kept,) = store.person(reference).kept
    store.change(reference, 1, Writing(action="undo", reason="x", undone=[kept.fact_id], facts=[AMBER]))
    then = store.person(reference, as_known=LATER - timedelta(seconds=1))
    assert then.life.facts == (RED,)
    assert store.person(reference).life.facts == (AMBER,)


def test_where_the_audit_cannot_be_written_nothing_is_answered_or_changed(database: RegisterDatabase) -> None:
    """I8, F05."""
    reference = rowan(register(database), RED)
    with database.writing() as connection:
        connection.execute(text("ALTER TABLE audit RENAME TO gone"))
    store = register(database)
    for act in (
        lambda: store.person(reference),
        lambda: store.find("nhs-number", ROWAN["nhs-number"]),
        lambda: store.identifiers([reference], ["given-name"]),
        lambda: store.change(reference, 1, Writing(action="rate", reason="x", facts=[AMBER])),
    ):
        with pytest.raises(Exception, match="audit"):
            act()
    with database.writing() as connection:
        connection.execute(text("ALTER TABLE gone RENAME TO audit"))
    assert store.person(reference).version == 1


def test_whose_record_it_is_that_a_number_is_held_by_is_in_the_audit(database: RegisterDatabase) -> None:
    """R-DSR-113: who is told that there is a record has been told of that person, within reach or not."""
    person_ref = rowan(register(database))
    store = register(database, scope=Scope(), actor=KEY_WORKER)
    assert store.is_held("nhs-number", ROWAN["nhs-number"])
    with database.reading() as connection:
        row = connection.execute(select(audit).order_by(audit.c.number.desc()).limit(1)).one()
    assert (row.action, row.people) == ("check-held", person_ref)

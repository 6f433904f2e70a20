"""Erasing for good, on both databases: nothing of the person is left in the file, and the audit holds (R-DSR-116)."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Select, func, make_url, select, update

from diis.store.engine import StoreUnavailable
from dsr.actions.merging import merge
from dsr.actions.recording import Seen
from dsr.rules.facts.entry import HeldFor
from dsr.store.access import add_account
from dsr.store.audit_reading import AuditReading
from dsr.store.database import RegisterDatabase
from dsr.store.emergencies import Asked, EmergencyDoor, Reason
from dsr.store.people import NobodyThere, Writing
from dsr.store.scope import Scope
from dsr.store.standings import left_to_renew, make_stale, renew
from dsr.store.tables import audit, audit_head, blind, change, emergency, fact, identifier, person, seen, standing, task
from tests.conftest import free_port, run_on
from tests.dsr.conftest import KEYS
from tests.dsr.rules.lives import a_fact, day
from tests.dsr.store.erased import CLOSED, THEN, erasing, in_files
from tests.dsr.store.people import COORDINATOR, KEY_WORKER, NOW, ROWAN, register, rowan

WITHOUT_NUMBER = {name: value for name, value in ROWAN.items() if name not in {"nhs-number", "address"}}
SEALED = (identifier.c.value, fact.c.body, change.c.reason, emergency.c.words)


def sealed(database: RegisterDatabase) -> list[bytes]:
    """Every sealed value that there is."""
    with database.reading() as connection:
        return [value for column in SEALED for value in connection.execute(select(column)).scalars() if value]


@pytest.fixture
def gone(database: RegisterDatabase) -> str:
    """Rowan, closed as a child, with an emergency in between."""
    reference = rowan(register(database), *map(a_fact, CLOSED))
    with database.writing() as connection:
        row = {"issuer": "i", "organisation": "RDY", "name": b"", "account_id": KEY_WORKER.account_id, "subject": "s"}
        assert add_account(connection, row)
    words = Asked(person_ref=reference, reason=Reason.OTHER, words="Rowan Ashgrove rang")
    EmergencyDoor(register(database).session, Scope(), KEY_WORKER).open(words)
    return reference


def test_before_its_day_a_record_is_not_due_and_is_not_erased(database: RegisterDatabase, gone: str) -> None:
    early = datetime(2036, 1, 31, 9, 0)
    assert erasing(database, early).due(day("2036-01-31")).found == ()
    assert not erasing(database, early).erase(gone, day("2036-01-31"))
    assert not erasing(database, early).erase(gone, day("2036-02-01"))
    assert [one.person_ref for one in erasing(database, early).due(day("2036-02-01")).found] == [gone]
    assert register(database, now=early).person(gone).identifiers == ROWAN


def test_what_is_erased_is_in_no_row_and_in_no_file(database: RegisterDatabase, register_url: str, gone: str) -> None:
    before = sealed(database)
    assert not database.is_sqlite or in_files(register_url, before) == before
    assert [(one.person_ref, str(one.since)) for one in erasing(database).due(THEN.date()).found] == [
        (gone, "2036-02-01")
    ]
    assert erasing(database).erase(gone, THEN.date())
    erasing(database).scrub()
    assert not set(before) & set(sealed(database))
    assert not database.is_sqlite or in_files(register_url, before) == []
    with database.reading() as connection:
        assert [connection.execute(select(table)).all() for table in (blind, task)] == [[], []]
        assert connection.execute(select(person.c.erased_on)).scalar() == THEN.date()
        row = connection.execute(select(standing)).one()
        assert (row.keeping, row.team, row.case_lead, row.key_worker) == ("erased", None, None, None)
        opened = {KEYS.open(one.value, f"{gone} {one.field}") for one in connection.execute(select(identifier))}
        words = connection.execute(select(emergency.c.emergency_ref, emergency.c.words)).one()
        assert KEYS.open(words.words, f"emergency {words.emergency_ref} words") == "erased"
    assert opened == {"2011-02-01"}


def test_nobody_finds_reads_lists_or_writes_who_is_erased(database: RegisterDatabase, gone: str) -> None:
    assert erasing(database).erase(gone, THEN.date())
    store = register(database, now=THEN)
    assert [store.find(by, ROWAN[by]) for by in ("nhs-number", "family-name", "birth-date")] == [[], [], []]
    assert not store.is_held("nhs-number", ROWAN["nhs-number"])
    for act in (store.person, store.history):
        with pytest.raises(NobodyThere):
            act(gone)
    with pytest.raises(NobodyThere):
        store.change(gone, 2, Writing(action="refer", reason="again", facts=[a_fact("2036-02-01 referred")]))
    assert erasing(database).due(THEN.date()).found == ()
    assert not erasing(database).erase(gone, THEN.date())
    make_stale(store.session)
    assert (list(renew(store.session)), left_to_renew(store.session)) == ([], 0)
    assert rowan(store) != gone


@pytest.mark.parametrize("known_before", [NOW + timedelta(seconds=1), THEN])
def test_past_figures_still_count_who_is_erased(database: RegisterDatabase, gone: str, known_before: datetime) -> None:
    """H13: without a reference, and in no group that an identifier made; also as known before a name was corrected."""
    later = Writing(action="correct", reason="x", identifiers={"given-name": "Robin", "birth-date": "2011-02-01"})
    register(database, now=NOW + timedelta(days=9)).change(gone, 1, later)
    assert erasing(database).erase(gone, THEN.date())
    ((life, groups),) = register(database, now=THEN).lives_to_count(("gender",), dict, known_before)
    assert [str(one.on) for one in life.facts] == ["2026-03-02", "2026-03-03", "2026-03-03", "2026-08-31"]
    assert groups == {}


def test_the_audit_tells_of_it_by_reference_and_holds(database: RegisterDatabase, gone: str) -> None:
    assert erasing(database).erase(gone, THEN.date())
    assert not erasing(database).erase(gone, THEN.date())
    with database.reading() as connection:
        rows = connection.execute(select(audit).where(audit.c.action == "erase")).all()
        assert [(row.outcome, row.people) for row in rows] == [("allowed", gone), ("refused", gone)]
        assert connection.execute(select(seen).where(seen.c.person_ref == gone)).first() is not None
    assert AuditReading(erasing(database).session, COORDINATOR).verify() == []


def test_who_is_held_for_an_inquiry_is_kept(database: RegisterDatabase, gone: str) -> None:
    """R-DSR-116: also where the hold came between looking and erasing; once it is over the day has come."""
    assert len(erasing(database).due(THEN.date()).found) == 1
    held = HeldFor(on=day("2036-02-01"), reason="inquiry", until=day("2036-12-31"))
    register(database, now=THEN).change(gone, 1, Writing(action="hold-record", reason="inquiry", facts=[held]))
    assert not erasing(database).erase(gone, THEN.date())
    assert erasing(database).due(day("2036-12-31")).found == ()
    later = datetime(2037, 1, 1, 9, 0)
    assert erasing(database, later).erase(gone, later.date())


def test_a_record_that_was_merged_into_it_goes_with_it(database: RegisterDatabase) -> None:
    """What the second one held would be found otherwise for as long as the database is kept."""
    store = register(database)
    kept = rowan(store, *map(a_fact, CLOSED))
    second = store.enter(Writing(action="refer", reason="by the school", identifiers=WITHOUT_NUMBER))
    merge(store, Seen(kept, 1), Seen(second, 1), "the same child")
    before = sealed(database)
    assert erasing(database).erase(kept, THEN.date())
    assert not set(before) & set(sealed(database))
    with database.reading() as connection:
        assert set(connection.execute(select(person.c.erased_on)).scalars()) == {THEN.date()}


def test_nobody_erases_whom_they_do_not_reach(database: RegisterDatabase, gone: str) -> None:
    assert erasing(database, scope=Scope()).due(THEN.date()).found == ()
    assert not erasing(database, scope=Scope()).erase(gone, THEN.date())
    assert register(database, now=NOW).person(gone).identifiers == ROWAN


def test_a_look_on_a_later_day_makes_nothing_of_an_erased_record_anew(database: RegisterDatabase, gone: str) -> None:
    """Whoever still has the reference, such as a grant of theirs names it, is told that nobody is there."""
    assert erasing(database).erase(gone, THEN.date())
    later = THEN + timedelta(days=1)
    partner = Scope(people=frozenset({gone}), shared_with="RDY")
    with pytest.raises(NobodyThere):
        register(database, partner, KEY_WORKER, later).person(gone)
    assert list(renew(register(database, now=later).session)) == []
    with database.reading() as connection:
        assert connection.execute(select(standing.c.keeping)).scalar() == "erased"
        assert connection.execute(select(task)).all() == []


class Impatient(RegisterDatabase):
    """A database whose writers hardly wait for its readers."""

    sqlite_wait_ms = 50


def test_while_somebody_reads_what_was_there_it_is_not_written_over_and_that_is_told(
    database: RegisterDatabase, register_url: str, gone: str
) -> None:
    """Such as a backup: it is still to be done then, and is with the next run."""
    impatient = Impatient(register_url)
    with database.reading() as reader:
        reader.execute(select(audit_head)).all()
        assert erasing(impatient).erase(gone, THEN.date())
        with pytest.raises(StoreUnavailable, match="still reads what was there before"):
            erasing(impatient).scrub()
        assert erasing(impatient).left_to_scrub() == 1
    erasing(impatient).scrub()
    assert erasing(impatient).left_to_scrub() == 0
    impatient.close()


def test_who_does_not_own_the_tables_is_told_that_nothing_was_written_over(postgresql_register: str) -> None:
    """PostgreSQL only warns of it."""
    role = f"writer_{free_port()}"
    run_on(postgresql_register, f"CREATE ROLE {role} LOGIN")
    another = make_url(postgresql_register).set(username=role).render_as_string(hide_password=False)
    database = RegisterDatabase(another)
    with pytest.raises(StoreUnavailable, match="or owns the tables"):
        database.write_over(["fact"])
    assert not erasing(database).may_erase()
    database.close()
    run_on(postgresql_register, f"DROP ROLE {role}")


def test_whoever_owns_the_tables_may_erase(database: RegisterDatabase) -> None:
    assert erasing(database).may_erase()


FACT = select(func.max(fact.c.fact_id))


@pytest.mark.parametrize(
    "text", ["not a fact", "[]", "{}", '{"reason": "no reason"}', '{"reason": "moved-away", "newer": 1}', None]
)
def test_a_record_that_cannot_be_read_is_named_and_keeps_back_no_other(
    database: RegisterDatabase, gone: str, text: str | None
) -> None:
    """Damaged on a disk, or written by a newer version; nobody is erased whom nobody can judge."""
    other = rowan(register(database), *map(a_fact, CLOSED), number="9990000026")
    body = KEYS.seal(text, f"{gone} removed") if text is not None else b"damaged"
    spoil(database, FACT.where(fact.c.person_ref == gone), body)
    found = erasing(database).due(THEN.date())
    assert ([one.person_ref for one in found.found], found.unreadable) == ([other], (gone,))
    assert [erasing(database).erase(one, THEN.date()) for one in (gone, other)] == [False, True]
    assert erasing(database).due(THEN.date()).unreadable == (gone,)


def test_who_has_no_birth_date_any_more_is_named_too(database: RegisterDatabase, gone: str) -> None:
    with database.writing() as connection:
        connection.execute(identifier.delete().where(identifier.c.field == "birth-date"))
    assert erasing(database).due(THEN.date()).unreadable == (gone,)


def test_a_name_that_does_not_open_keeps_nobody(database: RegisterDatabase, gone: str) -> None:
    with database.writing() as connection:
        connection.execute(update(identifier).where(identifier.c.field == "family-name").values(value=b"damaged"))
    assert erasing(database).erase(gone, THEN.date())


def spoil(database: RegisterDatabase, which: Select[tuple[int]], body: bytes) -> None:
    with database.writing() as connection:
        connection.execute(update(fact).where(fact.c.fact_id == which.scalar_subquery()).values(body=body))

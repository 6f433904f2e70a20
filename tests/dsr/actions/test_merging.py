"""Two records of one person: merged with nothing lost, and never two people into one (H2)."""

import pytest

from dsr.actions.key_working import leave
from dsr.actions.merging import merge
from dsr.actions.recording import NotPossible, Seen, record, undo
from dsr.rules.reviews.held import held, to_come
from dsr.rules.reviews.packs import is_unlocked
from dsr.store.audit_reading import AuditReading
from dsr.store.database import RegisterDatabase
from dsr.store.people import ChangedMeanwhile, NobodyThere, Writing
from dsr.store.scope import Scope
from tests.diis.extract_builder import nhs_number
from tests.dsr.rules.lives import a_fact, day
from tests.dsr.store.people import KEY_WORKER, ROWAN, register

ON_REGISTER = ("2027-01-04 referred health", "2027-01-05 accepted", "2027-01-05 consent own-consent")
WITHOUT_NUMBER = {name: value for name, value in ROWAN.items() if name not in {"nhs-number", "address"}}


def entered(database: RegisterDatabase, identifiers: dict[str, str], *lines: str) -> Seen:
    facts = [a_fact(line) for line in lines]
    return Seen(register(database).enter(Writing(action="refer", reason="x", facts=facts, identifiers=identifiers)), 1)


@pytest.fixture
def two(database: RegisterDatabase) -> tuple[Seen, Seen]:
    """The same child twice: once by the school without a number, once by the hospital."""
    first = entered(database, WITHOUT_NUMBER, "2027-02-01 referred education", "2027-02-02 condition autism")
    return first, entered(database, ROWAN, "2027-02-10 referred health", "2027-02-02 condition autism")


def test_everything_that_either_told_is_in_the_one_that_is_kept(
    database: RegisterDatabase, two: tuple[Seen, Seen]
) -> None:
    store, (kept, second) = register(database), two
    assert merge(store, kept, second, "the same child") == 2
    person = store.person(kept.person_ref)
    assert person.identifiers == ROWAN
    assert [str(fact.on) for fact in person.life.facts] == ["2027-02-01", "2027-02-02", "2027-02-10"]
    assert store.find("nhs-number", ROWAN["nhs-number"]) == [kept.person_ref]
    assert store.find("family-name", ROWAN["family-name"]) == [kept.person_ref]


def test_the_second_is_found_no_more_and_leads_to_the_first(database: RegisterDatabase, two: tuple[Seen, Seen]) -> None:
    store, (kept, second) = register(database), two
    merge(store, kept, second, "the same child")
    with pytest.raises(NobodyThere):
        store.person(second.person_ref)
    assert store.now_known_as(second.person_ref) == kept.person_ref
    assert store.now_known_as(kept.person_ref) is None
    assert register(database, Scope(), KEY_WORKER).now_known_as(second.person_ref) is None


def test_to_be_led_to_the_first_is_a_look_at_it(database: RegisterDatabase, two: tuple[Seen, Seen]) -> None:
    """R-DSR-113: it tells that somebody is on the register, so it is in the audit, whether they are told or not."""
    store, (kept, second) = register(database), two
    merge(store, kept, second, "the same child")
    store.now_known_as(second.person_ref)
    register(database, Scope(), KEY_WORKER).now_known_as(second.person_ref)
    looks = AuditReading(store.session, store.actor).who_looked(kept.person_ref)
    found = [(one.action, one.outcome) for one in looks]
    assert found[-3:-1] == [("read-merged", "allowed"), ("read-merged", "denied")]


@pytest.mark.parametrize(
    ("identifiers", "words"),
    [({"nhs-number": nhs_number(2)}, "NHS number"), ({"birth-date": "2011-02-02"}, "birth date")],
)
def test_two_people_are_not_made_one(
    database: RegisterDatabase, two: tuple[Seen, Seen], identifiers: dict[str, str], words: str
) -> None:
    other = entered(database, WITHOUT_NUMBER | identifiers)
    with pytest.raises(NotPossible, match=words):
        merge(register(database), two[1], other, "the same child")
    assert register(database).person(other.person_ref).version == 1


def test_of_a_merge_that_cannot_be_nothing_is_written(database: RegisterDatabase, two: tuple[Seen, Seen]) -> None:
    store, (kept, second) = register(database), two
    with pytest.raises(NotPossible, match="one record"):
        merge(store, kept, kept, "the same child")
    with pytest.raises(NotPossible, match="Say why"):
        merge(store, kept, second, " ")
    with pytest.raises(ChangedMeanwhile):
        merge(store, kept, Seen(second.person_ref, 2), "the same child")
    assert [store.person(one.person_ref).version for one in two] == [1, 1]


def test_what_cannot_be_true_of_one_child_is_not_brought_together(database: RegisterDatabase) -> None:
    """Somebody who knows undoes one of the two first."""
    kept = entered(database, WITHOUT_NUMBER, "2027-02-01 admitted", "2027-02-05 discharged")
    second = entered(database, ROWAN, "2027-02-01 admitted", "2027-02-06 discharged")
    store = register(database)
    with pytest.raises(NotPossible, match=r"6 February 2027.*not an inpatient"):
        merge(store, kept, second, "the same child")
    wrong = [one.fact_id for one in store.person(kept.person_ref).kept if one.fact.on.day == 5]
    undo(store, kept, wrong, "the ward says the 6th")
    assert merge(store, Seen(kept.person_ref, 2), second, "the same child") == 3


def test_one_child_has_one_key_worker_and_weighs_once(database: RegisterDatabase) -> None:
    """R-DSR-100, 103: of two key workers the one that was named last; of one that left none."""
    store = register(database)
    for name in ("anna", "ben"):
        store.add_worker(name, "RDY")
    lines = ("2027-02-01 referred health", "2027-02-02 rated red", "2027-02-02 case-lead RDY")
    kept = entered(database, WITHOUT_NUMBER, *lines, "2027-02-10 key-worker anna")
    second = entered(database, ROWAN, *lines, "2027-02-08 key-worker ben", "2027-02-12 key-worker anna")
    assert store.caseloads() == {"anna": 2, "ben": 0}
    leave(store, "ben", day("2027-03-01"), (), "another post")
    merge(store, kept, second, "the same child")
    assert store.caseloads() == {"anna": 1, "ben": 0}


def test_a_referral_that_nobody_looked_at_is_asked_for_until_somebody_has(database: RegisterDatabase) -> None:
    """R-DSR-21, 22: a merge is no look at what the referrer saw. It waits since its own day, and one look is enough."""
    on_register = ("2027-01-04 referred health", "2027-01-05 accepted")
    kept = entered(database, ROWAN, *on_register)
    second = entered(database, WITHOUT_NUMBER, "2027-02-01 referred education")
    store, codes = register(database), ("acknowledge-referral", "triage-referral", "decide-referral")

    def asked() -> list[tuple[str, str]]:
        found = store.due(day("2027-03-01"))
        return [(task.code, str(task.due_on)) for _, task in found if task.code in codes and task.about == "2027-02-01"]

    before = [(code, due) for code, due in asked() if code != "decide-referral"]
    version = merge(store, kept, second, "the same child")
    assert asked() == before == [("acknowledge-referral", "2027-02-01"), ("triage-referral", "2027-02-03")]
    record(store, Seen(kept.person_ref, version), "triage", "seen", a_fact("2027-03-01 triaged"))
    assert asked() == []


def test_an_entry_that_goes_on_is_not_ended_by_an_error_of_the_other_record(database: RegisterDatabase) -> None:
    """R-DSR-37, H2: who removed the second record as an error, and merges it, keeps the child on the register."""
    kept = entered(database, ROWAN, *ON_REGISTER)
    second = entered(database, WITHOUT_NUMBER, "2027-02-01 referred police", "2027-02-02 removed entered-in-error")
    store = register(database)
    with pytest.raises(NotPossible, match=r"removed \(entered-in-error\) on 2 February 2027.*undo it"):
        merge(store, second, kept, "the same child")
    merge(store, kept, second, "the same child")
    facts = store.person(kept.person_ref).life.facts
    assert [str(fact.on) for fact in facts if fact.on.month == 2] == ["2027-02-01"]


def test_a_no_that_would_end_an_entry_is_recorded_there_before_the_two_are_one(database: RegisterDatabase) -> None:
    """R-DSR-30, 31: whoever merges is told, and nothing is written."""
    kept = entered(database, ROWAN, *ON_REGISTER)
    no = "2027-02-02 refused own-consent"
    second = entered(database, WITHOUT_NUMBER, "2027-02-01 referred police", no)
    store = register(database)
    with pytest.raises(NotPossible, match="Consent was withdrawn on 2 February 2027"):
        merge(store, kept, second, "the same child")
    version = record(store, kept, "refuse", "as the police were told", a_fact(no))
    assert merge(store, Seen(kept.person_ref, version), second, "the same child") == version + 1


REVIEWED = (
    "2027-01-04 admitted",
    "2027-01-05 capacity no",
    "2027-01-05 consent parental-responsibility review",
    "2027-01-06 review-planned c1 2027-01-20",
    "2027-01-07 pack-consent c1",
    "2027-01-08 pack-item c1 safeguarding-reports-of-a-year",
    "2027-01-20 held c1",
    "2027-01-20 recommended c1 1 2027-02-20",
    "2027-01-21 report-sent c1 home-council",
    "2027-01-22 answered c1 1 home-council accepted",
    "2027-01-25 discharged",
)


def test_of_two_reviews_of_one_name_one_is_recorded_under_another_and_then_the_two_are_one(
    database: RegisterDatabase,
) -> None:
    """R-DSR-80 to 84, 110: also one that was held; no pack is unlocked by a consent to another review."""
    kept = entered(database, ROWAN, *ON_REGISTER, "2027-02-10 review-planned c1 2027-04-01")
    second = entered(database, WITHOUT_NUMBER, *REVIEWED)
    store, today = register(database), day("2027-03-01")
    with pytest.raises(NotPossible, match=r"name c1, .* undo everything of it in the record that is not kept"):
        merge(store, kept, second, "the same child")
    assert [store.person(one.person_ref).version for one in (kept, second)] == [1, 1]
    wrong = [one.fact_id for one in store.person(second.person_ref).kept if getattr(one.fact, "review", "") == "c1"]
    version = undo(store, second, wrong, "c1 is another review")
    for line in (line for line in REVIEWED if " c1" in line):
        fact = a_fact(line.replace(" c1", " c2"))
        version = record(store, Seen(second.person_ref, version), "correct", "c1 is another review", fact)
    merge(store, kept, Seen(second.person_ref, version), "the same child")
    life = store.person(kept.person_ref).life
    assert [one.review for one in held(life)] == ["c2"]
    assert [one.review for one in to_come(life)] == ["c1"]
    assert not is_unlocked(life, "c1", today)
    assert ("pack-consent", "c1") in [(task.code, task.about) for _, task in store.due(day("2027-03-31"))]

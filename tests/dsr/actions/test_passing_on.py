"""Who is referred and on record out of the referrer's reach: the referral is kept, and comes to those who triage."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from dsr.actions.merging import merge
from dsr.actions.passing_on import refer_or_pass_on
from dsr.actions.recording import NotPossible, Seen, record, redo
from dsr.actions.referring import AlreadyHeld, refer
from dsr.rules.entry.retention import Keeping
from dsr.rules.entry.standing import Status, status_on
from dsr.rules.facts.entry import Referred, Referrer
from dsr.store.database import RegisterDatabase
from dsr.store.erasing import Erasing
from dsr.store.people import NobodyThere, NumberHeld
from dsr.store.register import RegisterStore
from tests.dsr.actions.entered import ACTIVE, REFERRED, entered, facts
from tests.dsr.actions.passed_on import AGAIN, OUTSIDE, alike, now, outside, told
from tests.dsr.rules.lives import a_fact, day
from tests.dsr.store.people import EVERYBODY, NOW, ROWAN, register

TODAY = NOW.date()
BRIEF = ("2027-02-03 accepted", "2027-02-03 consent own-consent", "2027-02-27 withdrawn own-consent")
CLOSED = (*ACTIVE, "2027-02-20 rated green", "2027-02-27 removed written-request panel")
WITHDRAWN = (*ACTIVE, "2027-02-27 withdrawn own-consent")


def to_do(database: RegisterDatabase, person_ref: str) -> dict[str, date]:
    """What is asked for about the newest referral, and since when."""
    found = [task for ref, task in register(database).due(TODAY) if ref == person_ref and task.opens_on == TODAY]
    return {task.code: task.opens_on for task in found}


TRIAGED, LOOKED_AT = {"triage-referral", "decide-referral"}, {"triage-referral"}


@pytest.mark.parametrize(
    ("lines", "before", "after", "asked"),
    [
        (REFERRED, Status.REFERRED, Status.REFERRED, TRIAGED),
        ((*REFERRED, "2027-02-02 triaged"), Status.TRIAGED, Status.TRIAGED, TRIAGED),
        (ACTIVE[:6], Status.AWAITING_CONSENT, Status.AWAITING_CONSENT, LOOKED_AT),
        (ACTIVE, Status.ACTIVE, Status.ACTIVE, LOOKED_AT),
        ((*REFERRED, "2027-02-27 declined no-risk"), Status.DECLINED, Status.REFERRED, TRIAGED),
        ((*REFERRED, "2027-02-27 refused own-consent"), Status.REFUSED, Status.REFERRED, TRIAGED),
        ((*REFERRED, "2027-03-01 refused own-consent"), Status.REFUSED, Status.REFERRED, TRIAGED),
        (WITHDRAWN, Status.CLOSING, Status.REFERRED, TRIAGED),
        (CLOSED, Status.CLOSED, Status.REFERRED, TRIAGED),
        ((*ACTIVE, "2027-03-01 removed written-request panel"), Status.CLOSED, Status.REFERRED, TRIAGED),
        ((*ACTIVE, "2027-02-05 transfer-sent QNQ", "2027-02-09 transfer-accepted QNQ"), "closed", "referred", TRIAGED),
    ],
)
def test_it_is_kept_with_the_record_that_there_is_and_comes_to_triage(
    database: RegisterDatabase, lines: tuple[str, ...], before: Status, after: Status, asked: set[str]
) -> None:
    """R-DSR-21, 30, 37: a new request begins a new entry; where one goes on it is looked at."""
    rowan = entered(register(database), *lines)
    terms = register(database).session.terms
    assert status_on(now(database, rowan.person_ref).life, TODAY, terms) == before
    assert told(database) is None
    found = now(database, rowan.person_ref)
    assert (status_on(found.life, TODAY, terms), found.keeping, found.version) == (after, Keeping.LIVE, 2)
    assert found.life.last(Referred) == Referred(on=TODAY, source=Referrer.EDUCATION, by="R0D")
    assert asked <= set(to_do(database, rowan.person_ref))
    assert ("decide-referral" in to_do(database, rowan.person_ref)) == ("decide-referral" in asked)
    assert register(database).find("family-name", "Ashgrove") == [rowan.person_ref]


@pytest.mark.parametrize(
    "ending",
    [("2027-02-27 refused own-consent",), (*BRIEF, "2027-02-27 removed consent-withdrawn")],
    ids=["refused", "withdrawn"],
)
def test_a_stub_is_whole_again(database: RegisterDatabase, ending: tuple[str, ...]) -> None:
    """R-DSR-30, 31, 116."""
    rowan = entered(register(database), *REFERRED, *ending)
    assert now(database, rowan.person_ref).keeping is Keeping.STUB
    assert told(database) is None
    assert now(database, rowan.person_ref).keeping is Keeping.LIVE


@pytest.mark.parametrize(
    ("closed_on", "born", "keeping"),
    [("2026-06-01", "2011-02-01", Keeping.ARCHIVE), ("2012-06-01", "1985-02-01", Keeping.TO_BE_ERASED)],
)
def test_what_left_the_live_view_years_ago_is_back(
    database: RegisterDatabase, closed_on: str, born: str, keeping: Keeping
) -> None:
    lines = ("condition autism", "referred health", "accepted", "consent own-consent", "removed written-request panel")
    rowan = entered(register(database), *(f"{closed_on} {line}" for line in lines))
    store = register(database)
    record(store, rowan, "correct", "traced", identifiers={"birth-date": born})
    assert now(database, rowan.person_ref).keeping is keeping
    assert told(database, **{"birth-date": born}) is None
    assert now(database, rowan.person_ref).keeping is Keeping.LIVE


def test_of_two_that_were_merged_it_is_in_the_one_that_goes_on(database: RegisterDatabase) -> None:
    store = register(database)
    kept = Seen(refer(store, ROWAN | {"nhs-number": ""}, AGAIN, "asked"), 1)
    second = Seen(refer(store, ROWAN, AGAIN, "asked", somebody_else=True), 1)
    merge(store, kept, second, "the same child")
    assert told(database) is None
    assert now(database, kept.person_ref).life.last(Referred) == Referred(on=TODAY, source=AGAIN.source, by="R0D")


def test_who_was_erased_is_somebody_new(database: RegisterDatabase) -> None:
    rowan = entered(register(database), *REFERRED, "2027-02-27 refused own-consent")
    later = register(database, now=NOW.replace(year=2040))
    assert Erasing(later.session, EVERYBODY, OUTSIDE).erase(rowan.person_ref, later.session.today)
    made = told(database)
    assert made not in (None, rowan.person_ref)


def test_what_is_said_of_somebody_takes_the_place_of_nothing_and_is_lost_nowhere(database: RegisterDatabase) -> None:
    rowan = entered(register(database), *ACTIVE, "2027-02-03 lives E06000059 home")
    before = now(database, rowan.person_ref)
    moved, seen, factor = facts("2027-02-26 lives E06000058 foster", "2027-02-26 condition both", "2027-02-26 factor 3")
    lead = a_fact("2027-02-26 case-lead R0D")
    assert told(database, moved, seen, factor, lead, **{"given-name": "Rowan J", "address": "3 Elsewhere Lane"}) is None
    found = now(database, rowan.person_ref)
    assert found.identifiers == before.identifiers
    assert set(found.life.facts) - set(before.life.facts) == {factor, found.life.last(Referred)}
    aside = [one for one in found.kept if one.undone]
    assert {one.fact for one in aside} == {moved, seen}
    reason = register(database).history(rowan.person_ref)[0][-1].reason
    for words in ("hurts herself", "26 February 2027", "given name: Rowan J", "address: 3 Elsewhere Lane"):
        assert words in reason
    assert "Ashgrove" not in reason
    redo(register(database), Seen(rowan.person_ref, 2), [one.fact_id for one in aside], "they confirmed it")
    assert moved in now(database, rowan.person_ref).life.facts


def test_whoever_refers_reaches_nobody_by_it_and_is_in_the_audit(database: RegisterDatabase) -> None:
    """R-DSR-26, 113."""
    rowan = entered(register(database), *ACTIVE)
    assert told(database) is None
    with pytest.raises(NobodyThere):
        outside(database).person(rowan.person_ref)
    assert outside(database).find("nhs-number", ROWAN["nhs-number"]) == []
    change = register(database).history(rowan.person_ref)[0][-1]
    assert (change.action, change.account_id, change.role) == ("pass-on", 7, "practitioner")
    with database.reading() as connection:
        rows = connection.exec_driver_sql("SELECT action, people FROM audit WHERE account_id = 7 ORDER BY number").all()
    assert ("pass-on", rowan.person_ref) in [tuple(row) for row in rows]


@pytest.mark.parametrize(
    ("referred", "others", "identifiers"),
    [
        (Referred(on=day("2027-03-02"), source=Referrer.HEALTH), (), {}),
        (AGAIN, ("2010-02-26 lives E06000059 home",), {}),
        (AGAIN, ("2027-03-02 factor 3",), {}),
        (AGAIN, (), {"birth-date": "2027-03-02"}),
    ],
)
def test_what_cannot_be_is_refused_of_everybody_alike(
    database: RegisterDatabase, referred: Referred, others: tuple[str, ...], identifiers: dict[str, str]
) -> None:
    said = ROWAN | identifiers
    refusals = []
    for _ in ("nobody yet", "on record"):
        with pytest.raises(NotPossible) as refused:
            refer_or_pass_on(outside(database), said, referred, "asked", *facts(*others))
        refusals.append(str(refused.value))
        if len(refusals) == 1:
            rowan = entered(register(database), *ACTIVE)
    assert refusals[0] == refusals[1]
    assert now(database, rowan.person_ref).version == 1


def test_of_two_who_refer_one_child_at_once_neither_is_lost(database: RegisterDatabase) -> None:
    """H2: both looked before either wrote; the second ends with the first one's record."""
    with ThreadPoolExecutor(2) as threads:
        found = list(threads.map(lambda _: told(database), range(2)))
    (made,) = [one for one in found if one]
    assert found.count(None) == 1
    assert len(list(now(database, made).life.all(Referred))) == 2


def test_whose_number_is_entered_meanwhile_is_told_to_whoever_reaches_them(
    database: RegisterDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, enter, made = register(database), RegisterStore.enter, []

    def late(self: RegisterStore, writing: object) -> str:
        monkeypatch.setattr(RegisterStore, "enter", enter)
        made.append(entered(register(database), *REFERRED).person_ref)
        raise NumberHeld

    monkeypatch.setattr(RegisterStore, "enter", late)
    with pytest.raises(AlreadyHeld) as held:
        refer_or_pass_on(store, ROWAN, AGAIN, "asked")
    assert held.value.people == tuple(made)


def test_whose_number_is_corrected_meanwhile_is_somebody_new(
    database: RegisterDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Held when it was looked for, and held by nobody when it was to be passed on."""
    rowan, is_held = entered(register(database), *ACTIVE), RegisterStore.is_held

    def corrected(self: RegisterStore, what: str, value: str) -> bool:
        found = is_held(self, what, value)
        if found:
            record(register(database), rowan, "correct", "mistyped", identifiers={"nhs-number": ""})
        return found

    monkeypatch.setattr(RegisterStore, "is_held", corrected)
    made = told(database)
    assert made not in (None, rowan.person_ref)


def test_by_name_and_birth_date_alone_it_is_a_second_record_that_is_listed(database: RegisterDatabase) -> None:
    """Who has nobody in reach learns of no record: theirs comes to triage, and to who looks at those alike."""
    rowan = entered(register(database), *ACTIVE)
    second = told(database, **{"nhs-number": ""})
    assert second is not None
    assert alike(database) == [{rowan.person_ref, second}]

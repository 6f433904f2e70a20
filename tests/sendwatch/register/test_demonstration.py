"""A demonstration lets anybody in, so it is refused wherever anything is real (docs/adr/0052)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete

from dsr.actions.recording import NotPossible
from dsr.actions.referring import refer
from dsr.api.personas import Persona
from dsr.api.service import Service
from dsr.auth.accounts import GrantRefused
from dsr.auth.holding import Accounts
from dsr.auth.powers import reach_of
from dsr.auth.roles import Reach, Role
from dsr.rules.due import TERMS
from dsr.rules.facts.entry import Referred
from dsr.rules.organisations import Organisations
from dsr.rules.terms import Terms
from dsr.store.database import RegisterDatabase
from dsr.store.invented import examples
from dsr.store.people import Writing
from dsr.store.session import Session
from dsr.store.tables import account, grant
from dsr.store.workers import add_worker, ends
from sendwatch.demonstration import NotADemonstration, make_personas, refuse_what_is_real
from sendwatch.register import at_the_keyboard, initialise_register, keyboard, open_register
from sendwatch.register.server import open_service
from sendwatch.settings import Settings
from tests.dsr.api.browser import Browser
from tests.dsr.api.desk import Desk
from tests.dsr.auth.signing import NOW, Door
from tests.dsr.rules.lives import a_fact
from tests.dsr.store.people import ROWAN, led_by, rowan

REAL_LOOKING = "9434765919"
"""Sound and outside the test range: the number that the NHS Data Dictionary shows as its example."""


@pytest.fixture
def session(settings: Settings) -> Iterator[Session]:
    initialise_register(settings)
    with open_register(settings) as opened:
        yield opened


def real_person(session: Session) -> None:
    rowan(at_the_keyboard(session, "test"))
    person = at_the_keyboard(session, "test")
    (ref,) = person.find("nhs-number", ROWAN["nhs-number"])
    person.change(ref, 1, Writing(action="identity", reason="traced", identifiers={"nhs-number": REAL_LOOKING}))


def real_staff(session: Session) -> None:
    held = Accounts(session, keyboard("test"))
    held.add(issuer="https://login.example", subject="alex", name="Alex", organisation="QVV")


@pytest.mark.parametrize(
    ("changes", "host", "why"),
    [
        ({"allow_test_nhs_numbers": False}, "127.0.0.1", "ALLOW_TEST_NHS_NUMBERS is not set"),
        ({"register_sign_in": Path("sign-in.toml")}, "127.0.0.1", "sign in for real"),
        ({"register_issuers": Path("issuers.toml")}, "127.0.0.1", "sign in for real"),
        ({}, "0.0.0.0", "reached from other machines"),
        ({}, "10.0.0.7", "reached from other machines"),
    ],
)
def test_a_demonstration_is_refused_beside_anything_real(
    settings: Settings, session: Session, changes: dict[str, Any], host: str, why: str
) -> None:
    with pytest.raises(NotADemonstration, match=why):
        refuse_what_is_real(settings.model_copy(update=changes), session, host)


@pytest.mark.parametrize(("made", "why"), [(real_person, "NHS number outside"), (real_staff, "sign in elsewhere")])
def test_a_demonstration_is_refused_on_a_real_register(
    settings: Settings, session: Session, made: Any, why: str
) -> None:
    refuse_what_is_real(settings, session, "127.0.0.1")
    made(session)
    with pytest.raises(NotADemonstration, match=why) as refused:
        refuse_what_is_real(settings, session, "127.0.0.1")
    assert REAL_LOOKING not in str(refused.value)


def test_a_register_whose_number_was_only_once_real_is_real(settings: Settings, session: Session) -> None:
    real_person(session)
    store = at_the_keyboard(session, "test")
    (ref,) = store.find("nhs-number", REAL_LOOKING)
    store.change(ref, 2, Writing(action="identity", reason="wrong", identifiers={"nhs-number": ""}))
    with pytest.raises(NotADemonstration, match="outside"):
        refuse_what_is_real(settings, session, "127.0.0.1")


@pytest.fixture
def staged(database: RegisterDatabase, door: Door) -> Desk:
    """A demonstration with one person on the register, and one key worker."""
    desk = Desk(database, door)
    with database.writing() as connection:
        add_worker(connection, "kw-2", "RDY")
    reviewed = [a_fact(f"{NOW.date()} {line}") for line in (*_CARRIED, f"review-planned c1 {NOW.date()}")]
    rowan(desk.register(), *reviewed, led_by("RDY", "kw-1"))
    personas = make_personas(desk.service.session())
    return Desk(database, door, personas=personas)


def test_everybody_plays_the_role_that_they_choose(staged: Desk) -> None:
    listed = Browser(staged.app).get("/demonstration").json()
    assert {one["persona"] for one in listed} == {role.value for role in Role}
    assert len({one["name"] for one in listed}) == len(Role)
    for one in listed:
        browser = Browser(staged.app)
        headers = {"Sec-Fetch-Site": "same-origin"}
        answer = browser.client.post("/demonstration/sign-in", json={"persona": one["persona"]}, headers=headers)
        assert answer.status_code == 200
        me = browser.get("/me").json()
        assert [role["role"] for role in me["roles"]] == [one["persona"]]
        assert me["csrf_token"] == answer.json()["csrf_token"]
        single = reach_of(Role(one["persona"])) in (Reach.SINGLE_PEOPLE, Reach.PANEL)
        assert (me["roles"][0]["person_ref"] is not None) is single
        assert (me["roles"][0]["review"] == "c1") is (reach_of(Role(one["persona"])) is Reach.PANEL)


def test_who_has_cases_of_their_own_sees_them(database: RegisterDatabase, door: Door) -> None:
    """A persona works for the organisation that leads its cases, or it would see nobody without consent (R-DSR-26)."""
    desk = Desk(database, door)
    agreed = [
        a_fact(f"{NOW.date()} {line}") for line in ("referred health", "capacity yes", "consent own-consent entry")
    ]
    ref = rowan(desk.register(), *agreed, replace(led_by("RDY", "lead-1"), on=NOW.date()))
    staged = Desk(database, door, personas=make_personas(desk.service.session()))
    browser = Browser(staged.app)
    body, headers = {"persona": Role.CLINICAL_CASE_LEAD.value}, {"Sec-Fetch-Site": "same-origin"}
    assert browser.client.post("/demonstration/sign-in", json=body, headers=headers).status_code == 200
    assert browser.get(f"/people/{ref}").status_code == 200


_CARRIED = ("capacity yes", "referred health", "accepted", "consent own-consent entry sharing:RBD review key-worker")


@pytest.mark.parametrize("started_before", [False, True])
def test_a_key_worker_of_another_organisation_than_leads_sees_whom_they_carry(
    database: RegisterDatabase, door: Door, started_before: bool
) -> None:
    """The door asks for the key worker's own team; also where the persona carried somebody for another before."""
    desk = Desk(database, door)
    with database.writing() as connection:
        for name, team in (("kw-1", "RDY"), ("kw-9", "RBD")):
            add_worker(connection, name, team)
    if started_before:
        make_personas(desk.service.session())
    lines = (*_CARRIED, "case-lead RDY", "key-worker kw-9")
    ref = rowan(desk.register(), *[a_fact(f"{NOW.date()} {line}") for line in lines])
    staged = Desk(database, door, personas=make_personas(desk.service.session()))
    browser = Browser(staged.app)
    body, headers = {"persona": Role.KEY_WORKER.value}, {"Sec-Fetch-Site": "same-origin"}
    assert browser.client.post("/demonstration/sign-in", json=body, headers=headers).status_code == 200
    assert browser.get(f"/people/{ref}").status_code == 200


def test_the_key_worker_of_a_demonstration_is_one_who_is_there(staged: Desk) -> None:
    """Nobody is given the role of one who left, whoever is with them still; with nobody carried it is their team."""
    with staged.database.writing() as connection:
        add_worker(connection, "kw-9", "R0D")
        add_worker(connection, "kw-1", "RDY")
    lines = (*_CARRIED, "case-lead RDY", "key-worker kw-1")
    rowan(staged.register(), *[a_fact(f"{NOW.date()} {line}") for line in lines], number="")
    with staged.database.writing() as connection:
        for gone in ("kw-1", "kw-2"):
            ends(connection, gone, NOW.date() - timedelta(days=1))
    with staged.database.reading() as connection:
        found = examples(connection, staged.service.keys)
    assert (found.key_worker, found.key_worker_of) == ("kw-9", "R0D")
    (persona,) = [one for one in make_personas(staged.service.session()) if one.role is Role.KEY_WORKER]
    assert persona.organisation == "R0D"


def test_another_page_signs_nobody_in_and_nobody_else_can_be_played(staged: Desk) -> None:
    body = {"persona": "dco"}
    assert staged.client.post("/demonstration/sign-in", json=body).status_code == 403
    cross = {"Sec-Fetch-Site": "cross-site"}
    assert staged.client.post("/demonstration/sign-in", json=body, headers=cross).status_code == 403
    here = {"Sec-Fetch-Site": "same-origin"}
    assert staged.client.post("/demonstration/sign-in", json={"persona": "nobody"}, headers=here).status_code == 403


def test_personas_are_made_once_and_follow_the_people_who_are_there(staged: Desk) -> None:
    session = staged.service.session()
    assert make_personas(session) == staged.service.personas
    before = len(staged.audited())
    make_personas(session)
    assert len(staged.audited()) == before + 1, "the look at the accounts alone"


def another_starts(monkeypatch: pytest.MonkeyPatch, session: Session, called: str) -> list[tuple[Persona, ...]]:
    """A second server makes its personas, once, when the first has made an account or is about to give a role."""
    ours, starts, made = getattr(Accounts, called), [True], []

    def beside(held: Accounts, *given: Any, **named: Any) -> Any:
        is_first = starts.pop() if starts else False
        done = ours(held, *given, **named) if called == "add" else None
        if is_first:
            made.append(make_personas(session))
        return ours(held, *given, **named) if done is None else done

    monkeypatch.setattr(Accounts, called, beside)
    return made


@pytest.mark.parametrize("called", ["add", "grant"])
def test_two_servers_that_start_at_once_make_the_same_personas(
    database: RegisterDatabase, door: Door, monkeypatch: pytest.MonkeyPatch, called: str
) -> None:
    session = Desk(database, door).service.session()
    of_another = another_starts(monkeypatch, session, called)
    assert [make_personas(session)] == of_another
    assert_each_has_one_role(session)


def test_two_servers_that_start_at_once_follow_the_people_who_are_there(
    staged: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both find that a persona reaches over somebody else now; the other gives it before this one does."""
    for _ in range(2):
        rowan(staged.register(), replace(led_by("RDY", "lead-1"), on=NOW.date()), number="")
    session = staged.service.session()
    of_another = another_starts(monkeypatch, session, "grant")
    assert [make_personas(session)] == of_another
    assert_each_has_one_role(session)


def assert_each_has_one_role(session: Session) -> None:
    for one in Accounts(session, keyboard("test")).all():
        assert sum(its.holds(session.today) for its in one.grants) == 1, one.subject


def test_a_persona_of_an_organisation_that_is_not_known_is_told(staged: Desk, database: RegisterDatabase) -> None:
    session = staged.service.session()
    elsewhere = Organisations({"QVV": "NHS Dorset", "E06000059": "Dorset Council", "RBD": "Dorset County Hospital"})
    with database.writing() as connection:
        connection.execute(delete(grant))
        connection.execute(delete(account))
    with pytest.raises(NotADemonstration, match=r"terms do not name\. This organisation is not known here"):
        make_personas(replace(session, terms=Terms(TERMS, organisations=elsewhere)))


def test_a_persona_that_is_refused_its_role_otherwise_is_told_why(
    staged: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: Any) -> int:
        raise GrantRefused("For a reason of its own.")

    with staged.database.writing() as connection:
        connection.execute(delete(grant))
    monkeypatch.setattr(Accounts, "grant", refused)
    with pytest.raises(NotADemonstration, match=r"^A persona is refused its role\. For a reason of its own\.$"):
        make_personas(staged.service.session())


def test_nobody_real_is_entered_into_a_demonstration(staged: Desk) -> None:
    session = staged.service.session()
    referred = a_fact("2026-11-02 referred health")
    assert isinstance(referred, Referred)
    new = {**ROWAN, "family-name": "Birch", "nhs-number": REAL_LOOKING}
    with pytest.raises(NotPossible, match="nobody real"):
        refer(at_the_keyboard(session, "test"), new, referred, "referred by school")


@pytest.mark.parametrize(("method", "path"), [("GET", "/demonstration"), ("POST", "/demonstration/sign-in")])
def test_without_a_demonstration_its_routes_do_not_exist(
    sqlite_database: RegisterDatabase, door: Door, method: str, path: str
) -> None:
    desk = Desk(sqlite_database, door, demonstration=False)
    answer = desk.client.request(method, path, json={"persona": "dco"}, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 404


def test_the_server_asks_before_it_lets_anybody_in(settings: Settings, session: Session) -> None:
    demonstrating = settings.model_copy(update={"register_demonstration": True})
    with open_service(demonstrating, "127.0.0.1") as service:
        assert isinstance(service, Service)
        assert {one.role for one in service.personas} == {
            role
            for role in Role
            if reach_of(role) not in (Reach.SINGLE_PEOPLE, Reach.PANEL) and role is not Role.KEY_WORKER
        }, "nobody is there yet for the others"
    real_staff(session)
    with pytest.raises(NotADemonstration), open_service(demonstrating, "127.0.0.1"):
        pass

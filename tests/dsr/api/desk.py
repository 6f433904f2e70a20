"""A desk at which anybody may sit down: gives accounts, tokens, and a client that speaks to the API."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from fastapi import FastAPI
from httpx2 import Response
from sqlalchemy import select
from starlette.testclient import TestClient

from dsr.api.app import create_app
from dsr.api.service import Service
from dsr.auth import accounts
from dsr.auth.accounts import Grant
from dsr.auth.powers import reach_of
from dsr.auth.roles import Reach, Relationship, Role
from dsr.rules.due import TERMS
from dsr.rules.terms import Terms
from dsr.store.database import RegisterDatabase
from dsr.store.register import RegisterStore
from dsr.store.scope import Actor, Scope
from dsr.store.tables import audit
from tests.dsr.auth.signing import ISSUER, NOW, Door, seconds
from tests.dsr.conftest import KEYS

_REACHES = {
    Reach.OWN_TEAM: "team",
    Reach.OWN_COUNCIL: "authority",
    Reach.OWN_CASES: "worker",
    Reach.PANEL: "person_ref",
    Reach.SINGLE_PEOPLE: "person_ref",
}


_MADE: dict[bool, FastAPI] = {}


def _made(service: Service) -> FastAPI:
    """The application, made once in a process: to make all routes takes longer than most tests."""
    return _MADE.setdefault(service.demonstration, _MADE.get(service.demonstration) or create_app(service))


class Desk:
    """The API over a register, with an instant that a test can move."""

    def __init__(self, database: RegisterDatabase, door: Door, **service: Any) -> None:
        self.database, self.door, self.now = database, door, NOW
        self._tokens = 0
        usual: dict[str, Any] = {
            "database": database,
            "keys": KEYS,
            "terms": Terms(TERMS),
            "verifier": door.verifier,
            "clock": lambda: self.now,
            "demonstration": True,
        }
        self.service = Service(**usual | service)
        self.app = _made(self.service)
        self.app.state.service = self.service
        self._client = TestClient(self.app, base_url="https://testserver", raise_server_exceptions=False)

    def __enter__(self) -> "Desk":
        self._client.__enter__()
        return self

    def __exit__(self, *fault: Any) -> None:
        self._client.__exit__(*fault)

    @property
    def client(self) -> TestClient:
        """Whoever asks next asks this desk."""
        self.app.state.service = self.service
        return self._client

    def hire(
        self,
        role: Role,
        over: str | None = None,
        organisation: str = "QVV",
        subject: str | None = None,
        issuer: str = ISSUER.url,
        relationship: Relationship | None = None,
        review: str = "c1",
    ) -> str:
        """A new account with a role over what it reaches, such as a team, and a panel's for a review; its subject."""
        subject = subject or f"{role.value}-{over or 'all'}"
        with self.database.writing() as connection:
            account_id = accounts.add_account(
                connection, KEYS, issuer=issuer, subject=subject, name=f"A {role.words}", organisation=organisation
            )
            named = {_REACHES[reach_of(role)]: over or "RDY"} if reach_of(role) in _REACHES else {}
            given = Grant(
                role=role,
                starts_on=date(2020, 1, 1),
                team=named.get("team"),
                authority=named.get("authority"),
                worker=named.get("worker"),
                person_ref=named.get("person_ref"),
                relationship=relationship or (Relationship.YOUNG_PERSON if role is Role.FAMILY else None),
                review=review if reach_of(role) is Reach.PANEL else None,
            )
            accounts.grant(connection, account_id, given, by=None)
        return subject

    def also(self, subject: str, role: Role, **over: Any) -> None:
        """A second role for somebody who was hired, over what is named as in `Grant`."""
        with self.database.writing() as connection:
            account_id = accounts.account_let_in(connection, ISSUER.url, subject)
            accounts.grant(connection, account_id, Grant(role=role, starts_on=date(2020, 1, 1), **over), by=None)

    def as_(self, subject: str, **claims: Any) -> dict[str, str]:
        """The header that somebody signs their request with; each token is another one."""
        self._tokens += 1
        times = {"iat": seconds(self.now), "exp": seconds(self.now + timedelta(minutes=30))}
        said = {"sub": subject, "jti": f"token-{self._tokens}", **times, **claims}
        return {"Authorization": f"Bearer {self.door.good(**said)}"}

    def get(self, path: str, subject: str) -> Response:
        return self.client.get(path, headers=self.as_(subject))

    def post(self, path: str, subject: str, body: Any) -> Response:
        return self.client.post(path, headers=self.as_(subject), json=body)

    def set(self, **service: Any) -> None:
        """From now on the service is another one in some ways."""
        self.service = replace(self.service, **service)

    def audited(self) -> list[Any]:
        """Every row of the audit, oldest first."""
        with self.database.reading() as connection:
            return list(connection.execute(select(audit).order_by(audit.c.number)))

    def register(self) -> RegisterStore:
        """The register as its keeper sees it, to prepare what a test needs."""
        actor = Actor(account_id=None, role="command-line", organisation="-", route="test", request_id="test")
        session = self.service.session()
        return RegisterStore(session, Scope(everybody=True), actor)

"""A desk at which anybody may sit down: gives accounts, tokens, and a client that speaks to the API."""

from datetime import date
from typing import Any

from httpx2 import Response
from starlette.testclient import TestClient

from dsr.api.app import create_app
from dsr.api.service import Service
from dsr.auth import accounts
from dsr.auth.accounts import Grant
from dsr.auth.powers import reach_of
from dsr.auth.roles import Reach, Role
from dsr.rules.due import TERMS
from dsr.rules.terms import Terms
from dsr.store.database import RegisterDatabase
from dsr.store.register import RegisterStore
from dsr.store.scope import Actor, Scope
from tests.dsr.auth.signing import ISSUER, NOW, Door
from tests.dsr.conftest import KEYS

_REACHES = {Reach.OWN_TEAM: "team", Reach.OWN_COUNCIL: "authority", Reach.OWN_CASES: "worker"}


class Desk:
    """The API over a register, with an instant that a test can move."""

    def __init__(self, database: RegisterDatabase, door: Door) -> None:
        self.database, self.door, self.now = database, door, NOW
        self._tokens = 0
        self.service = Service(
            database=database,
            keys=KEYS,
            terms=Terms(TERMS),
            verifier=door.verifier,
            clock=lambda: self.now,
            demonstration=True,
        )
        self.client = TestClient(create_app(self.service), raise_server_exceptions=False)

    def __enter__(self) -> "Desk":
        self.client.__enter__()
        return self

    def __exit__(self, *fault: Any) -> None:
        self.client.__exit__(*fault)

    def hire(self, role: Role, over: str | None = None, organisation: str = "QVV", subject: str | None = None) -> str:
        """A new account with a role over a team, council or worker, as the role reaches; returns its subject."""
        subject = subject or f"{role.value}-{over or 'all'}"
        with self.database.writing() as connection:
            account_id = accounts.add_account(
                connection, KEYS, issuer=ISSUER.url, subject=subject, name=f"A {role.words}", organisation=organisation
            )
            named = {name: over or "RDY" if reach_of(role) is reach else None for reach, name in _REACHES.items()}
            given = Grant(
                role=role,
                starts_on=date(2020, 1, 1),
                team=named["team"],
                authority=named["authority"],
                worker=named["worker"],
            )
            accounts.grant(connection, account_id, given, by=None)
        return subject

    def as_(self, subject: str, **claims: Any) -> dict[str, str]:
        """The header that somebody signs their request with; each token is another one."""
        self._tokens += 1
        return {"Authorization": f"Bearer {self.door.good(sub=subject, jti=f'token-{self._tokens}', **claims)}"}

    def get(self, path: str, subject: str) -> Response:
        return self.client.get(path, headers=self.as_(subject))

    def post(self, path: str, subject: str, body: Any) -> Response:
        return self.client.post(path, headers=self.as_(subject), json=body)

    def register(self) -> RegisterStore:
        """The register as its keeper sees it, to prepare what a test needs."""
        actor = Actor(account_id=None, role="command-line", organisation="-", route="test", request_id="test")
        session = self.service.session()
        return RegisterStore(session, Scope(everybody=True), actor)

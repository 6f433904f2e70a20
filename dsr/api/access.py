"""Who asks, and whether they may: every route names the permission it needs, or that it needs none.

Role, relationship and consent must all pass (R-DSR-113). The role is judged here, from the register's own grants read
for this request; whom it reaches and what was consented to is judged by the store, in its scope. A route that names no
rule is refused when the application is made.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Annotated

from fastapi import Depends, FastAPI, Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from diis.store.engine import StoreConnection
from dsr.api.browser import SESSION_COOKIE, secret_of, signed_in_with
from dsr.api.problems import NotAllowed
from dsr.api.service import Service, service_of
from dsr.auth.accounts import Grant, Standing, standing_of, standing_of_account
from dsr.auth.bearer import bearer_of
from dsr.auth.claims import Identity
from dsr.auth.powers import fields_of, may, reach_of
from dsr.auth.roles import FieldClass, Permission, Reach, Role
from dsr.auth.sign_ins import BrowserSignIn
from dsr.store.emergencies import open_to
from dsr.store.lists import RegisterLists
from dsr.store.scope import Actor, Scope
from dsr.store.session import Session
from dsr.store.sign_ins import purges

_WIDEST_FIRST = (
    Reach.EVERYBODY,
    Reach.WHO_AGREED_OR_TO_REVIEW,
    Reach.WHO_AGREED,
    Reach.OWN_COUNCIL,
    Reach.OWN_TEAM,
    Reach.OWN_CASES,
    Reach.PANEL,
    Reach.SINGLE_PEOPLE,
    Reach.NOBODY,
)

_PURPOSES = {
    Role.DCO: "oversight",
    Role.ANALYST: "statistics",
    Role.BOARD_SECRETARY: "statistics",
    Role.PRIVACY_OFFICER: "privacy-review",
    Role.PLATFORM_ADMINISTRATOR: "administration",
    Role.FAMILY: "own-record",
}


_OPENED_BY_EMERGENCY = frozenset(
    {
        Permission.READ_PERSON,
        Permission.READ_HISTORY,
        Permission.READ_TASKS,
        Permission.READ_WAITS,
        Permission.READ_PACK,
    }
)
"""What an emergency opens of the person it is about, to whoever may do that of anybody; it changes nothing."""


@dataclass(frozen=True)
class Caller:
    """Somebody who signed in, with the roles that they have at this instant.

    `browser` is the sign-in that a cookie stands for, None with a token. `emergencies` are those whom one of theirs
    opens at this instant, each with its reference.
    """

    session: Session
    standing: Standing
    route: str
    request_id: str
    browser: BrowserSignIn | None = None
    emergencies: Mapping[str, str] = field(default_factory=dict)

    def grants_for(self, permission: Permission) -> tuple[Grant, ...]:
        """The grants whose role may do something."""
        return tuple(one for one in self.standing.grants if may(one.role, permission))

    def actor(self, role: str) -> Actor:
        """Whoever acts in a role, or in "no role", as the audit names them."""
        return Actor(
            account_id=self.standing.account_id,
            role=role,
            organisation=self.standing.organisation,
            purpose=_PURPOSES.get(Role(role), "direct-care") if role in set(Role) else "direct-care",
            route=self.route,
            request_id=self.request_id,
        )


@dataclass(frozen=True)
class Visit:
    """A caller who may do what a route does, by some of their grants: the register as these let them see it."""

    store: RegisterLists
    caller: Caller
    grants: tuple[Grant, ...]

    @property
    def session(self) -> Session:
        return self.caller.session

    def fields_of(self, people: Iterable[str]) -> dict[str, frozenset[FieldClass]]:
        """Which fields of each person are shown: those of the grants that reach that person, and of no others.

        One query for all of them, and none where every grant shows the same (R-DSR-110).
        """
        asked, shown = list(people), _by_fields(self.grants)
        if len(shown) == 1:
            return dict.fromkeys(asked, next(iter(shown)))
        organisation = self.caller.standing.organisation
        scopes = [scope_of(grants, organisation) for grants in shown.values()]
        reached = self.store.reached(scopes, asked)
        by_emergency = self._of_emergencies()
        return {
            one: frozenset[FieldClass]().union(
                *(fields for fields, found in zip(shown, reached, strict=True) if one in found),
                by_emergency if one in self.store.opened_by_emergency else (),
            )
            for one in asked
        }

    def may(self, permission: Permission, person_ref: str) -> bool:
        """Whether a grant that reaches a person lets the caller do something else of that person."""
        if all(may(one.role, permission) for one in self.grants):
            return True
        scope = _scope_for(self.caller, permission, self.caller.grants_for(permission))
        return person_ref in self.store.reached([scope], [person_ref])[0]

    def _of_emergencies(self) -> frozenset[FieldClass]:
        """An emergency opens what the roles see that may break the glass."""
        roles = (one.role for one in self.grants if may(one.role, Permission.BREAK_GLASS))
        return frozenset[FieldClass]().union(*map(fields_of, roles))


def caller_of(request: Request) -> Caller:
    """Who asks, by token or by the cookie of a sign-in.

    Raises `BearerRefused`, `TokenRefused`, `AccountRefused`, `SignInOver`, `OtherSite`.
    """
    service = service_of(request)
    session = service.session()
    with_cookie = not request.headers.getlist("authorization") and secret_of(request) is not None
    browser = signed_in_with(request, session) if with_cookie else None
    identity = _by_token(request, service, session) if browser is None else None
    with session.database.reading() as connection:
        standing = _standing(connection, browser, identity, session)
        opened = open_to(connection, standing.account_id, session.now)
    return Caller(session, standing, request.scope["route"].path, request.state.request_id, browser, opened)


def _standing(
    connection: StoreConnection, browser: BrowserSignIn | None, identity: Identity | None, session: Session
) -> Standing:
    if browser is not None:
        return standing_of_account(
            connection, session.keys, browser.sign_in.account_id, browser.roles_ceiling, session.now
        )
    assert identity is not None
    return standing_of(connection, session.keys, identity, session.now)


def _by_token(request: Request, service: Service, session: Session) -> Identity:
    """Verified between two looks at the database: an issuer's keys may have to be fetched meanwhile."""
    with session.database.reading() as connection:
        service.purges.follow(purges(connection))
    return service.verifier.verify(bearer_of(request, SESSION_COOKIE), session.now)


TheCaller = Annotated[Caller, Depends(caller_of)]


class Allowed:
    """The rule of a route: callers with a role that may do one thing, and nobody else."""

    def __init__(self, permission: Permission) -> None:
        self.permission = permission

    def __call__(self, caller: TheCaller) -> Visit:
        """The visit; raises `NotAllowed`, after that is in the audit (ASVS 16.3.2)."""
        grants = caller.grants_for(self.permission)
        if not grants:
            _store(caller, _role_of(caller.standing.grants), Scope()).note_denied(self.permission.value)
            raise NotAllowed
        scope = _scope_for(caller, self.permission, grants)
        return Visit(_store(caller, _role_of(grants), scope), caller, grants)


class SignedIn:
    """The rule of a route that anybody with an account may use, because it tells them of nobody but themselves."""

    def __call__(self, caller: TheCaller) -> Caller:
        return caller


class Public:
    """The rule of a route that tells nothing of anybody."""

    def __call__(self) -> None:
        return None


Rule = Allowed | SignedIn | Public


class RouteWithoutRule(Exception):
    """A route that names no rule, or two; the application does not start."""


def rule_of(route: APIRoute) -> Rule:
    """The one rule of a route; raises `RouteWithoutRule`."""
    found = [call for call in _calls(route.dependant) if isinstance(call, Allowed | SignedIn | Public)]
    if len(found) != 1:
        raise RouteWithoutRule(f"{sorted(route.methods)} {route.path} names {len(found)} rules")
    return found[0]


def rules_of(app: FastAPI) -> dict[tuple[str, str], Rule]:
    """Every method and path with its rule; raises `RouteWithoutRule` for whatever is reached without one."""
    found: dict[tuple[str, str], Rule] = {}
    for route in app.routes:
        if not isinstance(route, APIRoute):
            raise RouteWithoutRule(f"{getattr(route, 'path', route)} is not a route of the API")
        for method in sorted(route.methods):
            found[method, route.path] = rule_of(route)
    return found


def scope_of(grants: Iterable[Grant], organisation: str) -> Scope:
    """Whom grants reach together; those who do not keep the register see who may be shared with their organisation."""
    held = tuple(grants)
    reaches = {reach_of(one.role) for one in held}
    if Reach.EVERYBODY in reaches:
        return Scope(everybody=True)
    return Scope(
        who_agreed=not reaches.isdisjoint({Reach.WHO_AGREED, Reach.WHO_AGREED_OR_TO_REVIEW}),
        who_agreed_to_review=Reach.WHO_AGREED_OR_TO_REVIEW in reaches,
        teams=frozenset(one.team for one in held if one.team),
        authorities=frozenset(one.authority for one in held if one.authority),
        workers=frozenset(one.worker for one in held if one.worker),
        people=_single_people(held, Reach.SINGLE_PEOPLE),
        panels=_single_people(held, Reach.PANEL),
        shared_with=organisation,
    )


def _single_people(held: Iterable[Grant], reach: Reach) -> frozenset[str]:
    return frozenset(one.person_ref for one in held if one.person_ref and reach_of(one.role) is reach)


def _scope_for(caller: Caller, permission: Permission, grants: Iterable[Grant]) -> Scope:
    """Whom somebody may do one thing of, with whoever an emergency opens for it."""
    scope = scope_of(grants, caller.standing.organisation)
    if permission in _OPENED_BY_EMERGENCY:
        return replace(scope, emergencies=caller.emergencies)
    return replace(scope, only_to_read=caller.emergencies)


def _by_fields(grants: Iterable[Grant]) -> dict[frozenset[FieldClass], list[Grant]]:
    found: dict[frozenset[FieldClass], list[Grant]] = {}
    for one in grants:
        found.setdefault(fields_of(one.role), []).append(one)
    return found


def _role_of(grants: Iterable[Grant]) -> str:
    """The role that somebody acts in, for the audit: of several the one that reaches furthest."""
    held = sorted(grants, key=lambda one: (_WIDEST_FIRST.index(reach_of(one.role)), one.role.value))
    return held[0].role.value if held else "no role"


def _store(caller: Caller, role: str, scope: Scope) -> RegisterLists:
    return RegisterLists(caller.session, scope, caller.actor(role))


def _calls(dependant: Dependant) -> Iterable[Callable[..., object] | None]:
    for one in dependant.dependencies:
        yield one.call
        yield from _calls(one)

"""Who am I here, in which roles, and where am I signed in; and ending that, of oneself and others (ASVS 7.4, 7.5)."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path
from pydantic import Field

from dsr.api.access import Allowed, Caller, SignedIn, Visit
from dsr.api.access_problems import NoSuchSignIn
from dsr.api.bodies import Answer, Moment
from dsr.auth.holding import Accounts
from dsr.auth.roles import Permission, Relationship, Role
from dsr.auth.sign_ins import SignIn, of_account
from dsr.store import sign_ins as rows
from dsr.store.audit import Audit, Outcome
from dsr.store.noting import entry_of

router = APIRouter()

Myself = Annotated[Caller, Depends(SignedIn())]
Keeper = Annotated[Visit, Depends(Allowed(Permission.HOLD_ACCOUNTS))]
Number = Annotated[int, Path(ge=1, le=2**31 - 1)]


class RoleTold(Answer):
    """A role that holds today, and over what it reaches."""

    role: Role
    words: str
    team: str | None
    authority: str | None
    worker: str | None
    person_ref: str | None
    relationship: Relationship | None
    review: str | None = Field(description="Of a panel's role: for which C(E)TR, as it was planned.")


class SignInTold(Answer):
    """A browser that somebody is signed in with; instants are UTC."""

    sign_in_id: int
    started_at: Moment
    seen_at: Moment = Field(description="To the minute.")
    ends_at: Moment = Field(description="At the latest; without a request sooner.")
    this_one: bool


class EmergencyOpen(Answer):
    """Somebody whom an emergency opens to the caller at this instant."""

    emergency_ref: str
    person_ref: str


class Me(Answer):
    """The account that a request is of."""

    account_id: int
    organisation: str
    roles: list[RoleTold]
    sign_ins: list[SignInTold]
    emergencies: list[EmergencyOpen]
    csrf_token: str | None = Field(description="Sent with each change as X-CSRF-Token; null with a bearer token.")


class SignInsEnded(Answer):
    """How many sign-ins were ended."""

    ended: int


@router.get("/me")
def me(caller: Myself) -> Me:
    """Who the caller is to the register."""
    session, standing = caller.session, caller.standing
    with session.database.reading() as connection:
        signed_in = list(of_account(connection, standing.account_id, session.now, session.terms))
    return Me(
        account_id=standing.account_id,
        organisation=standing.organisation,
        roles=[
            RoleTold(
                role=one.role,
                words=one.role.words,
                team=one.team,
                authority=one.authority,
                worker=one.worker,
                person_ref=one.person_ref,
                relationship=one.relationship,
                review=one.review,
            )
            for one in standing.grants
        ],
        sign_ins=[_told(one, caller) for one in signed_in],
        emergencies=[
            EmergencyOpen(emergency_ref=ref, person_ref=person_ref) for person_ref, ref in caller.emergencies.items()
        ],
        csrf_token=caller.browser.csrf if caller.browser else None,
    )


@router.delete("/me/sign-ins/{sign_in_id}")
def end_mine(sign_in_id: Number, caller: Myself) -> SignInsEnded:
    """End one of the caller's own sign-ins, such as one on a machine that was left."""
    session, account_id = caller.session, caller.standing.account_id
    with session.database.writing() as connection:
        ended = rows.end_sign_in(connection, sign_in_id, account_id, session.now)
        outcome, fields = Outcome.ALLOWED if ended else Outcome.DENIED, f"sign-in {sign_in_id}"
        entry = entry_of(session, caller.actor("no role"), "end-sign-in", outcome=outcome, fields=fields)
        Audit(session.keys.chain_key).add(connection, entry)
    if not ended:
        raise NoSuchSignIn
    return SignInsEnded(ended=1)


@router.delete("/accounts/{account_id}/sign-ins")
def end_anothers(account_id: Number, visit: Keeper) -> SignInsEnded:
    """End every sign-in of an account, which may sign in again unless it is disabled."""
    return SignInsEnded(ended=Accounts(visit.session, visit.store.actor).end_sign_ins(account_id))


def _told(one: SignIn, caller: Caller) -> SignInTold:
    mine = caller.browser is not None and one.sign_in_id == caller.browser.sign_in.sign_in_id
    return SignInTold(
        sign_in_id=one.sign_in_id, started_at=one.started_at, seen_at=one.seen_at, ends_at=one.ends_at, this_one=mine
    )

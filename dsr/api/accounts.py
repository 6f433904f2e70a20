"""Who may sign in, in which roles and until when, for those who hold accounts; each change is in the audit.

Nobody gives a role to themselves, nor lets themselves in again. Names of staff are shown to those alone who hold
accounts.
"""

from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Path, status
from pydantic import AfterValidator, Field, StringConstraints

from dsr.api.access import Allowed, Visit
from dsr.api.bodies import Answer, Body, Day, Moment, is_text
from dsr.auth.accounts import Grant
from dsr.auth.holding import Account, Accounts, HeldGrant
from dsr.auth.issuers import LONGEST_NAME
from dsr.auth.roles import Permission, Relationship, Role
from dsr.store.references import PATTERN

router = APIRouter()

Keeper = Annotated[Visit, Depends(Allowed(Permission.HOLD_ACCOUNTS))]
Number = Annotated[int, Path(ge=1, le=2**31 - 1)]
_Named = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_NAME), AfterValidator(is_text)]
_Short = Annotated[str, StringConstraints(min_length=1, max_length=32), AfterValidator(is_text)]
_Worker = Annotated[str, StringConstraints(min_length=1, max_length=40), AfterValidator(is_text)]
_Council = Annotated[str, StringConstraints(min_length=1, max_length=16), AfterValidator(is_text)]
_Review = Annotated[str, StringConstraints(min_length=1, max_length=16), AfterValidator(is_text)]
_Reference = Annotated[str, StringConstraints(pattern=PATTERN)]


class GrantTold(Answer):
    """A role from a day to a day, both inside, and over what it reaches."""

    grant_id: int
    role: str
    starts_on: date
    ends_on: date | None
    team: str | None
    authority: str | None
    worker: str | None
    person_ref: str | None
    relationship: str | None
    review: str | None = Field(
        description="Of a panel's role: for which C(E)TR; null, of before that was asked: for those still to come."
    )


class AccountTold(Answer):
    """An account with every role that it has or had."""

    account_id: int
    issuer: str
    subject: str
    name: str
    organisation: str
    disabled_at: Moment | None
    grants: list[GrantTold]


class NewAccount(Body):
    """Somebody who is to sign in: by issuer and subject, never by mail address (ASVS 6.8.1)."""

    issuer: _Named
    subject: _Named
    name: _Named
    organisation: _Short


class NewGrant(Body):
    """A role, and the one thing that it reaches over where it does."""

    role: Role
    starts_on: Day
    ends_on: Day | None = None
    team: _Short | None = None
    authority: _Council | None = None
    worker: _Worker | None = None
    person_ref: _Reference | None = None
    relationship: Relationship | None = Field(default=None, description="Of a family's role: whose it is.")
    review: _Review | None = Field(default=None, description="Of a panel's role: for which C(E)TR, as it was planned.")


class LastDay(Body):
    """The last day of a role; without one it ends at once."""

    last_day: Day | None = None


class Made(Answer):
    """The number of what was made."""

    number: int


class Changed(Answer):
    """Whether anything was changed; false where it was so already."""

    changed: bool


@router.get("/accounts")
def accounts(visit: Keeper) -> list[AccountTold]:
    """Every account, oldest first."""
    return [_told(one) for one in _of(visit).all()]


@router.post("/accounts", status_code=status.HTTP_201_CREATED)
def add_account(body: NewAccount, visit: Keeper) -> Made:
    """A new account, without any role yet."""
    return Made(number=_of(visit).add(**dict(body)))


@router.post("/accounts/{account_id}/grants", status_code=status.HTTP_201_CREATED)
def give_role(account_id: Number, body: NewGrant, visit: Keeper) -> Made:
    """Give a role; to oneself never."""
    return Made(number=_of(visit).grant(account_id, Grant(**dict(body))))


@router.post("/grants/{grant_id}/end")
def end_role(grant_id: Number, body: LastDay, visit: Keeper) -> Changed:
    """Make a day the last of a role, or end it at once."""
    last_day = body.last_day or visit.session.today - timedelta(days=1)
    return Changed(changed=_of(visit).end(grant_id, last_day))


@router.post("/accounts/{account_id}/disable")
def disable(account_id: Number, visit: Keeper) -> Changed:
    """Let an account in no more; its sign-ins end and its tokens are refused from the next request on (F36)."""
    return Changed(changed=_of(visit).disable(account_id))


@router.post("/accounts/{account_id}/enable")
def enable(account_id: Number, visit: Keeper) -> Changed:
    """Let an account in again, with the roles that it still has; one's own never."""
    return Changed(changed=_of(visit).enable(account_id))


def _of(visit: Visit) -> Accounts:
    return Accounts(visit.session, visit.store.actor)


def _told(one: Account) -> AccountTold:
    return AccountTold(**{**vars(one), "grants": [_grant(held) for held in one.grants]})


def _grant(held: HeldGrant) -> GrantTold:
    return GrantTold(**vars(held))

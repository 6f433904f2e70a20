"""A sign-in that has begun and is not done: what the browser carries to the provider and back, sealed in a cookie.

State, nonce and verifier belong to this browser alone and last ten minutes. They are sealed with the register's keys,
so there is no secret of their own that could be left at a default (F39), and the verifier is not to be read on the way.
"""

import base64
import binascii
import hmac
import json
import secrets
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta

from dsr.auth.refusals import SignInFault, SignInRefused
from dsr.store.faults import SealBroken
from dsr.store.sealing import Keyring

LASTS = timedelta(minutes=10)

_PLACE = "sign-in attempt"
_SECRET_BYTES = 32
_LONGEST = 2_000
_LONGEST_WAY = 500


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """What must come back from the provider, and where the user was going. Nothing of it is printed."""

    state: str = field(repr=False)
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)
    to: str
    ends_at: str


def new_attempt(now: datetime, to: str) -> Attempt:
    """An attempt with secrets of its own; `to` is where to go when signed in, on this server."""
    state, nonce, verifier = (secrets.token_urlsafe(_SECRET_BYTES) for _ in range(3))
    return Attempt(state=state, nonce=nonce, verifier=verifier, to=_here(to), ends_at=(now + LASTS).isoformat())


def sealed(attempt: Attempt, keys: Keyring) -> str:
    """An attempt as the text of a cookie."""
    return base64.urlsafe_b64encode(keys.seal(json.dumps(asdict(attempt)), _PLACE)).decode()


def opened(text: str, state: str, keys: Keyring, now: datetime) -> Attempt:
    """The attempt of a cookie that has come back in time with its own state; raises `SignInRefused`."""
    if len(text) > _LONGEST:
        raise SignInRefused(SignInFault.ATTEMPT)
    try:
        found = Attempt(**json.loads(keys.open(base64.b64decode(text, b"-_", validate=True), _PLACE)))
    except (SealBroken, binascii.Error, ValueError, TypeError):
        raise SignInRefused(SignInFault.ATTEMPT) from None
    if now >= datetime.fromisoformat(found.ends_at) or now < datetime.fromisoformat(found.ends_at) - 2 * LASTS:
        raise SignInRefused(SignInFault.ATTEMPT)
    if not hmac.compare_digest(found.state.encode(), state.encode()):
        raise SignInRefused(SignInFault.STATE)
    return found


def _here(to: str) -> str:
    """A way on this server; anything that a browser could take for another server leads to the start."""
    begins_well = to.startswith("/") and not to.startswith(("//", "/\\"))
    return to if begins_well and to.isascii() and to.isprintable() and len(to) <= _LONGEST_WAY else "/"

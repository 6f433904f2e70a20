"""Why a token is refused, as a closed set of codes for the log; the answer to the caller is the same for all of them.

A refusal holds nothing of the token. Of a key id, which whoever sends a token writes freely, it holds a hash and the
length (J4, ASVS 16.2.5): enough to see that two refusals are of one cause.
"""

import hashlib
from enum import StrEnum


class Code(StrEnum):
    """What was wrong with a token."""

    SIZE = "jwt_size"
    FORM = "jwt_form"
    JSON = "jwt_json"
    ALGORITHM = "jwt_alg"
    CRITICAL = "jwt_crit"
    KEY_ID = "jwt_kid"
    KEYS = "jwt_keys"
    ISSUER = "jwt_iss"
    AUDIENCE = "jwt_aud"
    KIND = "jwt_kind"
    SIGNATURE = "jwt_signature"
    CLAIMS = "jwt_claims"
    TIME = "jwt_time"
    LIFETIME = "jwt_lifetime"


class TokenRefused(Exception):
    """A token that nobody is let in with."""

    def __init__(self, code: Code, key_id: str | None = None) -> None:
        self.code = code
        self.key_id_hash = hashlib.sha256(key_id.encode()).hexdigest()[:16] if key_id is not None else None
        self.key_id_length = len(key_id) if key_id is not None else None
        about = f" (key id {self.key_id_hash}, {self.key_id_length} characters)" if key_id is not None else ""
        super().__init__(f"{code.value}{about}")


class Barred(StrEnum):
    """Why somebody with a good token is not let in."""

    UNKNOWN = "account_unknown"
    DISABLED = "account_disabled"
    SIGNED_OUT = "account_signed_out"
    IDLE = "account_idle"
    TOO_LONG = "account_too_long"


class AccountRefused(Exception):
    """A good token of somebody who has no account here, has it no longer, or has signed out (J14, F36)."""

    def __init__(self, code: Barred) -> None:
        self.code = code
        super().__init__(code.value)


class SignInOver(Exception):
    """The cookie of a browser lets nobody in: signed out, too long without a request, or never good (ASVS 7.3)."""

    def __init__(self, code: Barred) -> None:
        self.code = code
        super().__init__(code.value)


class SignInFault(StrEnum):
    """What was wrong with a sign-in at the provider."""

    ATTEMPT = "sign_in_attempt"
    STATE = "sign_in_state"
    REPLAYED = "sign_in_replayed"
    ISSUER = "sign_in_iss"
    DECLINED = "sign_in_declined"
    CODE = "sign_in_code"
    NONCE = "sign_in_nonce"
    PARTY = "sign_in_azp"
    STRENGTH = "sign_in_acr"
    METHODS = "sign_in_amr"
    AGE = "sign_in_auth_time"


class SignInRefused(Exception):
    """A sign-in that did not come to its end; holds nothing of what was sent."""

    def __init__(self, code: SignInFault) -> None:
        self.code = code
        super().__init__(code.value)


class ProviderDown(Exception):
    """The provider does not answer, or not as a provider does: nobody can sign in for now (F22)."""

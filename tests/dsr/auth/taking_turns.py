"""One process of several that all use one token (J13)."""

from dsr.auth.claims import Identity
from dsr.auth.used_tokens import use_up
from dsr.store.database import RegisterDatabase


def used(url: str, identities: list[Identity]) -> list[bool]:
    """Which of the tokens this process was let in with."""
    database = RegisterDatabase(url)
    let_in = [_used(database, identity) for identity in identities]
    database.close()
    return let_in


def _used(database: RegisterDatabase, identity: Identity) -> bool:
    with database.writing() as connection:
        return use_up(connection, identity.issuer, identity.jti, identity.expires_at)

"""Whom the register believes, from its files: issuers of access tokens, and the provider that people sign in with.

[[issuer]]
url = "https://sign-in.example/dorset"
jwks-url = "https://sign-in.example/dorset/keys"
audience = "dsr-api"
algorithms = ["RS256"]

The other file has no tables: docs/how-to-sign-in.md shows one for CIS2 and one for Entra. Secrets are in files of their
own, readable by their owner alone.
"""

import tomllib
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from dsr.auth.fetching import HttpsFetch
from dsr.auth.issuers import Issuer, IssuerUnusable, SubjectClaim
from dsr.auth.key_sets import KeySet
from dsr.auth.provider import ClientMethod, Provider
from dsr.auth.provider_client import ProviderClient
from dsr.auth.tokens import TokenVerifier

Read = Callable[[Any], Any]


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("is a text that is not empty")
    return value


def _texts(value: Any) -> frozenset[str]:
    if not isinstance(value, list) or not value:
        raise ValueError("is a list of texts that is not empty")
    return frozenset(_text(one) for one in value)


def _in_order(value: Any) -> tuple[str, ...]:
    _texts(value)
    return tuple(value)


def _minutes(value: Any) -> timedelta:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise ValueError("is a whole number of minutes")
    return timedelta(minutes=value)


def _secret(value: Any) -> str:
    path = Path(_text(value))
    if not path.is_file():
        raise ValueError(f"names {path}, which is not there; there is no secret by default")
    if path.stat().st_mode & 0o077:
        raise ValueError(f"names {path}, which others can read. Run: chmod 600 {path}")
    return path.read_text(encoding="utf-8").strip()


_OF_AN_ISSUER: Mapping[str, tuple[str, Read]] = {
    "url": ("url", _text),
    "jwks-url": ("jwks_url", _text),
    "audience": ("audience", _text),
    "algorithms": ("algorithms", _texts),
    "types": ("types", _texts),
    "marks": ("marks", _texts),
    "longest-lifetime-minutes": ("longest_lifetime", _minutes),
    "subject": ("subject", SubjectClaim),
    "tenant": ("tenant", _text),
    "token-id": ("token_id", _text),
    "roles": ("roles", _text),
}

_OF_A_PROVIDER: Mapping[str, tuple[str, Read]] = {
    "url": ("url", _text),
    "client-id": ("client_id", _text),
    "client-secret-file": ("secret", _secret),
    "back": ("back", _text),
    "method": ("method", ClientMethod),
    "key-id": ("key_id", _text),
    "assertion-algorithm": ("assertion_algorithm", _text),
    "scopes": ("scopes", _in_order),
    "algorithms": ("algorithms", _texts),
    "subject": ("subject", SubjectClaim),
    "tenant": ("tenant", _text),
    "roles": ("roles", _text),
    "acr": ("acr", _texts),
    "amr": ("amr", _texts),
    "longest-since-minutes": ("longest_since", _minutes),
}


def read_verifier(path: Path | None) -> TokenVerifier:
    """Who verifies access tokens, of nobody without a file; raises `IssuerUnusable`."""
    if path is None:
        return TokenVerifier([])
    told = _told(path)
    if told.keys() != {"issuer"} or not isinstance(told["issuer"], list):
        raise IssuerUnusable(f"{path} holds tables [[issuer]] and nothing else.")
    fetch = HttpsFetch()
    return TokenVerifier(KeySet(Issuer(**_read(one, _OF_AN_ISSUER, path)), fetch) for one in told["issuer"])


def read_provider(path: Path | None) -> ProviderClient | None:
    """The provider that people sign in with, None without a file; raises `IssuerUnusable`."""
    if path is None:
        return None
    return ProviderClient(Provider(**_read(_told(path), _OF_A_PROVIDER, path)), HttpsFetch())


def _told(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise IssuerUnusable(f"There is no file {path}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise IssuerUnusable(f"{path} is not TOML: {fault}") from None


def _read(told: Mapping[str, Any], known: Mapping[str, tuple[str, Read]], path: Path) -> dict[str, Any]:
    found = {}
    for name, value in told.items():
        if name not in known:
            raise IssuerUnusable(f"{path}: '{name}' is none of {', '.join(known)}.")
        field, read = known[name]
        try:
            found[field] = read(value)
        except (ValueError, OSError) as fault:
            raise IssuerUnusable(f"{path}: '{name}' {fault}.") from None
    lacking = [name for name in _NEEDED if name in known and known[name][0] not in found]
    if lacking:
        raise IssuerUnusable(f"{path} lacks {', '.join(lacking)}.")
    return found


_NEEDED = ("url", "jwks-url", "audience", "client-id", "client-secret-file", "back")

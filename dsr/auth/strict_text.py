"""Reading a token without trusting any of it: one spelling of each token, and one meaning of each text (J15, J16, J20).

PyJWT verifies later. It accepts padding, and of a name that is told twice it takes the last; another reader might take
the first. What passes here can be read in one way only.
"""

import base64
import binascii
import json
import math
import re
from dataclasses import dataclass
from typing import Any, NoReturn

from dsr.auth.refusals import Code, TokenRefused

MOST_CHARACTERS = 16 * 1024
"""Of a token (J16). Those of Entra have two to four thousand."""

_PARTS = 3
_MOST_CONTAINERS = 64
"""Arrays and objects in a part, side by side or nested: so the depth is bounded before anything is parsed (J16)."""

_BASE64URL = re.compile(r"[A-Za-z0-9_-]*")


class NotStrict(ValueError):
    """A text that is no JSON object, or one that can be read in two ways."""


@dataclass(frozen=True)
class Unverified:
    """What a token says of itself before anybody has looked at its signature."""

    header: dict[str, Any]
    payload: dict[str, Any]


def parsed(token: str) -> Unverified:
    """Header and payload; raises `TokenRefused`. An empty signature passes: the algorithm `none` is told as such."""
    if len(token) > MOST_CHARACTERS:
        raise TokenRefused(Code.SIZE)
    parts = token.split(".")
    if len(parts) != _PARTS:
        raise TokenRefused(Code.FORM)
    header, payload, _ = (_decoded(part) for part in parts)
    try:
        return Unverified(strict_object(header), strict_object(payload))
    except NotStrict:
        raise TokenRefused(Code.JSON) from None


def strict_object(text: bytes, most_containers: int = _MOST_CONTAINERS) -> dict[str, Any]:
    """A JSON object in which no name is told twice and every number is finite; raises `NotStrict`."""
    try:
        decoded = text.decode()
        if decoded.count("[") + decoded.count("{") > most_containers:
            raise NotStrict
        found = json.loads(decoded, object_pairs_hook=_each_once, parse_float=_finite, parse_constant=_refused)
        # Half of a surrogate pair is a text that no database and no log takes.
        json.dumps(found, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise NotStrict from None
    if not isinstance(found, dict):
        raise NotStrict
    return found


def _decoded(part: str) -> bytes:
    """The bytes of a part that is spelled in the one canonical way (J20)."""
    if not _BASE64URL.fullmatch(part):
        raise TokenRefused(Code.FORM)
    try:
        found = base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
    except binascii.Error:
        raise TokenRefused(Code.FORM) from None
    # The last character may have bits that say nothing: two spellings of the same bytes.
    if base64.urlsafe_b64encode(found).rstrip(b"=").decode() != part:
        raise TokenRefused(Code.FORM)
    return found


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotStrict
    return found


def _finite(number: str) -> float:
    found = float(number)
    if not math.isfinite(found):
        raise NotStrict
    return found


def _refused(_name: str) -> NoReturn:
    """NaN and Infinity are not JSON."""
    raise NotStrict

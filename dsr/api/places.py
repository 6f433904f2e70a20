"""Where a list goes on: sealed, since a place can name what is not shown of a stub; one that is not ours is refused."""

import base64
import json
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

from fastapi import Query

from dsr.api.problems import PlaceUnknown
from dsr.store.faults import SealBroken
from dsr.store.sealing import Keyring

Limit = Annotated[int, Query(ge=1, le=200, description="How many at most.")]
After = Annotated[
    str | None, Query(max_length=600, description="What an answer gave as `goes_on`; the list goes on after it.")
]
_PLACE = "place in a list"


def written(place: Sequence[Any] | None, keys: Keyring) -> str | None:
    """A place as it is handed out; None at the end of a list."""
    if place is None:
        return None
    plain = [part.isoformat() if isinstance(part, date) else part for part in place]
    return base64.urlsafe_b64encode(keys.seal(json.dumps(plain), _PLACE)).decode()


def read(after: str | None, kinds: tuple[type, ...], keys: Keyring) -> tuple[Any, ...] | None:
    """The place again, whose parts are of these kinds; raises `PlaceUnknown`."""
    if after is None:
        return None
    try:
        parts = json.loads(keys.open(base64.b64decode(after.encode("ascii"), altchars=b"-_", validate=True), _PLACE))
        if not isinstance(parts, list) or len(parts) != len(kinds):
            raise PlaceUnknown
        return tuple(_part(part, kind) for part, kind in zip(parts, kinds, strict=True))
    except (SealBroken, ValueError):
        raise PlaceUnknown from None


def _part(part: Any, kind: type) -> Any:
    if kind is date and isinstance(part, str):
        return date.fromisoformat(part)
    in_range = not isinstance(part, int) or 0 <= part < 2**31
    if type(part) is not kind or not in_range or (isinstance(part, str) and not part.isprintable()):
        raise PlaceUnknown
    return part

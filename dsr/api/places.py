"""Where a list goes on: opaque to whoever holds it, and refused where it is none of ours."""

import base64
import json
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

from fastapi import Query

from dsr.api.problems import PlaceUnknown

Limit = Annotated[int, Query(ge=1, le=200, description="How many at most.")]
After = Annotated[
    str | None, Query(max_length=400, description="What an answer gave as `goes_on`; the list goes on after it.")
]


def written(place: Sequence[Any] | None) -> str | None:
    """A place as it is handed out; None at the end of a list."""
    if place is None:
        return None
    plain = [part.isoformat() if isinstance(part, date) else part for part in place]
    return base64.urlsafe_b64encode(json.dumps(plain).encode()).decode()


def read(after: str | None, kinds: tuple[type, ...]) -> tuple[Any, ...] | None:
    """The place again, whose parts are of these kinds; raises `PlaceUnknown`."""
    if after is None:
        return None
    try:
        parts = json.loads(base64.b64decode(after.encode("ascii"), altchars=b"-_", validate=True))
        if not isinstance(parts, list) or len(parts) != len(kinds):
            raise PlaceUnknown
        return tuple(_part(part, kind) for part, kind in zip(parts, kinds, strict=True))
    except ValueError:
        raise PlaceUnknown from None


def _part(part: Any, kind: type) -> Any:
    if kind is date and isinstance(part, str):
        return date.fromisoformat(part)
    in_range = not isinstance(part, int) or 0 <= part < 2**31
    if type(part) is not kind or not in_range or (isinstance(part, str) and not part.isprintable()):
        raise PlaceUnknown
    return part

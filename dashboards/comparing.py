"""Whether a server already holds what we want: it may hold more, and leave out what is empty."""

from collections.abc import Mapping, Sequence
from typing import Any


def holds(found: Any, wanted: Any, ignoring: frozenset[str] = frozenset()) -> bool:
    """Whether every value of `wanted` is in `found`, at every depth; keys in `ignoring` are not looked at."""
    if isinstance(wanted, Mapping):
        return isinstance(found, Mapping) and all(
            _holds_key(found, key, value, ignoring) for key, value in wanted.items() if key not in ignoring
        )
    if _is_list(wanted):
        return (
            _is_list(found)
            and len(found) == len(wanted)
            and all(holds(one, other, ignoring) for one, other in zip(found, wanted, strict=True))
        )
    return bool(found == wanted)


def _holds_key(found: Mapping[str, Any], key: str, value: Any, ignoring: frozenset[str]) -> bool:
    if key not in found:
        return not value
    return holds(found[key], value, ignoring)


def _is_list(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)

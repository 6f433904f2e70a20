"""Facts as text and back: the store keeps them as JSON, sealed. What is read equals what was written."""

import json
import types
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from re import sub
from typing import Any, Union, get_args, get_origin, get_type_hints

from dsr.rules import facts
from dsr.rules.facts.fact import Fact


class FactUnknown(Exception):
    """A kind of fact that this version of the service does not know: it was written by a newer one."""


@cache
def kinds() -> dict[str, type[Fact]]:
    """Every kind of fact by its name, such as `consent-given`."""
    for module in iter_modules(facts.__path__, f"{facts.__name__}."):
        import_module(module.name)
    return {_name(kind): kind for kind in _below(Fact)}


def kind_of(fact: Fact) -> str:
    """The name of a fact's kind."""
    return _name(type(fact))


def as_text(fact: Fact) -> str:
    """All of a fact but its kind and its day, which have columns of their own."""
    return json.dumps({name: _plain(value) for name, value in _values(fact) if name != "on"}, separators=(",", ":"))


def from_text(kind: str, on: date, text: str) -> Fact:
    """The fact again; raises `FactUnknown`. What an older version did not know yet has the value that means nothing."""
    try:
        type_ = kinds()[kind]
    except KeyError:
        raise FactUnknown(
            f"The register holds a fact of the kind '{kind}', which this version does not know."
        ) from None
    hints = _hints(kind)
    return type_(on=on, **{name: _typed(value, hints[name]) for name, value in json.loads(text).items()})


@cache
def _hints(kind: str) -> dict[str, Any]:
    """The types of a fact's attributes; asked for with every fact that is read."""
    return get_type_hints(kinds()[kind])


def _below(kind: type[Fact]) -> Iterator[type[Fact]]:
    for child in kind.__subclasses__():
        yield child
        yield from _below(child)


def _name(kind: type[Fact]) -> str:
    return sub(r"(?<=[a-z])(?=[A-Z])", "-", kind.__name__).lower()


def _values(record: Any) -> Iterator[tuple[str, Any]]:
    return ((field.name, getattr(record, field.name)) for field in fields(record))


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {name: _plain(inner) for name, inner in _values(value)}
    if isinstance(value, frozenset):
        return sorted(map(_plain, value))
    if isinstance(value, tuple):
        return list(map(_plain, value))
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def _typed(value: Any, hint: Any) -> Any:
    if get_origin(hint) in (Union, types.UnionType):
        (hint,) = (one for one in get_args(hint) if one is not types.NoneType)
        return None if value is None else _typed(value, hint)
    if get_origin(hint) in (frozenset, tuple):
        return get_origin(hint)(_typed(one, get_args(hint)[0]) for one in value)
    if is_dataclass(hint):
        hints = get_type_hints(hint)
        return hint(**{name: _typed(inner, hints[name]) for name, inner in value.items()})  # type: ignore[operator]
    if hint is date:
        return date.fromisoformat(value)
    return hint(value)

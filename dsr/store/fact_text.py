"""Facts as text and back: the store keeps them as JSON, sealed. What is read equals what was written."""

import json
import types
from collections.abc import Callable, Hashable, Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from re import sub
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

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


@cache
def _kinds_by_type() -> dict[type[Fact], str]:
    return {type_: name for name, type_ in kinds().items()}


def kind_of(fact: Fact) -> str:
    """The name of a fact's kind."""
    return _kinds_by_type()[type(fact)]


def as_text(fact: Fact) -> str:
    """All of a fact but its kind and its day, which have columns of their own."""
    return json.dumps(as_values(fact), separators=(",", ":"))


def as_values(fact: Fact) -> dict[str, Any]:
    """The same as names and plain values."""
    return {name: _plain(getattr(fact, name)) for name in _names(cast(Hashable, type(fact))) if name != "on"}


def from_text(kind: str, on: date, text: str) -> Fact:
    """The fact again; raises `FactUnknown`. What an older version did not know yet has the value that means nothing."""
    try:
        type_ = kinds()[kind]
    except KeyError:
        raise FactUnknown(
            f"The register holds a fact of the kind '{kind}', which this version does not know."
        ) from None
    readers = _readers(cast(Hashable, type_))
    return type_(on=on, **{name: readers[name](value) for name, value in json.loads(text).items()})


def _below(kind: type[Fact]) -> Iterator[type[Fact]]:
    for child in kind.__subclasses__():
        yield child
        yield from _below(child)


def _name(kind: type[Fact]) -> str:
    return sub(r"(?<=[a-z])(?=[A-Z])", "-", kind.__name__).lower()


@cache
def _names(record: Hashable) -> tuple[str, ...]:
    """The attributes of a class of records."""
    return tuple(field.name for field in fields(cast(Any, record)))


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(map(_plain, value))
    if isinstance(value, tuple):
        return list(map(_plain, value))
    return {name: _plain(getattr(value, name)) for name in _names(cast(Hashable, type(value)))}


@cache
def _readers(record: Hashable) -> dict[str, Callable[[Any], Any]]:
    """How each attribute of a record comes back from its plain value; asked for with every fact that is read."""
    return {name: _reader(hint) for name, hint in get_type_hints(record).items()}


def _reader(hint: Any) -> Callable[[Any], Any]:
    if get_origin(hint) in (Union, types.UnionType):
        (one,) = (one for one in get_args(hint) if one is not types.NoneType)
        there = _reader(one)
        return lambda value: None if value is None else there(value)
    if get_origin(hint) in (frozenset, tuple):
        many, each = get_origin(hint), _reader(get_args(hint)[0])
        return lambda value: many(map(each, value))
    if is_dataclass(hint):
        record, readers = cast(Any, hint), _readers(cast(Hashable, hint))
        return lambda value: record(**{name: readers[name](inner) for name, inner in value.items()})
    return date.fromisoformat if hint is date else cast(Callable[[Any], Any], hint)

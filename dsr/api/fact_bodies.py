"""Facts as they are sent and told: for each kind of fact a body with its fields, made from the fact itself.

A kind is spelled as the store spells it. What the rules say of a fact is judged where it is recorded; here is only what
a fact looks like.
"""

import types
from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass
from dataclasses import Field as FactField
from datetime import date
from enum import Enum
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import Field, StrictBool, create_model

from dsr.api.bodies import Body, Day, text
from dsr.rules.facts.fact import Fact
from dsr.store.fact_text import kinds

_LONGEST = {
    "agencies": 32,
    "agency": 32,
    "authority": 16,
    "by": 80,
    "code": 48,
    "item": 48,
    "organisation": 32,
    "owner": 80,
    "placed_by": 16,
    "recommendation": 6,
    "review": 16,
    "statutory": 24,
    "team": 80,
    "worker": 40,
    "Referred.by": 32,
}
"""Characters that lists have room for; other texts are free."""

_NOT_SENT = frozenset({"Decided.carried_over", "Decided.kept_since"})
"""What an import alone says: tasks end or begin later by it, which nobody decides by the way (R-DSR-22)."""

_OTHERWISE = {"Lives.kind": "place"}
"""Fields that are spelled otherwise here, because `kind` is the kind of the fact."""


class FactBody(Body):
    """A fact as it is sent."""

    def fact(self) -> Fact:
        """The fact that it says."""
        built = _built(self, kinds()[str(self.__dict__["kind"])])
        assert isinstance(built, Fact)
        return built


def body_of(kind: type[Fact]) -> type[FactBody]:
    """The body of a kind of fact."""
    return _body_of(next(name for name, one in kinds().items() if one is kind))


@cache
def _body_of(name: str) -> type[FactBody]:
    kind = kinds()[name]
    doc = (kind.__doc__ or "").strip()
    named: dict[str, Any] = {"kind": (Literal[name], ...), **_fields(kind)}
    return create_model(f"{kind.__name__}Said", __base__=FactBody, __doc__=doc, **named)


def list_of(kinds_: tuple[type[Fact], ...], *, fewest: int, most: int) -> Any:
    """The type of a list of facts of some kinds, each told apart by `kind`."""
    bodies = tuple(body_of(kind) for kind in kinds_)
    one: Any = bodies[0] if len(bodies) == 1 else Annotated[Union[bodies], Field(discriminator="kind")]  # noqa: UP007
    return Annotated[list[one], Field(min_length=fewest, max_length=most)]


def spelled(record: type, name: str) -> str:
    """A field of a fact as bodies and answers spell it."""
    return _OTHERWISE.get(f"{record.__name__}.{name}", name)


def _fields(record: type) -> dict[str, Any]:
    hints = get_type_hints(record)
    return {
        spelled(record, one.name): (_type(record, one.name, hints[one.name]), _default(one)) for one in _sent(record)
    }


def _sent(record: type) -> Iterator["FactField[Any]"]:
    return (one for one in fields(record) if f"{record.__name__}.{one.name}" not in _NOT_SENT)


def _default(field: "FactField[Any]") -> Any:
    return ... if field.default is MISSING else field.default


def _type(record: type, name: str, hint: Any) -> Any:
    if get_origin(hint) in (Union, types.UnionType):
        (inner,) = (one for one in get_args(hint) if one is not types.NoneType)
        return _type(record, name, inner) | None
    if get_origin(hint) is frozenset:
        return Annotated[frozenset[_type(record, name, get_args(hint)[0])], Field(max_length=50)]  # type: ignore[misc]
    if isinstance(hint, type) and is_dataclass(hint):
        return create_model(f"{hint.__name__}Said", __base__=Body, **_fields(hint))
    if hint is str:
        return text(_LONGEST.get(f"{record.__name__}.{name}", _LONGEST.get(name, 2_000)))
    if issubclass(hint, Enum):
        return hint
    return _SIMPLE[hint]


_SIMPLE: dict[type, Any] = {
    bool: StrictBool,
    date: Day,
    int: Annotated[int, Field(strict=True, ge=1, le=999)],
}


def _built(body: Body, record: type) -> Any:
    """The record that a body says, nested ones too."""
    hints = get_type_hints(record)
    said = ((one.name, getattr(body, spelled(record, one.name))) for one in _sent(record))
    return record(**{name: _value(value, hints[name]) for name, value in said})


def _value(value: Any, hint: Any) -> Any:
    if not isinstance(value, Body):
        return value
    (kind,) = (one for one in (get_args(hint) or (hint,)) if one is not types.NoneType)
    return _built(value, kind)

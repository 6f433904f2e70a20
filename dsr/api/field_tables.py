"""Tables of fields for the page of routes, from the description of the API: what is asked for in a query, what is told.

They are made from what the routes say of themselves, so that the page cannot tell of a field that is gone.
"""

from collections.abc import Iterator, Mapping
from typing import Any

Described = Mapping[str, Any]

ANSWERS = ("/attention", "/counts", "/tasks")
"""Lists of the whole register, whose words nobody can guess from their names."""

_PARAMETERS = """
## What a query may say

A day is written as 2027-04-01. What is not named here is refused.

| path | name | kind | left out | meaning |
| --- | --- | --- | --- | --- |
"""
_FIELDS = """
## What {path} answers

{words}

| field | kind | meaning |
| --- | --- | --- |
"""


def parameters(found: Described) -> str:
    """Every parameter of a query: its path, name, kind, what counts where it is left out, and its meaning."""
    return _PARAMETERS + "".join(
        f"| `{path}` | `{one['name']}` | {_asked(one['schema'], found)} | {_left_out(one)} | {one['description']} |\n"
        for path, operations in sorted(found["paths"].items())
        for operation in operations.values()
        for one in operation.get("parameters", ())
        if one["in"] == "query"
    )


def answers(found: Described) -> str:
    """The fields of the answers that need words."""
    return "".join(_answer(path, found) for path in ANSWERS)


def _answer(path: str, found: Described) -> str:
    content = found["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]
    schema = _resolved(content["schema"], found)
    words = " ".join(schema["description"].split())
    return _FIELDS.format(path=f"`{path}`", words=words) + "".join(_fields("", schema, found))


def _fields(before: str, schema: Described, found: Described) -> Iterator[str]:
    for name, one in schema["properties"].items():
        yield f"| `{before}{name}` | {_kind(one, found)} | {one['description']} |\n"
        inner = _resolved(one.get("items", one), found)
        if "properties" in inner:
            yield from _fields(f"{before}{name}{'[]' if 'items' in one else ''}.", inner, found)


def _resolved(schema: Described, found: Described) -> Described:
    """A schema, or the one that it refers to."""
    name = schema.get("$ref", "").rpartition("/")[2]
    resolved: Described = found["components"]["schemas"][name] if name else schema
    return resolved


def _kind(schema: Described, found: Described) -> str:
    """In words what a value is; null is told where it can be."""
    one = _resolved(schema, found)
    if "anyOf" in one:
        return " or ".join(_kind(each, found) for each in one["anyOf"])
    if "enum" in one:
        return "one of " + ", ".join(f"`{value}`" for value in one["enum"])
    if "items" in one:
        return "list"
    types = one["type"]
    return " or ".join(types) if isinstance(types, list) else str(one.get("format", types))


def _asked(schema: Described, found: Described) -> str:
    """What a parameter is; one that is left out is null, and no query can say that."""
    return _kind(schema, found).removesuffix(" or null")


def _left_out(parameter: Described) -> str:
    if parameter["required"]:
        return "is refused"
    default = parameter["schema"].get("default")
    if default in (None, ""):
        return "nothing"
    return f"`{str(default).lower() if default is False else default}`"

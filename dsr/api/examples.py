"""An example of the body of each route that writes, made from the description of that body, so that it cannot go stale.

It holds what must be there and nothing else; of several kinds of fact the first. Values are invented.
"""

from collections.abc import Mapping
from typing import Any

Schema = Mapping[str, Any]

_BY_FORMAT = {"date": "2026-11-20", "date-time": "2026-11-20T09:00:00Z"}
_BY_NAME: Mapping[str, Any] = {
    "birth_date": "2013-05-17",
    "version": 1,
    "last_day": "2026-12-31",
    "reason": "told by the school nurse",
    "words": "a short sentence",
    "nhs_number": "9990000700",
    "by": "a clinician",
    "source": "a ward",
    "worker": "anton",
    "other": "K7QX2M9R",
    "organisation": "RDY",
    "team": "adult learning disability team",
    "to": "another area",
    "sender": "another area",
    "hospital": "a hospital",
    "authority": "E06000059",
    "issuer": "https://sign-in.example",
    "subject": "1f0c-7a",
    "name": "Alex Example",
    "value": "Birch",
    "until": "2040-01-01",
    "persona": "dsr-manager",
    "person_ref": "K7QX2M9R",
    "code": "notify-intensive-support",
    "recommendation": "1",
    "meeting_on": "2026-12-04",
    "due_on": "2026-12-20",
    "statutory": "previous-admission",
    "item": "discharge-plan-begun",
    "review": "c1",
    "owner": "QVV",
    "identifiers": {"given_name": "Robin", "family_name": "Birch", "birth_date": "2013-05-17"},
}
"""What fields of a name hold in an example, where the description does not say it already."""

_USUAL = frozenset({"amber", "declined", "entered-in-error", "family-name", "health"})
"""Of the words of a closed list these rather than the first, which seldom fits alone."""


def add_examples(description: dict[str, Any]) -> None:
    """Put an example beside the body of each route."""
    schemas = description["components"]["schemas"]
    for operations in description["paths"].values():
        for operation in operations.values():
            content = operation.get("requestBody", {}).get("content", {}).get("application/json")
            if content is not None:
                content["example"] = example_of(content["schema"], schemas)


def example_of(schema: Schema, schemas: Mapping[str, Schema], name: str = "") -> Any:
    """The shortest value that a schema takes; `name` is that of the field that holds it."""
    schema = _resolved(schema, schemas)
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return next((one for one in schema["enum"] if one in _USUAL), schema["enum"][0])
    if name in _BY_NAME:
        return _BY_NAME[name]
    if schema.get("type") == "object":
        return _fields(schema, schemas)
    if schema.get("type") == "array":
        return [example_of(schema["items"], schemas, name)]
    return _plain(schema)


def _resolved(schema: Schema, schemas: Mapping[str, Schema]) -> Schema:
    """The schema that is meant: of several the first, which is never that for nothing."""
    while True:
        several = schema.get("oneOf") or schema.get("anyOf")
        if "$ref" in schema:
            schema = schemas[schema["$ref"].rpartition("/")[2]]
        elif several:
            schema = several[0]
        else:
            return schema


def _fields(schema: Schema, schemas: Mapping[str, Schema]) -> dict[str, Any]:
    needed = schema.get("required", ())
    return {name: example_of(schema["properties"][name], schemas, name) for name in needed}


def _plain(schema: Schema) -> Any:
    match schema.get("type"):
        case "boolean":
            return True
        case "integer" | "number":
            return max(1, schema.get("minimum", 1))
        case _:
            return _BY_FORMAT.get(schema.get("format", ""), "a few words")

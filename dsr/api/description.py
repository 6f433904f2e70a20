"""What the API says of itself: the OpenAPI description for those signed in, and the page of routes with their rules."""

import json
from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute

from dsr.api.access import Allowed, Caller, SignedIn, rule_of
from dsr.api.examples import add_examples
from dsr.api.field_tables import answers, parameters
from dsr.api.problems import MEDIA_TYPE, Problem

router = APIRouter()

REFUSALS = {
    400: "The request is not one that can be answered.",
    401: "Nobody is let in with this.",
    403: "None of your roles may do this.",
    404: "There is nobody and nothing of this name or reference, or nothing that you may see.",
    409: "Somebody else was first, or a limit is reached; nothing was written.",
    410: "This record is part of another one now.",
    413: "It is too long.",
    422: "It cannot be recorded, or was not understood; nothing was written.",
    429: "This account has looked people up too often of late.",
    503: "The register does not answer at the moment.",
}

_TITLE = "sendwatch: the Dynamic Support Register"
_PAGE = f"""# {_TITLE}: its routes

Written by `python -m tests.dsr.api.test_description`; a test compares it. A route needs the permission that it names,
for a person within the reach of a role that holds it; which role holds what is in `dsr/auth/powers.py`. What every body
and answer holds is at `GET /openapi.json`, for anybody who is signed in.

| method | path | permission | what it does |
| --- | --- | --- | --- |
"""


_EXAMPLES = """
## Examples of bodies

The shortest of each. Optional fields, and other kinds of fact, are at `GET /openapi.json`. A test sends every one of
them.

```
"""


@router.get("/openapi.json", response_model=dict[str, Any])
def openapi(request: Request, caller: Annotated[Caller, Depends(SignedIn())]) -> JSONResponse:  # noqa: ARG001 - the rule
    """The description of this API (OpenAPI 3.1)."""
    app: FastAPI = request.app
    return JSONResponse(described(app))


def described(app: FastAPI) -> dict[str, Any]:
    """The description of an application, whose refusals are all problem details (RFC 9457)."""
    found = app.openapi()
    for path in found["paths"].values():
        for operation in path.values():
            for status, said in operation["responses"].items():
                if int(status) in REFUSALS and "application/json" in said.get("content", {}):
                    said["content"] = {MEDIA_TYPE: said["content"]["application/json"]}
    add_examples(found)
    return found


def refusals() -> dict[int | str, dict[str, Any]]:
    """How every route may refuse."""
    return {status: {"model": Problem, "description": words} for status, words in REFUSALS.items()}


def page(app: FastAPI) -> str:
    """The routes as a page, in the order of their paths, what queries and answers hold, and examples of bodies."""
    found = described(app)
    return _PAGE + "".join(_rows(app)) + parameters(found) + answers(found) + _EXAMPLES + "".join(_bodies(found))


def _bodies(found: dict[str, Any]) -> Iterator[str]:
    for path, operations in sorted(found["paths"].items()):
        for method, operation in operations.items():
            content = operation.get("requestBody", {}).get("content", {}).get("application/json")
            if content is not None:
                yield f"{method.upper()} {path}\n    {json.dumps(content['example'])}\n"
    yield "```\n"


def _rows(app: FastAPI) -> Iterator[str]:
    routes = [route for route in app.routes if isinstance(route, APIRoute)]
    for route in sorted(routes, key=lambda route: (route.path, sorted(route.methods))):
        rule = rule_of(route)
        needed = rule.permission.value if isinstance(rule, Allowed) else _OTHERS[type(rule).__name__]
        words = (route.description or "").partition("\n")[0]
        for method in sorted(route.methods):
            yield f"| {method} | `{route.path}` | {needed} | {words} |\n"


_OTHERS = {"SignedIn": "anybody signed in", "Public": "anybody"}

"""How refusals and faults read: problem details (RFC 9457) that say what to do, and hold nothing of a person.

What was sent is never repeated: an identifier in a body must not come back in an answer, nor reach a log (ASVS 16.5.1).
"""

import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from diis.store.engine import StoreUnavailable
from dsr.actions.recording import NotPossible
from dsr.actions.referring import AlreadyHeld
from dsr.store.people import CaseloadFull, ChangedMeanwhile, NobodyThere, NoSuchKeyWorker, OnlyToRead

MEDIA_TYPE = "application/problem+json"

_LOG = logging.getLogger("dsr.api")
_AGAIN_AFTER_SECONDS = {HTTPStatus.SERVICE_UNAVAILABLE: "5", HTTPStatus.TOO_MANY_REQUESTS: "600"}


class Problem(BaseModel):
    """Why something was refused or failed."""

    type: str = Field(description="Which kind of problem; stays the same from version to version.")
    title: str
    status: int
    detail: str = Field(description="What happened and what to do, for people.")


class AlreadyHeldProblem(Problem):
    """That there is a record of the person already; `people` are those whom the caller may see."""

    people: list[str]


class NotAllowed(Exception):
    """Nobody with this account may do this; the question is in the audit."""


class PlaceUnknown(Exception):
    """A list was to go on after a place that is none of ours."""


class TooManyLookUps(Exception):
    """An account has tried too often of late whether people are on the register (ASVS 2.4.1)."""


class Merged(Exception):
    """The record turned out to be a second one of somebody; says under which reference the person is now."""

    def __init__(self, into: str) -> None:
        super().__init__(f"This record is part of {into} now. Ask for that one.")


class WaitsNotConnected(Exception):
    """This register knows no waiting times."""


_SAID: Mapping[type[Exception], tuple[HTTPStatus, str, str]] = {
    NoSuchKeyWorker: (
        HTTPStatus.NOT_FOUND,
        "no-such-key-worker",
        "There is no such key worker, or none whose people you may see.",
    ),
    NobodyThere: (HTTPStatus.NOT_FOUND, "nobody-there", "There is no such person, or none that you may see."),
    OnlyToRead: (
        HTTPStatus.FORBIDDEN,
        "only-to-read",
        (
            "An emergency lets you read of this person and change nothing. Tell those who answer for them, or the DSR "
            "coordinator, what is to be written."
        ),
    ),
    ChangedMeanwhile: (
        HTTPStatus.CONFLICT,
        "changed-meanwhile",
        "Somebody else changed this record since you read it. Nothing was written: read it again, then decide.",
    ),
    NotAllowed: (HTTPStatus.FORBIDDEN, "not-allowed", "None of your roles may do this."),
    PlaceUnknown: (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "not-understood",
        "query.after: is no place of this list. Begin the list again.",
    ),
    TooManyLookUps: (
        HTTPStatus.TOO_MANY_REQUESTS,
        "too-many-look-ups",
        "This account has looked people up very often in the last hour. Wait a while; the privacy officer sees this.",
    ),
    WaitsNotConnected: (
        HTTPStatus.SERVICE_UNAVAILABLE,
        "waits-not-connected",
        "The waiting times are not connected to this register, so it is not known who waits.",
    ),
    StoreUnavailable: (
        HTTPStatus.SERVICE_UNAVAILABLE,
        "register-unavailable",
        "The register does not answer at the moment. Nothing was written. Try again soon.",
    ),
}
"""What is always said in the same words; of two kinds of which one is the other too, the narrower comes first."""

_SAYS_ITSELF: Mapping[type[Exception], tuple[HTTPStatus, str]] = {
    NotPossible: (HTTPStatus.UNPROCESSABLE_ENTITY, "not-possible"),
    AlreadyHeld: (HTTPStatus.CONFLICT, "already-held"),
    CaseloadFull: (HTTPStatus.CONFLICT, "caseload-full"),
    Merged: (HTTPStatus.GONE, "merged"),
}
"""What says in its own words which rule forbids it."""


def answer(
    status: HTTPStatus,
    kind: str,
    detail: str,
    headers: Mapping[str, str] | None = None,
    more: Mapping[str, list[str]] | None = None,
) -> JSONResponse:
    """A problem as an answer; `more` is what a kind of problem holds besides."""
    found = Problem(type=f"urn:sendwatch:problem:{kind}", title=status.phrase, status=status.value, detail=detail)
    again = {"Retry-After": _AGAIN_AFTER_SECONDS[status]} if status in _AGAIN_AFTER_SECONDS else {}
    kept = {"Cache-Control": "no-store", **again, **(headers or {})}
    return JSONResponse({**found.model_dump(), **(more or {})}, status.value, kept, MEDIA_TYPE)


def answer_problems(app: FastAPI) -> None:
    """Let an application answer every refusal and fault in this way."""
    for kind in (*_SAID, *_SAYS_ITSELF):
        app.add_exception_handler(kind, _known)
    app.add_exception_handler(RequestValidationError, _not_understood)
    app.add_exception_handler(HTTPException, _http)


async def _known(_request: Request, fault: Exception) -> JSONResponse:
    for kind, (status, name, words) in _SAID.items():
        if isinstance(fault, kind):
            return answer(status, name, words)
    status, name = next(said for kind, said in _SAYS_ITSELF.items() if isinstance(fault, kind))
    more = {"people": list(fault.people)} if isinstance(fault, AlreadyHeld) else {}
    return answer(status, name, str(fault), more=more)


async def _not_understood(_request: Request, fault: Exception) -> JSONResponse:
    """Which fields, and what is wrong with them, without what stood there."""
    errors: Sequence[Any] = fault.errors() if isinstance(fault, RequestValidationError) else ()
    said = sorted({f"{_place(error)}: {_WORDS.get(error['type'], 'is not of the kind asked for')}" for error in errors})
    return answer(HTTPStatus.UNPROCESSABLE_ENTITY, "not-understood", "; ".join(said[:20]) + ".")


def _place(error: Mapping[str, Any]) -> str:
    """The way to a field, cut before a key that is not asked for: that is no word of ours, and is not repeated."""
    way = [str(step) for step in error["loc"]]
    return ".".join(way[:-1] if error["type"] == "extra_forbidden" else way)


_WORDS = {
    "missing": "is missing",
    "extra_forbidden": "holds a field that is not asked for",
    "date_from_datetime_parsing": "is written as 2027-04-01",
    "date_parsing": "is written as 2027-04-01",
    "day_far_away": "is not a day of our time",
    "instant": "is written as 2027-04-01T09:00:00Z",
    "not_text": "holds signs that cannot be seen; type it anew",
    "string_unicode": "holds signs that are not text",
    "enum": "is none of the words of its list",
    "literal_error": "is none of the words of its list",
    "string_too_long": "is too long",
    "json_invalid": "is not JSON",
    "union_tag_invalid": "names no kind of this action",
    "union_tag_not_found": "names no kind",
}


async def _http(_request: Request, fault: Exception) -> JSONResponse:
    """What the framework refuses: an unknown address, a method that is none."""
    assert isinstance(fault, HTTPException)
    status = HTTPStatus(fault.status_code)
    return answer(status, "http", status.description or status.phrase, fault.headers)


def unforeseen(fault: Exception) -> JSONResponse:
    """A fault of ours. Its words could hold a value, so the log has its kind and place only."""
    trace, last = fault.__traceback__, None
    while trace is not None:
        last, trace = trace, trace.tb_next
    where = f"{last.tb_frame.f_code.co_filename.rpartition('/')[2]}:{last.tb_lineno}" if last else "-"
    _LOG.error("unforeseen fault %s at %s", type(fault).__name__, where)
    said = "The register made a mistake. Nothing was half done. Tell its keeper."
    return answer(HTTPStatus.INTERNAL_SERVER_ERROR, "fault", said)

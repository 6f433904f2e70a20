"""What bodies and answers are made of. Every field is named and no other is taken (ASVS 15.3.3).

A day is written as 2027-04-01 and a number is a number: what is guessed from another kind of value is refused, since a
wrong day is worse than none. A text is text: without signs that are not seen, and not longer than its place.
"""

from datetime import UTC, date, datetime
from typing import Annotated, Any

from fastapi import Path
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from diis.definitions.nhs_number import normalised
from dsr.rules.sameness import composed, holds_unseen
from dsr.store.references import PATTERN

EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
LONGEST_TEXT = 2_000


class Body(BaseModel):
    """What is sent."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Answer(BaseModel):
    """What is answered."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def is_text(value: str) -> str:
    """A text as it is kept; refused are signs that nobody sees, or that turn the order of others (B06, B07)."""
    if holds_unseen(value):
        raise PydanticCustomError("not_text", "holds signs that cannot be seen")
    return composed(value)


def says_something(value: str) -> str:
    """A text that is not blank: who reads it afterwards must find a reason there."""
    if not value.strip():
        raise PydanticCustomError("blank", "says nothing")
    return value


def _written(value: Any) -> Any:
    if isinstance(value, str) and len(value) == len("2027-04-01"):
        return value
    raise PydanticCustomError("date_parsing", "is written as 2027-04-01")


def _near(value: date) -> date:
    """Nobody on the register was born before, and nothing is planned for later: such a day is a slip."""
    if not EARLIEST <= value <= LATEST:
        raise PydanticCustomError("day_far_away", "is not a day of our time")
    return value


def _instant(value: Any) -> datetime:
    """An instant with its zone, as UTC without one."""
    try:
        read = datetime.fromisoformat(value)
        if read.tzinfo is None:
            raise ValueError("without a zone")
        return read.astimezone(UTC).replace(tzinfo=None)
    except (TypeError, ValueError, OverflowError):
        raise PydanticCustomError("instant", "is written as 2027-04-01T09:00:00Z") from None


def _with_zone(value: datetime) -> datetime:
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def _nhs_number(value: Any) -> Any:
    return normalised(value) if isinstance(value, str) else value


def text(longest: int = LONGEST_TEXT, *, shortest: int = 0) -> Any:
    """A text of at most so many characters."""
    length = StringConstraints(max_length=longest, min_length=shortest)
    return Annotated[str, length, AfterValidator(is_text)]


Name = Annotated[str, StringConstraints(max_length=120), AfterValidator(is_text)]

Line = Annotated[str, StringConstraints(max_length=400), AfterValidator(is_text)]

Day = Annotated[date, BeforeValidator(_written), AfterValidator(_near)]

Instant = Annotated[datetime, BeforeValidator(_instant)]

Moment = Annotated[datetime, AfterValidator(_with_zone)]
"""An instant as it is told: with its zone, whatever the register keeps is UTC."""

NhsNumber = Annotated[str, BeforeValidator(_nhs_number), StringConstraints(max_length=10), AfterValidator(is_text)]

Reason = Annotated[
    str,
    StringConstraints(max_length=LONGEST_TEXT),
    AfterValidator(is_text),
    Field(description="Why: each change of the register has a reason."),
]

Version = Annotated[
    int, Field(strict=True, ge=0, le=2**31 - 1, description="The version that was read; a stale one is refused (409).")
]

PersonRef = Annotated[
    str,
    Path(pattern=PATTERN, description="The reference of a person.", examples=["K7QX2M9R"]),
]

WorkerName = Annotated[
    str,
    Path(min_length=1, max_length=40, pattern=r"^[^\x00-\x1f\x7f/]+$", description="A key worker, as facts name one."),
    AfterValidator(is_text),
]

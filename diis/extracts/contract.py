"""The words a layout is written in: its files, their fields, what each may hold, and what an extract promised."""

from dataclasses import dataclass

from diis.extracts.names import ExtractName
from diis.extracts.places import Places
from diis.extracts.pseudonyms import Pseudonymiser

DATE = "date"
CODE = "code"
IDENTIFIER = "identifier"
NHS_NUMBER = "nhs-number"
EVENT_CODE = "event-code"
PLAIN_NAME = "plain-name"
ORGANISATION = "organisation"
CODE_WORD = "code-word"
FREE = "free"

_DECIDES_WHO_WAITS = frozenset({"decision", "attendance"})


@dataclass(frozen=True)
class Field:
    """One column as sent (`name`) and where it goes (`column` of the store; None: it ends at the check).

    `in_key`: rows are told apart by it, so that where it is blank it is empty in the store and not null.
    """

    name: str
    kind: str
    column: str | None = None
    required: bool = False
    codes: frozenset[str] = frozenset()
    in_key: bool = False

    @property
    def must_be_sent(self) -> bool:
        """Whether a file without this column is refused: it decides who waits, even where its values may be blank."""
        return self.required or self.kind == DATE or self.name in _DECIDES_WHO_WAITS


@dataclass(frozen=True)
class Table:
    """One file of a layout."""

    file: str
    fields: tuple[Field, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(field.name for field in self.fields)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the store that its fields go to."""
        return tuple(field.column for field in self.fields if field.column is not None)


@dataclass(frozen=True)
class Contract:
    """What an extract promised by its name, and what is needed to judge and pseudonymise its rows."""

    promised: ExtractName
    pseudonymiser: Pseudonymiser
    places: Places
    allow_test_nhs_numbers: bool

    @property
    def census(self) -> str:
        return self.promised.census_on.isoformat()

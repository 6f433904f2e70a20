"""The words a layout is written in: its files, their fields, and what each may hold."""

from dataclasses import dataclass

DATE = "date"
CODE = "code"
IDENTIFIER = "identifier"
NHS_NUMBER = "nhs-number"
FREE = "free"


@dataclass(frozen=True)
class Field:
    """One column as sent (`name`) and where it goes (`column` of the store; None: it ends at the check)."""

    name: str
    kind: str
    column: str | None = None
    required: bool = False
    codes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Table:
    """One file of a layout."""

    file: str
    fields: tuple[Field, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(field.name for field in self.fields)

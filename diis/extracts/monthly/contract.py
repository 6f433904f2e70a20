"""The words a national layout is written in: tables, their fields, and what each field may hold."""

from collections.abc import Mapping
from dataclasses import dataclass, field

LOCAL_ID = "local patient id"
"""Names a person to one provider; ends at the check."""
NHS_NUMBER = "nhs number"
BIRTH = "birth date"
FREE = "free text"
"""Ends at the check: only looked up, never stored."""
IDENTIFIER = "identifier"
DATE = "date"
TIMESTAMP = "timestamp"
"""A date with or without a time behind it; the date is kept."""
CODE = "code"
SHAPE = "shape"
"""A code of which there is no list here, only how it is written."""

DATED = (DATE, BIRTH, TIMESTAMP)


@dataclass(frozen=True)
class Field:
    """One column that is read: its name as sent, our word for it (`fact`), and what it may hold.

    A row without a `required` value is quarantined. A column that `decides` a figure may not be missing from the
    header. A date may lie up to `late_days` after the end of the month and, if it must be `in_month`, not before its
    start; one that `may_be_old` may lie before 2000. `retired` is code to the last month id in which it was valid
    (R-WAIT-89). `rules` is the kind of check to the code of the national rule that says the same.
    """

    name: str
    fact: str
    kind: str
    required: bool = False
    decides: bool = False
    codes: frozenset[str] = frozenset()
    shape: str = ""
    may_be_old: bool = False
    late_days: int = 0
    in_month: bool = False
    retired: Mapping[str, int] = field(default_factory=dict)
    rules: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Table:
    """One table of a layout; `role` is what it is in both layouts.

    `key` are the facts that name a row: rows of one key that differ are set aside. Without a key only rows that are
    equal are doubles. `parent` is the role and fact of the row that this one belongs to. `one_rule` is the national
    rule that the key comes once.
    """

    name: str
    role: str
    fields: tuple[Field, ...]
    key: tuple[str, ...] = ()
    parent: tuple[str, str] | None = None
    one_rule: str | None = None

    @property
    def file(self) -> str:
        return f"{self.name}.csv"

    @property
    def code(self) -> str:
        """The first six characters, by which the national rules name it."""
        return self.name[:6]

    def field_of(self, fact: str) -> Field:
        """The field that holds a fact."""
        return next(field for field in self.fields if field.fact == fact)


@dataclass(frozen=True)
class Layout:
    """A national data set in one version; `known` holds every table and column of it, read or not."""

    id: str
    title: str
    version: str
    tables: tuple[Table, ...]
    known: Mapping[str, tuple[str, ...]]

    def of_role(self, role: str) -> Table | None:
        """The table of a role, None where the data set has none."""
        return next((table for table in self.tables if table.role == role), None)

"""From a row to facts: each with the columns that told it, so that what differs can be named by its field."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from dsr.actions.importing.columns import BY_NAME
from dsr.actions.importing.values import Fault, Row
from dsr.rules.facts.fact import Fact

NOT_NAMED = "not named in the spreadsheet"
AS_BEFORE = "as the register before this one had it"
WHO_IT_IS = frozenset({"nhs-number", "given-name", "family-name", "birth-date"})
"""All that is kept of who somebody is, where they refused (R-DSR-30)."""


@dataclass(frozen=True)
class Told:
    """A fact that a row tells. `fields`: its attributes to the columns that had a value; only these are compared.

    `of_consent`: where it cannot be recorded, the person comes in without it and awaits consent (R-DSR-26).
    """

    fact: Fact
    fields: Mapping[str, str]
    of_consent: bool = False
    about: str = ""

    @property
    def column(self) -> str:
        """The column to name where the fact is new, or not possible."""
        return self.about or next(iter(self.fields.values()))


@dataclass
class Gathering:
    """Collects what a row tells on a day; `used` are columns that have done their part without being an attribute."""

    row: Row
    today: date
    told: list[Told] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    left_out: list[Fault] = field(default_factory=list)
    used: set[str] = field(default_factory=set)

    @property
    def referred_on(self) -> date:
        """The day of referral, which stands in where a fact has no day of its own."""
        day: date = self.row.values["referral_date"]
        return day

    @property
    def accepted_on(self) -> date | None:
        """The day on which the entry was accepted; None for a referral that nobody has decided on."""
        day: date | None = self.row.get("entry_date")
        return day

    def add(
        self,
        kind: Callable[..., Fact],
        day: str,
        columns: Mapping[str, str],
        *,
        of_consent: bool = False,
        otherwise: date | None = None,
        about: str = "",
        **fixed: Any,
    ) -> None:
        """A fact of a kind from the columns that have values, on the day of a column or of the referral.

        `fixed` are attributes that no column tells, and what stands for those whose column is blank.
        """
        given = {attribute: column for attribute, column in columns.items() if self.row.has(column)}
        on = self.row.get(day) or otherwise or self.referred_on
        values = {**fixed, **{attribute: self.row.values[column] for attribute, column in given.items()}}
        fields = given | ({"on": day} if self.row.has(day) else {})
        self.told.append(Told(kind(on=on, **values), fields, of_consent, about))

    def complete(self, column: str, *needed: str) -> bool:
        """Whether a column has a value and those that it needs have too; a row that lacks one of these is listed."""
        if not self.row.has(column):
            return False
        missing = [name for name in needed if not self.row.has(name)]
        if missing:
            words = " and ".join(name.replace("_", " ") for name in missing)
            self.faults.append(Fault("missing-with", column, f"This needs {words} too. Fill it, or leave both blank."))
        return not missing

    def remaining(self, code: str, reason: str, *, only_who: bool = False) -> None:
        """Say of each column with a value that no fact and no identifier came of it; `only_who` as below."""
        used = self.used | {column for told in self.told for column in told.fields.values()}
        used |= {column for column in self.row.values if _is_kept(BY_NAME[column].identifier, only_who)}
        self.left_out += [Fault(code, column, reason) for column in self.row.values if column not in used]


def identifiers_of(row: Row, *, only_who: bool) -> Iterator[tuple[str, str]]:
    """The identifiers that a row tells, by field, as the register keeps them; `only_who`: no more than who it is."""
    for column, value in row.values.items():
        name = BY_NAME[column].identifier
        if _is_kept(name, only_who):
            yield name, value.isoformat() if isinstance(value, date) else str(value)


def _is_kept(identifier: str, only_who: bool) -> bool:
    return bool(identifier) and (not only_who or identifier in WHO_IT_IS)

"""How one partnership's spreadsheet is to be read: its own headings, its own words for codes, and what blanks mean.

A TOML file says it. Whatever is in none of its tables is read as everybody's.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any

from dsr.actions.importing.columns import BY_NAME, COLUMNS, Column, Kind
from dsr.actions.importing.words import FACTORS, FLAGS, Codes
from dsr.rules.sameness import folded

_TABLES = ("sheet", "dates", "not_known_dates", "columns", "words", "defaults", "key_workers")


class MappingUnusable(ValueError):
    """The mapping file says something that cannot be followed; the sentence says what."""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What was agreed on for a spreadsheet.

    `headings`: column to its headings, folded; `words`: column to further words for its values; `defaults`: what a
    blank cell of a column stands for; `key_workers`: name to team, for those whom the register does not know yet;
    `day_first`: 03/02/2027 is 3 February; `not_known_dates`: dates that stand for a blank, as they are written.
    """

    sheet: str = ""
    day_first: bool = False
    not_known_dates: frozenset[str] = frozenset()
    headings: Mapping[str, frozenset[str]] = field(default_factory=dict)
    words: Mapping[str, Codes] = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)
    key_workers: Mapping[str, str] = field(default_factory=dict)

    def headings_of(self, column: Column) -> frozenset[str]:
        """The headings of a column, folded: the partnership's own in place of those that are known by default."""
        own = self.headings.get(column.name)
        return own if own else frozenset(map(folded, (column.name, *column.headings)))


def read_mapping(text: str) -> Reading:
    """The mapping of a TOML file; raises `MappingUnusable`."""
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise MappingUnusable(f"The mapping is not TOML: {fault}") from None
    unknown = sorted(set(told) - set(_TABLES))
    if unknown:
        raise MappingUnusable(
            f"A mapping has no table or setting called {', '.join(unknown)}. It has {', '.join(_TABLES)}."
        )
    if told.get("dates", "iso") not in {"iso", "day-first"}:
        raise MappingUnusable('In the mapping, dates is "iso" or "day-first".')
    reading = Reading(
        sheet=str(told.get("sheet", "")),
        day_first=told.get("dates") == "day-first",
        not_known_dates=frozenset(map(str, told.get("not_known_dates", ()))),
        key_workers=dict(_texts(told, "key_workers")),
        defaults={name: value for name, value in _texts(told, "defaults") if _column(name)},
    )
    headings = {name: _headings(name, value) for name, value in _table(told, "columns").items() if _column(name)}
    words = {name: _words(_column(name), own) for name, own in _table(told, "words").items()}
    return replace(reading, headings=headings, words=words)


def _column(name: str) -> Column:
    if name not in BY_NAME:
        near = "".join(f" Is {one} meant?" for one in get_close_matches(name, BY_NAME, n=1))
        names = ", ".join(one.name for one in COLUMNS)
        raise MappingUnusable(f"There is no column {name} in the register.{near} The columns are {names}.")
    return BY_NAME[name]


def _table(told: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = told.get(name, {})
    if not isinstance(found, dict):
        raise MappingUnusable(f"In the mapping, [{name}] is a table.")
    return found


def _texts(told: Mapping[str, Any], name: str) -> list[tuple[str, str]]:
    found = list(_table(told, name).items())
    if not all(isinstance(value, str) for _, value in found):
        raise MappingUnusable(f"In the mapping, each value of [{name}] is a text in quotes.")
    return found


def _headings(name: str, value: object) -> frozenset[str]:
    given = [value] if isinstance(value, str) else value
    if not isinstance(given, list) or not given or not all(isinstance(one, str) and folded(one) for one in given):
        raise MappingUnusable(f"In the mapping, the heading of {name} is a text in quotes, or a list of them.")
    return frozenset(map(folded, given))


def _words(column: Column, own: object) -> Codes:
    """Further words; what they stand for is a value that the column has."""
    known = FLAGS if column.kind is Kind.FLAG else FACTORS if column.kind is Kind.FACTORS else column.codes
    if not isinstance(own, dict) or column.kind in {Kind.DATE, Kind.COMING_DATE, Kind.NHS_NUMBER}:
        raise MappingUnusable(f"In the mapping, [words.{column.name}] cannot be there, or is no table.")
    closed = column.kind in {Kind.CODE, Kind.FLAG, Kind.FACTORS}
    wrong = sorted(str(value) for value in own.values() if closed and folded(str(value)) not in known)
    if wrong:
        values = "yes, no" if column.kind is Kind.FLAG else ", ".join(dict.fromkeys(map(str, known.values())))
        raise MappingUnusable(
            f"In the mapping, [words.{column.name}] names a value that does not exist: {wrong[0]}. There are {values}."
        )
    return {folded(str(word)): known.get(folded(str(value)), str(value)) for word, value in own.items()}

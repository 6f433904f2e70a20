"""What the partnership agreed on, from its file: other values of terms, sections of the Act in force, its factors.

[in-force]
125D = 2027-04-01

[[agreed]]
term = "review-red"
effective-from = 2027-01-01
value = 5

[[specified-factor]]
code = "previous-admission"
effective-from = 2027-04-01
"""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from dsr.rules.due import TERMS
from dsr.rules.terms import Agreed, Section, SpecifiedFactor, Terms, TermsUnusable, TermUnknown

_TABLES = frozenset({"in-force", "agreed", "specified-factor"})


def read_terms(path: Path | None) -> Terms:
    """The terms of the file; without one, the defaults of the rules, and no section in force (R-DSR-03)."""
    if path is None:
        return Terms(TERMS)
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise TermsUnusable(f"There is no file of terms at {path}.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise TermsUnusable(f"{path} is not TOML: {fault}") from None
    try:
        return _terms(told)
    except TermUnknown as fault:
        raise TermsUnusable(f"{path}: {fault.args[0]} `sendwatch dsr terms` lists them.") from None
    except (KeyError, TypeError, ValueError) as fault:
        raise TermsUnusable(f"{path}: {fault}") from None


def _terms(told: Mapping[str, Any]) -> Terms:
    for name in told.keys() - _TABLES:
        raise ValueError(f"'{name}' is not one of {', '.join(sorted(_TABLES))}")
    return Terms(TERMS, _agreed(told), dict(_in_force(told)), _factors(told))


def _in_force(told: Mapping[str, Any]) -> Iterator[tuple[Section, date]]:
    for section, since in told.get("in-force", {}).items():
        if section not in {one.value for one in Section}:
            raise ValueError(f"'{section}' is not a section; the sections are {', '.join(Section)}")
        yield Section(section), _day(since, section)


def _agreed(told: Mapping[str, Any]) -> list[Agreed]:
    found = []
    for row in told.get("agreed", ()):
        term, value = _field(row, "term"), _field(row, "value")
        if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
            raise ValueError(f"the value of '{term}' is a number that is not negative")
        found.append(Agreed(term, _day(_field(row, "effective-from"), term), value))
    return found


def _factors(told: Mapping[str, Any]) -> list[SpecifiedFactor]:
    return [
        SpecifiedFactor(
            _field(row, "code"),
            _day(_field(row, "effective-from"), row["code"]),
            _day(row["until"], row["code"]) if "until" in row else None,
        )
        for row in told.get("specified-factor", ())
    ]


def _field(row: Mapping[str, Any], name: str) -> Any:
    if name not in row:
        raise ValueError(f"an entry lacks '{name}'")
    return row[name]


def _day(value: object, about: str) -> date:
    if isinstance(value, datetime) or not isinstance(value, date):
        raise ValueError(f"the day of '{about}' is written as 2027-04-01, without quotation marks")
    return value

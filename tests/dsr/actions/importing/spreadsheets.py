"""Invented spreadsheets to import: a row that is in order, and how to spoil or vary it."""

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook

from dsr.actions.importing.mapping import Reading
from dsr.actions.importing.planning import plan
from dsr.actions.importing.sheet import read_sheet
from dsr.actions.importing.verdicts import Outcome, Verdict
from dsr.actions.importing.writing import carried_out
from dsr.store.register import RegisterStore

PLAIN = Reading()
ROWAN = {
    "NHS number": "9990000018",
    "First name": "Rowan",
    "Surname": "Ashgrove",
    "Date of birth": "2013-02-01",
    "Address": "1 Invented Lane",
    "Date of referral": "2026-06-01",
    "Source of referral": "School",
    "Date on register": "2026-06-05",
    "Condition": "Autism",
    "Evidence": "Confirmed",
    "Consent": "Yes",
    "Basis of consent": "Parent",
    "Date of consent": "2026-06-04",
    "Consent given by": "mother",
    "Agencies": "RBD; RDY",
    "RAG": "Amber",
    "RAG date": "2026-06-05",
}
"""Somebody of 14 whose parent agreed, rated amber."""

_UNWATCHED: Callable[[int, int], None] = lambda _done, _total: None  # noqa: E731 - nobody watches


def row(**changes: str | None) -> dict[str, str]:
    """Rowan's row with other values, by heading with `_` for blanks; None: the cell is blank."""
    changed = {name.replace("_", " "): value or "" for name, value in changes.items()}
    return ROWAN | changed


def as_csv(path: Path, rows: Sequence[Mapping[str, str]]) -> Path:
    headings = list(dict.fromkeys(heading for each in rows for heading in each))
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, headings, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def as_xlsx(path: Path, rows: Iterable[Iterable[object]], change: Callable[[Workbook], None] | None = None) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for each in rows:
        sheet.append(list(each))
    if change is not None:
        change(book)
    book.save(path)
    return path


def imported(
    store: RegisterStore, path: Path, rows: Sequence[Mapping[str, str]], reading: Reading = PLAIN, *, dry: bool = False
) -> list[Verdict]:
    """Write the rows as a file and import it."""
    sheet = read_sheet(as_csv(path / "register.csv", rows), reading)
    plans = plan(store, sheet, reading, _UNWATCHED)
    if dry:
        return [one.verdict for one in plans]
    return list(carried_out(store, plans, reading, sheet.sha256, _UNWATCHED))


def outcomes(verdicts: Iterable[Verdict]) -> list[Outcome]:
    return [verdict.outcome for verdict in verdicts]

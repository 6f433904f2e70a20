"""The fix-it sheet as a CSV that opens in a spreadsheet, one finding a line."""

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

from diis.extracts.rejections import Rejection
from diis.fix_it.faults import LEVELS, told_apart

HEADER = ("file", "line", "field", "what it means", "what is wrong", "what to do", "code")

_STARTS_A_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def write_table(path: Path, findings: Iterable[Rejection]) -> None:
    """Write every finding; with the mark that makes spreadsheets read UTF-8 as such."""
    with path.open("w", encoding="utf-8-sig", errors="replace", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(map(_row, findings))


def neutral(text: str) -> str:
    """Text that no spreadsheet takes for a formula (B41); names of files and columns are the sender's words."""
    return f"'{text}" if text.lstrip(" ").startswith(_STARTS_A_FORMULA) else text


def _row(found: Rejection) -> list[str]:
    return list(map(neutral, _values(found)))


def _values(found: Rejection) -> Iterator[str]:
    yield found.file
    yield "" if found.line is None else str(found.line)
    yield found.field or ""
    yield LEVELS[found.level]
    yield from told_apart(found.reason)
    yield found.code

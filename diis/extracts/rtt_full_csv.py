"""The reader of layout rtt-full-csv: the published referral to treatment counts of a month (R-WAIT-14 to 16).

A file is read twice. The first reading holds the file rules and finds rows that contradict each other, so nothing is
ever yielded from a file that is refused in the end; it remembers one short key a row, which is about 40 MB for a
national file of 200,000 rows. The second reading yields the rows.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter
from pathlib import Path

from diis.definitions.rtt import RttLine
from diis.extracts.rejections import ROW, WARNING, Refused, Rejection
from diis.extracts.rtt_layout import (
    COMMISSIONER,
    HEADER,
    PART,
    PERIOD,
    PROVIDER,
    TREATMENT_FUNCTION,
    period_end,
    places,
    refused,
)
from diis.extracts.rtt_rows import RowFault, line_of
from diis.extracts.text import CsvFile

ROW_REPEATED = "row-repeated"
"""Code of the warning on a row that is there twice, the same to the letter: a duplicate, not a quarantined row."""

_KEY = itemgetter(*(HEADER.index(name) for name in (PROVIDER, COMMISSIONER, PART, TREATMENT_FUNCTION)))
_TELLING_COLUMNS = {PART.lower(), TREATMENT_FUNCTION.lower()}

Row = tuple[int, tuple[str, ...]]
"""A line number and the cells of that row in the order of the layout."""


@dataclass
class _Survey:
    """What the first reading found. `contents` is key to hash of the row; the second reading empties it."""

    period: str
    period_on: date
    contents: dict[str, int] = field(default_factory=dict)
    contradicted: set[str] = field(default_factory=set)


def recognise(path: Path) -> bool:
    """Whether the header is that of this layout, or near enough for the reader to say what is wrong with it."""
    if not path.is_file():
        return False
    try:
        with path.open("rb") as stream:
            return _TELLING_COLUMNS.issubset(CsvFile(stream, path.name).header)
    except Refused:
        return False


def period_of(path: Path) -> date:
    """The last day of the month of the first whole row, which `read` holds all others to; raises `Refused`."""
    for found in _rows(path):
        if not isinstance(found, Rejection):
            return _period(path, *found)
    raise _no_rows(path)


def read(path: Path) -> Iterator[tuple[int, RttLine] | Rejection]:
    """Each row as its line number (the header is line 1) and the line, or as what is wrong with it.

    A `Rejection` of level row is a quarantined row; `ROW_REPEATED` is a duplicate. Rows of one key with different
    contents are all quarantined, for none is known to be right. A fault of the file raises `Refused` at once, before
    anything is yielded.
    """
    survey = _survey(path)
    return (found if isinstance(found, Rejection) else _judged(path, survey, *found) for found in _rows(path))


def _rows(path: Path) -> Iterator[Row | Rejection]:
    with path.open("rb") as stream:
        file = CsvFile(stream, path.name)
        in_order = itemgetter(*places(path.name, file.header))
        yield from file.warnings
        for batch in file.batches():
            yield from batch.rejections
            yield from zip(batch.lines, map(in_order, batch.rows), strict=True)


def _survey(path: Path) -> _Survey:
    survey: _Survey | None = None
    for found in _rows(path):
        if isinstance(found, Rejection):
            continue
        line, cells = found
        survey = survey or _Survey(cells[0], _period(path, line, cells))
        if cells[0] != survey.period:
            reason = "The file holds more than one period. Send one file for each month."
            raise refused(path.name, "periods-mixed", reason, line, PERIOD)
        key, content = _key(cells), hash(cells)
        if survey.contents.setdefault(key, content) != content:
            survey.contradicted.add(key)
    if survey is None:
        raise _no_rows(path)
    return survey


def _judged(path: Path, survey: _Survey, line: int, cells: tuple[str, ...]) -> tuple[int, RttLine] | Rejection:
    key = _key(cells)
    if key in survey.contradicted:
        reason = (
            "Another row of the same provider, commissioner, part and function says otherwise. Send the right one only."
        )
        return Rejection("rows-contradict", ROW, path.name, line, TREATMENT_FUNCTION, reason)
    if survey.contents.pop(key, None) is None:
        reason = "The same row is there twice. It is counted once; remove the other."
        return Rejection(ROW_REPEATED, WARNING, path.name, line, None, reason)
    try:
        return line, line_of(cells, survey.period_on)
    except RowFault as fault:
        return Rejection(fault.code, ROW, path.name, line, fault.field, fault.reason)


def _key(cells: Sequence[str]) -> str:
    return "|".join(_KEY(cells))


def _period(path: Path, line: int, cells: Sequence[str]) -> date:
    period_on = period_end(cells[0])
    if period_on is None:
        reason = "Expected the period as RTT-<month>-<year>. Write it like RTT-November-2024."
        raise refused(path.name, "period-unreadable", reason, line, PERIOD)
    return period_on


def _no_rows(path: Path) -> Refused:
    reason = "There is no whole row below the header. That does not mean that nobody waits: send the file again."
    return refused(path.name, "no-rows", reason)

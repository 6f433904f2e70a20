"""Writes the invented spreadsheet with its mapping, so that a seed gives the same bytes on every day and machine."""

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from openpyxl import Workbook

from sendwatch.demo.register.courses import TEAM
from sendwatch.demo.register.spreadsheet import Row, headings, planted, rows_of
from sendwatch.demo.register.tale import WORKERS, Tale

SPREADSHEET, MAPPING = "register.xlsx", "register-mapping.toml"

_FIRST_DAY_OF_ZIP = (1980, 1, 1, 0, 0, 0)
_WRITTEN_AT = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")
_ALWAYS = rb"\g<1>2026-01-01T00:00:00Z"
_DATES = "yyyy-mm-dd"
_HEADER_ROWS = 1

Sheet = dict[str, object]


def write_register(out: Path, tale: Tale) -> Sheet:
    """Write `register.xlsx` and the mapping to import it with; returns what the answer sheet says of them."""
    rows = rows_of(tale)
    spoilt = planted(rows)
    (out / SPREADSHEET).write_bytes(_workbook([*rows, *(one.row for one in spoilt)]))
    (out / MAPPING).write_bytes(_mapping().encode())
    numbers = {story.who.number: story.who.nhs_number for story in tale.stories}
    return {
        "spreadsheet": SPREADSHEET,
        "mapping": MAPPING,
        "rows": len(rows) + len(spoilt),
        "imported": len(rows),
        "listed": [
            {"row": len(rows) + _HEADER_ROWS + place, "code": one.code, "about": one.about}
            for place, one in enumerate(spoilt, start=1)
        ],
        "people": sum(not story.is_second_record for story in tale.stories),
        "active": {rating.value: tale.active[rating] for rating in sorted(tale.active)},
        "also_on_waiting_lists": sum(story.who.waits for story in tale.stories if not story.is_second_record),
        "cases": {case: numbers[number] for case, number in tale.cases.items()},
    }


def _workbook(rows: Sequence[Row]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Register"
    names = headings(rows)
    sheet.append(names)
    for row in rows:
        sheet.append([row.get(name) for name in names])
    for cells in sheet.iter_rows(min_row=2):
        for cell in cells:
            if isinstance(cell.value, date):
                cell.number_format = _DATES
    sheet.freeze_panes = "D2"
    raw = io.BytesIO()
    book.save(raw)
    return _without_the_clock(raw.getvalue())


def _without_the_clock(workbook: bytes) -> bytes:
    """The same workbook without the time at which it was made."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as before, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            content = before.read(name)
            if name == "docProps/core.xml":
                content = _WRITTEN_AT.sub(_ALWAYS, content)
            after.writestr(zipfile.ZipInfo(name, _FIRST_DAY_OF_ZIP), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _mapping() -> str:
    """The headings that only this partnership uses, and the teams of its key workers."""
    lines = [
        "# How register.xlsx is to be read: sendwatch dsr import register.xlsx --mapping register-mapping.toml",
        'sheet = "Register"',
        "",
        "[columns]",
        'consent_agencies = "Shared with"',
        "",
        "[key_workers]",
        *(f'"{name}" = "{TEAM}"' for name in WORKERS),
    ]
    return "\n".join(lines) + "\n"

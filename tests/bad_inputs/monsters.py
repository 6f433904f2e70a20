"""Inputs made to fill memory or time, pulled one after the other; run as a program, so that memory can be measured.

Prints a JSON line for each: name, outcome, code of the first finding, and the peak of memory so far in bytes.
"""

import json
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

from diis.pull import pull
from tests.bad_inputs.archives import declared, many_entries, packed
from tests.bad_inputs.fuzzing import WORKBOOK, an_intake, hold, peak
from tests.bad_inputs.table import BASE, Send, folder
from tests.bad_inputs.workbooks import TEXTS
from tests.diis.extract_builder import a_referral, as_csv
from tests.diis.store_dump import empty

FILES = BASE.files()
SHEET = "xl/worksheets/sheet1.xml"
HEADER = FILES["referrals.csv"].splitlines(keepends=True)[0]
XML = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
END = b"</sheetData></worksheet>"


def referrals(content: bytes) -> Send:
    return folder(FILES | {"referrals.csv": content})


def workbook(parts: Callable[[], dict[str, bytes]]) -> Send:
    """A workbook with parts as they are, not squeezed: the ratio says nothing of it."""

    def send(inside: Path) -> Path:
        inside.mkdir(parents=True, exist_ok=True)
        path = inside / f"{BASE.name}.xlsx"
        with zipfile.ZipFile(path, "w") as archive:
            for name, content in (WORKBOOK | parts()).items():
                archive.writestr(name, content)
        return path

    return send


def _texts() -> bytes:
    """Two million different texts."""
    return b"<sst>" + b"".join(b"<si><t>%d</t></si>" % number for number in range(2_000_000)) + b"</sst>"


def _wide_rows() -> bytes:
    """Each row refers four hundred times to one text of thirty thousand signs."""
    row = b"<row>" + b'<c t="s"><v>0</v></c>' * 400 + b"</row>"
    return XML + row * 5_000 + END


def _all_bad() -> bytes:
    """Fifty thousand rows, each of them with faults in many columns."""
    bad = a_referral(1, gender="?", priority="?", received_date="31/02/2026", closed_date="x", condition="?")
    header, row = as_csv(FILES["referrals.csv"].splitlines()[0].decode().split(","), [bad]).splitlines(keepends=True)
    return header + row * 50_000


MONSTERS: dict[str, tuple[Send, str]] = {
    "a line of 64 MB": (referrals(HEADER + b"x" * 64_000_000), "line-too-long"),
    "a line of a million signs": (referrals(HEADER + b"x" * 1_000_000 + b"\n"), "line-too-long"),
    "5,000 columns": (referrals(b",".join(b"c%d" % n for n in range(5_000)) + b"\n" + b"," * 4_999), "header-too-wide"),
    "a quote before 40 MB": (referrals(HEADER + b'"' + b"x,y\n" * 10_000_000), "csv-broken"),
    "a million blank lines": (referrals(HEADER + b"\n" * 1_000_000), "list-empty"),
    "fifty thousand bad rows": (referrals(_all_bad()), "no-row-accepted"),
    "a manifest in itself": (folder(FILES | {"manifest.json": b"[" * 60_000}), "manifest-broken"),
    "100,000 files": (many_entries(100_000), "too-large"),
    "10 GB declared": (declared(10**10), "archive-bomb"),
    "an archive in it": (packed("inner.zip"), "archive-nested"),
    "a cell of 60 MB": (
        workbook(lambda: {SHEET: XML + b"<row><c><v>" + b"1" * 60_000_000 + b"</v></c></row>" + END}),
        "workbook-broken",
    ),
    "a tag of 60 MB": (workbook(lambda: {SHEET: XML + b'<row x="' + b"1" * 60_000_000}), "workbook-broken"),
    "a row of a million cells": (
        workbook(lambda: {SHEET: XML + b"<row>" + b"<c><v>1</v></c>" * 1_000_000 + b"</row>" + END}),
        "workbook-broken",
    ),
    "two million texts": (workbook(lambda: {TEXTS: _texts(), SHEET: XML + END}), "empty-file"),
    "texts that multiply": (
        workbook(lambda: {TEXTS: b"<sst><si><t>" + b"x" * 30_000 + b"</t></si></sst>", SHEET: _wide_rows()}),
        "line-too-long",
    ),
    "elements in elements": (workbook(lambda: {SHEET: XML + b"<a>" * 3_000_000}), "workbook-broken"),
}


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as home:
        intake = an_intake(Path(home))
        for number, (name, (send, _)) in enumerate(MONSTERS.items()):
            empty(intake.store)
            verdict = pull(None, send(Path(home, str(number))), intake)
            hold(verdict)
            code = verdict.findings[0].code if verdict.findings else None
            told = {"name": name, "outcome": verdict.outcome, "code": code, "peak": peak()}
            sys.stdout.write(json.dumps(told) + "\n")
            sys.stdout.flush()

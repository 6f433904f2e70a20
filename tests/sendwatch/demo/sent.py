"""Reads monthly submissions back as the national platform would: tables of rows by feed and submission."""

import csv
import io
import zipfile
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from tests.sendwatch.demo.lists import Row, read

FEEDS = ("rdy-mhsds", "rbd-csds", "r0d-csds")


@dataclass(frozen=True)
class Sent:
    """One submission, a folder or an archive of tables; the month is that of its name."""

    feed: str
    path: Path

    @property
    def month(self) -> str:
        return self.path.name.removesuffix(".zip")[-7:]

    @property
    def period(self) -> tuple[str, str]:
        """First and last day as the header says."""
        header = self.table("MHS000Header" if self.feed == "rdy-mhsds" else "CYP000Header")[0]
        names = (
            ("ReportingPeriodStartDate", "ReportingPeriodEndDate")
            if self.feed == "rdy-mhsds"
            else ("RP_StartDate", "RP_EndDate")
        )
        return header[names[0]], header[names[1]]

    @cached_property
    def tables(self) -> dict[str, list[Row]]:
        if self.path.is_dir():
            return {file.stem: read(file) for file in sorted(self.path.iterdir())}
        with zipfile.ZipFile(self.path) as archive:
            return {
                name.removesuffix(".csv"): list(csv.DictReader(io.StringIO(archive.read(name).decode())))
                for name in archive.namelist()
            }

    def table(self, name: str) -> list[Row]:
        """No rows for a table that was not sent."""
        return self.tables.get(name, [])


def submissions_in(out: Path) -> list[Sent]:
    """All submissions of a demo in the order in which they are pulled."""
    return [Sent(feed, path) for feed in FEEDS for path in sorted((out / feed).iterdir())]


def age_on(born: str, on: date) -> int:
    """Completed years; someone born on 29 February has their birthday on 1 March (R-WAIT-87)."""
    year, month, day = map(int, born.split("-"))
    return on.year - year - ((on.month, on.day) < (month, day))

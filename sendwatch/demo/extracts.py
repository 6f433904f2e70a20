"""Extract folders while they are being written: whole when they appear, and never much of them in memory."""

import json
import shutil
from itertools import chain
from pathlib import Path

from diis.extracts.contract import Table
from diis.extracts.wl_1 import CONTACTS, REFERRALS
from diis.feeds import WL_1
from sendwatch.demo.days import Day, iso
from sendwatch.demo.flows import Flow
from sendwatch.demo.plan import Timetable

UNFINISHED = ".unfinished"
_LINES_IN_MEMORY = 40_000


class Extract:
    """One folder `<provider>_<pathway>_<census date>` with its two files and its manifest."""

    def __init__(self, unfinished: Path, home: Path, flow: Flow, census: Day) -> None:
        name = f"{flow.provider}_{flow.pathway}_{iso(census)}"
        self._folder = home / flow.feed / name
        self._unfinished = unfinished / name
        self._unfinished.mkdir()
        self._census = census
        self._rows = {REFERRALS.file: 0, CONTACTS.file: 0}
        self._lines = {table.file: [_header(table)] for table in (REFERRALS, CONTACTS)}

    def add(self, referral: str, contacts: list[tuple[Day, str]]) -> int:
        """Take a referral with those of its contacts that were before the census; how many lines that is."""
        lines = [line for day, line in contacts if day <= self._census]
        self._rows[REFERRALS.file] += 1
        self._rows[CONTACTS.file] += len(lines)
        self._lines[REFERRALS.file].append(referral)
        self._lines[CONTACTS.file] += lines
        return 1 + len(lines)

    def flush(self) -> None:
        for file, lines in self._lines.items():
            with (self._unfinished / file).open("ab") as stream:
                stream.write("".join(lines).encode())
            lines.clear()

    def finish(self) -> Path:
        """Write the manifest and put the folder in its place, instead of one of the same name."""
        self.flush()
        manifest = json.dumps({"layout": WL_1, "rows": self._rows})
        (self._unfinished / "manifest.json").write_bytes(manifest.encode())
        self._folder.parent.mkdir(parents=True, exist_ok=True)
        if self._folder.exists():
            shutil.rmtree(self._folder)
        self._unfinished.rename(self._folder)
        return self._folder


class Extracts:
    """All extracts of one demo, filled at once. Files are opened only to append: no demo needs too many open files."""

    def __init__(self, home: Path, timetables: tuple[Timetable, ...]) -> None:
        self._home = home
        self._unfinished = home / UNFINISHED
        self._timetables = timetables
        self._extracts: list[list[Extract]] = []
        self._lines = 0

    def __enter__(self) -> "Extracts":
        shutil.rmtree(self._unfinished, ignore_errors=True)
        self._unfinished.mkdir(parents=True)
        self._extracts = [
            [Extract(self._unfinished, self._home, table.flow, census) for census in table.censuses]
            for table in self._timetables
        ]
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self._unfinished, ignore_errors=True)

    def add(self, timetable: int, place: int, referral: str, contacts: list[tuple[Day, str]]) -> None:
        """Put a referral on list `place` (oldest first) of a timetable."""
        self._lines += self._extracts[timetable][place].add(referral, contacts)
        if self._lines > _LINES_IN_MEMORY:
            for extract in chain.from_iterable(self._extracts):
                extract.flush()
            self._lines = 0

    def finish(self) -> list[Path]:
        return [extract.finish() for extract in chain.from_iterable(self._extracts)]


def _header(table: Table) -> str:
    return ",".join(table.names) + "\n"

"""Extract folders while they are being written: whole when they appear, and never much of them in memory."""

import json
import shutil
from collections.abc import Sequence
from itertools import chain
from pathlib import Path

from diis.extracts.wl_1 import CONTACTS, REFERRALS
from diis.feeds import WL_1
from sendwatch.demo.days import Day, iso
from sendwatch.demo.flows import Flow
from sendwatch.demo.plan import Timetable
from sendwatch.demo.seen import Shown

EVENTS_FILE, STEPS_FILE = "events.csv", "steps.csv"
HEADERS = {
    REFERRALS.file: REFERRALS.names,
    CONTACTS.file: CONTACTS.names,
    EVENTS_FILE: ("provider", "referral_id", "event_date", "kind", "code"),
    STEPS_FILE: ("provider", "referral_id", "step", "organisation", "requested_date", "done_date"),
}
UNFINISHED = ".unfinished"
_FILES_OF_A_REFERRAL = (CONTACTS.file, EVENTS_FILE, STEPS_FILE)
_LINES_IN_MEMORY = 40_000


class Extract:
    """One folder `<provider>_<pathway>_<census date>` with its files and its manifest."""

    def __init__(self, unfinished: Path, home: Path, flow: Flow, census: Day) -> None:
        name = f"{flow.provider}_{flow.pathway}_{iso(census)}"
        self._folder = home / flow.feed / name
        self._unfinished = unfinished / name
        self._unfinished.mkdir()
        self._census = census
        self._rows = {file: 0 for file in HEADERS if file != STEPS_FILE or flow.sends_steps}
        self._lines = {file: [",".join(HEADERS[file]) + "\n"] for file in self._rows}

    def add(self, referral: str, shown: Sequence[list[Shown]]) -> int:
        """Take a referral with what the census saw of its contacts, events and steps; how many lines that is."""
        census, taken = self._census, 1
        self._rows[REFERRALS.file] += 1
        self._lines[REFERRALS.file].append(referral)
        for file, rows in zip(_FILES_OF_A_REFERRAL, shown, strict=True):
            if rows:
                lines = [line for first, gone, line in rows if first <= census < gone]
                self._rows[file] += len(lines)
                self._lines[file] += lines
                taken += len(lines)
        return taken

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

    def add(self, timetable: int, place: int, referral: str, shown: Sequence[list[Shown]]) -> None:
        """Put a referral on list `place` (oldest first) of a timetable; `shown` as in `Entry`."""
        self._lines += self._extracts[timetable][place].add(referral, shown)
        if self._lines > _LINES_IN_MEMORY:
            for extract in chain.from_iterable(self._extracts):
                extract.flush()
            self._lines = 0

    def finish(self) -> list[Path]:
        return [extract.finish() for extract in chain.from_iterable(self._extracts)]

"""Submissions while they are being written: whole when they appear, as folders or, when sent again, as archives."""

import shutil
import zipfile
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

from sendwatch.demo.monthly.children import Submitted, layout_of
from sendwatch.demo.monthly.faults import SPOILT, planted
from sendwatch.demo.monthly.months import Submission, submissions
from sendwatch.demo.monthly.tables import header_of
from sendwatch.demo.plan import Plan

UNFINISHED = ".unfinished-submissions"
_LINES_IN_MEMORY = 40_000
_NO_TIME = (1980, 1, 1, 0, 0, 0)
"""Of every file in an archive, so that the same demo gives the same bytes."""


class Submissions:
    """All submissions of one demo, filled at once."""

    def __init__(self, home: Path, plan: Plan) -> None:
        self._home = home
        self._unfinished = home / UNFINISHED
        self.all = submissions(plan.last_census)
        self.counts: list[Counter[str]] = [Counter() for _ in self.all]
        self._lines: dict[tuple[int, str], list[str]] = defaultdict(list)
        self._held = 0

    def __enter__(self) -> "Submissions":
        shutil.rmtree(self._unfinished, ignore_errors=True)
        for place, submission in enumerate(self.all):
            self._folder(place).mkdir(parents=True)
            self.add(Submitted(place, layout_of(submission).headings(submission)))
            if submission.source in SPOILT and submission.month == self.all[-1].month:
                self.add(Submitted(place, planted(submission)))
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self._unfinished, ignore_errors=True)

    def add(self, submitted: Submitted) -> None:
        """Put lines into a submission; a table appears with its header when it gets its first line."""
        counts = self.counts[submitted.place]
        for table, line in submitted.rows:
            lines = self._lines[submitted.place, table]
            if not counts[table]:
                lines.append(header_of(table))
            lines.append(line)
            counts[table] += 1
        self._held += len(submitted.rows)
        if self._held > _LINES_IN_MEMORY:
            self._flush()

    def finish(self) -> list[Path]:
        """Put every submission in its place, instead of one of the same name."""
        self._flush()
        return [self._finish(place, submission) for place, submission in enumerate(self.all)]

    def _folder(self, place: int) -> Path:
        return self._unfinished / str(place)

    def _flush(self) -> None:
        for (place, table), lines in self._lines.items():
            with (self._folder(place) / f"{table}.csv").open("ab") as stream:
                stream.write("".join(lines).encode())
        self._lines.clear()
        self._held = 0

    def _finish(self, place: int, submission: Submission) -> Path:
        path = _path(self._home, submission)
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            shutil.rmtree(path)
        folder = self._folder(place)
        return _packed(folder).replace(path) if submission.archive else folder.rename(path)


def submission_paths(out: Path, last_census: date) -> list[Path]:
    """Where the submissions of a demo are, oldest month first within each feed."""
    return [_path(out, submission) for submission in submissions(last_census)]


def _path(home: Path, submission: Submission) -> Path:
    return home / submission.source.feed / submission.name


def _packed(folder: Path) -> Path:
    path = folder.with_suffix(".zip")
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted(folder.iterdir()):
            archive.writestr(zipfile.ZipInfo(file.name, _NO_TIME), file.read_bytes())
    return path

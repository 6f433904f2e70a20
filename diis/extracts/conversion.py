"""An extract as the strict reader wants it: workbooks, and what was agreed otherwise, become the layout's CSV files.

The received bytes stay as they are. What is written here lies beside them, for its owner only, until the pull is over.
"""

import csv
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from diis.extracts.agreed import Agreed
from diis.extracts.agreed_text import UTF_8, AgreedRows, encoding_of
from diis.extracts.archives import refused
from diis.extracts.landing import INCOMING
from diis.extracts.manifest import MANIFEST
from diis.extracts.rejections import WARNING, Rejection
from diis.extracts.sources import WORKBOOK, Source, is_workbook
from diis.extracts.workbooks import lists
from diis.extracts.workbooks.book import opened
from diis.feeds import STRICT, Profile

_LONGEST_LINE = 65_536
_MOST_VALUES = 501
"""One more than a header may have: a longer row is set aside whatever its further values are."""
_MOST_BYTES = 2 * 1024**3

Rows = Iterable[tuple[int, list[str]]]


@dataclass
class Readable:
    """The files to read, what to say of them, and why they must wait for a person, if they must."""

    source: Source
    warnings: list[Rejection] = field(default_factory=list)
    held: Rejection | None = None


@contextmanager
def readable(source: Source, profile: Profile, beside: Path) -> Iterator[Readable]:
    """The landed extract in the form of the layout; scratch files go into the folder `beside`. Raises `Refused`."""
    if profile == STRICT and not any(map(is_workbook, source.files())):
        yield Readable(source)
        return
    with tempfile.TemporaryDirectory(prefix=INCOMING, dir=beside) as scratch:
        extract = Readable(Source(Path(scratch)))
        for name in source.files():
            path = source.path if source.single else source.path / name
            if is_workbook(name) and _may_hold_a_list(name, source):
                _convert_workbook(path, profile, extract, alone=source.single)
            elif name.removesuffix(".csv") in lists.LISTS and profile != STRICT:
                _convert_text(path, profile, extract)
            else:
                shutil.copyfile(path, _target(extract, name, name))
        yield extract


def _may_hold_a_list(name: str, source: Source) -> bool:
    """Whether a workbook is the list or one file of it; beside a list that is there it is a further file (B80)."""
    listed = any(other.lower().partition(".")[0] == lists.LISTS[0] for other in source.files())
    return source.single or not listed or name.lower().removesuffix(WORKBOOK) in lists.LISTS


def _convert_workbook(path: Path, profile: Profile, extract: Readable, *, alone: bool) -> None:
    """Write each sheet of the layout; a workbook called after one file of the layout holds that file alone."""
    stem = path.name.lower().removesuffix(WORKBOOK)
    only = stem if stem in lists.LISTS else None
    # The name of one among other files could be anybody's (B80), and longer than any that is kept.
    told = path.name if only or alone else f"extract{WORKBOOK}"
    with opened(path, told) as book:
        chosen = lists.chosen(book, only, told)
        extract.warnings += lists.left_out(book, chosen, told)
        if book.days_from_1904:
            extract.held = extract.held or lists.from_1904(told)
        for name, sheet in chosen.items():
            target = _target(extract, MANIFEST if name == lists.MANIFEST_SHEET else f"{name}.csv", told)
            if name == lists.MANIFEST_SHEET:
                target.write_text(json.dumps(lists.manifest(book, sheet)), encoding="utf-8")
                continue
            agreed = Agreed(profile, target.name)
            read = lists.SheetRows(book, sheet, agreed)
            _write(target, read)
            extract.warnings += read.warnings
            extract.held = extract.held or read.held


def _convert_text(path: Path, profile: Profile, extract: Readable) -> None:
    """Write a CSV file in its agreed form; one in no agreed encoding is left to the strict reader to refuse."""
    target, agreed = _target(extract, path.name, path.name), Agreed(profile, path.name)
    with path.open("rb") as stream:
        encoding = encoding_of(stream, profile.encoding)
        if encoding is None:
            shutil.copyfile(path, target)
            return
        if encoding != UTF_8:
            reason = f"The file is {encoding}, not UTF-8; it was read. Save it as 'CSV UTF-8' if you can."
            extract.warnings.append(Rejection(f"encoding-{encoding}", WARNING, path.name, 1, None, reason))
        stream.seek(0)
        rows = AgreedRows(stream, encoding, profile, path.name, _LONGEST_LINE)
        _write(target, _in_layout(rows, agreed))
    if not rows.ended:
        os.truncate(target, max(target.stat().st_size - 1, 0))
    extract.warnings += agreed.warnings


def _in_layout(rows: Rows, agreed: Agreed) -> Iterator[tuple[int, list[str]]]:
    for number, (line, values) in enumerate(rows):
        yield line, agreed.row(values, line) if number else agreed.header(values)


def _write(target: Path, rows: Rows) -> None:
    """Write rows so that each begins on its own line number; raises `Refused` for a line or file beyond measure."""
    next_line, written = 1, 0
    with target.open("x", encoding="utf-8", errors="surrogatepass", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        for line, values in rows:
            file.write("\n" * (line - next_line))
            writer.writerow(values[:_MOST_VALUES])
            next_line = line + 1 + sum(value.count("\n") for value in values)
            length = sum(map(len, values))
            written += length
            if length > _LONGEST_LINE or written > _MOST_BYTES:
                reason = (
                    f"Row {line:,} has more than {_LONGEST_LINE:,} characters, or the list more than any list has. "
                )
                raise refused("line-too-long", target.name, f"{reason}Remove what is not in the layout.")


def _target(extract: Readable, name: str, sent: str) -> Path:
    target = extract.source.path / name
    if target.exists():
        reason = f"{name} is there twice: as a file of its own, or as a sheet of a workbook. Send it once."
        raise refused("file-twice", sent, reason)
    return target

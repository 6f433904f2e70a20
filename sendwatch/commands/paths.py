"""Which extracts the paths of a command stand for: each itself, or those in a folder of extracts."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from diis.delivery import names_an_extract
from diis.extracts.sources import WORKBOOK
from diis.extracts.workbooks.lists import LISTS
from sendwatch.inboxes import waiting


def extracts_of(paths: Iterable[Path]) -> Iterator[Path]:
    """The extracts, those of one folder oldest name first; beside one, whatever else lies there stands for itself."""
    for path in paths:
        is_one = path.is_symlink() or names_an_extract(path.name)
        inside = [] if is_one else waiting(path)
        are_several = all(map(_is_extract, inside)) or any(map(_is_named_as_one, inside))
        yield from inside if inside and are_several else [path]


def _is_extract(entry: Path) -> bool:
    """Whether an entry of a folder can be an extract by itself, not one file of it."""
    if entry.suffix.lower() == WORKBOOK:
        return entry.stem.lower() not in LISTS
    return entry.is_dir() or entry.suffix.lower() == ".zip"


def _is_named_as_one(entry: Path) -> bool:
    return _is_extract(entry) and names_an_extract(entry.name)

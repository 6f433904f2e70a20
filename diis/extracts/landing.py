"""The landing area: received bytes, kept unchanged under their SHA-256, the only place that holds identifiers."""

import os
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from diis.extracts.removal import half_removed, remove
from diis.extracts.sources import Source, fingerprint
from diis.extracts.stillness import still_written

INCOMING = ".incoming-"
"""How scratch folders of the landing area begin; the time of what a crash leaves of them runs out as well."""


@dataclass(frozen=True)
class Landed:
    """Where an arrival lies, and what identifies it."""

    fingerprint: str
    source: Source
    bytes_received: int

    @property
    def intact(self) -> bool:
        """Whether the bytes are still those that were received."""
        return fingerprint(self.source) == self.fingerprint


class Landing:
    """A folder with one sub-folder per arrival, named by its fingerprint."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def land(self, source: Source, key: str | None = None) -> Landed:
        """Copy the files, make them durable, and only then give them their name; bytes that lie here are not copied.

        `key`: the fingerprint, where it is known. Refuses files that change while they are copied: their sender is
        still writing.
        """
        key = key or fingerprint(source)
        kept = self.find(key, source.name)
        if kept is not None and kept.intact:
            return kept
        if kept is not None:
            remove(kept.source.path)
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        scratch = Path(tempfile.mkdtemp(prefix=INCOMING, dir=self.folder))
        try:
            folder = scratch if source.single else scratch / source.name
            folder.mkdir(exist_ok=True)
            for name in source.files():
                _copy(source, name, folder / name)
            copy = Source(scratch / source.name)
            if copy.files() != source.files():
                raise still_written(source.name)
            return self._keep(copy)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)

    def find(self, key: str, name: str) -> Landed | None:
        """The landed arrival of a fingerprint, if it has not been cleared."""
        path = self.folder / key / name
        return _landed(path) if path.exists() else None

    def arrivals(self) -> Iterator[Landed]:
        """What lies here now, in the order of fingerprints."""
        folders = sorted(self.folder.iterdir()) if self.folder.exists() else []
        for folder in folders:
            if folder.is_dir() and not folder.name.startswith("."):
                yield from map(_landed, sorted(folder.glob("[!.]*")))

    def clear(
        self, before: datetime, keep: Collection[str] = (), before_each: Callable[[], None] = lambda: None
    ) -> list[str]:
        """Delete arrivals landed before an instant (UTC), but those to keep; returns their fingerprints."""
        if not self.folder.exists():
            return []
        left = half_removed(self.folder)
        landed = [entry for entry in sorted(self.folder.iterdir()) if entry.is_dir() and entry.name not in keep]
        old = [entry for entry in landed if entry not in left and _landed_at(entry) < before]
        for entry in (*left, *old):
            before_each()
            remove(entry)
        return [entry.name for entry in old if not entry.name.startswith(INCOMING)]

    def _keep(self, copy: Source) -> Landed:
        key, size = fingerprint(copy), sum(copy.files().values())
        target = self.folder / key
        target.mkdir(exist_ok=True, mode=0o700)
        kept = target / copy.name
        if not kept.exists():
            if copy.path.is_dir():
                _make_durable(copy.path)
            try:
                copy.path.rename(kept)
            except OSError:
                # Another pull of the same bytes may have come first: theirs is then as good as ours.
                if not kept.exists():
                    raise
            _make_durable(target)
        _make_durable(self.folder)
        return Landed(key, Source(kept), size)


def _landed(path: Path) -> Landed:
    source = Source(path)
    return Landed(path.parent.name, source, sum(source.files().values()))


def landing_limit(now: datetime, days: int) -> datetime:
    """The instant before which a landed file is past its retention."""
    return now - timedelta(days=days)


def _copy(source: Source, name: str, target: Path) -> None:
    with source.open(name) as received, target.open("xb") as kept:
        shutil.copyfileobj(received, kept, 1024 * 1024)
        kept.flush()
        os.fsync(kept.fileno())


def _make_durable(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _landed_at(entry: Path) -> datetime:
    return datetime.fromtimestamp(entry.stat().st_mtime, UTC)

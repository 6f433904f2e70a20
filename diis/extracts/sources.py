"""The files of an extract, whether it came as a folder, an archive or one file; nothing is unpacked unchecked."""

import hashlib
import json
import zipfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import IO

from diis.extracts import archives
from diis.extracts.archives import refused

MAX_FILES = 64
MAX_BYTES = 8 * 1024**3
WORKBOOK = ".xlsx"

_CHUNK = 1024 * 1024
_LONGEST_NAME = 100
_MAC_FOLDER = "__MACOSX/"


class Source:
    """A folder or single file of received bytes, by the names of its files."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = path.name

    @property
    def single(self) -> bool:
        """Whether the extract is one file, not a set of files."""
        return self.path.is_file()

    @property
    def is_workbook(self) -> bool:
        """Whether the extract is one workbook, which holds its files as sheets."""
        return self.single and is_workbook(self.name)

    def files(self) -> dict[str, int]:
        """File name to size in bytes."""
        members = [self.path] if self.single else sorted(self.path.iterdir())
        return {member.name: member.stat().st_size for member in members if not member.name.startswith(".")}

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        path = self.path if self.single else self.path / name
        with path.open("rb") as stream:
            yield stream

    def check(self) -> None:
        """Refuse what is no extract before any of it is copied."""
        if self.path.is_symlink():
            raise refused("path-is-link", self.name, "This is a link. Give the path of the extract itself.")
        if not (self.path.is_dir() or self.path.is_file()):
            raise refused("path-not-found", self.name, "There is no such file or folder. Check the path.")
        if self.path.is_dir():
            for member in self.path.iterdir():
                if member.is_symlink() or not member.is_file():
                    raise refused(
                        "folder-holds-other",
                        self.name,
                        "It holds another folder or a link, so it is not one extract. Give the folder with the files.",
                    )
        _check_size(self.name, self.files())


class Archive(Source):
    """A `.zip`, read in place."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.name = path.name[: -len(".zip")]

    @property
    def single(self) -> bool:
        return False

    def files(self) -> dict[str, int]:
        with self._opened() as archive:
            return {_inner_name(info): info.file_size for info in _members(archive)}

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        with self._opened() as archive:
            member = next(info for info in _members(archive) if _inner_name(info) == name)
            with archive.open(member) as stream:
                yield stream

    def check(self) -> None:
        with self._opened() as archive:
            for info in archive.infolist():
                archives.check_path(self.path.name, info, _LONGEST_NAME)
            members = _members(archive)
        for info in members:
            _check_member(self.path.name, info)
        names = [_inner_name(info) for info in members]
        if len(names) != len(set(names)):
            raise refused("archive-duplicate", self.path.name, "The archive holds two files of the same name.")
        _check_size(self.path.name, self.files())

    def _opened(self) -> AbstractContextManager[zipfile.ZipFile]:
        return archives.opened(self.path, self.path.name)


def is_workbook(name: str) -> bool:
    """Whether a file is a workbook, by its name."""
    return name.lower().endswith(WORKBOOK)


def source_of(path: Path) -> Source:
    """The right reader for a path; refuses a path that is not there, not readable, or an archive that is not safe."""
    try:
        is_archive = path.suffix.lower() == ".zip" and path.is_file() and not path.is_symlink()
        source = Archive(path) if is_archive else Source(path)
        source.check()
        for name in source.files():
            with source.open(name):
                pass
    except OSError as fault:
        raise refused("path-not-readable", path.name, f"It cannot be read: {fault.strerror or fault}.") from fault
    return source


def fingerprint(source: Source) -> str:
    """SHA-256 over the names and bytes of the files: a folder and a `.zip` of the same files have the same one."""
    listing = []
    for name in sorted(source.files()):
        with source.open(name) as stream:
            digest = hashlib.sha256()
            while chunk := stream.read(_CHUNK):
                digest.update(chunk)
        listing.append((name, digest.hexdigest()))
    return hashlib.sha256(json.dumps(listing).encode()).hexdigest()


def _inner_name(info: zipfile.ZipInfo) -> str:
    """The file name inside at most one folder of the archive."""
    return info.filename.rsplit("/", 1)[-1]


def _members(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The files that are part of the extract; a hidden one is not, in an archive as in a folder."""
    return [
        info
        for info in archive.infolist()
        if not info.is_dir() and not _inner_name(info).startswith(".") and not info.filename.startswith(_MAC_FOLDER)
    ]


def _check_member(archive: str, info: zipfile.ZipInfo) -> None:
    if info.filename.count("/") > 1 or info.filename.lower().endswith(".zip"):
        reason = "The archive holds folders in folders or another archive. Put the files of one list straight into it."
        raise refused("archive-nested", archive, reason)
    archives.check_member(archive, info)


def _check_size(name: str, files: dict[str, int]) -> None:
    if len(files) > MAX_FILES or sum(files.values()) > MAX_BYTES:
        raise refused("too-large", name, f"More than {MAX_FILES} files or {MAX_BYTES // 1024**3} GiB. Send one list.")
    if not files:
        raise refused("empty-folder", name, "There is no file in it. An empty delivery does not mean nobody waits.")

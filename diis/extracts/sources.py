"""The files of an extract, whether it came as a folder, an archive or one file; nothing is unpacked unchecked."""

import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from diis.extracts.rejections import FILE, Refused, Rejection

MAX_FILES = 64
MAX_BYTES = 8 * 1024**3
MAX_SQUEEZE = 200
"""An archive member that unpacks to more than this many times its size is not a list of referrals."""

_CHUNK = 1024 * 1024
_LONGEST_NAME = 100
_MAC_FOLDER = "__MACOSX/"
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError)
"""What a damaged or strange archive raises; RuntimeError includes a password and a method that is not known."""


class Source:
    """A folder or single file of received bytes, by the names of its files."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = path.name

    @property
    def single(self) -> bool:
        """Whether the extract is one file, not a set of files."""
        return self.path.is_file()

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
            raise _refused("path-is-link", self.name, "This is a link. Give the path of the extract itself.")
        if not (self.path.is_dir() or self.path.is_file()):
            raise _refused("path-not-found", self.name, "There is no such file or folder. Check the path.")
        if self.path.is_dir():
            for member in self.path.iterdir():
                if member.is_symlink() or not member.is_file():
                    raise _refused(
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
                _check_path(self.path.name, info)
            members = _members(archive)
        for info in members:
            _check_member(self.path.name, info)
        names = [_inner_name(info) for info in members]
        if len(names) != len(set(names)):
            raise _refused("archive-duplicate", self.path.name, "The archive holds two files of the same name.")
        _check_size(self.path.name, self.files())

    @contextmanager
    def _opened(self) -> Iterator[zipfile.ZipFile]:
        """The archive; damage that shows while it is read refuses it."""
        try:
            with zipfile.ZipFile(self.path) as archive:
                yield archive
        except _BROKEN as fault:
            reason = "The .zip cannot be read to its end. Make it again and resend it."
            raise _refused("archive-broken", self.path.name, reason) from fault


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
        raise _refused("path-not-readable", path.name, f"It cannot be read: {fault.strerror or fault}.") from fault
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


def _check_path(archive: str, info: zipfile.ZipInfo) -> None:
    outside = ".." in info.filename.split("/") or info.filename.startswith("/") or "\\" in info.filename
    if outside or (info.external_attr >> 28) == 0xA or len(_inner_name(info)) > _LONGEST_NAME:
        reason = "The archive holds a link, or a name that leads outside it or is too long."
        raise _refused("archive-unsafe-path", archive, reason)


def _check_member(archive: str, info: zipfile.ZipInfo) -> None:
    if info.filename.count("/") > 1 or info.filename.lower().endswith(".zip"):
        raise _refused("archive-nested", archive, "The archive holds folders in folders or another archive.")
    if info.flag_bits & 0x1:
        raise _refused("archive-password", archive, "The archive is protected by a password. Send it without one.")
    if info.file_size > MAX_SQUEEZE * max(info.compress_size, 1024):
        raise _refused("archive-bomb", archive, "A file in the archive unpacks to far more than a list would.")


def _check_size(name: str, files: dict[str, int]) -> None:
    if len(files) > MAX_FILES or sum(files.values()) > MAX_BYTES:
        raise _refused("too-large", name, f"More than {MAX_FILES} files or {MAX_BYTES // 1024**3} GiB. Send one list.")
    if not files:
        raise _refused("empty-folder", name, "There is no file in it. An empty delivery does not mean nobody waits.")


def _refused(code: str, name: str, reason: str) -> Refused:
    return Refused(Rejection(code, FILE, name, None, None, reason))

"""The files of an extract, whether it came as a folder, an archive or one file; nothing is unpacked unchecked."""

import hashlib
import json
import zipfile
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
        if self.path.is_symlink() or not self.path.exists():
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
        with zipfile.ZipFile(self.path) as archive:
            return {_inner_name(info): info.file_size for info in archive.infolist() if not info.is_dir()}

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        with zipfile.ZipFile(self.path) as archive:
            member = next(info for info in archive.infolist() if _inner_name(info) == name and not info.is_dir())
            with archive.open(member) as stream:
                yield stream

    def check(self) -> None:
        if not zipfile.is_zipfile(self.path):
            raise _refused("archive-broken", self.path.name, "The .zip cannot be opened. Make it again and resend.")
        with zipfile.ZipFile(self.path) as archive:
            members = [info for info in archive.infolist() if not info.is_dir()]
        for info in members:
            _check_member(self.path.name, info)
        names = [_inner_name(info) for info in members]
        if len(names) != len(set(names)):
            raise _refused("archive-duplicate", self.path.name, "The archive holds two files of the same name.")
        _check_size(self.path.name, self.files())


def source_of(path: Path) -> Source:
    """The right reader for a path; refuses a path that is not there or an archive that is not safe."""
    is_archive = path.suffix.lower() == ".zip" and path.is_file() and not path.is_symlink()
    source = Archive(path) if is_archive else Source(path)
    source.check()
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


def _check_member(archive: str, info: zipfile.ZipInfo) -> None:
    parts = info.filename.split("/")
    if ".." in parts or info.filename.startswith("/") or "\\" in info.filename or (info.external_attr >> 28) == 0xA:
        raise _refused("archive-unsafe-path", archive, "The archive holds a path or link that leads outside it.")
    if len(parts) > 2 or info.filename.lower().endswith(".zip"):
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

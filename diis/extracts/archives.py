"""Opening a zip from a stranger: its directory is bounded before it is read, and damage of any kind refuses it.

A `.zip` of an extract and an `.xlsx` workbook are both one, so both come through here (B25 to B27, B85).
"""

import errno
import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from diis.extracts.rejections import FILE, Refused, Rejection

MAX_DIRECTORY = 1024 * 1024
"""Bytes of the directory of an archive: some ten thousand names, where an extract has a handful."""
MAX_SQUEEZE = 200
"""An archive member that unpacks to more than this many times its size is not a list of referrals."""

_SMALLEST = 1024
"""Below this packed size in bytes the ratio says nothing."""
_LINK = 0xA
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError, OverflowError)
"""What a damaged or strange archive raises; RuntimeError includes a password and a method that is not known."""


class _Bounded(io.BufferedReader):
    """A file that refuses to be read in one large piece while the directory is read: its size is the sender's word."""

    bounded = True

    def read(self, size: int | None = -1, /) -> bytes:
        if not self.bounded:
            return super().read(size)
        wanted = MAX_DIRECTORY + 1 if size is None or size < 0 else size
        if wanted > MAX_DIRECTORY:
            found = super().read(MAX_DIRECTORY + 1)
            if len(found) > MAX_DIRECTORY:
                raise _TooLong
            return found
        return super().read(wanted)


class _TooLong(Exception):
    """The directory of the archive is longer than that of any extract."""


@contextmanager
def opened(path: Path, name: str) -> Iterator[zipfile.ZipFile]:
    """The archive at `path`, called `name` in what is said of it; damage that shows while it is read refuses it."""
    try:
        with _Bounded(io.FileIO(path)) as stream, zipfile.ZipFile(stream) as archive:
            stream.bounded = False
            yield archive
    except _TooLong:
        reason = "The archive lists far more files than one list has. Send one list in it, and nothing else."
        raise refused("too-large", name, reason) from None
    except OSError as fault:
        # A place in the directory that lies before the file begins.
        if fault.errno != errno.EINVAL:
            raise
        raise _broken(name) from fault
    except _BROKEN as fault:
        raise _broken(name) from fault


def check_path(name: str, info: zipfile.ZipInfo, longest: int) -> None:
    """Refuse a member that is a link or whose path leads out of the archive (B26)."""
    parts = info.filename.split("/")
    outside = ".." in parts or info.filename.startswith("/") or "\\" in info.filename
    if outside or (info.external_attr >> 28) == _LINK or len(parts[-1]) > longest:
        reason = (
            "The archive holds a link, or a name that leads outside it or is too long. Nothing of it was unpacked. "
            "Make a new archive of the files of the list alone, and find out how this one came about."
        )
        raise refused("archive-unsafe-path", name, reason)


def check_member(name: str, info: zipfile.ZipInfo) -> None:
    """Refuse a member with a password, or one that is declared to unpack to far more than a list (B25, B27)."""
    if info.flag_bits & 0x1:
        raise refused("archive-password", name, "The archive is protected by a password. Send it without one.")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        reason = "The archive is packed in a way that is not read here. Make an ordinary .zip and resend it."
        raise refused("archive-broken", name, reason)
    if info.file_size > MAX_SQUEEZE * max(info.compress_size, _SMALLEST):
        reason = "A file in the archive unpacks to far more than a list would. Nothing was unpacked. Make it again."
        raise refused("archive-bomb", name, reason)


def _broken(name: str) -> Refused:
    reason = "The archive cannot be read to its end: it was cut or damaged. Make it again and resend it."
    return refused("archive-broken", name, reason)


def refused(code: str, name: str, reason: str) -> Refused:
    return Refused(Rejection(code, FILE, name, None, None, reason))

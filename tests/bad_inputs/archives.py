"""B25 to B27, B80 and B85: what an archive can be before anything in it is unpacked."""

import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

from tests.bad_inputs.table import BASE, Case, Send
from tests.diis.extract_builder import an_archive

FILES = BASE.files()
NAME = f"{BASE.name}.zip"
EMOJI = "wait \N{HOURGLASS} list\nfor Amy Quackenbush.txt"


def packed(*names: str) -> Send:
    """The sound list with further files of these names."""
    return lambda inside: an_archive(inside / NAME, FILES | dict.fromkeys(names, b"x"))


def _written(write: Callable[[zipfile.ZipFile], None]) -> Send:
    def send(inside: Path) -> Path:
        path = an_archive(inside / NAME, FILES)
        with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
            write(archive)
        return path

    return send


def _link(archive: zipfile.ZipFile) -> None:
    link = zipfile.ZipInfo("events.csv")
    link.external_attr = 0o120777 << 16
    archive.writestr(link, "/etc/passwd")


def _bomb(archive: zipfile.ZipFile) -> None:
    archive.writestr("events.csv", bytes(30_000_000))


def declared(size: int, squeezed: int = 0) -> Send:
    """A member that says in the directory that it unpacks to so many bytes, from so many."""

    def lie(archive: zipfile.ZipFile) -> None:
        archive.writestr("events.csv", bytes(1_000_000))
        info = archive.getinfo("events.csv")
        info.file_size, info.compress_size = size, squeezed or info.compress_size

    return _written(lie)


def many_entries(count: int) -> Send:
    """An archive of so many empty files."""

    def send(inside: Path) -> Path:
        inside.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(inside / NAME, "w") as archive:
            for number in range(count):
                archive.writestr(f"{number}.csv", b"")
        return inside / NAME

    return send


def _with_password(inside: Path) -> Path:
    path = an_archive(inside / NAME, FILES)
    content = bytearray(path.read_bytes())
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + flags] |= 1
    path.write_bytes(content)
    return path


def _cut(inside: Path) -> Path:
    path = an_archive(inside / NAME, FILES)
    path.write_bytes(path.read_bytes()[:-40])
    return path


def _cases(number: str, code: str, sends: Iterable[tuple[str, Send]]) -> list[Case]:
    return [Case(number, what, "R", code, send) for what, send in sends]


ARCHIVES = (
    *_cases("B25", "archive-bomb", [("a member of zeros", _written(_bomb)), ("10 GB declared", declared(10**10))]),
    *_cases("B25", "archive-nested", [("an archive in it", packed("more.zip")), ("deep folders", packed("a/b/c.csv"))]),
    *_cases("B25", "too-large", [("2,000 files", many_entries(2_000)), ("10 GB of 1 GB", declared(10**10, 10**9))]),
    *_cases(
        "B26",
        "archive-unsafe-path",
        [
            ("a path that leads out", packed("../../referrals.csv")),
            ("an absolute path", packed("/etc/cron.d/x")),
            ("a path of Windows", packed("C:\\referrals.csv")),
            ("a link", _written(_link)),
            ("a name of 300 signs", packed("n" * 300)),
        ],
    ),
    *_cases("B27", "archive-password", [("an archive with a password", _with_password)]),
    *_cases("B85", "archive-broken", [("an archive that was cut", _cut)]),
    Case("B80", "further files with strange names", "W", "file-not-read", packed(EMOJI, "CON.csv"), values=("Quack",)),
)

"""A workbook as far as a list needs it: its sheets, its texts, which cells are dates, and how it counts days.

Only what the format itself says is believed, and each part is bounded before it is read (B25, B27, B29, B46, B81).
"""

import zipfile
from array import array
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO
from xml.etree.ElementTree import Element, ParseError
from xml.sax.xmlreader import AttributesImpl

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

from diis.extracts import archives
from diis.extracts.archives import refused
from diis.extracts.workbooks.events import NotAWorkbook, Texts, fed, local

MAX_BYTES = 4 * 1024**3
MAX_TEXTS = 256 * 1024**2
"""Bytes of all different texts together: they are the only part that is held in memory."""

_MAX_PART = 8 * 1024**2
_MAX_MEMBERS = 1_000
_LONGEST_NAME = 250
_OLD_FORMAT = b"\xd0\xcf\x11\xe0"
_SEEN_OF_TEXT = 60
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True)
class Sheet:
    """A sheet by its name and place; `hidden` if a person does not see its tab."""

    name: str
    number: int
    part: str
    hidden: bool


class SharedTexts:
    """The texts that cells refer to by number, one behind the other in one piece of memory."""

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._ends = array("Q")

    def add(self, text: str) -> None:
        self._bytes += text.encode("utf-8", "surrogatepass")
        self._ends.append(len(self._bytes))
        if len(self._bytes) + 8 * len(self._ends) > MAX_TEXTS:
            raise NotAWorkbook

    def __getitem__(self, number: int) -> str:
        if not 0 <= number < len(self._ends):
            raise NotAWorkbook
        start = self._ends[number - 1] if number else 0
        return self._bytes[start : self._ends[number]].decode("utf-8", "surrogatepass")


class _TextParts(Texts):
    def __init__(self, texts: SharedTexts) -> None:
        super().__init__()
        self._texts = texts

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802, ARG002 - the name SAX calls
        match local(name):
            case "si":
                self.begin_value()
            case "t":
                self.inside(True)
            case "rPh":
                self.phonetic(True)

    def endElement(self, name: str) -> None:  # noqa: N802 - the name SAX calls
        match local(name):
            case "si":
                self._texts.add(self.value())
            case "t":
                self.inside(False)
            case "rPh":
                self.phonetic(False)


class Workbook:
    """An opened workbook."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        root = self._part("_rels/.rels")
        main = next(iter(_targets(root, "", "/officeDocument").values()), None)
        if main is None:
            raise NotAWorkbook
        book, folder = self._part(main), str(PurePosixPath(main).parent)
        relations = self._part(f"{folder}/_rels/{PurePosixPath(main).name}.rels")
        self.days_from_1904 = any(
            element.get("date1904") in ("1", "true") for element in book if local_name(element) == "workbookPr"
        )
        self.sheets = list(_sheets(book, _targets(relations, folder, "/worksheet")))
        self.texts = SharedTexts()
        for part in _targets(relations, folder, "/sharedStrings").values():
            self._read_texts(part)
        styles = [self._part(part) for part in _targets(relations, folder, "/styles").values()]
        self.date_styles = frozenset(place for style in styles for place in _date_styles(style))

    @contextmanager
    def open(self, sheet: Sheet) -> Iterator[IO[bytes]]:
        try:
            info = self._archive.getinfo(sheet.part)
        except KeyError:
            raise NotAWorkbook from None
        with self._archive.open(info) as stream:
            yield stream

    def _read_texts(self, part: str) -> None:
        with self._archive.open(part) as stream:
            for _ in fed(stream, _TextParts(self.texts)):
                pass

    def _part(self, name: str) -> Element:
        """A small part as a tree."""
        try:
            if self._archive.getinfo(name).file_size > _MAX_PART:
                raise NotAWorkbook
            tree: Element = fromstring(self._archive.read(name), forbid_dtd=True)
        except (KeyError, ParseError, DefusedXmlException, UnicodeError, LookupError, ValueError) as fault:
            raise NotAWorkbook from fault
        return tree


@contextmanager
def opened(stream_path: Path, name: str) -> Iterator[Workbook]:
    """The workbook at a path, called `name` in what is said of it; whatever is no safe workbook is refused."""
    _check_format(stream_path, name)
    try:
        with archives.opened(stream_path, name) as archive:
            _check_members(archive, name)
            yield Workbook(archive)
    except NotAWorkbook as fault:
        reason = "The workbook cannot be read: it is damaged, or not as spreadsheet programs write it. Save it again."
        raise refused("workbook-broken", name, reason) from fault


def local_name(element: Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2]


def _check_format(path: Path, name: str) -> None:
    with path.open("rb") as stream:
        start = stream.read(4)
        if start != _OLD_FORMAT:
            _check_renamed(start + stream.read(_SEEN_OF_TEXT), name)
            return
        directory = _OLD_FORMAT + stream.read(archives.MAX_DIRECTORY) + _end_of(stream)
    if _ENCRYPTED in directory:
        reason = "The workbook is protected by a password. Save it without one; send it the way that was agreed."
        raise refused("workbook-password", name, reason)
    reason = "This is a workbook of the old format (.xls). Save it as .xlsx, or each sheet as 'CSV UTF-8'."
    raise refused("workbook-old-format", name, reason)


def _check_renamed(start: bytes, name: str) -> None:
    """Refuse text that was only given the name of a workbook; what a zip is, the archive itself tells."""
    try:
        text = start.decode()
    except UnicodeDecodeError:
        return
    if text and "\0" not in text and not text.startswith("PK"):
        reason = (
            "This is text, not a workbook, though its name ends in .xlsx. If it is CSV, send it as referrals.csv in a "
            "folder; or open it in Excel and save it as .xlsx."
        )
        raise refused("archive-broken", name, reason)


def _end_of(stream: IO[bytes]) -> bytes:
    size = stream.seek(0, 2)
    stream.seek(max(size - archives.MAX_DIRECTORY, 0))
    return stream.read(archives.MAX_DIRECTORY)


def _check_members(archive: zipfile.ZipFile, name: str) -> None:
    members = archive.infolist()
    for info in members:
        archives.check_path(name, info, _LONGEST_NAME)
        archives.check_member(name, info)
    if len(members) > _MAX_MEMBERS or sum(info.file_size for info in members) > MAX_BYTES:
        reason = f"The workbook unpacks to more than {MAX_BYTES // 1024**3} GiB or many files. Send one list as CSV."
        raise refused("too-large", name, reason)
    if any(info.filename.lower().endswith("vbaproject.bin") for info in members):
        raise refused("workbook-macros", name, "The workbook holds macros. Save it as .xlsx without them.")


def _targets(relations: Element, folder: str, kind: str) -> dict[str, str]:
    """Relation id to the part it leads to, for relations of one kind inside the workbook."""
    return {
        relation.get("Id", ""): _joined(folder, relation.get("Target", ""))
        for relation in relations
        if relation.get("Type", "").endswith(kind) and relation.get("TargetMode") != "External"
    }


def _joined(folder: str, target: str) -> str:
    return target[1:] if target.startswith("/") else str(PurePosixPath(folder) / target)


def _sheets(book: Element, parts: dict[str, str]) -> Iterator[Sheet]:
    listed = [element for group in book if local_name(group) == "sheets" for element in group]
    for number, element in enumerate(listed, start=1):
        relation = next((value for key, value in element.items() if key.endswith("}id")), "")
        if relation in parts:
            hidden = element.get("state", "visible") != "visible"
            yield Sheet(element.get("name", ""), number, parts[relation], hidden)


def _date_styles(styles: Element) -> Iterator[int]:
    """The places of the cell formats that show a number as a day."""
    own = {
        element.get("numFmtId"): element.get("formatCode", "")
        for group in styles
        if local_name(group) == "numFmts"
        for element in group
    }
    is_date: Callable[[str], bool] = is_date_format
    for group in styles:
        if local_name(group) == "cellXfs":
            for place, element in enumerate(group):
                number = element.get("numFmtId", "0")
                code = own.get(number) or BUILTIN_FORMATS.get(int(number) if number.isdecimal() else 0, "")
                if code and is_date(code):
                    yield place

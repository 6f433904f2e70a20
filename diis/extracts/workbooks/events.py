"""XML of strangers, read by events: nothing is resolved, and no tag, text or tree can fill the memory."""

from collections.abc import Iterator
from typing import IO
from xml.sax import SAXException
from xml.sax.handler import ContentHandler

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

LONGEST_TEXT = 65_536
"""Characters of one value; a cell holds half as many."""

_CHUNK = 65_536
_LONGEST_TAG = 1024 * 1024


class NotAWorkbook(Exception):
    """What is in the file is not a workbook, or one that no spreadsheet program writes."""


class Texts(ContentHandler):
    """Gathers the text of one value, which may stand in several runs; phonetic readings (`rPh`) are left out."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[str] = []
        self._length = 0
        self._inside = False
        self._phonetic = False

    def begin_value(self) -> None:
        self._pieces, self._length, self._phonetic = [], 0, False

    def value(self) -> str:
        return "".join(self._pieces)

    def inside(self, inside: bool) -> None:
        """Whether what follows is text of the value."""
        self._inside = inside and not self._phonetic

    def phonetic(self, phonetic: bool) -> None:
        self._phonetic = phonetic

    def characters(self, content: str) -> None:
        if self._inside:
            self._length += len(content)
            if self._length > LONGEST_TEXT:
                raise NotAWorkbook
            self._pieces.append(content)


def local(name: str) -> str:
    """The name of an element without its prefix, which is the writer's choice."""
    return name.rpartition(":")[2]


def fed(stream: IO[bytes], handler: ContentHandler) -> Iterator[None]:
    """Feed XML to a handler, a piece at each step; raises `NotAWorkbook`."""
    parser = DefusedExpatParser(forbid_dtd=True)
    parser.setContentHandler(handler)
    unended = 0
    try:
        while chunk := stream.read(_CHUNK):
            ended = chunk.rfind(b">")
            unended = unended + len(chunk) if ended < 0 else len(chunk) - ended
            if unended > _LONGEST_TAG:
                raise NotAWorkbook
            parser.feed(chunk)
            yield
        parser.close()
        yield
    except (SAXException, DefusedXmlException, UnicodeError, LookupError, ValueError) as fault:
        raise NotAWorkbook from fault

"""The bytes of a CSV file as UTF-8 in pieces of whole lines, so that memory does not grow with the file."""

import codecs
import io
from collections.abc import Iterator
from typing import IO, cast

from diis.extracts.rejections import FILE, WARNING, Refused, Rejection

CHUNK = 8 * 1024 * 1024
"""Bytes of one piece, about: enough for columns to pay, few beside what the process needs anyway."""
MAX_LINE = 65_536

_BLOCK = 256 * 1024
_LONGEST = 4 * MAX_LINE
"""No line of so many bytes has as few as MAX_LINE characters."""

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"PK\x03\x04", "an Excel workbook or an archive"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook"),
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"<", "a web page or XML"),
    (b"{", "JSON"),
    (b"[", "JSON"),
)


class Chunks:
    """Pieces of a file, each ending where a line ends, but for the last; a mark of the encoding is no part of them."""

    def __init__(self, stream: IO[bytes], name: str) -> None:
        self.warnings: list[Rejection] = []
        self._stream = stream
        self._name = name
        self._encoding = self._recognised()
        self._lines = 0
        self._pieces = self._cut()

    def __iter__(self) -> Iterator[bytes]:
        return self._pieces

    def text(self, piece: bytes) -> str:
        """A piece as text; refuses the file if it is not UTF-8."""
        try:
            return piece.decode()
        except UnicodeDecodeError:
            raise self._undecodable() from None

    def _recognised(self) -> str:
        # Opened files and archive members can both be looked into without reading on.
        start = cast("io.BufferedReader", self._stream).peek(64)[:64]
        words = start.removeprefix(codecs.BOM_UTF8).lstrip()
        for signature, what in _SIGNATURES:
            if words.startswith(signature):
                raise self._refused("not-csv", 1, f"This is {what}, not CSV text. Export it as 'CSV UTF-8'.")
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            reason = "The file is UTF-16, not UTF-8; it was read. Save it as 'CSV UTF-8' if you can."
            self.warnings.append(Rejection("encoding-utf-16", WARNING, self._name, 1, None, reason))
            return "utf-16"
        return "utf-8-sig"

    def _blocks(self) -> Iterator[bytes]:
        """The file as UTF-8 without its mark; UTF-8 itself is not judged here."""
        first = self._stream.read(_BLOCK)
        if self._encoding == "utf-8-sig":
            yield first.removeprefix(codecs.BOM_UTF8)
            while block := self._stream.read(_BLOCK):
                yield block
            return
        decoder = codecs.getincrementaldecoder(self._encoding)()
        try:
            yield decoder.decode(first).encode()
            while block := self._stream.read(_BLOCK):
                yield decoder.decode(block).encode()
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            raise self._undecodable() from None

    def _cut(self) -> Iterator[bytes]:
        held: list[bytes] = []
        size = unended = 0
        for block in self._blocks():
            held.append(block)
            size += len(block)
            end = block.rfind(b"\n")
            unended = unended + len(block) if end < 0 else len(block) - end - 1
            if unended > _LONGEST:
                raise self.too_long(self._lines + 1 + sum(part.count(b"\n") for part in held))
            if size >= CHUNK and unended < size:
                data = b"".join(held)
                piece, rest = data[: size - unended], data[size - unended :]
                held, size = [rest], unended
                self._lines += piece.count(b"\n")
                yield piece
        if size:
            yield b"".join(held)

    def too_long(self, line: int) -> Refused:
        reason = f"A line has more than {MAX_LINE:,} characters. Quotes or line ends are missing; make the file again."
        return self._refused("line-too-long", line, reason)

    def _undecodable(self) -> Refused:
        line, byte = _undecodable(self._stream, self._encoding)
        place = f"Line {line} holds a byte that is not UTF-8 text, byte {byte:,} of the file"
        reason = f"{place}. Save the file as 'CSV UTF-8' and resend it."
        return self._refused("encoding", line, reason)

    def _refused(self, code: str, line: int, reason: str) -> Refused:
        return Refused(Rejection(code, FILE, self._name, line, None, reason))


def _undecodable(stream: IO[bytes], encoding: str) -> tuple[int, int]:
    """Line and byte, both from 1, of the first byte that is not text, found by reading once more from the start."""
    stream.seek(0)
    decoder, line, read, chunk = codecs.getincrementaldecoder(encoding)(), 1, 0, b"."
    try:
        while chunk:
            chunk = stream.read(_BLOCK)
            line += decoder.decode(chunk, final=not chunk).count("\n")
            read += len(chunk)
    except UnicodeDecodeError as error:
        # What the decoder had kept of the chunk before is part of what it failed on.
        before = read + len(chunk) - len(error.object)
        return line + error.object[: error.start].count(b"\n"), before + error.start + 1
    return line, read

"""CSV text in an encoding or with a delimiter that was agreed with its sender, row by row with its lines (B04, B17)."""

import codecs
import csv
from collections.abc import Iterable, Iterator
from typing import IO

from diis.extracts.rejections import FILE, Refused, Rejection
from diis.feeds import Profile

UTF_8 = "utf-8-sig"
UTF_16 = "utf-16"

_CHUNK = 65_536


def encoding_of(stream: IO[bytes], agreed: str | None) -> str | None:
    """The encoding of a whole file: UTF-8, UTF-16 by its mark, or the agreed one; None if it is none of these.

    Text that is UTF-8 in one place and not in another is in two encodings, and in neither.
    """
    decoder, holds_utf_8, holds_other = codecs.getincrementaldecoder(UTF_8)("surrogateescape"), False, False
    start = True
    while chunk := stream.read(_CHUNK):
        if start and chunk.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return UTF_16
        start = False
        beyond = {sign for sign in set(decoder.decode(chunk)) if not sign.isascii()}
        others = {sign for sign in beyond if "\udc80" <= sign <= "\udcff"}
        holds_other, holds_utf_8 = holds_other or bool(others), holds_utf_8 or bool(beyond - others)
    holds_other = holds_other or bool(decoder.decode(b"", final=True))
    if not holds_other:
        return UTF_8
    return None if holds_utf_8 else agreed


class AgreedRows:
    """The rows of a CSV file with the line each begins on; `ended` tells afterwards whether the last line has its end.

    Raises `Refused` where the text is no CSV; longest: characters of a line.
    """

    def __init__(self, stream: IO[bytes], encoding: str, profile: Profile, file: str, longest: int) -> None:
        self.ended = True
        self._lines_in = self._lines(_text(stream, encoding))
        self._delimiter, self._file, self._longest = profile.delimiter, file, longest

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        line = 1
        try:
            first = next(self._lines_in, "")
            delimiter = self._delimiter if self._delimiter in first else ","
            reader = csv.reader(_joined(first, self._lines_in), delimiter=delimiter, strict=True)
            for row in reader:
                yield line, row
                line = reader.line_num + 1
        except csv.Error:
            reason = (
                f"The row that begins on line {line:,} cannot be read: a double quote is opened and not closed, or "
                "stands inside a value. Correct the row and send the file again."
            )
            raise self._refused("csv-broken", line, reason) from None
        except UnicodeError:
            reason = f"Behind line {line:,} a byte is no text in the agreed encoding. Save the file as 'CSV UTF-8'."
            raise self._refused("encoding", line, reason) from None

    def _lines(self, text: Iterable[str]) -> Iterator[str]:
        rest, number = "", 0
        for piece in text:
            *lines, rest = (rest + piece).split("\n")
            if max(map(len, [*lines, rest])) > self._longest:
                reason = f"A line has more than {self._longest:,} characters. Quotes or line ends are missing."
                raise self._refused("line-too-long", number + 1, f"{reason} Make the file again.")
            number += len(lines)
            yield from [f"{line}\n" for line in lines]
        self.ended = not rest
        if rest:
            yield rest

    def _refused(self, code: str, line: int, reason: str) -> Refused:
        return Refused(Rejection(code, FILE, self._file, line, None, reason))


def _text(stream: IO[bytes], encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)()
    while chunk := stream.read(_CHUNK):
        yield decoder.decode(chunk)
    yield decoder.decode(b"", final=True)


def _joined(first: str, lines: Iterable[str]) -> Iterator[str]:
    if first:
        yield first
    yield from lines

"""CSV text that needs no reader of quotes: told by its bytes, and split by column at once.

The strict reader (`diis.extracts.text`) is the truth. Here it is only told when both would come to the same, and a
test holds that they do for any bytes (docs/adr/0022).
"""

import codecs

import numpy
import polars as pl

from diis.extracts.chunks import MAX_LINE

BLANKS = "".join(filter(str.isspace, map(chr, range(0x3001))))
"""Every sign that Python counts as a blank; a value is what lies between them."""

_WINDOW = MAX_LINE // 2
_BLANK = ord(" ")
_ENDS_A_VALUE = numpy.isin(numpy.arange(256), list(b",\r\n"))
"""By the number of a sign."""
_BLANK_SIGNS = tuple(sign.encode() for sign in BLANKS if sign.isascii() and sign not in "\n\r ")


def plain_frame(piece: bytes, header: list[str]) -> pl.DataFrame | None:
    """Whole lines as a table of text, one row a line; None where it takes the strict reader to tell.

    Plain is: no quote, no NUL, no lone carriage return, no line that could be too long, and in each line as many
    commas as in the header. The text must be valid UTF-8.
    """
    returns = piece.count(b"\r")
    if b'"' in piece or b"\0" in piece or piece.startswith(codecs.BOM_UTF8) or returns != piece.count(b"\r\n"):
        return None
    lines = piece.count(b"\n") + (not piece.endswith(b"\n"))
    if len(header) < 2 or piece.count(b",") != lines * (len(header) - 1) or _may_be_long(piece):
        return None
    try:
        frame = pl.read_csv(
            piece.replace(b"\r\n", b"\n") if returns else piece,
            has_header=False,
            schema=dict.fromkeys(header, pl.String),
            quote_char=None,
            empty_string_is_null=False,
        )
    except pl.exceptions.PolarsError:
        # One line with a comma too many, and another with one too few.
        return None
    return frame if frame.height == lines else None


def may_be_padded(piece: bytes) -> bool:
    """Whether a value could have a blank before or behind it; told for much text at once, as it almost never has."""
    if not piece.isascii() or any(sign in piece for sign in _BLANK_SIGNS):
        return True
    signs = numpy.frombuffer(piece, numpy.uint8)
    blanks = numpy.flatnonzero(signs == _BLANK)
    if not blanks.size:
        return False
    inside = blanks[0] > 0 and blanks[-1] < signs.size - 1
    return not inside or bool(_ENDS_A_VALUE[signs[blanks - 1]].any() or _ENDS_A_VALUE[signs[blanks + 1]].any())


def _may_be_long(piece: bytes) -> bool:
    """Whether a line may have MAX_LINE bytes: such a line fills a window without a line end."""
    starts = range(0, len(piece) - _WINDOW, _WINDOW)
    return any(piece.find(b"\n", start, start + _WINDOW) < 0 for start in starts)

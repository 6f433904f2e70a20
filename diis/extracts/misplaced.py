"""A header that does not stand on line 1, most often because a title stands above it."""

from collections.abc import Iterable

from diis.extracts.wl_1 import CONTACTS, EVENTS, REFERRALS, STEPS

LOOKED_AT = 20
"""Lines behind the first in which a header is looked for."""

_FEWEST = 3
_NAMES = frozenset(name for table in (REFERRALS, CONTACTS, EVENTS, STEPS) for name in table.names)


def header_line(lines: Iterable[str]) -> int | None:
    """The line, counted from 1, that names columns of the layout; `lines` are those from line 2 on."""
    for number, line in enumerate(lines, start=2):
        cells = {cell.strip(' "\r\t').lower() for cell in line.replace(";", ",").split(",")}
        if len(cells & _NAMES) >= _FEWEST:
            return number
    return None


def where(lines: Iterable[str]) -> str:
    """What to add to a refusal of line 1: where the header seems to be, and what to do; blank if nowhere."""
    number = header_line(lines)
    if number is None:
        return ""
    return f" The header seems to be on line {number}: delete everything above it."

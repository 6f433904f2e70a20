"""The header of a file of layout wl-1: what decides who waits must be there, the rest is told."""

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from diis.extracts.contract import Field, Table
from diis.extracts.misplaced import where
from diis.extracts.rejections import FILE, WARNING, Refused, Rejection
from diis.extracts.wl_1 import REFERRALS

_NAMES = re.compile(r"[a-z_]+")
_PLAIN_WORDS = re.compile(r"[a-z]{1,20}(_[a-z]{1,20})?", re.ASCII)
_SIGNS = ((";", "semicolons"), ("\t", "tabs"), ("|", "vertical bars"))


def check_header(table: Table, header: list[str], lines: Iterable[str] = ()) -> list[Rejection]:
    """Refuse a file without a column that decides who waits; warn of other columns missing or unknown.

    `lines` are those from line 2 on, in which a header may be that stands too low.
    """
    _check_delimiter(table, header)
    missing = [field for field in table.fields if field.name not in header]
    fatal = [field for field in missing if field.must_be_sent]
    nobody = table is REFERRALS and {"nhs_number", "local_patient_id"}.isdisjoint(header)
    lost = len(fatal) + nobody
    if lost == len(table.fields) or (lost and len(missing) > len(table.fields) // 2):
        raise _refused("header-missing", table, None, _no_header(table, header, missing) + where(lines))
    renamed = [field.name for field in missing if _alike(field.name, header, table)]
    if renamed and not lost:
        wanted = renamed[0]
        reason = f"There is no column {wanted}, but one with nearly that name. Rename that one to {wanted}."
        raise _refused("header-column-renamed", table, wanted, reason)
    if lost:
        names = [field.name for field in fatal] + ["nhs_number or local_patient_id"] * nobody
        reason = f"Missing from the header: {', '.join(names)}. {_how_to_add(fatal, nobody)}"
        raise _refused("header-column-missing", table, names[0], reason + _respelled(missing, header))
    return list(_warnings(table, header, missing))


def _warnings(table: Table, header: list[str], missing: list[Field]) -> Iterator[Rejection]:
    for field in missing:
        reason = f"The column {field.name} is missing and counts as not known. Add it if you can."
        yield Rejection("column-missing", WARNING, table.file, 1, field.name, reason)
    for place, name in enumerate(header, start=1):
        if name not in table.names:
            reason = f"Column {place} is not in the layout. It was not read; leave it out."
            yield Rejection("column-unknown", WARNING, table.file, 1, _told(name, place), reason)


def _refused(code: str, table: Table, name: str | None, reason: str) -> Refused:
    return Refused(Rejection(code, FILE, table.file, 1, name, reason))


def _no_header(table: Table, header: list[str], missing: list[Field]) -> str:
    respelled = _respelled(missing, header)
    if respelled:
        return f"Line 1 does not name the columns as the layout does.{respelled}"
    return f"Line 1 is not the header of {table.file}. It must name the columns {', '.join(table.names)}, with commas."


def _how_to_add(fatal: list[Field], nobody: bool) -> str:
    """Whether a column that is added may be blank: never where every row needs it."""
    if nobody or any(field.required for field in fatal):
        return "Add what is missing, with a value in every row that needs one (`sendwatch layout` says which do)."
    return "Add the column; a row may be blank where it has not happened yet."


def _respelled(missing: list[Field], header: list[str]) -> str:
    """The columns that are there but for capitals, spaces or hyphens, in a sentence; blank if there are none."""
    plain = {_plain(name) for name in header}
    names = [field.name for field in missing if _plain(field.name) in plain]
    return f" Only case and spaces differ: {', '.join(names)}. Write them like this." if names else ""


def _plain(name: str) -> str:
    return re.sub(r"[ _.-]+", "", name.lower())


def _check_delimiter(table: Table, header: list[str]) -> None:
    """Refuse a file of which the whole header is one cell: other signs than commas separate its fields (B17, B18)."""
    names = _NAMES.findall(header[0]) if len(header) == 1 else []
    if len(set(table.names).intersection(names)) < 2:
        return
    sign = next((word for sign, word in _SIGNS if sign in header[0]), None)
    if sign is None:
        reason = "All of line 1 stands in one cell. Separate the fields with commas; put no quotes around whole lines."
    else:
        reason = f"The columns are separated by {sign}. Separate them with commas: in Excel, save as 'CSV UTF-8'."
    raise _refused("delimiter", table, None, reason)


def _told(name: str, place: int) -> str:
    """An unknown column as it may be named: by its place where its name could be anything, even a child's (B75)."""
    return name if _PLAIN_WORDS.fullmatch(name) else f"number {place}"


def _alike(wanted: str, header: list[str], table: Table) -> list[str]:
    """Columns outside the layout with nearly the name of one that is missing: it was sent, and would be lost."""
    return get_close_matches(wanted, [name for name in header if name not in table.names])

"""The header of a file of layout wl-1: what decides who waits must be there, the rest is told."""

import re
from difflib import get_close_matches

from diis.extracts.contract import DATE, Table
from diis.extracts.rejections import FILE, WARNING, Refused, Rejection
from diis.extracts.wl_1 import REFERRALS

_NAMES = re.compile(r"[a-z_]+")
_LIKE_A_COLUMN = re.compile(r"[a-z]{1,20}(_[a-z]{1,20}){0,2}[0-9]{0,2}", re.ASCII)
_DECIDES_WHO_WAITS = frozenset({"decision", "attendance"})


def check_header(table: Table, header: list[str]) -> list[Rejection]:
    """Refuse a file without a column that decides who waits; warn of other columns missing or unknown."""
    _check_delimiter(table, header)
    missing = [field for field in table.fields if field.name not in header]
    fatal = [
        field.name for field in missing if field.required or field.kind == DATE or field.name in _DECIDES_WHO_WAITS
    ]
    if table is REFERRALS and {"nhs_number", "local_patient_id"}.isdisjoint(header):
        fatal.append("nhs_number or local_patient_id")
    if len(fatal) == len(table.fields) or (fatal and len(missing) > len(table.fields) // 2):
        reason = (
            f"Line 1 is not the header of {table.file}. It must name the columns {', '.join(table.names)}, with commas."
        )
        raise Refused(Rejection("header-missing", FILE, table.file, 1, None, reason))
    renamed = [(field.name, name) for field in missing for name in _alike(field.name, header, table)]
    if renamed and not fatal:
        wanted, _ = renamed[0]
        reason = f"There is no column {wanted}, but one with nearly that name. Write it as {wanted}, or send it blank."
        raise Refused(Rejection("header-column-renamed", FILE, table.file, 1, wanted, reason))
    if fatal:
        reason = f"Missing from the header: {', '.join(fatal)}. Add the column; leave its values blank where not known."
        raise Refused(Rejection("header-column-missing", FILE, table.file, 1, fatal[0], reason))
    found = [
        (
            "column-missing",
            field.name,
            f"The column {field.name} is missing and counts as not known. Add it if you can.",
        )
        for field in missing
    ]
    found += [
        ("column-unknown", _told(name, place), "This column is not in the layout. It was not read; leave it out.")
        for place, name in enumerate(header, start=1)
        if name not in table.names
    ]
    return [Rejection(code, WARNING, table.file, 1, name, reason) for code, name, reason in found]


def _check_delimiter(table: Table, header: list[str]) -> None:
    """Refuse a file of which the whole header is one cell: other signs than commas part its fields (B17, B18)."""
    names = _NAMES.findall(header[0]) if len(header) == 1 else []
    if len(set(table.names).intersection(names)) > 1:
        reason = "All of line 1 stands in one cell. Part the fields with commas, and put no quotes around whole lines."
        raise Refused(Rejection("delimiter", FILE, table.file, 1, None, reason))


def _told(name: str, place: int) -> str:
    """An unknown column as it may be named: by its place where its name could be anything, even a child's (B75)."""
    return name if _LIKE_A_COLUMN.fullmatch(name) else f"number {place}"


def _alike(wanted: str, header: list[str], table: Table) -> list[str]:
    """Columns outside the layout with nearly the name of one that is missing: it was sent, and would be lost."""
    return get_close_matches(wanted, [name for name in header if name not in table.names])

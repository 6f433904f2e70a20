"""B01 to B32: what a file can be before any of its values is looked at."""

import codecs
import gzip
import io
import zipfile
from dataclasses import replace

from tests.bad_inputs.table import BASE, HOW_MANY, ODD, Case, Files, changed, folder
from tests.diis.extract_builder import a_contact, a_referral

FILES: Files = BASE.files()
HEADER, *LINES = FILES["referrals.csv"].decode().splitlines(keepends=True)
NAMES = HEADER.strip().split(",")


def _lines(*lines: str) -> bytes:
    return "".join(lines).encode()


def _with_column(name: str, value: str) -> bytes:
    rows = [f"{line.rstrip()},{value}\n" for line in LINES]
    return _lines(f"{HEADER.rstrip()},{name}\n", *rows)


def _without(name: str) -> bytes:
    place = NAMES.index(name)
    return _lines(*(",".join(_drop(line.rstrip("\n").split(","), place)) + "\n" for line in [HEADER, *LINES]))


def _drop(values: list[str], place: int) -> list[str]:
    return values[:place] + values[place + 1 :]


def _reordered(content: bytes) -> bytes:
    rows = [",".join(reversed(line.split(","))) + "\n" for line in content.decode().splitlines()]
    return _lines(*rows)


def _in(encoding: str, mark: bytes = b"") -> Case:
    return Case(
        "B02" if mark else "B03",
        encoding,
        "W" if mark else "R",
        "encoding-utf-16" if mark else "encoding",
        changed(lambda content: mark + content.decode().encode(encoding)),
    )


def _nul(count: int) -> bytes:
    damaged = [f"{line[:-2]}\0{line[-2:]}" for line in _odd_lines(count)]
    return _lines(HEADER, *LINES[:10], *damaged, *LINES[10:])


def _odd_lines(count: int) -> list[str]:
    rows = [a_referral(ODD + number) for number in range(count)]
    content = replace(BASE, referrals=rows).files()["referrals.csv"].decode()
    return content.splitlines(keepends=True)[1:]


def _delimited(sign: str) -> bytes:
    return FILES["referrals.csv"].replace(b",", sign.encode())


def _workbook_bytes() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    return packed.getvalue()


def _manifest(**rows: int) -> Files:
    return replace(BASE, manifest={"layout": "wl-1", "rows": {f"{name}.csv": n for name, n in rows.items()}}).files()


ODD_ROW = _odd_lines(1)[0]
NOTES = "Seen with sister Amy Quackenbush at home"
IN_QUOTES = a_contact(12, contact_date="2026-07-20")

CONTENT = (
    Case("B01", "byte order mark", "A", None, changed(lambda content: codecs.BOM_UTF8 + content)),
    _in("utf-16-le", codecs.BOM_UTF16_LE),
    _in("utf-16-be", codecs.BOM_UTF16_BE),
    _in("utf-16-le"),
    _in("utf-16-be"),
    Case(
        "B04",
        "Windows-1252 without an agreement",
        "R",
        "encoding",
        folder(FILES | {"referrals.csv": _with_column("notes", "O’Neill £5").decode().encode("cp1252")}),
        line=2,
    ),
    Case(
        "B05",
        "two encodings in one file",
        "R",
        "encoding",
        folder(FILES | {"referrals.csv": _with_column("notes", "é") + LINES[0].strip().encode() + b",\xe9\n"}),
        line=HOW_MANY + 2,
        says=f"byte {len(_with_column('notes', 'é') + LINES[0].strip().encode()) + 2:,}",
    ),
    Case("B06", "a NUL byte", "Q", "nul-byte", folder(FILES | {"referrals.csv": _nul(1)}), line=12),
    Case("B06", "NUL bytes in more than 1%", "R", "nul-bytes", folder(FILES | {"referrals.csv": _nul(2)})),
    Case("B08", "a file of no bytes", "R", "empty-file", folder(FILES | {"referrals.csv": b""})),
    Case("B08", "contacts of no bytes", "R", "empty-file", folder(FILES | {"contacts.csv": b""})),
    Case(
        "B09",
        "a header alone",
        "H",
        "list-empty",
        folder(FILES | {"referrals.csv": HEADER.encode(), "contacts.csv": FILES["contacts.csv"].splitlines(True)[0]}),
        left=replace(BASE, referrals=[], contacts=[]),
    ),
    Case("B10", "no header", "R", "header-missing", folder(FILES | {"referrals.csv": _lines(*LINES)}), line=1),
    Case(
        "B11",
        "the header again in the middle",
        "Q",
        "repeated-header",
        folder(FILES | {"referrals.csv": _lines(HEADER, *LINES[:5], HEADER, *LINES[5:])}),
        line=7,
    ),
    Case("B12", "columns in another order", "A", None, changed(_reordered)),
    Case(
        "B13",
        "a renamed column without an agreement",
        "R",
        "header-column-renamed",
        changed(lambda content: content.replace(b"nhs_number", b"nhs_num")),
        field="nhs_number",
        line=1,
    ),
    Case(
        "B14",
        "a further column",
        "W",
        "column-unknown",
        folder(FILES | {"referrals.csv": _with_column("clinic", "Poole")}),
        field="clinic",
        line=1,
    ),
    Case(
        "B15",
        "a required column missing",
        "R",
        "header-column-missing",
        folder(FILES | {"referrals.csv": _without("received_date")}),
        field="received_date",
        line=1,
    ),
    Case(
        "B16",
        "a column twice",
        "R",
        "header-duplicate",
        folder(FILES | {"referrals.csv": _with_column("gender", "1")}),
        line=1,
    ),
    *(
        Case(
            "B17",
            f"fields parted by {name} without an agreement",
            "R",
            "delimiter",
            folder(FILES | {"referrals.csv": _delimited(sign)}),
            line=1,
        )
        for sign, name in ((";", "semicolon"), ("\t", "tab"), ("|", "pipe"))
    ),
    Case(
        "B18",
        "a cell holds the whole line",
        "R",
        "delimiter",
        folder(FILES | {"referrals.csv": _lines(*(f'"{line.rstrip()}"\n' for line in [HEADER, *LINES]))}),
        line=1,
    ),
    Case(
        "B19",
        "a quote that is not closed",
        "R",
        "csv-broken",
        folder(FILES | {"referrals.csv": _lines(HEADER, *LINES[:3], LINES[3].replace("P000003", '"P3'), *LINES[4:])}),
        line=5,
    ),
    Case(
        "B20",
        "a line break in quotes",
        "A",
        None,
        folder(replace(BASE, contacts=[*BASE.contacts, IN_QUOTES | {"profession": "Nurse\nBand 6"}]).files()),
        left=replace(BASE, contacts=[*BASE.contacts, IN_QUOTES]),
    ),
    Case(
        "B21",
        "too few fields",
        "Q",
        "ragged-row",
        folder(FILES | {"referrals.csv": _lines(HEADER, *LINES[:5], ODD_ROW.rsplit(",", 4)[0] + "\n", *LINES[5:])}),
        line=7,
    ),
    Case(
        "B21",
        "too many fields",
        "Q",
        "ragged-row",
        folder(FILES | {"referrals.csv": _lines(HEADER, *LINES[:5], "x," + ODD_ROW, *LINES[5:])}),
        line=7,
    ),
    Case(
        "B22",
        "a line of a million characters",
        "R",
        "line-too-long",
        folder(FILES | {"referrals.csv": _lines(HEADER, *LINES[:5], "x" * 1_000_000 + "\n", *LINES[5:])}),
        line=7,
    ),
    Case(
        "B23",
        "5,000 columns",
        "R",
        "header-too-wide",
        folder(FILES | {"referrals.csv": _lines(",".join([*NAMES, *(f"c{n}" for n in range(5_000))]), "\n")}),
        line=1,
    ),
    *(
        Case("B28", f"{what} called .csv", "R", "not-csv", folder(FILES | {"referrals.csv": content}), says=word)
        for what, content, word in (
            ("a workbook", _workbook_bytes(), "workbook"),
            ("a web page", b"<!DOCTYPE html><html>", "web page"),
            ("a PDF", b"%PDF-1.7\n", "PDF"),
            ("JSON", b'{"resourceType": "Bundle"}', "JSON"),
        )
    ),
    Case(
        "B31",
        "the last line cut",
        "R",
        "truncated",
        changed(lambda content: content[: content.rindex(b",,,") - 30]),
        line=HOW_MANY + 1,
    ),
    Case("B32", "fewer rows than promised", "R", "manifest-count", folder(_manifest(referrals=HOW_MANY + 1))),
    Case("B32", "more contacts than promised", "R", "manifest-count", folder(_manifest(contacts=11))),
    Case(
        "B75",
        "notes with another child's name",
        "W",
        "column-unknown",
        folder(FILES | {"referrals.csv": _with_column("notes about amy quackenbush", NOTES)}),
        line=1,
        values=("Quackenbush", "quackenbush", "amy"),
    ),
    Case("B85", "gzip", "R", "not-csv", changed(gzip.compress), says="gzip"),
    Case("B85", "gzip that was cut", "R", "not-csv", changed(lambda content: gzip.compress(content)[:200])),
)

"""From the file of one table to a sheet: the columns that are read, as text, blank as null."""

from collections.abc import Callable
from functools import partial
from typing import IO

import polars as pl

from diis.extracts.monthly.contract import DATED, Field, Layout, Table
from diis.extracts.monthly.sheets import LINE, Sheet
from diis.extracts.rejections import FILE, WARNING, Refused, Rejection
from diis.extracts.sources import Source
from diis.extracts.text import Batch, CsvFile


def read_sheet(source: Source, table: Table, layout: Layout) -> Sheet:
    """Read a table; one that was not sent is empty. A fault of the file raises `Refused`."""
    name = file_of(source, table)
    if name is None:
        return Sheet(table, _empty(table), 0)
    with source.open(name) as stream:
        return read_stream(stream, table, partial(_check_header, table, layout))


def read_stream(stream: IO[bytes], table: Table, check_header: Callable[[list[str]], list[Rejection]]) -> Sheet:
    """Read the rows of a file; `check_header` is given the names of its first line in small letters."""
    file = CsvFile(stream, table.file)
    found = [*file.warnings, *check_header(file.header)]
    parts = [_empty(table)]
    sheet = Sheet(table, parts[0], 0, found)
    places = [_place(field, file.header) for field in table.fields]
    for batch in file.batches():
        sheet.rows_in += batch.rows_in
        sheet.findings += batch.rejections
        parts.append(_frame(batch, places, table))
    sheet.frame = pl.concat(parts)
    return sheet


def file_of(source: Source, table: Table) -> str | None:
    """The file of a table, in whatever case its name was written; None where there is none."""
    return next((name for name in source.files() if name.casefold() == table.file.casefold()), None)


def check_files(source: Source, layout: Layout, *, beside: str) -> list[Rejection]:
    """Say which files are not read, but for the one `beside` the tables; refuses a table that is named otherwise."""
    found = []
    for name in source.files():
        if name == beside or any(name.casefold() == table.file.casefold() for table in layout.tables):
            continue
        for table in layout.tables:
            if name.casefold().startswith(table.code.casefold()):
                reason = f"A file of table {table.code} must be named {table.file}. Rename it and send it again."
                raise Refused(Rejection("file-renamed", FILE, name[:64], None, None, reason))
        reason = "This file is no table that a figure needs. It was not read and nothing of it is kept."
        found.append(Rejection("table-not-read", WARNING, name[:64], None, None, reason))
    return found


def _check_header(table: Table, layout: Layout, header: list[str]) -> list[Rejection]:
    """Refuse a table without a column that decides a figure; warn of other columns missing or unknown."""
    known = layout.known[table.name]
    missing = [name for name in known if name.lower() not in header]
    fatal = [field.name for field in table.fields if _decides(field) and field.name in missing]
    if len(missing) == len(known):
        reason = f"Line 1 is not the header of {table.file}. It must name the columns {', '.join(known)}, with commas."
        raise Refused(Rejection("header-missing", FILE, table.file, 1, None, reason))
    if fatal:
        reason = f"Missing from the header: {', '.join(fatal)}. Add the column; leave its values blank where not known."
        raise Refused(Rejection("header-column-missing", FILE, table.file, 1, fatal[0], reason))
    found = []
    if missing:
        reason = f"Missing from the header, and so not known: {', '.join(missing)}."
        found.append(Rejection("column-missing", WARNING, table.file, 1, missing[0], reason))
    lowered = {name.lower() for name in known}
    for name in header:
        if name not in lowered:
            reason = "This column is not in the national table. It was not read and is not kept."
            found.append(Rejection("column-unknown", WARNING, table.file, 1, name[:64], reason))
    return found


def _decides(field: Field) -> bool:
    return field.required or field.decides or (field.kind in DATED and not field.may_be_old)


def _place(field: Field, header: list[str]) -> int | None:
    name = field.name.lower()
    return header.index(name) if name in header else None


def _frame(batch: Batch, places: list[int | None], table: Table) -> pl.DataFrame:
    """The fields of a table by column, blank as null; a column that was not sent is null."""
    sent = batch.frame.columns
    facts = [
        (pl.lit(None, dtype=pl.String) if place is None else _stripped(sent[place])).alias(field.fact)
        for field, place in zip(table.fields, places, strict=True)
    ]
    return batch.frame.select(batch.lines.cast(pl.Int64).alias(LINE), *facts)


def _stripped(name: str) -> pl.Expr:
    value = pl.col(name).str.strip_chars()
    return pl.when(value != "").then(value)


def _empty(table: Table) -> pl.DataFrame:
    return pl.DataFrame(schema={LINE: pl.Int64(), **{field.fact: pl.String() for field in table.fields}})

"""`sendwatch layout`: what an extract must hold, from the records that the check runs on."""

from collections.abc import Iterator
from typing import Annotated

import typer

from diis.definitions.pathways import PATHWAYS, PROVIDERS
from diis.extracts.contract import Table
from diis.extracts.layout_words import ABOUT, TABLES, coded, codes_of, kind_of, needed, order_rules

_INTRODUCTION = f"""# Layout wl-1: the waiting list

Written by `sendwatch layout --markdown` from the records that the check runs on; a test fails when the two differ.

## What is sent

One folder for each list, or a `.zip` or `.xlsx` of it. Its name is `<provider>_<pathway>_<census date>`, for example
`R0D_neurodevelopmental_2026-09-30`, `R0D_neurodevelopmental_2026-09-30.zip` or
`R0D_neurodevelopmental_2026-09-30.xlsx`.

- Providers: {", ".join(f"{code} ({name})" for code, name in PROVIDERS.items())}
- Pathways: {", ".join(PATHWAYS)}

It is a **full list**: every referral open on the census date and every one closed in the 400 days before it. A referral
that is left out without an outcome counts as a child who left the list unexplained.

Files are CSV in UTF-8 (in Excel: save as 'CSV UTF-8'), separated by commas, with the names of the columns on line 1
and the rows from line 2 on: no title above, no totals below, no blank rows. The columns may stand in any order. Dates
are written as 2026-09-30. Blank means not known. In a workbook each file is a sheet named referrals,
contacts, events or steps.

`sendwatch check PATH --fix-it DIR` says what is wrong with a list before it is sent.
"""

_MANIFEST = """## manifest.json

Optional: how many rows each file has, so that a file that was cut on its way is noticed. When it is there, its counts
must be right.

    {"layout": "wl-1", "rows": {"referrals.csv": 123, "contacts.csv": 456}}
"""

_NEEDED = """- required: the column is there, and every row has a value.
- one of the two: each row has an NHS number or a local_patient_id.
- may be blank: the column is there, since it decides who waits; a row may be blank where nothing has happened.
- needed: a row without it is taken, and the contact does not count as seen.
- optional: a column that is missing counts as not known.
"""


def layout(
    markdown: Annotated[bool, typer.Option("--markdown", help="As the page docs/layout-wl-1.md.")] = False,
) -> None:
    """Print what a list must hold.

    Files, columns, codes and their meanings, rules on dates, and how the folder is named.
    """
    lines = list(page())
    typer.echo("\n".join(lines if markdown else _plain(lines)))


def page() -> Iterator[str]:
    """The lines of docs/layout-wl-1.md."""
    yield _INTRODUCTION
    for table in TABLES:
        yield f"## {table.file}\n\n{ABOUT[table]}\n\n| column | needed | what it holds |\n| --- | --- | --- |"
        yield from _columns(table)
        yield ""
    yield f"What is needed:\n\n{_NEEDED}"
    yield _MANIFEST
    yield "## Dates\n"
    yield from (f"- {rule}" for rule in order_rules())
    yield "\n## Codes\n\nA code without a meaning is valid; its meaning is in the NHS Data Dictionary."
    for field in coded():
        yield f"\n### {field.name}\n\n| code | meaning |\n| --- | --- |"
        yield from (f"| {code} | {meaning} |" for code, meaning in codes_of(field))


def _columns(table: Table) -> Iterator[str]:
    for field in table.fields:
        codes = f" of the list [{field.name}](#{field.name})" if field.codes else ""
        yield f"| {field.name} | {needed(field, table)} | {kind_of(field)}{codes} |"


def _plain(lines: list[str]) -> Iterator[str]:
    """The same for a terminal: rows of tables in columns, without the marks of a page."""
    for line in "\n".join(lines).split("\n"):
        if line.startswith("| ---"):
            continue
        if line.startswith("| "):
            first, *rest = (cell.strip() for cell in line.strip("|").split("|"))
            yield f"  {first:28}" + "  ".join(_unlinked(cell).ljust(16) for cell in rest).rstrip()
        else:
            yield line.lstrip("#").strip() if line.startswith("#") else line


def _unlinked(cell: str) -> str:
    return cell.partition("](")[0].replace("[", "")

"""Writing the fix-it sheet of one extract: a CSV of every finding, and a page that groups them."""

import re
from collections.abc import Iterable
from pathlib import Path

from diis.extracts.rejections import Rejection
from diis.extracts.verdict import Verdict
from diis.fix_it.faults import Faults
from diis.fix_it.page import write_page
from diis.fix_it.table import write_table

_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9_-]+", re.ASCII)
_LONGEST_NAME = 80


def write_fix_it(folder: Path, verdict: Verdict, said: str, findings: Iterable[Rejection]) -> tuple[Path, Path]:
    """Write the sheet of a verdict, which is `said` in a sentence; returns the CSV and the page.

    `findings` are all there are, which can be more than the verdict lists. A sheet of the same name is replaced.
    """
    folder.mkdir(parents=True, exist_ok=True)
    name = Path(verdict.path).name
    stem = _NOT_IN_NAMES.sub("-", name.removesuffix(".zip").removesuffix(".xlsx"))[:_LONGEST_NAME].strip("-")
    table, page = (folder / f"{stem or 'extract'}.fix-it.{ending}" for ending in ("csv", "html"))
    faults = Faults()
    write_table(table, faults.passing(findings))
    write_page(page, name, [said, *_counts(verdict)], faults.grouped(), table.name)
    return table, page


def _counts(verdict: Verdict) -> list[str]:
    rows = verdict.rows
    if not rows.rows_in:
        return []
    counts = f"{rows.accepted:,} are sound, {rows.quarantined:,} to correct and {rows.duplicate:,} there twice"
    return [
        f"Of {rows.rows_in:,} rows {counts}.",
        "A line is a line of the file, or a row of the sheet in a workbook; the header is line 1.",
    ]

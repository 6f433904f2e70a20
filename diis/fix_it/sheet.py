"""Writing the fix-it sheet of one extract: a CSV of every finding, and a page that groups them."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from diis.extracts.rejections import WARNING, Rejection
from diis.extracts.verdict import Verdict
from diis.fix_it.faults import Fault, Faults
from diis.fix_it.page import write_page
from diis.fix_it.table import write_table

_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9_-]+", re.ASCII)
_LONGEST_NAME = 80


def write_fix_it(
    folder: Path, verdict: Verdict, said: str, findings: Iterable[Rejection], checked_at: datetime
) -> tuple[Path, Path]:
    """Write the sheet of a verdict, which is `said` in a sentence; returns the CSV and the page.

    `checked_at` is in UTC. `findings` are all there are, which can be more than the verdict lists. A sheet of the same
    name is replaced.
    """
    folder.mkdir(parents=True, exist_ok=True)
    name = Path(verdict.path).name
    stem = _NOT_IN_NAMES.sub("-", name.removesuffix(".zip").removesuffix(".xlsx"))[:_LONGEST_NAME].strip("-")
    table, page = (folder / f"{stem or 'extract'}.fix-it.{ending}" for ending in ("csv", "html"))
    faults = Faults()
    write_table(table, faults.passing(findings))
    grouped = faults.grouped()
    summary = [said, f"Checked on {checked_at:%d %B %Y at %H:%M} UTC.", *_counts(verdict), *_by_file(verdict, grouped)]
    write_page(page, name, summary, grouped, table.name)
    return table, page


def _counts(verdict: Verdict) -> list[str]:
    rows = verdict.rows
    if not rows.rows_in:
        return []
    counts = f"{rows.accepted:,} are sound, {rows.quarantined:,} to correct and {rows.duplicate:,} sent twice"
    return [
        f"Of {rows.rows_in:,} rows, {counts}.",
        "Lines are counted as in the file, or in the sheet of a workbook; the header is line 1.",
    ]


def _by_file(verdict: Verdict, faults: Iterable[Fault]) -> Iterator[str]:
    """What was found in each file; a row with two faults is found twice."""
    found: dict[str, Counter[bool]] = {}
    for fault in faults:
        found.setdefault(fault.finding.file, Counter())[fault.finding.level == WARNING] += fault.count
    for file in dict.fromkeys([*verdict.rows_by_file, *found]):
        rows = f"{verdict.rows_by_file[file]:,} rows, " if file in verdict.rows_by_file else ""
        here = found.get(file, Counter())
        yield f"{file}: {rows}faults found {here[False]:,}, warnings {here[True]:,}."

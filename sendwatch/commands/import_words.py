"""What an import says on the terminal and as JSON: rows, references, names of fields; no value of a person."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from dsr.actions.importing.sheet import SheetRead
from dsr.actions.importing.verdicts import Outcome, Verdict, fit_for_a_screen

INTERRUPTED = "Interrupted."
CUT_OFF = "Interrupted in the middle of a row: the next one may be in too."


@dataclass(frozen=True)
class Ended:
    """An import that came to an end; `report` is the SHA-256 of the difference report, blank without one.

    `stopped` says why before the last row, and is blank at the end of it. `noted`: the audit has the report.
    """

    sheet: SheetRead
    verdicts: list[Verdict]
    report: str
    dry_run: bool
    stopped: str = ""
    noted: bool = True

    @property
    def counts(self) -> dict[str, int]:
        """The rows, and how many of them ended how: the three add up, unless it was stopped."""
        found = Counter(verdict.outcome for verdict in self.verdicts)
        return {"rows": len(self.sheet.rows), **{outcome.value: found[outcome] for outcome in Outcome}}

    @property
    def unchanged(self) -> int:
        """Of the merged, those that told nothing new."""
        return sum(verdict.changes_nothing for verdict in self.verdicts)

    @property
    def how_to_go_on(self) -> str:
        """What is said of an import that was stopped."""
        rows = f"{len(self.verdicts)} of {len(self.sheet.rows)} rows were done, and are told above"
        again = (
            "Run it again with the same file, and another --report if there was one: "
            "rows that are in are merged, or listed, and the others follow."
        )
        return f"{self.stopped} {rows}. {again}"


def in_words(ended: Ended) -> Iterator[str]:
    """The lines for a person."""
    for verdict in ended.verdicts:
        yield from _of_row(verdict)
    for warning in ended.sheet.warnings:
        yield f"WARNING: {warning.code}: {warning.reason}"
    if ended.sheet.not_read:
        letters = ended.sheet.not_read
        columns = f"columns {', '.join(letters)} were" if len(letters) > 1 else f"column {letters[0]} was"
        yield f"WARNING: {columns} not read and not kept: the heading is not known. A mapping can name it."
    counts = ended.counts
    rows = "1 row" if counts["rows"] == 1 else f"{counts['rows']} rows"
    yield (
        f"{rows}: {counts['imported']} imported, {counts['merged']} merged "
        f"({ended.unchanged} of them with nothing new), {counts['listed']} listed."
    )
    if ended.report:
        audit = "the audit has it too" if ended.noted else "the audit does not have it"
        yield f"The report has the SHA-256 {ended.report}; {audit}."
    if ended.dry_run:
        yield "This was a dry run: nothing was imported. That people were looked for is in the audit."


def as_json(ended: Ended) -> dict[str, object]:
    """The stable form for machines."""
    return {
        **ended.counts,
        "unchanged": ended.unchanged,
        "dry_run": ended.dry_run,
        "stopped": ended.stopped or None,
        "file_sha256": ended.sheet.sha256,
        "report_sha256": ended.report or None,
        "columns_not_read": list(ended.sheet.not_read),
        "warnings": [{"code": one.code, "reason": one.reason} for one in ended.sheet.warnings],
        "verdicts": [_row_as_json(verdict) for verdict in ended.verdicts],
    }


def _of_row(verdict: Verdict) -> Iterator[str]:
    words = f"row {verdict.row}: {verdict.outcome.value}"
    if verdict.reference:
        words += f" {verdict.reference}"
    if verdict.changes_nothing and not verdict.differences:
        words += ", nothing new"
    if verdict.code:
        field = f" ({verdict.column})" if verdict.column else ""
        words += f", {verdict.code}{field}: {fit_for_a_screen(verdict.code, verdict.reason)}"
    yield words
    if verdict.new:
        yield f"  new: {', '.join(verdict.new)}"
    if verdict.differences:
        yield f"  differs, the register's value was kept: {', '.join(one.column for one in verdict.differences)}"
    for code, reason in dict.fromkeys((one.code, one.reason) for one in verdict.left_out):
        columns = [one.column for one in verdict.left_out if (one.code, one.reason) == (code, reason) and one.column]
        yield f"  left out, {code} ({', '.join(columns)}): {fit_for_a_screen(code, reason)}"


def _row_as_json(verdict: Verdict) -> dict[str, object]:
    return {
        "row": verdict.row,
        "outcome": verdict.outcome.value,
        "reference": verdict.reference or None,
        "code": verdict.code or None,
        "field": verdict.column or None,
        "reason": fit_for_a_screen(verdict.code, verdict.reason) or None,
        "new": list(verdict.new),
        "differs": [one.column for one in verdict.differences],
        "left_out": [{"field": one.column, "code": one.code} for one in verdict.left_out],
    }

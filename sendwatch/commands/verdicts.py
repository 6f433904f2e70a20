"""Verdicts as a person reads them: of a pull, which did it, and of a check, which says what would be done."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from diis.extracts.rejections import WARNING
from diis.extracts.verdict import Rows, Verdict
from diis.fix_it.faults import Fault, Faults

LISTED = 15
"""Kinds of faults shown to a person, so that a verdict fits a screen; the quarantine and the fix-it sheet hold all."""
FIRST_LINES = 3
"""Lines named with a fault."""

_PULLED = {
    "accepted": "accepted, every row.",
    "partial": "accepted, with rows in quarantine. Correct them and send the list again.",
    "refused": "refused. Nothing of it was loaded; the last good list stays.",
    "held": "NOT loaded: held until a person decides. The last good list stays. See: sendwatch quarantine list.",
    "duplicate": "already received, nothing to do.",
}
_CHECKED = {
    "accepted": "would be accepted, every row.",
    "partial": "would be accepted without some rows. Correct them before you send it.",
    "refused": "would be refused. Correct it before you send it.",
    "held": "would be held until a person has looked at it. Check it before you send it.",
}
_FEW_SOUND = " Fewer than half of its rows are sound: only {accepted:,} of {rows_in:,}."


def pulled_in_words(verdict: Verdict, faults: Faults) -> str:
    """What a pull did; `faults` are all there are, which can be more than the verdict lists."""
    held = verdict.outcome == "held"
    names = ("sound", "to correct", "there twice") if held else ("accepted", "quarantined", "duplicate")
    counts = _counts(verdict.rows, *names) if verdict.outcome != "duplicate" else []
    if counts and verdict.load is not None:
        counts = [f"{counts[0]}; {'number' if held else 'load'} {verdict.load}"]
    if verdict.unexplained_leavers:
        counts.append(
            f"  {verdict.unexplained_leavers} children left the list without an outcome. Ask the provider about each."
        )
    return _in_words(pulled_headline(verdict), counts, verdict, faults, "the quarantine (sendwatch quarantine show)")


def checked_in_words(verdict: Verdict, faults: Faults) -> str:
    """What a pull would do."""
    counts = _counts(verdict.rows, "sound", "to correct", "there twice")
    return _in_words(checked_headline(verdict), counts, verdict, faults, "the fix-it sheet (--fix-it)")


def checked_headline(verdict: Verdict) -> str:
    """The verdict of a check in one sentence."""
    return _headline(verdict, _CHECKED)


def pulled_headline(verdict: Verdict) -> str:
    """The verdict of a pull in one sentence."""
    return _headline(verdict, _PULLED)


def fault_in_words(fault: Fault, rows_by_file: Mapping[str, int]) -> str:
    """One fault in one line, however often it was found."""
    found = fault.finding
    column = f"column {printable(found.field)}" if found.field else ""
    parts = [printable(found.file), _lines(fault, rows_by_file.get(found.file)), column]
    place = ", ".join(part for part in parts if part)
    return f"{'warning: ' if found.level == WARNING else ''}{place}: {found.reason} [{found.code}]"


def printable(name: str) -> str:
    """A name that was received, without the signs that move a cursor or cannot be written."""
    return "".join(sign if sign.isprintable() else "?" for sign in name)


def _headline(verdict: Verdict, words: Mapping[str, str]) -> str:
    rows = verdict.rows
    few = _FEW_SOUND.format(accepted=rows.accepted, rows_in=rows.rows_in) if verdict.mostly_unsound else ""
    return f"{printable(Path(verdict.path).name)}: {words[verdict.outcome]}{few}"


def _in_words(headline: str, counts: Iterable[str], verdict: Verdict, faults: Faults, all_in: str) -> str:
    """The verdict first, and last again where faults stand between."""
    found = list(_found(faults.grouped(), verdict.rows_by_file, all_in))
    return "\n".join([headline, *counts, *found, *([headline] if len(found) > 1 else [])])


def _found(faults: list[Fault], rows_by_file: Mapping[str, int], all_in: str) -> Iterator[str]:
    yield from (f"  {fault_in_words(fault, rows_by_file)}" for fault in faults[:LISTED])
    if len(faults) > LISTED:
        yield f"  and {len(faults) - LISTED:,} more kinds of faults; {all_in} has them all"


def _lines(fault: Fault, rows: int | None) -> str:
    """Where it was found: a line, the first few of many, or every row of the file."""
    if not fault.lines:
        return ""
    if fault.count == 1:
        return f"line {fault.lines[0]:,}"
    if fault.count == rows:
        return f"every row ({rows:,})"
    first = ", ".join(f"{line:,}" for line in fault.lines[:FIRST_LINES])
    return f"{fault.count:,} rows, lines {first}{' ...' if fault.count > FIRST_LINES else ''}"


def _counts(rows: Rows, accepted: str, quarantined: str, duplicate: str) -> list[str]:
    if not rows.rows_in:
        return []
    counts = f"{rows.accepted:,} {accepted}, {rows.quarantined:,} {quarantined}, {rows.duplicate:,} {duplicate}"
    return [f"  {rows.rows_in:,} {'row' if rows.rows_in == 1 else 'rows'}: {counts}"]

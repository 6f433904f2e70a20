"""Verdicts as a person reads them: of a pull, which did it, and of a check, which says what would be done."""

from collections.abc import Mapping
from pathlib import Path

from diis.extracts.rejections import Rejection
from diis.extracts.verdict import Rows, Verdict

LISTED = 20
"""Findings shown to a person; --json lists more, the quarantine and the fix-it sheet hold all."""

_MORE = "  and more; --json lists up to 1,000, {all_in} holds all"

_PULLED = {
    "accepted": "accepted, every row.",
    "partial": "accepted, with rows in quarantine. Correct them and send the list again.",
    "refused": "refused. Nothing of it was loaded; the last good list stays.",
    "held": "held for a person. Nothing of it is loaded yet; the last good list stays.",
    "duplicate": "already received, nothing to do.",
}
_CHECKED = {
    "accepted": "would be accepted, every row.",
    "partial": "would be accepted without some rows. Correct them before you send it.",
    "refused": "would be refused. Correct it before you send it.",
    "held": "would be held until a person has looked at it. Check it before you send it.",
}


def pulled_in_words(verdict: Verdict) -> str:
    """What a pull did."""
    counts = _counts(verdict.rows, "accepted", "quarantined", "duplicate") if verdict.outcome != "duplicate" else []
    if counts and verdict.load is not None:
        counts = [f"{counts[0]}; load {verdict.load}"]
    if verdict.unexplained_leavers:
        counts.append(
            f"  {verdict.unexplained_leavers} children left the list without an outcome. Ask the provider about each."
        )
    return "\n".join([pulled_headline(verdict), *counts, *_findings(verdict, "the quarantine")])


def checked_in_words(verdict: Verdict) -> str:
    """What a pull would do."""
    counts = _counts(verdict.rows, "sound", "to correct", "there twice")
    return "\n".join([checked_headline(verdict), *counts, *_findings(verdict, "the fix-it sheet (--fix-it)")])


def _headline(verdict: Verdict, words: Mapping[str, str]) -> str:
    return f"{printable(Path(verdict.path).name)}: {words[verdict.outcome]}"


def checked_headline(verdict: Verdict) -> str:
    """The verdict of a check in one sentence."""
    return _headline(verdict, _CHECKED)


def pulled_headline(verdict: Verdict) -> str:
    """The verdict of a pull in one sentence."""
    return _headline(verdict, _PULLED)


def finding_in_words(finding: Rejection) -> str:
    place = ", ".join(
        part
        for part in (
            printable(finding.file),
            f"line {finding.line:,}" if finding.line is not None else "",
            f"column {printable(finding.field)}" if finding.field else "",
        )
        if part
    )
    return f"{'warning: ' if finding.level == 'warning' else ''}{place}: {finding.reason} [{finding.code}]"


def printable(name: str) -> str:
    """A name that was received, without the signs that move a cursor or cannot be written."""
    return "".join(sign if sign.isprintable() else "?" for sign in name)


def _counts(rows: Rows, accepted: str, quarantined: str, duplicate: str) -> list[str]:
    if not rows.rows_in:
        return []
    counts = f"{rows.accepted:,} {accepted}, {rows.quarantined:,} {quarantined}, {rows.duplicate:,} {duplicate}"
    return [f"  {rows.rows_in:,} rows: {counts}"]


def _findings(verdict: Verdict, all_in: str) -> list[str]:
    found = [*verdict.rejections, *verdict.warnings]
    lines = [f"  {finding_in_words(finding)}" for finding in found[:LISTED]]
    return [*lines, _MORE.format(all_in=all_in)] if len(found) > LISTED else lines

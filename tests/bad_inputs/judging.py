"""What every case of the table is held to, whoever gave the verdict: the pull, or the check that a provider runs."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from diis.fix_it.faults import told_apart
from tests.bad_inputs.table import BASE, Case

OUTCOMES = {"A": "accepted", "W": "accepted", "Q": "partial", "R": "refused", "H": "held"}
LEVELS = {"W": "warning", "Q": "row", "R": "file", "H": "file"}

Verdict = Mapping[str, Any]

_WHAT_TO_DO = re.compile(
    r"\b(add|ask|call|check|correct|count|delete|export|fill|find|format|give|leave|make|move|name|pull|put|read|remove|"
    r"rename|resend|save|send|show|switch|tell|trace|undo|unmerge|use|write)\b",
    re.IGNORECASE,
)


def hold_to(case: Case, verdict: Verdict) -> None:
    """Outcome, code, level, place, counts and words, as the JSON of the command line has them."""
    rejections, warnings, rows = verdict["rejections"], verdict["warnings"], verdict["rows"]
    assert verdict["outcome"] == OUTCOMES[case.verdict], rejections or warnings
    found = warnings if case.verdict == "W" else rejections
    assert not (rejections if case.verdict == "W" else warnings if case.verdict == "Q" else [])
    if case.verdict == "A":
        assert (rejections, warnings) == ([], [])
    elif case.verdict in ("R", "H"):
        _hold_first(case, found)
    else:
        assert {one["code"] for one in found} == {case.code}
        _hold_first(case, found)
    assert rows["in"] == rows["accepted"] + rows["quarantined"] + rows["duplicate"]
    assert case.verdict != "Q" or rows["quarantined"] == case.quarantined
    assert case.verdict != "A" or (rows["quarantined"], rows["duplicate"]) == (0, case.duplicate)
    _hold_words(case, [*rejections, *warnings])


def _hold_first(case: Case, found: Sequence[Mapping[str, Any]]) -> None:
    first = found[0]
    assert (first["code"], first["level"]) == (case.code, LEVELS[case.verdict])
    assert case.field is None or first["field"] == case.field
    assert case.line is None or first["line"] == case.line


def _hold_words(case: Case, found: Sequence[Mapping[str, Any]]) -> None:
    """Plain, with something to do, and without a value of any row."""
    for one in found:
        wrong, what_to_do = told_apart(one["reason"])
        assert wrong.endswith((".", "?"))
        assert what_to_do in one["reason"], "the reason is one sentence only, and does not say what to do"
        assert _WHAT_TO_DO.search(what_to_do), one["reason"]
    said = " ".join(f"{one['reason']} {one['field']} {one['file']}" for one in found)
    assert case.says in said
    numbers = [row["nhs_number"] for row in BASE.referrals]
    assert [value for value in (*case.values, *numbers) if value and value in said] == []

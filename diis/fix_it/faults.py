"""Findings grouped by fault: a thousand rows with one mistake are one thing to put right."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from diis.extracts.rejections import FILE, ROW, WARNING, Rejection

SHOWN_LINES = 50
"""Lines listed with a fault on the page; the CSV has them all."""

_CONSEQUENCE = "-without-referral"
"""How the codes end of faults that come of others: they go when the faults of the referrals are put right."""

LEVELS = {FILE: "the whole extract", ROW: "row kept out", WARNING: "warning"}
"""What a finding meant for what it was found on."""

_SENTENCE = re.compile(r"(?<=[.?!]) (?=[A-Z`'\"])")
_ORDER = (FILE, ROW, WARNING)


@dataclass
class Fault:
    """One kind of fault in one column of one file."""

    finding: Rejection
    count: int = 0
    lines: list[int] = field(default_factory=list)

    def add(self, line: int | None) -> None:
        self.count += 1
        if line is not None and len(self.lines) < SHOWN_LINES:
            self.lines.append(line)


class Faults:
    """Groups findings as they pass by, so that a million of them need no more memory than a few."""

    def __init__(self) -> None:
        self._by_kind: dict[tuple[str, str, str, str | None, str], Fault] = {}

    def passing(self, findings: Iterable[Rejection]) -> Iterator[Rejection]:
        """The same findings, each counted."""
        for found in findings:
            kind = (found.code, found.level, found.file, found.field, found.reason)
            self._by_kind.setdefault(kind, Fault(found)).add(found.line)
            yield found

    def grouped(self) -> list[Fault]:
        """Causes before their consequences, then what kept most out; warnings come last."""
        return sorted(self._by_kind.values(), key=_place)


def _place(fault: Fault) -> tuple[int, bool, int, str]:
    found = fault.finding
    return _ORDER.index(found.level), found.code.endswith(_CONSEQUENCE), -fault.count, found.code


def told_apart(reason: str) -> tuple[str, str]:
    """What is wrong, which is the first sentence of a reason, and what to do, which is the rest."""
    wrong, *rest = _SENTENCE.split(reason, maxsplit=1)
    return wrong, rest[0] if rest else "Correct it in your system and send the extract again."

"""A published file of layout rtt-full-csv on its way into the store: national comparison lines, nobody's data."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from diis.definitions.rtt import RttLine
from diis.extracts.rejections import FILE, ROW, Refused, Rejection
from diis.extracts.rtt_full_csv import ROW_REPEATED, read
from diis.extracts.verdict import Rows


@dataclass
class LineReader:
    """Yields the lines of a file once, counting every row and keeping what was found."""

    path: Path
    findings: list[Rejection] = field(default_factory=list)
    accepted: int = 0

    def lines(self) -> Iterator[RttLine]:
        """The accepted lines; raises `Refused` for a fault of the file, and when no row can be accepted."""
        for found in read(self.path):
            if isinstance(found, Rejection):
                self.findings.append(found)
                continue
            self.accepted += 1
            yield found[1]
        if not self.accepted:
            reason = "No row of the file could be accepted; the first faults are listed."
            raise Refused(Rejection("no-row-accepted", FILE, self.path.name, None, None, reason), *self.findings[:20])

    @property
    def rows(self) -> Rows:
        quarantined = sum(found.level == ROW for found in self.findings)
        duplicate = sum(found.code == ROW_REPEATED for found in self.findings)
        return Rows(self.accepted + quarantined + duplicate, self.accepted, quarantined, duplicate)

"""What a pull says of an extract, to people and to machines."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from diis.extracts.rejections import WARNING, Rejection

LISTED_FINDINGS = 1000
"""Findings listed with a verdict; all of them are in quarantine."""


@dataclass(frozen=True)
class Rows:
    """Rows of all files of an extract: `rows_in` = accepted + quarantined + duplicate, always."""

    rows_in: int = 0
    accepted: int = 0
    quarantined: int = 0
    duplicate: int = 0


@dataclass(frozen=True)
class Verdict:
    """`outcome` is accepted, partial, refused, held or duplicate; `load` the sequence number, None if there is none.

    `rows_by_file` says of how many rows a fault could have been; empty where it is not known.
    `again`: an earlier pull came to it already, and the ledger has it from then.
    """

    path: str
    load: int | None
    outcome: str
    rows: Rows = field(default_factory=Rows)
    findings: tuple[Rejection, ...] = ()
    unexplained_leavers: int = 0
    again: bool = False
    rows_by_file: Mapping[str, int] = field(default_factory=dict)

    @property
    def mostly_unsound(self) -> bool:
        """Whether more than half of the rows are set aside: then what is loaded says little of the list."""
        return 2 * self.rows.quarantined > self.rows.rows_in

    @property
    def rejections(self) -> list[Rejection]:
        """Findings that kept a row or the whole extract out."""
        return [finding for finding in self.findings if finding.level != WARNING]

    @property
    def warnings(self) -> list[Rejection]:
        """Findings on what was accepted all the same."""
        return [finding for finding in self.findings if finding.level == WARNING]

    def as_json(self) -> dict[str, object]:
        """The stable form of the command line (design.md section 7), with the warnings beside it."""
        rows = self.rows
        return {
            "path": self.path,
            "load": self.load,
            "outcome": self.outcome,
            "rows": {
                "in": rows.rows_in,
                "accepted": rows.accepted,
                "quarantined": rows.quarantined,
                "duplicate": rows.duplicate,
            },
            "rejections": [asdict(finding) for finding in self.rejections],
            "warnings": [asdict(finding) for finding in self.warnings],
            "unexplained_leavers": self.unexplained_leavers,
        }

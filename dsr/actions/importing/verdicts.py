"""What became of a row: imported, merged or listed, with what is new, what differs and what was left out."""

import re
from dataclasses import dataclass
from enum import StrEnum

from dsr.actions.importing.values import Fault

_DAY_OR_WORDS = re.compile(r"\d{4}|:")
OF_RULES = frozenset({"not-possible", "consent-not-valid"})
"""Codes whose sentence is that of a rule, which may tell a day or quote a reason."""
_KEPT_BACK = "A rule of the register forbids it. The report has the sentence (--report)."


class Outcome(StrEnum):
    """The three ends of a row."""

    IMPORTED = "imported"
    MERGED = "merged"
    LISTED = "listed"


@dataclass(frozen=True)
class Difference:
    """A field that the register has otherwise: its value is kept, the file's is told in the report."""

    column: str
    in_file: str
    in_register: str
    reason: str = "The register has it otherwise; its value was kept."


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """The end of one row; `reference` is blank while there is none, `code` and `reason` where it is listed.

    `new` are columns that the register did not know, `left_out` those that were not brought in, and why.
    """

    row: int
    outcome: Outcome
    reference: str = ""
    code: str = ""
    column: str = ""
    reason: str = ""
    new: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()
    left_out: tuple[Fault, ...] = ()

    @property
    def changes_nothing(self) -> bool:
        """Whether the register knew it all."""
        return self.outcome is Outcome.MERGED and not self.new


def fit_for_a_screen(code: str, reason: str) -> str:
    """A sentence as a terminal may show it: one of a rule that could hold a day or words of a record is kept back."""
    return _KEPT_BACK if code in OF_RULES and _DAY_OR_WORDS.search(reason) else reason

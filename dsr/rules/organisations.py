"""The organisations and councils that the register knows, by code: closed lists, since a slip hides a person.

Whose people a team sees, and who may be told of whom, hang on equal codes: one that nobody bears reaches nobody, for
ever, and no screen shows it. So a code that is not known is refused where it is told, with those that are. The list of
the partnership is that of R-DSR-112 until its file of terms names another; councils and boards of other areas are those
of England and Wales, since people are placed there and move there (R-DSR-07, 39).
"""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from dsr.rules.sameness import folded

PARTNERSHIP: Mapping[str, str] = MappingProxyType(
    {
        "QVV": "NHS Dorset",
        "E06000059": "Dorset Council",
        "E06000058": "Bournemouth, Christchurch and Poole Council",
        "RDY": "Dorset HealthCare",
        "RBD": "Dorset County Hospital",
        "R0D": "University Hospitals Dorset",
        "dorset-police": "Dorset Police",
        "camhs-tier-4": "Dorset and Wessex CAMHS Tier 4 collaborative",
    }
)
"""Who signed up in Dorset (R-DSR-112), by ODS or ONS code where there is one."""
_BOARDS_OF_ENGLAND = """
QE1 QF7 QGH QH8 QHG QHL QHM QJ2 QJG QJK QJM QK1 QKK QKS QM7 QMF QMJ QMM QNC QNQ QNX QOC QOP QOQ QOX QPM QR1 QRL QRV QSL
QT1 QT6 QU9 QUA QUE QUY QVV QWE QWO QWU QXU QYG
"""
BOARDS = frozenset(_BOARDS_OF_ENGLAND.split())
"""The integrated care boards of England by ODS code: a person may move to each of them (R-DSR-39)."""


def _codes(prefix: str, numbers: Iterable[int]) -> frozenset[str]:
    return frozenset(f"{prefix}{number:06}" for number in numbers)


COUNCILS = (
    _codes("E06", {*range(1, 67)} - {28, 29, 48})
    | _codes("E08", {*range(1, 40)} - {16, 19, 20})
    | _codes("E09", range(1, 34))
    | _codes("E10", (3, 7, 8, *range(11, 21), 24, 25, *range(28, 33), 34))
    | _codes("W06", range(1, 25))
)
"""The councils of England and Wales that answer for care and education, by ONS code."""

_SHAPE_OF_A_CODE = re.compile(r"[A-Z0-9]{3}|[EWSN]\d{8}", re.ASCII | re.IGNORECASE)


class Organisations:
    """Codes of organisations with their names; None: whatever is told is known, for rules that are tried apart."""

    def __init__(self, named: Mapping[str, str] | None) -> None:
        self.named = named

    def is_listed(self, code: str) -> bool:
        """Whether a text is the code of one of these, of a board or of a council, and so says nothing of a person."""
        return code in {*(self.named or ()), *BOARDS, *COUNCILS}

    def why_not(self, code: str) -> str | None:
        """Why an organisation cannot be named, with those that can; it repeats nothing of what was told."""
        if self.named is None or self.is_listed(code):
            return None
        known = ", ".join(f"{code} ({name})" for code, name in self.named.items())
        others = "and boards and councils of other areas by their codes"
        return f"This organisation is not known here. Known are {known}, {others}."

    def why_not_council(self, code: str) -> str | None:
        """The same of a council."""
        if self.named is None or code in COUNCILS or code in self.named:
            return None
        ours = ", ".join(f"{one} ({name})" for one, name in self.named.items() if one in COUNCILS)
        return f"This council is not known here. Name it by its ONS code: {ours}, or that of another council."

    def why_not_referrer(self, name: str) -> str | None:
        """The same of a referrer, who may be a school or a practice by its name: but no code or name that is a slip."""
        if self.named is None or self.why_not(name) is None:
            return None
        known = {folded(one) for pair in self.named.items() for one in pair}
        slip = _SHAPE_OF_A_CODE.fullmatch(name.strip()) or folded(name) in known
        return f"{self.why_not(name)} Another referrer is told by its name." if slip else None

    def words(self) -> dict[str, str]:
        """What each name and code stands for, folded: so that a spreadsheet may say Dorset HealthCare."""
        return {folded(one): code for code, name in (self.named or {}).items() for one in (name, code)}


ANY = Organisations(None)

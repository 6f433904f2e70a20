"""The organisations and councils that the register knows, by code: closed lists, since a slip hides a person.

Whose people a team sees, and who may be told of whom, hang on equal codes: one that nobody bears reaches nobody, for
ever, and no screen shows it. So a code that is not known is refused where it is told, with those that are. The list of
the partnership is that of R-DSR-112 until its file of terms names another. Councils of the United Kingdom and boards of
England are known besides, since people are placed there, come from there and move there (R-DSR-07, 39), and the file
names those that came later.
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
_BOARDS_SINCE_APRIL_2026 = "S1Y5D D7T5G T6Y0W S9B9J S0E4D Z9B2Z"
"""Central East, Essex, Norfolk and Suffolk, Surrey and Sussex, Thames Valley, West and North London."""
BOARDS = frozenset((*_BOARDS_OF_ENGLAND.split(), *_BOARDS_SINCE_APRIL_2026.split()))
"""The integrated care boards of England by ODS code: a person may move to each of them (R-DSR-39).

The 42 of 2022 stay, though twelve of them merged: what is recorded late names the board of its day.
"""


_SINCE_2026 = re.compile(r"[A-Z]\d[A-Z]\d[A-Z]", re.ASCII)
"""How the code of a board is spelled that began in 2026 or later."""


def _codes(prefix: str, numbers: Iterable[int]) -> frozenset[str]:
    return frozenset(f"{prefix}{number:06}" for number in numbers)


NORTHERN_IRELAND = _codes("N09", range(1, 12))
"""Districts: a health and social care trust answers for care there, the code of a district says where it is."""
COUNCILS = (
    _codes("E06", {*range(1, 67)} - {28, 29, 48})
    | _codes("E08", {*range(1, 40)} - {16, 19, 20})
    | _codes("E09", range(1, 34))
    | _codes("E10", (3, 7, 8, *range(11, 21), 24, 25, *range(28, 33), 34))
    | _codes("W06", {*range(1, 25)} - {7, 17})
    | _codes("S12", (5, 6, 8, 10, 11, 13, 14, *range(17, 22), 23, *range(26, 31), *range(33, 37), *range(38, 43), 45))
    | _codes("S12", range(47, 51))
    | NORTHERN_IRELAND
)
"""The councils that answer for care and education, by ONS code, and the districts of Northern Ireland.

A Scottish council is a local authority in the sense of section 105(1) of the Children Act 1989, as those of England and
Wales are: whoever has a home there is its resident (R-DSR-07).
"""

_COUNCIL = re.compile(r"[EWSN]\d{8}", re.ASCII)
_ELSEWHERE = re.compile(rf"{_COUNCIL.pattern}|[A-Z0-9]{{3}}|{_SINCE_2026.pattern}", re.ASCII)
"""How councils and boards are spelled."""
_SLIP_OF_A_CODE = re.compile(_ELSEWHERE.pattern, re.ASCII | re.IGNORECASE)


def is_spelled_as_one_elsewhere(code: str) -> bool:
    """Whether a code has the shape of those of councils and boards."""
    return _ELSEWHERE.fullmatch(code) is not None


class Organisations:
    """Codes of organisations with their names; None: whatever is told is known, for rules that are tried apart.

    `named` are those of the partnership, `elsewhere` boards and councils of other areas that the service does not know
    by itself.
    """

    def __init__(self, named: Mapping[str, str] | None, elsewhere: Mapping[str, str] | None = None) -> None:
        self.named = named
        self.elsewhere = elsewhere or {}
        self._told = {**(named or {}), **self.elsewhere}

    def is_listed(self, code: str) -> bool:
        """Whether a text is the code of one of these, of a board or of a council, and so says nothing of a person."""
        return code in self._told or code in BOARDS or code in COUNCILS

    def is_our_board(self, code: str) -> bool:
        """Whether a code is that of a board of the partnership: the organisation of its commissioner (R-DSR-65a).

        A board elsewhere that is told of a placement commissions nothing here.
        """
        return self.is_ours(code) and (code in BOARDS or _SINCE_2026.fullmatch(code) is not None)

    def is_ours(self, code: str) -> bool:
        """Whether a code is that of an organisation of the partnership, such as one of its councils."""
        return code != "" and (self.named is None or code in self.named)

    def called(self, code: str) -> str:
        """An organisation as a sentence names it: its name and code, or the code alone of one that has no name here."""
        return f"{self._told[code]} ({code})" if code in self._told else code

    def why_not(self, code: str) -> str | None:
        """Why an organisation cannot be named, with those that can; it repeats nothing of what was told."""
        if self.named is None or self.is_listed(code):
            return None
        known = ", ".join(f"{code} ({name})" for code, name in self._told.items())
        others = "and boards and councils of other areas by their codes"
        return f"This organisation is not known here. Known are {known}, {others}."

    def why_not_council(self, code: str) -> str | None:
        """The same of a council."""
        if self.named is None or code in COUNCILS or (code in self._told and _COUNCIL.fullmatch(code)):
            return None
        ours = ", ".join(f"{one} ({name})" for one, name in self._told.items() if _COUNCIL.fullmatch(one))
        return f"This council is not known here. Name it by its ONS code: {ours}, or that of another council."

    def why_not_referrer(self, name: str) -> str | None:
        """The same of a referrer, who may be a school or a practice by its name: but no code or name that is a slip."""
        if self.named is None or self.why_not(name) is None:
            return None
        slip = _SLIP_OF_A_CODE.fullmatch(name.strip()) or folded(name) in self.words()
        return f"{self.why_not(name)} Another referrer is told by its name." if slip else None

    def words(self) -> dict[str, str]:
        """What each name and code stands for, folded: so that a spreadsheet may say Dorset HealthCare."""
        return {folded(one): code for code, name in self._told.items() for one in (name, code)}


ANY = Organisations(None)

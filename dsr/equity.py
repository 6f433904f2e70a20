"""K18: who is on the register by gender, ethnic group, deprivation and council, with a part for who is not recorded.

The levels are those of the waiting times (`diis/definitions/breakdowns.py`), so that the two can be read side by side.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from diis.definitions.breakdowns import BREAKDOWNS, UNKNOWN, Breakdown
from diis.definitions.code_meanings import MEANINGS
from dsr.rules.entry.residence import residence_on
from dsr.rules.measures.all_measures import Everybody
from dsr.rules.measures.groups import Cut

Decile = Callable[[str], int | None]
"""The deprivation decile of a postcode, 1 the most deprived; None where it is not known."""

COUNCILS = {"E06000058": "Bournemouth, Christchurch and Poole", "E06000059": "Dorset"}
"""The councils of the partnership, by code; facts may name either."""
ELSEWHERE = "elsewhere"
FIELDS = ("gender", "ethnicity", "address")
"""The identifiers that groups are made of; none of them leaves the store."""

_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b", re.IGNORECASE)
_BY_ID = {one.id: one for one in BREAKDOWNS}
_COLUMNS = {"gender": "gender", "ethnicity": "ethnic_category"}


def grouping(decile_of: Decile) -> tuple[Sequence[str], Callable[[Mapping[str, str]], Mapping[str, str]]]:
    """Which identifiers are asked for, and what becomes of them."""

    def grouped(identifiers: Mapping[str, str]) -> Mapping[str, str]:
        found = {id_: _level(_BY_ID[id_], identifiers.get(id_, "")) for id_ in _COLUMNS}
        postcodes = _POSTCODE.findall(identifiers.get("address", ""))
        decile = decile_of(postcodes[-1]) if postcodes else None
        return found | {"deprivation": _BY_ID["deprivation"].level_of(decile)}

    return FIELDS, grouped


def equity_cuts(everybody: Everybody, groups_of: Sequence[Mapping[str, str]]) -> list[Cut]:
    """A cut of who is on the register for each breakdown; `groups_of` goes with the lives."""
    active = everybody.active()
    found = [
        _cut(f"On the register by {_BY_ID[id_].title.lower()}", _BY_ID[id_].levels or (), counted)
        for id_ in (*_COLUMNS, "deprivation")
        for counted in [Counter(groups_of[number][id_] for number, _ in active)]
    ]
    day, terms = everybody.period.last, everybody.terms
    councils = Counter(council_of(residence_on(life, day, terms).authority) for _, life in active)
    return [*found, _cut("On the register by council", (*COUNCILS.values(), ELSEWHERE, UNKNOWN), councils)]


def council_of(authority: str) -> str:
    """A council by its code or name as the cell that counts it."""
    named = COUNCILS.get(authority, authority)
    return named if named in COUNCILS.values() else ELSEWHERE if authority else UNKNOWN


def _cut(name: str, levels: Sequence[str], counted: Mapping[str, int]) -> Cut:
    return Cut("K18", name, "R-DSR-117", {level: counted.get(level, 0) for level in levels})


def _level(breakdown: Breakdown, value: str) -> str:
    """The level of a code, or of the words for it: people write both."""
    codes = MEANINGS[breakdown.column]
    by_words = {words.casefold(): code for code, words in codes.items()}
    if value.casefold() in {level.casefold() for level in breakdown.levels or ()}:
        return next(level for level in breakdown.levels or () if level.casefold() == value.casefold())
    return breakdown.level_of(by_words.get(value.casefold(), value.upper()))

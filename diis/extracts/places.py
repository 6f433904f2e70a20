"""From a postcode to its small area and what lies around it (R-WAIT-100), so that the postcode itself is never kept."""

import csv
from pathlib import Path
from typing import NamedTuple

_LONGEST_CODE = 9


class PlacesUnusable(Exception):
    """The postcode look-up is not the CSV it should be."""


class Area(NamedTuple):
    """What is kept of a postcode: codes of the LSOA (2011), local authority and sub-ICB, and the decile 1 to 10."""

    lsoa: str | None = None
    decile: int | None = None
    local_authority: str | None = None
    sub_icb: str | None = None


_NOWHERE = Area()


class Places:
    """A look-up of areas by normalised postcode."""

    def __init__(self, areas: dict[str, Area]) -> None:
        self._areas = areas

    def area_of(self, postcode: str) -> Area:
        """The area of a postcode; nothing is known of one that is not in the look-up."""
        return self._areas.get(_normalised(postcode), _NOWHERE)


def read_places(path: Path | None) -> Places:
    """Read a CSV of postcode, lsoa, imd_decile and, where it has them, local_authority, sub_icb; no path, no areas."""
    if path is None:
        return Places({})
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return Places({_normalised(row["postcode"]): _area(row) for row in csv.DictReader(file)})
    except (KeyError, TypeError, ValueError, AttributeError, csv.Error):
        raise PlacesUnusable(
            f"The postcode look-up {path} is not a CSV with the columns postcode, lsoa and imd_decile (1 to 10), "
            "and local_authority and sub_icb if they are known."
        ) from None


def _area(row: dict[str, str]) -> Area:
    authority, sub_icb = row.get("local_authority"), row.get("sub_icb")
    return Area(_code(row["lsoa"]), int(row["imd_decile"]) or None, _code(authority), _code(sub_icb))


def _code(text: str | None) -> str | None:
    code = (text or "").strip()
    if len(code) > _LONGEST_CODE:
        raise ValueError
    return code or None


def _normalised(postcode: str) -> str:
    return postcode.replace(" ", "").upper()

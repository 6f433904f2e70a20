"""From a postcode to its small area and deprivation decile (R-WAIT-100), so that the postcode itself is never kept."""

import csv
from pathlib import Path


class PlacesUnusable(Exception):
    """The postcode look-up is not the CSV it should be."""


class Places:
    """A look-up of normalised postcode to (LSOA 2011 code, deprivation decile 1 to 10)."""

    def __init__(self, areas: dict[str, tuple[str, int | None]]) -> None:
        self._areas = areas

    def area_of(self, postcode: str) -> tuple[str | None, int | None]:
        """Small area and decile; (None, None) for a postcode that is not in the look-up."""
        return self._areas.get(_normalised(postcode), (None, None))


def read_places(path: Path | None) -> Places:
    """Read a CSV of postcode, lsoa, imd_decile; no path, no areas."""
    if path is None:
        return Places({})
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            return Places({_normalised(row["postcode"]): (row["lsoa"], int(row["imd_decile"]) or None) for row in rows})
    except (KeyError, TypeError, ValueError, AttributeError, csv.Error):
        raise PlacesUnusable(
            f"The postcode look-up {path} is not a CSV with the columns postcode, lsoa and imd_decile (1 to 10)."
        ) from None


def _normalised(postcode: str) -> str:
    return postcode.replace(" ", "").upper()

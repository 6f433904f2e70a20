"""From a postcode to where it lies (R-WAIT-100, 102), so that the postcode itself is never kept."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


class PlacesUnusable(Exception):
    """The postcode look-up is not the CSV it should be."""


@dataclass(frozen=True)
class Place:
    """Small area (LSOA 2011), deprivation decile 1 to 10, local authority and sub-ICB; None is not known."""

    lsoa: str | None = None
    decile: int | None = None
    local_authority: str | None = None
    sub_icb: str | None = None


_NOWHERE = Place()


class Places:
    """A look-up of normalised postcode to a place, or to (LSOA code, decile) alone."""

    def __init__(self, areas: Mapping[str, Place | tuple[str, int | None]]) -> None:
        self._places = {
            postcode: place if isinstance(place, Place) else Place(*place) for postcode, place in areas.items()
        }

    def area_of(self, postcode: str) -> tuple[str | None, int | None]:
        """Small area and decile; (None, None) for a postcode that is not in the look-up."""
        place = self.place_of(postcode)
        return place.lsoa, place.decile

    def place_of(self, postcode: str) -> Place:
        """All that is known of a postcode; nothing of one that is not in the look-up."""
        return self._places.get(_normalised(postcode), _NOWHERE)


def read_places(path: Path | None) -> Places:
    """Read a CSV of postcode, lsoa, imd_decile and, where known, local_authority and sub_icb; no path, no places."""
    if path is None:
        return Places({})
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return Places({_normalised(row["postcode"]): _place(row) for row in csv.DictReader(file)})
    except (KeyError, TypeError, ValueError, AttributeError, csv.Error):
        raise PlacesUnusable(
            f"The postcode look-up {path} is not a CSV with the columns postcode, lsoa and imd_decile (1 to 10)."
        ) from None


def _place(row: dict[str, str]) -> Place:
    return Place(
        row["lsoa"], int(row["imd_decile"]) or None, row.get("local_authority") or None, row.get("sub_icb") or None
    )


def _normalised(postcode: str) -> str:
    return postcode.replace(" ", "").upper()

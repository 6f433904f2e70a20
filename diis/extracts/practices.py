"""From a general practice to the sub-ICB it belongs to (R-WAIT-42)."""

import csv
from pathlib import Path


class PracticesUnusable(Exception):
    """The look-up of practices is not the CSV it should be."""


class Practices:
    """A look-up of practice code to sub-ICB code."""

    def __init__(self, sub_icbs: dict[str, str]) -> None:
        self._sub_icbs = sub_icbs

    def sub_icb_of(self, practice: str) -> str | None:
        """The sub-ICB of a practice; None for one that is not in the look-up, as the default codes never are."""
        return self._sub_icbs.get(practice)


def read_practices(path: Path | None) -> Practices:
    """Read a CSV of gp_practice, sub_icb; no path, no practices."""
    if path is None:
        return Practices({})
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file)
            return Practices({row["gp_practice"].strip().upper(): row["sub_icb"].strip() for row in rows})
    except (KeyError, AttributeError, UnicodeError, csv.Error):
        raise PracticesUnusable(
            f"The look-up of practices {path} is not a CSV with the columns gp_practice and sub_icb."
        ) from None

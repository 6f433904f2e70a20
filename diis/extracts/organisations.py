"""From a sub-ICB to the integrated care board and the region it lies in, as the deployment gives them (R-WAIT-42)."""

import csv
import re
from pathlib import Path

from diis.definitions.national.organisations import NO_ORGANISATIONS, Organisations, Parents

HEADER = ("sub_icb", "icb", "region")
_CODE = re.compile(r"[A-Z0-9]{3,6}")


class OrganisationsUnusable(Exception):
    """The list of organisations is not the CSV it should be."""


def read_organisations(path: Path | None) -> Organisations:
    """Read a CSV of sub_icb, icb, region, a row for each sub-ICB; no path, no boards and no regions."""
    if path is None:
        return NO_ORGANISATIONS
    found: dict[str, Parents] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file, strict=True)
        try:
            if tuple(rows.fieldnames or ()) != HEADER:
                raise ValueError(f"its first line is not {','.join(HEADER)}")
            for row in rows:
                _take(row, found)
        except (ValueError, csv.Error) as fault:
            raise OrganisationsUnusable(
                f"The list of organisations {path} cannot be used: line {rows.line_num}: {fault}. "
                "It is a UTF-8 CSV of sub_icb,icb,region with an ODS code in each, a row for each sub-ICB."
            ) from None
    if not found:
        raise OrganisationsUnusable(f"The list of organisations {path} has no rows. Leave the setting out instead.")
    return Organisations(found)


def _take(row: dict[str, str], found: dict[str, Parents]) -> None:
    codes = [(row[name] or "").strip().upper() for name in HEADER]
    wrong = [name for name, code in zip(HEADER, codes, strict=True) if not _CODE.fullmatch(code)]
    if wrong:
        raise ValueError(f"{wrong[0]} is not an ODS code")
    sub_icb, icb, region = codes
    if sub_icb in found:
        raise ValueError(f"{sub_icb} stands there twice")
    found[sub_icb] = Parents(icb, region)

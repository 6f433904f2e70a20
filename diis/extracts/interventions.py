"""The members of the reference sets of interventions, as the deployment gives them (R-WAIT-62).

They stand in the licensed release of SNOMED CT, which may not be copied here (docs/adr/0034-codes-that-count.md).
"""

import csv
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from diis.definitions.national.cyp_reference import (
    ASSESSMENT,
    ASSESSMENTS,
    REFERENCE_SETS,
    Intervention,
    Reference,
    reference_of,
)
from diis.extracts.snomed import is_identifier

HEADER = ("refset", "code", "from", "to")
_WHAT_IT_IS = (
    "It is a UTF-8 CSV of refset,code,from,to: a reference set of R-WAIT-62 or the word assessment, a SNOMED CT code, "
    "and the first and last day (YYYY-MM-DD) on which it counts, blank for no limit."
)


class InterventionsUnusable(Exception):
    """The list of interventions is not the CSV it should be."""


def read_interventions(path: Path | None) -> Reference:
    """Read a CSV of refset, code, from, to; no path, what the national code names in public.

    Rows of `assessment` are dates for the two codes of assessments that the national code names, which count on any
    day where there are none.
    """
    if path is None:
        return Reference()
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file, strict=True)
        try:
            if tuple(rows.fieldnames or ()) != HEADER:
                raise ValueError(f"its first line is not {','.join(HEADER)}")
            found = list(map(_intervention, rows))
        except (ValueError, csv.Error) as fault:
            where = f"line {rows.line_num}: {fault}"
            raise InterventionsUnusable(
                f"The list of interventions {path} cannot be used: {where}. {_WHAT_IT_IS}"
            ) from None
    if not found:
        raise InterventionsUnusable(f"The list of interventions {path} has no rows. Leave the setting out instead.")
    return reference_of([], found)


def _intervention(row: Mapping[str, str | None]) -> Intervention:
    refset, code, first, last = ((row[name] or "").strip() for name in HEADER)
    if refset not in (*REFERENCE_SETS, ASSESSMENT):
        raise ValueError(f"'{refset[:24]}' is not one of {', '.join((*REFERENCE_SETS, ASSESSMENT))}")
    if not is_identifier(code):
        raise ValueError(f"'{code[:24]}' is not a SNOMED CT code: it has no right check digit")
    if (refset == ASSESSMENT) != (code in ASSESSMENTS):
        raise ValueError(f"the codes of assessment are {' and '.join(ASSESSMENTS)}, and no others")
    one = Intervention(code, _day(first), _day(last), refset)
    if one.from_on and one.to_on and one.to_on < one.from_on:
        raise ValueError("it ends before it begins")
    return one


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise ValueError(f"'{text[:24]}' is not a day as YYYY-MM-DD") from None

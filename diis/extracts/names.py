"""What the name of an extract says: provider, pathway and census date."""

import re
from dataclasses import dataclass
from datetime import date

from diis.definitions.pathways import PATHWAYS
from diis.extracts.rejections import FILE, Refused, Rejection

_NAME = re.compile(
    rf"(?P<provider>[A-Z0-9]{{3,6}})_(?P<pathway>{'|'.join(PATHWAYS)})_(?P<census>\d{{4}}-\d{{2}}-\d{{2}})(\.zip|\.xlsx)?",
    re.ASCII,
)


@dataclass(frozen=True)
class ExtractName:
    """The list a `wl-1` extract claims to be."""

    provider: str
    pathway: str
    census_on: date


def extract_name(name: str) -> ExtractName:
    """Read `<provider>_<pathway>_<census date>`, with or without `.zip` or `.xlsx`; refuses any other name."""
    found = _NAME.fullmatch(name)
    if found is None and _NAME.fullmatch(_in_capitals(name)):
        # Whoever gets as far as this wrote codes and a date, no more, so that the name may be repeated.
        reason = f"The provider in the name is not in capitals. Rename it to {_in_capitals(name)}."
        raise Refused(Rejection("name-not-recognised", FILE, name, None, None, reason))
    census_on = _real_date(found["census"]) if found else None
    if found is None or census_on is None:
        raise Refused(
            Rejection(
                "name-not-recognised",
                FILE,
                name,
                None,
                None,
                "The name is not <provider>_<pathway>_<census date>, for example R0D_neurodevelopmental_2026-09-30. "
                f"Pathways: {', '.join(PATHWAYS)}. Rename the folder, archive or workbook and send it again.",
            )
        )
    return ExtractName(found["provider"], found["pathway"], census_on)


def _in_capitals(name: str) -> str:
    """The name with its provider in capitals and the rest in small letters, as it has to be."""
    provider, sign, rest = name.partition("_")
    return f"{provider.upper()}{sign}{rest.lower()}"


def _real_date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None

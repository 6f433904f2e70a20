"""The optional `manifest.json` of an extract: how many rows the sender counted."""

import json
import re

from diis.extracts.rejections import FILE, Refused, Rejection
from diis.extracts.sources import Source

MANIFEST = "manifest.json"

_LIKE_A_FILE = re.compile(r"[a-z]{1,20}\.csv|[A-Z]{3}[0-9]{3}[A-Za-z0-9]{0,30}\.csv", re.ASCII)
"""What files of the layouts are called; any other name could be anybody's, and is not repeated (B80)."""


def read_manifest(source: Source, layout: str) -> dict[str, int] | None:
    """File name to row count; None where there is no manifest; refuses one that cannot be understood."""
    if MANIFEST not in source.files():
        return None
    try:
        with source.open(MANIFEST) as stream:
            said = json.loads(stream.read(65_536))
        rows = {str(name): count for name, count in said["rows"].items()}
        sane = said["layout"] == layout and all(type(count) is int and count >= 0 for count in rows.values())
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        sane, rows = False, {}
    if not sane:
        form = f'{{"layout": "{layout}", "rows": {{"referrals.csv": 123, ...}}}}'
        reason = f"manifest.json must read {form}. Correct it or leave it out."
        raise Refused(Rejection("manifest-broken", FILE, MANIFEST, None, None, reason))
    return rows


def check_counts(promised: dict[str, int] | None, found: dict[str, int]) -> None:
    """Refuse an extract of which the counted rows are not those of its manifest."""
    for name, count in (promised or {}).items():
        if found.get(name, 0) != count:
            told = name if _LIKE_A_FILE.fullmatch(name) else None
            reason = (
                f"The manifest promises {count:,} rows of {told or 'a file of another name'}; there are "
                f"{found.get(name, 0):,}. The file was cut or changed on its way. Send the extract again."
            )
            raise Refused(Rejection("manifest-count", FILE, told or MANIFEST, None, None, reason))

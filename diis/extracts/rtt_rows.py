"""The row rules of layout rtt-full-csv: a row is a line that adds up, or has a fault that can be named."""

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from diis.definitions.rtt import ADMITTED, BANDS, NEW_PERIODS, NON_ADMITTED, PARTS, RttLine
from diis.extracts.rtt_layout import (
    COMMISSIONER,
    COUNTS,
    COUNTS_FROM,
    HEADER,
    PART,
    PROVIDER,
    TOTAL,
    TOTAL_ALL,
    TREATMENT_FUNCTION,
)

_ORGANISATION = re.compile(r"[A-Z0-9]{3,6}")
_FUNCTION = re.compile(r"C_[0-9]{3}|X0[0-9]")
_PART = re.compile("|".join(PARTS))
_SUPPRESSED = re.compile(r"\*|-|<\s?[0-9]{1,2}|\[[a-z]{1,2}\]", re.ASCII)
_AS_PUBLISHED = "Send the file again as it was published."
_MOST_DIGITS = 9  # a count that fits the 32-bit integer of the store


class RowFault(Exception):
    """The first rule that a row breaks; `reason` holds no value of the row."""

    def __init__(self, code: str, field: str | None, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.field = field
        self.reason = reason


def line_of(cells: Sequence[str], period_on: date) -> RttLine:
    """The line of a row whose cells are in the order of the layout; raises `RowFault`."""
    counts = _counts(cells)
    bands, (total, unknown_start, total_all) = counts[:BANDS], counts[BANDS:]
    part = _code(cells, PART, _PART, f"one of {', '.join(PARTS)}")
    completed = part in (ADMITTED, NON_ADMITTED)
    line = RttLine(
        period_on=period_on,
        provider=_code(cells, PROVIDER, _ORGANISATION, "an organisation code of 3 to 6 letters and digits"),
        commissioner=_code(cells, COMMISSIONER, _ORGANISATION, "an organisation code of 3 to 6 letters and digits"),
        part=part,
        treatment_function=_code(cells, TREATMENT_FUNCTION, _FUNCTION, "a code such as C_110, X04 or C_999"),
        bands=bands,
        total=total if completed else None,
        unknown_start=unknown_start if completed else None,
        total_all=total_all,
    )
    if completed:
        _check_completed(line)
    elif total or unknown_start:
        raise RowFault(
            "total-not-expected",
            TOTAL,
            f"{part} has neither Total nor unknown clock starts (R-WAIT-15). {_AS_PUBLISHED}",
        )
    else:
        _check_not_completed(line)
    return line


def _check_completed(line: RttLine) -> None:
    if sum(line.bands) != line.total:
        raise RowFault(
            "bands-do-not-add-up", TOTAL, f"The 105 week bands do not add up to Total (R-WAIT-15). {_AS_PUBLISHED}"
        )
    if (line.total or 0) + (line.unknown_start or 0) != line.total_all:
        reason = f"Total and unknown clock starts do not add up to Total All (R-WAIT-15). {_AS_PUBLISHED}"
        raise RowFault("totals-do-not-add-up", TOTAL_ALL, reason)


def _check_not_completed(line: RttLine) -> None:
    if line.part == NEW_PERIODS:
        if any(line.bands):
            raise RowFault(
                "bands-not-expected",
                COUNTS[0],
                f"Part_3 counts new pathways, which have no week bands (R-WAIT-15). {_AS_PUBLISHED}",
            )
    elif sum(line.bands) != line.total_all:
        raise RowFault(
            "bands-do-not-add-up",
            TOTAL_ALL,
            f"The 105 week bands do not add up to Total All (R-WAIT-15). {_AS_PUBLISHED}",
        )


def _code(cells: Sequence[str], field: str, shape: re.Pattern[str], expected: str) -> str:
    code = cells[HEADER.index(field)]
    if shape.fullmatch(code) is None:
        raise RowFault("code-not-recognised", field, f"Expected {expected}. Correct it, or send the published file.")
    return code


def _counts(cells: Sequence[str]) -> tuple[int, ...]:
    try:
        return tuple(map(_count, cells[COUNTS_FROM:]))
    except ValueError:
        counts = zip(COUNTS, cells[COUNTS_FROM:], strict=True)
        field, text = next((name, text) for name, text in counts if not _is_count(text))
        if _SUPPRESSED.fullmatch(text):
            reason = "The count is suppressed, which is not 0. Send the file as NHS England publishes it, unsuppressed."
            raise RowFault("count-suppressed", field, reason) from None
        reason = (
            "Expected a whole number, 0 or more, or an empty cell for 0. Write it without commas, point or letters."
        )
        raise RowFault("count-not-a-number", field, reason) from None


@lru_cache(maxsize=100_000)  # a national file has 20 million cells and few thousand different counts
def _count(text: str) -> int:
    if not _is_count(text):
        raise ValueError
    return int(text or 0)


def _is_count(text: str) -> bool:
    return not text or (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS)

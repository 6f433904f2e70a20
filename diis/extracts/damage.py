"""What spreadsheets, terminals and tricksters leave in a value: error words, lost digits, signs not seen (B07, B60)."""

import re

CODE = "spreadsheet-damage"
REASON = (
    "A spreadsheet changed this value: it holds an error, a formula without its result, or a date where none belongs. "
    "Export it from your system without a spreadsheet, or format the column as text."
)
NUMBER_REASON = (
    "A spreadsheet changed this number: a zero was cut off, or it was written like 9.43E+09. "
    "Format the column as text and export it again."
)

ERROR_WORDS = frozenset(
    ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA"]
)
UNSEEN = r"[\x00-\x08\x0e-\x1f\x7f-\x9f\x{ad}\x{200b}-\x{200f}\x{202a}-\x{202e}\x{2060}-\x{206f}\x{feff}]"
"""Control signs but for tabs and line ends, signs of no width, and those that turn the direction of text."""

_LOST_DIGITS = re.compile(r"\d{9}|\d(\.\d+)?[eE]\+?\d{1,2}|\d{9,10}\.0+", re.ASCII)


def lost_digits(number: str) -> bool:
    """Whether an NHS number has one of the shapes that spreadsheets give it (B60)."""
    return _LOST_DIGITS.fullmatch(number) is not None

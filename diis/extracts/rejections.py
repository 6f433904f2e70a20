"""What was wrong with what a provider sent, in words that its analyst can act on. Never holds a value of a row."""

from dataclasses import dataclass

FILE = "file"
ROW = "row"
WARNING = "warning"


@dataclass(frozen=True)
class Rejection:
    """One finding: `level` file (the whole extract), row (that row is quarantined) or warning (accepted all the same).

    `line` counts the lines of `file` from 1, the header being line 1.
    """

    code: str
    level: str
    file: str
    line: int | None
    field: str | None
    reason: str


class Refused(Exception):
    """The whole extract cannot be taken; the last good one stays."""

    def __init__(self, *rejections: Rejection) -> None:
        super().__init__("; ".join(rejection.reason for rejection in rejections))
        self.rejections = rejections


def held(code: str, file: str, reason: str, *, line: int | None = None, field: str | None = None) -> Rejection:
    """Why an extract waits for a person, with what can become of it."""
    choice = "`sendwatch quarantine release` loads it if it is right; a corrected extract takes its place if not."
    return Rejection(code, FILE, file, line, field, f"{reason} Check it: {choice}")

"""How a row of the table of bad inputs is written: number, input, verdict and code, and what must be left of it.

Verdicts: A accept, W accept with a warning, Q quarantine the row, R refuse the whole extract, H hold it for a person.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from tests.diis.extract_builder import AnExtract, Row, a_contact, a_folder, a_referral

Files = dict[str, bytes]
Send = Callable[[Path], Path]

HOW_MANY = 40


def _child(child: int) -> Row:
    """Children who differ in every date, so that a value that moves to another row or column is seen."""
    day = child % 28 + 1
    return a_referral(
        child,
        birth_date=f"201{child % 6}-03-{day:02}",
        received_date=f"2026-0{child % 5 + 1}-{day:02}",
        local_patient_id="" if child % 7 == 0 else f"P{child:06}",
        condition=("autism", "adhd", "both", "")[child % 4],
        gp_practice=f"J8100{child % 9}",
        sen_provision="NKE"[child % 3],
    )


BASE = AnExtract(
    [_child(child) for child in range(HOW_MANY)],
    [a_contact(child, contact_date=f"2026-07-{child + 1:02}") for child in range(12)],
)
"""The list that every case is made of: sound, with nothing to say of it."""

BEFORE = replace(BASE, census="2026-09-23")
"""The list of the week before, which must stay as it is when the next is refused or held."""

ODD = 900
"""The child of the row that a case adds to the sound ones."""


@dataclass(frozen=True)
class Case:
    """One input. `left` is the extract of the rows that must be in the store in the end, those of others untouched.

    `field` and `line` are those of the finding; `values` must not be repeated in anything that is said.
    """

    number: str
    what: str
    verdict: str
    code: str | None
    send: Send
    field: str | None = None
    line: int | None = None
    quarantined: int = 1
    duplicate: int = 0
    left: AnExtract = BASE
    values: tuple[str, ...] = ()
    says: str = ""

    @property
    def id(self) -> str:
        return f"{self.number}-{self.what}".replace(" ", "-")


def folder(files: Files, extract: AnExtract = BASE) -> Send:
    """Sent as a folder."""
    return lambda inside: a_folder(inside / extract.name, files)


def changed(change: Callable[[bytes], bytes], file: str = "referrals.csv", extract: AnExtract = BASE) -> Send:
    """The sound list with one file changed."""
    files = extract.files()
    return folder(files | {file: change(files[file])}, extract)


def with_row(**fields: str) -> Send:
    """The sound list with one row more in the middle."""
    odd = a_referral(ODD, **fields)
    rows = list(BASE.referrals)
    return folder(replace(BASE, referrals=[*rows[:20], odd, *rows[20:]]).files())


ODD_LINE = 22
"""The line on which `with_row` puts its row."""


def row_case(number: str, what: str, code: str, name: str, value: str, /, **others: str) -> Case:
    """A row that is set aside for one value."""
    values = (value,) if len(value) > 3 else ()
    return Case(number, what, "Q", code, with_row(**{name: value}, **others), field=name, line=ODD_LINE, values=values)

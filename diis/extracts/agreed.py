"""What a provider may send otherwise, because it was agreed with them: brought into the form of the layout, and told.

A file in the layout's own form never comes through here. Rows keep their lines, and a row is never dropped.
"""

from dataclasses import dataclass, field

from diis.extracts.rejections import WARNING, Rejection
from diis.extracts.workbooks.cells import day_of
from diis.feeds import Profile

_SERIAL_DIGITS = 5

_WORDS = {
    "column-renamed": "The column was read under the name that was agreed for it. Tell us if more has changed.",
    "date-serial": "{count:,} spreadsheet day numbers were read as dates, as agreed. Check one of them.",
    "date-not-known": "{count:,} dates that stand for 'not known', as agreed, were left blank. Leave them blank.",
}


@dataclass
class Agreed:
    """Applies the agreed names and values to the rows of one file and counts each use."""

    profile: Profile
    file: str
    _uses: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)
    _dated: list[tuple[int, str]] = field(default_factory=list)

    def header(self, names: list[str]) -> list[str]:
        """The header in the layout's names; an alias is not used where its column is there under its own name."""
        plain = [name.strip().lower() for name in names]
        known = {sent.lower(): name for sent, name in self.profile.aliases if name not in plain}
        for name in plain:
            if name in known:
                self._use("column-renamed", known[name], 1)
        named = [known.get(name, name) for name in plain]
        self._dated = [(place, name) for place, name in enumerate(named) if is_dated(name)]
        return named if known else names

    def row(self, values: list[str], line: int) -> list[str]:
        """A row with its dates in the layout's form."""
        for place, name in self._dated:
            if place < len(values) and values[place]:
                values[place] = self._date(values[place].strip(), name, line)
        return values

    @property
    def warnings(self) -> list[Rejection]:
        return [
            Rejection(code, WARNING, self.file, line, name, _WORDS[code].format(count=count))
            for (code, name), (count, line) in self._uses.items()
        ]

    def _date(self, value: str, name: str, line: int) -> str:
        if value in self.profile.not_known_dates:
            self._use("date-not-known", name, line)
            return ""
        if self.profile.serial_dates and len(value) == _SERIAL_DIGITS and value.isascii() and value.isdigit():
            day = day_of(int(value))
            if day is not None:
                self._use("date-serial", name, line)
                return day.isoformat()
        return value

    def _use(self, code: str, name: str, line: int) -> None:
        count, first = self._uses.get((code, name), (0, line))
        self._uses[code, name] = (count + 1, first)


def is_dated(name: str) -> bool:
    """Whether a column holds dates: in the layout those, and only those, are called so."""
    return name.endswith("_date")

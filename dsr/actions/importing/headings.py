"""Which column stands where, told by the first row; what nobody maps is told by its letter (B14, B75)."""

from collections.abc import Iterable, Mapping, Sequence

from diis.extracts.rejections import FILE, Refused, Rejection
from dsr.actions.importing.columns import BY_NAME, COLUMNS, MUST_BE_THERE
from dsr.actions.importing.mapping import Reading
from dsr.rules.sameness import folded

THE_FILE = "the file"
"""How a file is called in what is said of it: its name could be anybody's."""

_LETTERS = 26
_DELIMITERS = {";": "semicolons", "\t": "tabs", "|": "vertical bars"}


class Headings:
    """The columns of one sheet, by place; takes the header first, and then counts what stands in no known column."""

    file = THE_FILE

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._columns: list[tuple[str, ...]] = []
        self._not_read: set[int] = set()

    @property
    def warnings(self) -> list[Rejection]:
        """Nothing of its own: columns that were not read are told apart."""
        return []

    @property
    def not_read(self) -> tuple[str, ...]:
        """The letters of the columns that hold something and are not read."""
        return tuple(map(letter, sorted(self._not_read)))

    def header(self, names: list[str]) -> list[str]:
        """Take the first row; returns a name for each place, blank where nobody maps it. Raises `Refused`."""
        self._columns = [self._served_by(name) for name in names]
        places: dict[str, list[int]] = {}
        for place, columns in enumerate(self._columns):
            if not columns and names[place].strip():
                self._not_read.add(place)
            for column in columns:
                places.setdefault(column, []).append(place)
        self._check(names, places)
        return [columns[0] if columns else "" for columns in self._columns]

    def row(self, values: list[str], line: int) -> list[str]:  # noqa: ARG002 - the form of a sheet
        """A row as it is; notes the places of values that nobody reads."""
        known = len(self._columns)
        self._not_read |= {
            place
            for place, value in enumerate(values)
            if value.strip() and not (place < known and self._columns[place])
        }
        return values

    def by_column(self, values: Sequence[str]) -> Mapping[str, str]:
        """The values of a row by their columns; one heading may serve several."""
        return {
            column: value
            for columns, value in zip(self._columns, values, strict=False)
            for column in columns
            if value.strip()
        }

    def _served_by(self, heading: str) -> tuple[str, ...]:
        """The columns of a heading; one of dates comes first, since a sheet keeps days as numbers."""
        wanted = folded(heading)
        found = [column.name for column in COLUMNS if wanted and wanted in self._reading.headings_of(column)]
        return tuple(sorted(found, key=lambda name: not name.endswith("_date")))

    def _check(self, names: Sequence[str], places: Mapping[str, list[int]]) -> None:
        twice = next((column for column, where in places.items() if len(where) > 1), None)
        if twice is not None:
            where = " and ".join(map(letter, places[twice]))
            raise refused(
                "header-duplicate", f"Columns {where} are both read as {twice}. Say in a mapping which it is."
            )
        sign = next((words for sign, words in _DELIMITERS.items() if len(names) == 1 and sign in names[0]), None)
        if sign is not None:
            raise refused("delimiter", f"The columns are parted by {sign}. Save the file as 'CSV UTF-8', or as .xlsx.")
        self._check_own(places)
        missing = [name for name in MUST_BE_THERE if name not in places and name not in self._reading.defaults]
        if not missing:
            return
        if not places:
            reason = "The first row does not hold headings that are known. Remove what stands above them, or map them."
            raise refused("header-missing", reason)
        raise refused(
            "header-column-missing", f"No column is headed {_in_words(missing)}. Name it, or map a heading to it."
        )

    def _check_own(self, places: Mapping[str, list[int]]) -> None:
        """A column that the mapping names and the file lacks would be left out with nobody seeing it."""
        for column, headings in self._reading.headings.items():
            if headings and column not in places:
                reason = (
                    f"The mapping says under which heading {column} is found, and no column of the first row has it. "
                    "Correct that line under [columns] in the mapping, or remove it."
                )
                raise refused("mapped-column-missing", reason)


def letter(place: int) -> str:
    """The letter of a column, counted from 0, as a spreadsheet shows it."""
    before, rest = divmod(place, _LETTERS)
    return (letter(before - 1) if before else "") + chr(ord("A") + rest)


def refused(code: str, reason: str, line: int | None = 1) -> Refused:
    """The whole file cannot be taken; nothing of it is."""
    return Refused(Rejection(code, FILE, THE_FILE, line, None, reason))


def _in_words(names: Iterable[str]) -> str:
    return ", ".join(f"{name.replace('_', ' ')} (as: {', '.join(BY_NAME[name].headings[:2])})" for name in names)

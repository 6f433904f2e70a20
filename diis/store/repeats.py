"""Whether a list is free of what the rules between rows look for, told while its rows pass by.

To look for two rows of one id, or for one child with two birth dates, a database puts a million rows in order, nearly
always to find nothing. Hashes of what it would compare tell that at once: where no hash comes twice, no value does.
They only ever spare a question and never answer one: where a hash comes twice, or the list is so long that they would
take memory, the rule asks the database. Each column has a hash of its own: in one hash of a child and a birth date
together, two pairs that fall on each other could make up for a child with two dates.
"""

import secrets
from collections.abc import Sequence

import polars
from sqlalchemy import Table

REMEMBERED = 2_000_000
"""Rows of a table, eight bytes each and column."""
_SEED = secrets.randbits(63)

Names = tuple[str, ...]


class Repeats:
    """Hashes of some columns of the rows that passed by; rows without a value in the first column are left out."""

    def __init__(self, watched: dict[Table, Sequence[Names]]) -> None:
        self._hashes: dict[tuple[Table, Names], list[polars.DataFrame]] = {
            (table, names): [] for table, sets in watched.items() for names in sets
        }
        self._rows = dict.fromkeys(watched, 0)

    def take_in(self, table: Table, frame: polars.DataFrame) -> None:
        """Remember rows that are staged."""
        self._rows[table] += frame.height
        for (of, names), hashes in self._hashes.items():
            if of is table and frame.height:
                if self._rows[table] > REMEMBERED:
                    hashes.clear()
                else:
                    filled = frame.lazy().drop_nulls(names[0])
                    hashes.append(filled.select(polars.col(name).hash(_SEED) for name in names).collect())

    def may_come_twice(self, table: Table, names: Names) -> bool:
        """False where each row has values of its own in these columns."""
        return self._distinct(table, names) != self._rows[table]

    def may_differ(self, table: Table, one: str, other: str) -> bool:
        """False where rows alike in one column are alike in the other."""
        alike = self._distinct(table, (one,))
        return alike is None or alike != self._distinct(table, (one, other))

    def _distinct(self, table: Table, names: Names) -> int | None:
        """How many different values there are; None where that was not remembered."""
        if self._rows[table] > REMEMBERED:
            return None
        hashes = self._hashes[table, names]
        return polars.concat(hashes).n_unique() if hashes else 0

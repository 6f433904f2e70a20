"""Counting through a store: rows written as the loads of their providers and months, read again and counted."""

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from diis.definitions.figures import Figure
from diis.definitions.national.autism_populations import Population
from diis.definitions.national.cyp_reference import Reference
from diis.definitions.national.months import last_day
from diis.definitions.national.organisations import NO_ORGANISATIONS, Organisations
from diis.definitions.national.submissions import MHSDS, Submissions
from diis.national import AUTISM_IDS, CYP_IDS, References, national_figures
from diis.store.engine import Store
from diis.store.figures import Asked
from diis.store.monthly import MONTHLY_TABLES
from diis.store.monthly_rows import write_rows
from tests.spec.measuring import empty, enter, load_row

_NOBODY = "NOBODY"
"""Sends an empty submission of the newest month, so that the run ends there whoever else sent it."""
_APART = 100
"""Sequences of a month's loads; those of a later month are higher."""


@dataclass(frozen=True)
class Stored:
    """A store as a way of counting: its methods are called as the oracles are."""

    store: Store

    def autism(
        self,
        submissions: Submissions,
        month: int,
        newest: int,
        populations: Iterable[Population] = (),
        as_known: int = 0,
        organisations: Organisations = NO_ORGANISATIONS,
    ) -> list[Figure]:
        """As `autism_oracle.autism_figures`; a store knows no populations, and loads say when they were known."""
        assert not tuple(populations)
        assert not as_known
        given = References(organisations=organisations)
        return self._figures(submissions, month, newest, given, AUTISM_IDS)

    def cyp(
        self,
        submissions: Submissions,
        month: int,
        newest: int,
        reference: Reference,
        as_known: int = 0,
        organisations: Organisations = NO_ORGANISATIONS,
    ) -> list[Figure]:
        """As `cyp_figures.cyp_figures`."""
        assert not as_known
        return self._figures(submissions, month, newest, References(reference, organisations), CYP_IDS)

    def _figures(
        self, submissions: Submissions, month: int, newest: int, references: References, ids: frozenset[str]
    ) -> list[Figure]:
        write_submissions(self.store, submissions, newest)
        as_known = newest * _APART + _APART - 1
        # One measure asked for brings those counted with it, and spares the others.
        found = national_figures(self.store, last_day(month), as_known, Asked(min(ids)), references)
        return [one for one in found if one.measure in ids]


def write_submissions(store: Store, submissions: Submissions, newest: int) -> None:
    """Put rows into an emptied store, a load for each provider and month."""
    rows: dict[tuple[int, str], dict[str, list[dict[str, object]]]] = {(newest, _NOBODY): {}}
    for table in MONTHLY_TABLES:
        for row in getattr(submissions, table.name):
            rows.setdefault((row.month, row.provider), {}).setdefault(table.name, []).append(vars(row))
    sequences = {key: key[0] * _APART + place for place, key in enumerate(sorted(rows))}
    with store.writing() as connection:
        empty(connection)
        enter(
            connection,
            [
                load_row(provider, None, sequence, layout=MHSDS, census_on=last_day(month))
                for (month, provider), sequence in sequences.items()
            ],
        )
        for key, sequence in sequences.items():
            frames = {table.name: pl.DataFrame(rows[key].get(table.name, [])) for table in MONTHLY_TABLES}
            write_rows(connection, sequence, frames)

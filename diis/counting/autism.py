"""The national autism statistics by column: the same figures as the oracle's, from any number of rows.

The rules stand in words and row by row in `diis.definitions.national.autism_oracle`.
"""

from collections.abc import Iterable

import polars as pl

from diis.counting.autism_findings import ordinary, several
from diis.counting.autism_people import with_levels
from diis.counting.autism_referrals import (
    KEY,
    counting_contacts,
    dated_diagnoses,
    latest_referrals,
    rows_outside_hospital,
    sent_months,
)
from diis.counting.autism_tables import AutismTables, tables_of
from diis.counting.autism_tallies import tallies
from diis.definitions.figures import Figure
from diis.definitions.national.autism_figures import figures_of
from diis.definitions.national.autism_levels import cells
from diis.definitions.national.autism_populations import Population
from diis.definitions.national.months import RUN_MONTHS
from diis.definitions.national.organisations import NO_ORGANISATIONS, Organisations
from diis.definitions.national.submissions import Submissions


class AutismRun:
    """A run of the twelve months that end with `newest`: prepared once, asked for each month (R-WAIT-32)."""

    def __init__(self, tables: AutismTables, newest: int, organisations: Organisations = NO_ORGANISATIONS) -> None:
        sent = tables.up_to(newest)
        self._organisations = organisations
        self.newest = newest
        referrals = latest_referrals(sent)
        contacts = counting_contacts(referrals, sent, newest)
        first = contacts.group_by(KEY).agg(first_contact_on=pl.col("contact_on").min())
        self._referrals = with_levels(referrals.join(first, on=KEY, how="left"), sent, newest, organisations)
        self._contacts = contacts
        self._diagnoses = dated_diagnoses(referrals, sent)
        self._sent_months = sent_months(sent)
        self._all_rows = with_levels(rows_outside_hospital(sent), sent, newest, organisations)

    def figures(self, month: int, populations: Iterable[Population] = (), as_known: int = 0) -> list[Figure]:
        """Every figure of a month id; nothing for a month outside the run."""
        if not self.newest - RUN_MONTHS < month <= self.newest:
            return []
        areas = pl.concat([self._referrals["area"], self._all_rows["area"]]).unique()
        places = list(cells(self._referrals["provider"], areas, self._organisations))
        found = ordinary(self._referrals, self._sent_months, self._contacts, self._diagnoses, month)
        counted = tallies(pl.concat([found, several(self._all_rows, month)]), places)
        return figures_of(counted, places, month, populations, as_known)


def autism_figures(
    submissions: Submissions,
    month: int,
    newest: int,
    populations: Iterable[Population] = (),
    as_known: int = 0,
    organisations: Organisations = NO_ORGANISATIONS,
) -> list[Figure]:
    """Every figure of a month id, as the run of twelve months that ends with `newest` gives it (R-WAIT-32).

    `submissions` are those of the mental health data set alone. Nothing for a month outside the run. For several
    months of one run make an `AutismRun` and ask it.
    """
    return AutismRun(tables_of(submissions), newest, organisations).figures(month, populations, as_known)

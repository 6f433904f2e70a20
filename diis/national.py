"""Figures of monthly national submissions: the national measures by their own rules, and the 18-week right.

A month is computed in the run of the twelve that end with the newest month loaded, or known at a load (R-WAIT-32).
"""

from dataclasses import dataclass, field
from datetime import date

from diis.definitions.eighteen_weeks import EIGHTEEN_WEEK_RIGHT, eighteen_week_figures
from diis.definitions.figures import Figure
from diis.definitions.national.autism_measures import AUTISM_MEASURES
from diis.definitions.national.cyp_measures import CYP_MEASURES
from diis.definitions.national.cyp_reference import Reference
from diis.definitions.national.months import RUN_MONTHS, last_day, month_id
from diis.definitions.national.organisations import NO_ORGANISATIONS, Organisations
from diis.definitions.national.submissions import CSDS, MHSDS, Submissions
from diis.store.engine import Store
from diis.store.figures import Asked
from diis.store.submitters import newest_month


@dataclass(frozen=True)
class References:
    """What the national rules look up and no submission tells; the deployment may give more than the default."""

    codes: Reference = field(default_factory=Reference)
    organisations: Organisations = NO_ORGANISATIONS


DEFAULT_REFERENCES = References()
_STOPPED_BY_HELP = ("MRS08", "MRS09", "MRS17", "MRS19")
"""How the ids of measures of full clock stops begin (R-WAIT-62, 65)."""
AUTISM_IDS = frozenset(measure.id for measure in AUTISM_MEASURES)
CYP_IDS = frozenset(measure.id for measure in CYP_MEASURES)


def national_figures(
    store: Store, as_at: date, as_known: int, asked: Asked, references: References = DEFAULT_REFERENCES
) -> list[Figure]:
    """The national measures of the reporting month that ends on a day; none on another day, or outside the run."""
    month = month_id(as_at)
    wanted = [ids for ids in (AUTISM_IDS, CYP_IDS) if asked.measure is None or asked.measure in ids]
    if not wanted or as_at != last_day(month):
        return []
    with store.reading() as connection:
        newest = newest_month(connection, as_known, MHSDS)
        if newest is None or not newest - RUN_MONTHS < month <= newest:
            return []
    submissions = _submissions(store, as_known, MHSDS)
    # Most questions need no engine of columns, and should not wait for it to be imported.
    from diis.counting.autism import autism_figures
    from diis.counting.mrs_figures import cyp_figures

    found: list[Figure] = []
    if AUTISM_IDS in wanted:
        found += autism_figures(submissions, month, newest, as_known=as_known, organisations=references.organisations)
    if CYP_IDS in wanted:
        counted = cyp_figures(submissions, month, newest, references.codes, as_known, references.organisations)
        found += _noted(counted, references.codes)
    return found


def _noted(figures: list[Figure], codes: Reference) -> list[Figure]:
    """Say it on each figure of full stops when procedures that stop the clock are not given (R-WAIT-63)."""
    missing = ", ".join(codes.missing_sets)
    note = f"no procedures are given of {missing}: fewer clocks stop than nationally" if missing else ""
    return [one._replace(note=note) if one.measure.startswith(_STOPPED_BY_HELP) else one for one in figures]


def eighteen_weeks(store: Store, as_at: date, as_known: int, asked: Asked) -> list[Figure]:
    """The 18-week right, of the month of community data that ends on a day."""
    if asked.measure not in (None, EIGHTEEN_WEEK_RIGHT.id) or as_at != last_day(month_id(as_at)):
        return []
    with store.reading() as connection:
        if newest_month(connection, as_known, CSDS) is None:
            return []
    submissions = _submissions(store, as_known, CSDS)
    return eighteen_week_figures(submissions, as_at, as_known)


def _submissions(store: Store, as_known: int, layout: str) -> Submissions:
    # As above.
    from diis.store.monthly_rows import submissions_known

    with store.reading() as connection:
        return submissions_known(connection, as_known, layout)

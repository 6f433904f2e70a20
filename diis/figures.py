"""Every figure of a day: the one place that knows where figures come from."""

from collections.abc import Callable
from datetime import date
from functools import partial

from diis.definitions.breakdowns import BREAKDOWN_IDS
from diis.definitions.figures import Figure
from diis.definitions.local_measures import measures_in_force
from diis.definitions.pathway_measures import PATHWAY_MEASURES
from diis.national import DEFAULT_REFERENCES, References, eighteen_weeks, national_figures
from diis.pathway_figures import figures_of
from diis.store.autism import autism_figures
from diis.store.engine import Store, StoreConnection
from diis.store.figures import Asked, kept_cells, kept_figures, senders
from diis.store.ledger import newest_sequence
from diis.store.rtt import rtt_figures
from diis.store.submitters import fed

Source = Callable[[Store, date, int, Asked], list[Figure]]
"""The figures of a day as known at a load: of a store, exact, in the order in which they are read.

A source may give more than is asked for, where that costs nothing; what is not asked for is left out here.
"""


def figures_at(
    store: Store,
    as_at: date,
    as_known: int | None = None,
    *,
    measure: str | None = None,
    provider: str | None = None,
    breakdown: str | None = None,
    references: References = DEFAULT_REFERENCES,
) -> list[Figure]:
    """The exact figures of a day, as known at a load sequence (None: now); of each measure and so on if not narrowed.

    Asked again with the same day and sequence it comes out the same, whatever has been loaded since.
    """
    return answers(store, as_at, as_known, Asked(measure, provider, breakdown), usual_sources(references))


def answers(store: Store, as_at: date, as_known: int | None, asked: Asked, sources: tuple[Source, ...]) -> list[Figure]:
    """What is asked for, from some sources; as `figures_at`."""
    with store.reading() as connection:
        sequence = newest_sequence(connection, as_known)
    found = (one for source in sources for one in source(store, as_at, sequence, asked))
    return [one for one in found if asked.takes(one)]


def local_figures(store: Store, as_at: date, as_known: int, asked: Asked) -> list[Figure]:
    """The local measures: as refreshed where all that is asked for was kept, counted from the versions where not."""
    with store.reading() as connection:
        cells = _cells(connection, as_at, as_known, asked)
        if cells <= kept_cells(connection, as_at, as_known):
            return kept_figures(connection, as_at, as_known, asked)
        lists, submitters = senders(connection, as_known), fed(connection, as_known)
    # Most questions are answered from what was kept, and need not wait for the engine to be imported.
    from diis.counting.local import Question, count_local

    names, breakdowns = {measure for measure, _ in cells}, {breakdown for _, breakdown in cells}
    measures = tuple(one for one in measures_in_force(as_at) if one.id in names)
    chosen = tuple(one for one in BREAKDOWN_IDS if one in breakdowns)
    return count_local(store, Question({as_at: chosen}, as_known, lists, submitters, measures))[as_at]


def published_figures(store: Store, as_at: date, as_known: int, asked: Asked) -> list[Figure]:  # noqa: ARG001 - a Source
    """The national comparison lines, of the month that ends on the day."""
    with store.reading() as connection:
        return [*rtt_figures(connection, as_at, as_known), *autism_figures(connection, as_at, as_known)]


def problems_on_the_way(store: Store, as_at: date, as_known: int, asked: Asked) -> list[Figure]:
    """Steps, turning 18, returned referrals, leavers and support, of the measures asked for."""
    with store.reading() as connection:
        return [
            figure
            for measure in PATHWAY_MEASURES
            if measure.in_force(as_at) and asked.measure in (None, measure.id)
            for figure in figures_of(connection, measure, as_at, as_known)
        ]


def usual_sources(references: References) -> tuple[Source, ...]:
    """What a day's question is answered from unless more is asked for."""
    national = partial(national_figures, references=references)
    return local_figures, published_figures, eighteen_weeks, national


def every_source(references: References) -> tuple[Source, ...]:
    """Also the problems on the way."""
    return *usual_sources(references), problems_on_the_way


def _cells(connection: StoreConnection, as_at: date, as_known: int, asked: Asked) -> set[tuple[str, str]]:
    """The measures and breakdowns that there are figures of, among those asked for."""
    told = {*senders(connection, as_known), *fed(connection, as_known)}
    return {
        (measure.id, breakdown)
        for measure in measures_in_force(as_at)
        for breakdown in BREAKDOWN_IDS
        if measure.pathway in told and asked.measure in (None, measure.id) and asked.breakdown in (None, breakdown)
    }

"""Random submissions: the engine of columns gives the oracle's autism figures, every one of every month of a run."""

from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diis.counting.autism import AutismRun
from diis.counting.autism_tables import tables_of
from diis.definitions.figures import ALL, Figure
from diis.definitions.national.autism_levels import AREA, CHILD
from diis.definitions.national.autism_oracle import autism_figures
from diis.definitions.national.autism_populations import Population
from diis.definitions.national.months import RUN_MONTHS
from diis.definitions.national.organisations import Organisations, Parents
from tests.property.autism_stories import submissions

POPULATIONS = (
    Population(ALL, 1_000, date(2000, 1, 1)),
    Population(CHILD, 300, date(2000, 1, 1), breakdown=AREA, level="11J"),
)
ORGANISATIONS = Organisations({"11J": Parents("QVV", "Y58")})


def by_name(figures: list[Figure]) -> dict[tuple[str, str, str, str], Figure]:
    named = {(one.measure, one.provider, one.breakdown, one.level): one for one in figures}
    assert len(named) == len(figures)
    return named


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(data=st.data(), newest=st.sampled_from([1459, 1513]))
def test_every_figure_of_every_month_agrees(data: st.DataObject, newest: int) -> None:
    """Runs to October 2021, when video changed its code, and to April 2026."""
    sent = data.draw(submissions(newest))
    run = AutismRun(tables_of(sent), newest, ORGANISATIONS)
    before = data.draw(st.just(newest - 1) | st.integers(newest - RUN_MONTHS, newest - 2))
    for month in (before, newest, newest + 1):
        found = by_name(run.figures(month, POPULATIONS, as_known=7))
        expected = by_name(autism_figures(sent, month, newest, POPULATIONS, 7, ORGANISATIONS))
        assert found == expected

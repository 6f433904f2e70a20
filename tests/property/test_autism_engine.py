"""Random submissions: the engine of columns gives the oracle's autism figures, every one of every month of a run."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TypeVar

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diis.counting.autism import AutismRun
from diis.counting.autism_tables import tables_of
from diis.definitions.figures import ALL, Figure
from diis.definitions.national.autism_levels import AREA, CHILD
from diis.definitions.national.autism_oracle import autism_figures
from diis.definitions.national.autism_populations import Population
from diis.definitions.national.months import RUN_MONTHS, first_day, last_day
from diis.definitions.national.submissions import (
    ContactRow,
    DiagnosisRow,
    HospitalSpellRow,
    PatientRow,
    ReferralRow,
    Submissions,
)

PROVIDERS = ("RDY", "RBD", "R0D")
PEOPLE = ("one", "two", "three")
REFERRALS = ("1", "2", "3")
CODES = ("F840", "F84.0", "F842", "F84.4", "F88X", "F89", "F32.1", "G40", "408857007", "35489007", "f840")
MONTHS_SENT = 6
R = TypeVar("R")
POPULATIONS = (
    Population(ALL, 1_000, date(2000, 1, 1)),
    Population(CHILD, 300, date(2000, 1, 1), breakdown=AREA, level="11J"),
)


def some(*choices: str) -> st.SearchStrategy[str | None]:
    """One of the codes, or not known."""
    return st.none() | st.sampled_from(choices)


def days_about(month: int) -> st.SearchStrategy[date]:
    """Days of a month and the 13 weeks before it: the edges are as likely as all days between."""
    start, end = first_day(month), last_day(month)
    edges = [start, end, start - timedelta(1), end + timedelta(1), *(end - timedelta(days) for days in (90, 91, 92))]
    return st.sampled_from(edges) | st.dates(start - timedelta(150), end)


@st.composite
def submissions(draw: st.DrawFn, newest: int) -> Submissions:
    """Some months of some providers; people and referrals meet often, and a referral may change when sent again."""
    month = st.integers(newest - MONTHS_SENT, newest + 1)
    provider, person, referral = (st.sampled_from(pool) for pool in (PROVIDERS, PEOPLE, REFERRALS))
    about = month.flatmap(days_about)
    age = st.none() | st.sampled_from([0, 9, 10, 17, 18, 64, 65])
    early = st.sampled_from([date(2018, 3, 31), date(2018, 4, 1)])
    patients = st.builds(
        PatientRow,
        provider,
        month,
        person,
        gender=some("1", "2", "9", "X"),
        gender_identity=some("1", "3", "4", "X"),
        ethnic_category=some("A", "Z", "99", "?"),
        residence_sub_icb=some("11J", "92G"),
        gp_practice=some("J81001", "V81999"),
        gp_sub_icb=some("11X"),
    )
    referrals = st.builds(
        ReferralRow,
        provider,
        month,
        referral,
        person,
        received_on=about | about | early,
        age_received=age,
        reason=st.sampled_from(["25", "25", "25", "10"]),
        discharged_on=st.none() | st.none() | about,
    )
    contacts = st.builds(
        ContactRow,
        provider,
        month,
        referral,
        st.uuids().map(str),
        contact_on=about,
        attendance=some("5", "6", "5", "3"),
        mechanism=some("01", "01", "03", "11", "02"),
    )
    diagnoses = st.builds(
        DiagnosisRow,
        provider,
        month,
        referral,
        st.sampled_from(CODES),
        diagnosed_on=st.none() | about,
        provisional=st.booleans(),
    )
    spells = st.builds(HospitalSpellRow, provider, month, referral, st.sampled_from("12"), about | early)
    return Submissions(
        patients=_one_each(draw(st.lists(patients, max_size=8)), "provider", "month", "person"),
        referrals=_one_each(draw(st.lists(referrals, min_size=1, max_size=14)), "provider", "month", "referral_id"),
        contacts=tuple(draw(st.lists(contacts, max_size=8))),
        diagnoses=tuple(draw(st.lists(diagnoses, max_size=6))),
        hospital_spells=_one_each(draw(st.lists(spells, max_size=2)), "provider", "month", "spell_id"),
    )


def _one_each(rows: Sequence[R], *key: str) -> tuple[R, ...]:
    """A submission holds one row for each of its ids."""
    return tuple({tuple(getattr(row, name) for name in key): row for row in rows}.values())


def by_name(figures: list[Figure]) -> dict[tuple[str, ...], Figure]:
    named = {(one.measure, one.provider, one.breakdown, one.level): one for one in figures}
    assert len(named) == len(figures)
    return named


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(data=st.data(), newest=st.sampled_from([1460, 1513]))
def test_every_figure_of_every_month_agrees(data: st.DataObject, newest: int) -> None:
    """Months about October 2021, when video changed its code, and about April 2026."""
    sent = data.draw(submissions(newest))
    run = AutismRun(tables_of(sent), newest)
    before = data.draw(st.integers(newest - RUN_MONTHS, newest - 2))
    for month in (before, newest - 1, newest, newest + 1):
        found = by_name(run.figures(month, POPULATIONS, as_known=7))
        expected = by_name(autism_figures(sent, month, newest, POPULATIONS, as_known=7))
        assert found == expected

"""Random submissions: the engine of columns gives the oracle's figures of children's mental health, every one."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import fields, replace
from datetime import date, timedelta
from typing import TypeVar

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diis.counting.mrs_figures import cyp_figures as by_column
from diis.definitions.figures import Figure
from diis.definitions.national.cyp_figures import cyp_figures as plainly
from diis.definitions.national.cyp_reference import Intervention, reference_of
from diis.definitions.national.months import first_day, last_day
from diis.definitions.national.organisations import Organisations, Parents
from diis.definitions.national.submissions import (
    ActivityRow,
    CarePlanRow,
    ContactRow,
    HospitalSpellRow,
    IndirectRow,
    PatientRow,
    ReferralRow,
    Row,
    ScoreRow,
    Submissions,
    TeamRow,
)

NEWEST = 1461
"""December 2021: the run reaches back over the change of mechanism codes in October."""
FIRST = NEWEST - 4
PROVIDERS = st.sampled_from(["RDY", "RDY", "RBD", "DFC"])
PEOPLE = st.sampled_from(["one", "two"])
MONTHS = st.integers(FIRST, NEWEST + 1)
TOOLS = st.sampled_from(["718458005", "718458005", "987191000000101"])
PROCEDURES = st.sampled_from(["7", "7", "7:7", "1085671000000109", "1085671000000109:1", " 7", "8", "", None])
REFERENCE = reference_of([], [Intervention("7", first_day(NEWEST - 2), last_day(NEWEST - 1)), Intervention("7")])
ORGANISATIONS = Organisations({"11J": Parents("QVV", "Y58"), "": Parents("QOX", "Y58")})
CUT_OFFS = [date(2015, 12, 31), date(2016, 1, 1), date(2019, 3, 31), date(2019, 4, 1)]
R = TypeVar("R")


def days(before: int = 0) -> st.SearchStrategy[date]:
    """Days of the months sent and some before; the ends of months and the days near them come often."""
    ends = [last_day(NEWEST - back) + timedelta(more) for back in range(6) for more in (-6, -5, -4, 0, 1)]
    return st.sampled_from(ends) | st.dates(first_day(FIRST) - timedelta(before), last_day(NEWEST + 1))


def days_of(month: int) -> st.SearchStrategy[date]:
    """Days of a month, or sometimes any."""
    inside = st.dates(first_day(month), last_day(month))
    return inside | inside | days()


def mostly(usual: R, *others: R) -> st.SearchStrategy[R]:
    """A value that lets a row count, or one that may not."""
    return st.sampled_from([usual] * (2 * len(others)) + list(others))


def rarely(strategy: st.SearchStrategy[R]) -> st.SearchStrategy[R | None]:
    return st.none() | st.none() | st.none() | strategy


def unique(rows: Iterable[R], key: Callable[[R], Hashable]) -> tuple[R, ...]:
    """One row for each key, as a submission is checked to have."""
    return tuple({key(row): row for row in rows}.values())


@st.composite
def referrals(draw: st.DrawFn, referral_id: str) -> list[ReferralRow]:
    """One referral as it was sent from one month to another, with gaps and corrections."""
    provider, person = draw(PROVIDERS), draw(PEOPLE)
    received = draw(days(800) | days(60) | st.sampled_from(CUT_OFFS))
    sent = st.builds(
        ReferralRow,
        provider=st.just(provider),
        month=MONTHS,
        referral_id=st.just(referral_id),
        person=st.just(person),
        received_on=mostly(received, received + timedelta(7)),
        age_received=mostly(10, None, -1, 17, 18),
        reason=mostly("25", None, "12", "01"),
        priority=mostly("3", None, "2"),
        discharged_on=rarely(days()),
        rejected_on=rarely(days()),
    )
    return draw(st.lists(sent, min_size=1, max_size=6))


AREAS = st.sampled_from([None, "11J", "15N", ""])
PATIENT = st.builds(
    PatientRow,
    PROVIDERS,
    MONTHS,
    PEOPLE,
    deprivation_decile=st.sampled_from([None, 1, 2, 3]),
    local_authority=mostly("E06000059", None, "W06000015", ""),
    residence_sub_icb=AREAS,
    gp_practice=st.sampled_from([None, "J81001", "V81997"]),
    gp_sub_icb=AREAS,
)


@st.composite
def events(draw: st.DrawFn, row: ReferralRow, number: int) -> list[Row]:
    """What may happen in the month of a referral's row: teams, a contact with an activity, and all else."""
    provider, month, own = row.provider, row.month, f"{number}"
    on, key = days_of(month), (row.provider, row.month, row.referral_id)
    team = st.builds(
        TeamRow,
        *map(st.just, (*key, own)),
        primary=st.booleans(),
        team_type=mostly("C04", None, "A18", "F01", "A14", "A02"),
        closed_on=rarely(days()),
        rejected_on=rarely(days()),
    )
    contact = st.builds(
        ContactRow,
        *map(st.just, (*key, own)),
        on,
        attendance=mostly("5", "6", "3", None),
        mechanism=mostly("01", "03", "05", "09", "11", None),
        age_contact=mostly(10, None, 17, 18),
    )
    activity = st.builds(ActivityRow, st.just(provider), st.just(month), st.just(own), st.just(own), PROCEDURES)
    of_activity = st.builds(ScoreRow, st.just(provider), st.just(month), TOOLS, activity_id=st.just(own))
    of_referral = st.builds(ScoreRow, st.just(provider), st.just(month), TOOLS, st.just(row.referral_id), scored_on=on)
    plan = st.builds(
        CarePlanRow, *map(st.just, (provider, month, own, row.person)), on, st.none() | on, mostly(True, False)
    )
    work = st.builds(IndirectRow, *map(st.just, key), on, st.sampled_from([None, "10:00:00"]), PROCEDURES)
    return draw(st.lists(st.one_of(team, contact, contact, activity, of_activity, of_referral, plan, work), max_size=6))


@st.composite
def submissions(draw: st.DrawFn) -> Submissions:
    """Some months of some providers; children, referrals and events meet often."""
    sent = [draw(referrals(name)) for name in ("r", "s", "t")[: draw(st.integers(1, 3))]]
    rows = unique((row for one in sent for row in one), lambda row: (row.provider, row.month, row.referral_id))
    happened = [one for number, row in enumerate(rows) for one in draw(events(row, number))]
    stays = draw(rarely(st.builds(HospitalSpellRow, PROVIDERS, MONTHS, st.just("r"), st.just("h"), days())))

    def of(kind: type[R]) -> tuple[R, ...]:
        return tuple(one for one in happened if isinstance(one, kind))

    return Submissions(
        patients=unique(draw(st.lists(PATIENT, max_size=10)), lambda one: (one.provider, one.month, one.person)),
        referrals=rows,
        teams=of(TeamRow),
        contacts=unique(of(ContactRow), lambda one: (one.provider, one.month, one.contact_id)),
        activities=unique(of(ActivityRow), lambda one: (one.provider, one.month, one.activity_id)),
        indirect=of(IndirectRow),
        care_plans=of(CarePlanRow),
        scores=of(ScoreRow),
        hospital_spells=(stays,) if stays else (),
    )


def told(figures: list[Figure]) -> dict[tuple[str, str, str, str], tuple[float | None, int]]:
    """Each figure by what it is of."""
    return {(one.measure, one.provider, one.breakdown, one.level): (one.value, one.behind) for one in figures}


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(given_rows=submissions())
def test_the_engine_gives_the_figures_of_the_oracle(given_rows: Submissions) -> None:
    for month in range(NEWEST - 5, NEWEST + 2):
        expected = plainly(given_rows, month, NEWEST, REFERENCE, organisations=ORGANISATIONS)
        found = by_column(given_rows, month, NEWEST, REFERENCE, organisations=ORGANISATIONS)
        assert told(found) == told(expected)
        assert found == expected


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(given_rows=submissions())
def test_the_order_of_rows_means_nothing(given_rows: Submissions) -> None:
    turned = {field.name: getattr(given_rows, field.name)[::-1] for field in fields(given_rows)}
    backwards = replace(given_rows, **turned)
    assert plainly(backwards, NEWEST, NEWEST, REFERENCE) == plainly(given_rows, NEWEST, NEWEST, REFERENCE)

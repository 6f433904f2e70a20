"""Random submissions for the autism statistics: stories of referrals, so that rows meet and edges are hit."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TypeVar

from hypothesis import strategies as st

from diis.definitions.national.months import first_day, last_day, month_id
from diis.definitions.national.submissions import (
    ContactRow,
    DiagnosisRow,
    HospitalSpellRow,
    PatientRow,
    ReferralRow,
    Row,
    Submissions,
)

PROVIDERS = ("RDY", "RBD")
PEOPLE = ("one", "two")
CODES = ("F840", "F84.0", "F842", "F84.4", "F88X", "F89", "F32.1", "G40", "408857007", "35489007", "f840")
MONTHS_SENT = 5
AGES = (None, 0, 9, 10, 17, 18, 24, 64, 65)
R = TypeVar("R")


def mostly(usual: R, *others: R) -> st.SearchStrategy[R]:
    """The usual value three times out of four."""
    return st.sampled_from([usual] * 3 * max(1, len(others)) + [*others])


def _day_about(draw: st.DrawFn, month: int) -> date:
    """A day by which a rule may turn: the edges of a month, or 90 to 92 days from its end."""
    start, end = first_day(month), last_day(month)
    edges = [start, end, start - timedelta(1), *(end - timedelta(days) for days in (89, 90, 91, 92, 150))]
    return draw(st.sampled_from(edges) | st.dates(start, end))


@st.composite
def _story(draw: st.DrawFn, newest: int) -> list[Row]:
    """One referral: sent for some months, sometimes changed, with what was sent beside it."""
    provider, referral, person = (draw(st.sampled_from(pool)) for pool in (PROVIDERS, "123", PEOPLE))
    months = st.integers(newest - MONTHS_SENT, newest + 1)
    received = draw(st.just(date(2018, 3, 31)) | st.just(date(2018, 4, 1)) | months.map(lambda _: date.min))
    received = _day_about(draw, draw(months)) if received == date.min or draw(st.booleans()) else received
    discharged, age = draw(st.none() | months.map(lambda month: _edge(month))), draw(st.sampled_from(AGES))
    rows: list[Row] = []
    for month in draw(st.sets(mostly(newest, *range(newest - MONTHS_SENT, newest + 2)), min_size=1)):
        facts = {
            "person": draw(mostly(person, *PEOPLE)),
            "received_on": draw(mostly(received, received + timedelta(1))),
            "age_received": draw(mostly(age, *AGES)),
            "reason": draw(mostly("25", "10", None)),
            "discharged_on": draw(mostly(discharged, None)),
        }
        rows.append(ReferralRow(provider, month, referral, **facts))
    for number in range(draw(st.integers(0, 3))):
        days = draw(st.sampled_from([-1, 0, 1, 89, 90, 91, 92, 93]) | st.integers(0, 150))
        on = received + timedelta(days)
        rows.append(
            ContactRow(
                provider,
                draw(mostly(min(month_id(on), newest), newest - 1)),
                referral,
                f"{number}",
                on,
                draw(mostly("5", "6", "3", None)),
                draw(mostly("01", "03", "11", "02", None)),
            )
        )
    for code in draw(st.lists(st.sampled_from(CODES), max_size=3)):
        on_or_none = draw(st.none() | months.map(lambda month: _edge(month)))
        provisional = draw(mostly(False, True))
        rows.append(DiagnosisRow(provider, draw(months), referral, code, None, on_or_none, provisional))
    if draw(mostly(False, True)):
        began = draw(st.sampled_from([date(2018, 3, 31), date(2018, 4, 1), received]))
        rows.append(HospitalSpellRow(provider, draw(months), referral, draw(st.sampled_from("12")), began))
    return rows


def _edge(month: int) -> date:
    """The first day of even months and the last of odd ones."""
    return last_day(month) if month % 2 else first_day(month)


def _patients(newest: int) -> st.SearchStrategy[PatientRow]:
    return st.builds(
        PatientRow,
        st.sampled_from(PROVIDERS),
        mostly(newest, *range(newest - 13, newest + 2)),
        st.sampled_from(PEOPLE),
        gender=st.sampled_from([None, "1", "2", "9", "X"]),
        gender_identity=st.sampled_from([None, "1", "3", "4", "X"]),
        ethnic_category=st.sampled_from([None, "A", "Z", "99", "?"]),
        residence_sub_icb=st.sampled_from([None, "11J", "92G"]),
        gp_practice=st.sampled_from([None, "J81001", "J81001", "V81999"]),
        gp_sub_icb=st.sampled_from([None, "11X"]),
    )


@st.composite
def submissions(draw: st.DrawFn, newest: int) -> Submissions:
    """Some months of some providers about the newest of a run, and one month after it."""
    rows = [row for story in draw(st.lists(_story(newest), min_size=1, max_size=5)) for row in story]
    return Submissions(
        patients=_one_each(draw(st.lists(_patients(newest), max_size=8)), "provider", "month", "person"),
        referrals=_one_each(_of(rows, ReferralRow), "provider", "month", "referral_id"),
        contacts=_of(rows, ContactRow),
        diagnoses=_of(rows, DiagnosisRow),
        hospital_spells=_one_each(_of(rows, HospitalSpellRow), "provider", "month", "spell_id"),
    )


def _of(rows: Sequence[Row], kind: type[R]) -> tuple[R, ...]:
    return tuple(row for row in rows if isinstance(row, kind))


def _one_each(rows: Sequence[R], *key: str) -> tuple[R, ...]:
    """A submission holds one row for each of its ids."""
    return tuple({tuple(getattr(row, name) for name in key): row for row in rows}.values())

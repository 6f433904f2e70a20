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


def _months(newest: int) -> st.SearchStrategy[int]:
    """The newest of a run and the one before it, now and then others, one after it too."""
    return st.sampled_from([newest, newest - 1]) | mostly(newest, *range(newest - MONTHS_SENT, newest + 2))


def _edge(month: int) -> date:
    """The first day of even months and the last of odd ones."""
    return last_day(month) if month % 2 else first_day(month)


def _received(newest: int) -> st.SearchStrategy[date]:
    """Days by which a rule may turn: the edges of a month, or 90 to 92 days before its end; the first days of all."""
    end = last_day(newest)
    edges = [first_day(newest), end, *(end - timedelta(days) for days in (89, 90, 91, 92, 150))]
    turning = st.sampled_from([*edges, first_day(newest) - timedelta(1), date(2018, 3, 31), date(2018, 4, 1)])
    return turning | st.sampled_from(edges)


@st.composite
def _story(draw: st.DrawFn, newest: int) -> list[Row]:
    """One referral: sent for some months, sometimes changed, with what was sent beside it."""
    provider, referral = draw(st.sampled_from(PROVIDERS)), draw(st.sampled_from("123"))
    person, age = draw(st.sampled_from(PEOPLE)), draw(st.sampled_from(AGES))
    received, discharged = draw(_received(newest)), draw(st.none() | _months(newest).map(_edge))
    sent = [
        ReferralRow(
            provider,
            month,
            referral,
            draw(mostly(person, *PEOPLE)),
            draw(mostly(received, received + timedelta(1))),
            draw(mostly(age, *AGES)),
            draw(mostly("25", "10", None)),
            discharged_on=draw(mostly(discharged, None)),
        )
        for month in draw(st.sets(_months(newest), min_size=1, max_size=3))
    ]
    beside = _contact(newest, provider, referral, received) | _diagnosis(newest, provider, referral)
    return [*sent, *draw(st.lists(beside, max_size=4)), *draw(mostly([], _a_spell(draw, newest, provider, referral)))]


@st.composite
def _contact(draw: st.DrawFn, newest: int, provider: str, referral: str, received: date) -> ContactRow:
    days = st.sampled_from([-1, 0, 89, 90, 91, 92]).map(lambda days: received + timedelta(days))
    on = draw(days | _months(newest).map(_edge))
    attendance, mechanism = draw(mostly("5", "6", "3", None)), draw(st.sampled_from(["01", "03", "11", "02"]))
    month = draw(mostly(min(month_id(on), newest), newest - 1))
    return ContactRow(provider, month, referral, f"{on}", on, attendance, mechanism)


def _diagnosis(newest: int, provider: str, referral: str) -> st.SearchStrategy[DiagnosisRow]:
    return st.builds(
        DiagnosisRow,
        st.just(provider),
        _months(newest),
        st.just(referral),
        st.sampled_from(CODES),
        diagnosed_on=mostly(_edge(newest), None, _edge(newest - 1)),
        provisional=mostly(False, True),
    )


def _a_spell(draw: st.DrawFn, newest: int, provider: str, referral: str) -> list[HospitalSpellRow]:
    began = draw(st.sampled_from([date(2018, 3, 31), date(2018, 4, 1), first_day(newest)]))
    return [HospitalSpellRow(provider, draw(_months(newest)), referral, draw(st.sampled_from("12")), began)]


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
    rows = [row for story in draw(st.lists(_story(newest), min_size=1, max_size=6)) for row in story]
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

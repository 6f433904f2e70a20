"""Rows of monthly submissions in, autism figures out, by each of the ways that must agree."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from diis.definitions.figures import ALL, Figure
from diis.definitions.national.autism_populations import Population
from diis.definitions.national.months import month_id
from diis.definitions.national.organisations import NO_ORGANISATIONS, Organisations
from diis.definitions.national.submissions import (
    ContactRow,
    DiagnosisRow,
    HospitalSpellRow,
    PatientRow,
    ReferralRow,
    Row,
    Submissions,
)

APRIL = "2026-04"


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def month_of(text: str) -> int:
    """The month id of `2026-04`, or of a day in it."""
    return month_id(date.fromisoformat(f"{text[:7]}-01"))


def referral(
    received: str,
    *,
    sent: str = APRIL,
    discharged: str | None = None,
    age: int | None = 10,
    reason: str | None = "25",
    person: str = "one",
    provider: str = "RDY",
    name: str = "1",
) -> list[ReferralRow]:
    """A referral as it was sent, alike, for each of the months named in `sent`."""
    return [
        ReferralRow(
            provider=provider,
            month=month_of(month),
            referral_id=name,
            person=person,
            received_on=date.fromisoformat(received),
            age_received=age,
            reason=reason,
            discharged_on=day(discharged),
        )
        for month in sent.split()
    ]


def contact(text: str, *, sent: str | None = None, provider: str = "RDY", name: str = "1") -> list[ContactRow]:
    """A contact written as 'day [attendance [mechanism]]', sent for its own month unless `sent` says another."""
    parts = text.split()
    on, attendance, mechanism = (*parts, *("5", "01")[len(parts) - 1 :])
    return [
        ContactRow(
            provider=provider,
            month=month_of(sent or on),
            referral_id=name,
            contact_id=text,
            contact_on=date.fromisoformat(on),
            attendance=attendance,
            mechanism=mechanism,
        )
    ]


def diagnosis(code: str, on: str | None = "2026-04-15", *, sent: str = APRIL, name: str = "1") -> list[DiagnosisRow]:
    return [DiagnosisRow(provider="RDY", month=month_of(sent), referral_id=name, code=code, diagnosed_on=day(on))]


def spell(began: str, *, sent: str = APRIL, ended: str | None = None, name: str = "1") -> list[HospitalSpellRow]:
    """A hospital stay on a referral."""
    started = date.fromisoformat(began)
    return [HospitalSpellRow("RDY", month_of(sent), name, spell_id="H1", started_on=started, discharged_on=day(ended))]


def patient(*, sent: str = APRIL, person: str = "one", provider: str = "RDY", **facts: str | None) -> list[PatientRow]:
    return [PatientRow(provider, month_of(month), person, **facts) for month in sent.split()]  # type: ignore[arg-type]


def together(*rows: Iterable[Row]) -> Submissions:
    """All rows, each in its table."""
    every = [row for some in rows for row in some]
    return Submissions(
        patients=tuple(row for row in every if isinstance(row, PatientRow)),
        referrals=tuple(row for row in every if isinstance(row, ReferralRow)),
        contacts=tuple(row for row in every if isinstance(row, ContactRow)),
        diagnoses=tuple(row for row in every if isinstance(row, DiagnosisRow)),
        hospital_spells=tuple(row for row in every if isinstance(row, HospitalSpellRow)),
    )


class Way(Protocol):
    """A function that gives the autism figures of a month of a run."""

    def __call__(
        self,
        submissions: Submissions,
        month: int,
        newest: int,
        populations: Iterable[Population] = (),
        as_known: int = 0,
        organisations: Organisations = NO_ORGANISATIONS,
    ) -> list[Figure]: ...


@dataclass(frozen=True)
class AutismSpec:
    """One way of computing; a rule table is checked on each."""

    way: Way

    def values(
        self,
        submissions: Submissions,
        month: str = APRIL,
        newest: str = APRIL,
        cell: Sequence[str] = (ALL, ALL, ALL),
        organisations: Organisations = NO_ORGANISATIONS,
    ) -> dict[str, float | None]:
        """Measure to value, in one cell: provider, breakdown and level."""
        figures = self.way(submissions, month_of(month), month_of(newest), organisations=organisations)
        return {one.measure: one.value for one in figures if (one.provider, one.breakdown, one.level) == tuple(cell)}

    def check(
        self,
        submissions: Submissions,
        month: str = APRIL,
        newest: str = APRIL,
        cell: Sequence[str] = (ALL, ALL, ALL),
        organisations: Organisations = NO_ORGANISATIONS,
        **expected: float | None,
    ) -> None:
        """Hold figures to what a rule says."""
        assert expected, "a rule table must expect something"
        found = self.values(submissions, month, newest, cell, organisations)
        assert {measure: found.get(measure) for measure in expected} == expected

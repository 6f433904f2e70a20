"""Rows of monthly submissions in few words, and the figures that a way of counting makes of them.

Unless a row says otherwise it is of child A at Dorset HealthCare (RDY), referral R, in April 2026.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from diis.definitions.figures import ALL, Figure
from diis.definitions.national.cyp_reference import Intervention, Reference, reference_of
from diis.definitions.national.months import month_id
from diis.definitions.national.organisations import NO_ORGANISATIONS, Organisations
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

PROVIDER = "RDY"
APRIL = "2026-04"
TOOL = "718458005"
"""Child Outcome Rating Scale, on the national list."""
CURRENT_VIEW = "987191000000101"
AUTISM_ASSESSMENT = "1085671000000109"
THERAPY = "228557008"
"""Stands for a member of a reference set."""

R = TypeVar("R", bound=Row)
REFERENCE = reference_of([], [Intervention(THERAPY, date(2024, 4, 1), date(2026, 4, 20))])


@dataclass(frozen=True)
class Counted:
    """One way of counting: `count` is what the oracle, the engine and the stores have in common."""

    count: Callable[[Submissions, int, int, Reference, int, Organisations], list[Figure]]

    def figures(
        self,
        rows: Submissions,
        month: str = APRIL,
        newest: str = "",
        reference: Reference = REFERENCE,
        organisations: Organisations = NO_ORGANISATIONS,
    ) -> list[Figure]:
        return self.count(rows, of_month(month), of_month(newest or month), reference, 0, organisations)

    def values(self, rows: Submissions, month: str = APRIL, newest: str = "") -> dict[str, float | None]:
        """Measure id to value over all providers."""
        return {
            one.measure: one.value
            for one in self.figures(rows, month, newest)
            if (one.provider, one.breakdown) == (ALL, ALL)
        }

    def of_level(
        self,
        rows: Submissions,
        measure: str,
        breakdown: str,
        month: str = APRIL,
        organisations: Organisations = NO_ORGANISATIONS,
    ) -> dict[str, float | None]:
        """Level, or provider where the breakdown is `all`, to the value of one measure."""
        return {
            one.level if breakdown != ALL else one.provider: one.value
            for one in self.figures(rows, month, organisations=organisations)
            if (one.measure, one.breakdown) == (measure, breakdown)
        }


def of_month(text: str) -> int:
    return month_id(date.fromisoformat(f"{text}-01"))


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def sent(*rows: Row) -> Submissions:
    """Submissions of these rows, each in its table."""

    def of(kind: type[R]) -> tuple[R, ...]:
        return tuple(row for row in rows if isinstance(row, kind))

    return Submissions(
        patients=of(PatientRow),
        referrals=of(ReferralRow),
        teams=of(TeamRow),
        contacts=of(ContactRow),
        activities=of(ActivityRow),
        indirect=of(IndirectRow),
        care_plans=of(CarePlanRow),
        scores=of(ScoreRow),
        hospital_spells=of(HospitalSpellRow),
    )


def patient(
    *,
    month: str = APRIL,
    person: str = "A",
    provider: str = PROVIDER,
    home: str | None = "E06000059",
    area: str | None = None,
    practice: str | None = None,
    practice_area: str | None = None,
    decile: int | None = None,
) -> PatientRow:
    return PatientRow(
        provider=provider,
        month=of_month(month),
        person=person,
        local_authority=home,
        residence_sub_icb=area,
        gp_practice=practice,
        gp_sub_icb=practice_area,
        deprivation_decile=decile,
    )


def referral(
    received: str = "2026-04-01",
    *,
    month: str = APRIL,
    person: str = "A",
    referral: str = "R",
    provider: str = PROVIDER,
    age: int | None = 10,
    reason: str | None = None,
    priority: str | None = None,
    discharged: str | None = None,
    rejected: str | None = None,
) -> ReferralRow:
    return ReferralRow(
        provider=provider,
        month=of_month(month),
        referral_id=referral,
        person=person,
        received_on=date.fromisoformat(received),
        age_received=age,
        reason=reason,
        priority=priority,
        discharged_on=day(discharged),
        rejected_on=day(rejected),
    )


def team(
    team_type: str | None = None,
    *,
    month: str = APRIL,
    referral: str = "R",
    provider: str = PROVIDER,
    name: str = "T",
    own: bool = True,
    closed: str | None = None,
    rejected: str | None = None,
) -> TeamRow:
    return TeamRow(
        provider=provider,
        month=of_month(month),
        referral_id=referral,
        team=name,
        primary=own,
        team_type=team_type,
        closed_on=day(closed),
        rejected_on=day(rejected),
    )


def contact(
    on: str,
    *,
    month: str = "",
    referral: str = "R",
    provider: str = PROVIDER,
    name: str = "C",
    attendance: str | None = "5",
    mechanism: str | None = "01",
    age: int | None = 10,
) -> ContactRow:
    """The month is that of the day unless it says otherwise."""
    return ContactRow(
        provider=provider,
        month=of_month(month or on[:7]),
        referral_id=referral,
        contact_id=name,
        contact_on=date.fromisoformat(on),
        attendance=attendance,
        mechanism=mechanism,
        age_contact=age,
    )


def activity(
    procedure: str | None = None, *, month: str = APRIL, contact: str = "C", name: str = "X", provider: str = PROVIDER
) -> ActivityRow:
    return ActivityRow(provider, of_month(month), name, contact, procedure)


def indirect(
    on: str, procedure: str | None = None, *, referral: str = "R", provider: str = PROVIDER, time: str | None = None
) -> IndirectRow:
    return IndirectRow(provider, of_month(on[:7]), referral, date.fromisoformat(on), time, procedure)


def score(
    on: str | None = None, *, tool: str = TOOL, month: str = "", referral: str | None = "R", activity: str | None = None
) -> ScoreRow:
    """Of a referral on a day, or of an activity."""
    return ScoreRow(
        PROVIDER, of_month(month or (on or APRIL)[:7]), tool, None if activity else referral, activity, day(on)
    )


def plan(
    created: str, updated: str | None, *, agreed: bool = True, month: str = APRIL, person: str = "A", name: str = "P"
) -> CarePlanRow:
    return CarePlanRow(PROVIDER, of_month(month), name, person, date.fromisoformat(created), day(updated), agreed)


def in_hospital(*, month: str = APRIL, referral: str = "R", provider: str = PROVIDER) -> HospitalSpellRow:
    return HospitalSpellRow(provider, of_month(month), referral, "H", date(2015, 1, 1))


def months(first: str, last: str) -> list[str]:
    """Every month from one to another, both included."""
    start, end = (int(text[:4]) * 12 + int(text[5:]) - 1 for text in (first, last))
    return [f"{month // 12}-{month % 12 + 1:02}" for month in range(start, end + 1)]

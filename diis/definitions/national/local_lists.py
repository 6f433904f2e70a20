"""Which referrals of a national submission are on a local pathway, as a full list would tell of them.

Community data feed community paediatrics and neurodevelopmental assessment, mental health data feed neurodevelopmental
assessment and the CAMHS Gateway (R-WAIT-51 to 54, R-WAIT-58, section 13; docs/adr/0030-local-clocks-from-submissions).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from diis.definitions.national.conditions import condition_of, is_nd_community, is_nd_mental_health
from diis.definitions.national.submissions import (
    CSDS,
    MHSDS,
    ActivityRow,
    ContactRow,
    DiagnosisRow,
    PatientRow,
    ReferralRow,
    Submissions,
    TeamRow,
)
from diis.definitions.pathways import CAMHS_GATEWAY, COMMUNITY_PAEDIATRICS, NEURODEVELOPMENTAL

COMMUNITY_PAEDIATRICS_TEAM = "06"
SINGLE_POINT_OF_ACCESS = "A18"

PATHWAYS_FED: dict[str, tuple[str, ...]] = {
    CSDS: (COMMUNITY_PAEDIATRICS, NEURODEVELOPMENTAL),
    MHSDS: (NEURODEVELOPMENTAL, CAMHS_GATEWAY),
}
"""Data set to the pathways it can feed."""

_PRIORITY_OF_COMMUNITY = {"1": "3", "2": "2", "3": "2"}
"""Routine, urgent and two-week wait to the codes of mental health data, which local lists use."""
_IDENTITY_GENDERS = ("1", "2", "3", "4")

_OfReferral = TypeVar("_OfReferral", TeamRow, DiagnosisRow, ContactRow)


@dataclass(frozen=True)
class LocalReferral:
    """A referral as a local list tells of it, in the words of the store; what a submission cannot tell is left out."""

    referral_id: str
    person: str
    received_on: date
    birth_month: date | None = None
    age_received: int | None = None
    lsoa: str | None = None
    local_authority: str | None = None
    deprivation_decile: int | None = None
    gender: str | None = None
    ethnic_category: str | None = None
    gp_practice: str | None = None
    lac_status: str | None = None
    source_of_referral: str | None = None
    primary_reason: str | None = None
    priority: str | None = None
    team_type: str | None = None
    condition: str | None = None
    decision_on: date | None = None
    decision: str | None = None
    rejection_reason: str | None = None
    closed_on: date | None = None
    closure_reason: str | None = None


@dataclass(frozen=True)
class LocalContact:
    """A contact as a local list tells of it."""

    referral_id: str
    contact_id: str
    contact_on: date
    attendance: str | None
    mechanism: str | None
    subject: str | None


@dataclass(frozen=True)
class LocalList:
    """The referrals of one pathway in one month, with every contact they ever had: contacts add up over the months."""

    referrals: tuple[LocalReferral, ...]
    contacts: tuple[LocalContact, ...]


@dataclass(frozen=True)
class _Told:
    """All that is known of one referral: its row and teams of the month, the rest from every month up to it."""

    row: ReferralRow
    patient: PatientRow | None
    teams: tuple[TeamRow, ...]
    diagnoses: tuple[DiagnosisRow, ...] = ()
    procedures: tuple[str, ...] = ()
    contacts: tuple[ContactRow, ...] = field(default=())


def local_lists(
    submissions: Submissions, layout: str, provider: str, month: int, without: Collection[str] = ()
) -> dict[str, LocalList]:
    """The lists that a provider's submission of a month makes, by pathway.

    `submissions` are those of one data set, `month` is a month id. `without`: pathways of which the provider sends
    lists of its own, and which its submissions therefore do not feed. Referrals come in the order of their rows.
    """
    told = _all_told(submissions, provider, month)
    return {pathway: _list_of(pathway, layout, told) for pathway in PATHWAYS_FED[layout] if pathway not in without}


def _list_of(pathway: str, layout: str, told: Iterable[_Told]) -> LocalList:
    mine = [one for one in told if _is_on(pathway, layout, one)]
    return LocalList(
        tuple(_referral(pathway, layout, one) for one in mine),
        tuple(
            LocalContact(row.referral_id, row.contact_id, row.contact_on, row.attendance, row.mechanism, row.subject)
            for one in mine
            for row in one.contacts
        ),
    )


def _is_on(pathway: str, layout: str, told: _Told) -> bool:
    types = {team.team_type for team in told.teams}
    if pathway == COMMUNITY_PAEDIATRICS:
        return COMMUNITY_PAEDIATRICS_TEAM in types
    if pathway == CAMHS_GATEWAY:
        return SINGLE_POINT_OF_ACCESS in types
    if layout == CSDS:
        return is_nd_community(told.row.reason, types, told.diagnoses)
    return is_nd_mental_health(told.row.reason, types)


def _referral(pathway: str, layout: str, told: _Told) -> LocalReferral:
    row, patient = told.row, told.patient
    teams = _teams_of(pathway, told.teams)
    decided_on, decision, rejection_reason = _decision(pathway, teams, told.teams)
    holding = told.teams if decision == "accepted" else teams
    types = {team.team_type for team in told.teams}
    return LocalReferral(
        referral_id=row.referral_id,
        person=row.person,
        received_on=row.received_on,
        birth_month=patient.birth_month if patient else None,
        age_received=row.age_received,
        lsoa=patient.lsoa if patient else None,
        local_authority=patient.local_authority if patient else None,
        deprivation_decile=patient.deprivation_decile if patient else None,
        gender=_gender(patient) if patient else None,
        ethnic_category=patient.ethnic_category if patient else None,
        gp_practice=patient.gp_practice if patient else None,
        lac_status=patient.lac_status if patient else None,
        source_of_referral=row.source if layout == MHSDS else None,
        primary_reason=row.reason,
        priority=_PRIORITY_OF_COMMUNITY.get(row.priority or "") if layout == CSDS else row.priority,
        team_type=teams[0].team_type if teams else None,
        condition=condition_of(layout, row.reason, types, told.diagnoses, told.procedures)
        if pathway == NEURODEVELOPMENTAL
        else None,
        decision_on=decided_on,
        decision=decision,
        rejection_reason=rejection_reason,
        closed_on=row.discharged_on or _closed_by_every_team(holding),
        closure_reason=row.closure_reason or next((team.closure_reason for team in teams if team.closure_reason), None),
    )


def _teams_of(pathway: str, teams: tuple[TeamRow, ...]) -> tuple[TeamRow, ...]:
    """The teams that put a referral on a pathway; for a neurodevelopmental one, all of them, the primary team first."""
    wanted = {COMMUNITY_PAEDIATRICS: COMMUNITY_PAEDIATRICS_TEAM, CAMHS_GATEWAY: SINGLE_POINT_OF_ACCESS}.get(pathway)
    mine = [team for team in teams if wanted in (None, team.team_type)]
    return tuple(sorted(mine, key=lambda team: not team.primary))


def _decision(
    pathway: str, mine: tuple[TeamRow, ...], every: tuple[TeamRow, ...]
) -> tuple[date | None, str | None, str | None]:
    """Day, decision and reason, as far as a submission tells: rejected, or passed on by the Gateway and so accepted."""
    rejections = [team for team in mine if team.rejected_on is not None]
    if mine and len(rejections) == len(mine):
        last = max(rejections, key=lambda team: team.rejected_on or date.min)
        return last.rejected_on, "rejected", last.rejection_reason
    closed_on = _closed_by_every_team(mine)
    if pathway == CAMHS_GATEWAY and closed_on is not None and len(every) > len(mine):
        return closed_on, "accepted", None
    return None, None, None


def _closed_by_every_team(teams: tuple[TeamRow, ...]) -> date | None:
    """The day the last of the teams closed it, when each of them has."""
    days = [team.closed_on for team in teams if team.closed_on is not None]
    return max(days) if teams and len(days) == len(teams) else None


def _gender(patient: PatientRow) -> str | None:
    """The identity code wins over the stated gender where it says one (R-WAIT-101)."""
    return patient.gender_identity if patient.gender_identity in _IDENTITY_GENDERS else patient.gender


def _all_told(submissions: Submissions, provider: str, month: int) -> list[_Told]:
    patients = {row.person: row for row in submissions.patients if (row.provider, row.month) == (provider, month)}
    teams = _by_referral(row for row in submissions.teams if (row.provider, row.month) == (provider, month))
    diagnoses = _by_referral(row for row in submissions.diagnoses if row.provider == provider and row.month <= month)
    contacts = _contacts(row for row in submissions.contacts if row.provider == provider and row.month <= month)
    done = _procedures(
        (row for row in submissions.activities if row.provider == provider and row.month <= month), contacts
    )
    of_referral = _by_referral(contacts.values())
    return [
        _Told(
            row,
            patients.get(row.person),
            tuple(teams[row.referral_id]),
            tuple(diagnoses[row.referral_id]),
            tuple(done[row.referral_id]),
            tuple(one for one in of_referral[row.referral_id] if one.contact_on >= row.received_on),
        )
        for row in submissions.referrals
        if (row.provider, row.month) == (provider, month)
    ]


def _by_referral(rows: Iterable[_OfReferral]) -> Mapping[str, list[_OfReferral]]:
    found: defaultdict[str, list[_OfReferral]] = defaultdict(list)
    for row in rows:
        found[row.referral_id].append(row)
    return found


def _contacts(rows: Iterable[ContactRow]) -> dict[str, ContactRow]:
    """The contacts of all months by id; one that a later month tells of again counts as told last."""
    return {row.contact_id: row for row in sorted(rows, key=lambda row: row.month)}


def _procedures(rows: Iterable[ActivityRow], contacts: Mapping[str, ContactRow]) -> Mapping[str, list[str]]:
    """What was done in the contacts of each referral."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row.procedure is not None and row.contact_id in contacts:
            found[contacts[row.contact_id].referral_id].append(row.procedure)
    return found

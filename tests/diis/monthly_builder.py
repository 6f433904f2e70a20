"""Invented monthly national submissions: rows are dicts by field name, written month by month as a folder or archive.

`a_submission("RDY", "2026-09", referrals=[a_referral(1, PrimReasonReferralMH="25")]).folder(path)` is a whole mhsds-6
submission: the patient of each referral is added, with a sound row, unless `patients` tells of them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from diis.definitions.national.months import first_day, last_day, month_id
from diis.extracts.monthly import roles
from diis.extracts.monthly.layouts import LAYOUTS
from tests.diis.extract_builder import Row, a_folder, an_archive, as_csv, nhs_number

MHSDS, CSDS = "mhsds-6", "csds-1.6"


def a_patient(child: int, /, **fields: str) -> Row:
    """A sound row of MHS001; `fields` take the place of the defaults."""
    return {
        "LocalPatientID": f"P{child:06}",
        "OrgIDLocalPatientID": "RDY",
        "NHSNumber": nhs_number(child),
        "NHSNumberStatus": "01",
        "PersonBirthDate": "2015-03-04",
        "Postcode": "DT1 1XJ",
        "GenderIDCode": "1",
        "Gender": "1",
        "EthnicCategory": "A",
        **fields,
    }


def a_referral(child: int, number: int = 0, /, **fields: str) -> Row:
    """A sound row of MHS101, referral `number` of a child."""
    return {
        "ServiceRequestID": referral_id(child, number),
        "LocalPatientID": f"P{child:06}",
        "OrgIDComm": "11J",
        "CareProfTeamLocalID": "TEAM-ND",
        "ReferralRequestReceivedDate": "2026-05-04",
        "SourceOfReferralMH": "A1",
        "ClinRespPriorityType": "3",
        "PrimReasonReferralMH": "25",
        **fields,
    }


def a_contact(child: int, number: int = 0, /, **fields: str) -> Row:
    """A sound row of MHS201 of a child's first referral: attended, face to face."""
    return {
        "CareContactID": f"{referral_id(child)}-{number}",
        "ServiceRequestID": referral_id(child),
        "CareContDate": "2026-09-10",
        "AttendStatus": "5",
        "ConsMechanismMH": "01",
        "CareContSubj": "01",
        **fields,
    }


def a_community_patient(child: int, /, **fields: str) -> Row:
    """A sound row of CYP001."""
    return {
        "LocalPatientID": f"P{child:06}",
        "OrgID_LocalPatientID": "RBD",
        "NHSNumber": nhs_number(child),
        "NHSNumber_Status": "01",
        "DateOfBirth": "2015-03-04",
        "Postcode": "DT1 1XJ",
        "Gender": "1",
        "EthnicCategory": "A",
        **fields,
    }


def a_community_referral(child: int, number: int = 0, /, **fields: str) -> Row:
    """A sound row of CYP101."""
    return {
        "ServiceRequestID": referral_id(child, number),
        "LocalPatientID": f"P{child:06}",
        "OrgID_Commissioner": "11J",
        "ReferralRequest_ReceivedDate": "2026-05-04",
        "SourceOfReferral": "01",
        "Priority_Type": "1",
        "PrimaryReferralReason": "017",
        **fields,
    }


def a_community_contact(child: int, number: int = 0, /, **fields: str) -> Row:
    """A sound row of CYP201 of a child's first referral."""
    return {
        "CareContactID": f"{referral_id(child)}-{number}",
        "ServiceRequestID": referral_id(child),
        "Contact_Date": "2026-09-10",
        "AttendanceStatus": "5",
        "ConsMechanism": "01",
        "CareContact_Subject": "01",
        **fields,
    }


def referral_id(child: int, number: int = 0) -> str:
    return f"NR{child:06}" if number == 0 else f"NR{child:06}.{number}"


def a_team(team: str = "TEAM-ND", team_type: str = "C04", **fields: str) -> Row:
    """A sound row of MHS902."""
    return {
        "CareProfTeamLocalID": team,
        "OrgIDCareProfTeamLocalID": "RDY",
        "ServTeamTypeMH": team_type,
        "ServTeamIntAgeGroup": "01",
        **fields,
    }


@dataclass(frozen=True)
class ASubmission:
    """One month of one provider; `tables` is national table name to rows, without the header table."""

    provider: str
    month: str
    layout: str = MHSDS
    tables: Mapping[str, list[Row]] = field(default_factory=dict)
    header: Row | None = None

    @property
    def name(self) -> str:
        return f"{self.provider}_{self.layout}_{self.month}"

    def files(self) -> dict[str, bytes]:
        """File name to bytes; a table without rows is left out."""
        columns = LAYOUTS[self.layout].known
        tables = {self._header_table: [self._heading()], **self.tables}
        return {f"{name}.csv": as_csv(columns[name], rows) for name, rows in tables.items() if rows}

    def folder(self, inside: Path) -> Path:
        return a_folder(inside / self.name, self.files())

    def archive(self, inside: Path) -> Path:
        return an_archive(inside / f"{self.name}.zip", self.files())

    def rows(self) -> int:
        """Rows of all tables, the header's one among them."""
        return 1 + sum(map(len, self.tables.values()))

    def with_table(self, name: str, rows: list[Row]) -> "ASubmission":
        """The same with other rows in one table."""
        return replace(self, tables={**self.tables, name: rows})

    @property
    def _header_table(self) -> str:
        return next(table.name for table in LAYOUTS[self.layout].tables if table.role == roles.HEADER)

    def _heading(self) -> Row:
        month = month_id(date.fromisoformat(f"{self.month}-01"))
        first, last = str(first_day(month)), str(last_day(month))
        sound = (
            {
                "DatSetVer": "6.0",
                "OrgIDProvider": self.provider,
                "OrgIDSubmit": self.provider,
                "PrimSystemInUse": "INVENTED",
                "ReportingPeriodStartDate": first,
                "ReportingPeriodEndDate": last,
            }
            if self.layout == MHSDS
            else {"Version": "1.6", "OrgID_Provider": self.provider, "RP_StartDate": first, "RP_EndDate": last}
        )
        return {**sound, **(self.header or {})}


def a_submission(
    provider: str = "RDY",
    month: str = "2026-09",
    *,
    referrals: Iterable[Row] = (),
    contacts: Iterable[Row] = (),
    patients: Iterable[Row] | None = None,
    teams: Iterable[Row] | None = None,
    header: Row | None = None,
    **tables: Iterable[Row],
) -> ASubmission:
    """A submission of mhsds-6; `tables` by national table name, such as MHS501HospProvSpell=[...].

    `patients` None: a sound one for each referral. `teams` None: the neurodevelopment team of `a_team`.
    """
    referrals = list(referrals)
    children = sorted({int(row["LocalPatientID"][1:]) for row in referrals}) if patients is None else []
    found = {
        "MHS001MPI": [a_patient(child) for child in children] if patients is None else list(patients),
        "MHS101Referral": referrals,
        "MHS201CareContact": list(contacts),
        "MHS902ServiceTeamDetails": [a_team()] if teams is None else list(teams),
        **{name: list(rows) for name, rows in tables.items()},
    }
    return ASubmission(provider, month, MHSDS, found, header)


def a_community_submission(
    provider: str = "RBD",
    month: str = "2026-09",
    *,
    referrals: Iterable[Row] = (),
    contacts: Iterable[Row] = (),
    patients: Iterable[Row] | None = None,
    team_types: Mapping[str, str] | None = None,
    header: Row | None = None,
    **tables: Iterable[Row],
) -> ASubmission:
    """A submission of csds-1.6; `team_types` is referral id to team type, None: community paediatrics (06) for all."""
    referrals = list(referrals)
    children = sorted({int(row["LocalPatientID"][1:]) for row in referrals}) if patients is None else []
    types = {row["ServiceRequestID"]: "06" for row in referrals} if team_types is None else team_types
    found = {
        "CYP001MPI": [a_community_patient(child) for child in children] if patients is None else list(patients),
        "CYP101Referral": referrals,
        "CYP102ServiceTypeReferredTo": [
            {"ServiceRequestID": referral, "TeamID_Local": f"T{kind}", "TeamType": kind}
            for referral, kind in types.items()
        ],
        "CYP201CareContact": list(contacts),
        **{name: list(rows) for name, rows in tables.items()},
    }
    return ASubmission(provider, month, CSDS, found, header)

"""Layout mhsds-6: what is read of each table of the Mental Health Services Data Set v6 (R-WAIT-71 to 76)."""

from dataclasses import replace

from diis.definitions.national.submissions import MHSDS
from diis.extracts.monthly import roles
from diis.extracts.monthly.contract import (
    BIRTH,
    CODE,
    DATE,
    FREE,
    IDENTIFIER,
    LOCAL_ID,
    NHS_NUMBER,
    SHAPE,
    TIMESTAMP,
    Field,
    Layout,
    Table,
)
from diis.extracts.monthly.national import IN_MONTH, LATEST, codes_of, columns_of, rules_of
from diis.extracts.monthly.shapes import DIAGNOSIS, PRACTICE, PROCEDURE, TIME, TOOL

BEFORE_OCTOBER_2021 = 1458
"""Month id until which the former consultation media were used (R-WAIT-36, 61)."""
BEFORE_APRIL_2024 = 1488
_RETIRED_TEAMS = {
    "A03": BEFORE_OCTOBER_2021,
    "A04": BEFORE_OCTOBER_2021,
    "C03": BEFORE_APRIL_2024,
    "F04": BEFORE_APRIL_2024,
}
_RETIRED_MECHANISMS = {"03": BEFORE_OCTOBER_2021, "06": BEFORE_OCTOBER_2021}

_DATE_RULES = {
    "contact_on": {IN_MONTH: "MHS20167 or MHS20168"},
    "discharged_on": {IN_MONTH: "MHS10129", LATEST: "MHS10130"},
}
"""Rules on dates that the published list has without a value to compare with (R-WAIT-119)."""

_PATIENT = (roles.PATIENTS, "local_id")
_REFERRAL = (roles.REFERRALS, "referral_id")

_LOCAL_ID = Field("LocalPatientID", "local_id", LOCAL_ID, required=True)
_REFERRAL_ID = Field("ServiceRequestID", "referral_id", IDENTIFIER, required=True)


def _coded(name: str, fact: str, table: str, *, decides: bool = False, required: bool = False) -> Field:
    return Field(name, fact, CODE, decides=decides, required=required, codes=codes_of(table, name))


def _diagnosis(table: str, name: str) -> tuple[Field, ...]:
    return (
        _REFERRAL_ID,
        replace(_coded("DiagSchemeInUse", "scheme", "MHS604", required=True), rules=rules_of(table, "DiagSchemeInUse")),
        Field(name, "code", SHAPE, required=True, shape=DIAGNOSIS),
        Field("CodedDiagTimestamp", "diagnosed_on", TIMESTAMP, decides=True, may_be_old=True),
    )


_TABLES = (
    Table(
        "MHS000Header",
        roles.HEADER,
        (
            Field("DatSetVer", "version", FREE, required=True),
            Field("OrgIDProvider", "provider", FREE, required=True),
            Field("ReportingPeriodStartDate", "starts_on", FREE, required=True),
            Field("ReportingPeriodEndDate", "ends_on", FREE, required=True),
        ),
    ),
    Table(
        "MHS001MPI",
        roles.PATIENTS,
        (
            _LOCAL_ID,
            Field("NHSNumber", "nhs_number", NHS_NUMBER, decides=True),
            Field("PersonBirthDate", "birth_on", BIRTH, decides=True),
            Field("Postcode", "postcode", FREE),
            _coded("GenderIDCode", "gender_identity", "MHS001"),
            _coded("Gender", "gender", "MHS001"),
            _coded("EthnicCategory", "ethnic_category", "MHS001"),
        ),
        key=("local_id",),
    ),
    Table(
        "MHS002GP",
        roles.PRACTICES,
        (
            _LOCAL_ID,
            Field("GMPReg", "gp_practice", SHAPE, required=True, shape=PRACTICE),
            Field("StartDateGMPRegistration", "registered_from", DATE, may_be_old=True),
            Field("EndDateGMPRegistration", "registered_to", DATE, may_be_old=True),
        ),
        parent=_PATIENT,
    ),
    Table(
        "MHS005PatInd",
        roles.INDICATORS,
        (_LOCAL_ID, _coded("LACStatus", "lac_status", "MHS005")),
        key=("local_id",),
        parent=_PATIENT,
    ),
    Table(
        "MHS008CarePlanType",
        roles.CARE_PLANS,
        (
            Field("CarePlanID", "plan_id", IDENTIFIER, required=True),
            _LOCAL_ID,
            Field("CarePlanCreatDate", "created_on", DATE, required=True),
            Field("CarePlanLastUpdateDate", "updated_on", DATE, decides=True),
        ),
        key=("plan_id",),
        parent=_PATIENT,
    ),
    Table(
        "MHS009CarePlanAgreement",
        roles.AGREEMENTS,
        (
            Field("CarePlanID", "plan_id", IDENTIFIER, required=True),
            # Not kept: they tell two agreements of one plan from a repeated row.
            Field("CarePlanContentAgreedBy", "agreed_by", FREE),
            Field("CarePlanContentAgreedDate", "agreed_on", FREE),
            Field("CarePlanContentAgreedTime", "agreed_at", FREE),
        ),
        parent=(roles.CARE_PLANS, "plan_id"),
    ),
    Table(
        "MHS101Referral",
        roles.REFERRALS,
        (
            _REFERRAL_ID,
            _LOCAL_ID,
            Field("OrgIDComm", "commissioner", FREE, required=True),
            Field("CareProfTeamLocalID", "team", IDENTIFIER, required=True),
            Field("ReferralRequestReceivedDate", "received_on", DATE, required=True),
            _coded("SourceOfReferralMH", "source", "MHS101"),
            _coded("ClinRespPriorityType", "priority", "MHS101", decides=True),
            _coded("PrimReasonReferralMH", "reason", "MHS101", decides=True),
            Field("ServDischDate", "discharged_on", DATE, decides=True, late_days=1),
            Field("ReferRejectionDate", "rejected_on", DATE, decides=True),
            _coded("ReferRejectReason", "rejection_reason", "MHS101"),
            _coded("ReferClosReason", "closure_reason", "MHS101"),
        ),
        key=("referral_id",),
        parent=_PATIENT,
        one_rule="MHS10103",
    ),
    Table(
        "MHS102OtherServiceType",
        roles.TEAMS,
        (
            _REFERRAL_ID,
            Field("OtherCareProfTeamLocalID", "team", IDENTIFIER, required=True),
            Field("ReferClosureDate", "closed_on", DATE, decides=True),
            Field("ReferRejectionDate", "rejected_on", DATE, decides=True),
            _coded("ReferRejectReason", "rejection_reason", "MHS102"),
            _coded("ReferClosReason", "closure_reason", "MHS102"),
        ),
        parent=_REFERRAL,
    ),
    Table(
        "MHS104RTT",
        roles.CLOCKS,
        (
            _REFERRAL_ID,
            Field("PatPathID", "pathway", FREE),
            Field("OrgIDPatPathIDIssuer", "issuer", FREE),
            _coded("WaitTimeMeasureType", "kind", "MHS104", required=True),
            Field("ReferToTreatPeriodStartDate", "started_on", DATE, decides=True),
            Field("ReferToTreatPeriodEndDate", "ended_on", DATE, decides=True),
            _coded("ReferToTreatPeriodStatus", "status", "MHS104", decides=True),
        ),
        key=("pathway",),
        parent=_REFERRAL,
    ),
    Table(
        "MHS201CareContact",
        roles.CONTACTS,
        (
            Field("CareContactID", "contact_id", IDENTIFIER, required=True),
            _REFERRAL_ID,
            Field("CareContDate", "contact_on", DATE, required=True, in_month=True),
            _coded("AttendStatus", "attendance", "MHS201", decides=True),
            replace(_coded("ConsMechanismMH", "mechanism", "MHS201", decides=True), retired=_RETIRED_MECHANISMS),
            _coded("CareContSubj", "subject", "MHS201"),
        ),
        key=("contact_id",),
        parent=_REFERRAL,
        one_rule="MHS20143",
    ),
    Table(
        "MHS202CareActivity",
        roles.ACTIVITIES,
        (
            Field("CareActID", "activity_id", IDENTIFIER, required=True),
            Field("CareContactID", "contact_id", IDENTIFIER, required=True),
            Field("Procedure", "procedure", SHAPE, decides=True, shape=PROCEDURE),
        ),
        key=("activity_id",),
        parent=(roles.CONTACTS, "contact_id"),
    ),
    Table(
        "MHS204IndirectActivity",
        roles.INDIRECT,
        (
            _REFERRAL_ID,
            Field("IndirectActDate", "activity_on", DATE, required=True, in_month=True),
            Field("IndirectActTime", "activity_time", SHAPE, shape=TIME),
            Field("IndActProcedure", "procedure", SHAPE, shape=PROCEDURE),
        ),
        parent=_REFERRAL,
    ),
    Table(
        "MHS501HospProvSpell",
        roles.SPELLS,
        (
            Field("HospProvSpellID", "spell_id", IDENTIFIER, required=True),
            _REFERRAL_ID,
            Field("StartDateHospProvSpell", "started_on", DATE, required=True),
            Field("DischDateHospProvSpell", "discharged_on", DATE, decides=True),
        ),
        key=("spell_id",),
        parent=_REFERRAL,
    ),
    Table("MHS604PrimDiag", roles.DIAGNOSES, _diagnosis("MHS604", "PrimDiag"), parent=_REFERRAL),
    Table("MHS605SecDiag", roles.DIAGNOSES, _diagnosis("MHS605", "SecDiag"), parent=_REFERRAL),
    Table(
        "MHS606CodedScoreAssessmentRefer",
        roles.REFERRAL_SCORES,
        (
            _REFERRAL_ID,
            Field("CodedAssToolType", "tool", SHAPE, required=True, shape=TOOL),
            Field("AssToolCompTimestamp", "scored_on", TIMESTAMP, required=True),
        ),
        parent=_REFERRAL,
    ),
    Table(
        "MHS607CodedScoreAssessmentAct",
        roles.ACTIVITY_SCORES,
        (
            Field("CareActID", "activity_id", IDENTIFIER, required=True),
            Field("CodedAssToolType", "tool", SHAPE, required=True, shape=TOOL),
        ),
        parent=(roles.ACTIVITIES, "activity_id"),
    ),
    Table(
        "MHS902ServiceTeamDetails",
        roles.TEAM_DETAILS,
        (
            Field("CareProfTeamLocalID", "team", IDENTIFIER, required=True),
            replace(
                _coded("ServTeamTypeMH", "team_type", "MHS902", decides=True, required=True), retired=_RETIRED_TEAMS
            ),
            _coded("ServTeamIntAgeGroup", "age_group", "MHS902"),
        ),
        key=("team",),
    ),
)


def _with_rules(table: Table) -> Table:
    fields = (replace(field, rules=field.rules or _rules_of(table, field)) for field in table.fields)
    return replace(table, fields=tuple(fields))


def _rules_of(table: Table, field: Field) -> dict[str, str]:
    return {**rules_of(table.code, field.name), **_DATE_RULES.get(field.fact, {})}


MHSDS_6 = Layout(
    id=MHSDS,
    title="Mental Health Services Data Set v6",
    version="6",
    tables=tuple(map(_with_rules, _TABLES)),
    known=columns_of(MHSDS),
)

"""Layout csds-1.6: what is read of each table of the Community Services Data Set v1.6 (R-WAIT-54, 83 to 85).

No list of its national rule codes is at hand, so reasons name none. Codes of which the full list is not published
here are checked by their shape.
"""

from diis.definitions import codes
from diis.definitions.national.submissions import CSDS
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
    Field,
    Layout,
    Table,
)
from diis.extracts.monthly.national import codes_of, columns_of
from diis.extracts.monthly.shapes import (
    DIAGNOSIS,
    PRACTICE,
    PROCEDURE,
    THREE_DIGITS,
    TWO,
)

_PATIENT = (roles.PATIENTS, "local_id")
_REFERRAL = (roles.REFERRALS, "referral_id")

_LOCAL_ID = Field("LocalPatientID", "local_id", LOCAL_ID, required=True)
_REFERRAL_ID = Field("ServiceRequestID", "referral_id", IDENTIFIER, required=True)


def _diagnosis(name: str, day: str) -> tuple[Field, ...]:
    return (
        _REFERRAL_ID,
        Field("Diagnosis_Scheme", "scheme", SHAPE, required=True, shape=TWO),
        Field(name, "code", SHAPE, required=True, shape=DIAGNOSIS),
        Field(day, "diagnosed_on", DATE, decides=True, may_be_old=True),
    )


_TABLES = (
    Table(
        "CYP000Header",
        roles.HEADER,
        (
            Field("Version", "version", FREE, required=True),
            Field("OrgID_Provider", "provider", FREE, required=True),
            Field("RP_StartDate", "starts_on", FREE, required=True),
            Field("RP_EndDate", "ends_on", FREE, required=True),
        ),
    ),
    Table(
        "CYP001MPI",
        roles.PATIENTS,
        (
            _LOCAL_ID,
            Field("NHSNumber", "nhs_number", NHS_NUMBER, decides=True),
            Field("DateOfBirth", "birth_on", BIRTH, decides=True),
            Field("Postcode", "postcode", FREE),
            Field("Gender", "gender", CODE, codes=frozenset("129X")),
            Field("EthnicCategory", "ethnic_category", CODE, codes=codes.ETHNIC_CATEGORY),
            Field("ChildLookedAfter_Indicator", "lac_status", CODE, codes=codes.LAC_STATUS),
        ),
        key=("local_id",),
    ),
    Table(
        "CYP002GP",
        roles.PRACTICES,
        (
            _LOCAL_ID,
            Field("OrgID_GP", "gp_practice", SHAPE, required=True, shape=PRACTICE),
            Field("GPRegistration_StartDate", "registered_from", DATE, may_be_old=True),
            Field("GPRegistration_EndDate", "registered_to", DATE, may_be_old=True),
        ),
        parent=_PATIENT,
    ),
    Table(
        "CYP101Referral",
        roles.REFERRALS,
        (
            _REFERRAL_ID,
            _LOCAL_ID,
            Field("OrgID_Commissioner", "commissioner", FREE),
            Field("ReferralRequest_ReceivedDate", "received_on", DATE, required=True),
            Field("SourceOfReferral", "source", SHAPE, shape=TWO),
            Field("Priority_Type", "priority", CODE, codes=frozenset("123")),
            Field("PrimaryReferralReason", "reason", SHAPE, decides=True, shape=THREE_DIGITS),
            Field("Discharge_Date", "discharged_on", DATE, decides=True, late_days=1),
        ),
        key=("referral_id",),
        parent=_PATIENT,
    ),
    Table(
        "CYP102ServiceTypeReferredTo",
        roles.TEAMS,
        (
            _REFERRAL_ID,
            Field("TeamID_Local", "team", IDENTIFIER),
            Field("TeamType", "team_type", SHAPE, required=True, shape=TWO),
            Field("Referral_ClosureDate", "closed_on", DATE, decides=True),
            Field("Referral_RejectionDate", "rejected_on", DATE, decides=True),
            Field("Referral_ClosureReason", "closure_reason", SHAPE, shape=TWO),
            Field("Referral_RejectionReason", "rejection_reason", SHAPE, shape=TWO),
        ),
        parent=_REFERRAL,
    ),
    Table(
        "CYP104RTT",
        roles.CLOCKS,
        (
            _REFERRAL_ID,
            Field("PatientPathwayID", "pathway", FREE),
            Field("PatientPathwayID_OrgID", "issuer", FREE),
            Field("WaitingTime_MeasurementType", "kind", SHAPE, decides=True, shape=TWO),
            Field("RTT_StartDate", "started_on", DATE, decides=True),
            Field("RTT_EndDate", "ended_on", DATE, decides=True),
            Field("RTT_Status", "status", CODE, decides=True, codes=codes_of("MHS104", "ReferToTreatPeriodStatus")),
        ),
        parent=_REFERRAL,
    ),
    Table(
        "CYP201CareContact",
        roles.CONTACTS,
        (
            Field("CareContactID", "contact_id", IDENTIFIER, required=True),
            _REFERRAL_ID,
            Field("Contact_Date", "contact_on", DATE, required=True, in_month=True),
            Field("AttendanceStatus", "attendance", CODE, decides=True, codes=codes.ATTENDANCE),
            Field("ConsMechanism", "mechanism", CODE, decides=True, codes=codes.MECHANISM),
            Field("CareContact_Subject", "subject", CODE, codes=codes.SUBJECT),
        ),
        key=("contact_id",),
        parent=_REFERRAL,
    ),
    Table(
        "CYP202CareActivity",
        roles.ACTIVITIES,
        (
            Field("CareActivityID", "activity_id", IDENTIFIER, required=True),
            Field("CareContactID", "contact_id", IDENTIFIER, required=True),
            Field("Activity_Type", "kind", SHAPE, shape=TWO),
            Field("CodedProcedure", "procedure", SHAPE, shape=PROCEDURE),
        ),
        key=("activity_id",),
        parent=(roles.CONTACTS, "contact_id"),
    ),
    Table(
        "CYP606ProvDiag",
        roles.PROVISIONAL_DIAGNOSES,
        _diagnosis("ProvisionalDiagnosis", "ProvisionalDiagnosis_Date"),
        parent=_REFERRAL,
    ),
    Table("CYP607PrimDiag", roles.DIAGNOSES, _diagnosis("PrimaryDiagnosis", "PrimaryDiagnosis_Date"), parent=_REFERRAL),
)

CSDS_1_6 = Layout(
    id=CSDS,
    title="Community Services Data Set v1.6",
    version="1.6",
    tables=_TABLES,
    known=columns_of(CSDS),
)

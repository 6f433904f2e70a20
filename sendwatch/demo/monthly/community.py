"""The rows of a referral in a submission of the Community Services Data Set, version 1.6."""

from sendwatch.demo.days import NEVER, Day, iso
from sendwatch.demo.events import DIAGNOSIS
from sendwatch.demo.lives import ACCEPTED, REJECTED
from sendwatch.demo.monthly.months import Submission
from sendwatch.demo.monthly.tables import line_of
from sendwatch.demo.monthly.told import (
    COMMISSIONER,
    SNOMED,
    Rows,
    Told,
    address,
    local_patient_id,
    scheme_of,
)

SUSPECTED_AUTISM = "401204006"
"""Provisional diagnosis of a child referred for autism (R-WAIT-54)."""

COMMUNITY_PAEDIATRICS = "06"
_GENDERS = {"1", "2", "9", "X"}
_PRIORITIES = {"4": "2"}
"""Very urgent has no code of its own in community data."""

_CONSULTANT_LED = "01"
_ASSESSMENT, _INTERVENTION = "02", "03"
_TREATED, _NOT_TREATED, _STARTED, _GOING_ON = "30", "34", "10", "20"
"""Status of a referral-to-treatment period (R-WAIT-11)."""


def headings(submission: Submission) -> Rows:
    """The row that is about the submission and not about a referral."""
    provider = submission.source.provider
    header = {
        "Version": "1.6",
        "OrgID_Provider": provider,
        "OrgID_Submitter": provider,
        "RP_StartDate": submission.start.isoformat(),
        "RP_EndDate": submission.end.isoformat(),
        "FileCreation_DateTime": f"{submission.created.isoformat()}T09:00:00",
        "PrimarySystem": "INVENTED",
    }
    return [("CYP000Header", line_of("CYP000Header", header))]


def add_person(told: Told) -> None:
    """Who the patient is, at the end of the month."""
    national, until = told.national, told.until
    person, local_id = national.person, local_patient_id(national)
    told.add(
        "CYP001MPI",
        LocalPatientID=local_id,
        OrgID_LocalPatientID=national.source.provider,
        NHSNumber=person.nhs_number,
        NHSNumber_Status="01" if person.nhs_number else "07",
        DateOfBirth=iso(person.born),
        Postcode=address(national, until),
        Gender=person.gender if person.gender in _GENDERS else "X",
        EthnicCategory=person.ethnic_category or "99",
        ChildLookedAfter_Indicator=person.lac_status or "X",
    )
    told.add("CYP002GP", LocalPatientID=local_id, OrgID_GP=person.gp_practice or "V81999")


def add_referral(told: Told) -> None:
    """Everything of a referral that is sent."""
    _referral(told)
    _team(told)
    _clock(told)
    _contacts(told)
    _diagnoses(told)


def _referral(told: Told) -> None:
    national = told.national
    told.add(
        "CYP101Referral",
        ServiceRequestID=national.referral_id,
        LocalPatientID=local_patient_id(national),
        OrgID_Commissioner=COMMISSIONER,
        ReferralRequest_ReceivedDate=iso(told.life.received),
        SourceOfReferral=national.referrer,
        OrgID_Referring=national.person.gp_practice if national.referrer.startswith("A") else "X99999",
        Priority_Type=_PRIORITIES.get(national.priority, national.priority),
        PrimaryReferralReason=national.reason,
        Discharge_Date=told.closed,
    )


def _team(told: Told) -> None:
    life = told.life
    rejected = life.decision == REJECTED and life.decided <= told.until
    closed = "" if rejected else told.closed
    told.add(
        "CYP102ServiceTypeReferredTo",
        ServiceRequestID=told.national.referral_id,
        TeamID_Local=told.national.team,
        TeamType=COMMUNITY_PAEDIATRICS,
        Referral_ClosureDate=closed,
        Referral_RejectionDate=iso(life.decided) if rejected else "",
        Referral_ClosureReason=life.closure_reason if closed else "",
        Referral_RejectionReason=life.rejection_reason if rejected else "",
    )


def _clock(told: Told) -> None:
    """The 18-week right of a referral to a consultant; treatment is taken to begin with the outcome."""
    life = told.life
    ended = min(life.outcome_shared, life.closed)
    known = ended <= told.until
    status = _GOING_ON if life.first_seen <= told.until else _STARTED
    if known:
        status = _TREATED if life.outcome_shared <= ended else _NOT_TREATED
    told.add(
        "CYP104RTT",
        ServiceRequestID=told.national.referral_id,
        PatientPathwayID=f"{told.national.referral_id}-W",
        PatientPathwayID_OrgID=told.national.source.provider,
        WaitingTime_MeasurementType=_CONSULTANT_LED,
        RTT_StartDate=iso(life.received),
        RTT_EndDate=iso(ended) if known else "",
        RTT_Status=status,
    )


def _contacts(told: Told) -> None:
    for contact_id, contact in told.contacts:
        told.add(
            "CYP201CareContact",
            CareContactID=contact_id,
            ServiceRequestID=told.national.referral_id,
            TeamID_Local=told.national.team,
            Contact_Date=iso(contact.day),
            OrgID_Commissioner=COMMISSIONER,
            Consultation_Type="01" if contact.day <= told.life.first_seen else "02",
            CareContact_Subject=contact.subject,
            ConsMechanism=contact.mechanism,
            AttendanceStatus=contact.attendance,
        )
        if contact.attendance in {"5", "6"}:
            told.add(
                "CYP202CareActivity",
                CareActivityID=f"{contact_id}-A",
                CareContactID=contact_id,
                Activity_Type=_ASSESSMENT if contact.day <= told.life.assessed else _INTERVENTION,
            )


def _diagnoses(told: Told) -> None:
    """What is suspected stands in the month of the decision, what was found in that of the assessment."""
    national, life = told.national, told.life
    accepted: Day = life.decided if life.decision == ACCEPTED else NEVER
    if national.condition in {"autism", "both"} and told.first <= accepted <= told.until:
        told.add(
            "CYP606ProvDiag",
            ServiceRequestID=national.referral_id,
            Diagnosis_Scheme=SNOMED,
            ProvisionalDiagnosis=SUSPECTED_AUTISM,
            ProvisionalDiagnosis_Date=iso(accepted),
        )
    for event in told.events(DIAGNOSIS):
        told.add(
            "CYP607PrimDiag",
            ServiceRequestID=national.referral_id,
            Diagnosis_Scheme=scheme_of(event.code),
            PrimaryDiagnosis=event.code,
            PrimaryDiagnosis_Date=iso(event.day),
        )

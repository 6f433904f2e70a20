"""The rows of a referral in a submission of the Mental Health Services Data Set, version 6."""

from sendwatch.demo.contacts import Contact
from sendwatch.demo.days import NEVER, Day, iso
from sendwatch.demo.events import (
    ADHD_ASSESSMENT,
    AUTISM_ASSESSMENT,
    DIAGNOSIS,
    INDIRECT,
    INTERVENTION,
    PLAN,
    SCORE,
)
from sendwatch.demo.lives import ACCEPTED, REJECTED
from sendwatch.demo.monthly.months import Submission
from sendwatch.demo.monthly.referrals import National
from sendwatch.demo.monthly.tables import line_of
from sendwatch.demo.monthly.told import COMMISSIONER, Rows, Told, address, local_patient_id, scheme_of, timestamp

TEAMS = {
    "SPA": ("A18", "01"),
    "CAMHS": ("A06", "01"),
    "ASD-CYP": ("C01", "01"),
    "NDT": ("C04", "01"),
    "ASD-ADULT": ("C01", "02"),
}
"""Local team id to national team type and intended age group (R-WAIT-73, R-WAIT-79)."""

_STATED_GENDERS = {"1", "2", "9", "X"}
_IDENTITIES = {"1", "2", "3", "4", "X", "Z"}
_ONE_IN = 6
"""One care plan in so many has no date of its last update, and one no agreement: neither counts (R-WAIT-62)."""

_AUTISM = ("F84", "35919005")


def headings(submission: Submission) -> Rows:
    """The rows that are about the submission and not about a referral."""
    provider = submission.source.provider
    header = {
        "DatSetVer": "6.0",
        "OrgIDProvider": provider,
        "OrgIDSubmit": provider,
        "PrimSystemInUse": "INVENTED",
        "ReportingPeriodStartDate": submission.start.isoformat(),
        "ReportingPeriodEndDate": submission.end.isoformat(),
        "DateTimeDatSetCreate": f"{submission.created.isoformat()}T09:00:00",
    }
    rows = [("MHS000Header", line_of("MHS000Header", header))]
    for team, (kind, age_group) in TEAMS.items():
        values = {"CareProfTeamLocalID": team, "OrgIDCareProfTeamLocalID": provider}
        values |= {"ServTeamTypeMH": kind, "ServTeamIntAgeGroup": age_group}
        rows.append(("MHS902ServiceTeamDetails", line_of("MHS902ServiceTeamDetails", values)))
    return rows


def add_person(told: Told) -> None:
    """Who the patient is, at the end of the month."""
    national, until = told.national, told.until
    person, local_id = national.person, local_patient_id(national)
    told.add(
        "MHS001MPI",
        LocalPatientID=local_id,
        OrgIDLocalPatientID=national.source.provider,
        NHSNumber=person.nhs_number,
        NHSNumberStatus="01" if person.nhs_number else "07",
        PersonBirthDate=iso(person.born),
        Postcode=address(national, until),
        GenderIDCode=person.gender if person.gender in _IDENTITIES else "X",
        Gender=person.gender if person.gender in _STATED_GENDERS else "",
        EthnicCategory=person.ethnic_category or "99",
    )
    told.add("MHS002GP", LocalPatientID=local_id, GMPReg=person.gp_practice or "V81999")
    told.add("MHS005PatInd", LocalPatientID=local_id, LACStatus=person.lac_status or "X", AutismStatus=_autism(told))


def add_referral(told: Told) -> None:
    """Everything of a referral that is sent."""
    _referral(told)
    _care_plan(told)
    activities = _contacts(told)
    _scores(told, activities)
    referral_id = told.national.referral_id
    for event in told.events(INDIRECT):
        told.add("MHS204IndirectActivity", ServiceRequestID=referral_id, IndirectActDate=iso(event.day))
    for event in told.events(DIAGNOSIS):
        told.add(
            "MHS604PrimDiag",
            ServiceRequestID=referral_id,
            DiagSchemeInUse=scheme_of(event.code),
            PrimDiag=event.code,
            CodedDiagTimestamp=timestamp(event.day),
        )
        if told.national.condition == "both" and event.code.startswith(_AUTISM):
            told.add(
                "MHS605SecDiag",
                ServiceRequestID=referral_id,
                DiagSchemeInUse="02",
                SecDiag="F90.0",
                CodedDiagTimestamp=timestamp(event.day),
            )
    _stay(told)


def _autism(told: Told) -> str:
    """The autism status as known in the month (R-WAIT-81)."""
    made = [event for event in told.national.events if event.kind == DIAGNOSIS and event.day <= told.until]
    if any(event.code.startswith(_AUTISM) for event in made):
        return "1"
    return "2" if told.national.reason == "25" and not told.closed else "X"


def _referral(told: Told) -> None:
    national, life = told.national, told.life
    rejected = life.decision == REJECTED and life.decided <= told.until
    told.add(
        "MHS101Referral",
        ServiceRequestID=national.referral_id,
        LocalPatientID=local_patient_id(national),
        OrgIDComm=COMMISSIONER,
        CareProfTeamLocalID=national.team,
        ReferralRequestReceivedDate=iso(life.received),
        SourceOfReferralMH=national.referrer,
        OrgIDReferringOrg=national.person.gp_practice if national.referrer.startswith("A") else "X99999",
        ClinRespPriorityType=national.priority,
        PrimReasonReferralMH=national.reason,
        ServDischDate=told.closed,
        ReferRejectionDate=iso(life.decided) if rejected else "",
        ReferRejectReason=life.rejection_reason if rejected else "",
        ReferClosReason=life.closure_reason if told.closed else "",
    )
    if national.team == "SPA" and life.decision == ACCEPTED and life.decided <= told.until:
        told.add(
            "MHS102OtherServiceType",
            ServiceRequestID=national.referral_id,
            OtherCareProfTeamLocalID="CAMHS",
            ReferClosureDate=told.closed,
            ReferClosReason=life.closure_reason if told.closed else "",
        )


def _contacts(told: Told) -> dict[Day, str]:
    """Contacts of the month and what was done in them; the day of each coded activity, with its id."""
    done = {event.day: event.code for event in told.events(INTERVENTION)}
    activities = {}
    for contact_id, contact in told.contacts:
        told.add("MHS201CareContact", **_contact(told.national, contact_id, contact))
        code = done.get(contact.day) or _assessment(told, contact.day)
        if code:
            activities[contact.day] = f"{contact_id}-A"
            told.add("MHS202CareActivity", CareActID=f"{contact_id}-A", CareContactID=contact_id, Procedure=code)
    return activities


def _contact(national: National, contact_id: str, contact: Contact) -> dict[str, str]:
    first = contact.day <= national.life.first_seen
    return {
        "CareContactID": contact_id,
        "ServiceRequestID": national.referral_id,
        "CareContDate": iso(contact.day),
        "OrgIDComm": COMMISSIONER,
        "ConsType": "01" if first else "02",
        "CareContSubj": contact.subject,
        "ConsMechanismMH": contact.mechanism,
        "AttendStatus": contact.attendance,
    }


def _assessment(told: Told, day: Day) -> str:
    """The coded assessment of a neurodevelopmental referral, done at its first appointment."""
    if told.national.team == "SPA" or day != told.life.first_seen:
        return ""
    return AUTISM_ASSESSMENT if told.national.reason == "25" else ADHD_ASSESSMENT


def _scores(told: Told, activities: dict[Day, str]) -> None:
    """A score taken in a contact belongs to what was done there, any other to the referral."""
    for event in told.events(SCORE):
        values = {"CodedAssToolType": event.code, "PersScore": str(1 + event.day % 10)}
        if event.day in activities:
            told.add("MHS607CodedScoreAssessmentAct", CareActID=activities[event.day], **values)
        else:
            values |= {"ServiceRequestID": told.national.referral_id, "AssToolCompTimestamp": timestamp(event.day)}
            told.add("MHS606CodedScoreAssessmentRefer", **values)


def _care_plan(told: Told) -> None:
    """A plan is sent from its month on, as long as its referral is."""
    plan = next((event for event in told.national.events if event.kind == PLAN and event.day <= told.until), None)
    if plan is None:
        return
    plan_id = f"{told.national.referral_id}-P"
    told.add(
        "MHS008CarePlanType",
        CarePlanID=plan_id,
        LocalPatientID=local_patient_id(told.national),
        CarePlanTypeMH=plan.code,
        CarePlanCreatDate=iso(plan.day),
        CarePlanLastUpdateDate="" if plan.day % _ONE_IN == 0 else iso(plan.day),
    )
    if plan.day % _ONE_IN != 1:
        told.add(
            "MHS009CarePlanAgreement",
            CarePlanID=plan_id,
            FamilyCarePlanIndicator="Y",
            CarePlanContentAgreedBy="10",
            CarePlanContentAgreedDate=iso(plan.day),
        )


def _stay(told: Told) -> None:
    admitted, discharged = told.national.stay or (NEVER, NEVER)
    if admitted <= told.until and discharged >= told.first:
        told.add(
            "MHS501HospProvSpell",
            HospProvSpellID=f"{told.national.referral_id}-H",
            ServiceRequestID=told.national.referral_id,
            StartDateHospProvSpell=iso(admitted),
            DischDateHospProvSpell=told.by(discharged),
        )

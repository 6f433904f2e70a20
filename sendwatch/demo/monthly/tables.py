"""The tables of the national data sets that the demo fills, each with every field in the order of submission."""

from collections.abc import Mapping

_WORDS: Mapping[str, str] = {
    "MHS000Header": (
        "DatSetVer OrgIDProvider OrgIDSubmit PrimSystemInUse ReportingPeriodStartDate ReportingPeriodEndDate "
        "DateTimeDatSetCreate"
    ),
    "MHS001MPI": (
        "LocalPatientID OrgIDLocalPatientID OrgIDEduEstab NHSNumber NHSNumberStatus PersonBirthDate Postcode "
        "GenderIDCode GenderSameAtBirth Gender MaritalStatus EthnicCategory EthnicCategory2021 "
        "LanguageCodePreferred PersDeathDate"
    ),
    "MHS002GP": "LocalPatientID GMPReg StartDateGMPRegistration EndDateGMPRegistration",
    "MHS005PatInd": (
        "LocalPatientID ConstSuperReqDueToDis ParentalResp YoungCarer LACStatus LACLegalStatus "
        "EducationalAssessOutcome CPP ExBAFIndicator OffenceHistory ProPsychDate EmerPsychDate ManPsychDate "
        "PsychPrescDate PsychTreatDate ReasonableAdjustmentInd IMCARequired IMHARequired IMCAAssigned "
        "IMHAAssigned LDStatus AutismStatus"
    ),
    "MHS008CarePlanType": (
        "CarePlanID LocalPatientID CarePlanTypeMH CarePlanCreatDate CarePlanCreationTime "
        "CarePlanLastUpdateDate CarePlanLastUpdateTime CarePlanImplementDate"
    ),
    "MHS009CarePlanAgreement": (
        "CarePlanID FamilyCarePlanIndicator NoFamilyCarePlanReason CarePlanContentAgreedBy "
        "CarePlanContentAgreedDate CarePlanContentAgreedTime"
    ),
    "MHS101Referral": (
        "ServiceRequestID LocalPatientID OrgIDComm CareProfTeamLocalID ReferralRequestReceivedDate "
        "ReferralRequestReceivedTime NHSServAgreeLineID SpecialisedMHServiceCode SourceOfReferralMH "
        "OrgIDReferringOrg ReferringCareProfessionalType ClinRespPriorityType PrimReasonReferralMH ReasonOAT "
        "DecisionToTreatDate DecisionToTreatTime DischPlanCreationDate DischPlanCreationTime "
        "DischPlanLastUpdatedDate DischPlanLastUpdatedTime ServDischDate ServDischTime ReferRejectionDate "
        "ReferRejectionTime ReferRejectReason ReferClosReason"
    ),
    "MHS102OtherServiceType": (
        "ServiceRequestID OtherCareProfTeamLocalID ReferClosureDate ReferClosureTime ReferRejectionDate "
        "ReferRejectionTime ReferRejectReason ReferClosReason"
    ),
    "MHS201CareContact": (
        "CareContactID ServiceRequestID CareContDate CareContTime OtherCareProfTeamLocalID OrgIDComm "
        "AdminCatCode SpecialisedMHServiceCode ClinContDurOfCareCont ConsType CareContSubj ConsMechanismMH "
        "ActLocTypeCode PlaceOfSafetyInd SiteIDOfTreat LanguageCodeTreat InterpreterPresentInd "
        "ComPeriMHPartAssessOfferInd PlannedCareContIndicator CareContPatientTherMode AttendStatus "
        "EarliestReasonOfferDate EarliestClinAppDate CareContCancelDate CareContCancelReas "
        "ReasonableAdjustmentMade ReasonPatientNoIMCA ReasonPatientNoIMHA"
    ),
    "MHS202CareActivity": (
        "CareActID CareContactID ClinContactDurOfCareAct Procedure FindSchemeInUse Finding Observation "
        "ObsValue UnitofMeasurement_UCUM"
    ),
    "MHS204IndirectActivity": (
        "ServiceRequestID IndirectActDate OtherCareProfTeamLocalID IndirectActTime IndActPersCons "
        "DurationIndirectAct OrgIDComm CareProfLocalID IndActProcedure FindSchemeInUse Finding"
    ),
    "MHS501HospProvSpell": (
        "HospProvSpellID ServiceRequestID StartDateHospProvSpell DischDateHospProvSpell "
        "SourceAdmMHHospProvSpell MethAdmMHHospProvSpell"
    ),
    "MHS604PrimDiag": "ServiceRequestID DiagSchemeInUse PrimDiag CodedDiagTimestamp",
    "MHS605SecDiag": "ServiceRequestID DiagSchemeInUse SecDiag CodedDiagTimestamp",
    "MHS606CodedScoreAssessmentRefer": (
        "ServiceRequestID CodedAssToolType PersScore AssToolCompTimestamp CareProfLocalID"
    ),
    "MHS607CodedScoreAssessmentAct": "CareActID CodedAssToolType PersScore",
    "MHS902ServiceTeamDetails": "CareProfTeamLocalID OrgIDCareProfTeamLocalID ServTeamTypeMH ServTeamIntAgeGroup",
    "CYP000Header": (
        "Version OrgID_Provider OrgID_Submitter RP_StartDate RP_EndDate FileCreation_DateTime PrimarySystem"
    ),
    "CYP001MPI": (
        "LocalPatientID OrgID_LocalPatientID OrgID_EducationEstablishment NHSNumber NHSNumber_Status "
        "DateOfBirth Postcode Gender EthnicCategory EthnicCategory2021 LanguagePreferred "
        "Relationship_MainCarer HVFAV_Date ChildLookedAfter_Indicator Safeguarding_Indicator "
        "Disability_SupervisionAndCare_Indicator EducationAssessment "
        "DiscussedPreferredDeathLocation_Indicator RiskOfUnexpectedDeath_Indicator "
        "DeathLocationPreferred_Type DateOfDeath DeathLocationActual_Type NotAtPreferredLocation_Reason "
        "NHSNumber_Mother NHSNumberStatus_Mother"
    ),
    "CYP002GP": "LocalPatientID OrgID_GP GPRegistration_StartDate GPRegistration_EndDate",
    "CYP101Referral": (
        "ServiceRequestID LocalPatientID OrgID_Commissioner ReferralRequest_ReceivedDate "
        "ReferralRequest_ReceivedTime ServiceLineAgreement SourceOfReferral OrgID_Referring "
        "Referring_StaffGroup Priority_Type PrimaryReferralReason Discharge_Date Discharge_LetterIssuedDate"
    ),
    "CYP102ServiceTypeReferredTo": (
        "ServiceRequestID TeamID_Local TeamType Referral_ClosureDate Referral_RejectionDate "
        "Referral_ClosureReason Referral_RejectionReason"
    ),
    "CYP104RTT": (
        "ServiceRequestID BookingReference PatientPathwayID PatientPathwayID_OrgID "
        "WaitingTime_MeasurementType RTT_StartDate RTT_StartTime RTT_EndDate RTT_EndTime RTT_Status"
    ),
    "CYP201CareContact": (
        "CareContactID ServiceRequestID TeamID_Local Contact_Date Contact_Time OrgID_Commissioner "
        "AdminCategory CareContact_Duration Consultation_Type CareContact_Subject ConsMechanism "
        "Activity_LocationType Treatment_OrgSiteID GroupTherapyIndicator AttendanceStatus "
        "ReasonableOffer_Date ClinicallyAppropriate_Date Contact_CancellationDate Contact_CancellationReason "
        "ReplacementAppointment_OfferedDate ReplacementAppointment_BookedDate"
    ),
    "CYP202CareActivity": (
        "CareActivityID CareContactID Activity_Type CareProfessionalID_Local CareActivity_Duration "
        "Procedure_Scheme CodedProcedure Finding_Scheme CodedFinding Observation_Scheme CodedObservation "
        "ObservationValue UC_UnitOfMeasurement"
    ),
    "CYP606ProvDiag": "ServiceRequestID Diagnosis_Scheme ProvisionalDiagnosis ProvisionalDiagnosis_Date",
    "CYP607PrimDiag": "ServiceRequestID Diagnosis_Scheme PrimaryDiagnosis PrimaryDiagnosis_Date",
}

FIELDS: Mapping[str, tuple[str, ...]] = {table: tuple(words.split()) for table, words in _WORDS.items()}

MHSDS_TABLES = tuple(table for table in FIELDS if table.startswith("MHS"))
CSDS_TABLES = tuple(table for table in FIELDS if table.startswith("CYP"))


def header_of(table: str) -> str:
    return ",".join(FIELDS[table]) + "\n"


def line_of(table: str, values: dict[str, str]) -> str:
    """One CSV line; a field without a value is blank. Raises KeyError for a value of no field."""
    line = dict.fromkeys(FIELDS[table], "")
    if unknown := values.keys() - line.keys():
        raise KeyError(f"{table} has no field {min(unknown)}")
    return ",".join((line | values).values()) + "\n"

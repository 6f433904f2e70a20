"""Layout wl-1 (design.md section 7): what its files hold, field by field."""

from diis.definitions import codes
from diis.definitions.pathways import PATHWAYS
from diis.extracts.contract import (
    CODE,
    CODE_WORD,
    DATE,
    EVENT_CODE,
    FREE,
    IDENTIFIER,
    NHS_NUMBER,
    ORGANISATION,
    PLAIN_NAME,
    Field,
    Table,
)

REFERRALS = Table(
    "referrals.csv",
    (
        Field("census_date", DATE, required=True),
        Field("provider", FREE, required=True),
        Field("pathway", CODE, required=True, codes=frozenset(PATHWAYS)),
        Field("referral_id", IDENTIFIER, "referral_id", required=True),
        Field("nhs_number", NHS_NUMBER),
        Field("local_patient_id", IDENTIFIER),
        Field("birth_date", DATE, required=True),
        Field("gender", CODE, "gender", codes=codes.GENDER),
        Field("ethnic_category", CODE, "ethnic_category", codes=codes.ETHNIC_CATEGORY),
        Field("postcode", FREE),
        Field("gp_practice", FREE, "gp_practice"),
        Field("lac_status", CODE, "lac_status", codes=codes.LAC_STATUS),
        Field("sen_provision", CODE, "sen_provision", codes=codes.SEN_PROVISION),
        Field("received_date", DATE, "received_on", required=True),
        Field("source_of_referral", CODE, "source_of_referral", codes=codes.SOURCE_OF_REFERRAL),
        Field("primary_reason", CODE, "primary_reason", codes=codes.PRIMARY_REASON),
        Field("priority", CODE, "priority", codes=codes.PRIORITY),
        Field("team_type", CODE, "team_type", codes=codes.TEAM_TYPE),
        Field("condition", CODE, "condition", codes=codes.CONDITION),
        Field("returned_date", DATE, "returned_on"),
        Field("resubmitted_date", DATE, "resubmitted_on"),
        Field("decision_date", DATE, "decision_on"),
        Field("decision", CODE, "decision", codes=codes.DECISION),
        Field("rejection_reason", CODE, "rejection_reason", codes=codes.REJECTION_REASON),
        Field("assessment_completed_date", DATE, "assessment_completed_on"),
        Field("outcome_shared_date", DATE, "outcome_shared_on"),
        Field("support_offered_date", DATE, "support_offered_on"),
        Field("closed_date", DATE, "closed_on"),
        Field("closure_reason", CODE, "closure_reason", codes=codes.CLOSURE_REASON),
        Field("transferred_to_adult_date", DATE, "transferred_to_adult_on"),
    ),
)

REFERRAL_COLUMNS: tuple[str, ...] = (
    "referral_id",
    "person",
    "birth_month",
    "age_received",
    "lsoa",
    "local_authority",
    "deprivation_decile",
    *(column for column in REFERRALS.columns if column != "referral_id"),
)
"""The columns a referral has in the store; the second to seventh take the place of what identifies a child."""

CONTACTS = Table(
    "contacts.csv",
    (
        Field("provider", FREE, required=True),
        Field("referral_id", IDENTIFIER, "referral_id", required=True),
        Field("contact_id", IDENTIFIER, "contact_id", required=True),
        Field("contact_date", DATE, "contact_on", required=True),
        Field("attendance", CODE, "attendance", codes=codes.ATTENDANCE),
        Field("mechanism", CODE, "mechanism", codes=codes.MECHANISM),
        Field("subject", CODE, "subject", codes=codes.SUBJECT),
        Field("profession", CODE_WORD, "profession"),
    ),
)

EVENTS = Table(
    "events.csv",
    (
        Field("provider", FREE, required=True),
        Field("referral_id", IDENTIFIER, "referral_id", required=True),
        Field("event_date", DATE, "event_on", required=True),
        Field("kind", CODE, "kind", required=True, codes=codes.EVENT_KIND),
        Field("code", EVENT_CODE, "code", in_key=True),
    ),
)

STEPS = Table(
    "steps.csv",
    (
        Field("provider", FREE, required=True),
        Field("referral_id", IDENTIFIER, "referral_id", required=True),
        Field("step", PLAIN_NAME, "step", required=True),
        Field("organisation", ORGANISATION, "organisation", in_key=True),
        Field("requested_date", DATE, "requested_on", required=True),
        Field("done_date", DATE, "done_on"),
    ),
)

DATE_ORDER: tuple[tuple[str, str], ...] = (
    ("birth_date", "received_date"),
    ("received_date", "returned_date"),
    ("returned_date", "resubmitted_date"),
    ("received_date", "resubmitted_date"),
    ("received_date", "decision_date"),
    ("received_date", "assessment_completed_date"),
    ("assessment_completed_date", "outcome_shared_date"),
    ("received_date", "outcome_shared_date"),
    ("received_date", "support_offered_date"),
    ("received_date", "closed_date"),
    ("received_date", "transferred_to_adult_date"),
)
"""Pairs of which the first may not be later than the second (R-WAIT-119, and the order of a pathway)."""

STEP_DATE_ORDER: tuple[tuple[str, str], ...] = (("requested_date", "done_date"),)

"""What the codes of layout wl-1 mean, by column (R-WAIT-77 to 80, 85, 99, 101).

A meaning that no source confirms is left out, as those of the closure reasons are (R-WAIT-80).
"""

from collections.abc import Mapping

from diis.definitions.pathways import CAMHS_GATEWAY, COMMUNITY_PAEDIATRICS, NEURODEVELOPMENTAL
from diis.definitions.service_codes import PRIMARY_REASON, TEAM_TYPE

_ETHNIC_CATEGORY: Mapping[str, str] = {
    "A": "White British",
    "B": "White Irish",
    "C": "Any other White background",
    "D": "White and Black Caribbean",
    "E": "White and Black African",
    "F": "White and Asian",
    "G": "Any other mixed background",
    "H": "Indian",
    "J": "Pakistani",
    "K": "Bangladeshi",
    "L": "Any other Asian background",
    "M": "Caribbean",
    "N": "African",
    "P": "Any other Black background",
    "R": "Chinese",
    "S": "Any other ethnic group",
    "Z": "Not stated",
    "99": "Not known",
}

MEANINGS: Mapping[str, Mapping[str, str]] = {
    "pathway": {
        NEURODEVELOPMENTAL: "assessment for autism or ADHD",
        CAMHS_GATEWAY: "single point of access to child and adolescent mental health services",
        COMMUNITY_PAEDIATRICS: "community paediatric service",
    },
    "gender": {
        "1": "male",
        "2": "female",
        "3": "non-binary",
        "4": "other",
        "9": "indeterminate",
        "X": "not known",
        "Z": "not stated",
    },
    "ethnic_category": _ETHNIC_CATEGORY,
    "lac_status": {"Y": "looked after", "N": "not looked after", "X": "not known"},
    "sen_provision": {"N": "no special educational need", "K": "SEN support", "E": "education, health and care plan"},
    "priority": {"1": "emergency", "2": "urgent or serious", "3": "routine", "4": "very urgent"},
    "condition": {
        "autism": "autism is to be assessed",
        "adhd": "ADHD is to be assessed",
        "both": "autism and ADHD are to be assessed",
        "unspecified": "not said which",
    },
    "decision": {
        "accepted": "taken on",
        "redirected": "sent on to another service",
        "advice": "advice was given instead",
        "rejected": "not taken on",
    },
    "rejection_reason": {"01": "duplicate", "02": "inappropriate", "03": "incomplete"},
    "primary_reason": PRIMARY_REASON,
    "team_type": TEAM_TYPE,
    "attendance": {
        "2": "cancelled by or for the patient",
        "3": "did not attend or was not brought, without warning",
        "4": "cancelled or postponed by the provider",
        "5": "attended on time",
        "6": "arrived late and was seen",
        "7": "arrived late and could not be seen",
    },
    "mechanism": {
        "01": "face to face",
        "02": "telephone",
        "04": "talk type, for a person unable to speak",
        "05": "email",
        "09": "text message, answered later",
        "10": "instant messages, answered at once",
        "11": "video",
        "12": "message board",
        "13": "chat room",
        "98": "other",
    },
    "subject": {"01": "the patient", "02": "somebody on behalf of the patient"},
    "kind": {
        "outcome-score": "a score of a questionnaire or scale was taken",
        "care-plan": "a care plan was made or changed",
        "intervention": "an intervention was given",
        "indirect-activity": "work for the child without the child",
        "diagnosis": "a diagnosis was made",
    },
}

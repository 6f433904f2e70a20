"""The local measures: one reviewed record for each clock of the three pathways (docs/measures.md)."""

from collections.abc import Iterator
from datetime import date

from diis.definitions.measures import DIRECT, AttendedContact, FullClockStop, Measure, ReferralDate
from diis.definitions.pathways import CAMHS_GATEWAY, COMMUNITY_PAEDIATRICS, NEURODEVELOPMENTAL

_NOBODY_LEFT_OUT = "None. A returned referral keeps its first received date (R-WAIT-70)."

MEASURES: tuple[Measure, ...] = (
    Measure(
        id="nd-first-contact",
        title="Waiting for a first neurodevelopmental contact",
        pathway=NEURODEVELOPMENTAL,
        stop=AttendedContact(),
        start_words="the day the referral was received",
        stop_words="the first attended contact (attendance 5 or 6), by any means, with the child or a proxy",
        population="Every referral on the neurodevelopmental pathway.",
        exclusions=_NOBODY_LEFT_OUT,
        standard_days=91,
        standard_words="13 weeks, from NICE quality standard 51 (R-WAIT-47); applied to every condition of the pathway",
        rules=("R-WAIT-30", "R-WAIT-36", "R-WAIT-47", "R-WAIT-67", "R-WAIT-77", "R-WAIT-86", "R-WAIT-130"),
    ),
    Measure(
        id="nd-assessment-complete",
        title="Waiting for a neurodevelopmental assessment to be completed",
        pathway=NEURODEVELOPMENTAL,
        stop=ReferralDate("assessment_completed_on"),
        start_words="the day the referral was received",
        stop_words="the day the assessment was completed",
        population="Every referral on the neurodevelopmental pathway.",
        exclusions=_NOBODY_LEFT_OUT,
        standard_days=364,
        standard_words="52 weeks, a local standard to be agreed by the partnership; none is set nationally",
        rules=("R-WAIT-67", "R-WAIT-70", "R-WAIT-86", "R-WAIT-92", "R-WAIT-130"),
    ),
    Measure(
        id="nd-outcome-shared",
        title="Waiting to be told the outcome of a neurodevelopmental assessment",
        pathway=NEURODEVELOPMENTAL,
        stop=ReferralDate("outcome_shared_on"),
        start_words="the day the referral was received",
        stop_words="the day the outcome was shared with the family",
        population="Every referral on the neurodevelopmental pathway.",
        exclusions=_NOBODY_LEFT_OUT,
        standard_words="none; no national or local standard exists",
        rules=("R-WAIT-67", "R-WAIT-70", "R-WAIT-86", "R-WAIT-92", "R-WAIT-130"),
    ),
    Measure(
        id="gateway-decision",
        title="Waiting for a CAMHS Gateway decision",
        pathway=CAMHS_GATEWAY,
        stop=ReferralDate("decision_on"),
        start_words="the day the Gateway received the referral",
        stop_words="the day of the Gateway's decision: accepted, redirected, advice or rejected",
        population="Every referral on the CAMHS Gateway pathway.",
        exclusions=_NOBODY_LEFT_OUT,
        standard_days=28,
        standard_words="four weeks, the proposed standard for help (R-WAIT-55), applied here to the decision",
        also_within_days=(7, 14),
        in_working_days=True,
        rules=("R-WAIT-55", "R-WAIT-58", "R-WAIT-67", "R-WAIT-70", "R-WAIT-86", "R-WAIT-130"),
    ),
    Measure(
        id="camhs-first-contact",
        title="Waiting for a first CAMHS contact",
        pathway=CAMHS_GATEWAY,
        stop=AttendedContact(DIRECT),
        start_words="the day the Gateway received the referral, kept when core CAMHS takes over",
        stop_words="the first attended direct contact (face to face, telephone, talk type, video), child or proxy",
        population="Every referral received by the CAMHS Gateway, digital providers included.",
        exclusions="None. A returned referral keeps its first received date (R-WAIT-70); messages are no contact.",
        standard_days=28,
        standard_words="four weeks, the proposed standard (R-WAIT-55); measured, not yet a target",
        rules=("R-WAIT-55", "R-WAIT-61", "R-WAIT-67", "R-WAIT-77", "R-WAIT-86", "R-WAIT-130"),
    ),
    Measure(
        id="camhs-help",
        title="Waiting for meaningful CAMHS help",
        unit="spells",
        pathway=CAMHS_GATEWAY,
        stop=FullClockStop(),
        start_words="the start of the referral-spell: the earliest day a referral of it was received",
        stop_words="the latest of three firsts in the spell: contact, outcome score, and care plan or intervention",
        population="Referral-spells: a child's referrals to one provider that overlap or are five days or less apart.",
        exclusions="None of the national exclusions of teams and reasons; MRS08 to MRS19 stand beside it.",
        standard_days=28,
        standard_words="four weeks, the proposed standard for help (R-WAIT-55); measured, not yet a target",
        rules=("R-WAIT-55", "R-WAIT-60", "R-WAIT-61", "R-WAIT-62", "R-WAIT-63", "R-WAIT-64", "R-WAIT-67", "R-WAIT-130"),
    ),
    Measure(
        id="paediatrics-first-contact",
        title="Waiting for a first community paediatrics contact",
        pathway=COMMUNITY_PAEDIATRICS,
        stop=AttendedContact(),
        start_words="the day the referral was received",
        stop_words="the first attended contact (attendance 5 or 6), by any means, with the child or a proxy",
        population="Every referral on the community paediatrics pathway, whatever the question.",
        exclusions=_NOBODY_LEFT_OUT,
        standard_days=126,
        standard_words="18 weeks (R-WAIT-12); a local measure, not the published figure (R-WAIT-02)",
        rules=("R-WAIT-02", "R-WAIT-12", "R-WAIT-24", "R-WAIT-67", "R-WAIT-77", "R-WAIT-86", "R-WAIT-130"),
    ),
)


def measures_in_force(on: date) -> Iterator[Measure]:
    """The definitions that apply to figures of a day."""
    return (measure for measure in MEASURES if measure.in_force(on))

"""How a referral goes on each pathway: how often and how fast each step is taken. Believable, and nobody's figures."""

from dataclasses import dataclass, replace

from sendwatch.demo.chance import Deck, mix, spread

IN_CLINIC = mix({"01": 78, "11": 17, "02": 4, "04": 0.3, "98": 0.7})
IN_CAMHS = mix({"01": 58, "11": 24, "02": 13, "09": 1.5, "10": 1, "05": 1, "12": 0.3, "13": 0.7, "98": 0.5})


@dataclass(frozen=True)
class Course:
    """Shares (0 to 1) of referrals that take a step, and the days it takes.

    `decision_days` count from receipt or resubmission, `contact_days` from receipt to the first attended contact,
    `waiting_support_days` from the decision, every other spread from the step before it. `returned` is the share of
    all sources together; `supported` is that of the families who were offered no support while they waited.
    """

    returned: float
    decision_days: Deck[int]
    decisions: Deck[str]
    triage_call: float
    withdrawn: float
    contact_days: Deck[int]
    further_contacts: Deck[int]
    mechanisms: Deck[str]
    assessed: float
    assessment_days: Deck[int]
    outcome_days: Deck[int]
    supported_waiting: float
    waiting_support_days: Deck[int]
    supported: float
    support_days: Deck[int]
    closing_days: Deck[int]

    @property
    def longest_days(self) -> int:
        """No referral stays open longer than this after its receipt, but for a hold-up put in on purpose."""
        steps = (self.contact_days, self.assessment_days, self.outcome_days, self.closing_days)
        supports = (self.support_days, self.waiting_support_days)
        return sum(max(step.cards) for step in (*steps, *supports)) + (len(steps) + len(supports)) * 2


EAST_NEURODEVELOPMENTAL_COURSE = Course(
    returned=0.12,
    decision_days=spread({0: 4, 0.5: 21, 0.9: 45, 1: 75}),
    decisions=mix({"accepted": 88, "rejected": 6, "redirected": 4, "advice": 2}),
    triage_call=0,
    withdrawn=0.07,
    # One in eight is seen within 13 weeks; nationally 4% of those open for longer were (R-WAIT-46).
    contact_days=spread({0: 9, 0.1: 91, 0.22: 310, 0.45: 520, 0.7: 680, 0.88: 820, 1: 1_040}),
    further_contacts=mix({0: 45, 1: 35, 2: 20}),
    mechanisms=IN_CLINIC,
    assessed=0.93,
    assessment_days=spread({0: 7, 0.5: 60, 0.9: 140, 1: 210}),
    outcome_days=spread({0: 3, 0.6: 21, 1: 56}),
    supported_waiting=0.18,
    waiting_support_days=spread({0: 14, 0.5: 120, 1: 320}),
    supported=0.6,
    support_days=spread({0: 5, 0.5: 28, 1: 90}),
    closing_days=spread({0: 1, 0.5: 21, 1: 70}),
)

WEST_NEURODEVELOPMENTAL_COURSE = replace(
    EAST_NEURODEVELOPMENTAL_COURSE,
    supported_waiting=0.55,
    waiting_support_days=spread({0: 3, 0.5: 35, 1: 150}),
)
"""The west offers support while families wait three times as often as the east, and sooner."""

EAST_PAEDIATRICS_COURSE = Course(
    returned=0.15,
    decision_days=spread({0: 2, 0.5: 14, 0.9: 35, 1: 60}),
    decisions=mix({"accepted": 85, "rejected": 8, "advice": 4, "redirected": 3}),
    triage_call=0,
    withdrawn=0.06,
    # Most children of University Hospitals Dorset wait more than 18 weeks for paediatrics (R-WAIT-29).
    contact_days=spread({0: 8, 0.06: 80, 0.14: 250, 0.5: 370, 0.8: 450, 0.95: 560, 1: 700}),
    further_contacts=mix({0: 50, 1: 34, 2: 16}),
    mechanisms=IN_CLINIC,
    assessed=0.9,
    assessment_days=spread({0: 1, 0.5: 35, 1: 120}),
    outcome_days=spread({0: 2, 0.6: 14, 1: 42}),
    supported_waiting=0.15,
    waiting_support_days=spread({0: 7, 0.5: 60, 1: 200}),
    supported=0.45,
    support_days=spread({0: 3, 0.5: 21, 1: 70}),
    closing_days=spread({0: 1, 0.5: 21, 1: 70}),
)

WEST_PAEDIATRICS_COURSE = replace(
    EAST_PAEDIATRICS_COURSE,
    contact_days=spread({0: 5, 0.2: 50, 0.5: 120, 0.8: 215, 0.95: 370, 1: 480}),
    supported_waiting=0.3,
)

GATEWAY_COURSE = Course(
    returned=0.06,
    decision_days=spread({0: 0, 0.25: 6, 0.5: 11, 0.75: 18, 0.9: 29, 0.97: 48, 1: 110}),
    decisions=mix({"accepted": 44, "redirected": 25, "advice": 19, "rejected": 12}),
    triage_call=0.45,
    withdrawn=0.03,
    # Median 13 days and 90th percentile 225 of those seen nationally (R-WAIT-69); the Gateway's own time comes first.
    contact_days=spread({0: 9, 0.5: 42, 0.8: 110, 0.95: 210, 1: 260}),
    further_contacts=mix({0: 25, 1: 40, 2: 35}),
    mechanisms=IN_CAMHS,
    assessed=0,
    assessment_days=spread({0: 0, 1: 1}),
    outcome_days=spread({0: 0, 1: 1}),
    supported_waiting=0.35,
    waiting_support_days=spread({0: 0, 0.5: 14, 1: 60}),
    supported=0.8,
    support_days=spread({0: 1, 0.5: 14, 1: 60}),
    closing_days=spread({0: 7, 0.5: 35, 1: 110}),
)

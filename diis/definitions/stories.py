"""One referral with everything the pathway problems ask of it, and its clock on a day.

A story is told as known at a load and may hold dates later than the day it is asked about; what is dated after that
day has not happened yet.
"""

from dataclasses import dataclass
from datetime import date

from diis.definitions.clocks import Clock, Contact, Referral, clock_of
from diis.definitions.days import age_on
from diis.definitions.local_measures import measures_in_force
from diis.definitions.measures import Measure
from diis.definitions.pathways import CAMHS_GATEWAY, COMMUNITY_PAEDIATRICS, NEURODEVELOPMENTAL

MAIN_MEASURE = {
    NEURODEVELOPMENTAL: "nd-assessment-complete",
    CAMHS_GATEWAY: "camhs-first-contact",
    COMMUNITY_PAEDIATRICS: "paediatrics-first-contact",
}
"""The clock that tells whether a child of a pathway still waits, where a problem needs one clock and no other."""


@dataclass(frozen=True)
class Story:
    """A referral by the provider's own id; `person` is the keyed pseudonym and leaves no list.

    `birth_month` is the first day of the month of birth, `seen_on` the first attended contact that counts for the
    main measure of the pathway, `missing_from_on` the first list that the referral was missing from.
    """

    provider: str
    pathway: str
    referral_id: str
    person: str
    birth_month: date
    received_on: date
    age_received: int | None = None
    source_of_referral: str | None = None
    priority: str | None = None
    returned_on: date | None = None
    resubmitted_on: date | None = None
    decision_on: date | None = None
    decision: str | None = None
    rejection_reason: str | None = None
    assessment_completed_on: date | None = None
    outcome_shared_on: date | None = None
    support_offered_on: date | None = None
    closed_on: date | None = None
    closure_reason: str | None = None
    transferred_to_adult_on: date | None = None
    seen_on: date | None = None
    missing_from_on: date | None = None

    @property
    def age_when_received(self) -> int:
        """Completed years on the received date; from the month of birth where a list did not tell (R-WAIT-87, 90)."""
        if self.age_received is not None:
            return self.age_received
        return age_on(self.birth_month, self.received_on)

    def referral(self) -> Referral:
        """What the clock engine needs of it."""
        return Referral(
            provider=self.provider,
            pathway=self.pathway,
            referral_id=self.referral_id,
            received_on=self.received_on,
            decision_on=self.decision_on,
            decision=self.decision,
            assessment_completed_on=self.assessment_completed_on,
            outcome_shared_on=self.outcome_shared_on,
            closed_on=self.closed_on,
            transferred_to_adult_on=self.transferred_to_adult_on,
            missing_from_on=self.missing_from_on,
            contacts=(Contact(self.seen_on, "5", "01"),) if self.seen_on else (),
        )

    def clock(self, as_at: date) -> Clock:
        """The clock of the pathway's main measure at the end of a day."""
        return clock_of(main_measure(self.pathway, as_at), self.referral(), as_at)


def main_measure(pathway: str, on: date) -> Measure:
    """The main measure of a pathway as defined on a day."""
    return next(measure for measure in measures_in_force(on) if measure.id == MAIN_MEASURE[pathway])


def happened(day: date | None, as_at: date) -> bool:
    """Whether a date is known and not after the day that is asked about."""
    return day is not None and day <= as_at

"""The measures: reviewed records that say in words, and to the code, what each wait is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from diis.definitions.pathways import CAMHS_GATEWAY, COMMUNITY_PAEDIATRICS, NEURODEVELOPMENTAL

ATTENDED = ("5", "6")
"""Attendance codes of a contact that took place (R-WAIT-77)."""


@dataclass(frozen=True)
class AttendedContact:
    """A stop on the first attended contact, with the child or a proxy, by any of `mechanisms` (None: any)."""

    mechanisms: tuple[str, ...] | None = None


@dataclass(frozen=True)
class ReferralDate:
    """A stop on a date that the referral itself carries; `column` is the name in the store."""

    column: str


Stop = AttendedContact | ReferralDate


@dataclass(frozen=True)
class Measure:
    """One local clock: which referrals, when it starts and stops, against which standard.

    The clock starts on the received date; it ends on the earliest of stop, closure, rejection, transfer to adult
    service and leaving the list unexplained (docs/adr/0004-leavers.md). `standard_days` None means no standard.
    """

    id: str
    title: str
    pathway: str
    stop: Stop
    start_words: str
    stop_words: str
    population: str
    exclusions: str
    standard_days: int | None
    standard_words: str
    rules: tuple[str, ...]
    in_force_from: date
    in_force_to: date | None
    owner: str
    review_by: date
    unit: str = "referrals"

    def in_force(self, on: date) -> bool:
        """Whether this record is the definition in force on a day."""
        return self.in_force_from <= on and (self.in_force_to is None or on <= self.in_force_to)


_NOBODY_LEFT_OUT = "None. A returned referral keeps its first received date (R-WAIT-70)."
_OWNER = "NHS Dorset, Designated Clinical Officer for SEND"
_FROM = date(2000, 1, 1)
_REVIEW_BY = date(2027, 11, 30)

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
        in_force_from=_FROM,
        in_force_to=None,
        owner=_OWNER,
        review_by=_REVIEW_BY,
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
        rules=("R-WAIT-55", "R-WAIT-58", "R-WAIT-67", "R-WAIT-70", "R-WAIT-86", "R-WAIT-130"),
        in_force_from=_FROM,
        in_force_to=None,
        owner=_OWNER,
        review_by=_REVIEW_BY,
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
        in_force_from=_FROM,
        in_force_to=None,
        owner=_OWNER,
        review_by=_REVIEW_BY,
    ),
)


def measures_in_force(on: date) -> Iterator[Measure]:
    """The definitions that apply to figures of a day."""
    return (measure for measure in MEASURES if measure.in_force(on))

"""Facts about the entry on the register: referral, triage, decision, transfer, removal (R-DSR-04 to 25, 37 to 44)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dsr.rules.facts.fact import Fact
from dsr.rules.rating.ratings import Rating


class Referrer(StrEnum):
    """Who may refer (R-DSR-18, 19)."""

    SELF = "self"
    FAMILY = "family"
    HEALTH = "health"
    SOCIAL_CARE = "social-care"
    EDUCATION = "education"
    YOUTH_JUSTICE = "youth-justice"
    POLICE = "police"
    RESIDENTIAL_PROVIDER = "residential-provider"
    OTHER_AREA = "other-area"


@dataclass(frozen=True, kw_only=True)
class Referred(Fact):
    """The short form: who asks, and the rating they think of (R-DSR-18 to 20). `by` is an organisation.

    `worker` is who refers one of their own cases, as `CaseLeadNamed` has them; empty where somebody else took it down.
    """

    source: Referrer
    by: str = ""
    worker: str = ""
    indicative: Rating | None = None


@dataclass(frozen=True, kw_only=True)
class Acknowledged(Fact):
    """Whoever referred knows that the referral arrived (R-DSR-21)."""


@dataclass(frozen=True, kw_only=True)
class EntryOffered(Fact):
    """Somebody not on the register was offered an entry, because of an admission or a crisis team (R-DSR-24, 25)."""


@dataclass(frozen=True, kw_only=True)
class Triaged(Fact):
    """A practitioner has looked at the referral (R-DSR-21)."""

    by: str


@dataclass(frozen=True, kw_only=True)
class FullFormReceived(Fact):
    """The second step of a referral (R-DSR-20)."""


class Limb(StrEnum):
    """What an entry needs, each judged apart (R-DSR-04, 05); `area` says whether the board is responsible."""

    AREA = "area"
    CONDITION = "condition"
    RISK = "risk"


@dataclass(frozen=True, kw_only=True)
class LimbJudged(Fact):
    """Who decided that a limb holds or not, and why (R-DSR-05)."""

    limb: Limb
    holds: bool
    by: str
    reason: str


class DeclineReason(StrEnum):
    """Why a referral is declined (R-DSR-22)."""

    NOT_THE_AREA = "not-the-area"
    NO_CONDITION = "no-condition"
    NO_RISK = "no-risk"
    NOT_OF_AGE = "not-of-age"
    NO_CONSENT = "no-consent"
    ALREADY_ON = "already-on-the-register"


@dataclass(frozen=True, kw_only=True)
class Decided(Fact):
    """The referral is accepted or declined; a decline has a reason and says where else to turn (R-DSR-22).

    `carried_over`: it was decided before this register was kept; the full form and the telling were of the one before.
    `kept_since` is then the day from which the entry is kept here, such as that of an import.
    """

    accepted: bool
    by: str
    reason: DeclineReason | None = None
    signposted_to: str = ""
    carried_over: bool = False
    kept_since: date | None = None


class Told(StrEnum):
    """Who is told of an outcome (R-DSR-22)."""

    PERSON = "person"
    FAMILY = "family"
    REFERRER = "referrer"


@dataclass(frozen=True, kw_only=True)
class OutcomeTold(Fact):
    """Somebody was told the outcome and what comes next."""

    whom: Told


class RemovalReason(StrEnum):
    """Why an entry ends (R-DSR-37)."""

    RISK_REDUCED = "risk-reduced"
    WITHDRAWN = "consent-withdrawn"
    FAMILY_REQUEST = "written-request"
    INELIGIBLE = "ineligible-on-review"
    MOVED = "moved-away"
    TRANSFERRED = "transferred"
    AGED_OUT = "aged-out"
    DIED = "died"
    ERROR = "entered-in-error"


@dataclass(frozen=True, kw_only=True)
class Removed(Fact):
    """The entry ends; `by_panel` with a plan and a way back, where the reason needs it (R-DSR-38)."""

    reason: RemovalReason
    by: str
    by_panel: bool = False
    plan: str = ""


@dataclass(frozen=True, kw_only=True)
class TransferSent(Fact):
    """A handover pack went to another area, with consent (R-DSR-39)."""

    to: str


@dataclass(frozen=True, kw_only=True)
class TransferAccepted(Fact):
    """The other area took the person on."""

    by: str


@dataclass(frozen=True, kw_only=True)
class TransferEscalated(Fact):
    """The board was told that another area does not take the person on (R-DSR-39)."""


@dataclass(frozen=True, kw_only=True)
class TransferReceived(Fact):
    """Another area sent the person here with its rating, which holds until the first review (R-DSR-39)."""

    sender: str
    rating: Rating


Request = Referred | TransferReceived
"""What asks for an entry, and begins one where none goes on (R-DSR-18, 39)."""


@dataclass(frozen=True, kw_only=True)
class HeldFor(Fact):
    """The record is kept beyond its day, for an inquiry for instance (R-DSR-116); `until` None is open-ended."""

    reason: str
    until: date | None = None

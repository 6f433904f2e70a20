"""The rows of a provider's monthly national submission, as the national rules need them: no name, number or address.

Each class is one table of the Mental Health Services Data Set v6 (MHS...) or of the Community Services Data Set v1.6
(CYP...). A row belongs to one `provider` and one `month` (the month id of R-WAIT-88); `person` is one pseudonym for
each NHS number, or for each local patient id of a provider where there is no number. Ages are completed years on the
day named (R-WAIT-87), worked out while the birth date was at hand; None is not known.
"""

from dataclasses import dataclass, fields
from datetime import date

MHSDS = "mhsds-6"
CSDS = "csds-1.6"


@dataclass(frozen=True)
class PatientRow:
    """MHS001, MHS002 and MHS005, or CYP001 and CYP002: who the person was in that month at that provider.

    `gender` is the stated gender, `gender_identity` the identity code that wins over it (R-WAIT-101). The general
    practice is the one registered at the end of the month; a default code (V81997 to V81999) stands as it was sent.
    `birth_month` is the first day of the month of birth.
    """

    provider: str
    month: int
    person: str
    gender: str | None = None
    gender_identity: str | None = None
    ethnic_category: str | None = None
    lac_status: str | None = None
    lsoa: str | None = None
    deprivation_decile: int | None = None
    local_authority: str | None = None
    residence_sub_icb: str | None = None
    gp_practice: str | None = None
    gp_sub_icb: str | None = None
    birth_month: date | None = None


@dataclass(frozen=True)
class ReferralRow:
    """MHS101 or CYP101: one referral as it stood in that month."""

    provider: str
    month: int
    referral_id: str
    person: str
    received_on: date
    age_received: int | None = None
    reason: str | None = None
    priority: str | None = None
    source: str | None = None
    discharged_on: date | None = None
    rejected_on: date | None = None
    rejection_reason: str | None = None
    closure_reason: str | None = None


@dataclass(frozen=True)
class TeamRow:
    """A team of a referral: MHS101's own team (`primary`) or a row of MHS102, each with its MHS902 type (R-WAIT-73);
    for community data a row of CYP102."""

    provider: str
    month: int
    referral_id: str
    team: str
    primary: bool = True
    team_type: str | None = None
    age_group: str | None = None
    closed_on: date | None = None
    rejected_on: date | None = None
    rejection_reason: str | None = None
    closure_reason: str | None = None


@dataclass(frozen=True)
class ContactRow:
    """MHS201 or CYP201."""

    provider: str
    month: int
    referral_id: str
    contact_id: str
    contact_on: date
    attendance: str | None = None
    mechanism: str | None = None
    subject: str | None = None
    age_contact: int | None = None


@dataclass(frozen=True)
class ActivityRow:
    """MHS202 or CYP202: what was done in a contact; `procedure` as sent, qualifiers and all (R-WAIT-62)."""

    provider: str
    month: int
    activity_id: str
    contact_id: str
    procedure: str | None = None
    kind: str | None = None


@dataclass(frozen=True)
class IndirectRow:
    """MHS204: work for the person without the person."""

    provider: str
    month: int
    referral_id: str
    activity_on: date
    activity_time: str | None = None
    procedure: str | None = None


@dataclass(frozen=True)
class CarePlanRow:
    """MHS008; `agreed` says whether a row of MHS009 names the plan (R-WAIT-62)."""

    provider: str
    month: int
    plan_id: str
    person: str
    created_on: date
    updated_on: date | None = None
    agreed: bool = False


@dataclass(frozen=True)
class ScoreRow:
    """MHS606 (`referral_id`, `scored_on`) or MHS607 (`activity_id`, dated by its contact)."""

    provider: str
    month: int
    tool: str
    referral_id: str | None = None
    activity_id: str | None = None
    scored_on: date | None = None


@dataclass(frozen=True)
class DiagnosisRow:
    """MHS604 or MHS605, CYP606 (`provisional`) or CYP607; `scheme` and `code` as sent (R-WAIT-40, 54)."""

    provider: str
    month: int
    referral_id: str
    code: str
    scheme: str | None = None
    diagnosed_on: date | None = None
    provisional: bool = False


@dataclass(frozen=True)
class HospitalSpellRow:
    """MHS501: an inpatient stay on a referral (R-WAIT-31, 57)."""

    provider: str
    month: int
    referral_id: str
    spell_id: str
    started_on: date
    discharged_on: date | None = None


@dataclass(frozen=True)
class ClockRow:
    """MHS104 or CYP104: a referral-to-treatment period (R-WAIT-11, 75).

    `kind` is the waiting time measurement type (01 consultant-led, in community data only); `pathway` is a pseudonym of
    the patient pathway id and its issuer, the same at every provider that the pathway passes through (R-WAIT-10).
    """

    provider: str
    month: int
    referral_id: str
    status: str | None = None
    started_on: date | None = None
    ended_on: date | None = None
    kind: str | None = None
    pathway: str | None = None


Row = (
    PatientRow
    | ReferralRow
    | TeamRow
    | ContactRow
    | ActivityRow
    | IndirectRow
    | CarePlanRow
    | ScoreRow
    | DiagnosisRow
    | HospitalSpellRow
    | ClockRow
)


@dataclass(frozen=True)
class Submissions:
    """The current submissions of all providers and months known, table by table; order of rows means nothing."""

    patients: tuple[PatientRow, ...] = ()
    referrals: tuple[ReferralRow, ...] = ()
    teams: tuple[TeamRow, ...] = ()
    contacts: tuple[ContactRow, ...] = ()
    activities: tuple[ActivityRow, ...] = ()
    indirect: tuple[IndirectRow, ...] = ()
    care_plans: tuple[CarePlanRow, ...] = ()
    scores: tuple[ScoreRow, ...] = ()
    diagnoses: tuple[DiagnosisRow, ...] = ()
    hospital_spells: tuple[HospitalSpellRow, ...] = ()
    clocks: tuple[ClockRow, ...] = ()


TABLES: tuple[str, ...] = tuple(field.name for field in fields(Submissions))

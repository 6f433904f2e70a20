"""The named actions: which kinds of facts each records, and which permission it takes (R-DSR-110, ASVS 8.2).

One table, to be read by whoever answers for access, beside that of the roles (`dsr/auth/powers.py`). Every kind of fact
stands in exactly one row, so that there is one permission for it; what takes several kinds at once, such as a decision
with its limbs, asks for the permission of its own row. Correcting identifiers, undoing, merging and giving over record
no kind of their own and are not here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from dsr.auth.roles import Permission as May
from dsr.rules.facts import consent, entry, hospital, key_workers, people, rating, reviews
from dsr.rules.facts.fact import Fact


@dataclass(frozen=True)
class Action:
    """A row of the table. `name` is also what the history of a person and the audit call it; `words` say what it does.

    Where a role holds the permission it may do it to whom it reaches, and to nobody else.
    """

    name: str
    permission: May
    kinds: tuple[type[Fact], ...]
    words: str


ACTIONS: tuple[Action, ...] = (
    # The way in and out
    Action("refer", May.REFER, (entry.Referred,), "refer, on somebody's behalf or for oneself"),
    Action(
        "triage",
        May.TRIAGE,
        (entry.Acknowledged, entry.Triaged, entry.FullFormReceived, entry.EntryOffered),
        "acknowledge and look at a referral, take the full form, offer an entry",
    ),
    Action(
        "decide",
        May.DECIDE,
        (entry.LimbJudged, entry.Decided, entry.OutcomeTold),
        "judge the limbs, accept or decline, tell the outcome",
    ),
    Action(
        "transfer-out",
        May.TRANSFER,
        (entry.TransferSent, entry.TransferAccepted, entry.TransferEscalated),
        "hand somebody over to another area",
    ),
    Action("transfer-in", May.TRANSFER, (entry.TransferReceived,), "take somebody on from another area"),
    Action("remove", May.REMOVE, (entry.Removed,), "end an entry"),
    Action("hold-record", May.REMOVE, (entry.HeldFor,), "keep a record beyond its day"),
    # Consent
    Action(
        "record-consent",
        May.RECORD_CONSENT,
        (
            consent.CapacityJudged,
            consent.ConsentGiven,
            consent.ConsentRefused,
            consent.BestInterestsDecided,
            consent.ParentsDisagree,
            consent.DisagreementDecided,
            consent.ResponsibilityChanged,
            consent.AgencyJoined,
            consent.FamilyAttendance,
        ),
        "record who can decide and what they said",
    ),
    Action(
        "withdraw",
        May.RECORD_CONSENT,
        (consent.ConsentWithdrawn, consent.WithdrawalTold),
        "record a withdrawal, and which agency was told of it",
    ),
    # About the person
    Action(
        "describe",
        May.EDIT_IDENTITY,
        (
            people.ConditionRecorded,
            people.PlanRecorded,
            people.Lives,
            people.OrdinaryResidenceDecided,
            people.HostTold,
            people.AreaRecorded,
            people.Died,
        ),
        "record condition, plan, home, area, death",
    ),
    Action("record-factor", May.RECORD_EVENT, (people.FactorRecorded,), "record a factor of risk"),
    Action(
        "hand-over",
        May.HAND_OVER,
        (people.CaseLeadNamed, people.KeyWorkHandedOver),
        "name the case lead, hand key work to an adult service",
    ),
    Action(
        "plan-transition",
        May.REVIEW,
        (people.TransitionPlanned, people.AdultLeadNamed, people.JointReviewHeld),
        "prepare the move to adult services",
    ),
    # Rating and what happens
    Action("rate", May.RATE, (rating.Rated,), "set the rating"),
    Action("review", May.REVIEW, (rating.Reviewed, rating.Discussed), "record a review or a meeting"),
    Action("record-event", May.RECORD_EVENT, (rating.Happened,), "tell what happened"),
    Action("record-done", May.RECORD_EVENT, (rating.ActionDone,), "say that what a rating asks for was done"),
    # Hospital
    Action(
        "admit",
        May.ADMIT_OR_DISCHARGE,
        (
            hospital.AdmissionPlanned,
            hospital.AdmissionCalledOff,
            hospital.Admitted,
            hospital.Detained,
            hospital.DetentionEnded,
            hospital.ViewFormed,
            hospital.LeaveBegan,
            hospital.LeaveEnded,
            hospital.AcuteStayBegan,
        ),
        "record an admission, planned or not, and what it rests on",
    ),
    Action(
        "discharge",
        May.ADMIT_OR_DISCHARGE,
        (
            hospital.Discharged,
            hospital.AcuteStayEnded,
            hospital.CrisisSupportOffered,
            hospital.ChecklistItemDone,
        ),
        "record a discharge and its preparation",
    ),
    Action(
        # Who answers for emergencies answers for stays: the commissioner too, and no partner.
        "oversee-stay",
        May.RECORD_LAEP,
        (hospital.CommissionerVisited, hospital.InadequateTold, hospital.CausesAnalysed),
        "record visits, who was told, and why somebody was admitted",
    ),
    # C(E)TR and emergency protocol
    Action(
        "record-laep",
        May.RECORD_LAEP,
        (reviews.ProtocolConvened, reviews.ProtocolActionsReviewed),
        "record the meeting of a local area emergency protocol",
    ),
    Action(
        "schedule-cetr",
        May.SCHEDULE_CETR,
        (
            reviews.ReviewPlanned,
            reviews.NoticeGiven,
            reviews.ReviewCancelled,
            reviews.PanelMemberNamed,
            reviews.PackItemFiled,
            reviews.PackSent,
        ),
        "arrange a C(E)TR, its panel and its papers",
    ),
    Action(
        "hold-cetr",
        May.RUN_CETR,
        (reviews.PackConsentVerified, reviews.ReviewHeld, reviews.ReportSent, reviews.ReviewCompleted),
        "unlock the papers, hold a C(E)TR, send its report",
    ),
    Action("recommend", May.RECOMMEND, (reviews.Recommended,), "record a recommendation"),
    Action(
        "respond",
        May.RESPOND,
        (reviews.RecommendationAnswered, reviews.RecommendationDone),
        "answer a recommendation, or say that it was carried out",
    ),
    # Key working
    Action(
        "allocate",
        May.ALLOCATE,
        (key_workers.KeyWorkerOffered, key_workers.KeyWorkerAllocated),
        "offer key working, name a key worker",
    ),
    Action(
        # Nobody is left without a key worker by the way: whoever may move everybody of a leaver says so.
        "leave-without-key-worker",
        May.REALLOCATE_LEAVER,
        (key_workers.KeyWorkerLeft,),
        "record that the key worker left and nobody took over",
    ),
    Action(
        "contact",
        May.CONTACT,
        (key_workers.KeyWorkerContact, key_workers.OutcomesSurveyed),
        "record a contact, or how the family found it",
    ),
    Action("step-down", May.STEP_DOWN, (key_workers.KeyWorkingClosed,), "end key working"),
)

BY_NAME: Mapping[str, Action] = MappingProxyType({action.name: action for action in ACTIONS})
"""Each action by its name."""

BY_KIND: Mapping[type[Fact], Action] = MappingProxyType({kind: action for action in ACTIONS for kind in action.kinds})
"""The one action that records a kind of fact."""

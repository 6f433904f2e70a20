"""The words of access: roles, what can be done, whom it reaches, which fields are seen (R-DSR-110, ASVS 8.2)."""

from enum import StrEnum


class Role(StrEnum):
    """A role of R-DSR-110, or of those who look after the service."""

    DSR_MANAGER = "dsr-manager"
    DSR_COORDINATOR = "dsr-coordinator"
    DSR_ADMINISTRATOR = "dsr-administrator"
    CLINICAL_CASE_LEAD = "clinical-case-lead"
    PANEL_MEMBER = "panel-member"
    PRACTITIONER = "practitioner"
    KEY_WORKER = "key-worker"
    KEY_WORKER_MANAGER = "key-worker-manager"
    CETR_COORDINATOR = "cetr-coordinator"
    CETR_CHAIR = "cetr-chair"
    CETR_EXPERT = "cetr-expert"
    COMMISSIONER = "commissioner"
    DCO = "dco"
    EVENT_REPORTER = "event-reporter"
    ANALYST = "analyst"
    BOARD_SECRETARY = "board-secretary"
    FAMILY = "family"
    PRIVACY_OFFICER = "privacy-officer"
    PLATFORM_ADMINISTRATOR = "platform-administrator"

    @property
    def words(self) -> str:
        """As it is said to people."""
        return _SAID_OTHERWISE.get(self, self.value.replace("-", " "))


_SAID_OTHERWISE = {
    Role.DSR_MANAGER: "DSR manager",
    Role.DSR_COORDINATOR: "DSR coordinator",
    Role.DSR_ADMINISTRATOR: "DSR administrator",
    Role.PRACTITIONER: "social worker, SEND officer or school SENCO",
    Role.CETR_COORDINATOR: "C(E)TR coordinator",
    Role.CETR_CHAIR: "C(E)TR chair",
    Role.CETR_EXPERT: "C(E)TR panel expert",
    Role.DCO: "Designated Clinical Officer",
    Role.EVENT_REPORTER: "police, youth justice or acute trust",
    Role.FAMILY: "young person or parent",
}


class Relationship(StrEnum):
    """Whose the role of a family is: the young person's own, or that of somebody with parental responsibility.

    The young person's goes on through the birthdays. A parent's ends at 16 by itself, or when the child is judged
    competent before (R-DSR-27, 110).
    """

    YOUNG_PERSON = "young-person"
    PARENT = "parent"


class Permission(StrEnum):
    """Everything that the register's API does, each for itself: what is not listed for a role is refused."""

    READ_LIST = "read-list"
    READ_PERSON = "read-person"
    READ_HISTORY = "read-history"
    READ_COUNTS = "read-counts"
    READ_TASKS = "read-tasks"
    READ_OWN_SUMMARY = "read-own-summary"
    READ_WAITS = "read-waits"
    READ_PACK = "read-pack"
    READ_AUDIT = "read-audit"
    REFER = "refer"
    TRIAGE = "triage"
    DECIDE = "decide"
    RECORD_CONSENT = "record-consent"
    RATE = "rate"
    REVIEW = "review"
    RECORD_EVENT = "record-event"
    ADMIT_OR_DISCHARGE = "admit-or-discharge"
    RECORD_LAEP = "record-laep"
    SCHEDULE_CETR = "schedule-cetr"
    RUN_CETR = "run-cetr"
    RECOMMEND = "recommend"
    RESPOND = "respond"
    ALLOCATE = "allocate"
    HAND_OVER = "hand-over"
    REALLOCATE_LEAVER = "reallocate-leaver"
    CONTACT = "contact"
    STEP_DOWN = "step-down"
    TRANSFER = "transfer"
    REMOVE = "remove"
    MERGE = "merge"
    UNDO = "undo"
    EDIT_IDENTITY = "edit-identity"
    IMPORT = "import"
    EXPORT = "export"
    BREAK_GLASS = "break-glass"
    CLOSE_BREAK_GLASS = "close-break-glass"
    HOLD_ACCOUNTS = "hold-accounts"


class Reach(StrEnum):
    """Over whom a role extends, before consent to sharing and break-glass.

    Everybody, also before anybody agreed and after it is over, is for who triages and keeps the register (R-DSR-26).
    """

    EVERYBODY = "everybody"
    WHO_AGREED = "whoever agreed to the entry"
    WHO_AGREED_OR_TO_REVIEW = "whoever agreed to the entry or to a C(E)TR"
    OWN_TEAM = "own team"
    OWN_COUNCIL = "own council"
    OWN_CASES = "own cases"
    PANEL = "single people who agreed to a C(E)TR"
    SINGLE_PEOPLE = "single people"
    NOBODY = "nobody"


class FieldClass(StrEnum):
    """Fields that are seen or hidden together."""

    IDENTITY = "identity"
    CONTACT_DETAILS = "contact details"
    FACTS = "facts"
    CONSENT = "consent"
    HISTORY = "history"
    COUNTS = "counts"

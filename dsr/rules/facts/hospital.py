"""Facts about hospital: admissions, detention, visits (R-DSR-62 to 65, 72 to 79, 90 to 93)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dsr.rules.facts.fact import Fact


class Ward(StrEnum):
    """The kind of bed."""

    CAMHS = "camhs"
    ADULT = "adult"
    LEARNING_DISABILITY = "learning-disability"


class Security(StrEnum):
    """How secure a ward is; secure ones have a longer repeat for adults (R-DSR-78)."""

    GENERAL = "general"
    PICU = "psychiatric-intensive-care"
    LOW = "low-secure"
    MEDIUM = "medium-secure"
    HIGH = "high-secure"


class Quality(StrEnum):
    """The Care Quality Commission's rating of a provider."""

    OUTSTANDING = "outstanding"
    GOOD = "good"
    IMPROVE = "requires-improvement"
    INADEQUATE = "inadequate"
    NOT_RATED = "not-rated"


@dataclass(frozen=True, kw_only=True)
class Admitted(Fact):
    """Admitted to a mental health hospital: blue from this day (R-DSR-62). A move to another ward is another one."""

    hospital: str
    ward: Ward = Ward.CAMHS
    security: Security = Security.GENERAL
    quality: Quality = Quality.NOT_RATED
    planned: bool = False
    commissioner: str = ""
    out_of_area: bool = False


@dataclass(frozen=True, kw_only=True)
class Discharged(Fact):
    """Left a mental health hospital, or one ward of it (R-DSR-63, 93)."""


class Detention(StrEnum):
    """Under which section somebody is held; not all of them are detention in the sense of the Act (R-DSR-76)."""

    SECTION_2 = "2"
    SECTION_3 = "3"
    SECTION_4 = "4"
    SECTION_5_2 = "5(2)"
    SECTION_5_4 = "5(4)"
    SECTION_37 = "37"
    SECTION_47 = "47"
    SECTION_48 = "48"
    SECTION_135 = "135"
    SECTION_136 = "136"
    PLACE_OF_SAFETY = "place-of-safety-direction"


@dataclass(frozen=True, kw_only=True)
class Detained(Fact):
    """Liable to be detained from this day; of section 4, `second_recommendation_on` decides (R-DSR-75, 76)."""

    section: Detention
    second_recommendation_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class DetentionEnded(Fact):
    """No longer liable to be detained, in hospital or not."""


@dataclass(frozen=True, kw_only=True)
class ViewFormed(Fact):
    """The responsible commissioner considers the person autistic or to have a learning disability (R-DSR-75)."""

    by: str


@dataclass(frozen=True, kw_only=True)
class LeaveBegan(Fact):
    """Extended section 17 leave: blue here, out of the national count (R-DSR-65, 92)."""


@dataclass(frozen=True, kw_only=True)
class LeaveEnded(Fact):
    """Back on the ward."""


@dataclass(frozen=True, kw_only=True)
class AcuteStayBegan(Fact):
    """In a general hospital because of a mental health crisis: not blue, but eligible for a key worker (R-DSR-65)."""

    hospital: str = ""


@dataclass(frozen=True, kw_only=True)
class AcuteStayEnded(Fact):
    """Left the general hospital."""


@dataclass(frozen=True, kw_only=True)
class CommissionerVisited(Fact):
    """The commissioner saw the person on the ward (R-DSR-90)."""

    by: str


class Informed(StrEnum):
    """Who must know of an admission to a provider rated inadequate (R-DSR-91)."""

    CHIEF_EXECUTIVE = "chief-executive-of-the-board"
    REGION = "region"
    HOST_COMMISSIONER = "host-commissioner"
    QUALITY_BOARD = "quality-board"


@dataclass(frozen=True, kw_only=True)
class InadequateTold(Fact):
    """One of those who must know of an admission to a provider rated inadequate does (R-DSR-91)."""

    whom: Informed


@dataclass(frozen=True, kw_only=True)
class CrisisSupportOffered(Fact):
    """Enhanced crisis support after discharge was offered (R-DSR-63)."""


@dataclass(frozen=True, kw_only=True)
class CausesAnalysed(Fact):
    """The root cause analysis of an admission without a community C(E)TR (R-DSR-72, R-DSR-25).

    `admitted_on` says of which admission; None: of the latest one.
    """

    why_not: str
    was_on_register: bool
    changes: str
    admitted_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class AdmissionPlanned(Fact):
    """An admission is planned for a day; another one puts it off (R-DSR-69)."""

    expected_on: date


@dataclass(frozen=True, kw_only=True)
class AdmissionCalledOff(Fact):
    """The planned admission will not take place."""


@dataclass(frozen=True, kw_only=True)
class ChecklistItemDone(Fact):
    """An item of the discharge checklist is done in this stay (R-DSR-96)."""

    item: str

"""The table of R-WAIT-38: what each autism measure finds, in words and as a name that the code counts by."""

from dataclasses import dataclass
from enum import StrEnum

from diis.definitions.national.autism_codes import Diagnosis

THIRTEEN_WEEKS = 91
"""Days. Open is 91 or more, seen within 13 weeks is 91 or fewer (R-WAIT-35, 37)."""

QUARTER_MONTHS = 3


class Found(StrEnum):
    """What a referral is found to be in a month; each is one rule, written once in the oracle and once by column."""

    NEW = "new"
    CLOSED = "closed"
    OPEN = "open"
    OPEN_13_WEEKS = "open 13 weeks"
    LAST_SEEN = "last seen"
    SEVERAL = "several"
    WITHIN = "contact within 13 weeks"
    AFTER = "contact after 13 weeks"
    NO_CONTACT = "no contact"
    CONTACT = "contact in the month"
    AUTISM = "autism diagnosis"
    OTHER_F = "other chapter-F diagnosis"
    OTHER = "diagnosis outside chapter F"
    FIRST_CONTACT = "first contact in the quarter"


FOUND_BY_DIAGNOSIS = {
    Diagnosis.AUTISM: Found.AUTISM,
    Diagnosis.OTHER_F: Found.OTHER_F,
    Diagnosis.OTHER: Found.OTHER,
}


class Counted(StrEnum):
    """What is told of the referrals found."""

    REFERRALS = "referrals"
    PEOPLE = "people"
    MEDIAN = "median days"


_SPELLS = "Referrals with a hospital spell begun on or after 2018-04-01, in every month of the run (R-WAIT-31)."
_CURRENT = (
    f"{_SPELLS} Nationally also providers that the organisation reference no longer holds; none is left out here."
)
_NOT_A_WAIT = "none; referrals are counted, not waits"
_DISCHARGE = "discharge; a referral discharged inside the month is still open in it (R-WAIT-34)"
_THIRTEEN = "discharge or the end of the month, whichever is earlier: 91 days or more (R-WAIT-35)"
_FIRST = "the first attended contact, face to face or by video, up to the end of the run (R-WAIT-36)"


@dataclass(frozen=True, kw_only=True)
class Family:
    """One line of the table: `ids` for all ages, 0 to 17, and 18 or over.

    `flow` says whether a referral counts only in months for which its provider sent it (R-WAIT-33).
    """

    ids: tuple[str, str, str]
    found: Found
    counted: Counted
    title: str
    rules: tuple[str, ...]
    stop_words: str
    start_words: str = "the day the referral was received"
    population: str = ""
    exclusions: str = _SPELLS
    flow: bool = False
    thirteen_weeks: bool = False


def _abc(identifier: str) -> tuple[str, str, str]:
    return (identifier, f"{identifier}a", f"{identifier}b")


FAMILIES: tuple[Family, ...] = (
    Family(
        ids=_abc("ASD11"),
        found=Found.OPEN,
        counted=Counted.REFERRALS,
        title="Open referrals for suspected autism (a quality measure)",
        rules=("R-WAIT-38", "R-WAIT-34"),
        stop_words=_DISCHARGE,
        flow=True,
    ),
    Family(
        ids=_abc("ASD12"),
        found=Found.NEW,
        counted=Counted.REFERRALS,
        title="New referrals for suspected autism received in the month",
        rules=("R-WAIT-38",),
        stop_words=f"{_NOT_A_WAIT}; one discharged before the month is left out",
    ),
    Family(
        ids=_abc("ASD13"),
        found=Found.CLOSED,
        counted=Counted.REFERRALS,
        title="Referrals for suspected autism discharged in the month",
        rules=("R-WAIT-38",),
        stop_words="discharge, inside the month",
    ),
    Family(
        ids=_abc("ASD14"),
        found=Found.LAST_SEEN,
        counted=Counted.REFERRALS,
        title="Open referrals for suspected autism that were never sent again (a quality measure)",
        rules=("R-WAIT-38", "R-WAIT-34"),
        stop_words=f"{_DISCHARGE}; the latest row known at the end of the run is that month's",
    ),
    Family(
        ids=("ASD16", "ASD16b", "ASD16d"),
        found=Found.OPEN,
        counted=Counted.PEOPLE,
        title="People with an open referral for suspected autism",
        rules=("R-WAIT-34", "R-WAIT-38"),
        stop_words=_DISCHARGE,
        flow=True,
    ),
    Family(
        ids=("ASD16a", "ASD16c", "ASD16e"),
        found=Found.OPEN_13_WEEKS,
        counted=Counted.PEOPLE,
        title="People with a referral for suspected autism open for 13 weeks or more",
        rules=("R-WAIT-35", "R-WAIT-34", "R-WAIT-38"),
        stop_words=_THIRTEEN,
        flow=True,
        thirteen_weeks=True,
    ),
    Family(
        ids=_abc("ASD17"),
        found=Found.SEVERAL,
        counted=Counted.PEOPLE,
        title="People with several open referrals for suspected autism (a quality measure)",
        rules=("R-WAIT-38",),
        stop_words="discharge; open by the dates of some one month's rows, whichever month sent them",
        population="Every row ever sent with primary reason 25, received on or after 2018-04-01, two or more of them "
        "for one person in one sending month.",
        exclusions="Rows with a hospital spell begun on or after 2018-04-01 that was sent in the same month.",
    ),
    Family(
        ids=("ASD18", "ASD18c", "ASD18d"),
        found=Found.WITHIN,
        counted=Counted.PEOPLE,
        title="People with a referral for suspected autism open for 13 weeks or more, first seen within 13 weeks",
        rules=("R-WAIT-37", "R-WAIT-35", "R-WAIT-36", "R-WAIT-38"),
        stop_words=f"{_FIRST}: 91 days or fewer",
        exclusions=_CURRENT,
        flow=True,
        thirteen_weeks=True,
    ),
    Family(
        ids=("ASD18a", "ASD18e", "ASD18g"),
        found=Found.AFTER,
        counted=Counted.PEOPLE,
        title="People with a referral for suspected autism open for 13 weeks or more, first seen after 13 weeks",
        rules=("R-WAIT-37", "R-WAIT-35", "R-WAIT-36", "R-WAIT-38"),
        stop_words=f"{_FIRST}: more than 91 days",
        exclusions=_CURRENT,
        flow=True,
        thirteen_weeks=True,
    ),
    Family(
        ids=("ASD18b", "ASD18f", "ASD18h"),
        found=Found.NO_CONTACT,
        counted=Counted.PEOPLE,
        title="People with a referral for suspected autism open for 13 weeks or more, not seen",
        rules=("R-WAIT-37", "R-WAIT-35", "R-WAIT-36", "R-WAIT-38"),
        stop_words=f"{_FIRST}: none took place",
        exclusions=_CURRENT,
        flow=True,
        thirteen_weeks=True,
    ),
    Family(
        ids=_abc("ASD20"),
        found=Found.CONTACT,
        counted=Counted.PEOPLE,
        title="People with an open referral for suspected autism, seen in the month",
        rules=("R-WAIT-38", "R-WAIT-34", "R-WAIT-36"),
        stop_words="any attended contact in the month, face to face or by video, on a referral open by its dates",
    ),
    Family(
        ids=_abc("ASD21"),
        found=Found.AUTISM,
        counted=Counted.PEOPLE,
        title="People with an open referral for suspected autism, diagnosed with autism in the month",
        rules=("R-WAIT-40", "R-WAIT-34", "R-WAIT-38"),
        stop_words="a primary or secondary autism diagnosis dated in the month, on a referral open by its dates",
    ),
    Family(
        ids=_abc("ASD23"),
        found=Found.OTHER_F,
        counted=Counted.REFERRALS,
        title="Open referrals for suspected autism, given another chapter-F diagnosis in the month",
        rules=("R-WAIT-40", "R-WAIT-34", "R-WAIT-38"),
        stop_words="another ICD-10 chapter-F diagnosis dated in the month; F84.2 and F84.4 are such",
    ),
    Family(
        ids=_abc("ASD24"),
        found=Found.OTHER,
        counted=Counted.REFERRALS,
        title="Open referrals for suspected autism, given a diagnosis outside chapter F in the month",
        rules=("R-WAIT-40", "R-WAIT-34", "R-WAIT-38"),
        stop_words="a diagnosis outside chapter F dated in the month; every SNOMED CT code off the autism list is such",
    ),
    Family(
        ids=_abc("ASD25"),
        found=Found.FIRST_CONTACT,
        counted=Counted.MEDIAN,
        title="Median days to a first contact, of first contacts in the quarter that ends with the month",
        rules=("R-WAIT-38", "R-WAIT-36", "R-WAIT-67"),
        stop_words=f"{_FIRST}, in the month or the two before. The published code does not hold this measure: "
        "it is defined here from the publication's words",
    ),
    Family(
        ids=_abc("ASD26"),
        found=Found.FIRST_CONTACT,
        counted=Counted.REFERRALS,
        title="First contacts in the quarter that ends with the month",
        rules=("R-WAIT-38", "R-WAIT-36"),
        stop_words=f"{_FIRST}, in the month or the two before. The published code does not hold this measure: "
        "it is defined here from the publication's words",
    ),
)

"""The rows of the newest submissions that must be quarantined, each about nobody, and what is wrong with them."""

from dataclasses import dataclass

from sendwatch.demo.contacts import Contact
from sendwatch.demo.days import NEVER, Day, iso
from sendwatch.demo.identifiers import nhs_number_of_nobody
from sendwatch.demo.lives import Life
from sendwatch.demo.monthly.children import rows_of
from sendwatch.demo.monthly.months import COMMUNITY_EAST, MENTAL_HEALTH, Submission
from sendwatch.demo.monthly.referrals import National
from sendwatch.demo.monthly.told import Rows
from sendwatch.demo.people import Person
from sendwatch.demo.places import BCP

_NOBODYS_REFERRAL = "X9000000"
_MISSED, _NO_CODE, _ATTENDED = "3", "9", "5"


@dataclass(frozen=True)
class Spoilt:
    """Where the wrong rows of one source are: the table of contacts, its fields, and the referral they belong to."""

    table: str
    date: str
    attendance: str
    referral_id: str
    nobody: int
    team: str
    reason: str


SPOILT = {
    MENTAL_HEALTH: Spoilt("MHS201CareContact", "CareContDate", "AttendStatus", "M9000000", 50, "SPA", "05"),
    COMMUNITY_EAST: Spoilt("CYP201CareContact", "Contact_Date", "AttendanceStatus", "P9000050", 51, "PAED", "017"),
}


@dataclass(frozen=True)
class MonthlyFault:
    """One row of a table, by its contact id: `field` holds what it should not."""

    table: str
    contact_id: str
    field: str
    about: str


def faults(submission: Submission) -> list[MonthlyFault]:
    """What is wrong in a submission of a source that sends wrong rows."""
    spoilt = SPOILT[submission.source]
    return [
        MonthlyFault(spoilt.table, f"{spoilt.referral_id}-1", spoilt.date, "a contact of another month"),
        MonthlyFault(spoilt.table, f"{spoilt.referral_id}-2", spoilt.attendance, "a code that is in no list"),
        MonthlyFault(spoilt.table, f"{spoilt.referral_id}-3", "ServiceRequestID", "a referral that was not submitted"),
    ]


def planted(submission: Submission) -> Rows:
    """A patient and a referral that are right, with a contact that is and three that are not."""
    spoilt = SPOILT[submission.source]
    good_date, other_month = iso(submission.first + 1), iso(submission.first - 40)
    rows = []
    for table, line in rows_of([_nobody(submission)], submission):
        if line.startswith(f"{spoilt.referral_id}-1,"):
            rows.append((table, line.replace(good_date, other_month)))
        elif line.startswith(f"{spoilt.referral_id}-3,"):
            rows.append((table, line.replace(f",{spoilt.referral_id},", f",{_NOBODYS_REFERRAL},")))
        else:
            rows.append((table, line))
    return rows


def _nobody(submission: Submission) -> National:
    spoilt, first = SPOILT[submission.source], submission.first
    return National(
        source=submission.source,
        referral_id=spoilt.referral_id,
        person=_person(spoilt.nobody, first - 3_500),
        referrer="A1",
        reason=spoilt.reason,
        condition="",
        team=spoilt.team,
        priority="3",
        life=Life(first - 200),
        contacts=[
            Contact(first + day, attendance, "01", "01", "")
            for day, attendance in ((1, _MISSED), (2, _NO_CODE), (3, _MISSED), (4, _ATTENDED))
        ],
        events=[],
        told_closed=NEVER,
        silent_from=NEVER,
        stay=None,
    )


def _person(number: int, born: Day) -> Person:
    return Person(
        nhs_number=nhs_number_of_nobody(number),
        local_number=f"X{number}",
        born=born,
        gender="2",
        ethnic_category="Z",
        postcode="BH81 1AB",
        local_authority=BCP,
        moved=NEVER,
        new_postcode="",
        gp_practice="",
        lac_status="N",
        sen_provision="",
    )

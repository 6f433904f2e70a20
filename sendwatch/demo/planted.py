"""The rows that one feed sends wrong, the same each week, since nobody mends them (incident 3)."""

from dataclasses import dataclass

from diis.extracts.wl_1 import REFERRALS
from sendwatch.demo.contacts import Contact
from sendwatch.demo.days import WEEK, Day, iso
from sendwatch.demo.extracts import Extracts
from sendwatch.demo.flows import Flow
from sendwatch.demo.identifiers import nhs_number_of_nobody
from sendwatch.demo.incidents import SPOILT_FEED
from sendwatch.demo.plan import Plan, Timetable
from sendwatch.demo.seen import contact_line

_FIRST_NUMBER = 9_000_000
"""Above the number of every child, so that a planted referral is nobody's."""


@dataclass(frozen=True)
class Fault:
    """One row that must be quarantined: `field` holds what it should not."""

    referral_id: str
    field: str
    about: str
    value: str


def good_referral_id(flow: Flow) -> str:
    """The planted referral that is right: its row is sent twice, and one contact is dated before it was received."""
    return f"{flow.letter}{_FIRST_NUMBER}"


def faults(table: Timetable) -> list[Fault]:
    """The bad rows of the spoilt feed."""
    received, letter = _received(table), table.flow.letter
    year = iso(received)[:4]
    found = (
        ("nhs_number", "the check digit is wrong", _misread(nhs_number_of_nobody(1))),
        ("received_date", "there is no 31 February", f"{year}-02-31"),
        ("closed_date", "closed before it was received", iso(received - 30)),
        ("birth_date", "born after the referral", iso(received + 30)),
        ("birth_date", "no birth date at all", ""),
        ("gender", "a code of the provider's own", "M"),
    )
    return [Fault(f"{letter}{_FIRST_NUMBER + number}", *fault) for number, fault in enumerate(found, start=1)]


def plant(plan: Plan, extracts: Extracts) -> int:
    """Put the planted rows on each list of the spoilt feed; how many there are on one list."""
    timetable, table = next((n, table) for n, table in enumerate(plan.timetables) if table.flow.feed == SPOILT_FEED)
    rows = 0
    for place, census in enumerate(table.censuses):
        lines = _lines(table, census)
        rows = len(lines)
        for number, line in enumerate(lines):
            extracts.add(timetable, place, line, _contacts(table) if number == 0 else [])
    return rows


def _lines(table: Timetable, census: Day) -> list[str]:
    """One good row, the same again, and the bad ones."""
    good = _line(table, census, good_referral_id(table.flow), {})
    bad = [_line(table, census, fault.referral_id, {fault.field: fault.value}) for fault in faults(table)]
    return [good, good, *bad]


def _contacts(table: Timetable) -> list[tuple[Day, str]]:
    """One contact from before its referral."""
    contact = Contact(_received(table) - 3 * WEEK, "5", "01", "01", "PAED")
    return [(contact.day, contact_line(table.flow.provider, good_referral_id(table.flow), 1, contact))]


def _misread(number: str) -> str:
    return number[:-1] + str((int(number[-1]) + 1) % 10)


def _received(table: Timetable) -> Day:
    return table.censuses[0] - 10 * WEEK - 4


def _line(table: Timetable, census: Day, referral_id: str, wrong: dict[str, str]) -> str:
    row = dict.fromkeys(REFERRALS.names, "") | _usual(table, census, referral_id) | wrong
    return ",".join(row.values()) + "\n"


def _usual(table: Timetable, census: Day, referral_id: str) -> dict[str, str]:
    received = _received(table)
    return {
        "census_date": iso(census),
        "provider": table.flow.provider,
        "pathway": table.flow.pathway,
        "referral_id": referral_id,
        "nhs_number": nhs_number_of_nobody(int(referral_id[1:]) - _FIRST_NUMBER),
        "local_patient_id": f"{table.flow.provider}X{referral_id[1:]}",
        "birth_date": iso(received - 2_400),
        "gender": "1",
        "ethnic_category": "Z",
        "postcode": "BH81 1AB",
        "lac_status": "N",
        "sen_provision": "K",
        "received_date": iso(received),
        "source_of_referral": "A1",
        "primary_reason": "017",
        "priority": "3",
        "team_type": "06",
    }

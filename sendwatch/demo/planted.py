"""The rows that one feed sends wrong, the same each week, since nobody mends them (incident 3)."""

from collections.abc import Sequence
from dataclasses import dataclass

from diis.extracts.wl_1 import CONTACTS, REFERRALS
from sendwatch.demo.contacts import Contact
from sendwatch.demo.days import NEVER, WEEK, Day, iso
from sendwatch.demo.events import DIAGNOSIS, INTERVENTION, Event
from sendwatch.demo.extracts import EVENTS_FILE, STEPS_FILE, Extracts
from sendwatch.demo.flows import Flow
from sendwatch.demo.identifiers import nhs_number_of_nobody
from sendwatch.demo.incidents import SPOILT_FEED
from sendwatch.demo.plan import Plan, Timetable
from sendwatch.demo.seen import Shown, contact_line, event_line, step_line
from sendwatch.demo.steps import DORSET_HEALTHCARE, SPEECH, Step

_FIRST_NUMBER = 9_000_000
"""Above the number of every child, so that a planted referral is nobody's."""

_NOBODYS = 99
"""Added to it: a referral that is on no list."""


@dataclass(frozen=True)
class Fault:
    """One row that must be quarantined: `field` holds what it should not. `value` stands there in `referrals.csv`."""

    referral_id: str
    field: str
    about: str
    value: str = ""
    file: str = REFERRALS.file


def good_referral_id(flow: Flow) -> str:
    """The planted referral that is right: its row is sent twice, and what belongs to it is partly wrong."""
    return f"{flow.letter}{_FIRST_NUMBER}"


def spoilt_timetable(plan: Plan) -> Timetable:
    return next(table for table in plan.timetables if table.flow.feed == SPOILT_FEED)


def faults(table: Timetable) -> list[Fault]:
    """Every row of each list of the spoilt feed that must be quarantined."""
    return [*_bad_referrals(table), *(fault for fault, _ in _bad_parts(table))]


def _bad_referrals(table: Timetable) -> list[Fault]:
    received, letter = _received(table), table.flow.letter
    year = iso(received)[:4]
    found = (
        ("nhs_number", "the check digit is wrong", _misread(nhs_number_of_nobody(1))),
        ("received_date", "there is no 31 February", f"{year}-02-31"),
        ("closed_date", "closed before it was received", iso(received - 30)),
        ("birth_date", "born after the referral", iso(received + 30)),
        ("birth_date", "no birth date at all", ""),
        ("gender", "a code of the provider's own", "M"),
        ("decision_date", "decided before it was received", iso(received - 10)),
        ("source_of_referral", "a code that is in no list", "GP"),
    )
    return [Fault(f"{letter}{_FIRST_NUMBER + number}", *fault) for number, fault in enumerate(found, start=1)]


def _bad_parts(table: Timetable) -> list[tuple[Fault, str]]:
    """What is wrong with rows of the other files, and the rows."""
    provider, received = table.flow.provider, _received(table)
    good, nobodys = good_referral_id(table.flow), f"{table.flow.letter}{_FIRST_NUMBER + _NOBODYS}"
    early = Contact(received - 3 * WEEK, "5", "01", "01", "PAED")
    a_week_on = Contact(received + WEEK, "5", "01", "01", "PAED")
    step = Step(SPEECH, DORSET_HEALTHCARE, received + 40, received + 20)
    unreal = event_line(provider, good, Event(received, INTERVENTION, "")).replace(iso(received), "2026-02-30")
    return [
        (
            Fault(good, "contact_date", "before the referral was received", file=CONTACTS.file),
            contact_line(provider, good, 1, early),
        ),
        (
            Fault(nobodys, "referral_id", "of a referral that is not on the list", file=CONTACTS.file),
            contact_line(provider, nobodys, 1, a_week_on),
        ),
        (
            Fault(good, "kind", "a kind of the provider's own", file=EVENTS_FILE),
            event_line(provider, good, Event(received + WEEK, "letter", "")),
        ),
        (Fault(good, "event_date", "there is no 30 February", file=EVENTS_FILE), unreal),
        (
            Fault(nobodys, "referral_id", "of a referral that is not on the list", file=EVENTS_FILE),
            event_line(provider, nobodys, Event(received + WEEK, DIAGNOSIS, "F82")),
        ),
        (Fault(good, "done_date", "done before it was asked for", file=STEPS_FILE), step_line(provider, good, step)),
    ]


def plant(plan: Plan, extracts: Extracts) -> int:
    """Put the planted rows on each list of the spoilt feed; how many referrals there are on one list."""
    table = spoilt_timetable(plan)
    rows = 0
    for place, census in enumerate(table.censuses):
        lines = _lines(table, census)
        rows = len(lines)
        for number, line in enumerate(lines):
            extracts.add(plan.timetables.index(table), place, line, _shown(table) if number == 0 else ([], [], []))
    return rows


def _lines(table: Timetable, census: Day) -> list[str]:
    """One good row, the same again, and the bad ones."""
    good = _line(table, census, good_referral_id(table.flow), {})
    bad = [_line(table, census, fault.referral_id, {fault.field: fault.value}) for fault in _bad_referrals(table)]
    return [good, good, *bad]


def _shown(table: Timetable) -> Sequence[list[Shown]]:
    """A good event and a good step, and the rows that are wrong, by file."""
    provider, referral_id, received = table.flow.provider, good_referral_id(table.flow), _received(table)
    lines: dict[str, list[str]] = {
        CONTACTS.file: [],
        EVENTS_FILE: [event_line(provider, referral_id, Event(received + WEEK, DIAGNOSIS, "F82"))],
        STEPS_FILE: [step_line(provider, referral_id, Step(SPEECH, DORSET_HEALTHCARE, received, received + 20))],
    }
    for fault, line in _bad_parts(table):
        lines[fault.file].append(line)
    return [[(0, NEVER, line) for line in of_file] for of_file in lines.values()]


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

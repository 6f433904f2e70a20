"""What of a referral a submission tells: nothing of another month's contacts, and nothing that is not known yet."""

from sendwatch.demo.contacts import Contact
from sendwatch.demo.days import Day, iso
from sendwatch.demo.events import Event
from sendwatch.demo.monthly.months import Submission
from sendwatch.demo.monthly.referrals import National
from sendwatch.demo.monthly.tables import line_of

Rows = list[tuple[str, str]]
"""Table and line."""

COMMISSIONER = "QVV"
SNOMED, ICD_10 = "06", "02"


class Told:
    """One referral in one submission; the rows of a data set are collected in `rows`."""

    __slots__ = ("first", "life", "national", "rows", "until")

    def __init__(self, national: National, submission: Submission) -> None:
        self.national = national
        self.life = national.life
        self.first, self.until = submission.first, submission.until
        self.rows: Rows = []

    @property
    def is_sent(self) -> bool:
        """Whether the referral is in the submission: open in the month, or closed in it as far as told."""
        return self.life.received <= self.until and self.national.told_closed >= self.first and not self._silent

    @property
    def _silent(self) -> bool:
        return self.first >= self.national.silent_from

    @property
    def closed(self) -> str:
        return iso(self.life.closed) if self.national.told_closed <= self.until else ""

    @property
    def contacts(self) -> list[tuple[str, Contact]]:
        """Contact id and contact of those in the month."""
        return [
            (f"{self.national.referral_id}-{number}", contact)
            for number, contact in enumerate(self.national.contacts, start=1)
            if self.first <= contact.day <= self.until
        ]

    def events(self, kind: str) -> list[Event]:
        """The events of a kind in the month."""
        return [event for event in self.national.events if event.kind == kind and self.first <= event.day <= self.until]

    def by(self, day: Day) -> str:
        """A date if it is known by then, else blank."""
        return iso(day) if day <= self.until else ""

    def add(self, table: str, **values: str) -> None:
        self.rows.append((table, line_of(table, values)))


def local_patient_id(national: National) -> str:
    return national.source.provider + national.person.local_number


def address(national: National, on: Day) -> str:
    """The postcode as known on a day; the national default where there is none."""
    person = national.person
    return (person.postcode if on < person.moved else person.new_postcode) or "ZZ99 3VZ"


def scheme_of(code: str) -> str:
    """The scheme of a diagnosis code: SNOMED CT codes are digits only."""
    return SNOMED if code.isdecimal() else ICD_10


def timestamp(day: Day) -> str:
    return f"{iso(day)}T10:30:00"

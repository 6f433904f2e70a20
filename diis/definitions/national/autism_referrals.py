"""The referrals that the autism statistics count, each as known at the end of the run, row by row (R-WAIT-31 to 37)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from diis.definitions.days import days_between
from diis.definitions.national.autism_codes import (
    ATTENDED,
    FIRST_RECEIVED_ON,
    REASON_VALID_FROM,
    SUSPECTED_AUTISM,
    Diagnosis,
    diagnosis,
    mechanisms,
)
from diis.definitions.national.months import first_day, last_day
from diis.definitions.national.submissions import HospitalSpellRow, ReferralRow, Submissions

Key = tuple[str, str]
"""What one referral is nationally: its provider and the provider's id for it."""


def key(row: ReferralRow) -> Key:
    return row.provider, row.referral_id


def for_autism(row: ReferralRow) -> bool:
    """Whether a row, as it was sent, is of a referral for suspected autism (R-WAIT-31)."""
    return row.reason == SUSPECTED_AUTISM and row.month >= REASON_VALID_FROM and row.received_on >= FIRST_RECEIVED_ON


def open_by_dates(row: ReferralRow, month: int) -> bool:
    """Received by the end of the month and not discharged before it began (R-WAIT-34)."""
    not_discharged_before = row.discharged_on is None or row.discharged_on >= first_day(month)
    return row.received_on <= last_day(month) and not_discharged_before


@dataclass(frozen=True)
class AutismReferral:
    """A referral in its latest version, with what is known of it at the end of the run.

    `sent_in` are the months for which a row of it flowed (R-WAIT-33), `contacts` the days of contacts that count
    (R-WAIT-36), `diagnoses` the kinds of diagnosis with their days.
    """

    row: ReferralRow
    sent_in: frozenset[int]
    contacts: tuple[date, ...]
    diagnoses: tuple[tuple[date, Diagnosis], ...]

    @property
    def days_to_contact(self) -> int | None:
        """Days from received to the first contact that counts; None where none took place."""
        return days_between(self.row.received_on, min(self.contacts)) if self.contacts else None

    def days_open(self, month: int) -> int:
        """Days from received to discharge or the end of the month, whichever is earlier (R-WAIT-35)."""
        ends = [last_day(month)] + ([self.row.discharged_on] if self.row.discharged_on else [])
        return days_between(self.row.received_on, min(ends))


class SentRows:
    """All rows of a run, and the questions that the rules ask of them."""

    def __init__(self, sent: Submissions, newest: int) -> None:
        self._sent = sent
        self._run_end = last_day(newest)
        self._person = {(*key(row), row.month): row.person for row in sent.referrals}

    def referrals(self) -> Iterator[AutismReferral]:
        """Latest versions that are for suspected autism and have no hospital spell (R-WAIT-31)."""
        latest: dict[Key, ReferralRow] = {}
        for row in sorted(self._sent.referrals, key=lambda row: row.month):
            latest[key(row)] = row
        for row in latest.values():
            if for_autism(row) and not self._in_hospital(row):
                yield AutismReferral(row, self._sent_in(row), self._contacts(row), self._diagnoses(row))

    def rows_outside_hospital(self) -> Iterator[ReferralRow]:
        """Every row ever sent for suspected autism, without those whose spell was sent in the same month (ASD17)."""
        for row in self._sent.referrals:
            spells = [spell for spell in self._spells_of(row, self._sent.hospital_spells) if spell.month == row.month]
            if for_autism(row) and not spells:
                yield row

    def _in_hospital(self, row: ReferralRow) -> bool:
        latest: dict[tuple[str, str], HospitalSpellRow] = {}
        for spell in sorted(self._sent.hospital_spells, key=lambda spell: spell.month):
            latest[(spell.provider, spell.spell_id)] = spell
        return bool(self._spells_of(row, tuple(latest.values())))

    def _spells_of(self, row: ReferralRow, spells: tuple[HospitalSpellRow, ...]) -> list[HospitalSpellRow]:
        return [
            spell
            for spell in spells
            if spell.started_on >= FIRST_RECEIVED_ON
            and self._is_about(row, spell.provider, spell.referral_id, spell.month)
        ]

    def _is_about(self, row: ReferralRow, provider: str, referral_id: str, month: int) -> bool:
        """Whether something sent with a referral is this one's, and of the same person (R-WAIT-36)."""
        person = self._person.get((provider, referral_id, month), row.person)
        return (provider, referral_id) == key(row) and person == row.person

    def _sent_in(self, row: ReferralRow) -> frozenset[int]:
        return frozenset(sent.month for sent in self._sent.referrals if key(sent) == key(row) and for_autism(sent))

    def _contacts(self, row: ReferralRow) -> tuple[date, ...]:
        return tuple(
            contact.contact_on
            for contact in self._sent.contacts
            if self._is_about(row, contact.provider, contact.referral_id, contact.month)
            and contact.attendance in ATTENDED
            and contact.mechanism in mechanisms(contact.month)
            and row.received_on <= contact.contact_on <= self._run_end
        )

    def _diagnoses(self, row: ReferralRow) -> tuple[tuple[date, Diagnosis], ...]:
        return tuple(
            (found.diagnosed_on, diagnosis(found.code))
            for found in self._sent.diagnoses
            if self._is_about(row, found.provider, found.referral_id, found.month)
            and found.diagnosed_on is not None
            and not found.provisional
        )

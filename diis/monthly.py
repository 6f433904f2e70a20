"""A monthly national submission on its way into the store (docs/adr/0028-monthly-submissions.md)."""

from dataclasses import replace

from diis.delivery import Promise
from diis.extracts.monthly.facts import LookUps
from diis.extracts.monthly.periods import Submission, submission_name
from diis.extracts.monthly.submission import Checked, SubmissionReader
from diis.extracts.rejections import WARNING, Rejection
from diis.extracts.sources import Source
from diis.extracts.verdict import Rows
from diis.guard import contacts_fault, size_fault
from diis.intake import Intake
from diis.lists import Counted
from diis.store.engine import StoreConnection
from diis.store.ledger import keep_findings, list_before, newest_census
from diis.store.monthly_rows import write_rows

FEWEST_REFERRALS = 10
"""A month of fewer referrals says nothing when it doubles or halves."""
_AFTER_A_HELD_ONE = 2
"""The number of the first finding; the first of all is why a submission is held."""


class MonthlySubmission:
    """Layouts mhsds-6 and csds-1.6: the steps of `diis.loading.Loading`."""

    def __init__(self, promise: Promise, source: Source, intake: Intake) -> None:
        self._promise = promise
        self._source = source
        self._intake = intake
        self._checked: Checked | None = None
        self._noted: list[Rejection] = []

    @property
    def counted(self) -> Counted:
        """The rows, once read."""
        checked = self._checked
        if checked is None:
            return Counted(Rows(), 0, 0, None)
        return Counted(checked.counted, checked.referrals, checked.contacts, checked.declared)

    def prepare(self, connection: StoreConnection) -> None:  # noqa: ARG002 - the protocol
        """Read and check outside the transaction; raises `Refused`."""
        intake = self._intake
        reader = SubmissionReader(
            self._source,
            self._promised(),
            LookUps(intake.pseudonymiser, intake.places, intake.practices),
            intake.progress,
            allow_test_nhs_numbers=intake.allow_test_nhs_numbers,
        )
        self._checked = reader.check()

    def guard(self, connection: StoreConnection) -> Rejection | None:
        """Compare with the month before, or with this month as it was sent before."""
        before = list_before(connection, self._promise.feed, self._promise.census_on)
        counted = self.counted
        referrals_before = before.referrals if before and before.referrals >= FEWEST_REFERRALS else None
        contacts_before = before.contacts if before else None
        fault = size_fault(counted.referrals, referrals_before, declared=counted.declared)
        if fault is not None and self._checked is not None:
            return replace(fault, file=self._checked.referral_file)
        return contacts_fault(counted.contacts, contacts_before)

    def load(self, connection: StoreConnection, sequence: int) -> int:
        """Write the rows; a submission has no unexplained leavers, as nobody promised that it lists everybody."""
        self._note_order(connection)
        if self._checked is not None:
            write_rows(connection, sequence, self._checked.rows)
        return 0

    def keep(self, connection: StoreConnection, sequence: int) -> None:
        keep_findings(connection, sequence, self._found(), first=_AFTER_A_HELD_ONE)

    def findings(self, limit: int) -> list[Rejection]:
        return sorted(self._found(), key=lambda found: found.level == WARNING)[:limit]

    def close(self) -> None:
        """Nothing was taken."""

    def _found(self) -> list[Rejection]:
        return [*self._noted, *(self._checked.findings if self._checked else [])]

    def _promised(self) -> Submission:
        promised = submission_name(self._source.name)
        if promised is None:
            raise ValueError("Not the name of a submission.")
        return promised

    def _note_order(self, connection: StoreConnection) -> None:
        """Say that a month is sent again (B34), or after a newer one (B35)."""
        census_on = self._promise.census_on
        before = list_before(connection, self._promise.feed, census_on)
        newest = newest_census(connection, self._promise.feed)
        if before is not None and before.census_on == census_on:
            reason = "This month was sent before. The new submission takes its place; earlier figures can be asked for."
            self._noted.append(Rejection("restated", WARNING, self._source.name, None, None, reason))
        elif newest is not None and newest > census_on:
            reason = f"A newer month is already loaded, {newest:%Y-%m}. This one comes late and is taken in its place."
            self._noted.append(Rejection("late", WARNING, self._source.name, None, None, reason))

"""How the two kinds of delivery get into the store: a full list by way of staging, published lines as they are read."""

from itertools import islice
from typing import Protocol

from diis.comparisons import LineReader
from diis.delivery import Promise
from diis.extracts.contract import Contract
from diis.extracts.conversion import readable
from diis.extracts.findings import frame_of
from diis.extracts.names import ExtractName
from diis.extracts.rejections import Rejection
from diis.extracts.sources import Source
from diis.feeds import AUTISM_CSV, SUBMISSIONS, WL_1
from diis.guard import contacts_fault, sameness_fault, size_fault, truncation_fault
from diis.intake import Intake
from diis.lists import Counted, ListReader
from diis.monthly import MonthlySubmission
from diis.order import out_of_order
from diis.published_autism import PublishedAutismLines
from diis.store.engine import StoreConnection
from diis.store.ledger import keep_findings, list_before
from diis.store.merge import merge
from diis.store.new_versions import told_before
from diis.store.rtt import replace_lines
from diis.store.scope import ListScope
from diis.store.staging import Staging, keep_staged_findings
from diis.store.whole_columns import received_on_one_day


class Loading(Protocol):
    """The steps between landed bytes and a committed load, in the order in which they are called."""

    def prepare(self, connection: StoreConnection) -> None:
        """Read and check outside the transaction; raises `Refused`."""

    def guard(self, connection: StoreConnection) -> Rejection | None:
        """Why the list must wait for a person, if it must."""

    def load(self, connection: StoreConnection, sequence: int) -> int:
        """Write the rows inside the transaction; returns the unexplained leavers found."""

    def keep(self, connection: StoreConnection, sequence: int) -> None:
        """Put the findings into quarantine."""

    def findings(self, limit: int) -> list[Rejection]:
        """The first findings."""

    def close(self) -> None:
        """Give back what was taken to read, whatever became of the delivery."""

    @property
    def counted(self) -> Counted:
        """The rows, once read."""


class FullList:
    """Layout wl-1."""

    counted: Counted

    def __init__(self, promise: Promise, source: Source, intake: Intake) -> None:
        self._promise = promise
        self._source = source
        self._intake = intake
        self._staging: Staging | None = None
        self._held: Rejection | None = None

    def prepare(self, connection: StoreConnection) -> None:
        feed, intake = self._promise.feed, self._intake
        promised = ExtractName(feed.provider, feed.pathway or "", self._promise.census_on)
        contract = Contract(promised, intake.pseudonymiser, intake.places, intake.allow_test_nhs_numbers)
        with connection.begin():
            order = out_of_order(connection, self._promise, self._source.name)
            told = told_before(connection, promised.provider, promised.pathway)
        with readable(self._source, feed.profile, intake.landing.folder) as extract:
            self._held = extract.held
            self._staging = Staging(connection)
            self._staging.add_findings(frame_of([*extract.warnings, *order]))
            self.counted = ListReader(self._staging, extract.source, contract, intake.progress).stage(told)

    def guard(self, connection: StoreConnection) -> Rejection | None:
        before = list_before(connection, self._promise.feed, self._promise.census_on)
        counted = self.counted
        referrals_before, contacts_before = (before.referrals, before.contacts) if before else (None, None)
        return (
            self._held
            or truncation_fault(counted.uncounted)
            or size_fault(counted.referrals, referrals_before, declared=counted.declared)
            or contacts_fault(counted.contacts, contacts_before)
            or sameness_fault(one_day=received_on_one_day(connection))
        )

    def load(self, connection: StoreConnection, sequence: int) -> int:
        feed = self._promise.feed
        promised = (feed.name, feed.provider, feed.pathway or "", self._promise.census_on)
        return merge(connection, ListScope(*promised, sequence, self.counted.not_sent))

    def keep(self, connection: StoreConnection, sequence: int) -> None:
        keep_staged_findings(connection, sequence)

    def findings(self, limit: int) -> list[Rejection]:
        return self._staging.findings(limit) if self._staging is not None else []

    def close(self) -> None:
        if self._staging is not None:
            self._staging.close()


class PublishedLines:
    """Layout rtt-full-csv."""

    def __init__(self, source: Source) -> None:
        self._reader = LineReader(source.path)

    @property
    def counted(self) -> Counted:
        return Counted(self._reader.rows, referrals=0, contacts=0, declared=None)

    def prepare(self, connection: StoreConnection) -> None:
        """Nothing: the lines need no comparison with each other, and the reader itself holds the file rules."""

    def guard(self, connection: StoreConnection) -> Rejection | None:  # noqa: ARG002 - the protocol
        return None

    def load(self, connection: StoreConnection, sequence: int) -> int:
        replace_lines(connection, sequence, self._reader.lines())
        return 0

    def keep(self, connection: StoreConnection, sequence: int) -> None:
        keep_findings(connection, sequence, self._reader.findings)

    def findings(self, limit: int) -> list[Rejection]:
        return list(islice(self._reader.findings, limit))

    def close(self) -> None:
        """Nothing was taken."""


def loading_of(promise: Promise, source: Source, intake: Intake) -> Loading:
    """The way of a delivery, by its layout."""
    if promise.feed.layout in SUBMISSIONS:
        return MonthlySubmission(promise, source, intake)
    if promise.feed.layout == AUTISM_CSV:
        return PublishedAutismLines(source)
    return FullList(promise, source, intake) if promise.feed.layout == WL_1 else PublishedLines(source)

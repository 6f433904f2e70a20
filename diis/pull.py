"""The pull: one extract from where it lies to versions in the store, in full or not at all.

Everything may happen twice, at once or late. Bytes are landed before they are read; the ledger row, the versions
and the quarantine are committed together; and the ledger is locked and read again just before, so that of two pulls
of the same bytes one loads and the other finds it done.
"""

from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from diis.delivery import Promise, promise_of
from diis.extracts.landing import Landed
from diis.extracts.pseudonyms import KeyUnusable
from diis.extracts.rejections import FILE, Refused, Rejection
from diis.extracts.sources import fingerprint, source_of
from diis.extracts.stillness import wait_until_still
from diis.extracts.verdict import LISTED_FINDINGS, Rows, Verdict
from diis.feeds import Feed
from diis.intake import Intake
from diis.loading import Loading, loading_of
from diis.store import ledger
from diis.store.engine import StoreConnection, again_if_contended, lock_ledger, writing_on
from diis.store.ledger import LoadEntry
from diis.store.tables import ACCEPTED, HELD, LOADED, PARTIAL, REFUSED

DUPLICATE = "duplicate"

LANDED_DAMAGED = "landed-damaged"
NOT_WHAT_WAS_RECEIVED = (
    "The landed copy is damaged: these are not the bytes that were received. "
    "Pull the extract itself again, which replaces the copy."
)


def pull(feed: Feed | None, path: Path, intake: Intake) -> Verdict:
    """Pull an extract. `feed` None: recognised by its name; a delivery of another feed than asked for is refused.

    A transaction that the database gave up for another one (F10) is begun again, a few times; nothing was kept of it.
    """
    return again_if_contended(partial(_pull, feed, path, intake))


def _pull(feed: Feed | None, path: Path, intake: Intake) -> Verdict:
    try:
        wait_until_still(path, intake.patience)
        source = source_of(path)
        promise = promise_of(source, feed, intake.today)
        # An inbox keeps what it was sent: what is settled already is told by its hash, and not copied again.
        # A held list is landed, for its release needs the bytes.
        key = fingerprint(source)
        with intake.store.reading() as connection:
            settled = _settled(connection, str(path), promise.feed, key, source.name)
        if settled is not None and settled.outcome != HELD:
            return settled
        intake.step("land")
        landed = intake.landing.land(source, key)
    except Refused as refused:
        return Verdict(str(path), None, REFUSED, findings=refused.rejections)
    return _Pull(str(path), promise, landed, intake).run()


def release(sequence: int, intake: Intake) -> Verdict:
    """Load a list that was held, from its landed bytes, because a person looked at it and found it right."""
    with intake.store.reading() as connection:
        held = next((row for row in ledger.held_loads(connection) if row.sequence == sequence), None)
    if held is None:
        return _not_held(str(sequence), sequence)
    landed = intake.landing.find(held.fingerprint, held.name)
    if landed is None:
        return _not_released(
            held.name, "landing-cleared", "The landed files were cleared by retention. Pull the extract again."
        )
    if not landed.intact:
        return _not_released(held.name, LANDED_DAMAGED, NOT_WHAT_WAS_RECEIVED)
    promise = promise_of(landed.source, None, intake.today)
    return again_if_contended(_Pull(held.name, promise, landed, intake, releasing=sequence).run)


@dataclass(frozen=True)
class _Pull:
    """One delivery on its way through the ledger."""

    path: str
    promise: Promise
    landed: Landed
    intake: Intake
    releasing: int | None = None

    def run(self) -> Verdict:
        self.intake.step("arrive")
        with self.intake.store.writing() as connection:
            lock_ledger(connection)
            self._check_key(connection)
            settled = self._settled(connection)
            if settled is not None:
                return settled
            arrival_id = ledger.open_arrival(
                connection,
                self.promise.feed,
                self.landed.fingerprint,
                self.landed.source.name,
                self.landed.bytes_received,
                self.intake.now,
            )
        loading = loading_of(self.promise, self.landed.source, self.intake)
        try:
            with self.intake.store.connection() as connection, closing(loading):
                loading.prepare(connection)
                self.intake.step("load")
                with writing_on(connection):
                    verdict = self._load(connection, loading, arrival_id)
                    self.intake.step("commit")
                return verdict
        except Refused as refused:
            return self._refuse(arrival_id, refused)

    def _load(self, connection: StoreConnection, loading: Loading, arrival_id: int) -> Verdict:
        lock_ledger(connection)
        self._check_key(connection)
        settled = self._settled(connection)
        if settled is not None:
            return settled
        sequence = ledger.next_sequence(connection)
        held = None if self.releasing is not None else loading.guard(connection)
        leavers = loading.load(connection, sequence) if held is None else 0
        self.intake.step("enter")
        counted = loading.counted
        outcome = HELD if held is not None else PARTIAL if counted.rows.quarantined else ACCEPTED
        entry = LoadEntry(
            arrival_id=arrival_id,
            feed=self.promise.feed,
            outcome=outcome,
            census_on=self.promise.census_on,
            rows=counted.rows,
            referrals=counted.referrals,
            contacts=counted.contacts,
            unexplained_leavers=leavers,
            key_id=self.intake.pseudonymiser.key_id,
            released=self.releasing,
        )
        ledger.enter(connection, sequence, entry, self.intake.now)
        loading.keep(connection, sequence)
        findings = loading.findings(LISTED_FINDINGS)
        if held is not None:
            ledger.keep_findings(connection, sequence, [held])
            findings.insert(0, held)
        return Verdict(
            self.path, sequence, outcome, counted.rows, tuple(findings), leavers, rows_by_file=counted.by_file
        )

    def _refuse(self, arrival_id: int, refused: Refused) -> Verdict:
        """Enter a refusal, once for the same bytes; nothing else of the delivery is kept."""
        self.intake.step("enter")
        with self.intake.store.writing() as connection:
            lock_ledger(connection)
            sequence = ledger.refusal_of(connection, arrival_id)
            again = sequence is not None
            if sequence is None:
                sequence = ledger.next_sequence(connection)
                entry = LoadEntry(arrival_id, self.promise.feed, REFUSED, self.promise.census_on)
                ledger.enter(connection, sequence, entry, self.intake.now)
                ledger.keep_findings(connection, sequence, refused.rejections)
            self.intake.step("commit")
        return Verdict(self.path, sequence, REFUSED, findings=refused.rejections, again=again)

    def _settled(self, connection: StoreConnection) -> Verdict | None:
        """The verdict that another pull of these bytes came to; a release goes on as long as its load is held."""
        key, name = self.landed.fingerprint, self.landed.source.name
        if self.releasing is None:
            return _settled(connection, self.path, self.promise.feed, key, name)
        still_held = any(row.sequence == self.releasing for row in ledger.held_loads(connection))
        return None if still_held else _not_held(self.path, self.releasing)

    def _check_key(self, connection: StoreConnection) -> None:
        others = ledger.key_ids(connection) - {self.intake.pseudonymiser.key_id}
        if others:
            raise KeyUnusable(
                f"The store was filled under the pseudonym key {', '.join(sorted(others))}; this one is "
                f"{self.intake.pseudonymiser.key_id}. The same children would get other pseudonyms. Restore the key."
            )


def _settled(connection: StoreConnection, path: str, feed: Feed, key: str, name: str) -> Verdict | None:
    """The verdict on bytes that were loaded before or replaced while held, or that wait for a release; else None."""
    row = ledger.verdict_on(connection, feed, key, name)
    if row is None:
        return None
    if row.outcome in LOADED or all(row.sequence != held.sequence for held in ledger.held_loads(connection)):
        return Verdict(path, None, DUPLICATE, Rows(rows_in=row.rows_in, duplicate=row.rows_in), again=True)
    rows = Rows(row.rows_in, row.rows_accepted, row.rows_quarantined, row.rows_duplicate)
    findings = ledger.findings_of(connection, row.sequence, LISTED_FINDINGS)
    return Verdict(path, row.sequence, HELD, rows, tuple(findings), again=True)


def _not_held(path: str, sequence: int) -> Verdict:
    reason = f"Load {sequence} is not held. `sendwatch quarantine list` shows what is."
    return _not_released(path, "not-held", reason)


def _not_released(path: str, code: str, reason: str) -> Verdict:
    return Verdict(path, None, REFUSED, findings=(Rejection(code, FILE, path, None, None, reason),))

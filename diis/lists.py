"""A full list of layout wl-1 on its way into the staging tables: read, checked, counted."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from diis.extracts.ahead import ahead
from diis.extracts.check import check_file
from diis.extracts.contract import Contract, Table
from diis.extracts.findings import Checked, frame_of
from diis.extracts.headers import check_header
from diis.extracts.manifest import MANIFEST, check_counts, read_manifest
from diis.extracts.rejections import FILE, WARNING, Refused, Rejection
from diis.extracts.sources import Source
from diis.extracts.text import CsvFile
from diis.extracts.verdict import Rows
from diis.extracts.wl_1 import CONTACTS, EVENTS, REFERRALS, STEPS
from diis.feeds import WL_1
from diis.store.integrity import set_apart
from diis.store.staging import Staging, staged_contact, staged_event, staged_referral, staged_step
from diis.store.whole_columns import check_damage, check_order_of_dates

_FILES = {REFERRALS: staged_referral, CONTACTS: staged_contact, EVENTS: staged_event, STEPS: staged_step}
MAX_ROWS = 10_000_000
"""Rows of one file, far more than one provider has on one pathway."""
OPTIONAL = frozenset({EVENTS.file, STEPS.file})
_WHY_NEEDED = {
    REFERRALS.file: "It is the list itself.",
    CONTACTS.file: "Without it every child would look unseen. If there were no contacts, send its header line alone.",
}
_MANY = 20
_NO_CONTACT = "The file has no contact: every child counts as not seen. If that is not so, send the contacts as well."
_KEPT = (
    "The file was in an earlier list and is not in this one. What it told is kept as it was. "
    "If there is nothing to tell, send its header line alone."
)


@dataclass(frozen=True)
class Counted:
    """What was staged. `declared` is the number of referrals that a manifest promised, None without one.

    `not_sent` names the optional files that are not in the extract: that is not to say that there is nothing.
    `uncounted` has the rows of each file that no manifest counts, `by_file` those of every file.
    """

    rows: Rows
    referrals: int
    contacts: int
    declared: int | None
    not_sent: frozenset[str] = frozenset()
    uncounted: Mapping[str, int] = field(default_factory=dict)
    by_file: Mapping[str, int] = field(default_factory=dict)


class ListReader:
    """Reads the files of one extract into staging and counts every row."""

    def __init__(self, staging: Staging, source: Source, contract: Contract, progress: Callable[[int], None]) -> None:
        self._staging = staging
        self._source = source
        self._contract = contract
        self._progress = progress
        self._rows_in: dict[str, int] = {}
        self._quarantined = 0

    def stage(self, told: frozenset[str]) -> Counted:
        """Read and check everything; raises `Refused` for a fault of a file, and when no row can be accepted.

        `told` names the files of which earlier lists told something.
        """
        manifest = read_manifest(self._source, WL_1)
        self._warn_of_files_no_longer_sent(told)
        self._warn_of_other_files()
        for table in _FILES:
            self._stage_file(table)
        self._warn_of_no_contact()
        check_counts(manifest, self._rows_in | self._rows_of_others(manifest))
        self._staging.finish()
        with self._staging.connection.begin():
            check_damage(self._staging.connection, self._rows_in)
            check_order_of_dates(self._staging.connection)
        promised = self._contract.promised
        apart = set_apart(self._staging, promised.provider, promised.pathway)
        rows_in, quarantined = sum(self._rows_in.values()), self._quarantined + apart.quarantined
        referrals = self._staging.count(staged_referral)
        if referrals == 0 and self._rows_in[REFERRALS.file]:
            raise self._none_accepted()
        rows = Rows(rows_in, rows_in - quarantined - apart.duplicate, quarantined, apart.duplicate)
        declared = None if manifest is None else manifest.get(REFERRALS.file)
        uncounted = {name: count for name, count in self._rows_in.items() if name not in (manifest or {})}
        contacts = self._staging.count(staged_contact)
        return Counted(rows, referrals, contacts, declared, self._not_sent(), uncounted, dict(self._rows_in))

    def _stage_file(self, table: Table) -> None:
        if table.file in self._not_sent():
            return
        if table.file not in self._source.files():
            reason = f"{table.file} is not in the extract. {_WHY_NEEDED[table.file]}{self._instead_of(table)}"
            raise Refused(Rejection("file-missing", FILE, table.file, None, None, reason))
        self._rows_in[table.file] = 0
        with self._source.open(table.file) as stream:
            file = CsvFile(stream, table.file)
            self._staging.add_findings(frame_of([*file.warnings, *check_header(table, file.header, file.first_lines)]))
            with ahead(file.batches()) as batches:
                for batch in batches:
                    self._stage_checked(table, check_file(table, batch, file.header, self._contract))

    def _instead_of(self, table: Table) -> str:
        """What to do where a file of nearly that name is there."""
        stem = table.file.removesuffix(".csv")
        alike = [name.lower() for name in self._source.files() if name.lower().startswith(f"{stem}.")]
        if table.file in alike:
            return f" One is called so but for capitals: rename it to {table.file}."
        if f"{stem}.xls" in alike:
            return " There is an old Excel workbook (.xls): open it in Excel and save it as .xlsx, or as 'CSV UTF-8'."
        return ""

    def _stage_checked(self, table: Table, checked: Checked) -> None:
        self._staging.add_checked(_FILES[table], table.file, checked)
        self._rows_in[table.file] += checked.rows_in
        self._check_length(table.file)
        self._quarantined += checked.quarantined
        self._progress(checked.rows_in)

    def _check_length(self, file: str) -> None:
        if self._rows_in[file] > MAX_ROWS:
            reason = f"The file has more than {MAX_ROWS:,} rows. Send the list of one provider and pathway only."
            raise Refused(Rejection("too-many-rows", FILE, file, None, None, reason))

    def _warn_of_no_contact(self) -> None:
        """A header alone says that nobody was seen: possible of a few children, and hardly ever meant of many."""
        if self._rows_in[REFERRALS.file] >= _MANY and not self._rows_in[CONTACTS.file]:
            found = Rejection("no-contact", WARNING, CONTACTS.file, None, None, _NO_CONTACT)
            self._staging.add_findings(frame_of([found]))

    def _warn_of_other_files(self) -> None:
        """Files that are not of the layout are not read; by their number, for their names could be anybody's (B80)."""
        others = self._source.files().keys() - {table.file for table in _FILES} - {MANIFEST}
        if others:
            reason = f"{len(others):,} files in the extract are not in the layout. They were not read; leave them out."
            self._staging.add_findings(frame_of([Rejection("file-not-read", WARNING, "extract", None, None, reason)]))

    def _not_sent(self) -> frozenset[str]:
        return OPTIONAL - self._source.files().keys()

    def _warn_of_files_no_longer_sent(self, told: frozenset[str]) -> None:
        missed = sorted(self._not_sent() & told)
        self._staging.add_findings(
            frame_of(Rejection("file-no-longer-sent", WARNING, file, None, None, _KEPT) for file in missed)
        )

    def _rows_of_others(self, manifest: dict[str, int] | None) -> dict[str, int]:
        """The rows of further files that the manifest counts; nothing else is read of them."""
        others = (manifest or {}).keys() & self._source.files().keys() - self._rows_in.keys()
        return {name: self._rows_of(name) for name in others}

    def _rows_of(self, name: str) -> int:
        with self._source.open(name) as stream:
            return sum(batch.rows_in for batch in CsvFile(stream, name).batches())

    def _none_accepted(self) -> Refused:
        every = self._staging.faults_of_every_row(REFERRALS.file, self._rows_in[REFERRALS.file])
        in_every = f" Every row has a fault in {', '.join(every)}." if every else ""
        reason = f"No row of the list could be accepted. First correct the faults below, then send it again.{in_every}"
        first = self._staging.findings(20)
        return Refused(Rejection("no-row-accepted", FILE, REFERRALS.file, None, None, reason), *first)

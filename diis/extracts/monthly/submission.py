"""A whole submission: read, check, link and derive, table by table, parents first."""

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from diis.extracts.manifest import MANIFEST, check_counts, read_manifest
from diis.extracts.monthly import roles
from diis.extracts.monthly.contract import Layout, Table
from diis.extracts.monthly.facts import Frames, LookUps, rows_of
from diis.extracts.monthly.heading import check_heading
from diis.extracts.monthly.judging import judge_fields, settle_with_dates
from diis.extracts.monthly.layouts import LAYOUTS
from diis.extracts.monthly.linking import (
    set_numbers_aside,
    set_orphans_aside,
    set_wrong_order_aside,
    warn_of_dates,
    warn_of_unknown_teams,
)
from diis.extracts.monthly.periods import Submission
from diis.extracts.monthly.persons import Persons, persons_of
from diis.extracts.monthly.reading import check_files, read_sheet
from diis.extracts.monthly.sheets import Sheet
from diis.extracts.rejections import FILE, Refused, Rejection
from diis.extracts.sources import Source
from diis.extracts.verdict import Rows

_REFERRAL_DATES = {roles.CONTACTS: ("received_on", "discharged_on", "birth_on")}
_FROM_REFERRAL = (roles.CONTACTS, roles.INDIRECT, roles.TEAMS)


@dataclass(frozen=True)
class Checked:
    """What a submission comes to: the rows to store by table, what was found, and the count of every row."""

    rows: dict[str, pl.DataFrame]
    findings: list[Rejection]
    counted: Rows
    referrals: int
    contacts: int
    declared: int | None
    referral_file: str


class SubmissionReader:
    """Reads one submission; `progress` is told of the rows of each table."""

    def __init__(
        self,
        source: Source,
        promised: Submission,
        look_ups: LookUps,
        progress: Callable[[int], None],
        *,
        allow_test_nhs_numbers: bool,
    ) -> None:
        self._source = source
        self._promised = promised
        self._look_ups = look_ups
        self._progress = progress
        self._allow_test = allow_test_nhs_numbers
        self._layout: Layout = LAYOUTS[promised.layout]
        self._sheets: dict[str, Sheet] = {}
        self._persons = Persons(pl.DataFrame(), frozenset())

    def check(self) -> Checked:
        """Raises `Refused` for a fault of the whole submission."""
        manifest = read_manifest(self._source, self._layout.id)
        findings = check_files(self._source, self._layout, beside=MANIFEST)
        for table in self._layout.tables:
            self._sheets[table.name] = read_sheet(self._source, table, self._layout)
            self._progress(self._sheets[table.name].rows_in)
        check_counts(manifest, {sheet.table.file: sheet.rows_in for sheet in self._sheets.values()})
        check_heading(self._of(roles.HEADER), self._layout, self._promised)
        self._check_needed()
        for table in self._layout.tables:
            self._check_table(table)
        if self._layout.of_role(roles.TEAM_DETAILS) is not None:
            for role in (roles.REFERRALS, roles.TEAMS):
                warn_of_unknown_teams(self._of(role), self._of(roles.TEAM_DETAILS))
        referrals, contacts = self._of(roles.REFERRALS), self._of(roles.CONTACTS)
        if referrals.rows_in and not referrals.accepted:
            raise self._none_accepted(referrals)
        return Checked(
            rows_of(self._frames(), self._promised, self._look_ups),
            findings + [found for sheet in self._sheets.values() for found in sheet.findings],
            self._counted(),
            referrals.accepted,
            contacts.accepted,
            None if manifest is None else manifest.get(referrals.table.file),
            referrals.table.file,
        )

    def _of(self, role: str) -> Sheet:
        return next(sheet for sheet in self._sheets.values() if sheet.table.role == role)

    def _frames(self) -> Frames:
        found: Frames = {}
        for sheet in self._sheets.values():
            found.setdefault(sheet.table.role, []).append(sheet.frame)
        return found

    def _counted(self) -> Rows:
        sheets = self._sheets.values()
        return Rows(
            sum(sheet.rows_in for sheet in sheets),
            sum(sheet.accepted for sheet in sheets),
            sum(sheet.quarantined for sheet in sheets),
            sum(sheet.duplicate for sheet in sheets),
        )

    def _check_needed(self) -> None:
        """Refuse a submission without the table that its other rows hang on."""
        for sheet in self._sheets.values():
            if not sheet.rows_in or sheet.table.parent is None:
                continue
            parent = self._of(sheet.table.parent[0])
            if not parent.rows_in:
                reason = f"There is no row in {parent.table.file}, but {sheet.table.file} has rows that belong to it."
                raise Refused(Rejection("table-missing", FILE, parent.table.file, None, None, reason))

    def _check_table(self, table: Table) -> None:
        sheet = self._sheets[table.name]
        if table.role == roles.HEADER:
            return
        if table.role == roles.PATIENTS:
            self._persons = persons_of(
                sheet, self._promised, self._look_ups.pseudonymiser, allow_test_nhs_numbers=self._allow_test
            )
            return
        judge_fields(sheet, self._promised)
        set_numbers_aside(sheet, self._persons.numbers)
        settle_with_dates(sheet)
        self._link(sheet)
        set_wrong_order_aside(sheet)
        warn_of_dates(sheet, self._promised)
        sheet.set_doubles_apart()

    def _link(self, sheet: Sheet) -> None:
        """Join a table to the one it belongs to, and set aside what belongs to nothing."""
        if sheet.table.parent is None:
            return
        role, fact = sheet.table.parent
        parent = self._of(role)
        known = self._persons.known if role == roles.PATIENTS else parent.frame
        set_orphans_aside(sheet, known[fact], parent.table.file)
        wanted: tuple[str, ...] = ()
        if sheet.table.role in (roles.REFERRALS, roles.CARE_PLANS):
            wanted = ("person", "birth_on")
        elif sheet.table.role in _FROM_REFERRAL:
            wanted = _REFERRAL_DATES.get(sheet.table.role, ("received_on",))
        if wanted:
            sheet.frame = sheet.frame.join(known.select(fact, *wanted), on=fact, how="left", maintain_order="left")

    def _none_accepted(self, referrals: Sheet) -> Refused:
        reason = (
            "No referral of the submission could be accepted; the first faults are listed. The last good one stays."
        )
        rejection = Rejection("no-row-accepted", FILE, referrals.table.file, None, None, reason)
        return Refused(rejection, *referrals.findings[:20])

"""What the header table of a submission says must be what its name promised."""

from datetime import date

from diis.extracts.monthly.contract import Field, Layout
from diis.extracts.monthly.judging import ruled
from diis.extracts.monthly.national import NOT_BLANK
from diis.extracts.monthly.periods import Submission
from diis.extracts.monthly.sheets import Sheet
from diis.extracts.rejections import FILE, WARNING, Refused, Rejection


def check_heading(sheet: Sheet, layout: Layout, promised: Submission) -> None:
    """Refuse another version, provider or period; a submission without a header stands by its name, with a warning."""
    if sheet.frame.height == 0:
        reason = (
            "There is no row in the header table: nothing but the name says whose submission this is and of which "
            "month. National validation refuses it."
        )
        sheet.findings.append(Rejection("header-table-empty", WARNING, sheet.table.file, None, None, reason))
        return
    if sheet.frame.height > 1:
        raise _refused(sheet, "header-rows", None, "The header table has more than one row. Send one month at a time.")
    said = sheet.frame.row(0, named=True)
    for field in sheet.table.fields:
        if said[field.fact] is None:
            reason = ruled("The header does not say it; fill it in.", field.rules.get(NOT_BLANK))
            raise _refused(sheet, "header-value-missing", field, reason)
    _check_version(sheet, layout, said["version"])
    if said["provider"] != promised.provider:
        reason = (
            f"The header names another provider than the extract's name, {promised.provider}. Nothing of it was read. "
            "Tell both senders."
        )
        raise _refused(sheet, "provider-differs", sheet.table.field_of("provider"), reason)
    for fact, expected in (("starts_on", promised.first_on), ("ends_on", promised.last_on)):
        _check_day(sheet, sheet.table.field_of(fact), said[fact], expected)


def _check_version(sheet: Sheet, layout: Layout, version: str) -> None:
    if not _same_version(version, layout.version):
        reason = f"The header names another version than {layout.version} of the {layout.title}. It cannot be read."
        raise _refused(sheet, "data-set-version", sheet.table.field_of("version"), reason)


def _same_version(said: str, read: str) -> bool:
    """6, 6.0 and 06.0 are one version."""
    try:
        return float(said) == float(read)
    except ValueError:
        return False


def _check_day(sheet: Sheet, field: Field, said: str, expected: date) -> None:
    # Some systems write the period as instants.
    if said[:10] != str(expected):
        reason = (
            f"The reporting period of the header is not the month of the extract's name: expected {expected} here. "
            "Rename the extract, or send that month."
        )
        raise _refused(sheet, "period-differs", field, reason)


def _refused(sheet: Sheet, code: str, field: Field | None, reason: str) -> Refused:
    name = field.name if field is not None else None
    return Refused(Rejection(code, FILE, sheet.table.file, 2, name, reason))

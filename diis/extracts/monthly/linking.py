"""Rules between tables: a row belongs to an accepted one, after it in time, and no id holds an NHS number."""

from collections.abc import Collection

import polars as pl

from diis.extracts.monthly import roles
from diis.extracts.monthly.contract import IDENTIFIER, SHAPE
from diis.extracts.monthly.judging import ruled
from diis.extracts.monthly.national import IN_MONTH
from diis.extracts.monthly.periods import Submission
from diis.extracts.monthly.sheets import Sheet

_NUMBER_DIGITS = 10

_IN_ORDER: dict[str, tuple[tuple[str, str], ...]] = {
    roles.REFERRALS: (("birth_on", "received_on"), ("received_on", "discharged_on"), ("received_on", "rejected_on")),
    roles.TEAMS: (("received_on", "closed_on"), ("received_on", "rejected_on")),
    roles.CONTACTS: (("received_on", "contact_on"),),
    roles.INDIRECT: (("received_on", "activity_on"),),
    roles.SPELLS: (("started_on", "discharged_on"),),
    roles.CLOCKS: (("started_on", "ended_on"),),
    roles.PRACTICES: (("registered_from", "registered_to"),),
}
"""Pairs of which the first may not be later than the second; the received date is that of the referral."""

_ONE_OF = {
    roles.PATIENTS: "patient",
    roles.REFERRALS: "referral",
    roles.CONTACTS: "contact",
    roles.ACTIVITIES: "activity",
    roles.CARE_PLANS: "care-plan",
}

_WORDS = {
    "birth_on": "the birth date",
    "received_on": "the date the referral was received",
    "started_on": "the start",
    "registered_from": "the start of the registration",
}

_REASON_OF = {"rejected_on": ("rejection_reason", "MHS10227"), "closed_on": ("closure_reason", "MHS10224")}
"""A date whose reason must be given with it (R-WAIT-80), and the national rule for the teams of a referral."""


def set_numbers_aside(sheet: Sheet, numbers: Collection[str]) -> None:
    """Quarantine rows with an NHS number of this month inside an id or code that would be stored."""
    for field in sheet.table.fields:
        if field.kind not in (IDENTIFIER, SHAPE) or not numbers:
            continue
        digits = pl.col(field.fact).str.replace_all(r"[ -]", "").str.extract_all(rf"\d{{{_NUMBER_DIGITS},}}")
        found = sheet.frame.select("line", digits.alias("digits")).filter(pl.col("digits").list.len() > 0)
        lines = [line for line, runs in found.iter_rows() if any(_holds(run, numbers) for run in runs)]
        reason = "It holds an NHS number. Send an id of your own system."
        sheet.aside_lines(lines, "identifier-in-id", field.fact, reason)


def set_orphans_aside(sheet: Sheet, parents: pl.Series, file: str) -> None:
    """Quarantine rows whose parent row is not among the accepted ones of `file`."""
    if sheet.table.parent is None:
        return
    role, fact = sheet.table.parent
    reason = f"What it belongs to is not among the accepted rows of {file}."
    missing = ~pl.col(fact).is_in(parents.implode())
    sheet.aside(missing, f"{_ONE_OF[role]}-missing", fact, reason)
    sheet.settle()


def warn_of_unknown_teams(sheet: Sheet, details: Sheet) -> None:
    """Say which referrals are with a team of which the month tells no type (R-WAIT-73)."""
    unknown = ~pl.col("team").is_in(details.frame["team"].implode())
    reason = f"The team is not among the accepted rows of {details.table.file}: its type is not known."
    sheet.warn(unknown, "team-details-missing", "team", reason)


def set_wrong_order_aside(sheet: Sheet) -> None:
    """Quarantine rows whose dates contradict each other; say what national validation would not take."""
    for first, second in _IN_ORDER.get(sheet.table.role, ()):
        if not {first, second} <= set(sheet.frame.columns):
            continue
        reason = f"The date is before {_WORDS[first]}. One of the two is wrong."
        sheet.aside(pl.col(second) < pl.col(first), "date-order", second, reason)
    if sheet.table.role == roles.CLOCKS:
        reason = "A period that ended has no start. Send the date it started on."
        stopped = pl.col("ended_on").is_not_null() & pl.col("started_on").is_null()
        sheet.aside(stopped, "stop-without-start", "ended_on", reason)
    sheet.settle()


def warn_of_dates(sheet: Sheet, promised: Submission) -> None:
    """What is taken all the same, and refused nationally (R-WAIT-80, R-WAIT-119)."""
    facts = {field.fact for field in sheet.table.fields}
    if sheet.table.role == roles.REFERRALS:
        rule = sheet.table.field_of("discharged_on").rules.get(IN_MONTH)
        reason = (
            "The discharge lies before the reporting month. It is the only news of this child, so it is taken; "
            "national validation refuses the row."
        )
        late = pl.col("discharged_on") < promised.first_on
        sheet.warn(late, "discharge-before-month", "discharged_on", ruled(reason, rule))
    if sheet.table.role == roles.CONTACTS:
        reason = "The contact is dated after the discharge of its referral. It counts; one of the two may be wrong."
        after = pl.col("contact_on") > pl.col("discharged_on")
        sheet.warn(after, "contact-after-discharge", "contact_on", reason)
    for day, (why, rule) in _REASON_OF.items():
        if day in facts and why in facts:
            named = rule if sheet.table.code == "MHS102" else None
            without = pl.col(day).is_not_null() & pl.col(why).is_null()
            sheet.warn(without, "reason-missing", why, ruled("There is a date without its reason.", named))


def _holds(digits: str, numbers: Collection[str]) -> bool:
    return any(found in numbers for found in _windows(digits))


def _windows(digits: str) -> list[str]:
    return [digits[start : start + _NUMBER_DIGITS] for start in range(len(digits) - _NUMBER_DIGITS + 1)]

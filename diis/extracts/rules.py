"""The rules on the values of a row of layout wl-1, each for a whole batch by column.

A rule looks at the columns and tells the findings which rows have a fault, with the reason in words. A new rule is a
function like these, and a line in the table of its file (`diis.extracts.check`).
"""

from collections.abc import Callable
from functools import lru_cache

import polars as pl

from diis.extracts import damage
from diis.extracts.contract import CODE_WORD, FREE, IDENTIFIER, Contract, Table
from diis.extracts.findings import Findings
from diis.extracts.values import MAX_IDENTIFIER, OLDEST_YEARS, Fault, birthday, blank, judge_of

Rule = Callable[[Findings, pl.DataFrame, Contract], None]

_TOTALS = ("total", "totals", "grand total", "sum")
REMEMBERED = 20_000
"""Judged values remembered for a column: more than the days of fifty years."""


def fields_of(table: Table) -> Rule:
    """Each field by itself: filled where it must be, and a value that its kind can have."""

    def rule(findings: Findings, columns: pl.DataFrame, contract: Contract) -> None:
        judges = _judges(table, contract.census)
        empty = blank_rows(columns, table)
        findings.reject(empty, "row-blank", None, "This row is blank. Delete it.")
        totals = ~empty & _totals(columns, table)
        findings.reject(totals, "row-of-totals", None, "This looks like a line of totals. Leave it out of the file.")
        for field in table.fields:
            values = columns[field.name]
            if field.required:
                findings.reject((values == "") & ~(empty | totals), *_with_field(blank(""), field.name))
            if field.name in judges:
                odd = _odd_identifiers(values) if field.kind == IDENTIFIER else values
                findings.reject_values(odd, field.name, judges[field.name])

    return rule


def blank_rows(columns: pl.DataFrame, table: Table) -> pl.Series:
    """Where nothing is written in any column of the layout, as spreadsheets leave it below a list."""
    ids = columns["referral_id"] == ""
    if not ids.any():
        return ids
    return columns.select(pl.all_horizontal(pl.col(table.names) == "")).to_series()


def _totals(columns: pl.DataFrame, table: Table) -> pl.Series:
    """Where a row without an id says that it is a total."""
    ids = columns["referral_id"] == ""
    if not ids.any():
        return ids
    says = pl.any_horizontal(pl.col(table.names[:4]).str.to_lowercase().is_in(list(_TOTALS)))
    return ids & columns.select(says).to_series()


def _odd_identifiers(values: pl.Series) -> pl.Series:
    """Ids that could have a fault, null for all others: ids hardly ever come twice, so that remembering saves nothing.

    An error word of a spreadsheet begins with #.
    """
    odd = (values.str.len_bytes() > MAX_IDENTIFIER) | values.str.contains(r"[^\x20-\x7e]") | values.str.starts_with("#")
    return values.set(~odd, None) if odd.any() else values.clear()


@lru_cache(maxsize=8)
def _judges(table: Table, census: str) -> dict[str, Callable[[str], Fault | None]]:
    """The judges of a table; they remember values, since most come again in the next batch."""
    judges = {field.name: judge_of(field, census) for field in table.fields}
    return {name: lru_cache(maxsize=REMEMBERED)(judge) for name, judge in judges.items() if judge is not None}


def _with_field(fault: Fault | None, name: str) -> tuple[str, str, str]:
    code, reason = fault or ("", "")
    return code, name, reason


def plain_text(table: Table) -> Rule:
    """Fields that nobody else judges hold neither the error word of a spreadsheet nor signs that are not seen (B07)."""
    free = [field.name for field in table.fields if field.kind in (FREE, CODE_WORD)]

    def rule(findings: Findings, columns: pl.DataFrame, contract: Contract) -> None:  # noqa: ARG001 - a rule
        for name in free:
            values = columns[name]
            findings.reject(values.is_in(list(damage.ERROR_WORDS)), damage.CODE, name, damage.REASON)
            reason = "The value holds a sign that cannot be seen or turns the text around. Remove it in your system."
            findings.reject(values.str.contains(damage.UNSEEN), "control-character", name, reason)

    return rule


def of_the_provider(findings: Findings, columns: pl.DataFrame, contract: Contract) -> None:
    """A row of another provider is in the wrong extract (B36)."""
    expected, values = contract.promised.provider, columns["provider"]
    reason = f"The row is of another provider than the extract's name, {expected}. Leave it out, or correct it."
    findings.reject((values != "") & (values != expected), "provider-differs", "provider", reason)


def of_the_promised_list(findings: Findings, columns: pl.DataFrame, contract: Contract) -> None:
    """A row is of the pathway and census that the name promised (B36, B69)."""
    promised = contract.promised
    for name, expected in (("pathway", promised.pathway), ("census_date", contract.census)):
        values = columns[name]
        reason = f"The row's {name} is not that of the extract's name, {expected}. Correct the row, or leave it out."
        code = f"{name.replace('_', '-')}-differs"
        findings.reject_good((values != "") & (values != expected), code, name, reason)


def in_order(pairs: tuple[tuple[str, str], ...]) -> Rule:
    """Of each pair of dates the first is not later than the second (R-WAIT-119; B55, B56); ISO text sorts as dates."""

    def rule(findings: Findings, columns: pl.DataFrame, contract: Contract) -> None:  # noqa: ARG001 - a rule
        for first, second in pairs:
            earlier, later = columns[first], columns[second]
            reason = f"{second} is earlier than {first}. Correct the one that is wrong."
            findings.reject_good((later != "") & (later < earlier), "date-order", second, reason)

    return rule


def of_age(findings: Findings, columns: pl.DataFrame, contract: Contract) -> None:  # noqa: ARG001 - a rule
    """Whoever was born on or before the day 26 years before a referral was over 25 when it was received (B54)."""
    births, received = columns["birth_date"], columns["received_date"]
    limits = {birth: birthday(birth, OLDEST_YEARS + 1) for birth in births.unique() if birth[:4].isdecimal()}
    if not limits or min(limits.values()) > str(received.max()):
        return
    limit = births.replace_strict(list(limits), list(limits.values()), default=None, return_dtype=pl.String)
    reason = f"The person was over {OLDEST_YEARS} when the referral was received. Check the birth date."
    findings.reject_good((received >= limit).fill_null(value=False), "age-implausible", "birth_date", reason)


def decided_on_a_day(findings: Findings, columns: pl.DataFrame, contract: Contract) -> None:  # noqa: ARG001 - a rule
    """A decision without its date is told, since the clock goes on."""
    reason = "A decision without its date does not stop the clock: the child still counts as waiting. Give the date."
    undated = (columns["decision"] != "") & (columns["decision_date"] == "")
    findings.warn(undated, "decision-without-date", "decision_date", reason)


def closed_on_a_day(findings: Findings, columns: pl.DataFrame, contract: Contract) -> None:  # noqa: ARG001 - a rule
    """A reason of closure without its date is told, since the clock goes on."""
    reason = "A closure without its date does not stop the clock: the child still counts as waiting. Give the date."
    undated = (columns["closure_reason"] != "") & (columns["closed_date"] == "")
    findings.warn(undated, "closure-without-date", "closed_date", reason)


def resubmitted_after_a_return(findings: Findings, columns: pl.DataFrame, contract: Contract) -> None:  # noqa: ARG001
    """A referral that was sent in again had been returned: without that day nobody knows for how long it was out."""
    reason = "The referral was sent in again, and no date tells when it was returned. Give the date of the return."
    unreturned = (columns["resubmitted_date"] != "") & (columns["returned_date"] == "")
    findings.warn(unreturned, "resubmitted-not-returned", "returned_date", reason)


def attended_or_not(findings: Findings, columns: pl.DataFrame, contract: Contract) -> None:  # noqa: ARG001 - a rule
    """A contact of which nobody says that it took place is told, since the clock goes on (R-WAIT-77)."""
    reason = "Without an attendance code the contact does not stop the clock: the child still counts as waiting."
    findings.warn(columns["attendance"] == "", "attendance-missing", "attendance", f"{reason} Give the code.")

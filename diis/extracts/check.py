"""The row rules of layout wl-1, batch by batch: what may be staged and what is set aside, with the reason in words."""

import polars as pl

from diis.extracts.contract import Contract, Table
from diis.extracts.facts import facts_of, referral_facts
from diis.extracts.findings import Checked, Findings
from diis.extracts.identity import IDENTITY_RULES, NUMBER, holds_number, no_suspects, suspects_in, with_numbers
from diis.extracts.plain import BLANKS
from diis.extracts.rules import (
    Rule,
    attended_or_not,
    closed_on_a_day,
    decided_on_a_day,
    fields_of,
    in_order,
    of_age,
    of_the_promised_list,
    of_the_provider,
    plain_text,
    resubmitted_after_a_return,
)
from diis.extracts.text import Batch
from diis.extracts.values import MAX_IDENTIFIER
from diis.extracts.wl_1 import CONTACTS, DATE_ORDER, EVENTS, REFERRALS, STEP_DATE_ORDER, STEPS

RULES: dict[Table, tuple[Rule, ...]] = {
    REFERRALS: (
        plain_text(REFERRALS),
        fields_of(REFERRALS),
        of_the_provider,
        of_the_promised_list,
        in_order(DATE_ORDER),
        of_age,
        *IDENTITY_RULES,
        decided_on_a_day,
        closed_on_a_day,
        resubmitted_after_a_return,
    ),
    CONTACTS: (plain_text(CONTACTS), fields_of(CONTACTS), of_the_provider, attended_or_not),
    EVENTS: (plain_text(EVENTS), fields_of(EVENTS), of_the_provider),
    STEPS: (plain_text(STEPS), fields_of(STEPS), of_the_provider, in_order(STEP_DATE_ORDER)),
}
"""The rules of each file in their order: one that says nothing of rows set aside already stands after the others."""

_ITEM_IDS = {CONTACTS: "contact_id"}
_MAY_HOLD_A_NUMBER = {CONTACTS: "contact_id", EVENTS: "code"}


def check_referrals(batch: Batch, header: list[str], contract: Contract) -> Checked:
    """Rows of `referrals.csv` as they are staged: line, content that the store does not take, facts that it does."""
    columns = with_numbers(columns_of(batch, header, REFERRALS), contract)
    findings = _judged(REFERRALS, batch, columns, contract)
    good = columns.filter(~findings.bad)
    lines = findings.lines.filter(~findings.bad)
    facts = referral_facts(good, contract).insert_column(0, lines.alias("line"))
    aside = columns.filter(findings.bad & ~holds_number(columns["referral_id"], columns[NUMBER]))
    named = [_named(aside), _named_in(batch.set_aside, header)]
    suspects = suspects_in(lines, good["referral_id"], contract)
    return Checked(facts, findings.told(), pl.concat(named), suspects, batch.rows_in)


def check_items(table: Table, batch: Batch, header: list[str], contract: Contract) -> Checked:
    """Rows of a file of what belongs to referrals, as they are staged: line, and the columns of the store."""
    columns = columns_of(batch, header, table)
    findings = _judged(table, batch, columns, contract)
    good, lines = columns.filter(~findings.bad), findings.lines.filter(~findings.bad)
    facts = facts_of(table, good).insert_column(0, lines.alias("line"))
    named = [_named(columns.filter(findings.bad), _ITEM_IDS.get(table)), _named_in(batch.set_aside, header)]
    held_in = _MAY_HOLD_A_NUMBER.get(table)
    suspects = suspects_in(lines, good[held_in], contract) if held_in else no_suspects()
    return Checked(facts, findings.told(), pl.concat(named), suspects, batch.rows_in)


def check_file(table: Table, batch: Batch, header: list[str], contract: Contract) -> Checked:
    """A batch of any file of the layout."""
    if table is REFERRALS:
        return check_referrals(batch, header, contract)
    return check_items(table, batch, header, contract)


def columns_of(batch: Batch, header: list[str], table: Table) -> pl.DataFrame:
    """The fields of a table without surrounding blanks; one that was not sent is blank."""
    known = [name for name in table.names if name in header]
    columns = batch.frame.select(known)
    if batch.may_be_padded:
        columns = columns.with_columns(pl.col(known).str.strip_chars(BLANKS))
    return columns.with_columns(pl.lit("").alias(name) for name in table.names if name not in header)


def _judged(table: Table, batch: Batch, columns: pl.DataFrame, contract: Contract) -> Findings:
    findings = Findings(table.file, batch.lines, batch.rejections)
    for rule in RULES[table]:
        rule(findings, columns, contract)
    return findings


def _named(aside: pl.DataFrame, item_id: str | None = None) -> pl.DataFrame:
    """The sound ids of rows set aside; without an item id, whatever the list says of that referral is in doubt."""
    named = aside.select(
        referral_id=pl.col("referral_id"),
        item_id=pl.when(is_identifier(pl.col(item_id))).then(pl.col(item_id)) if item_id else pl.lit(None, pl.String),
    )
    return named.filter(is_identifier(pl.col("referral_id")))


def _named_in(rows: list[list[str]], header: list[str]) -> pl.DataFrame:
    """What stands in the place of the referral id in rows that are too short or too long: most break after it."""
    place = header.index("referral_id")
    found = [row[place].strip() for row in rows if len(row) > place]
    return _named(pl.DataFrame({"referral_id": found}, schema={"referral_id": pl.String}))


def is_identifier(ids: pl.Expr) -> pl.Expr:
    """Where an id is filled and sound, as `diis.extracts.values.identifier_fault` judges it."""
    return (ids != "") & (ids.str.len_chars() <= MAX_IDENTIFIER) & ~ids.str.contains(r"[^\x20-\x7e]")

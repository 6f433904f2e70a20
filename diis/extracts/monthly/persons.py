"""Who is who in a month: from the patient table to one pseudonym and birth date for each local patient id.

A row whose number, local id or birth date cannot be right tells of nobody, and takes its referrals with it. A row with
another fault is set aside alone: its child still counts, with nothing known of gender, place and the like.
"""

from dataclasses import dataclass
from functools import partial

import polars as pl

from diis.definitions import nhs_number
from diis.extracts.monthly.judging import judge_fields, ruled, settle_with_dates
from diis.extracts.monthly.national import NOT_BLANK
from diis.extracts.monthly.periods import Submission
from diis.extracts.monthly.sheets import LINE, Sheet
from diis.extracts.pseudonyms import Pseudonymiser
from diis.extracts.values import Fault

_IDENTITY = ("local_id", "nhs_number", "birth_on")

_NUMBER_REASONS = {
    "nhs-number-shape": "An NHS number has ten digits. A spreadsheet may have cut a zero or written it as 9.43E+09.",
    "nhs-number-check-digit": "The check digit does not fit: a digit is wrong. Trace the number and correct it.",
    "nhs-number-sentinel": "This number is used for 'not known'. Leave it blank: the local id tells who it is.",
    "nhs-number-test-range": "Numbers that begin with 999 are for tests. To try invented extracts, set "
    "SENDWATCH_ALLOW_TEST_NHS_NUMBERS=1; never where real children are.",
}


@dataclass(frozen=True)
class Persons:
    """`known` has local_id, person (pseudonym) and birth_on of all who are told of; `numbers` are the NHS numbers."""

    known: pl.DataFrame
    numbers: frozenset[str]


def persons_of(
    sheet: Sheet, promised: Submission, pseudonymiser: Pseudonymiser, *, allow_test_nhs_numbers: bool
) -> Persons:
    """Check the patient table and settle it; its rows keep the column local_id and gain person."""
    normal = pl.col("nhs_number").map_elements(nhs_number.normalised, return_dtype=pl.String)
    sheet.frame = sheet.frame.with_columns(normal)
    numbers = frozenset(number for number in sheet.frame["nhs_number"].unique() if number and len(number) == 10)
    judge_fields(sheet, promised, _IDENTITY)
    sheet.judge("nhs_number", partial(_number_fault, allow_test_range=allow_test_nhs_numbers))
    _set_mistaken_identities_aside(sheet)
    told = sheet.frame.filter(~pl.col(LINE).is_in(list(sheet.bad)))
    known = _known(told, promised.provider, pseudonymiser)
    sheet.warn(
        pl.col("nhs_number").is_null(),
        "nhs-number-missing",
        "nhs_number",
        "No NHS number: the person is matched by local id only.",
    )
    rule = sheet.table.field_of("birth_on").rules.get(NOT_BLANK)
    reason = ruled("No birth date: the age is not known, so the person is in no age group.", rule)
    sheet.warn(pl.col("birth_on").is_null(), "birth-date-missing", "birth_on", reason)
    judge_fields(sheet, promised, {field.fact for field in sheet.table.fields} - set(_IDENTITY))
    settle_with_dates(sheet)
    _set_doubles_apart(sheet, known)
    return Persons(known, numbers)


def _number_fault(value: str, *, allow_test_range: bool) -> Fault | None:
    code = nhs_number.fault(value, allow_test_range=allow_test_range)
    return None if code is None else (code, _NUMBER_REASONS[code])


def _set_mistaken_identities_aside(sheet: Sheet) -> None:
    """B64, B65: rows that contradict each other on who somebody is; none can be trusted."""
    sound = sheet.frame.filter(~pl.col(LINE).is_in(list(sheet.bad)))
    contradictions = (
        ("nhs_number", "birth_on", "nhs-number-two-births", "The same NHS number has two birth dates in this month."),
        ("local_id", "nhs_number", "local-id-two-numbers", "The same local patient id has two NHS numbers."),
        ("local_id", "birth_on", "local-id-two-births", "The same local patient id has two birth dates."),
    )
    for key, other, code, reason in contradictions:
        differ = pl.col(other).drop_nulls().n_unique().over(key) > 1
        lines = sound.filter(pl.col(key).is_not_null()).filter(differ)[LINE]
        sheet.aside_lines(lines, code, key, f"{reason} Send the right one only.")


def _known(told: pl.DataFrame, provider: str, pseudonymiser: Pseudonymiser) -> pl.DataFrame:
    one = told.group_by("local_id").agg(pl.col("nhs_number", "birth_on").drop_nulls().first())
    persons = [
        pseudonymiser.of_nhs_number(number) if number else pseudonymiser.of_local_id(provider, local_id)
        for local_id, number in one.select("local_id", "nhs_number").iter_rows()
    ]
    return one.select(
        "local_id",
        pl.Series("person", persons, dtype=pl.String),
        pl.col("birth_on").str.to_date("%Y-%m-%d"),
    )


def _set_doubles_apart(sheet: Sheet, known: pl.DataFrame) -> None:
    """One row a person: equal ones count once, rows that tell different things of one person are all set aside."""
    sheet.set_doubles_apart()
    sheet.frame = sheet.frame.join(known.select("local_id", "person"), on="local_id", how="left", maintain_order="left")
    by_local_id = sheet.frame.select(LINE, "local_id")
    sheet.frame = sheet.frame.drop("local_id", "nhs_number")
    reason = (
        "The same person stands in several rows that differ, under other local ids. National validation refuses it."
    )
    sheet.set_contradictions_aside(["person"], "person-conflict", "nhs_number", reason)
    sheet.count_once([column for column in sheet.frame.columns if column != LINE])
    sheet.frame = sheet.frame.join(by_local_id, on=LINE, how="left", maintain_order="left")

"""Who a row is about, and that no id of a row says so to whoever reads the store (R-WAIT-117; B58 to B63, F38)."""

import re
from functools import partial

import polars as pl

from diis.definitions import nhs_number
from diis.extracts.contract import Contract
from diis.extracts.damage import CODE, ERROR_WORDS, NUMBER_REASON, lost_digits
from diis.extracts.findings import Findings
from diis.extracts.rules import Rule, blank_rows
from diis.extracts.values import Fault
from diis.extracts.wl_1 import REFERRALS

NUMBER = "number"
"""The column of the normalised NHS number, beside that of the number as it was sent."""
SOUND = "number_is_sound"

_REASONS = {
    "nhs-number-shape": "An NHS number is ten digits, 0 to 9. Correct it, or leave it blank and give the local id.",
    "nhs-number-check-digit": "The check digit does not fit: a digit is wrong. Trace the number and correct it.",
    "nhs-number-sentinel": "This number is used for 'not known'. Leave it blank and give the local_patient_id.",
    "nhs-number-test-range": "Numbers that begin with 999 are for tests. Correct it. To try invented extracts, set "
    "SENDWATCH_ALLOW_TEST_NHS_NUMBERS=1, and never where real children are.",
}
_TEN_DIGITS = r"\A[0-9]{10}\z"
_TEN_DIGITS_SOMEWHERE = r"[0-9](?:[ -]*[0-9]){9}"
_EVERY_TEN_DIGITS = re.compile(r"(?=(\d{10}))", re.ASCII)


def with_numbers(columns: pl.DataFrame, contract: Contract) -> pl.DataFrame:
    """The columns, and beside them the number without the spaces of its 3-3-4 form (B59), and whether it is sound."""
    numbers = columns["nhs_number"]
    if numbers.str.contains(" ", literal=True).any():
        numbers = numbers.str.replace(r"(?s)\A(.{3}) (.{3}) (.{4})\z", "${1}${2}${3}")
    with_normalised = columns.with_columns(numbers.alias(NUMBER))
    return with_normalised.with_columns(sound(pl.col(NUMBER), contract.allow_test_nhs_numbers).alias(SOUND))


def sound(numbers: pl.Expr, allow_test_range: bool) -> pl.Expr:
    """Where a number has no fault: what `diis.definitions.nhs_number.fault` says of each, told for many at once."""
    shaped = numbers.str.contains(_TEN_DIGITS)
    digits = pl.when(shaped).then(numbers).otherwise(pl.lit("0")).cast(pl.Int64)
    weighted = pl.sum_horizontal(digits // 10 ** (10 - place) % 10 * (11 - place) for place in range(1, 10))
    fits = (11 - weighted % 11) % 11 == digits % 10
    person = ~numbers.is_in(sorted(nhs_number.NEVER_A_PERSON))
    return shaped & fits & person & (~numbers.str.starts_with(nhs_number.TEST_RANGE) | allow_test_range)


def _fault(number: str, *, allow_test_range: bool) -> Fault | None:
    if lost_digits(number) or number in ERROR_WORDS:
        return CODE, NUMBER_REASON
    code = nhs_number.fault(number, allow_test_range=allow_test_range)
    return (code, _REASONS[code]) if code else None


def about_somebody(findings: Findings, columns: pl.DataFrame, contract: Contract) -> None:
    """A row has a sound NHS number, or else a local id to tell the child by (R-WAIT-117: never name and birth)."""
    numbers, local_ids = columns[NUMBER], columns["local_patient_id"]
    missing = numbers == ""
    wrong = ~missing & ~columns[SOUND]
    if wrong.any():
        judged = pl.select(pl.when(wrong).then(numbers)).to_series()
        findings.reject_values(judged, "nhs_number", partial(_fault, allow_test_range=contract.allow_test_nhs_numbers))
    nameless = "Neither NHS number nor local_patient_id is given. Give one of them."
    findings.reject(
        missing & (local_ids == "") & ~blank_rows(columns, REFERRALS), "person-missing", "nhs_number", nameless
    )
    by_local_id = "No NHS number: the child is matched by local id only. Trace the number and send it."
    findings.warn(missing & (local_ids != ""), "nhs-number-missing", "nhs_number", by_local_id)


def ids_without_number(findings: Findings, columns: pl.DataFrame, contract: Contract) -> None:  # noqa: ARG001 - a rule
    """An id is kept and an NHS number never is: the referral id does not hold it (F38)."""
    right = columns[SOUND]
    held = holds_number(columns["referral_id"], columns[NUMBER])
    reason = "The referral id holds the NHS number. Send an id of your own system."
    findings.reject(right & held, "identifier-in-referral-id", "referral_id", reason)
    held = holds_number(columns["local_patient_id"], columns[NUMBER])
    reason = "The local id holds the NHS number. It is not kept; send the number that your own system gives."
    findings.warn(right & held, "identifier-in-local-id", "local_patient_id", reason)


def holds_number(ids: pl.Series, numbers: pl.Series) -> pl.Series:
    """Where an id holds the NHS number of its row, in one piece or in its 3-3-4 form."""
    if not ids.str.contains(_TEN_DIGITS_SOMEWHERE).any():
        return pl.repeat(False, ids.len(), dtype=pl.Boolean, eager=True)
    cleaned = ids.str.replace_all("[ -]", "")
    pair = pl.DataFrame({"id": cleaned, "number": numbers})
    return pair.select((pl.col("number") != "") & pl.col("id").str.contains(pl.col("number"), literal=True)).to_series()


def suspects_in(lines: pl.Series, ids: pl.Series, contract: Contract) -> pl.DataFrame:
    """The pseudonyms of numbers within ids that may be NHS numbers: line, person.

    Ten digits of a local numbering fit the check digit one time in eleven, so that alone proves nothing; that a child
    of the list or the store has the number does (`diis.store.integrity`).
    """
    rows = pl.DataFrame({"line": lines, "id": ids}).filter(pl.col("id").str.contains(_TEN_DIGITS_SOMEWHERE))
    of_number = contract.pseudonymiser.of_nhs_number
    found = [
        (line, of_number(digits))
        for line, value in rows.iter_rows()
        for digits in _EVERY_TEN_DIGITS.findall(re.sub("[ -]", "", value))
        if nhs_number.fault(digits, allow_test_range=True) is None
    ]
    return pl.DataFrame(found, schema=_SUSPECTS, orient="row")


def no_suspects() -> pl.DataFrame:
    return pl.DataFrame(schema=_SUSPECTS)


_SUSPECTS = {"line": pl.Int64(), "person": pl.String()}

IDENTITY_RULES: tuple[Rule, ...] = (about_somebody, ids_without_number)

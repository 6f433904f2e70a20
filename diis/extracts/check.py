"""The row rules of layout wl-1, batch by batch: what may be staged and what is set aside, with the reason in words."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache, partial
from itertools import compress
from operator import lt

from diis.definitions import nhs_number
from diis.extracts.contract import DATE, IDENTIFIER, Table
from diis.extracts.findings import Checked, Column, Findings, columns_of
from diis.extracts.names import ExtractName
from diis.extracts.places import Places
from diis.extracts.pseudonyms import Pseudonymiser
from diis.extracts.rejections import FILE, WARNING, Refused, Rejection
from diis.extracts.text import Batch
from diis.extracts.values import (
    OLDEST_YEARS,
    Fault,
    all_identifiers,
    birthday,
    blank,
    code_word,
    identifier_fault,
    judge_of,
    organisation,
)
from diis.extracts.wl_1 import CONTACTS, DATE_ORDER, REFERRAL_COLUMNS, REFERRALS

Columns = dict[str, Column]
Judge = Callable[[str], Fault | None]

REMEMBERED = 20_000
"""Judged values remembered for a column: more than the days of fifty years."""

_NHS_NUMBER_REASONS = {
    "nhs-number-shape": "An NHS number has ten digits. A spreadsheet may have cut a zero or written it as 9.43E+09.",
    "nhs-number-check-digit": "The check digit does not fit: a digit is wrong. Trace the number and correct it.",
    "nhs-number-sentinel": "This number is used for 'not known'. Leave it blank and give the local_patient_id.",
    "nhs-number-test-range": "Numbers that begin with 999 are for tests. To try invented extracts, set "
    "SENDWATCH_ALLOW_TEST_NHS_NUMBERS=1; never where real children are.",
}
_DECIDES_WHO_WAITS = frozenset({"decision", "attendance"})
_NOT_STORED = ("nhs_number", "local_patient_id", "birth_date", "postcode", "gp_practice")
"""Fields that the store takes in another form or not at all; by them two rows can differ that are stored alike."""


@dataclass(frozen=True)
class Contract:
    """What an extract promised by its name, and what is needed to judge and pseudonymise its rows."""

    promised: ExtractName
    pseudonymiser: Pseudonymiser
    places: Places
    allow_test_nhs_numbers: bool

    @property
    def census(self) -> str:
        return self.promised.census_on.isoformat()


def check_header(table: Table, header: list[str]) -> list[Rejection]:
    """Refuse a file without a column that decides who waits; warn of other columns missing or unknown."""
    missing = [field for field in table.fields if field.name not in header]
    fatal = [
        field.name for field in missing if field.required or field.kind == DATE or field.name in _DECIDES_WHO_WAITS
    ]
    if table is REFERRALS and {"nhs_number", "local_patient_id"}.isdisjoint(header):
        fatal.append("nhs_number or local_patient_id")
    if len(fatal) == len(table.fields) or (fatal and len(missing) > len(table.fields) // 2):
        reason = (
            f"Line 1 is not the header of {table.file}. It must name the columns {', '.join(table.names)}, with commas."
        )
        raise Refused(Rejection("header-missing", FILE, table.file, 1, None, reason))
    renamed = [(field.name, name) for field in missing for name in _alike(field.name, header, table)]
    if renamed and not fatal:
        wanted, _ = renamed[0]
        reason = f"There is no column {wanted}, but one with nearly that name. Write it as {wanted}, or send it blank."
        raise Refused(Rejection("header-column-renamed", FILE, table.file, 1, wanted, reason))
    if fatal:
        reason = f"Missing from the header: {', '.join(fatal)}. Add the column; leave its values blank where not known."
        raise Refused(Rejection("header-column-missing", FILE, table.file, 1, fatal[0], reason))
    found = [
        ("column-missing", field.name, f"The column {field.name} is missing and counts as not known.")
        for field in missing
    ]
    found += [
        ("column-unknown", name[:64], "This column is not in the layout. It was not read and is not kept.")
        for name in header
        if name not in table.names
    ]
    return [Rejection(code, WARNING, table.file, 1, name, reason) for code, name, reason in found]


def _alike(wanted: str, header: list[str], table: Table) -> list[str]:
    """Columns outside the layout with nearly the name of one that is missing: it was sent, and would be lost."""
    return get_close_matches(wanted, [name for name in header if name not in table.names])


def check_referrals(batch: Batch, header: list[str], contract: Contract) -> Checked:
    """Rows of `referrals.csv` as they are staged: line, content that the store does not take, facts that it does."""
    findings = Findings(REFERRALS.file, batch.lines, list(batch.rejections))
    columns = columns_of(batch, header, REFERRALS.names)
    _check_fields(findings, columns, REFERRALS, contract.census)
    _check_promise(findings, columns, contract.promised)
    _check_dates(findings, columns)
    _check_ages(findings, columns)
    numbers = _check_identity(findings, columns, contract)
    _check_decisions(findings, columns)
    contents = map(hash, zip(*(columns[name].values for name in _NOT_STORED), strict=True))
    facts = [findings.kept(contents), *_referral_facts(columns, numbers, findings, contract)]
    named = [*_named(findings, columns["referral_id"].values, numbers), *_named_in(batch.set_aside, header)]
    return _checked(findings, batch, facts, named)


def check_contacts(batch: Batch, header: list[str], contract: Contract) -> Checked:
    """Rows of `contacts.csv` as they are staged: line, referral_id, contact_id, facts of the store."""
    findings = Findings(CONTACTS.file, batch.lines, list(batch.rejections))
    columns = columns_of(batch, header, CONTACTS.names)
    _check_fields(findings, columns, CONTACTS, contract.census)
    _check_provider(findings, columns, contract.promised.provider)
    columns["profession"] = _code_words(columns["profession"])
    facts = [columns[field.name].or_none() for field in CONTACTS.fields if field.column is not None]
    return _checked(findings, batch, [findings.kept(values) for values in facts], named=[])


def _checked(findings: Findings, batch: Batch, facts: list[Iterable[object]], named: list[str]) -> Checked:
    rows = list(zip(findings.kept(findings.lines), *facts, strict=True))
    return Checked(rows, findings.rejections, batch.rows_in, batch.rows_in - len(rows), named)


def _named(findings: Findings, referral_ids: Sequence[str], numbers: list[str]) -> list[str]:
    """The sound referral ids of the rows set aside."""
    bad = ((referral_ids[row], numbers[row]) for row in sorted(findings.bad))
    return [name for name, number in bad if name and identifier_fault(name) is None and not _holds(name, number)]


def _named_in(rows: list[list[str]], header: list[str]) -> list[str]:
    """What stands in the place of the referral id in rows that are too short or too long: most break after it."""
    place = header.index("referral_id")
    found = (row[place].strip() for row in rows if len(row) > place)
    return [name for name in found if name and identifier_fault(name) is None]


@lru_cache(maxsize=8)
def _judges(table: Table, census: str) -> dict[str, Judge]:
    """The judges of the coded and dated columns; they remember values, since most come again in the next batch."""
    judges = {field.name: judge_of(field, census) for field in table.fields}
    return {name: lru_cache(maxsize=REMEMBERED)(judge) for name, judge in judges.items() if judge is not None}


def _check_fields(findings: Findings, columns: Columns, table: Table, census: str) -> None:
    judges = _judges(table, census)
    for field in table.fields:
        column = columns[field.name]
        if field.required and column.has_blanks:
            findings.reject_values(column, field.name, blank)
        if field.kind == IDENTIFIER and not all_identifiers(column.values):
            findings.reject_values(column, field.name, identifier_fault)
        elif field.name in judges and not column.is_blank:
            findings.reject_values(column, field.name, judges[field.name])


def _check_provider(findings: Findings, columns: Columns, provider: str) -> None:
    def fault(value: str) -> tuple[str, str] | None:
        if not value or value == provider:
            return None
        return "provider-differs", f"The row is of another provider than the extract's name, {provider}."

    findings.reject_values(columns["provider"], "provider", fault)


def _check_promise(findings: Findings, columns: Columns, promised: ExtractName) -> None:
    _check_provider(findings, columns, promised.provider)
    for name, expected in (("pathway", promised.pathway), ("census_date", promised.census_on.isoformat())):
        if columns[name].different - {expected, ""}:
            for row, value in enumerate(columns[name].values):
                if value and value != expected and row not in findings.bad:
                    reason = f"The row's {name} is not that of the extract's name, {expected}."
                    findings.reject(row, f"{name.replace('_', '-')}-differs", name, reason)


def _check_dates(findings: Findings, columns: Columns) -> None:
    for first, second in DATE_ORDER:
        earlier, later = columns[first].values, columns[second].values
        if _in_order(earlier, later):
            continue
        for row, (one, other) in enumerate(zip(earlier, later, strict=True)):
            if other and other < one and row not in findings.bad:
                findings.reject(
                    row, "date-order", second, f"{second} is earlier than {first}. One of the two is wrong."
                )


def _in_order(earlier: Sequence[str], later: Sequence[str]) -> bool:
    """Whether no later date is before the earlier one; told for a whole batch at once, as it almost always holds."""
    return not any(map(lt, compress(later, later), compress(earlier, later)))


def _check_ages(findings: Findings, columns: Columns) -> None:
    """Whoever was born on or before the day 26 years before a referral was over 25 when it was received."""
    births, received = columns["birth_date"], columns["received_date"]
    limits = {birth: birthday(birth, OLDEST_YEARS + 1) for birth in births.different if birth[:4].isdecimal()}
    if not limits or min(limits.values()) > max(received.different):
        return
    for row, (birth, day) in enumerate(zip(births.values, received.values, strict=True)):
        if birth in limits and day >= limits[birth] and row not in findings.bad:
            reason = f"The person was over {OLDEST_YEARS} when the referral was received. Check the birth date."
            findings.reject(row, "age-implausible", "birth_date", reason)


def _check_identity(findings: Findings, columns: Columns, contract: Contract) -> list[str]:
    """Judge who each row is about; returns the normalised NHS numbers, blank where there is none."""
    numbers = [nhs_number.normalised(number) for number in columns["nhs_number"].values]
    local_ids, referral_ids = columns["local_patient_id"].values, columns["referral_id"].values
    judge = partial(nhs_number.fault, allow_test_range=contract.allow_test_nhs_numbers)
    for row, code in enumerate(map(judge, numbers)):
        if code is not None and numbers[row]:
            findings.reject(row, code, "nhs_number", _NHS_NUMBER_REASONS[code])
        elif code is not None:
            _check_local_id(findings, row, local_ids[row])
        elif _holds(referral_ids[row], numbers[row]):
            reason = "The referral id holds the NHS number. Send an id of your own system."
            findings.reject(row, "identifier-in-referral-id", "referral_id", reason)
    return numbers


def _check_local_id(findings: Findings, row: int, local_id: str) -> None:
    """A row without an NHS number is about the child of its local id."""
    if local_id:
        findings.warn(row, "nhs-number-missing", "nhs_number", "No NHS number: the child is matched by local id only.")
    else:
        findings.reject(row, "person-missing", "nhs_number", "Neither NHS number nor local_patient_id is given.")


def _holds(referral_id: str, number: str) -> bool:
    """Whether an id holds an NHS number, in one piece or in its 3-3-4 form."""
    # Both forms keep the last four digits together, and few ids hold those.
    in_part = bool(number) and number[-4:] in referral_id
    return in_part and number in referral_id.replace(" ", "").replace("-", "")


def _check_decisions(findings: Findings, columns: Columns) -> None:
    if all(compress(columns["decision_date"].values, columns["decision"].values)):
        return
    for row, (decision, decided) in enumerate(
        zip(columns["decision"].values, columns["decision_date"].values, strict=True)
    ):
        if decision and not decided:
            reason = "A decision without its date does not stop the clock: the child still counts as waiting."
            findings.warn(row, "decision-without-date", "decision_date", reason)


def _referral_facts(
    columns: Columns, numbers: list[str], findings: Findings, contract: Contract
) -> list[Iterable[object]]:
    """The columns of the store for the rows that passed; here the identifiers end."""
    by_column: dict[str, Iterable[object]] = {
        field.column: findings.kept(columns[field.name].or_none())
        for field in REFERRALS.fields
        if field.column is not None
    }
    areas = {postcode: contract.places.area_of(postcode) for postcode in columns["postcode"].different}
    postcodes = list(findings.kept(columns["postcode"].values))
    births = list(findings.kept(columns["birth_date"].values))
    months = {birth: f"{birth[:8]}01" for birth in set(births)}
    practices = {value: organisation(value) for value in columns["gp_practice"].different}
    by_column |= {
        "person": _persons(findings.kept(numbers), findings.kept(columns["local_patient_id"].values), contract),
        "birth_month": [months[birth] for birth in births],
        "lsoa": [areas[postcode][0] for postcode in postcodes],
        "deprivation_decile": [areas[postcode][1] for postcode in postcodes],
        "gp_practice": [practices[value] for value in findings.kept(columns["gp_practice"].values)],
    }
    return [by_column[name] for name in REFERRAL_COLUMNS]


def _persons(numbers: Iterable[str], local_ids: Iterable[str], contract: Contract) -> list[str]:
    names, provider = contract.pseudonymiser, contract.promised.provider
    return [
        names.of_nhs_number(number) if number else names.of_local_id(provider, local_id)
        for number, local_id in zip(numbers, local_ids, strict=True)
    ]


def _code_words(column: Column) -> Column:
    kept = {value: code_word(value) for value in column.different}
    return Column([kept[value] for value in column.values])

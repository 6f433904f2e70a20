"""Rows through the reader and the check alone: what is accepted, and what is found."""

import io
from collections.abc import Sequence
from datetime import date

from diis.extracts.check import check_items, check_referrals
from diis.extracts.contract import Contract
from diis.extracts.findings import Checked
from diis.extracts.headers import check_header
from diis.extracts.names import ExtractName
from diis.extracts.places import Area, Places
from diis.extracts.pseudonyms import Pseudonymiser
from diis.extracts.rejections import WARNING, Refused, Rejection
from diis.extracts.text import Batch, CsvFile
from diis.extracts.wl_1 import CONTACTS, REFERRALS
from diis.store.staging import staged_referral
from tests.diis.extract_builder import CENSUS, AnExtract, Row, a_referral

PLACES = Places({"DT11XJ": Area("E01020332", 4, "E06000059")})


def contract(*, allow_test_nhs_numbers: bool = True) -> Contract:
    promised = ExtractName("R0D", "neurodevelopmental", date.fromisoformat(CENSUS))
    return Contract(promised, Pseudonymiser(bytes(32)), PLACES, allow_test_nhs_numbers)


def csv_file(content: bytes, name: str = "referrals.csv") -> CsvFile:
    return CsvFile(io.BufferedReader(io.BytesIO(content)), name)


def batches(content: bytes) -> list[Batch]:
    """Everything a file holds; raises `Refused`."""
    return list(csv_file(content).batches())


def refusal(content: bytes) -> Rejection:
    """The one reason for which a file is refused."""
    try:
        batches(content)
    except Refused as refused:
        (only,) = refused.rejections
        return only
    raise AssertionError("the file was not refused")


def checked(content: bytes, *, allow_test_nhs_numbers: bool = True) -> list[Checked]:
    """`referrals.csv` after the row rules."""
    file = csv_file(content)
    check_header(REFERRALS, file.header)
    wanted = contract(allow_test_nhs_numbers=allow_test_nhs_numbers)
    return [check_referrals(batch, file.header, wanted) for batch in file.batches()]


def faults(allow_test_nhs_numbers: bool = True, /, **fields: str) -> list[tuple[str, str | None]]:
    """Code and column of what sets a referral aside that is sound but for `fields`."""
    found = _findings(a_referral(1, **fields), allow_test_nhs_numbers)
    return [(one.code, one.field) for one in found if one.level != WARNING]


def faults_of_each(name: str, values: Sequence[str]) -> dict[str, list[tuple[str, str | None]]]:
    """The same for one field by its value, told in one file with a row for each."""
    content = AnExtract([a_referral(1, **{name: value}) for value in values]).files()[REFERRALS.file]
    (batch,) = checked(content)
    assert len(batch.rows) + batch.quarantined == batch.rows_in == len(values)
    found: dict[str, list[tuple[str, str | None]]] = {value: [] for value in values}
    for one in batch.rejections:
        if one.level != WARNING and one.line is not None:
            found[values[one.line - 2]].append((one.code, one.field))
    return found


def warnings(**fields: str) -> list[tuple[str, str | None]]:
    """Code and column of what is said of a referral that is accepted all the same."""
    return [(one.code, one.field) for one in _findings(a_referral(1, **fields), True) if one.level == WARNING]


def contact_faults(**fields: str) -> list[tuple[str, str | None]]:
    """Code and column of what sets a contact aside that is sound but for `fields`."""
    return [(one.code, one.field) for one in _contact_findings(fields) if one.level != WARNING]


def contact_warnings(**fields: str) -> list[tuple[str, str | None]]:
    """Code and column of what is said of a contact that is accepted all the same."""
    return [(one.code, one.field) for one in _contact_findings(fields) if one.level == WARNING]


def stored(**fields: str) -> dict[str, object]:
    """What the store is given of one sound referral."""
    (batch,) = checked(AnExtract([a_referral(1, **fields)]).files()[REFERRALS.file])
    (row,) = batch.rows
    return dict(zip((column.name for column in staged_referral.columns), row, strict=True))


def _findings(row: Row, allow_test_nhs_numbers: bool) -> list[Rejection]:
    (batch,) = checked(AnExtract([row]).files()[REFERRALS.file], allow_test_nhs_numbers=allow_test_nhs_numbers)
    assert len(batch.rows) + batch.quarantined == batch.rows_in == 1
    assert bool(batch.quarantined) == any(one.level != WARNING for one in batch.rejections)
    return batch.rejections


def _contact_findings(fields: dict[str, str]) -> list[Rejection]:
    contact = {"referral_id": "NE1", "contact_id": "C1", "contact_date": "2026-06-05", **fields}
    file = csv_file(AnExtract(contacts=[contact]).files()[CONTACTS.file], CONTACTS.file)
    (batch,) = file.batches()
    return check_items(CONTACTS, batch, file.header, contract()).rejections

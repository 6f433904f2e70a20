"""The row rules of a full list said in pandera and written with pandas: what our own way is compared with.

The same files, checks, pseudonyms and columns, in pieces of the same order of size. It writes plain tables: no
versions, no comparison with the list before, no quarantine, so it does less than a pull does. What it finds between
rows are doubles within a piece and contacts without, or before, their referral.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas
import pandera.pandas as pandera
from sqlalchemy import Engine

from diis.extracts import damage
from diis.extracts.contract import CODE, CODE_WORD, DATE, FREE, IDENTIFIER, Contract, Field, Table
from diis.extracts.values import EARLIEST_BIRTH, EARLIEST_EVENT, MAX_IDENTIFIER, OLDEST_YEARS
from diis.extracts.wl_1 import CONTACTS, DATE_ORDER, REFERRAL_COLUMNS, REFERRALS

PIECE = 100_000
"""Rows read, checked and written at once; larger pieces were not faster."""
_UNSEEN = damage.UNSEEN.replace(r"\x{", r"\u").replace("ad}", "00ad").replace("}", "")


def load(path: Path, contract: Contract, engine: Engine) -> int:
    """Check and write a full list; returns its rows. Raises `SchemaErrors` if any row has a fault."""
    referrals, contacts = _schema(REFERRALS, contract, _BETWEEN_FIELDS), _schema(CONTACTS, contract, [])
    received: list[pandas.Series[Any]] = []
    rows = 0
    for piece in _pieces(path, REFERRALS):
        checked = referrals.validate(piece, lazy=True)
        _referral_facts(checked, contract).to_sql("pandas_referral", engine, if_exists="append", index=False)
        received.append(checked.set_index("referral_id")["received_date"])
        rows += len(piece)
    of_referral = pandas.concat(received)
    own = contacts.add_columns({"received_date": pandera.Column(str, nullable=False)})
    own.checks = [pandera.Check(lambda frame: frame["contact_date"] >= frame["received_date"])]
    for piece in _pieces(path, CONTACTS):
        piece["received_date"] = piece["referral_id"].map(of_referral)
        checked = own.validate(piece, lazy=True)
        _blank_to_null(checked[[*_stored(CONTACTS)]]).to_sql("pandas_contact", engine, if_exists="append", index=False)
        rows += len(piece)
    return rows


def _pieces(path: Path, table: Table) -> Iterator[pandas.DataFrame]:
    yield from pandas.read_csv(path / table.file, dtype=str, keep_default_na=False, chunksize=PIECE)


def _schema(table: Table, contract: Contract, checks: list[pandera.Check]) -> pandera.DataFrameSchema:
    columns = {field.name: pandera.Column(str, _checks(field, contract)) for field in table.fields}
    unique = [name for name in ("referral_id", "contact_id") if name in table.names]
    return pandera.DataFrameSchema(columns, checks=checks, unique=unique, strict=True)


def _checks(field: Field, contract: Contract) -> list[pandera.Check]:
    found = [pandera.Check.ne("")] if field.required else []
    found.append(pandera.Check.notin(sorted(damage.ERROR_WORDS)))
    promised = {
        "provider": contract.promised.provider,
        "pathway": contract.promised.pathway,
        "census_date": contract.census,
    }
    if field.name in promised:
        found.append(pandera.Check.eq(promised[field.name]))
    if field.kind == DATE:
        floor = EARLIEST_BIRTH if field.name == "birth_date" else EARLIEST_EVENT
        found.append(pandera.Check(_dated(floor, contract.census)))
    elif field.kind == CODE:
        found.append(pandera.Check.isin([*field.codes, ""]))
    elif field.kind == IDENTIFIER:
        found.append(pandera.Check.str_matches(rf"^[\x20-\x7e]{{0,{MAX_IDENTIFIER}}}$"))
    elif field.kind in (FREE, CODE_WORD):
        found.append(pandera.Check(lambda values: ~values.str.contains(_UNSEEN)))
    else:
        found.append(pandera.Check(_numbered))
    return found


def _dated(floor: str, census: str) -> Callable[[Any], Any]:
    def check(values: Any) -> Any:
        real = pandas.to_datetime(values, format="%Y-%m-%d", errors="coerce").notna()
        return (values == "") | (real & (values.str.len() == len(census)) & (values >= floor) & (values <= census))

    return check


def _numbered(numbers: Any) -> Any:
    """NHS numbers by modulus 11 (R-WAIT-117); the test range is let through, as in the run it is compared with."""
    shaped = numbers.str.fullmatch(r"\d{10}")
    digits = numbers.where(shaped, "0").astype("int64")
    weighted = sum(digits // 10 ** (10 - place) % 10 * (11 - place) for place in range(1, 10))
    return (numbers == "") | (shaped & ((11 - weighted % 11) % 11 == digits % 10))


def _in_order(first: str, second: str) -> pandera.Check:
    return pandera.Check(lambda frame: (frame[second] == "") | (frame[second] >= frame[first]))


def _of_age(frame: Any) -> Any:
    years = frame["received_date"].str[:4].astype(int) - frame["birth_date"].str[:4].astype(int)
    return years - (frame["received_date"].str[5:] < frame["birth_date"].str[5:]) <= OLDEST_YEARS


_BETWEEN_FIELDS = [
    *(_in_order(*pair) for pair in DATE_ORDER),
    pandera.Check(_of_age),
    pandera.Check(lambda frame: (frame["nhs_number"] != "") | (frame["local_patient_id"] != "")),
]


def _referral_facts(checked: pandas.DataFrame, contract: Contract) -> pandas.DataFrame:
    """The columns of the store: pseudonym, month of birth, age and area in place of what identifies a child."""
    numbers, places = checked["nhs_number"], checked["postcode"]
    areas = {postcode: contract.places.area_of(postcode) for postcode in places.unique()}
    persons = {number: contract.pseudonymiser.of_nhs_number(number) for number in numbers.unique()}
    years = checked["received_date"].str[:4].astype(int) - checked["birth_date"].str[:4].astype(int)
    facts = checked[[*_stored(REFERRALS)]].rename(columns=_stored(REFERRALS))
    return _blank_to_null(facts).assign(
        person=numbers.map(persons),
        birth_month=checked["birth_date"].str[:8] + "01",
        age_received=years - (checked["received_date"].str[5:] < checked["birth_date"].str[5:]),
        lsoa=places.map({postcode: area.lsoa for postcode, area in areas.items()}),
        local_authority=places.map({postcode: area.local_authority for postcode, area in areas.items()}),
        deprivation_decile=places.map({postcode: area.decile for postcode, area in areas.items()}),
    )[list(REFERRAL_COLUMNS)]


def _stored(table: Table) -> dict[str, str]:
    return {field.name: field.column for field in table.fields if field.column is not None}


def _blank_to_null(frame: pandas.DataFrame) -> pandas.DataFrame:
    return frame.mask(frame == "", None)

"""The national field lists and rules in the package are those of the specification (R-WAIT-71, R-WAIT-83)."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from diis.extracts.monthly import roles
from diis.extracts.monthly.contract import CODE, Layout
from diis.extracts.monthly.layouts import LAYOUTS
from diis.extracts.monthly.national import NOT_BLANK, VALUE_IN_SET

ORACLES = Path(__file__).parents[3] / "oracles"
DATA_SET = {"mhsds-6": "MHSDS v6", "csds-1.6": "CSDS v1.6"}
MHSDS = LAYOUTS["mhsds-6"]


def oracle(name: str) -> Iterator[dict[str, str]]:
    with (ORACLES / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_every_table_has_the_columns_of_the_specification(layout: Layout) -> None:
    expected: dict[str, list[str]] = {}
    for row in oracle("ingest_fields_mhsds_csds.csv"):
        if row["dataset"] == DATA_SET[layout.id]:
            expected.setdefault(row["table"], []).append(row["field"])
    assert {table: list(columns) for table, columns in layout.known.items()} == expected


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_what_is_read_is_in_the_specification(layout: Layout) -> None:
    read = {(table.name, field.name) for table in layout.tables for field in table.fields}
    assert read <= {(table, column) for table, columns in layout.known.items() for column in columns}
    for table in layout.tables:
        facts = [field.fact for field in table.fields]
        assert len(facts) == len(set(facts))
        assert set(table.key) <= set(facts)


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_a_table_comes_after_the_one_it_belongs_to(layout: Layout) -> None:
    seen = set()
    for table in layout.tables:
        assert table.parent is None or table.parent[0] in seen
        seen.add(table.role)
    assert {roles.HEADER, roles.PATIENTS, roles.REFERRALS} <= seen


def test_the_rules_and_codes_are_those_of_national_validation() -> None:
    """R-WAIT-74 to 76: each value set and each rule code that has a field we read."""
    by_field = {(table.code, field.name): field for table in MHSDS.tables for field in table.fields}
    compared = 0
    for row in oracle("mhsds_v6_field_constraints.csv"):
        field = by_field.get((row["table"], row["field"]))
        if field is None:
            continue
        assert field.rules[row["check"]] == row["rule_code"]
        if row["check"] == VALUE_IN_SET and field.kind == CODE:
            assert field.codes == frozenset(row["parameter"].split("|"))
            compared += 1
    assert compared > 15


def test_the_mandatory_fields_of_a_referral_are_required() -> None:
    """R-WAIT-74."""
    referral = MHSDS.of_role(roles.REFERRALS)
    assert referral is not None
    required = {field.name: field.rules.get(NOT_BLANK) for field in referral.fields if field.required}
    assert required == {
        "ServiceRequestID": "MHS10104",
        "LocalPatientID": "MHS10106",
        "OrgIDComm": "MHS10108",
        "CareProfTeamLocalID": "MHS10153",
        "ReferralRequestReceivedDate": "MHS10111",
    }

"""What the national specifications say: the columns of every table, and the checks of MHSDS v6 by rule code.

Both files are copies of facts from the published validation code (R-WAIT-71, 83; R-WAIT-74 to 76 name the rules).
"""

import csv
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

NOT_BLANK = "not_blank"
VALUE_IN_SET = "value_in_set"
VALID_DATE = "valid_date"
FORMAT = "format_an"
IN_MONTH = "in_month"
LATEST = "latest"


@cache
def columns_of(layout: str) -> dict[str, tuple[str, ...]]:
    """Table name to its columns in their order."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for row in _rows("fields.csv"):
        if row["layout"] == layout:
            found[row["table"]].append(row["field"])
    return {table: tuple(names) for table, names in found.items()}


def rules_of(table: str, field: str) -> dict[str, str]:
    """Kind of check to the code of the national rule, for one field of a table such as MHS101."""
    return {check: rule for check, (rule, _) in _checks().get((table, field), {}).items()}


def codes_of(table: str, field: str) -> frozenset[str]:
    """The values that the national rules allow."""
    return frozenset(_checks()[table, field][VALUE_IN_SET][1].split("|"))


@cache
def _checks() -> dict[tuple[str, str], dict[str, tuple[str, str]]]:
    found: defaultdict[tuple[str, str], dict[str, tuple[str, str]]] = defaultdict(dict)
    for row in _rows("mhsds_v6_rules.csv"):
        found[row["table"], row["field"]][row["check"]] = (row["rule_code"], row["parameter"])
    return dict(found)


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = files("diis.extracts.monthly").joinpath(name).read_text(encoding="utf-8")
    return csv.DictReader(text.splitlines())

"""Which level a wait belongs to (R-WAIT-90, 99 to 104), and that no cell tells anything by being there."""

import pytest

from diis.definitions.breakdowns import BREAKDOWNS
from tests.spec.measuring import Spec, a_referral

ND = "nd-first-contact"
AS_AT = "2026-09-30"
LEVELS = [
    ("age", "age_received", {0: "0 to 5", 5: "0 to 5", 6: "6 to 10", 10: "6 to 10", 11: "11 to 14", 14: "11 to 14"}),
    ("age", "age_received", {15: "15", 16: "16", 17: "17", 18: "18 and over", 25: "18 and over", None: "unknown"}),
    ("gender", "gender", {"1": "male", "2": "female", "3": "non-binary", "4": "other", "9": "indeterminate"}),
    ("gender", "gender", {"X": "unknown", "Z": "unknown", None: "unknown"}),
    ("ethnicity", "ethnic_category", dict.fromkeys("ABC", "White") | dict.fromkeys("DEFG", "Mixed")),
    ("ethnicity", "ethnic_category", dict.fromkeys("HJKL", "Asian") | dict.fromkeys("MNP", "Black")),
    (
        "ethnicity",
        "ethnic_category",
        {"R": "Other", "S": "Other", "Z": "not stated", "99": "not known", None: "unknown"},
    ),
    ("deprivation", "deprivation_decile", {1: "01 Most deprived", 2: "02-05 More deprived", 5: "02-05 More deprived"}),
    ("deprivation", "deprivation_decile", {6: "06-09 Less deprived", 9: "06-09 Less deprived"}),
    ("deprivation", "deprivation_decile", {10: "10 Least deprived", None: "unknown"}),
    ("area", "local_authority", {"E06000058": "E06000058", "E06000059": "E06000059", None: "unknown"}),
    ("lac", "lac_status", {"Y": "looked after", "N": "not looked after", "X": "unknown", None: "unknown"}),
    ("sen", "sen_provision", {"N": "none", "K": "SEN support", "E": "EHC plan", None: "unknown"}),
    ("priority", "priority", {"1": "emergency", "2": "urgent", "3": "routine", "4": "very urgent", None: "unknown"}),
    ("condition", "condition", {word: word for word in ("autism", "adhd", "both", "unspecified")} | {None: "unknown"}),
]


@pytest.mark.parametrize(("breakdown", "field", "table"), LEVELS)
def test_each_code_has_its_level(spec: Spec, breakdown: str, field: str, table: dict[object, str]) -> None:
    """Every row of the table at once: each level is as large as the number of its codes."""
    rows = [a_referral("2026-09-01", **{field: code}) for code in table]  # type: ignore[arg-type]
    found = spec.open_by(ND, breakdown, rows, AS_AT)
    assert {level: count for level, count in found.items() if count} == {
        level: list(table.values()).count(level) for level in table.values()
    }


@pytest.mark.parametrize("breakdown", [one for one in BREAKDOWNS if one.levels], ids=lambda one: str(one.id))
def test_a_fixed_level_is_there_with_nobody_in_it(spec: Spec, breakdown: object) -> None:
    assert isinstance(breakdown, type(BREAKDOWNS[0]))
    found = spec.open_by(ND, breakdown.id, [a_referral("2026-09-01")], AS_AT)
    assert found == {level: int(level == "unknown") for level in breakdown.levels or ()}


def test_an_area_is_there_while_somebody_of_any_provider_is_in_a_figure_and_the_unknown_always(spec: Spec) -> None:
    rows = [
        a_referral("2026-01-01", local_authority="E06000058", closed="2026-09-02"),
        a_referral("2026-01-01", local_authority="E06000059", closed="2026-09-03", provider="RBD"),
    ]
    assert spec.open_by(ND, "area", rows, AS_AT) == {"E06000059": 0, "unknown": 0}
    assert spec.open_by(ND, "area", rows, "2026-09-01") == {"E06000058": 1, "E06000059": 1, "unknown": 0}


def test_age_is_that_of_the_received_date_for_as_long_as_the_child_waits(spec: Spec) -> None:
    """R-WAIT-90: the day asked about moves nobody to another row."""
    rows = [a_referral("2020-09-01", age_received=15)]
    for as_at in ("2020-09-01", "2026-09-30"):
        assert spec.open_by(ND, "age", rows, as_at)["15"] == 1

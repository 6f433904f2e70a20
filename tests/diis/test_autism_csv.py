"""The published autism statistics through the whole pull: what is read, suppressed, replaced, refused (R-WAIT-44)."""

import csv
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from diis.definitions.autism_published import PUBLISHED_METRICS, unit_of
from diis.definitions.figures import Figure
from diis.extracts.autism_csv import HEADER
from diis.extracts.verdict import Verdict
from diis.figures import figures_at
from diis.intake import Intake
from diis.pull import pull
from tests.diis.extract_builder import Row, as_csv

ORACLE = Path(__file__).parents[1] / "oracles/autism_england_apr2026.csv"
NAME = "AutismStats_Apr2026_Jun2026_England_v1.csv"
APRIL = date(2026, 4, 30)


def a_line(metric: str = "ASD16", value: str = "293084", **fields: str) -> Row:
    """A sound row of the England file; `fields` take the place of the defaults."""
    return {
        "REPORTING_PERIOD_START": "01/04/2026",
        "REPORTING_PERIOD_END": "30/04/2026",
        "STATUS": "Performance",
        "BREAKDOWN": "England",
        "PRIMARY_LEVEL": "England",
        "PRIMARY_LEVEL_DESCRIPTION": "England",
        "SECONDARY_LEVEL": "NONE",
        "SECONDARY_LEVEL_DESCRIPTION": "NONE",
        "METRIC": metric,
        "METRIC_NAME": "A name",
        "METRIC_VALUE": value,
        **fields,
    }


def of_provider(provider: str, value: str, age: str = "") -> Row:
    fields = {"BREAKDOWN": "Provider", "PRIMARY_LEVEL": provider}
    if age:
        fields |= {"BREAKDOWN": "Provider; Age Group", "SECONDARY_LEVEL": age}
    return a_line(value=value, **fields)


def send(rows: Iterable[Row], folder: Path, intake: Intake, name: str = NAME) -> Verdict:
    folder.mkdir(exist_ok=True, parents=True)
    (folder / name).write_bytes(as_csv(HEADER, rows))
    return pull(None, folder / name, intake)


def published(intake: Intake, as_known: int | None = None) -> list[Figure]:
    return [one for one in figures_at(intake.store, APRIL, as_known) if one.measure.startswith("published-")]


def values(intake: Intake, as_known: int | None = None) -> dict[tuple[str, str, str], float | None]:
    return {(one.measure, one.provider, one.level): one.value for one in published(intake, as_known)}


def test_every_published_number_of_april_2026_comes_out_as_it_was_published(intake: Intake, tmp_path: Path) -> None:
    """R-WAIT-46: all England measures of the month, through the whole pull."""
    with ORACLE.open(encoding="utf-8", newline="") as file:
        oracle = {row["metric"]: row["value"] for row in csv.DictReader(file)}
    verdict = send([a_line(metric, value) for metric, value in oracle.items()], tmp_path, intake)
    assert (verdict.outcome, verdict.rows.rows_in, verdict.rows.accepted) == ("accepted", len(oracle), len(oracle))
    found = published(intake)
    assert {one.measure.removeprefix("published-"): one.value for one in found} == {
        metric: float(value) for metric, value in oracle.items()
    }
    assert {(one.provider, one.breakdown, one.level, one.figure) for one in found} == {
        ("all", "england", "England", "value")
    }
    assert set(oracle) == set(PUBLISHED_METRICS)
    assert all(one.published and one.shown() == one for one in found)


@pytest.mark.parametrize(
    ("metric", "unit"),
    [
        ("ASD16", "count"),
        ("ASD16e", "count"),
        ("ASD16f", "rate"),
        ("ASD16k", "rate"),
        ("ASD19h", "percent"),
        ("ASD25a", "days"),
        ("ASD26a", "count"),
    ],
)
def test_a_metric_has_its_unit(metric: str, unit: str) -> None:
    assert unit_of(metric) == unit


def test_a_suppressed_value_is_no_number_and_never_0(intake: Intake, tmp_path: Path) -> None:
    """B74, R-WAIT-43."""
    send([of_provider("RDY", "*"), of_provider("RBD", "0"), of_provider("R0D", "25")], tmp_path, intake)
    found = {one.provider: (one.value, one.suppressed) for one in published(intake)}
    assert found == {"RDY": (None, True), "RBD": (0, False), "R0D": (25, False)}


def test_a_breakdown_keeps_whose_it_is(intake: Intake, tmp_path: Path) -> None:
    rows = [
        of_provider("RDY", "25", age="10 to 17"),
        a_line(value="10", BREAKDOWN="Gender", PRIMARY_LEVEL="2"),
        a_line(value="15", BREAKDOWN="STP or ICB - GP Practice or Residence", PRIMARY_LEVEL="QVV"),
        a_line(
            value="20",
            BREAKDOWN="CCG or Sub ICB Location - GP Practice or Residence; Age Group",
            PRIMARY_LEVEL="11J",
            SECONDARY_LEVEL="Under 10",
        ),
    ]
    send(rows, tmp_path, intake)
    assert {(one.provider, one.breakdown, one.level, one.value) for one in published(intake)} == {
        ("RDY", "age-group", "10 to 17", 25),
        ("all", "england-gender", "2", 10),
        ("all", "icb", "QVV", 15),
        ("all", "sub-icb-age-group", "11J Under 10", 20),
    }


def test_a_later_file_replaces_the_months_and_breakdowns_it_holds(intake: Intake, tmp_path: Path) -> None:
    send([a_line(value="1"), of_provider("RDY", "2"), of_provider("RBD", "3")], tmp_path / "one", intake)
    send([a_line(value="7")], tmp_path / "two", intake)
    send([of_provider("RDY", "8")], tmp_path / "three", intake, "AutismStats_Apr2026_Jun2026_Provider_v1.csv")
    assert values(intake) == {("published-ASD16", "all", "England"): 7, ("published-ASD16", "RDY", "all"): 8}
    assert values(intake, as_known=1) == {
        ("published-ASD16", "all", "England"): 1,
        ("published-ASD16", "RDY", "all"): 2,
        ("published-ASD16", "RBD", "all"): 3,
    }


BAD: list[tuple[Row, str, str]] = [
    ({"REPORTING_PERIOD_END": "2026-04-30"}, "period-unreadable", "REPORTING_PERIOD_END"),
    ({"REPORTING_PERIOD_END": "29/04/2026"}, "period-unreadable", "REPORTING_PERIOD_END"),
    ({"REPORTING_PERIOD_START": "31/02/2026"}, "period-unreadable", "REPORTING_PERIOD_START"),
    ({"BREAKDOWN": "Shire"}, "breakdown-not-known", "BREAKDOWN"),
    ({"METRIC": "ASD"}, "metric-not-known", "METRIC"),
    ({"METRIC_VALUE": "1,234"}, "value-not-a-number", "METRIC_VALUE"),
    ({"METRIC_VALUE": "nan"}, "value-not-a-number", "METRIC_VALUE"),
    ({"METRIC_VALUE": ""}, "required-missing", "METRIC_VALUE"),
    ({"PRIMARY_LEVEL": "x" * 65}, "level-shape", "PRIMARY_LEVEL"),
]


@pytest.mark.parametrize(("fields", "code", "field"), BAD)
def test_a_row_that_cannot_be_right_is_set_aside(
    fields: Row, code: str, field: str, intake: Intake, tmp_path: Path
) -> None:
    verdict = send([a_line(), a_line("ASD12", "5", **fields)], tmp_path, intake)
    assert (verdict.outcome, verdict.rows.accepted, verdict.rows.quarantined) == ("partial", 1, 1)
    assert [(found.code, found.line, found.field) for found in verdict.findings] == [(code, 3, field)]


def test_rows_that_contradict_each_other_are_all_set_aside_and_equal_ones_count_once(
    intake: Intake, tmp_path: Path
) -> None:
    rows = [a_line(), a_line(), a_line("ASD12", "1"), a_line("ASD12", "2")]
    verdict = send(rows, tmp_path, intake)
    assert (verdict.rows.accepted, verdict.rows.quarantined, verdict.rows.duplicate) == (1, 2, 1)


def test_a_file_without_a_column_or_a_row_or_of_the_future_is_refused(intake: Intake, tmp_path: Path) -> None:
    path = tmp_path / NAME
    path.write_bytes(as_csv([name for name in HEADER if name != "SECONDARY_LEVEL"], []))
    assert [found.code for found in pull(None, path, intake).findings] == ["header-column-missing"]
    assert [found.code for found in send([], tmp_path, intake).findings] == ["no-row-accepted"]
    future = {"REPORTING_PERIOD_START": "01/12/2026", "REPORTING_PERIOD_END": "31/12/2026"}
    assert [found.code for found in send([a_line(**future)], tmp_path, intake).findings] == ["census-in-future"]
    assert [found.code for found in send([a_line(METRIC="x")], tmp_path, intake).findings][:1] == ["no-row-accepted"]


def test_the_same_file_again_is_a_duplicate(intake: Intake, tmp_path: Path) -> None:
    assert send([a_line()], tmp_path, intake).load == 1
    assert send([a_line()], tmp_path, intake).outcome == "duplicate"

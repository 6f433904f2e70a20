"""The file of England's autism statistics holds what was published, in the published layout (R-WAIT-44, R-WAIT-46)."""

import csv
from pathlib import Path

from sendwatch.demo.england import write_england
from tests.sendwatch.demo.lists import read

PUBLISHED = Path(__file__).parents[2] / "oracles" / "autism_england_apr2026.csv"
HEADER = "REPORTING_PERIOD_START REPORTING_PERIOD_END STATUS BREAKDOWN PRIMARY_LEVEL PRIMARY_LEVEL_DESCRIPTION"
HEADER += " SECONDARY_LEVEL SECONDARY_LEVEL_DESCRIPTION METRIC METRIC_NAME METRIC_VALUE"


def test_april_is_the_published_april(tmp_path: Path) -> None:
    rows = read(write_england(tmp_path))
    with PUBLISHED.open(encoding="utf-8", newline="") as file:
        published = {row["metric"]: row["value"] for row in csv.DictReader(file)}
    assert {
        row["METRIC"]: row["METRIC_VALUE"] for row in rows if row["REPORTING_PERIOD_START"][3:5] == "04"
    } == published


def test_it_is_named_and_laid_out_as_published(tmp_path: Path) -> None:
    path = write_england(tmp_path)
    rows = read(path)
    assert path.relative_to(tmp_path) == Path("england-autism/AutismStats_Apr2026_Jun2026_England_v1.csv")
    assert list(rows[0]) == HEADER.split()
    assert {(row["REPORTING_PERIOD_START"], row["REPORTING_PERIOD_END"]) for row in rows} == {
        ("01/04/2026", "30/04/2026"),
        ("01/06/2026", "30/06/2026"),
    }
    assert {row["BREAKDOWN"] for row in rows} == {"England"}
    assert {row["SECONDARY_LEVEL"] for row in rows} == {"NONE"}
    june = {row["METRIC"]: row["METRIC_VALUE"] for row in rows if row["REPORTING_PERIOD_START"][3:5] == "06"}
    assert june == {"ASD16": "294792", "ASD16a": "256017"}
    assert all(row["METRIC_NAME"] and "," not in row["METRIC_NAME"] for row in rows)

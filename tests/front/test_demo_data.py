"""The extracts of a run: fresh the first time, the same afterwards, and never in a folder of real ones."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sendwatch.run import demo_data
from sendwatch.run.demo_data import NotADemoError, newest_sunday, write_extracts

SATURDAY = date(2026, 11, 21)


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the demo was asked for."""
    asked: list[dict[str, Any]] = []

    def write(out: Path, **what: Any) -> list[Path]:
        asked.append({"out": out, **what})
        return []

    monkeypatch.setattr(demo_data, "write", write)
    return asked


@pytest.mark.parametrize(
    ("today", "sunday"),
    [
        (date(2026, 11, 21), date(2026, 11, 15)),
        (date(2026, 11, 22), date(2026, 11, 22)),
        (date(2026, 11, 23), date(2026, 11, 22)),
    ],
)
def test_lists_are_of_the_newest_sunday(today: date, sunday: date) -> None:
    assert newest_sunday(today) == sunday


def test_the_first_run_has_26_weeks_up_to_the_newest_sunday(tmp_path: Path, written: list[dict[str, Any]]) -> None:
    write_extracts(tmp_path, SATURDAY)
    assert written == [{"out": tmp_path / "inbox", "weeks": 26, "last_census": date(2026, 11, 15)}]


def test_a_later_run_has_the_same_weeks_or_the_children_would_be_others(
    tmp_path: Path, written: list[dict[str, Any]]
) -> None:
    write_extracts(tmp_path, SATURDAY)
    write_extracts(tmp_path, date(2027, 3, 1))
    assert written[0] == written[1]


def test_a_folder_that_holds_real_extracts_is_left_alone(tmp_path: Path, written: list[dict[str, Any]]) -> None:
    (tmp_path / "landing").mkdir()
    (tmp_path / "landing" / "somebodys list").touch()
    with pytest.raises(NotADemoError, match="make run SENDWATCH_HOME="):
        write_extracts(tmp_path, SATURDAY)
    assert written == []
    assert not (tmp_path / "demo.json").exists()

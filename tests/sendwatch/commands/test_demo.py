"""The command `sendwatch demo`: what it prints, and how it refuses."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from sendwatch.commands.demo import demo
from sendwatch.settings import Settings
from tests.sendwatch.commands.conftest import Sendwatch

runner = CliRunner()


@pytest.fixture
def app() -> typer.Typer:
    app = typer.Typer()
    app.command()(demo)
    return app


def test_json_names_everything_that_was_written(app: typer.Typer, tmp_path: Path) -> None:
    result = runner.invoke(
        app, [str(tmp_path), "--weeks", "2", "--referrals", "200", "--until", "2026-03-29", "--json"]
    )
    assert result.exit_code == 0
    written = json.loads(result.stdout)
    assert {Path(extract).parent.name for extract in written["extracts"]} == {
        "rdy-camhs-gateway",
        "rbd-neurodevelopmental",
        "r0d-neurodevelopmental",
        "rbd-community-paediatrics",
        "r0d-community-paediatrics",
    }
    assert len(written["extracts"]) == 10
    assert Path(written["published"]).name == "20260228-RTT-February-2026-RBD.csv"
    assert {Path(path).parent.name for path in written["submissions"]} == {"rdy-mhsds", "rbd-csds", "r0d-csds"}
    assert len(written["submissions"]) == 43
    alone = [written[one] for one in ("published", "postcodes", "practices", "organisations", "answers", "register")]
    for path in (*written["extracts"], *written["submissions"], *alone):
        assert Path(path).exists()


def test_a_person_is_told_what_was_written_and_what_to_set(app: typer.Typer, tmp_path: Path) -> None:
    result = runner.invoke(app, [str(tmp_path), "--weeks", "1", "--referrals", "150"])
    assert result.exit_code == 0
    assert "5 extracts of 5 feeds up to 2026-10-25" in result.stdout
    assert "SENDWATCH_ALLOW_TEST_NHS_NUMBERS=1" in result.stdout
    assert result.stderr == ""


def test_a_size_that_cannot_be_made_is_refused_with_exit_1(app: typer.Typer, tmp_path: Path) -> None:
    result = runner.invoke(app, [str(tmp_path), "--referrals", "10"])
    assert result.exit_code == 1
    assert "at least 100 referrals" in result.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("option", [["--weeks", "0"], ["--seed", "-1"], ["--until", "soon"]])
def test_an_option_that_makes_no_sense_is_a_usage_error(app: typer.Typer, tmp_path: Path, option: list[str]) -> None:
    assert runner.invoke(app, [str(tmp_path), *option]).exit_code == 2


@pytest.mark.parametrize(("allowed", "words"), [("1", "key"), ("0", "SENDWATCH_ALLOW_TEST_NHS_NUMBERS=1")])
def test_a_register_that_may_not_be_filled_is_left_alone_and_nothing_is_written(
    ready: Sendwatch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, allowed: str, words: str
) -> None:
    """It must be initialised, empty, and allowed to hold invented people."""
    monkeypatch.setenv("SENDWATCH_ALLOW_TEST_NHS_NUMBERS", allowed)
    if allowed == "1":
        Settings().register_keys.unlink()
    out = tmp_path / "out"
    ran = ready("demo", out, "--referrals", "150", "--weeks", "1", "--fill-register")
    assert ran.code == 1
    assert words in ran.err
    assert not out.exists()

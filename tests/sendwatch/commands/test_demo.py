"""The command `sendwatch demo`: what it prints, and how it refuses."""

import json
from collections.abc import Callable
from contextlib import nullcontext
from datetime import date
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from dsr.store.session import Session
from sendwatch.commands.demo import demo
from sendwatch.demo.register.filling import may_be_filled
from sendwatch.demo.register.tale import Tale
from sendwatch.register import open_register
from sendwatch.settings import Settings
from tests.conftest import NOW
from tests.sendwatch.commands.conftest import Sendwatch
from tests.sendwatch.commands.register_people import enter

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


SMALL = ("--referrals", "150", "--weeks", "1", "--fill-register")


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[Tale]:
    """The tales that registers are filled with; the filling itself is shown elsewhere."""
    found: list[Tale] = []

    def fill(_session: Session, tale: Tale, progress: Callable[[int, int], None]) -> dict[int, str]:
        found.append(tale)
        progress(1, 1)
        return {0: "K7QX2M9R"}

    monkeypatch.setattr("sendwatch.commands.demo.fill", fill)
    return found


def test_a_register_and_the_lists_beside_it_end_today(ready: Sendwatch, tmp_path: Path, told: list[Tale]) -> None:
    """So that most of what is due is to come: a register that ended a month ago would be overdue in everything."""
    ran = ready("demo", tmp_path / "out", *SMALL)
    assert ran.code == 0, ran.err
    assert "5 extracts of 5 feeds up to 2026-11-21" in ran.out
    assert "1 records in the register, with a year of history up to 2026-11-21" in ran.out
    assert [tale.today for tale in told] == [NOW.date()]


def test_another_last_day_may_be_named_but_not_one_to_come(ready: Sendwatch, tmp_path: Path, told: list[Tale]) -> None:
    assert ready("demo", tmp_path / "one", *SMALL, "--until", "2026-03-29").code == 0
    assert [tale.today for tale in told] == [date(2026, 3, 29)]
    ran = ready("demo", tmp_path / "two", *SMALL, "--until", "2026-11-22")
    assert (ran.code, (tmp_path / "two").exists()) == (1, False)
    assert "up to today at the latest, and 2026-11-22 is to come" in ran.err


def test_a_filling_that_is_interrupted_says_how_to_begin_again_and_that_works(
    ready: Sendwatch, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(done: int, _total: int) -> None:
        if done == 3:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("sendwatch.commands.demo.counting", lambda _what: nullcontext(interrupted))
        patch.setattr("sendwatch.commands.demo.write", lambda *_, **__: [])
        ran = ready("demo", tmp_path / "out", *SMALL)
    begin_again = f"rm {home}/register.sqlite*, run sendwatch init, then the same command."
    assert ran.code not in {0, 2}
    assert f"holds a part of its invented people. To begin again: {begin_again}" in ran.err
    ran = ready("demo", tmp_path / "out", *SMALL)
    assert ran.code == 1
    assert f"If it was left by a filling that was interrupted: {begin_again}" in ran.err
    for file in home.glob("register.sqlite*"):
        file.unlink()
    assert ready("init").code == 0
    with open_register(Settings()) as session:
        may_be_filled(session)


def test_beside_somebody_real_no_command_is_told_that_would_delete_them(ready: Sendwatch, tmp_path: Path) -> None:
    assert (
        ready(
            "dsr",
            "accounts",
            "add",
            "--issuer",
            "https://sign-in.example",
            "--subject",
            "a-1",
            "--name",
            "Alex",
            "--organisation",
            "QVV",
        ).code
        == 0
    )
    enter()
    ran = ready("demo", tmp_path / "out", *SMALL)
    assert (ran.code, "rm " in ran.err) == (1, False)
    assert "Name another folder with SENDWATCH_HOME" in ran.err

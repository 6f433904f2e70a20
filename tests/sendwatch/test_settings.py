"""Where a setting comes from: an empty variable is none, and a secret may lie in a file that `.env` names."""

from pathlib import Path

import pytest

from sendwatch.settings import Settings


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder, and nothing in the environment."""
    monkeypatch.chdir(tmp_path)
    for name in ("HOME", "STORE_URL", "STORE_URL_FILE"):
        monkeypatch.delenv(f"SENDWATCH_{name}", raising=False)
    (tmp_path / "secret").write_text("from-the-file\n", encoding="utf-8")
    return tmp_path


def test_a_secret_may_lie_in_a_file_that_the_env_file_names(folder: Path) -> None:
    (folder / ".env").write_text("SENDWATCH_STORE_URL_FILE=secret\n", encoding="utf-8")
    assert Settings().store_url == "from-the-file"


def test_the_environment_names_the_file_before_the_env_file_does(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / ".env").write_text("SENDWATCH_STORE_URL_FILE=nowhere\n", encoding="utf-8")
    monkeypatch.setenv("SENDWATCH_STORE_URL_FILE", "secret")
    assert Settings().store_url == "from-the-file"


def test_an_empty_variable_does_not_hide_the_file_of_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SENDWATCH_STORE_URL", "")
    monkeypatch.setenv("SENDWATCH_STORE_URL_FILE", "secret")
    assert Settings().store_url == "from-the-file"


def test_an_empty_variable_does_not_hide_what_the_env_file_names(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / ".env").write_text("SENDWATCH_STORE_URL_FILE=secret\n", encoding="utf-8")
    monkeypatch.setenv("SENDWATCH_STORE_URL_FILE", "")
    assert Settings().store_url == "from-the-file"


def test_an_empty_home_is_the_default_and_not_the_working_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SENDWATCH_HOME", "")
    assert Settings().home == Path("var")

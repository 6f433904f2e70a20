"""A home folder of its own for each test, set up as `sendwatch init` does it."""

from pathlib import Path

import pytest

from sendwatch.register import initialise_register
from sendwatch.rooms import initialise
from sendwatch.settings import PREFIX, Settings


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The settings that the environment gives meanwhile."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"{PREFIX}{name.upper()}", raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SENDWATCH_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("SENDWATCH_ALLOW_TEST_NHS_NUMBERS", "1")
    monkeypatch.setenv("SENDWATCH_QUIET_SECONDS", "0")
    settings = Settings()
    initialise(settings)
    initialise_register(settings)
    return settings

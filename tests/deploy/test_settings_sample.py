"""deploy/env.sample names every setting with its meaning and its default, and none that does not exist."""

import re
from pathlib import Path

import pytest

from sendwatch.settings import PREFIX, SECRETS, Settings
from tests.deploy.composed import DEPLOY, MAIL_FILE, services, variables

SAMPLE = (DEPLOY / "env.sample").read_text(encoding="utf-8")
SETTING = re.compile(r"^#?(?P<name>[A-Z_]+)=(?P<value>.*)$", re.MULTILINE)
FIELDS = sorted(Settings.model_fields)


def shown() -> dict[str, str]:
    return {found["name"]: found["value"] for found in SETTING.finditer(SAMPLE)}


def comment_above(name: str) -> str:
    """The comment of a setting as one line of text."""
    block = SAMPLE[: SAMPLE.index(f"#{name}=")].rpartition("\n\n")[2]
    return " ".join(line.removeprefix("# ") for line in block.splitlines())


def test_it_names_every_setting_and_nothing_unknown() -> None:
    assert set(shown()) == {PREFIX + name.upper() for name in FIELDS} | set(variables()) | set(variables(MAIL_FILE))


@pytest.mark.parametrize("field", FIELDS)
def test_each_setting_stands_under_its_meaning(field: str) -> None:
    meaning = Settings.model_fields[field].description
    assert meaning
    assert meaning in comment_above(PREFIX + field.upper())


def test_the_values_shown_are_the_defaults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with_default = {name for name, field in Settings.model_fields.items() if field.default is not None}
    given = {name: value for name, value in shown().items() if name.removeprefix(PREFIX).lower() in with_default}
    assert given
    for name in Settings.model_fields:
        monkeypatch.delenv(PREFIX + name.upper(), raising=False)
    defaults = Settings()
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    assert Settings() == defaults


def test_the_ports_shown_are_the_defaults_of_the_compose_file() -> None:
    assert {name: shown()[name] for name in variables()} == variables()


def test_copied_as_it_is_it_sets_nothing() -> None:
    assert all(line.startswith("#") for line in SAMPLE.splitlines() if line)


def test_what_compose_takes_from_the_sample_is_named_in_it() -> None:
    passed = {
        name
        for service in services().values()
        for name, value in service.get("environment", {}).items()
        if value is None
    }
    assert passed
    assert passed <= set(shown())


@pytest.mark.parametrize("secret", SECRETS)
def test_a_secret_may_be_given_as_a_file(secret: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "secret"
    file.write_text("from-the-file\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(f"{PREFIX}{secret.upper()}_FILE", str(file))
    assert getattr(Settings(), secret) == "from-the-file"


def test_a_file_of_a_secret_that_is_not_there_is_an_error_and_not_an_empty_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(f"{PREFIX}STORE_URL_FILE", str(tmp_path / "none"))
    with pytest.raises(FileNotFoundError):
        Settings()

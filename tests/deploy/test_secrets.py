"""deploy/make-secrets.sh makes every secret of the compose file, strong, once, and for no other eyes."""

import base64
import json
import subprocess
from pathlib import Path

import pytest

from tests.deploy.composed import DEPLOY, compose

SCRIPT = DEPLOY / "make-secrets.sh"
PASSWORD_LENGTH = 15  # ASVS 6.2.1 recommends at least this much


def make(folder: Path) -> str:
    done = subprocess.run([str(SCRIPT), str(folder)], check=True, capture_output=True, text=True)
    return done.stdout + done.stderr


@pytest.fixture
def made(tmp_path: Path) -> Path:
    make(tmp_path / "secrets")
    return tmp_path / "secrets"


def read(folder: Path) -> dict[str, str]:
    return {secret.name: secret.read_text(encoding="ascii") for secret in folder.iterdir()}


def test_it_makes_the_secrets_of_the_compose_file_where_the_file_looks_for_them(made: Path) -> None:
    wanted = {name: about["file"] for name, about in compose()["secrets"].items()}
    assert set(read(made)) == set(wanted)
    assert all(file == f"./secrets/{name}" for name, file in wanted.items())


def test_only_their_owner_can_come_to_them_and_nobody_can_change_them(made: Path) -> None:
    assert made.stat().st_mode & 0o777 == 0o700
    assert {secret.stat().st_mode & 0o777 for secret in made.iterdir()} == {0o444}


def test_they_are_long_and_different_each_time(made: Path, tmp_path: Path) -> None:
    make(tmp_path / "others")
    ours, others = read(made), read(tmp_path / "others")
    assert all(len(secret) > PASSWORD_LENGTH and secret != others[name] for name, secret in ours.items())
    assert len(set(ours.values())) == len(ours)


def test_a_secret_that_exists_is_kept_and_a_missing_one_is_added(made: Path) -> None:
    before = read(made)
    (made / "grafana_secret_key").unlink()
    assert "1 new secrets" in make(made)
    after = read(made)
    assert after.pop("grafana_secret_key") != before.pop("grafana_secret_key")
    assert after == before


def test_nothing_of_them_is_printed(tmp_path: Path) -> None:
    printed = make(tmp_path / "secrets")
    assert printed == f"14 new secrets in {tmp_path / 'secrets'}\n"


def test_they_have_the_form_that_airflow_wants(made: Path) -> None:
    assert len(base64.urlsafe_b64decode((made / "airflow_fernet_key").read_text(encoding="ascii"))) == 32
    account = json.loads((made / "airflow_passwords").read_text(encoding="ascii"))
    assert len(account.pop("admin")) > PASSWORD_LENGTH
    assert account == {}


def test_neither_git_nor_an_image_ever_takes_them_in() -> None:
    top = DEPLOY.parent
    assert "deploy/secrets/" in (top / ".gitignore").read_text(encoding="utf-8").splitlines()
    allowed = [
        line for line in (top / ".dockerignore").read_text(encoding="utf-8").splitlines() if line.startswith("!")
    ]
    assert not any(line.rstrip("/") in ("!deploy", "!deploy/secrets") for line in allowed)

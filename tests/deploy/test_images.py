"""The image recipes: every file they take exists, every package is locked by hash, and nothing runs as root."""

import fnmatch
import re
import tomllib
from pathlib import Path

import pytest

from tests.deploy.composed import DEPLOY, REPO, environment, mounts, services

RECIPES = {path.name: path for path in (DEPLOY / "images").glob("*.Dockerfile")}
NAMES = sorted(RECIPES)
Instruction = tuple[str, str]


def instructions(name: str) -> list[Instruction]:
    """Instructions in order, comments dropped and continued lines joined."""
    lines = [line for line in RECIPES[name].read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    joined = re.sub(r"\\\n\s*", "", "\n".join(lines))
    return [(word, rest) for word, _, rest in (line.partition(" ") for line in joined.splitlines() if line)]


def final_stage(name: str) -> list[Instruction]:
    found = instructions(name)
    return found[max(number for number, (word, _) in enumerate(found) if word == "FROM") :]


def copied_from_the_checkout(name: str) -> list[str]:
    copies = [rest.split() for word, rest in instructions(name) if word == "COPY" and "--from" not in rest]
    return [source for words in copies for source in words[:-1] if not source.startswith("--")]


def ignored(path: str) -> bool:
    """Whether .dockerignore keeps a file out: the last line that matches the file or a folder of it decides."""
    keep_out = False
    for line in (REPO / ".dockerignore").read_text(encoding="utf-8").splitlines():
        rule = line.removeprefix("!").removeprefix("**/")
        tried = Path(path).parts if line.startswith("**/") else [path, *map(str, Path(path).parents)]
        if line and not line.startswith("#") and any(fnmatch.fnmatch(part, rule) for part in tried):
            keep_out = not line.startswith("!")
    return keep_out


def test_there_is_one_recipe_for_airflow_and_one_for_everything_else() -> None:
    assert NAMES == ["airflow.Dockerfile", "sendwatch.Dockerfile"]
    ours = {Path(service["build"]["dockerfile"]).name for service in services().values() if "build" in service}
    assert sorted(ours) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_every_file_it_copies_exists_and_reaches_the_build(name: str) -> None:
    copied = copied_from_the_checkout(name)
    assert copied
    for path in copied:
        assert (REPO / path).exists(), path
        assert not ignored(path), path


@pytest.mark.parametrize(
    "path", ["deploy/secrets/store_owner_url", ".env", "var/landing/x", ".git/config", ".venv/bin/x"]
)
def test_what_is_nobodys_business_never_reaches_a_build(path: str) -> None:
    assert ignored(path)


@pytest.mark.parametrize("name", NAMES)
def test_it_takes_in_every_room_of_the_wheel(name: str) -> None:
    project = tomllib.loads((REPO / "pyproject.toml").read_text(encoding="utf-8"))
    rooms = set(project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"])
    assert rooms <= set(copied_from_the_checkout(name))


@pytest.mark.parametrize("name", NAMES)
def test_every_base_has_a_whole_version(name: str) -> None:
    bases = [rest.split()[0] for word, rest in instructions(name) if word == "FROM"]
    assert set(bases) == {"python:3.11.14-slim-bookworm"}


@pytest.mark.parametrize("name", NAMES)
def test_packages_come_from_a_lock_with_hashes_and_from_nowhere_else(name: str) -> None:
    runs = " && ".join(rest for word, rest in instructions(name) if word == "RUN")
    installs = [step for step in runs.split(" && ") if " install " in step and "pip" in step]
    assert len(installs) == 2
    locked, own = installs
    lock = locked.rpartition("--requirement ")[2].strip()
    assert "--require-hashes" in locked
    assert "--hash=sha256:" in (REPO / lock).read_text(encoding="utf-8")
    assert "--no-index" in own
    assert "--no-deps" in own
    assert not re.search(r"\b(apt-get|apt|curl|wget|git)\b", runs)


@pytest.mark.parametrize("name", NAMES)
def test_what_builds_is_not_left_in(name: str) -> None:
    runs = " && ".join(rest for word, rest in instructions(name) if word == "RUN")
    removed = re.findall(r"uninstall --yes ((?:[a-z-]+ ?)+)", runs)
    assert set(" ".join(removed).split()) >= {"hatchling", "editables", "pip", "setuptools", "wheel"}


@pytest.mark.parametrize("name", NAMES)
def test_it_runs_as_the_user_that_the_compose_file_names(name: str) -> None:
    users = [rest for word, rest in final_stage(name) if word == "USER"]
    given = {
        service["user"]
        for service in services().values()
        if service.get("build", {}).get("dockerfile", "").endswith(name)
    }
    assert users == sorted(given) == ["50000:50000"]


def test_folders_that_become_volumes_belong_to_that_user_in_the_image() -> None:
    for service in services().values():
        if "build" in service:
            name = Path(service["build"]["dockerfile"]).name
            made = next(rest for word, rest in final_stage(name) if word == "RUN" and "install --directory" in rest)
            volumes = {path for path, source in mounts(service).items() if not source.startswith(".")}
            assert volumes <= set(made.split())


def test_no_image_carries_a_setting_that_compose_contradicts() -> None:
    for service in services().values():
        if "build" in service:
            name = Path(service["build"]["dockerfile"]).name
            words = [word for kind, rest in final_stage(name) if kind == "ENV" for word in rest.split()]
            image = dict(word.split("=", 1) for word in words)
            assert all(environment(service).get(key, value) == value for key, value in image.items())

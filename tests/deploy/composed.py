"""deploy/compose.yaml as the tests read it: plain data, with variables at their defaults."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

REPO = Path(__file__).parents[2]
DEPLOY = REPO / "deploy"
COMPOSE_FILE = DEPLOY / "compose.yaml"
MAIL_FILE = DEPLOY / "compose.mail.yaml"
_VARIABLE = re.compile(r"\$\{(?P<name>[A-Z_]+)(?::-(?P<default>[^}]*)|:\?[^}]*)?\}")

Service = dict[str, Any]


def compose(file: Path = COMPOSE_FILE) -> dict[str, Any]:
    """The file as it is written, anchors and merges resolved."""
    loaded: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return loaded


def services() -> dict[str, Service]:
    found: dict[str, Service] = compose()["services"]
    return found


def stays_up(service: Service) -> bool:
    return service.get("restart") == "unless-stopped"


def variables(file: Path = COMPOSE_FILE) -> dict[str, str | None]:
    """Variables of the file itself, with their defaults."""
    text = file.read_text(encoding="utf-8")
    return {found["name"]: found["default"] for found in _VARIABLE.finditer(text)}


def resolved(text: str) -> str:
    """Text as a container gets it when no variable is set: defaults put in, `$$` one dollar."""
    return _VARIABLE.sub(lambda found: found["default"] or "", text).replace("$$", "$")


def environment(service: Service) -> dict[str, str]:
    """What is set whatever `deploy/.env` says; a setting without a value is left to it."""
    return {name: resolved(value) for name, value in service.get("environment", {}).items() if value is not None}


def texts(value: object) -> Iterator[str]:
    """Every text inside lists and mappings."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from texts(list(value.values()))
    elif isinstance(value, list):
        for item in value:
            yield from texts(item)


def mounts(service: Service) -> dict[str, str]:
    """Path in the container to what is mounted there: the name of a volume, or a path from the deploy folder."""
    pairs = (mount.split(":") for mount in service.get("volumes", []))
    return {parts[1]: parts[0] for parts in pairs}


def is_volume(source: str) -> bool:
    return not source.startswith(".")

"""Services of compose.yaml started by hand on this machine, for want of an engine.

Command, entry point, environment, mounted files and health check are taken as written. Only what an engine would
provide is put in its place: host names, ports, and the folders behind paths, secrets and volumes.
"""

import random
import re
import shutil
import subprocess
import time
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

from sendwatch.run.ports import LOOPBACK, free_port
from sendwatch.run.processes import Component, Components
from tests.deploy.composed import DEPLOY, REPO, environment, is_volume, mounts, resolved, services

IMAGE_ENTRY_POINTS = {"prom/prometheus": ["prometheus"]}
PORTS = range(20_000, 32_000)
"""Below those that the system gives to outgoing connections: a port is looked up long before it is listened on."""
PROGRAMS = (DEPLOY / "images", REPO / ".venv" / "bin", *sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True))


class ByHand:
    """A machine that stands in for the engine, in a folder of its own.

    `instead` names other folders for what the compose file mounts from the checkout.
    """

    def __init__(self, folder: Path, components: Components, instead: Mapping[str, Path] | None = None) -> None:
        self.folder = folder
        self.components = components
        self.instead = instead or {}
        self.secrets = folder / "secrets"
        self.was_healthy: set[str] = set()
        self._ports: dict[str, int] = {}
        # Another process of the tests may have services of its own.
        self._first_port = random.choice(PORTS)

    def port(self, inside: str) -> int:
        """The loopback port that stands for a port inside a container."""
        if inside not in self._ports:
            self._ports[inside] = free_port(self._first_port, taken=self._ports.values())
        return self._ports[inside]

    def url(self, inside: str, path: str) -> str:
        return f"http://{LOOPBACK}:{self.port(inside)}{path}"

    def make_secrets(self) -> None:
        """The secrets as an operator makes them, with the addresses inside them rewritten."""
        subprocess.run([str(DEPLOY / "make-secrets.sh"), str(self.secrets)], check=True, capture_output=True)
        for secret in self.secrets.iterdir():
            text = self.rewritten(secret.read_text(encoding="ascii"), {})
            secret.chmod(0o600)
            secret.write_text(text, encoding="ascii")

    def secret(self, name: str) -> str:
        return (self.secrets / name).read_text(encoding="ascii")

    def rewritten(self, text: str, paths: Mapping[str, str]) -> str:
        """Host names, ports and paths of containers turned into those of this machine, in one pass."""
        hosts = "|".join(map(re.escape, [*services(), "localhost", "127.0.0.1", "0.0.0.0"]))
        inside = "|".join(re.escape(path) for path in sorted(paths, key=len, reverse=True))
        pattern = re.compile(rf"\b(?:{hosts}):(?P<port>\d+)\b" + (rf"|(?P<path>{inside})(?![\w-])" if inside else ""))
        return pattern.sub(lambda found: self._here(found.groupdict(), paths), text)

    def _here(self, found: Mapping[str, str | None], paths: Mapping[str, str]) -> str:
        if found["port"]:
            return f"{LOOPBACK}:{self.port(found['port'])}"
        return paths[found["path"] or ""]

    def paths(self, name: str) -> dict[str, str]:
        """Where the paths inside a container are on this machine: secrets, volumes, files, folders of its own."""
        service = services()[name]
        found = {"/run/secrets": str(self.secrets)}
        for entry in service.get("tmpfs", []):
            inside = entry.split(":")[0]
            found[inside] = self._own_folder("tmpfs", name + inside.replace("/", "-"))
        for inside, source in mounts(service).items():
            if is_volume(source):
                found[inside] = self._own_folder("volumes", source)
            else:
                found[inside] = str(self.instead.get(source, (DEPLOY / source).resolve()))
        for inside, there in list(found.items()):
            if Path(there).is_file():
                found[inside] = self._rewritten_file(Path(there), name, found)
        return found

    def _own_folder(self, *parts: str) -> str:
        folder = self.folder.joinpath(*parts)
        folder.mkdir(parents=True, exist_ok=True)
        return str(folder)

    def _rewritten_file(self, source: Path, name: str, paths: Mapping[str, str]) -> str:
        copy = Path(self._own_folder("mounted", name)) / source.name
        copy.write_text(self.rewritten(source.read_text(encoding="utf-8"), paths), encoding="utf-8")
        return str(copy)

    def command(self, name: str, *arguments: str) -> list[str]:
        """What the service runs, with other arguments if they are given, as in `docker compose run`."""
        service, paths = services()[name], self.paths(name)
        entry = service.get("entrypoint") or IMAGE_ENTRY_POINTS.get(service["image"].split(":")[0], [])
        words = [resolved(word) for word in [*entry, *(arguments or service["command"])]]
        return [self._word(word, before, paths) for before, word in pairwise(["", *words])]

    def _word(self, word: str, before: str, paths: Mapping[str, str]) -> str:
        """A word of a command: an address or port that stands by itself is known by the option before it."""
        if before == "--host":
            return LOOPBACK
        return str(self.port(word)) if before == "--port" else self.rewritten(word, paths)

    def environment(self, name: str) -> dict[str, str]:
        paths = self.paths(name)
        given = {key: self._setting(key, value, paths) for key, value in environment(services()[name]).items()}
        own = {"PATH": ":".join(map(str, [*PROGRAMS, "/usr/bin", "/bin"])), "HOME": str(self.folder), "TZ": "UTC"}
        return {**own, "PGPORT": str(self.port("5432")), **given}

    def _setting(self, name: str, value: str, paths: Mapping[str, str]) -> str:
        if name.endswith("HOST"):
            return LOOPBACK
        return str(self.port(value)) if name.endswith("PORT") else self.rewritten(value, paths)

    def run(self, name: str, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        """Run a one-shot service to its end; `settings` are what deploy/.env would say."""
        paths = self.paths(name)
        return subprocess.run(
            self.command(name, *arguments),
            env={**self.environment(name), **{key: self.rewritten(value, paths) for key, value in settings.items()}},
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def start(self, name: str) -> None:
        """Start a service that stays up, when what it waits for is healthy."""
        for other, wanted in services()[name].get("depends_on", {}).items():
            if wanted["condition"] == "service_healthy":
                self.wait_until_healthy(other)
        command, environment = self.command(name), self.environment(name)
        program = shutil.which(command[0], path=environment["PATH"]) or command[0]
        log = self.folder / "logs" / f"{name}.log"
        self.components.start(Component(name, [program, *command[1:]], environment, log))

    def healthy(self, name: str) -> bool:
        """Whether the health check passes, asked as an engine asks it."""
        _, *test = services()[name]["healthcheck"]["test"]
        command = [self.rewritten(word, self.paths(name)) for word in test]
        asked = subprocess.run(command, env=self.environment(name), capture_output=True, timeout=60, check=False)
        return asked.returncode == 0

    def wait_until_healthy(self, name: str, seconds: float = 90) -> None:
        if name in self.was_healthy:
            return
        deadline = time.monotonic() + seconds
        while not self.healthy(name):
            self.components.check()
            assert time.monotonic() < deadline, f"{name} is not healthy after {seconds} seconds"
            time.sleep(0.3)
        self.was_healthy.add(name)

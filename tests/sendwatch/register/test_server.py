"""The register's server as a process, and what it does by itself (F09, F39)."""

import logging
import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from types import MappingProxyType

import pytest
from httpx2 import Client, ConnectError
from sqlalchemy import select

from dsr.store.database import RegisterDatabase
from dsr.store.tables import standing
from sendwatch.register import initialise_register
from sendwatch.settings import Settings
from sendwatch.upkeep import Upkeep
from tests.conftest import free_port
from tests.dsr.api.desk import Desk
from tests.dsr.auth.signing import Door
from tests.dsr.store.people import led_by, rowan


class Server:
    """A process that serves the register of the settings."""

    def __init__(self, log: Path) -> None:
        self.port, self.log = free_port(), log
        command = [sys.executable, "-m", "sendwatch", "dsr", "serve", "--port", str(self.port)]
        environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[3])}
        with log.open("wb") as file:
            self.process = subprocess.Popen(command, stdout=file, stderr=subprocess.STDOUT, env=environment)
        self.client = Client(base_url=f"http://127.0.0.1:{self.port}", trust_env=False)

    def wait(self) -> "Server":
        ends_at = time.monotonic() + 90
        while time.monotonic() < ends_at and self.process.poll() is None:
            try:
                assert self.client.get("/health").json() == {"status": "well"}
            except ConnectError:
                time.sleep(0.1)
            else:
                return self
        raise AssertionError(self.log.read_text(encoding="utf-8"))

    def stop(self) -> int:
        self.client.close()
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=30)


@pytest.fixture
def demonstrating(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    initialise_register(settings)
    monkeypatch.setenv("SENDWATCH_REGISTER_DEMONSTRATION", "1")


@pytest.mark.usefixtures("demonstrating")
def test_two_servers_serve_one_register_and_stop_when_they_are_told(tmp_path: Path) -> None:
    servers = [Server(tmp_path / f"{number}.log") for number in range(2)]
    try:
        first, second = (server.wait() for server in servers)
        here = {"Sec-Fetch-Site": "same-origin"}
        answer = first.client.post("/demonstration/sign-in", json={"persona": "dsr-manager"}, headers=here)
        assert answer.status_code == 200
        cookie = {"Cookie": answer.headers["set-cookie"].partition(";")[0]}
        me = second.client.get("/me?name=Ashgrove", headers=cookie).json()
        assert me["roles"][0]["role"] == "dsr-manager"
    finally:
        codes = [server.stop() for server in servers]
    assert codes == [0, 0]
    logged = "".join(server.log.read_text(encoding="utf-8") for server in servers)
    assert " GET /me 200 " in logged
    assert all(canary not in logged for canary in ("Ashgrove", "__Host", "HTTP/1.1", "Traceback"))


def test_what_is_refused_is_said_in_a_sentence(settings: Settings, tmp_path: Path) -> None:
    initialise_register(settings)
    server = Server(tmp_path / "log")
    assert server.process.wait(timeout=60) == 1
    said = server.log.read_text(encoding="utf-8")
    assert said.startswith("sendwatch: Nobody could sign in.")
    assert "Traceback" not in said
    server.client.close()


def told_on(desk: Desk) -> list[object]:
    with desk.database.reading() as connection:
        return list(connection.execute(select(standing.c.told_on)).scalars())


def test_a_new_day_is_brought_to_everybody_once(database: RegisterDatabase, door: Door) -> None:
    desk = Desk(database, door)
    rowan(desk.register(), led_by("RDY", "kw-1"))
    upkeep, other = Upkeep(desk.service), Upkeep(desk.service)
    desk.now += timedelta(days=1)
    upkeep.once()
    other.once()
    assert told_on(desk) == [desk.now.date()]
    desk.now += timedelta(hours=24)
    other.once()
    assert told_on(desk) == [desk.now.date()]


def test_what_cannot_be_done_now_is_done_later(
    database: RegisterDatabase, door: Door, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    desk = Desk(database, door)
    rowan(desk.register(), led_by("RDY", "kw-1"))
    desk.now += timedelta(days=1)
    upkeep = Upkeep(desk.service)
    with monkeypatch.context() as broken, caplog.at_level(logging.INFO):
        broken.setattr("sendwatch.upkeep.renew", lambda session: iter([session.keys.open(b"\0\1" + b"x" * 30, "x")]))
        upkeep.once()
    assert "new day: SealBroken; it is tried again" in caplog.text
    assert told_on(desk) != [desk.now.date()]
    upkeep.once()
    assert told_on(desk) == [desk.now.date()]


class SmallPool(RegisterDatabase):
    """A register with room for one at a time."""

    pool_options = MappingProxyType({"pool_size": 1, "max_overflow": 0, "pool_timeout": 0.1})


def test_f09_while_every_connection_is_in_use_the_answer_is_503_and_not_a_queue(register_url: str, door: Door) -> None:
    database = SmallPool(register_url)
    desk = Desk(database, door)
    with database.reading():
        answer = desk.client.get("/health")
        assert (answer.status_code, answer.json()["type"]) == (503, "urn:sendwatch:problem:register-unavailable")
        assert answer.headers["retry-after"] == "5"
    assert desk.client.get("/health").json() == {"status": "well"}
    database.close()

"""A PostgreSQL of this run's own, on loopback, with the settings it has when newly installed."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg


@contextmanager
def server() -> Iterator[str]:
    """Start a server with an empty database; yields its URL, and leaves nothing behind."""
    programs, port = _programs(), free_port()
    home = Path(_run("mktemp", "-d").strip())
    user = ("-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
    _run(str(programs / "initdb"), "-D", str(home / "data"), *user)
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={home}"
    control = (str(programs / "pg_ctl"), "-D", str(home / "data"), "-w", "-l", str(home / "log"))
    _run(*control, "-o", options, "start")
    try:
        yield f"postgresql+psycopg://postgres@127.0.0.1:{port}/postgres"
    finally:
        _run(*control, "-m", "fast", "stop")
        _run("rm", "-rf", str(home))


def restart(url: str) -> None:
    """Stop the server of a URL at once, as when its machine fails, and start it again."""
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        data = Path(str(connection.execute("SHOW data_directory").fetchone()[0]))  # type: ignore[index]
    log = str(data.parent / "log")
    _run(str(_programs() / "pg_ctl"), "-D", str(data), "-w", "-l", log, "-m", "immediate", "restart")


def _programs() -> Path:
    """The newest server programs on this machine."""
    beside = shutil.which("initdb")
    folders = [Path(beside).parent] if beside else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not folders:
        raise SystemExit("PostgreSQL's server programs are missing. Install them: apt-get install postgresql")
    return folders[-1]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _run(*command: str) -> str:
    """PostgreSQL refuses to run as root: become the distribution's own user for it."""
    become = ("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups") if os.geteuid() == 0 else ()
    return subprocess.run([*become, *command], check=True, stdout=subprocess.PIPE, text=True).stdout

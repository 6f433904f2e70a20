"""How fast the register answers people at work: many entries, many users, each request measured at the user's side.

    .venv/bin/python -m benchmarks.register                        # 10,000 entries, 20 users, both databases
    .venv/bin/python -m benchmarks.register --entries 1000 --seconds 20

A register is filled once with invented entries; a server in a process of its own answers users in another one, without
a pause between their requests and then with pauses as people make them. Then 200 coordinators open the same child
(F37). Afterwards the audit is verified.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import perf_counter, sleep
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from benchmarks.environment import environment
from benchmarks.postgresql import free_port, server
from benchmarks.register_entries import employ, enter
from benchmarks.register_server import ISSUER, KEY_SET_FILE
from benchmarks.register_users import MIX, ONE_CHILD, User
from dsr.auth.accounts import Grant, add_account, grant
from dsr.auth.roles import Role
from dsr.store.audit import Audit
from sendwatch.register import at_the_keyboard, initialise_register, open_register
from sendwatch.settings import Settings

PAUSE_SECONDS = 1.0
COORDINATORS, THEIR_PAUSE_SECONDS = 200, 10.0
"""Of F37: so many open the same child, each once in so many seconds."""


def fill(url: str, home: str, people: range) -> list[str]:
    """Enter people in a process of its own; returns their references."""
    with open_register(_settings(url, home)) as session:
        return list(enter(at_the_keyboard(session, "benchmark"), people))


def _settings(url: str, home: str) -> Settings:
    return Settings(home=Path(home), register_url=url, allow_test_nhs_numbers=True)


def prepare(url: str, home: str, entries: int, processes: int, users: int) -> list[str]:
    """A filled register with an account for each user."""
    settings = _settings(url, home)
    initialise_register(settings)
    with open_register(settings) as session:
        employ(at_the_keyboard(session, "benchmark"))
        with session.database.writing() as connection:
            for number in range(users):
                account = add_account(
                    connection,
                    session.keys,
                    issuer=ISSUER.url,
                    subject=f"user-{number}",
                    name=f"User {number}",
                    organisation="QVV",
                )
                grant(connection, account, Grant(role=Role.DSR_MANAGER, starts_on=date(2020, 1, 1)), by=None)
    parts = [range(part, entries, processes) for part in range(processes)]
    with ProcessPoolExecutor(processes) as pool:
        found = list(pool.map(fill, [url] * processes, [home] * processes, parts))
    # In the order of their numbers, so that a user who searches by number finds them.
    return [reference for row in zip(*found, strict=False) for reference in row]


@contextmanager
def serving(url: str, home: str, processes: int, keys: Path) -> Iterator[int]:
    """The server on a free port."""
    port = free_port()
    told = environment(home, "", REGISTER_URL=url, ALLOW_TEST_NHS_NUMBERS="1")
    command = [sys.executable, "-m", "benchmarks.register_server", str(port), str(processes)]
    process = subprocess.Popen(command, env={**told, KEY_SET_FILE: str(keys)})
    try:
        _until_well(port)
        yield port
    finally:
        process.terminate()
        process.wait(30)


def _until_well(port: int) -> None:
    for _ in range(150):
        try:
            with urlopen(f"http://127.0.0.1:{port}/health", timeout=5):
                return
        except (URLError, OSError):
            sleep(0.2)
    raise SystemExit("The server did not answer within half a minute.")


def tokens(folder: Path, users: int, accounts: int) -> tuple[list[str], Path]:
    """A token for each user, who share so many accounts, and the file with the issuer's keys."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    public = jwt.get_algorithm_by_name("RS256").to_jwk(key.public_key(), as_dict=True)
    file = folder / "keys.json"
    file.write_text(json.dumps({"keys": [{**public, "kid": "benchmark", "alg": "RS256", "use": "sig"}]}))
    now = datetime.now(UTC)
    usual = {
        "iss": ISSUER.url,
        "aud": ISSUER.audience,
        "iat": now,
        "exp": now + timedelta(minutes=59),
        "scp": "register",
    }
    headers = {"kid": "benchmark", "typ": "at+jwt"}
    made = [
        jwt.encode({**usual, "sub": f"user-{number % accounts}", "jti": f"token-{number}"}, key, "RS256", headers)
        for number in range(users)
    ]
    return made, file


def at_work(
    port: int, bearers: list[str], people: list[str], seconds: float, pause: float, mix: dict[str, int] = MIX
) -> dict[str, Any]:
    """What all users together saw: requests, and the times of each kind in milliseconds."""
    users = [User(port, bearer, people, random.Random(number), pause, mix) for number, bearer in enumerate(bearers)]
    with ThreadPoolExecutor(len(users)) as pool:
        list(pool.map(lambda user: user.work(seconds), users))
    kinds = sorted({kind for user in users for kind in user.took})
    took = {kind: sorted(one for user in users for one in user.took.get(kind, ())) for kind in kinds}
    every = sorted(one for times in took.values() for one in times)
    refused: dict[str, int] = {}
    for user in users:
        for what, count in user.refused.items():
            refused[what] = refused.get(what, 0) + count
    told = {kind: _told(times) for kind, times in {"all": every, **took}.items()}
    return {"requests a second": round(len(every) / seconds, 1), "unanswered": refused, "ms": told}


def _told(times: list[float]) -> dict[str, float]:
    at = {"p50": 0.5, "p95": 0.95, "p99": 0.99}
    places = {name: min(len(times) - 1, int(len(times) * share)) for name, share in at.items()}
    return {"count": len(times), **{name: round(times[place] * 1000, 1) for name, place in places.items()}}


def measured(name: str, url: str, home: str, options: argparse.Namespace) -> None:
    began = perf_counter()
    # One writer at a time is all that SQLite has.
    filling = 1 if url.startswith("sqlite") else 2
    people = prepare(url, home, options.entries, filling, options.users)
    print(f"{name}: {len(people)} entries in {perf_counter() - began:.0f} s", flush=True)
    everybody, keys = tokens(Path(home), max(options.users, COORDINATORS), options.users)
    bearers = everybody[: options.users]
    with serving(url, home, options.processes, keys) as port:
        at_work(port, bearers, people, 5, 0)
        for words, pause in (("without a pause", 0.0), (f"with pauses of {PAUSE_SECONDS:.0f} s", PAUSE_SECONDS)):
            found = at_work(port, bearers, people, options.seconds, pause)
            print(f"{name}, {options.users} users {words}: {json.dumps(found, indent=1)}", flush=True)
        found = at_work(port, everybody, people[:1], options.seconds, THEIR_PAUSE_SECONDS, ONE_CHILD)
        print(f"{name}, {len(everybody)} coordinators at one child: {json.dumps(found, indent=1)}", flush=True)
    with open_register(_settings(url, home)) as session, session.database.reading() as connection:
        broken = Audit(session.keys.chain_key).verify(connection)
        print(f"{name}: the audit is {'whole' if not broken else broken[:3]}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=10_000)
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--processes", type=int, default=1, help="Of the server.")
    parser.add_argument("--database", choices=("sqlite", "postgresql", "both"), default="both")
    options = parser.parse_args()
    os.umask(0o077)
    if options.database != "postgresql":
        with tempfile.TemporaryDirectory() as home:
            measured("SQLite", f"sqlite:///{home}/register.sqlite", home, options)
    if options.database != "sqlite":
        with tempfile.TemporaryDirectory() as home, server() as url:
            measured("PostgreSQL", url, home, options)


if __name__ == "__main__":
    main()

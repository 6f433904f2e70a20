"""One measured step, run in a process of its own: `python -m benchmarks.steps STEP PATH` prints its seconds as JSON."""

import csv
import json
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Any

from diis.extracts.check import check_file
from diis.extracts.contract import Contract
from diis.extracts.names import extract_name
from diis.extracts.sources import source_of
from diis.extracts.text import CsvFile
from diis.extracts.wl_1 import CONTACTS, REFERRALS
from diis.pull import pull
from diis.refresh import refresh
from diis.store.engine import Store
from sendwatch.rooms import open_intake
from sendwatch.settings import Settings

Seconds = dict[str, float]
BLOCK = 1024 * 1024
STAGES = {"land": "land", "arrive": "read, check, stage", "load": "merge", "enter": "enter", "commit": "commit"}
"""What happens after a pull has told the name of a step, until it tells the next."""


class Watch:
    """Seconds by stage: each stage ends where the next begins."""

    def __init__(self) -> None:
        self.seconds: Seconds = {}
        self._stage, self._began = "", perf_counter()

    def begin(self, stage: str) -> None:
        now = perf_counter()
        if self._stage:
            self.seconds[self._stage] = self.seconds.get(self._stage, 0) + now - self._began
        self._stage, self._began = stage, now


def pulled(path: Path) -> Seconds:
    """Pull an extract and refresh the figures, as `sendwatch pull` does."""
    watch = Watch()
    with open_intake(Settings()) as intake:
        watch.begin("start")
        verdict = pull(None, path, replace(intake, step=lambda step: watch.begin(STAGES[step])))
        watch.begin("refresh")
        refresh(intake)
        watch.begin("")
    if verdict.outcome != "accepted":
        raise SystemExit(f"{path} should have been accepted, and was {verdict.outcome}")
    return watch.seconds


def checked(path: Path) -> Seconds:
    """Read and check every row and let it go: what remains of a pull without a database."""
    watch = Watch()
    with open_intake(Settings()) as intake:
        contract = Contract(extract_name(path.name), intake.pseudonymiser, intake.places, allow_test_nhs_numbers=True)
    source = source_of(path)
    for table in (REFERRALS, CONTACTS):
        with source.open(table.file) as stream:
            watch.begin("read")
            file = CsvFile(stream, table.file)
            for batch in file.batches():
                watch.begin("check")
                check_file(table, batch, file.header, contract)
                watch.begin("read")
    watch.begin("")
    return watch.seconds


def copied(path: Path) -> Seconds:
    """Give the files to the database as they are: no pull can be faster than this."""
    watch = Watch()
    store = Store(Settings().database_url())
    with closing(store), store.writing() as connection:
        driver: Any = connection.connection.cursor()
        for table in (REFERRALS, CONTACTS):
            watch.begin("copy")
            name = f"raw_{table.file.removesuffix('.csv')}"
            driver.execute(f"CREATE TABLE {name} ({', '.join(f'{column} TEXT' for column in table.names)})")
            (_executemany if store.is_sqlite else _copy)(driver, name, path / table.file)
    watch.begin("")
    return watch.seconds


def _copy(driver: Any, name: str, file: Path) -> None:
    with driver.copy(f"COPY {name} FROM STDIN (FORMAT csv, HEADER)") as copy, file.open("rb") as stream:
        while block := stream.read(BLOCK):
            copy.write(block)


def _executemany(driver: Any, name: str, file: Path) -> None:
    with file.open(newline="") as stream:
        rows = csv.reader(stream)
        driver.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(next(rows)))})", rows)


def by_pandera(path: Path) -> Seconds:
    """Check the same rules in pandera and write the same rows with pandas."""
    # Imported here: no other step has to wait for it.
    from benchmarks.pandera_way import load

    watch = Watch()
    with open_intake(Settings()) as intake:
        contract = Contract(extract_name(path.name), intake.pseudonymiser, intake.places, allow_test_nhs_numbers=True)
        watch.begin("check and write")
        load(path, contract, intake.store.engine)
    watch.begin("")
    return watch.seconds


STEPS: dict[str, Callable[[Path], Seconds]] = {
    "pulled": pulled,
    "checked": checked,
    "copied": copied,
    "by-pandera": by_pandera,
}

if __name__ == "__main__":
    print(json.dumps(STEPS[sys.argv[1]](Path(sys.argv[2]))))

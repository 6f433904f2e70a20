"""Pull a large list into real databases and say how long each part took: `python -m benchmarks.pull --help`."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from benchmarks.environment import ROOT, environment
from benchmarks.extract import CENSUS_DATES, write_lists
from benchmarks.postgresql import server
from sendwatch.demo.places import write_postcodes

DATABASES = ("sqlite", "postgresql")
REFRESHED, NOT_REFRESHED = CENSUS_DATES[1], CENSUS_DATES[1].replace(day=CENSUS_DATES[1].day - 2)
"""Days to ask the waits of: one whose figures are kept, one that is computed from the versions."""


@dataclass(frozen=True)
class Run:
    """A process that was measured: seconds by stage where it told them, and its own peak of memory."""

    what: str
    rows: int
    seconds: float
    stages: dict[str, float]
    peak_mib: int

    def __str__(self) -> str:
        rate = f"{self.rows / self.seconds:>9,.0f} rows/s" if self.rows else " " * 16
        stages = "; ".join(f"{name} {seconds:.1f}" for name, seconds in self.stages.items() if seconds >= 0.05)
        return f"{self.what:<30}{self.seconds:>7.1f} s {rate} {self.peak_mib:>5} MiB  {stages}"


def main() -> None:
    """Write two lists, then take them through each database, each step in a process of its own."""
    asked = _arguments()
    with tempfile.TemporaryDirectory(prefix="sendwatch-benchmark-", dir=asked.folder) as scratch:
        lists = write_lists(Path(scratch) / "lists", asked.referrals)
        print(f"{_rows(lists[0]):,} rows in the first list, {_rows(lists[1]):,} in the second; load {os.getloadavg()}")
        for round_ in range(asked.rounds):
            for database in DATABASES if asked.database == "both" else (asked.database,):
                with _database(database) as url, tempfile.TemporaryDirectory(dir=scratch) as home:
                    for run in _runs(lists, home, url):
                        print(f"{round_ + 1} {database:<11}{run}", flush=True)
        print(f"load at the end {os.getloadavg()}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--referrals", type=int, default=1_000_000, help="rows of each list")
    parser.add_argument("--database", choices=(*DATABASES, "both"), default="both")
    parser.add_argument("--rounds", type=int, default=1, help="how often everything is measured")
    parser.add_argument("--folder", help="where to write; needs about two kilobytes a referral")
    return parser.parse_args()


@contextmanager
def _database(name: str) -> Iterator[str]:
    """The address of an empty database; empty for the SQLite file in the home folder."""
    with server() if name == "postgresql" else nullcontext("") as url:
        yield url


def _runs(lists: list[Path], home: str, url: str) -> Iterator[Run]:
    postcodes = str(Path(home) / "postcodes.csv")
    env = environment(home, url, ALLOW_TEST_NHS_NUMBERS="1", POSTCODES=postcodes)
    write_postcodes(Path(home) / "postcodes.csv")
    subprocess.run([sys.executable, "-m", "sendwatch", "init"], env=env, check=True, stdout=subprocess.DEVNULL)
    first, second = lists
    yield _step("read and check, no database", "checked", first, env)
    yield _step("first list", "pulled", first, env)
    yield _step("second list, 2% changed", "pulled", second, env)
    yield _waits("waits of a refreshed day", str(REFRESHED), env)
    yield _waits("waits of another day", str(NOT_REFRESHED), env)
    yield _step("the floor: the bare rows", "copied", first, env)
    yield _step("the same rules in pandera", "by-pandera", first, env)


def _step(what: str, step: str, extract: Path, env: dict[str, str]) -> Run:
    told, _, peak = _measured([sys.executable, "-m", "benchmarks.steps", step, str(extract)], env)
    stages: dict[str, float] = json.loads(told)
    taken = sum(seconds for stage, seconds in stages.items() if stage not in ("start", "refresh"))
    return Run(what, _rows(extract), taken, stages, peak)


def _waits(what: str, as_at: str, env: dict[str, str]) -> Run:
    _, seconds, peak = _measured([sys.executable, "-m", "sendwatch", "waits", "--as-at", as_at], env)
    return Run(what, 0, seconds, {}, peak)


def _measured(command: list[str], env: dict[str, str]) -> tuple[str, float, int]:
    """Run a command; returns what it printed, its seconds, and the peak of its memory in MiB."""
    began = perf_counter()
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        printed = process.stdout.read() if process.stdout else ""
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} failed")
    return printed, perf_counter() - began, used.ru_maxrss // 1024


def _rows(extract: Path) -> int:
    counted: dict[str, int] = json.loads((extract / "manifest.json").read_text())["rows"]
    return sum(counted.values())


if __name__ == "__main__":
    main()

"""Count every figure of invented stores and say how long it took: `python -m benchmarks.figures --help`.

Each step is taken in a process of its own, which tells its seconds without the start of Python, and its peak of memory.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, nullcontext
from datetime import date, timedelta
from time import perf_counter

from benchmarks.environment import ROOT, environment
from benchmarks.invented_store import CENSUS_ON, fill
from benchmarks.postgresql import server
from diis.counting.local import Question, count_local
from diis.definitions.breakdowns import BREAKDOWN_IDS
from diis.refresh import refresh
from diis.store.figures import senders
from diis.store.ledger import newest_sequence
from sendwatch.rooms import open_intake, open_store
from sendwatch.settings import Settings

DATABASES = ("sqlite", "postgresql")
MONTHS = 60
WAITS = ("waits", "--as-at", str(CENSUS_ON), "--exact", "--json")


def filled(referrals: str) -> None:
    """Put invented referrals into the store."""
    with closing(open_store(Settings())) as store:
        fill(store, int(referrals))


def counted(days: str) -> int:
    """Read the facts and count every figure of so many days: the census date, and ends of months before it."""
    asked = dict.fromkeys(sorted(_ends_of_months(int(days))), BREAKDOWN_IDS)
    with closing(open_store(Settings())) as store:
        with store.reading() as connection:
            as_known = newest_sequence(connection)
            lists = senders(connection, as_known)
        return sum(len(figures) for figures in count_local(store, Question(asked, as_known, lists)).values())


def refreshed() -> None:
    """Count and keep what a refresh keeps."""
    with open_intake(Settings()) as intake:
        refresh(intake)


STEPS: dict[str, Callable[..., int | None]] = {"filled": filled, "counted": counted, "refreshed": refreshed}


def main() -> None:
    """Fill a store of each size in each database, and take every step with it."""
    asked = _arguments()
    if asked.step:
        _tell(asked.step)
        return
    print(f"load {os.getloadavg()}")
    for referrals in asked.referrals:
        for database in asked.database:
            with (
                tempfile.TemporaryDirectory(prefix="sendwatch-benchmark-", dir=asked.folder) as home,
                server() if database == "postgresql" else nullcontext("") as url,
            ):
                for line in _steps(referrals, environment(home, url)):
                    print(f"{referrals:>10,} {database:<11}{line}; load {os.getloadavg()[0]:.1f}", flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--referrals", type=int, nargs="+", default=[100_000, 1_000_000], help="sizes of store")
    parser.add_argument("--database", choices=DATABASES, nargs="+", default=DATABASES)
    parser.add_argument("--folder", help="where to write; needs about half a kilobyte a referral")
    parser.add_argument("--step", nargs="+", metavar=("STEP", "OF"), help="one step alone, on the set store")
    return parser.parse_args()


def _ends_of_months(days: int) -> Iterator[date]:
    day = CENSUS_ON
    for _ in range(days):
        yield day
        day = day.replace(day=1) - timedelta(days=1)


def _steps(referrals: int, env: Mapping[str, str]) -> Iterator[str]:
    _run("sendwatch", "init", env=env)
    yield _step(f"store of {referrals:,} referrals filled", "filled", str(referrals), env=env)
    yield _step("one day, all breakdowns", "counted", "1", env=env)
    yield _step(f"{MONTHS} ends of months, all breakdowns", "counted", str(MONTHS), env=env)
    yield _step("refresh", "refreshed", env=env)
    for breakdown in ("all", "age"):
        began = perf_counter()
        _run("sendwatch", *WAITS, "--by", breakdown, env=env)
        yield f"{f'waits by {breakdown}, refreshed':<38}{perf_counter() - began:>7.2f} s with the start of Python"


def _step(what: str, *step: str, env: Mapping[str, str]) -> str:
    told = json.loads(_run("benchmarks.figures", "--step", *step, env=env))
    figures = f"; {told['figures']:,} figures" if told["figures"] else ""
    return f"{what:<38}{told['seconds']:>7.2f} s {told['peak_mib']:>6} MiB{figures}"


def _run(module: str, *arguments: str, env: Mapping[str, str]) -> str:
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.run(command, env=env, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout


def _tell(step: list[str]) -> None:
    began = perf_counter()
    figures = STEPS[step[0]](*step[1:])
    seconds = perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"seconds": seconds, "figures": figures, "peak_mib": peak}))


if __name__ == "__main__":
    main()

"""Any size that can be made is made exactly, in memory that does not grow; any other is refused in words."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from sendwatch.demo import CannotBeMade, write
from sendwatch.demo.plan import Plan
from sendwatch.demo.workers import WORTH_WORKERS
from tests.sendwatch.demo.lists import lists_in

LAST = date(2026, 3, 29)
# The peak as the kernel keeps it for this program alone: `ru_maxrss` begins with that of the worker that started it.
MEASURED = """
import json, re, resource, sys
from datetime import date
from pathlib import Path
from sendwatch.demo import write
if __name__ == "__main__":
    write(Path(sys.argv[1]), weeks=1, referrals=int(sys.argv[2]), last_census=date(2026, 3, 29))
    own = int(re.search(r"VmHWM:[^0-9]*([0-9]+)", Path("/proc/self/status").read_text())[1])
    print(json.dumps([own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss]))
"""


@pytest.mark.parametrize("referrals", [100, 137, 1_000])
def test_the_newest_lists_have_exactly_the_rows_asked_for(tmp_path: Path, referrals: int) -> None:
    write(tmp_path, weeks=6, referrals=referrals, last_census=LAST)
    assert sum(len(lists[-1].everything) for lists in lists_in(tmp_path).values()) == referrals


def test_five_times_the_referrals_need_no_more_memory(tmp_path: Path) -> None:
    few, _ = _peak_kib(tmp_path / "few", WORTH_WORKERS // 5)
    many, worker = _peak_kib(tmp_path / "many", WORTH_WORKERS)
    assert many < few + 40 * 1024
    assert worker < few + 40 * 1024


def _peak_kib(out: Path, referrals: int) -> list[int]:
    command = [sys.executable, "-c", MEASURED, str(out), str(referrals)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    peaks: list[int] = json.loads(done.stdout)
    return peaks


def test_progress_is_told_up_to_the_whole(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    write(tmp_path, weeks=1, referrals=1_500, last_census=LAST, progress=lambda done, total: told.append((done, total)))
    assert told == sorted(told)
    assert told[-1] == (1_500, 1_500)
    assert len(told) > 2


def test_a_size_beyond_all_test_nhs_numbers_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(CannotBeMade, match=r"810,000 of the 999 test range.*at most"):
        write(tmp_path / "out", weeks=52, referrals=2_000_000, last_census=LAST)
    assert not (tmp_path / "out").exists()


def test_more_referrals_than_nhs_numbers_put_more_children_on_two_pathways() -> None:
    shares = [
        Plan(seed=1, weeks=1, referrals=size, last_census=LAST).second_pathway_share
        for size in (20_000, 700_000, 1_000_000)
    ]
    assert shares == sorted(shares)
    assert shares[0] == pytest.approx(0.1)
    assert shares[2] > 0.3


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"referrals": 99}, "at least 100"),
        ({"weeks": 0}, "at least 1 week"),
        ({"seed": -1}, "0 or more"),
        ({"last_census": date(2009, 12, 31)}, "2010-01-01 or later"),
        ({"weeks": 900}, "2010-01-01 or later"),
    ],
)
def test_what_cannot_be_made_is_refused_in_words(tmp_path: Path, asked: dict[str, int], words: str) -> None:
    arguments = {"weeks": 1, "seed": 1, "referrals": 100, "last_census": LAST, **asked}
    with pytest.raises(CannotBeMade, match=words):
        write(tmp_path, **arguments)  # type: ignore[arg-type]

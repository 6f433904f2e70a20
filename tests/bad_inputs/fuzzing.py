"""Valid extracts with damaged bytes, pulled one after the other; run as a program, so that memory can be measured.

    FUZZ_EXAMPLES=5000 python -m tests.bad_inputs.fuzzing

tries more than the tests do. It prints one JSON line: examples, outcomes, and the peak of memory in bytes.
"""

import io
import json
import os
import re
import sys
import tempfile
import zipfile
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diis.extracts.verdict import Verdict
from diis.intake import Intake
from diis.pull import pull
from diis.store import migrate
from diis.store.engine import Store
from tests.bad_inputs.published import SAMPLE
from tests.bad_inputs.table import BASE
from tests.bad_inputs.workbooks import a_workbook, as_excel_saves
from tests.conftest import intake_of
from tests.diis.extract_builder import a_folder
from tests.diis.store_dump import empty

OUTCOMES = ("accepted", "partial", "refused", "held", "duplicate")
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "160"))

PIECES = (
    *(b"\0", b'"', b'""', b"\n", b"\r", b",", b";", b"\xff", b"\xc3", b"\xef\xbb\xbf", b"\xff\xfe", b"\x1a", b""),
    *(b"-", b"=", b"9", b"1e9", b"<", b">", b"&", b"&lt;", b"</c>", b'r="A1"', b't="s"', b"PK\x01\x02", b"PK\x05\x06"),
    *(b"1", b"2", b"0", b"A", b"X", b"2026", b"-01", b",,", b"NE000001", b" ", b"P000009", b"<v>1</v>"),
    *("\u202e".encode(), "\u2028".encode(), "é".encode("cp1252"), "１".encode(), b"\x1f\x8b", b"x" * 70_000),
)

FILES = BASE.files() | {"manifest.json": b'{"layout": "wl-1", "rows": {"referrals.csv": 40}}'}


def _packed(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def _workbook() -> dict[str, bytes]:
    saved = io.BytesIO()
    a_workbook(BASE).save(saved)
    with zipfile.ZipFile(saved) as archive:
        return as_excel_saves({name: archive.read(name) for name in archive.namelist()})


WORKBOOK = _workbook()
PARTS = sorted(name for name in WORKBOOK if name.startswith(("xl/w", "xl/s", "_rels")))


@dataclass(frozen=True)
class Damage:
    """At a place, given as a share of the length, some bytes are lost and a piece is put in."""

    place: float
    lost: int
    piece: bytes

    def on(self, content: bytes) -> bytes:
        start = int(self.place * len(content))
        return content[:start] + self.piece + content[start + self.lost :]


DAMAGES = st.lists(
    st.builds(
        Damage,
        st.floats(0, 1, exclude_max=True),
        st.sampled_from([0, 1, 1, 2, 3, 40, 5_000]),
        st.one_of(st.sampled_from(PIECES), st.binary(min_size=1, max_size=4)),
    ),
    min_size=1,
    max_size=3,
)


def _damaged(content: bytes, damages: list[Damage]) -> bytes:
    for damage in damages:
        content = damage.on(content)
    return content


def _folder(inside: Path, member: str, damages: list[Damage]) -> Path:
    return a_folder(inside / BASE.name, FILES | {member: _damaged(FILES[member], damages)})


def _archive(inside: Path, member: str, damages: list[Damage]) -> Path:
    return _file(inside, f"{BASE.name}.zip", _damaged(_packed(FILES), damages))


def _workbook_bytes(inside: Path, member: str, damages: list[Damage]) -> Path:
    return _file(inside, f"{BASE.name}.xlsx", _damaged(_packed(WORKBOOK), damages))


def _workbook_part(inside: Path, member: str, damages: list[Damage]) -> Path:
    part = PARTS[len(member) % len(PARTS)]
    return _file(inside, f"{BASE.name}.xlsx", _packed(WORKBOOK | {part: _damaged(WORKBOOK[part], damages)}))


def _published(inside: Path, member: str, damages: list[Damage]) -> Path:
    return _file(inside, SAMPLE.name, _damaged(SAMPLE.read_bytes(), damages))


def _file(inside: Path, name: str, content: bytes) -> Path:
    (inside / name).write_bytes(content)
    return inside / name


WAYS = (_folder, _folder, _archive, _workbook_bytes, _workbook_part, _workbook_part, _published)
MEMBERS = st.sampled_from(sorted(FILES))


def hold(verdict: Verdict) -> None:
    """What is true of every verdict, whatever the bytes were."""
    rows = verdict.rows
    assert verdict.outcome in OUTCOMES
    assert rows.rows_in == rows.accepted + rows.quarantined + rows.duplicate
    assert verdict.outcome not in ("refused", "held") or verdict.rejections
    assert not re.search(r"\b999\d{7}\b", json.dumps(verdict.as_json()))


def tried(intake: Intake, examples: int) -> Counter[str]:
    """Pull so many damaged extracts; returns how often each outcome came."""
    outcomes: Counter[str] = Counter()

    @settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.sampled_from(range(len(WAYS))), MEMBERS, DAMAGES)
    def any_bytes_come_to_a_verdict(way: int, member: str, damages: list[Damage]) -> None:
        with tempfile.TemporaryDirectory() as folder:
            empty(intake.store)
            path = WAYS[way](Path(folder), member, damages)
            verdict = pull(None, path, replace(intake, landing=type(intake.landing)(Path(folder, "landing"))))
        hold(verdict)
        outcomes[verdict.outcome] += 1

    any_bytes_come_to_a_verdict()
    return outcomes


def peak() -> int:
    """The most memory this program has had, in bytes.

    Not `ru_maxrss`: Linux lets a program begin with the peak of the one that started it, here a worker of the tests.
    """
    told = Path("/proc/self/status").read_text()
    return int(re.search(r"^VmHWM:\s+(\d+) kB$", told, re.MULTILINE)[1]) * 1024  # type: ignore[index]


def an_intake(folder: Path) -> Intake:
    """A store of its own."""
    store = Store(f"sqlite:///{folder / 'store.sqlite'}")
    migrate.upgrade(store)
    return intake_of(store, folder)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as home:
        found = tried(an_intake(Path(home)), EXAMPLES)
    json.dump({"examples": found.total(), "outcomes": found, "peak": peak()}, sys.stdout)

"""`sendwatch dsr import` as a coordinator runs it: what is printed, what is written, and that nobody's name leaks."""

import hashlib
import json
import os
import signal
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook
from sqlalchemy import select

from diis.store.engine import StoreUnavailable
from dsr.store.database import RegisterDatabase
from dsr.store.tables import audit, change, person
from sendwatch.register import initialise_register
from sendwatch.settings import Settings
from tests.dsr.actions.importing.spreadsheets import as_csv, as_xlsx, row
from tests.dsr.conftest import postgresql_register, postgresql_registers  # noqa: F401 - fixtures
from tests.sendwatch.commands.conftest import Sendwatch

CANARY = "Zephyrine"
HELD = row(First_name=CANARY)


@pytest.fixture(params=["sqlite", "postgresql"])
def ready(
    request: pytest.FixtureRequest, sendwatch: Sendwatch, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Sendwatch:
    """The command line with a register that is initialised, on each database."""
    if request.param == "postgresql":
        monkeypatch.setenv("SENDWATCH_REGISTER_URL", request.getfixturevalue("postgresql_register"))
    monkeypatch.setattr("sendwatch.rooms.utc_now", lambda: datetime(2027, 3, 1, 9, 0))
    Settings().home.mkdir(parents=True, exist_ok=True)
    initialise_register(Settings())
    return sendwatch


def people() -> int:
    return len(_rows(person))


def _rows(table: object) -> Sequence[object]:
    database = RegisterDatabase(Settings().register_database_url())
    try:
        with database.reading() as connection:
            return connection.execute(select(table)).all()  # type: ignore[call-overload]
    finally:
        database.close()


def test_a_dry_run_says_what_an_import_then_does(ready: Sendwatch, tmp_path: Path) -> None:
    file = as_csv(tmp_path / "register.csv", [HELD, row(NHS_number="9990000026", Surname="Birch", RAG="Rouge")])
    dry = ready("dsr", "import", file, "--dry-run", "--json")
    assert (dry.code, people()) == (4, 0)
    wet = ready("dsr", "import", file, "--json")
    assert (wet.code, people()) == (4, 1)
    said, done = json.loads(dry.out), json.loads(wet.out)
    assert {name: said[name] for name in ("rows", "imported", "merged", "listed")} == {
        "rows": 2,
        "imported": 1,
        "merged": 0,
        "listed": 1,
    }
    assert (said["dry_run"], done["dry_run"]) == (True, False)
    assert done["file_sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    for one, other in zip(said["verdicts"], done["verdicts"], strict=True):
        assert {**one, "reference": None} == {**other, "reference": None}
    assert done["verdicts"][0]["reference"]
    again = ready("dsr", "import", file)
    assert "2 rows: 0 imported, 1 merged (1 of them with nothing new), 1 listed." in again.out


def test_a_file_that_comes_in_whole_ends_with_0(ready: Sendwatch, tmp_path: Path) -> None:
    held = {heading.upper(): value for heading, value in HELD.items()}
    ran = ready("dsr", "import", as_xlsx(tmp_path / "register.xlsx", [held.keys(), held.values()]))
    assert ran.code == 0
    assert "\n1 row: 1 imported" in ran.out


def test_a_file_that_cannot_be_read_is_refused_with_1(ready: Sendwatch, tmp_path: Path) -> None:
    file = tmp_path / "register.csv"
    file.write_bytes(b"")
    report = tmp_path / "report.csv"
    ran = ready("dsr", "import", file, "--report", report)
    assert ran.code == 1
    assert "empty-file" in ran.err
    assert "Nothing was imported." in ran.err
    assert not report.exists()


HEADINGS = ",".join(HELD)
VALUES = ",".join(HELD.values())
HELD_WITHOUT_A_BIRTH_DATE = f"{HEADINGS}\n{VALUES}\n".replace("Date of birth", "Arrived").encode()
WRONG_FILES = [
    ("register.csv", b"", "empty-file, line 1: The file is empty. Check that it is this file"),
    ("register.csv", b"\n\n\n", "The file is empty. Check that it is this file"),
    ("register.csv", f"{HEADINGS}\n".encode(), "no-rows: There are headings and no rows below them"),
    ("register.csv", f"{VALUES}\n".encode(), "header-duplicate, line 1: Two columns have the same heading"),
    ("register.csv", f"Our register,,\n{HEADINGS}\n{VALUES}\n".encode(), "Remove what stands above the headings"),
    ("register.csv", f"{HEADINGS},DOB\n{VALUES},2013-01-01\n".encode(), "Columns D and R are both read as birth_date"),
    ("register.csv", HEADINGS.replace(",", ";").encode(), "parted by semicolons. Save the file as 'CSV UTF-8'"),
    ("register.csv", f'{HEADINGS}\n"{VALUES}\n'.encode(), "Correct the row and import it again"),
    ("register.csv", f"{HEADINGS}\n{VALUES}é\n".encode("cp1252"), "Save the file as 'CSV UTF-8' and import it again"),
    (
        "register.csv",
        HELD_WITHOUT_A_BIRTH_DATE,
        "No column is headed birth date (as: date of",
    ),
    ("register.csv", b"PK\x03\x04", "not-csv, line 1: This is an Excel workbook or an archive, not CSV text"),
    ("register.xlsx", f"{HEADINGS}\n".encode(), "If it is CSV, let its name end in .csv"),
    ("register.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "Save it as .xlsx"),
    ("register.xls", b"\xd0\xcf\x11\xe0", "neither .xlsx nor .csv. Save the spreadsheet as one of them"),
    ("register.pdf", b"%PDF-1.7", "neither .xlsx nor .csv. Save the spreadsheet as one of them"),
]


@pytest.mark.parametrize(("name", "content", "words"), WRONG_FILES)
def test_a_wrong_file_is_told_what_where_and_what_to_do(
    home: Path, sendwatch: Sendwatch, tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    ran = sendwatch("dsr", "import", file)
    assert ran.code == 1
    assert words in ran.err
    assert ran.err.endswith("Nothing was imported.\n")
    assert "send" not in ran.err.replace("sendwatch", "")


def _two_sheets(book: Workbook) -> None:
    book.create_sheet("Archive").append(["a"])


@pytest.mark.parametrize(
    ("mapping", "words"),
    [
        ("", "sheet-missing: The file has 2 sheets, and it is not clear which of them is the register."),
        ('sheet = "Children"', 'The mapping names the sheet "Children", and none is called so, of 2 in all. Correct'),
        ('sheet = "Archive"', "header-missing, line 1: The first row does not hold headings that are known."),
        (
            'sheet = "Sheet"\n[columns]\nrating = "Current status"',
            "mapped-column-missing, line 1: The mapping says under which heading rating is found, and no column",
        ),
    ],
)
def test_a_mapping_that_names_what_is_not_in_the_file_refuses_it(
    home: Path, sendwatch: Sendwatch, tmp_path: Path, mapping: str, words: str
) -> None:
    """A rating that was silently not read would leave a child out of sight."""
    own = tmp_path / "own.toml"
    own.write_text(mapping)
    file = as_xlsx(tmp_path / "register.xlsx", [HELD.keys(), HELD.values()], _two_sheets)
    ran = sendwatch("dsr", "import", file, "--mapping", own)
    assert ran.code == 1
    assert words in ran.err


@pytest.mark.parametrize(
    ("mapping", "words"),
    [
        (b"[columns\n", "The mapping is not TOML"),
        (b'[columns]\nratting = "x"', "There is no column ratting in the register. Is rating meant? The columns are"),
        (
            b'[words.rating]\nCrisis = "scarlet"',
            "a value that does not exist: scarlet. There are blue, red, amber, green.",
        ),
        (b'[words.local_gp]\nx = "perhaps"', "a value that does not exist: perhaps. There are yes, no."),
        (b'[colums]\na = "b"', "A mapping has no table or setting called colums. It has sheet, dates,"),
        ('sheet = "é"'.encode("cp1252"), "The file is not UTF-8 text. Save it as UTF-8."),
        (b'dates = "us"', 'In the mapping, dates is "iso" or "day-first".'),
    ],
)
def test_a_wrong_mapping_is_told_what_it_could_say(
    home: Path, sendwatch: Sendwatch, tmp_path: Path, mapping: bytes, words: str
) -> None:
    own = tmp_path / "own.toml"
    own.write_bytes(mapping)
    ran = sendwatch("dsr", "import", as_csv(tmp_path / "register.csv", [HELD]), "--mapping", own)
    assert ran.code == 2
    assert words in ran.err


@pytest.mark.parametrize("mapping", ["columns = 1", "[columns]\nnobody = 'x'"])
def test_a_mapping_that_cannot_be_followed_is_a_usage_error(ready: Sendwatch, tmp_path: Path, mapping: str) -> None:
    own = tmp_path / "own.toml"
    own.write_text(mapping)
    file = as_csv(tmp_path / "register.csv", [HELD])
    assert ready("dsr", "import", file, "--mapping", own).code == 2
    assert people() == 0


def test_the_report_is_its_owners_is_never_overwritten_and_the_audit_knows_it(ready: Sendwatch, tmp_path: Path) -> None:
    file, report = as_csv(tmp_path / "register.csv", [HELD]), tmp_path / "report.csv"
    ran = ready("dsr", "import", file, "--report", report)
    digest = hashlib.sha256(report.read_bytes()).hexdigest()
    assert stat.S_IMODE(report.stat().st_mode) == 0o600
    assert f"SHA-256 {digest}" in ran.out
    assert [one.fields for one in _rows(audit) if one.action == "report"] == [  # type: ignore[attr-defined]
        f"report with the SHA-256 {digest}"
    ]
    before = report.read_bytes()
    again = ready("dsr", "import", file, "--report", report)
    assert (again.code, report.read_bytes()) == (2, before)


def test_no_value_of_a_person_is_printed_or_logged(
    ready: Sendwatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever becomes of a row: taken in, merged, different, listed, refused."""
    caplog.set_level(0)
    rows = [HELD, HELD, HELD | {"RAG": CANARY, "NHS number": CANARY}, HELD | {"RAG": "Blue", "NHS number": ""}]
    headed = [one | {f"About {CANARY}": CANARY} for one in rows]
    ready("dsr", "import", as_csv(tmp_path / "register.csv", rows[:1]))
    said = []
    for given in (headed, [HELD | {"Address": f"{CANARY} Lane", "Telephone": CANARY}]):
        file = as_csv(tmp_path / "register.csv", given)
        said += [ready("dsr", "import", file, *options) for options in (("--dry-run",), ("--json",), ())]
    (tmp_path / "register.csv").write_text(f'{",".join(HELD)}\n"{CANARY}\n')
    said.append(ready("dsr", "import", tmp_path / "register.csv"))
    for ran in said:
        for value in (CANARY, "Ashgrove", "9990000018", "2013-02-01", "Invented"):
            assert value not in ran.out + ran.err
    assert CANARY not in caplog.text
    left = [file for file in tmp_path.rglob("*") if file.is_file() and file.name != "register.csv"]
    assert left
    assert [file.name for file in left if {b"Ashgrove", CANARY.encode()} & set(file.read_bytes().split())] == []


ROWS = [
    row(NHS_number=number, Surname=name)
    for number, name in (
        ("9990000018", "Ashgrove"),
        ("9990000026", "Birch"),
        ("9990000034", "Cedar"),
    )
]


def while_writing(monkeypatch: pytest.MonkeyPatch, what: Callable[[int], None]) -> None:
    """Something happens each time a row was written, as it is counted."""

    @contextmanager
    def counting(told: str) -> Iterator[Callable[[int, int], None]]:
        yield lambda done, _total: what(done) if told == "Writing rows" else None

    monkeypatch.setattr("sendwatch.commands.dsr_import.counting", counting)


def press(times: int, at: int) -> Callable[[int], None]:
    """Ctrl-C, once or twice, at a row."""

    def pressed(done: int) -> None:
        for _ in range(times if done == at else 0):
            os.kill(os.getpid(), signal.SIGINT)

    return pressed


def gone(at: int) -> Callable[[int], None]:
    """The database goes away at a row."""

    def down(done: int) -> None:
        if done == at:
            raise StoreUnavailable("gone")

    return down


@pytest.mark.parametrize(
    ("what", "code", "told", "why"),
    [
        (press(1, at=2), 130, 2, "Interrupted. 2 of 3 rows were done"),
        (press(2, at=2), 130, 1, "the next one may be in too. 1 of 3 rows were done"),
        (gone(at=2), 5, 1, "The database says: gone. 1 of 3 rows were done"),
    ],
)
def test_an_import_that_is_stopped_says_what_was_done_and_the_same_file_goes_on(
    ready: Sendwatch,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    what: Callable[[int], None],
    code: int,
    told: int,
    why: str,
) -> None:
    """Of an import that was cut off nobody knew which rows were in. Nobody is entered twice by the second run (H2)."""
    file, report = as_csv(tmp_path / "register.csv", ROWS), tmp_path / "report.csv"
    before = signal.getsignal(signal.SIGINT)
    with monkeypatch.context() as patched:
        while_writing(patched, what)
        ran = ready("dsr", "import", file, "--report", report, "--json")
    assert (ran.code, people(), signal.getsignal(signal.SIGINT)) == (code, 2, before)
    said = json.loads(ran.out)
    assert [one["row"] for one in said["verdicts"]] == list(range(2, 2 + told))
    assert said["stopped"]
    assert why in ran.err
    assert "Run it again" in ran.err
    assert len(report.read_text().splitlines()) == 1 + told
    again = json.loads(ready("dsr", "import", file, "--json").out)
    assert {name: again[name] for name in ("rows", "imported", "merged", "listed", "unchanged", "stopped")} == {
        "rows": 3,
        "imported": 1,
        "merged": 2,
        "listed": 0,
        "unchanged": 2,
        "stopped": None,
    }
    assert people() == 3


def test_an_import_that_is_interrupted_before_it_writes_says_so(
    ready: Sendwatch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("sendwatch.commands.dsr_import.plan", interrupted)
    report = tmp_path / "report.csv"
    ran = ready("dsr", "import", as_csv(tmp_path / "register.csv", ROWS), "--report", report)
    assert (ran.code, ran.out, people(), report.exists()) == (130, "", 0, False)
    assert "Nothing was imported" in ran.err


def test_a_dry_run_writes_its_looks_into_the_audit_and_says_so(ready: Sendwatch, tmp_path: Path) -> None:
    """I8: who was looked for is in the audit, whatever comes of it; of the records nothing is changed."""
    file = as_csv(tmp_path / "register.csv", ROWS)
    assert ready("dsr", "import", file).code == 0
    before, changes = len(_rows(audit)), _rows(change)
    ran = ready("dsr", "import", file, "--dry-run")
    assert "nothing was imported. That people were looked for is in the audit." in ran.out
    actions = {one.action for one in _rows(audit)[before:]}  # type: ignore[attr-defined]
    assert "search" in actions
    assert not actions & {"refer", "import"}
    assert _rows(change) == changes


def test_the_register_must_be_there(sendwatch: Sendwatch, tmp_path: Path) -> None:
    ran = sendwatch("dsr", "import", as_csv(tmp_path / "register.csv", [HELD]))
    assert ran.code == 1

"""A canary child on every way through: its identifiers are found in the landing area and nowhere else (F38, I6)."""

import logging
from pathlib import Path

import pytest
from sqlalchemy import text

from diis.intake import Intake
from diis.pull import pull, release
from diis.refresh import refresh
from diis.store.engine import Store
from tests.diis.conftest import Send
from tests.diis.extract_builder import AnExtract, Row, a_contact, a_folder, a_referral, nhs_number, some_referrals
from tests.diis.store_dump import dump

NUMBER = nhs_number(4321)
MISTYPED = f"{NUMBER[:9]}{(int(NUMBER[9]) + 1) % 10}"
NUMBERS = [NUMBER, f"{NUMBER[:3]} {NUMBER[3:6]} {NUMBER[6:]}", MISTYPED]
SECRETS = ["Zebedee", "Quackenbush", "2013-11-27", "27/11/2013", "ZZ99 7XY", "ZZ997XY", "MRN-774411", *NUMBERS]
CHILD: Row = {
    "nhs_number": NUMBER,
    "local_patient_id": "MRN-774411",
    "birth_date": "2013-11-27",
    "postcode": "ZZ99 7XY",
}
ACCEPTED = [a_referral(1, **CHILD), a_referral(2, **{**CHILD, "nhs_number": NUMBERS[1]}), a_referral(3)]
QUARANTINED = [
    a_referral(4, **{**CHILD, "nhs_number": MISTYPED, "gender": "Zebedee"}),
    a_referral(5, **{**CHILD, "birth_date": "27/11/2013"}),
    a_referral(6, **{**CHILD, "received_date": "2013-11-26"}),
    a_referral(7, **{**CHILD, "local_patient_id": "MRN-774411\u202e"}),
    a_referral(8, **CHILD, referral_id=NUMBER),
    a_referral(9, **{**CHILD, "postcode": "ZZ997XY", "primary_reason": "Quackenbush"}),
    a_referral(10, **CHILD),
    a_referral(10, **{**CHILD, "gender": "2"}),
]
CONTACTS = [a_contact(1, profession="Zebedee Quackenbush, 27/11/2013, known as MRN-774411"), a_contact(8)]
BEFORE = AnExtract(some_referrals(30, 50), census="2026-09-16")
LIST = AnExtract([*ACCEPTED, *QUARANTINED, *some_referrals(20, 50)], CONTACTS, census="2026-09-23")
SHORT = AnExtract([*ACCEPTED, *QUARANTINED], CONTACTS, census="2026-09-30")


def with_notes(extract: AnExtract) -> dict[str, bytes]:
    """B75: a column that is not agreed, full of what must not be kept."""
    files = extract.files()
    header, *rows = files["referrals.csv"].decode().splitlines()
    noted = [f"{header},Notes"] + [f"{row},Zebedee Quackenbush {NUMBER} ZZ99 7XY" for row in rows]
    return files | {"referrals.csv": "\n".join([*noted, ""]).encode()}


def headless(extract: AnExtract) -> dict[str, bytes]:
    """B10: the first child stands where the header should."""
    files = extract.files()
    return files | {"referrals.csv": files["referrals.csv"].split(b"\n", 1)[1]}


@pytest.fixture
def canary(intake: Intake, send: Send, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> str:
    """Pull the child in every way there is; returns everything that was said and logged."""
    caplog.set_level(logging.DEBUG)
    said = [str(send(BEFORE)), str(pull(None, a_folder(tmp_path / "noted" / LIST.name, with_notes(LIST)), intake))]
    assert "partial" in said[1]
    for number, files in enumerate((headless(LIST), {**LIST.files(), "contacts.csv": b"\xff\xfe\xff"})):
        said.append(str(pull(None, a_folder(tmp_path / f"broken-{number}" / LIST.name, files), intake)))
        assert "refused" in said[-1]
    said += [str(send(SHORT)), str(send(SHORT)), str(release(5, intake)), str(send(SHORT))]
    assert [word for word in ("held", "partial", "duplicate") if word not in "".join(said[-4:])] == []
    refresh(intake)
    return "\n".join([*said, caplog.text])


def hits(content: str) -> list[str]:
    return [secret for secret in SECRETS if secret in content]


def test_the_child_lies_in_the_landing_area(canary: str, intake: Intake) -> None:
    """The canary sings: what is looked for is there to be found."""
    landed = b"".join(path.read_bytes() for path in intake.landing.folder.rglob("*.csv")).decode(errors="replace")
    assert hits(landed) == SECRETS


def test_no_table_holds_an_identifier(canary: str, intake: Intake) -> None:
    everything = "\n".join(str(value) for rows in dump(intake.store).values() for row in rows for value in row)
    assert {"NE000001", "2013-11-01"} <= set(everything.splitlines())
    assert hits(everything) == []


def test_nothing_that_is_said_or_logged_holds_an_identifier(canary: str) -> None:
    assert "nhs-number-check-digit" in canary
    assert hits(canary) == []


def test_no_byte_of_the_database_holds_an_identifier(canary: str, intake: Intake) -> None:
    """Nor do freed pages and the write-ahead log, which no table shows."""
    content = b"".join(path.read_bytes() for path in files_of(intake.store)).decode("latin-1")
    assert "NE000001" in content
    assert hits(content) == []


def files_of(store: Store) -> list[Path]:
    """Everything that the database keeps on disk."""
    if store.is_sqlite:
        file = Path(str(store.engine.url.database))
        return list(file.parent.glob(f"{file.name}*"))
    with store.writing() as connection:
        connection.execute(text("CHECKPOINT"))
        folder = Path(connection.execute(text("SHOW data_directory")).scalar_one())
        own = connection.execute(text("SELECT oid FROM pg_database WHERE datname = current_database()")).scalar_one()
    return [path for part in (f"base/{own}", "pg_wal") for path in (folder / part).iterdir() if path.is_file()]


def test_the_same_child_has_one_pseudonym_at_every_provider_and_no_other_has_it(canary: str, intake: Intake) -> None:
    persons = {row[2]: row[5] for row in dump(intake.store)["referral"]}
    assert persons["NE000001"] == persons["NE000002"]
    assert len(set(persons.values())) == len(persons) - 1

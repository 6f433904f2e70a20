"""Keys, audit, accounts and key workers of the register on the command line, and what the doctor says of them."""

import json
import os
import pwd
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from dsr.store.sealing import make_keys
from sendwatch.settings import Settings
from tests.sendwatch.commands.conftest import Ran, Sendwatch
from tests.sendwatch.commands.register_people import CANARIES, enter, on


@pytest.fixture
def dsr(register_home: Path, sendwatch: Sendwatch) -> Sendwatch:
    return lambda *arguments: sendwatch("dsr", *arguments)


def said(ran: Ran, code: int = 0) -> str:
    assert ran.code == code, ran.err
    assert not any(name in ran.out + ran.err for name in CANARIES)
    return ran.out if code == 0 else ran.err


def doctor(sendwatch: Sendwatch) -> dict[str, str]:
    """What the doctor finds wrong."""
    found = json.loads(sendwatch("doctor", "--only", "register", "--json").out)
    return {one["what"]: one["advice"] for one in found if not one["well"]}


def test_init_makes_a_register_that_is_well_and_a_second_one_changes_nothing(
    register_home: Path, sendwatch: Sendwatch
) -> None:
    assert doctor(sendwatch) == {}
    assert Settings().register_keys.stat().st_mode & 0o077 == 0
    assert said(sendwatch("init", "--only", "register")) == "Everything is there; nothing was changed.\n"


def test_a_register_that_nobody_can_sign_in_to_says_how_to_add_the_first_account(
    register_home: Path, sendwatch: Sendwatch
) -> None:
    """It is a note, not well: and what it says does it."""
    (note,) = [line for line in sendwatch("doctor", "--only", "register").out.splitlines() if "accounts" in line]
    assert note.startswith("note  accounts with a role today: 0. Nobody can sign in. Add the first account")
    add, grant = re.findall(r"sendwatch (dsr accounts .*?)(?:,|:)", note)
    told = {"URL": "https://sign-in.example", "SUBJECT": "a-1", "NAME": "Alex", "CODE": "QVV", "NUMBER": "1"}
    assert said(sendwatch(*(told.get(word, word) for word in add.split()))).startswith("Account 1.")
    said(sendwatch(*(told.get(word, word) for word in grant.split())))
    assert "well  accounts with a role today: 1\n" in sendwatch("doctor", "--only", "register").out


def test_a_demonstration_without_accounts_says_that_serving_makes_them(
    register_home: Path, sendwatch: Sendwatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SENDWATCH_REGISTER_DEMONSTRATION", "1")
    assert "sendwatch dsr serve makes an account for each role" in sendwatch("doctor", "--only", "register").out


def test_each_half_of_the_service_can_be_made_and_looked_at_alone(home: Path, sendwatch: Sendwatch) -> None:
    assert sendwatch("init", "--only", "store").code == 0
    assert not Settings().register_keys.exists()
    assert sendwatch("doctor", "--only", "store").code == 0
    assert sendwatch("doctor").code == 1


def test_a_register_is_not_opened_with_another_key_and_a_lost_one_is_not_replaced(
    register_home: Path, sendwatch: Sendwatch
) -> None:
    """F34, F39: as after a restored backup."""
    enter()
    keys = Settings().register_keys
    right = keys.read_text()
    keys.unlink()
    for command in (("dsr", "due"), ("init", "--only", "register")):
        assert "no register key" in said(sendwatch(*command), 1)
    assert not keys.exists()
    make_keys(keys)
    for command in (("dsr", "due"), ("init", "--only", "register"), ("dsr", "keys", "add")):
        assert "not that of this register" in said(sendwatch(*command), 1)
    assert "not that of this register" in doctor(sendwatch)["register: KeysUnusable"]
    keys.write_text(right)
    keys.chmod(0o644)
    assert "chmod 600" in doctor(sendwatch)["register: KeysUnusable"]
    keys.chmod(0o600)
    assert doctor(sendwatch) == {}


def test_a_key_is_changed_in_two_steps_and_the_register_is_read_at_each(dsr: Sendwatch) -> None:
    enter()
    keys = Settings().register_keys
    before = keys.read_text()
    assert "Would add version 2" in said(dsr("keys", "add", "--dry-run"))
    assert keys.read_text() == before
    assert "Version 2 is in" in said(dsr("keys", "add"))
    assert keys.read_text().startswith(before)
    assert "Would seal 15 values with version 2" in said(dsr("keys", "reseal", "--dry-run"))
    assert "review" in said(dsr("due"))
    assert said(dsr("keys", "reseal")) == "Everything is sealed with version 2.\n"
    assert "Would seal 0 values" in said(dsr("keys", "reseal", "--dry-run"))
    assert "review" in said(dsr("due"))
    assert "hold" in said(dsr("audit", "verify"))


def test_an_older_key_file_does_not_open_what_a_newer_one_sealed(dsr: Sendwatch) -> None:
    keys = Settings().register_keys
    old = keys.read_text()
    said(dsr("keys", "add"))
    keys.write_text(old)
    assert "version 2 is missing or another" in said(dsr("due"), 1)


def test_the_audit_holds_until_somebody_was_at_it(register_home: Path, dsr: Sendwatch) -> None:
    """ASVS 16.4. The database's administrator cuts off the end, and sets the end back as if it had never been."""
    enter()
    said(dsr("due"))
    assert "is held by" in said(dsr("audit", "anchor"))
    assert "Nothing was added" in said(dsr("audit", "anchor"))
    assert said(dsr("audit", "verify")) == "2 rows hold, compared with 1 anchors.\n"
    if "postgresql" in Settings().register_database_url():
        return
    with closing(sqlite3.connect(register_home / "register.sqlite", isolation_level=None)) as administrator:
        administrator.execute("DROP TRIGGER audit_refuses_delete")
        (hash_,) = administrator.execute("SELECT hash FROM audit WHERE number = 1").fetchone()
        administrator.execute("DELETE FROM seen WHERE number = 2")
        administrator.execute("DELETE FROM audit WHERE number = 2")
        administrator.execute("UPDATE audit_head SET number = 1, hash = ?", (hash_,))
    assert "does not hold: 1 found" in dsr("audit", "verify").out
    told = dsr("audit", "verify", "--json")
    assert told.code == 1
    assert json.loads(told.out) == {
        "rows": 1,
        "anchors": 1,
        "broken": [{"number": 2, "what": "the row of an anchor is missing"}],
    }


def test_anchors_are_kept_for_their_owner_and_looked_at_by_the_doctor(
    register_home: Path, sendwatch: Sendwatch, dsr: Sendwatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Row 0 is held" in said(dsr("audit", "anchor"))
    assert not Settings().anchors.exists()
    enter()
    said(dsr("audit", "anchor"))
    assert Settings().anchors.stat().st_mode & 0o777 == 0o600
    assert doctor(sendwatch) == {}
    Settings().anchors.chmod(0o666)
    assert "chmod 600" in said(dsr("audit", "verify"), 1)
    Settings().anchors.chmod(0o600)
    on(monkeypatch, "2026-12-10T09:00:00")
    said(dsr("renew"))
    assert "more than a week old" in "".join(doctor(sendwatch).values())
    Settings().anchors.write_text("nonsense\n")
    assert "not anchors" in said(dsr("audit", "verify"), 1)


def test_who_looked_at_a_person_is_told_by_number_and_the_question_too(dsr: Sendwatch) -> None:
    reference = enter()
    said(dsr("due"))
    told = json.loads(said(dsr("audit", "who", reference.lower(), "--json")))
    assert [(one["action"], one["role"], one["route"]) for one in told] == [
        ("refer", "command-line", "test"),
        ("read-due", "command-line", "dsr due"),
        ("read-audit", "command-line", "dsr audit who"),
    ]
    words = said(dsr("audit", "who", reference))
    machine = pwd.getpwuid(os.getuid()).pw_name
    assert f"2026-11-21 12:00:00 UTC  the command line, as {machine}: refer (allowed)" in words
    assert "nobody of this reference" in said(dsr("audit", "who", "K7QX2M9R"), 1)


ISSUER = ("--issuer", "https://i.example", "--organisation", "RDY", "--name", "Alex Example")


def test_an_account_is_made_given_a_role_shut_out_and_let_in_again(dsr: Sendwatch) -> None:
    assert said(dsr("accounts", "list")) == "There is no account.\n"
    assert "Account 1. It has no role yet" in said(dsr("accounts", "add", *ISSUER, "--subject", "s1"))
    assert "has an account already" in said(dsr("accounts", "add", *ISSUER, "--subject", "s1"), 1)
    said(dsr("workers", "add", "kw-1", "--team", "RDY"))
    assert "Grant 1: account 1 is key worker from 2026-11-21." in said(
        dsr("accounts", "grant", "1", "--role", "key-worker", "--worker", "kw-1")
    )
    assert "reaches over worker" in said(dsr("accounts", "grant", "1", "--role", "key-worker"), 1)
    assert "no such account" in said(dsr("accounts", "grant", "7", "--role", "dco"), 1)
    assert dsr("accounts", "grant", "1", "--role", "caretaker").code == 2
    assert said(dsr("accounts", "disable", "1")) == "Account 1 is disabled.\n"
    assert said(dsr("accounts", "disable", "1")) == "Account 1 was disabled already.\n"
    assert "disabled since 2026-11-21" in said(dsr("accounts", "list"))
    assert said(dsr("accounts", "enable", "1")) == "Account 1 is let in again.\n"
    assert said(dsr("accounts", "enable", "1")) == "Account 1 was not disabled.\n"
    assert said(dsr("accounts", "end", "1", "--last-day", "2026-11-20")) == "Grant 1 ends with 2026-11-20.\n"
    assert "ends no later" in said(dsr("accounts", "end", "1", "--last-day", "2026-11-25"))
    assert "no grant 9" in said(dsr("accounts", "end", "9", "--last-day", "2026-11-25"), 1)
    assert "grant 1: key-worker for kw-1 from 2026-11-21 until 2026-11-20 (not today)" in said(dsr("accounts", "list"))
    (told,) = json.loads(said(dsr("accounts", "list", "--json")))
    assert (told["account_id"], told["name"], told["grants"][0]["worker"]) == (1, "Alex Example", "kw-1")
    assert "hold" in said(dsr("audit", "verify"))


def test_a_panels_role_is_given_for_a_review_that_was_planned(dsr: Sendwatch) -> None:
    """R-DSR-110."""
    reference = enter("2026-11-03 review-planned c1 2026-12-01")
    said(dsr("accounts", "add", *ISSUER, "--subject", "s1"))
    expert = ("accounts", "grant", "1", "--role", "cetr-expert", "--person", reference)
    assert "say which" in said(dsr(*expert), 1)
    assert "plan it first" in said(dsr(*expert, "--review", "c2"), 1)
    assert "is C(E)TR panel expert from" in said(dsr(*expert, "--review", "c1"))
    assert f": cetr-expert for {reference} of C(E)TR c1 from" in said(dsr("accounts", "list"))


def test_nobody_of_a_key_worker_who_leaves_is_dropped(dsr: Sendwatch) -> None:
    """H11, R-DSR-100."""
    reference = enter("2026-11-03 key-worker kw-1", worker="kw-1")
    leave = ("workers", "leave", "kw-1", "--reason", "moves to another trust")
    assert f"{reference} is not moved, because no other key worker" in said(dsr(*leave, "--dry-run"))
    assert "no other key worker" in said(dsr(*leave), 1)
    assert said(dsr("workers", "add", "kw-2", "--team", "RDY")) == "kw-2 of RDY is a key worker.\n"
    assert "a key worker of this name" in said(dsr("workers", "add", "kw-2", "--team", "RDY"), 1)
    assert "40 signs at most" in said(dsr("workers", "add", "k" * 41, "--team", "RDY"), 1)
    assert f"{reference} went to kw-2" in said(dsr(*leave, "--last-day", "2026-11-30"))
    assert said(dsr("workers", "list")) == "kw-1, RDY: carries 0, until 2026-11-30\nkw-2, RDY: carries 0.8\n"
    assert json.loads(said(dsr("workers", "list", "--json")))[1]["carries"] == 0.8
    assert "has left" in said(dsr(*leave, "--dry-run"), 1)


@pytest.mark.parametrize("more", [(), ("--dry-run",)])
def test_a_key_worker_whose_name_is_mistyped_is_not_told_to_have_nobody(dsr: Sendwatch, more: tuple[str, ...]) -> None:
    """H11: who is told so looks no further."""
    enter("2026-11-03 key-worker kw-1", worker="kw-1")
    assert "no such key worker as kw-9" in said(dsr("workers", "leave", "kw-9", "--reason", "x", *more), 1)

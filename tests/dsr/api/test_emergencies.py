"""Breaking the glass: from asking to looking into it by another, and nothing beyond (trust, section 1.1; H10, F05)."""

import logging
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from dsr.attention import EMERGENCY_OVERDUE, EMERGENCY_TO_CLOSE, needs_attention
from dsr.auth.roles import Role
from dsr.store.database import RegisterDatabase
from dsr.store.journal import Journal
from dsr.store.people import Writing
from dsr.store.rotation import seal_again, versions_in_use
from dsr.store.sealing import Keyring, place_in_emergency
from dsr.store.tables import emergency
from tests.dsr.api.desk import Desk
from tests.dsr.auth.signing import NOW, Door
from tests.dsr.conftest import KEYS
from tests.dsr.store.people import ROWAN, led_by, rowan

WHY = {"reason": "risk-to-life", "words": "in the emergency department, says they will not wait"}
NAMED = {**WHY, "nhs_number": ROWAN["nhs-number"], "birth_date": ROWAN["birth-date"]}
WILLOW = {**ROWAN, "nhs-number": "9990000026", "given-name": "Willow", "birth-date": "2012-03-04"}


class Ward:
    """A desk with somebody of another team on the register, and two who may look at a person and do something."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.person = rowan(desk.register(), led_by("RDY", "kw-1"))
        self.key_worker = desk.hire(Role.KEY_WORKER, "kw-9", "R0D")
        self.officer = desk.hire(Role.PRIVACY_OFFICER)

    def ask(self, subject: str | None = None, **changes: Any) -> Any:
        return self.desk.post("/emergencies", subject or self.key_worker, {**NAMED, **changes})

    def seen(self, subject: str | None = None) -> int:
        return self.desk.get(f"/people/{self.person}", subject or self.key_worker).status_code

    def close(self, ref: str, subject: str | None = None) -> int:
        body = {"finding": "justified", "words": "called by the ward, confirmed"}
        return self.desk.post(f"/emergencies/{ref}/close", subject or self.officer, body).status_code

    def waiting(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.desk.get("/emergencies", self.officer).json()
        return found


@pytest.fixture
def ward(desk: Desk) -> Ward:
    return Ward(desk)


def test_an_emergency_opens_one_person_for_an_hour_and_every_look_carries_it(ward: Ward) -> None:
    assert ward.seen() == 404
    answer = ward.ask()
    assert answer.status_code == 201
    opened = answer.json()
    assert (opened["person_ref"], opened["ends_at"]) == (ward.person, f"{NOW + timedelta(hours=1):%Y-%m-%dT%H:%M:%SZ}")
    assert ward.desk.get(f"/people/{ward.person}", ward.key_worker).json()["identity"]["given_name"] == "Rowan"
    rows = [(row.action, row.outcome, row.purpose) for row in ward.desk.audited()][-3:]
    purpose = f"emergency {opened['emergency_ref']}"
    assert rows == [
        ("read-person", "denied", "direct-care"),
        ("break-glass", "allowed", "direct-care"),
        ("read-person", "allowed", purpose),
    ]
    me = ward.desk.get("/me", ward.key_worker).json()
    assert me["emergencies"] == [{"emergency_ref": opened["emergency_ref"], "person_ref": ward.person}]
    ward.desk.now += timedelta(minutes=59)
    assert ward.seen() == 200
    ward.desk.now += timedelta(minutes=1)
    assert ward.seen() == 404


def test_it_opens_nobody_else_to_nobody_else_and_changes_nothing(ward: Ward) -> None:
    other = ward.desk.register().enter(Writing(action="refer", reason="referred", identifiers=WILLOW))
    colleague = ward.desk.hire(Role.KEY_WORKER, "kw-8", "R0D")
    lead = ward.desk.hire(Role.CLINICAL_CASE_LEAD, "cl-1", "R0D")
    assert ward.ask(lead).status_code == 201
    assert ward.seen(lead) == 200
    assert ward.desk.get(f"/people/{other}", lead).status_code == 404
    assert ward.seen(colleague) == 404
    rated = {"kind": "rated", "on": "2026-11-25", "rating": "red", "by": "a clinician", "reason": "in crisis"}
    said = {"version": 1, "reason": "in crisis", "facts": [rated]}
    refused = ward.desk.post(f"/people/{ward.person}/rate", lead, said)
    assert (refused.status_code, refused.json()["type"]) == (403, "urn:sendwatch:problem:only-to-read")
    assert (ward.desk.audited()[-1].outcome, ward.desk.audited()[-1].purpose[:9]) == ("refused", "emergency")
    assert ward.desk.post(f"/people/{other}/rate", lead, said).status_code == 404
    ward.desk.now += timedelta(hours=1)
    assert ward.desk.post(f"/people/{ward.person}/rate", lead, said).status_code == 404


def test_the_same_person_is_opened_again_but_not_for_ever_until_another_has_looked_into_it(ward: Ward) -> None:
    """R-DSR-113, H10: a crisis outlasts an hour, and curiosity must not."""
    refs = []
    for _ in range(3):
        refs.append(ward.ask().json()["emergency_ref"])
        ward.desk.now += timedelta(hours=1)
    refused = ward.ask()
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:sendwatch:problem:not-looked-into")
    assert ward.seen() == 404
    asked = next(row for row in reversed(ward.desk.audited()) if row.action == "break-glass")
    assert (asked.outcome, asked.people) == ("refused", ward.person)
    assert ward.desk.post(f"/people/{ward.person}/emergency", ward.key_worker, WHY).status_code == 409
    colleague = ward.desk.hire(Role.KEY_WORKER, "kw-8", "R0D")
    assert ward.ask(colleague).status_code == 201
    ward.desk.register().enter(Writing(action="refer", reason="referred", identifiers=WILLOW))
    willow = {"nhs_number": WILLOW["nhs-number"], "birth_date": WILLOW["birth-date"]}
    assert ward.ask(**willow).status_code == 201
    ward.desk.now += timedelta(days=30)
    assert ward.ask().status_code == 409
    assert ward.close(refs[0]) == 204
    assert ward.ask().status_code == 201


def test_it_may_be_asked_by_reference_too(ward: Ward) -> None:
    assert ward.desk.post(f"/people/{ward.person}/emergency", ward.key_worker, WHY).status_code == 201
    assert ward.seen() == 200
    assert ward.desk.post("/people/K7QX2M9R/emergency", ward.key_worker, WHY).status_code == 404


def test_a_clock_that_is_set_back_opens_nobody(ward: Ward) -> None:
    """F15."""
    ward.ask()
    ward.desk.now -= timedelta(minutes=5)
    assert ward.seen() == 404


@pytest.mark.parametrize(
    ("role", "over", "status"),
    [
        (Role.KEY_WORKER_MANAGER, "R0D", 201),
        (Role.COMMISSIONER, "BCP", 201),
        (Role.PLATFORM_ADMINISTRATOR, None, 201),
        (Role.DSR_COORDINATOR, None, 403),
        (Role.PRIVACY_OFFICER, None, 403),
        (Role.ANALYST, None, 403),
        (Role.EVENT_REPORTER, None, 403),
    ],
)
def test_only_those_may_break_the_glass_who_may_read_a_person_and_not_everybody(
    ward: Ward, role: Role, over: str | None, status: int
) -> None:
    subject = ward.desk.hire(role, over, subject="asks")
    assert ward.ask(subject).status_code == status
    assert ward.seen(subject) == (200 if status == 201 or role is Role.DSR_COORDINATOR else 403)


def test_a_wrong_number_and_a_wrong_birth_date_are_answered_alike_and_not_for_ever(ward: Ward) -> None:
    pairs = [{"nhs_number": "9990000026"}, {"birth_date": "2011-02-02"}]
    answers = [ward.ask(**wrong) for wrong in pairs]
    assert [one.status_code for one in answers] == [404, 404]
    assert answers[0].json() == answers[1].json()
    for _ in range(8):
        assert ward.ask(**pairs[0]).status_code == 404
    limited = ward.ask()
    assert (limited.status_code, limited.headers["retry-after"]) == (429, "3600")
    other = ward.desk.hire(Role.KEY_WORKER, "kw-7", "R0D")
    assert ward.ask(other).status_code == 201
    ward.desk.now += timedelta(minutes=61)
    assert ward.ask().status_code == 201


def test_it_is_looked_into_by_another_by_reference_and_without_a_name(
    ward: Ward, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        ref = ward.ask().json()["emergency_ref"]
        ward.seen()
        (waits,) = ward.waiting()
    assert (waits["emergency_ref"], waits["person_ref"], waits["overdue"]) == (ref, ward.person, False)
    assert waits["close_by"] == "2026-11-27"
    told = ward.desk.get(f"/emergencies/{ref}", ward.officer)
    assert told.json()["words"] == WHY["words"]
    assert [one["action"] for one in told.json()["looks"]] == ["read-person"]
    for canary in ("Rowan", "Ashgrove", ROWAN["nhs-number"], ROWAN["birth-date"], "emergency department"):
        assert canary not in str(waits) + caplog.text
    assert ward.close(ref) == 204
    assert ward.waiting() == []
    assert ward.desk.get(f"/emergencies/{ref}", ward.officer).json()["finding"] == "justified"
    assert ward.close(ref) == 409
    assert ward.close("K7QX2M9R") == 404
    assert ward.close(ref, ward.key_worker) == 403


def test_what_is_looked_into_while_it_lasts_ends(ward: Ward) -> None:
    ref = ward.ask().json()["emergency_ref"]
    assert ward.seen() == 200
    assert ward.close(ref) == 204
    assert ward.seen() == 404


def test_nobody_looks_into_their_own(ward: Ward) -> None:
    """Somebody with both roles: the account counts, not the role; and so says the database."""
    both = ward.desk.hire(Role.PLATFORM_ADMINISTRATOR, subject="both")
    ward.desk.also(both, Role.PRIVACY_OFFICER)
    ref = ward.ask(both).json()["emergency_ref"]
    assert ward.close(ref, both) == 403
    assert ward.desk.audited()[-1].outcome == "refused"
    assert ward.close(ref) == 204


def test_after_two_working_days_it_is_overdue(ward: Ward) -> None:
    """Asked on a Wednesday, it is to be closed by Friday."""
    ward.ask()
    ward.desk.now = NOW + timedelta(days=2)
    assert [one["overdue"] for one in ward.waiting()] == [False]
    ward.desk.now = NOW + timedelta(days=3)
    assert [one["overdue"] for one in ward.waiting()] == [True]


def test_what_was_said_is_read_after_a_change_of_key(ward: Ward) -> None:
    """Also while nobody has looked into it, so that there is no finding to seal again."""
    both = Keyring({1: bytes(range(32)), 2: bytes(range(1, 33))})
    ref = ward.ask().json()["emergency_ref"]
    list(seal_again(ward.desk.database, both))
    assert versions_in_use(ward.desk.database) == {2}
    with ward.desk.database.reading() as connection:
        sealed = connection.execute(select(emergency.c.words)).scalar_one()
    assert both.open(sealed, place_in_emergency(ref, "words")) == WHY["words"]


def test_the_privacy_officer_is_alerted_by_yes_and_no_alone(ward: Ward) -> None:
    def alerts() -> tuple[bool, bool]:
        found = needs_attention(ward.desk.database, ward.desk.now.date(), ward.desk.service.terms)
        return bool(found[EMERGENCY_TO_CLOSE]), bool(found[EMERGENCY_OVERDUE])

    assert alerts() == (False, False)
    ref = ward.ask().json()["emergency_ref"]
    assert alerts() == (True, False)
    ward.desk.now += timedelta(days=3)
    assert alerts() == (True, True)
    ward.close(ref)
    assert alerts() == (False, False)


def full_disk(desk: Desk) -> None:
    """From now on no row can be added to the audit."""
    on_sqlite = ["CREATE TRIGGER full_disk BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'disk full'); END"]
    on_postgresql = [
        "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'disk full'; END $$",
        "CREATE TRIGGER full_disk BEFORE INSERT ON audit FOR EACH ROW EXECUTE FUNCTION full_disk()",
    ]
    with desk.database.writing() as connection:
        for statement in on_sqlite if desk.database.is_sqlite else on_postgresql:
            connection.execute(text(statement))


def room_again(desk: Desk) -> None:
    with desk.database.writing() as connection:
        connection.execute(text("DROP TRIGGER full_disk" + ("" if desk.database.is_sqlite else " ON audit")))


def test_f05_while_the_audit_cannot_be_written_nobody_is_shown_and_what_was_asked_is_kept(
    database: RegisterDatabase, door: Door, tmp_path: Path
) -> None:
    file = tmp_path / "emergencies.journal"
    journal = Journal(file, KEYS)
    desk = Desk(database, door, journal=journal)
    ward = Ward(desk)
    ward.ask()
    full_disk(desk)
    assert ward.seen() == 503
    answer = ward.ask()
    assert (answer.status_code, answer.json()["type"]) == (503, "urn:sendwatch:problem:kept-in-journal")
    assert file.stat().st_mode & 0o077 == 0
    kept = file.read_bytes()
    for canary in (ROWAN["nhs-number"], "emergency department", ward.person):
        assert canary.encode() not in kept
    file.write_bytes(kept + b"torn by a cra")
    ward.ask(nhs_number="9990000026")
    room_again(desk)
    assert journal.take_in(desk.service.session()) == 2
    assert journal.take_in(desk.service.session()) == 0
    waiting = {one["emergency_ref"]: one for one in ward.waiting()}
    assert len(waiting) == 3
    told = [ref for ref in waiting if ref in answer.json()["detail"]]
    assert waiting[told[0]]["person_ref"] == ward.person
    assert waiting[told[0]]["ends_at"] == waiting[told[0]]["opened_at"]
    assert [one["person_ref"] for one in waiting.values()].count(None) == 1
    assert ward.close(told[0]) == 204


@pytest.mark.parametrize("words", ["", " ", "\t", "\u00a0 "])
def test_an_emergency_is_neither_opened_nor_closed_without_a_word_of_why(ward: Ward, words: str) -> None:
    """Trust, section 1.1: whoever looks into it finds a reason, as of every change of the register."""
    assert ward.ask(words=words).status_code == 422
    said = {**WHY, "words": words}
    assert ward.desk.post(f"/people/{ward.person}/emergency", ward.key_worker, said).status_code == 422
    ref = ward.ask().json()["emergency_ref"]
    close = {"finding": "justified", "words": words}
    assert ward.desk.post(f"/emergencies/{ref}/close", ward.officer, close).status_code == 422
    assert [one["emergency_ref"] for one in ward.waiting()] == [ref]
    assert ward.close(ref) == 204

"""One person: which fields to whom (ASVS 8.2.3), who is there for whom (8.2.2, 8.4.1), and how it was known before."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from diis.store.engine import StoreUnavailable
from dsr.actions.kinds import BY_NAME
from dsr.auth.roles import Role
from dsr.store.audit import Audit
from dsr.store.tables import audit
from tests.dsr.api.desk import Desk
from tests.dsr.api.scene import CANARIES, Scene, of_action
from tests.dsr.auth.signing import NOW

RATE_RED = {"kind": "rated", "on": "2026-11-25", "rating": "red", "by": "a clinician", "reason": "in crisis"}


def rows_of_audit(desk: Desk, **wanted: str) -> int:
    asked = [audit.c[name] == value for name, value in wanted.items()]
    with desk.database.reading() as connection:
        return connection.execute(select(func.count()).select_from(audit).where(*asked)).scalar_one()


def test_a_person_is_told_whole_to_whoever_keeps_the_register(scene: Scene) -> None:
    answer = scene.desk.get(f"/people/{scene.near}", scene.hire(Role.DSR_MANAGER))
    found = answer.json()
    assert answer.headers["etag"] == '"1"'
    assert (found["version"], found["told_on"]) == (1, "2026-11-25")
    assert found["identity"]["family_name"] == "Ashgrove"
    assert found["contact_details"]["address"] == "1 Invented Lane"
    assert found["standing"]["status"] == "active"
    assert found["standing"]["why"] == "Accepted on 2 November 2026, and consent is in date."
    assert (found["standing"]["rating"], found["standing"]["rated_since"]) == ("amber", "2026-11-02")
    assert (found["standing"]["case_lead"], found["standing"]["key_worker"]) == ("anna", "anna")
    assert found["consent"]["state"] == "in-date"
    assert {item["scope"] for item in found["consent"]["items"]} == {"entry", "sharing", "review", "key-worker"}
    assert "consent-given" in {fact["kind"] for fact in found["facts"]}
    assert all(task["why"] for task in found["tasks"])


@pytest.mark.parametrize(
    ("role", "sees", "does_not"),
    [
        (Role.KEY_WORKER, {"identity", "contact_details", "consent", "tasks"}, set()),
        (Role.COMMISSIONER, {"identity", "consent", "tasks"}, {"contact_details"}),
        (Role.PANEL_MEMBER, {"identity", "tasks"}, {"contact_details", "consent"}),
        (Role.DCO, {"identity", "tasks"}, {"contact_details", "consent"}),
        (Role.PRACTITIONER, {"identity", "tasks"}, {"contact_details", "consent"}),
    ],
)
def test_a_role_sees_its_fields_and_no_others(
    long_scene: Scene, role: Role, sees: set[str], does_not: set[str]
) -> None:
    subject = long_scene.hire(role)
    found = long_scene.desk.get(f"/people/{long_scene.near}", subject).json()
    assert all(found[name] is not None for name in sees)
    assert all(found[name] is None for name in does_not)
    of_consent = {"consent-given", "capacity-judged"} & {fact["kind"] for fact in found["facts"]}
    assert bool(of_consent) is ("consent" in sees)
    if "contact_details" in does_not:
        assert "Invented" not in str(found)


@pytest.mark.parametrize("role", [Role.ANALYST, Role.BOARD_SECRETARY, Role.PRIVACY_OFFICER, Role.EVENT_REPORTER])
def test_who_sees_nobody_is_told_no_name_and_no_number(long_scene: Scene, role: Role) -> None:
    """ASVS 8.2.3: on no route of all, allowed or refused."""
    desk, subject = long_scene.desk, long_scene.hire(role)
    paths = ("/people", "/tasks", "/attention", "/audit", "/key-workers", "/key-workers/queue", "/openapi.json")
    of_person = ("", "/history", "/tasks", "/waits", "/pack", "/summary", "/looks")
    for path in (*paths, *(f"/people/{long_scene.near}{end}" for end in of_person)):
        answer = desk.get(path, subject)
        assert not [word for word in CANARIES if word in answer.text], path


def test_another_teams_person_is_not_there_and_the_question_is_in_the_audit(scene: Scene) -> None:
    """ASVS 8.2.2."""
    subject = scene.hire(Role.KEY_WORKER)
    denied = rows_of_audit(scene.desk, outcome="denied")
    answer = scene.desk.get(f"/people/{scene.far}", subject)
    assert (answer.status_code, answer.json()["type"]) == (404, "urn:sendwatch:problem:nobody-there")
    nobody = scene.desk.get("/people/K7QX2M9R", subject)
    assert nobody.json() == answer.json()
    assert rows_of_audit(scene.desk, outcome="denied") == denied + 2


def test_another_councils_people_are_nowhere(scene: Scene) -> None:
    """ASVS 8.4.1: not in a list, a search, a queue, nor among tasks."""
    desk, subject = scene.desk, scene.hire(Role.COMMISSIONER)
    assert [one["person_ref"] for one in desk.get("/people", subject).json()["people"]] == [scene.near]
    assert {one["person_ref"] for one in desk.get("/tasks", subject).json()["tasks"]} == {scene.near}
    assert desk.post("/people/search", subject, {"by": "nhs-number", "value": "9990000026"}).json() == {"people": []}
    assert desk.get(f"/people/{scene.far}/tasks", subject).status_code == 404


def test_a_record_is_told_as_it_was_known(scene: Scene) -> None:
    desk, subject = scene.desk, scene.hire(Role.DSR_MANAGER)
    desk.now = NOW + timedelta(minutes=20)
    said = {"version": 1, "reason": "in crisis", "facts": [RATE_RED]}
    assert desk.post(f"/people/{scene.near}/rate", subject, said).json()["version"] == 2
    path = f"/people/{scene.near}?as_known="
    before = desk.get(f"{path}2026-11-25T09:10:00Z", subject)
    assert before.json()["standing"]["rating"] == "amber"
    assert "etag" not in before.headers
    assert desk.get(f"{path}2026-11-25T09:50:00%2B00:30", subject).json()["standing"]["rating"] == "red"
    assert desk.get(f"/people/{scene.near}", subject).json()["standing"]["rating"] == "red"


@pytest.mark.parametrize(
    ("instant", "status"),
    [
        ("2020-01-01T00:00:00Z", 404),
        ("2099-01-01T00:00:00Z", 422),
        ("2026-11-25T09:30:00", 422),
        ("2026-11-25", 422),
        ("1764000000", 422),
        ("0001-01-01T00:00:00%2B14:00", 422),
        ("x", 422),
    ],
)
def test_an_instant_has_a_zone_and_is_one_at_which_the_record_was_there(
    long_scene: Scene, instant: str, status: int
) -> None:
    subject = long_scene.hire(Role.DSR_COORDINATOR)
    assert long_scene.desk.get(f"/people/{long_scene.near}?as_known={instant}", subject).status_code == status


def test_the_history_tells_every_change_and_undone_facts_too(scene: Scene) -> None:
    desk, subject = scene.desk, scene.hire(Role.DSR_MANAGER)
    done = desk.post(f"/people/{scene.near}/rate", subject, {"version": 1, "reason": "why", "facts": [RATE_RED]})
    rated = [one for one in desk.get(f"/people/{scene.near}", subject).json()["facts"] if one["kind"] == "rated"]
    undone = {"version": done.json()["version"], "reason": "wrong child", "facts": [rated[-1]["fact_id"]]}
    assert desk.post(f"/people/{scene.near}/undo", subject, undone).json()["version"] == 3
    found = desk.get(f"/people/{scene.near}/history", subject).json()
    assert [(one["action"], one["reason"]) for one in found["changes"]] == [
        ("refer", "referred by school"),
        ("rate", "why"),
        ("undo", "wrong child"),
    ]
    assert [one["values"]["rating"] for one in found["facts"] if one["undone"]] == ["red"]
    redone = {**undone, "version": 3, "reason": "right after all"}
    assert desk.post(f"/people/{scene.near}/redo", subject, redone).json()["version"] == 4
    assert desk.post(f"/people/{scene.near}/redo", subject, {**redone, "version": 4}).status_code == 422


def test_each_request_that_reads_or_writes_a_person_is_in_the_audit(long_scene: Scene) -> None:
    """R-DSR-113: as many rows at least as requests, whatever came of them."""
    desk, manager = long_scene.desk, long_scene.hire(Role.DSR_MANAGER)
    keeper, officer = long_scene.hire(Role.KEY_WORKER_MANAGER), long_scene.hire(Role.PRIVACY_OFFICER)
    of_person = ("", "/history", "/tasks", "/waits", "/pack")
    reads = [(manager, path) for path in ("/people", "/tasks", "/key-workers/anna/people", "/key-workers/queue")]
    both = (long_scene.near, long_scene.far)
    reads += [(who, f"/people/{ref}{end}") for who in (manager, keeper) for end in of_person for ref in both]
    reads += [(officer, "/audit"), (officer, f"/people/{long_scene.near}/looks")]
    for subject, path in reads:
        before = rows_of_audit(desk)
        desk.get(path, subject)
        assert rows_of_audit(desk) > before, path
    for name in BY_NAME:
        for ref in both:
            before = rows_of_audit(desk)
            desk.post(f"/people/{ref}/{name}", keeper, of_action(BY_NAME[name], 0))
            assert rows_of_audit(desk) > before, name


def test_where_the_audit_cannot_be_written_nobody_is_told(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """F05."""

    def full(*_: object) -> int:
        raise StoreUnavailable("no room")

    subject = scene.hire(Role.DSR_MANAGER)
    monkeypatch.setattr(Audit, "add", full)
    for path in ("/people", f"/people/{scene.near}", f"/people/{scene.near}/tasks", "/tasks"):
        answer = scene.desk.get(path, subject)
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
        assert not [word for word in CANARIES if word in answer.text]

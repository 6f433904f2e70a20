"""Key workers: what each carries, who waits for one, and a leaver of whom nobody is dropped (R-DSR-100 to 103; H11)."""

from typing import Any

import pytest

from dsr.auth.roles import Role
from dsr.store.people import Writing
from dsr.store.workers import add_worker
from tests.dsr.api.scene import COUNCIL, Scene, entry
from tests.dsr.rules.lives import a_fact

TO_ANNA = {"kind": "key-worker-allocated", "on": "2026-11-25", "worker": "anna"}


NO_SUCH = "There is no such key worker, or none whose people you may see."


def unallocated(scene: Scene, rating: str, on: str) -> str:
    facts = [one for one in entry("RDY", "anna", COUNCIL) if type(one).__name__ != "KeyWorkerAllocated"]
    identifiers = {"given-name": "A", "family-name": "B", "birth-date": "2010-01-01"}
    facts.append(a_fact(f"{on} rated {rating}"))
    return scene.desk.register().enter(Writing(action="refer", reason="x", facts=facts, identifiers=identifiers))


def test_each_key_worker_with_what_they_carry_of_the_teams_within_reach(scene: Scene) -> None:
    desk = scene.desk
    found = desk.get("/key-workers", scene.hire(Role.DSR_MANAGER)).json()["key_workers"]
    assert [(one["worker"], one["team"], one["people"], one["load"], one["state"]) for one in found] == [
        ("anna", "RDY", 1, 0.8, "fits"),
        ("anton", "RDY", 0, 0.0, "fits"),
        ("otto", "RBD", 1, 0.8, "fits"),
    ]
    mine = desk.get("/key-workers", scene.hire(Role.KEY_WORKER_MANAGER)).json()["key_workers"]
    assert [one["worker"] for one in mine] == ["anna", "anton"]


def test_the_queue_is_the_reddest_first_of_those_within_reach(scene: Scene) -> None:
    amber = unallocated(scene, "amber", "2026-11-03")
    red = unallocated(scene, "red", "2026-11-20")
    waiting = scene.desk.get("/key-workers/queue", scene.hire(Role.KEY_WORKER_MANAGER)).json()["waiting"]
    assert [(one["person_ref"], one["need"]) for one in waiting] == [(red, "red"), (amber, "amber")]
    elsewhere = scene.desk.hire(Role.KEY_WORKER_MANAGER, "RBD", organisation="RBD")
    assert scene.desk.get("/key-workers/queue", elsewhere).json() == {"waiting": []}


def test_a_key_worker_sees_their_own_caseload_and_nobody_elses(scene: Scene) -> None:
    subject = scene.hire(Role.KEY_WORKER)
    found = scene.desk.get("/key-workers/anna/people", subject).json()
    assert found == {
        "worker": "anna",
        "load": 0.8,
        "state": "fits",
        "cases": [{"person_ref": scene.near, "weight": 0.8}],
        "not_told": 0,
    }
    assert scene.desk.get("/key-workers/otto/people", subject).status_code == 404


@pytest.mark.parametrize("role", [Role.KEY_WORKER, Role.KEY_WORKER_MANAGER])
def test_a_key_worker_beyond_reach_and_one_whom_nobody_knows_are_told_alike(scene: Scene, role: Role) -> None:
    """R-DSR-113, H11: otto has people elsewhere, olga nobody, and `ana` is mistyped. Each look is noted as denied."""
    with scene.desk.database.writing() as connection:
        add_worker(connection, "olga", "RBD")
    subject, routes = scene.hire(role), ["people"] + ["leaving-plan"] * (role is Role.KEY_WORKER_MANAGER)
    for route in routes:
        found = [scene.desk.get(f"/key-workers/{name}/{route}", subject) for name in ("otto", "olga", "ana")]
        assert {one.status_code for one in found} == {404}
        assert {one.json()["detail"] for one in found} == {NO_SUCH}
    looks = [row.outcome for row in scene.desk.audited() if row.action == "read-caseload"]
    assert looks == ["denied"] * 3 * len(routes)


def test_a_key_worker_without_people_is_told_so(scene: Scene) -> None:
    scene.desk.register().change(
        scene.near, 1, Writing(action="leave", reason="x", facts=[a_fact("2026-11-20 key-worker-left")])
    )
    for role in (Role.KEY_WORKER, Role.KEY_WORKER_MANAGER):
        answer = scene.desk.get("/key-workers/anna/people", scene.hire(role))
        assert (answer.status_code, answer.json()["cases"]) == (200, [])
    assert planned(scene, scene.hire(Role.KEY_WORKER_MANAGER)) == []


def planned(scene: Scene, keeper: str) -> list[dict[str, Any]]:
    moves: list[dict[str, Any]] = scene.desk.get("/key-workers/anna/leaving-plan", keeper).json()["moves"]
    return moves


def test_everybody_of_a_leaver_goes_to_somebody_in_one_action(scene: Scene) -> None:
    keeper = scene.hire(Role.KEY_WORKER_MANAGER)
    second = unallocated(scene, "amber", "2026-11-03")
    register = scene.desk.register()
    register.change(second, 1, Writing(action="allocate", reason="x", facts=[a_fact("2026-11-20 key-worker anna")]))
    moves = planned(scene, keeper)
    assert {one["person_ref"] for one in moves} == {scene.near, second}
    body = {"reason": "leaves", "last_day": "2026-11-30", "moves": moves}
    assert scene.desk.post("/key-workers/anna/leave", keeper, body).json() == {"people": 2}
    found = {one["worker"]: one for one in scene.desk.get("/key-workers", keeper).json()["key_workers"]}
    assert (found["anna"]["people"], found["anna"]["last_day"]) == (0, "2026-11-30")
    given = {
        "version": 2,
        "reason": "x",
        "facts": [{"kind": "key-worker-allocated", "on": "2026-11-25", "worker": "anna"}],
    }
    assert scene.desk.post(f"/people/{scene.near}/allocate", keeper, given).status_code == 422


def test_who_is_away_for_a_time_comes_back(scene: Scene) -> None:
    keeper = scene.hire(Role.KEY_WORKER_MANAGER)
    body = {"reason": "ill", "last_day": None, "moves": planned(scene, keeper)}
    assert scene.desk.post("/key-workers/anna/leave", keeper, body).json() == {"people": 1}
    given = {
        "version": 2,
        "reason": "x",
        "facts": [{"kind": "key-worker-allocated", "on": "2026-11-25", "worker": "anna"}],
    }
    assert scene.desk.post(f"/people/{scene.near}/allocate", keeper, given).status_code == 200


@pytest.mark.parametrize(
    "changes",
    [
        {"moves": []},
        {"moves": [{"person_ref": "K7QX2M9R", "to": "anton", "weight": 0.8}]},
        {"reason": " "},
        {"moves": "all"},
        {"last_day": "soon"},
        {"account": 1},
    ],
)
def test_a_plan_that_drops_somebody_is_refused_whole(long_scene: Scene, changes: dict[str, Any]) -> None:
    keeper = long_scene.hire(Role.KEY_WORKER_MANAGER)
    body = {"reason": "leaves", "last_day": "2026-11-30", "moves": planned(long_scene, keeper)} | changes
    assert long_scene.desk.post("/key-workers/anna/leave", keeper, body).status_code == 422
    assert [one["to"] for one in planned(long_scene, keeper)] == ["anton"]


def test_a_plan_that_needs_an_override_says_so(scene: Scene) -> None:
    keeper = scene.hire(Role.KEY_WORKER_MANAGER)
    heavy = [one | {"override": True} for one in planned(scene, keeper)]
    body = {"reason": "leaves", "last_day": "2026-11-30", "moves": heavy}
    refused = scene.desk.post("/key-workers/anna/leave", keeper, body)
    assert (refused.status_code, "override" in refused.json()["detail"]) == (422, True)
    assert scene.desk.post("/key-workers/anna/leave", keeper, body | {"override": True}).json() == {"people": 1}


def test_who_cannot_be_moved_is_named_with_the_reason(scene: Scene) -> None:
    """H11, R-DSR-113: the only other key workers are of an organisation that may not be told of them."""
    manager = scene.hire(Role.DSR_MANAGER)
    plan = scene.desk.get("/key-workers/otto/leaving-plan", manager).json()
    assert [(one["person_ref"], one["to"]) for one in plan["moves"]] == [(scene.far, None)]
    assert [one["person_ref"] for one in plan["not_moved"]] == [scene.far]
    assert "may be told of the person" in plan["not_moved"][0]["because"]
    body = {"version": 1, "reason": "x", "facts": [TO_ANNA]}
    answer = scene.desk.post(f"/people/{scene.far}/allocate", manager, body)
    assert (answer.status_code, "may not be told" in answer.json()["detail"]) == (422, True)
    assert scene.version(scene.far) == 1


@pytest.mark.parametrize(
    ("worker", "last_day"), [("olga", "2026-11-30"), ("otto", "2026-11-30"), ("anton", "2026-11-01")]
)
def test_nobody_ends_a_key_worker_of_another_team_or_on_a_day_that_is_over(
    scene: Scene, worker: str, last_day: str
) -> None:
    with scene.desk.database.writing() as connection:
        add_worker(connection, "olga", "RBD")
    body = {"reason": "x", "last_day": last_day, "moves": []}
    answer = scene.desk.post(f"/key-workers/{worker}/leave", scene.hire(Role.KEY_WORKER_MANAGER), body)
    assert answer.status_code in {404, 422}
    found = scene.desk.get("/key-workers", scene.hire(Role.DSR_MANAGER)).json()["key_workers"]
    assert {one["worker"]: one["last_day"] for one in found}[worker] is None


def test_nobody_of_another_team_is_moved(scene: Scene) -> None:
    with scene.desk.database.writing() as connection:
        add_worker(connection, "olga", "RBD")
    keeper = scene.hire(Role.KEY_WORKER_MANAGER)
    body = {"reason": "x", "last_day": None, "moves": [{"person_ref": scene.far, "to": "anton", "weight": 0.8}]}
    answer = scene.desk.post("/key-workers/otto/leave", keeper, body)
    assert (answer.status_code, answer.json()["detail"]) == (404, NO_SUCH)
    assert scene.version(scene.far) == 1

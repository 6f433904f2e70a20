"""Two records that may be of one person: whoever keeps the register is told, and nobody else (H2)."""

from typing import Any

from dsr.auth.roles import Role
from tests.dsr.api.scene import FAR, Scene

SHORT_FORM: dict[str, Any] = {
    "reason": "asked for help",
    "referral": {"kind": "referred", "on": "2026-11-20", "source": "education", "by": "RDY"},
    "facts": [],
}


def referred_again(scene: Scene, subject: str) -> str:
    """Hazel, referred by a practitioner who does not reach her."""
    who = {"given_name": FAR["given-name"], "family_name": FAR["family-name"], "birth_date": FAR["birth-date"]}
    made = scene.desk.post("/people", subject, {**SHORT_FORM, "identifiers": who})
    assert made.status_code == 201
    reference: str = made.json()["person_ref"]
    return reference


def alike(scene: Scene, subject: str) -> list[set[str]]:
    return [set(one.values()) for one in scene.desk.get("/alike", subject).json()["alike"]]


def test_a_second_record_is_told_to_whoever_keeps_the_register_until_the_two_are_told_apart(scene: Scene) -> None:
    practitioner, keeper = scene.hire(Role.PRACTITIONER), scene.hire(Role.DSR_COORDINATOR)
    assert alike(scene, keeper) == []
    second = referred_again(scene, practitioner)
    assert alike(scene, keeper) == [{scene.far, second}]
    assert scene.desk.get("/alike", practitioner).status_code == 403
    for path in (f"/people/{second}", f"/people/{second}/history", f"/people/{second}/tasks"):
        assert scene.far not in scene.desk.get(path, practitioner).text
    said = {"other": second}
    assert scene.desk.post(f"/people/{scene.far}/tell-apart", practitioner, said).status_code == 403
    assert scene.desk.post(f"/people/{scene.near}/tell-apart", keeper, {"other": "K7QX2M9R"}).status_code == 404
    assert alike(scene, keeper) == [{scene.far, second}]
    assert scene.desk.post(f"/people/{scene.far}/tell-apart", keeper, said).status_code == 204
    assert alike(scene, keeper) == []
    assert scene.desk.audited()[-2].action == "tell-apart"


def test_two_that_are_merged_are_one(scene: Scene) -> None:
    manager = scene.hire(Role.DSR_MANAGER)
    second = referred_again(scene, scene.hire(Role.PRACTITIONER))
    body = {"version": 1, "reason": "the same child", "other": second, "other_version": 1}
    assert scene.desk.post(f"/people/{scene.far}/merge", manager, body).status_code == 200
    assert alike(scene, manager) == []

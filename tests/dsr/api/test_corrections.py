"""What was wrong is put right: who somebody is, and two records of one person (H2)."""

from typing import Any

import pytest

from dsr.auth.roles import Role
from dsr.store.people import Writing
from tests.dsr.api.scene import FAR, NEAR, Scene
from tests.dsr.rules.lives import a_fact


def corrected(scene: Scene, **identifiers: Any) -> Any:
    body = {"version": 1, "reason": "as the family says", "identifiers": identifiers}
    return scene.desk.post(f"/people/{scene.near}/identity", scene.hire(Role.DSR_ADMINISTRATOR), body)


def test_identifiers_are_corrected_and_the_old_ones_stay_to_be_known(scene: Scene) -> None:
    manager = scene.hire(Role.DSR_MANAGER)
    assert corrected(scene, family_name="Ashgrove-Pine", telephone="").json()["version"] == 2
    found = scene.desk.get(f"/people/{scene.near}", manager).json()
    assert found["identity"]["family_name"] == "Ashgrove-Pine"
    assert found["identity"]["given_name"] == "Rowan"
    assert found["contact_details"]["telephone"] is None
    by_new = {"by": "family-name", "value": "ashgrove-pine"}
    assert scene.desk.post("/people/search", manager, by_new).json() == {"people": [scene.near]}
    assert scene.desk.post("/people/search", manager, by_new | {"value": "Ashgrove"}).json() == {"people": []}


@pytest.mark.parametrize(
    ("identifiers", "told"),
    [
        ({"family_name": ""}, "A record needs family name"),
        ({"birth_date": "2026-11-26"}, "The birth date is in the future"),
        ({"birth_date": "2026-11-20"}, "Something is recorded from before that birth date"),
        ({"nhs_number": "9990000019"}, "This is not a sound NHS number"),
        ({"nhs_number": FAR["nhs-number"]}, "This NHS number is on record already"),
        ({}, "There is nothing to record"),
    ],
)
def test_what_nobody_can_be_is_refused_with_the_sentence(scene: Scene, identifiers: dict[str, str], told: str) -> None:
    answer = corrected(scene, **identifiers)
    assert answer.status_code == 422
    assert answer.json()["detail"].startswith(told)
    assert scene.version(scene.near) == 1


@pytest.mark.parametrize("extra", [{"name": "x"}, {"person_ref": "x"}, {"nhs-number": "9990000018"}, {"given_name": 1}])
def test_no_other_field_is_taken(long_scene: Scene, extra: dict[str, Any]) -> None:
    assert corrected(long_scene, **extra).status_code == 422


def second(scene: Scene, **changes: str) -> str:
    identifiers = {**NEAR, "nhs-number": "", **{name.replace("_", "-"): value for name, value in changes.items()}}
    facts = [a_fact("2026-11-20 referred education"), a_fact("2026-11-21 happened missing")]
    return scene.desk.register().enter(Writing(action="refer", reason="x", facts=facts, identifiers=identifiers))


def test_two_records_of_one_person_become_one(scene: Scene) -> None:
    manager, other = scene.hire(Role.DSR_MANAGER), second(scene)
    body = {"version": 1, "reason": "one child", "other": other, "other_version": 1}
    assert scene.desk.post(f"/people/{scene.near}/merge", manager, body).json()["version"] == 2
    gone = scene.desk.get(f"/people/{other}", manager)
    assert (gone.status_code, gone.json()["type"]) == (410, "urn:sendwatch:problem:merged")
    assert gone.json()["detail"] == f"This record is part of {scene.near} now. Ask for that one."
    kinds = [one["kind"] for one in scene.desk.get(f"/people/{scene.near}", manager).json()["facts"]]
    assert "happened" in kinds
    assert other not in scene.desk.get("/people", manager).text
    stranger = scene.desk.hire(Role.KEY_WORKER, "otto", organisation="RBD")
    assert scene.desk.get(f"/people/{other}", stranger).status_code == 404


def test_two_people_do_not_become_one(scene: Scene) -> None:
    manager = scene.hire(Role.DSR_MANAGER)
    body = {"version": 1, "reason": "x", "other": scene.far, "other_version": 1}
    answer = scene.desk.post(f"/people/{scene.near}/merge", manager, body)
    assert (answer.status_code, "differs" in answer.json()["detail"]) == (422, True)
    itself = {**body, "other": scene.near}
    assert scene.desk.post(f"/people/{scene.near}/merge", manager, itself).status_code == 422
    stale = {**body, "other_version": 7}
    assert scene.desk.post(f"/people/{scene.near}/merge", manager, stale).status_code == 409


def test_whoever_takes_a_merge_back_is_told_how_many_roles_ended_and_the_next_request_of_those_is_refused(
    scene: Scene,
) -> None:
    """Whether the first or the second child's family was meant, nobody knows (R-DSR-110)."""
    manager, other = scene.hire(Role.DSR_MANAGER), second(scene)
    before = scene.hire(Role.CETR_EXPERT)
    merging = {"version": 1, "reason": "one child", "other": other, "other_version": 1}
    assert scene.desk.post(f"/people/{scene.near}/merge", manager, merging).status_code == 200
    since = scene.hire(Role.FAMILY)
    assert scene.desk.get(f"/people/{scene.near}/summary", since).status_code == 200
    taking_back = {"version": 2, "reason": "two children", "other": other}
    told = scene.desk.post(f"/people/{scene.near}/unmerge", manager, taking_back)
    assert (told.status_code, told.json()["roles_ended"]) == (200, 1)
    assert scene.desk.get(f"/people/{scene.near}/summary", since).status_code == 403
    assert scene.desk.get(f"/people/{scene.near}/pack", before).status_code == 200

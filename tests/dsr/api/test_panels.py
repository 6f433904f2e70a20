"""Somebody on a panel sees the pack of the C(E)TR that they are named for, and for limited time (R-DSR-84, 87, 110)."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from dsr.auth.roles import Role
from dsr.store.people import Writing
from dsr.store.tables import grant
from tests.dsr.api.scene import Scene
from tests.dsr.rules.lives import a_fact

EARLIER = (
    "2026-11-18 review-planned old 2026-11-20",
    "2026-11-18 pack-consent old",
    "2026-11-18 pack-item old safeguarding-reports-of-a-year",
    "2026-11-20 held old",
    "2026-11-21 recommended old 1 2026-12-20",
    "2026-11-22 answered old 1 home-council not-accepted",
)
PANELS = (Role.CETR_CHAIR, Role.CETR_EXPERT)


@pytest.fixture
def scene(scene: Scene) -> Scene:
    """The same with a review of Rowan that was held some days ago, beside the one that is still to come."""
    facts = [a_fact(line) for line in EARLIER]
    scene.desk.register().change(scene.near, 1, Writing(action="x", reason="x", facts=facts))
    return scene


def seat(scene: Scene, role: Role, review: str) -> str:
    return scene.desk.hire(role, scene.near, "RDY", f"{role.value} of {review}", review=review)


def packs(scene: Scene, subject: str) -> dict[str, dict[str, Any]]:
    found = scene.desk.get(f"/people/{scene.near}/pack", subject)
    assert found.status_code == 200
    return {one["review"]: one for one in found.json()["packs"]}


def readable(found: dict[str, Any]) -> list[str]:
    return [one["item"] for one in found["papers"] if one["may_be_read"]]


def unnamed(scene: Scene) -> None:
    """As grants were before they named a review."""
    with scene.desk.database.writing() as connection:
        connection.execute(update(grant).values(review=None))


@pytest.mark.parametrize("role", PANELS)
def test_a_panel_is_told_of_its_own_review_and_of_none_before_it(scene: Scene, role: Role) -> None:
    """R-DSR-110: neither the papers of an earlier one, nor what it recommended and who did not accept that."""
    assert list(packs(scene, seat(scene, role, "c1"))) == ["c1"]
    assert list(packs(scene, scene.hire(Role.CETR_COORDINATOR))) == ["c1", "old"]


def test_after_the_meeting_a_pack_is_locked_again(scene: Scene) -> None:
    """R-DSR-110: to the experts the day after, to the chair when the report has had its 14 days (R-DSR-87)."""
    expert, chair = (seat(scene, role, "old") for role in (Role.CETR_EXPERT, Role.CETR_CHAIR))
    over = packs(scene, expert)["old"]
    assert (over["unlocked"], readable(over), over["recommendations"]) == (False, [], [])
    assert {"R-DSR-110" in one["why_not"] for one in over["papers"]} == {True}
    writes = packs(scene, chair)["old"]
    assert (writes["unlocked"], len(writes["recommendations"])) == (True, 1)
    assert readable(writes) == ["safeguarding-reports-of-a-year"]
    scene.desk.now += timedelta(days=14)
    assert (packs(scene, chair)["old"]["unlocked"], packs(scene, chair)["old"]["recommendations"]) == (False, [])
    keeper = packs(scene, scene.hire(Role.DSR_COORDINATOR))["old"]
    assert (keeper["unlocked"], len(keeper["recommendations"])) == (True, 1)


def test_a_seat_of_before_reviews_were_named_is_of_those_still_to_come(scene: Scene) -> None:
    """R-DSR-110: the chair's, until the report of the last one is due."""
    expert, chair = (seat(scene, role, "c1") for role in (Role.CETR_EXPERT, Role.CETR_CHAIR))
    unnamed(scene)
    assert (list(packs(scene, expert)), list(packs(scene, chair))) == (["c1"], ["c1", "old"])
    scene.desk.now += timedelta(days=14)
    assert (list(packs(scene, expert)), list(packs(scene, chair))) == ([], ["c1"])


def test_whoever_is_on_two_panels_has_the_time_of_each(scene: Scene) -> None:
    both = seat(scene, Role.CETR_CHAIR, "c1")
    scene.desk.also(both, Role.CETR_EXPERT, person_ref=scene.near, review="old")
    assert {name: one["unlocked"] for name, one in packs(scene, both).items()} == {"c1": False, "old": False}
    scene.desk.also(both, Role.CETR_CHAIR, person_ref=scene.near, review="old")
    assert packs(scene, both)["old"]["unlocked"]


def test_whoever_reads_packs_by_another_role_too_reads_them_all(scene: Scene) -> None:
    """A place on a panel takes nothing away."""
    both = seat(scene, Role.CETR_EXPERT, "c1")
    scene.desk.also(both, Role.CETR_COORDINATOR)
    assert [one["unlocked"] for one in packs(scene, both).values()] == [False, True]


def test_an_emergency_opens_no_pack_to_a_panel_of_somebody_else(scene: Scene) -> None:
    """R-DSR-110, 113: no role that breaks the glass reads packs, and a seat on another's panel makes it none that does.

    To whoever reads packs by another role it opens them, whatever was consented to.
    """
    lead = scene.desk.hire(Role.PRACTITIONER, "anna", "RDY")
    scene.desk.also(lead, Role.CETR_EXPERT, person_ref=scene.far, review="c1")
    asked = {"reason": "risk-to-life", "words": "in the emergency department"}
    opened = scene.desk.post(f"/people/{scene.near}/emergency", lead, asked)
    assert opened.status_code == 201, opened.json()
    assert packs(scene, lead) == {}
    scene.desk.also(lead, Role.CETR_COORDINATOR)
    assert list(packs(scene, lead)) == ["c1", "old"]


def recommended(review: str, version: int) -> dict[str, Any]:
    fact = {"kind": "recommended", "on": "2026-11-24", "review": review, "recommendation": "7", "words": "a home"}
    return {"version": version, "reason": "x", "facts": [{**fact, "owner": "the team", "due_on": "2026-12-20"}]}


def test_a_chair_records_what_is_of_their_own_review(scene: Scene) -> None:
    """R-DSR-84, 110: nor do they unlock the pack of another."""
    chair, path = seat(scene, Role.CETR_CHAIR, "c1"), f"/people/{scene.near}"
    verified = {"kind": "pack-consent-verified", "on": "2026-11-24", "by": "the chair"}
    body = {"version": 2, "reason": "x", "facts": [{**verified, "review": "old"}]}
    held = {"version": 2, "reason": "x", "held": {"kind": "review-held", "on": "2026-11-24", "review": "old"}}
    asked = [("hold-cetr", body), ("recommend", recommended("old", 2)), ("cetr-held", held)]
    for route, said in asked:
        refused = scene.desk.post(f"{path}/{route}", chair, said)
        assert (refused.status_code, "another C(E)TR" in refused.json()["detail"]) == (422, True), route
    own = {"version": 2, "reason": "x", "facts": [{**verified, "review": "c1"}]}
    assert scene.desk.post(f"{path}/hold-cetr", chair, own).status_code == 200
    assert scene.desk.post(f"/people/{scene.far}/recommend", chair, recommended("old", 1)).status_code == 404
    of_old = seat(scene, Role.CETR_CHAIR, "old")
    assert scene.desk.post(f"{path}/recommend", of_old, recommended("old", 3)).status_code == 200
    scene.desk.also(chair, Role.CETR_COORDINATOR)
    assert scene.desk.post(f"{path}/recommend", chair, recommended("old", 4)).status_code == 200


def test_a_panels_role_is_given_for_a_review_that_was_planned_and_no_other_role_for_one(scene: Scene) -> None:
    """R-DSR-110."""
    manager, expert = scene.hire(Role.DSR_MANAGER), seat(scene, Role.CETR_EXPERT, "c1")
    account = scene.desk.get("/me", expert).json()["account_id"]
    given = {"role": "cetr-chair", "starts_on": "2026-11-01", "person_ref": scene.near}
    family = {**given, "role": "family", "relationship": "parent"}
    for body, why in (
        (given, "say which"),
        ({**given, "review": "c9"}, "plan it first"),
        ({**given, "person_ref": scene.far, "review": "c1"}, "plan it first"),
        ({**family, "review": "c1"}, "named for no C(E)TR"),
    ):
        refused = scene.desk.post(f"/accounts/{account}/grants", manager, body)
        assert (refused.status_code, why in refused.json()["detail"]) == (422, True), body
    for review in ("c1", "old"):
        body = {**given, "review": review}
        assert scene.desk.post(f"/accounts/{account}/grants", manager, body).status_code == 201
        again = scene.desk.post(f"/accounts/{account}/grants", manager, body)
        assert (again.status_code, "gives the same" in again.json()["detail"]) == (422, True)
    told = next(one for one in scene.desk.get("/accounts", manager).json() if one["account_id"] == account)
    named = [one["review"] for one in scene.desk.get("/me", expert).json()["roles"]]
    assert named == [one["review"] for one in told["grants"]] == ["c1", "c1", "old"]

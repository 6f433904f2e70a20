"""What is recorded of one day in the order in which people tell it: nothing told is lost (R-DSR-51, 64, 93)."""

from typing import Any

from dsr.auth.roles import Role
from tests.dsr.api.scene import Scene


def recorded(scene: Scene, action: str, kind: str, on: str = "2026-11-20", **fields: Any) -> dict[str, Any]:
    """What the answer to a change of Rowan by whoever keeps the register tells."""
    body = {"version": scene.version(scene.near), "reason": "told", "facts": [{"kind": kind, "on": on, **fields}]}
    answer = scene.desk.post(f"/people/{scene.near}/{action}", scene.hire(Role.DSR_MANAGER), body)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def due(told: dict[str, Any]) -> dict[str, str]:
    return {task["code"]: task["due_on"] for task in told["tasks"]}


def standing(scene: Scene) -> dict[str, Any]:
    found = scene.desk.get(f"/people/{scene.near}", scene.hire(Role.DSR_MANAGER)).json()["standing"]
    return dict(found)


def test_a_ward_that_tells_before_the_one_that_was_left_ends_no_stay(scene: Scene) -> None:
    """R-DSR-93, T12: what was asked for because of the stay is asked for still."""
    before = due(recorded(scene, "admit", "admitted", "2026-11-10", hospital="one", ward="camhs"))
    assert {"cetr-post-admission", "discharge-checklist", "root-cause-analysis"} <= before.keys()
    recorded(scene, "admit", "admitted", hospital="another", ward="camhs")
    after = due(recorded(scene, "discharge", "discharged"))
    assert standing(scene)["rating"] == "blue"
    assert {code: after[code] for code in before} == before


def test_an_event_after_a_rating_of_the_same_day_asks_for_another(scene: Scene) -> None:
    """R-DSR-64."""
    assert "re-rate" not in due(recorded(scene, "rate", "rated", rating="green", by="a clinician", reason="better"))
    assert due(recorded(scene, "record-event", "happened", what="a-and-e-crisis"))["re-rate"] == "2026-11-23"
    assert "re-rate" not in due(recorded(scene, "rate", "rated", rating="red", by="a clinician", reason="in crisis"))


def test_what_a_review_found_is_to_be_rated_and_the_day_it_agreed_is_told(scene: Scene) -> None:
    """R-DSR-51, 59: a review is written down as it was held, and rated after it: a task, and no refusal."""
    held: dict[str, Any] = dict.fromkeys(("actions_checked", "actions_agreed", "decisions_noted"), True)
    found = {"rating": "red", "rating_reason": "worse", "changed": "much", "views": "told", "next_on": "2026-11-24"}
    told = due(recorded(scene, "review", "reviewed", by="RDY", agencies=["RDY"], **(held | found)))
    assert (told["re-rate"], told["review"]) == ("2026-11-23", "2026-11-24")
    assert (standing(scene)["rating"], standing(scene)["next_review_on"]) == ("amber", "2026-11-24")
    told = due(recorded(scene, "rate", "rated", rating="red", by="a clinician", reason="as the review found"))
    assert "re-rate" not in told
    assert (told["review"], standing(scene)["rating"]) == ("2026-11-24", "red")

"""Packs of C(E)TRs are locked until consent is verified (T17); families see what is theirs and nobody else's name."""

from typing import Any

from dsr.auth.roles import Role
from dsr.rules.facts.consent import ConsentGiven, Scope
from dsr.store.people import Writing
from tests.dsr.api.scene import Scene
from tests.dsr.rules.lives import a_fact

ON = {"on": "2026-11-24", "review": "c1"}


def pack(scene: Scene, role: Role) -> dict[str, Any]:
    found: dict[str, Any] = scene.desk.get(f"/people/{scene.near}/pack", scene.hire(role)).json()["packs"][0]
    return found


def papers(found: dict[str, Any]) -> dict[str, tuple[bool, bool]]:
    return {one["item"]: (one["filed"], one["may_be_read"]) for one in found["papers"]}


def test_without_a_verified_consent_the_panel_reads_nothing_else(scene: Scene) -> None:
    """T17, R-DSR-84."""
    locked = pack(scene, Role.CETR_EXPERT)
    assert (locked["unlocked"], locked["kind"], locked["template"]) == (False, "CETR", "child-community")
    assert papers(locked)["planner"] == papers(locked)["crisis-plan"] == (True, False)
    assert "R-DSR-84" in next(one["why_not"] for one in locked["papers"] if one["item"] == "planner")
    assert {"consent-or-best-interests-evidence"} <= set(locked["missing"])
    assert len(locked["panel_lacks"]) == 3
    verified = {"version": 1, "reason": "seen", "facts": [{"kind": "pack-consent-verified", **ON, "by": "the chair"}]}
    assert scene.desk.post(f"/people/{scene.near}/hold-cetr", scene.hire(Role.CETR_CHAIR), verified).status_code == 200
    opened = pack(scene, Role.CETR_EXPERT)
    assert opened["unlocked"]
    assert papers(opened)["planner"] == (True, True)
    assert papers(opened)["ehcp-and-last-annual-review"] == (False, False)


def test_a_withdrawal_locks_the_pack_again(scene: Scene) -> None:
    """R-DSR-29, 31, 84: and nobody of the panel sees any more that there is one."""
    verified = {"version": 1, "reason": "seen", "facts": [{"kind": "pack-consent-verified", **ON, "by": "x"}]}
    scene.desk.post(f"/people/{scene.near}/hold-cetr", scene.hire(Role.CETR_CHAIR), verified)
    withdrawn = a_fact("2026-11-25 withdrawn own-consent review")
    scene.desk.register().change(scene.near, 2, Writing(action="withdraw", reason="x", facts=[withdrawn]))
    assert papers(pack(scene, Role.CETR_COORDINATOR))["planner"] == (True, False)
    chair = scene.hire(Role.CETR_CHAIR)
    assert scene.desk.get(f"/people/{scene.near}/pack", chair).status_code == 404


def test_the_answer_to_a_chair_tells_no_tasks(scene: Scene) -> None:
    """Whoever may not read tasks is told none by what they record either."""
    verified = {"version": 1, "reason": "seen", "facts": [{"kind": "pack-consent-verified", **ON, "by": "x"}]}
    answer = scene.desk.post(f"/people/{scene.near}/hold-cetr", scene.hire(Role.CETR_CHAIR), verified)
    assert answer.json() == {"version": 2, "status": "active", "tasks": None}


def test_a_family_sees_its_own_summary_without_anybody_elses_name(scene: Scene) -> None:
    """R-DSR-110: names of staff, reasons and what others told are not in it."""
    facts = [
        a_fact("2026-11-24 happened safeguarding-strategy-meeting"),
        a_fact("2026-11-24 rated red"),
        ConsentGiven(
            on=a_fact("2026-11-24 rated red").on,
            basis=a_fact("2026-11-02 consent own-consent").basis,  # type: ignore[attr-defined]
            scopes=frozenset(Scope),
            by="Nurse Merryweather",
            agencies=frozenset({"school"}),
        ),
    ]
    scene.desk.register().change(scene.near, 1, Writing(action="rate", reason="Dr Toadstool said so", facts=facts))
    answer = scene.desk.get(f"/people/{scene.near}/summary", scene.hire(Role.FAMILY))
    found = answer.json()
    assert found["identity"]["given_name"] == "Rowan"
    assert (found["status"], found["rating"], found["has_key_worker"]) == ("active", "red", True)
    assert found["rating_means"].startswith("In crisis")
    assert found["reviews_planned"] == ["2026-12-01"]
    assert found["consent"]["state"] == "in-date"
    assert found["consent"]["agencies"] == ["school"]
    assert {item["scope"] for item in found["consent"]["items"]} == set(Scope)
    assert found["steps"]
    hidden = ("Merryweather", "Toadstool", "anna", "a clinician", "safeguarding", "Birchwood", "escalat")
    assert not [word for word in hidden if word in answer.text]


def test_a_family_sees_its_own_alone(scene: Scene) -> None:
    family = scene.hire(Role.FAMILY)
    assert scene.desk.get(f"/people/{scene.far}/summary", family).status_code == 404
    for path in ("", "/history", "/tasks", "/pack", "/waits"):
        assert scene.desk.get(f"/people/{scene.near}{path}", family).status_code == 403
    assert scene.desk.get("/people", family).status_code == 403

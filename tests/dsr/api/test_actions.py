"""What is recorded through the API: each action once, who is refused and why, and texts that are only texts."""

from typing import Any

import pytest

from dsr.actions.kinds import ACTIONS, BY_NAME
from dsr.auth.powers import may
from dsr.auth.roles import Permission, Role
from dsr.rules.due import TERMS
from dsr.rules.organisations import PARTNERSHIP, Organisations
from dsr.rules.terms import Terms
from dsr.store.register import RegisterStore
from tests.dsr.api.scene import Scene, of_action

LEAD, KEEPER, MANAGER = Role.CLINICAL_CASE_LEAD, Role.KEY_WORKER_MANAGER, Role.DSR_MANAGER
LIMBS = ("area", "condition", "risk")
ON = {"on": "2026-11-20"}
OTHER = {"on": "2026-11-25"}


def told(kind: str, **fields: Any) -> dict[str, Any]:
    return {"kind": kind, **ON, **fields}


TABLE: list[tuple[Role, str, list[dict[str, Any]], int]] = [
    (LEAD, "refer", [told("referred", source="health", by="RDY", indicative="red")], 200),
    (MANAGER, "triage", [told("triaged", by="a practitioner"), told("full-form-received")], 200),
    (MANAGER, "decide", [*(
        told("limb-judged", limb=limb, holds=True, by="a panel", reason="seen") for limb in LIMBS),
                         told("decided", accepted=True, by="a panel"), told("outcome-told", whom="person")], 200),
    (MANAGER, "decide", [told("decided", accepted=False, by="a panel", reason="no-risk")], 422),
    (MANAGER, "transfer-out", [told("transfer-sent", to="CAMHS")], 200),
    (MANAGER, "transfer-in", [told("transfer-received", sender="Devon", rating="green")], 200),
    (MANAGER, "remove", [told("removed", reason="entered-in-error", by="a panel")], 200),
    (MANAGER, "remove", [told("removed", reason="risk-reduced", by="a panel")], 422),
    (MANAGER, "hold-record", [told("held-for", reason="an inquiry", until="2040-01-01")], 200),
    (LEAD, "record-consent", [told("capacity-judged", can_decide=True, by="a clinician"),
                              told("consent-given", basis="own-consent", scopes=["entry", "sharing"], by="Rowan",
                                   agencies=["school", "RDY"])], 200),
    (LEAD, "record-consent", [told("consent-given", basis="own-consent", scopes=[], by="Rowan")], 422),
    (LEAD, "withdraw", [told("consent-withdrawn", by="own-consent", scopes=["sharing"], agencies=["CAMHS"])], 200),
    (MANAGER, "describe", [told("lives", authority="E06000059", place="foster", placed_by="E06000059"),
                           told("plan-recorded", status="maintained")], 200),
    (Role.PANEL_MEMBER, "record-factor", [told("factor-recorded", factor=7, source="a ward")], 200),
    (LEAD, "hand-over", [told("case-lead-named", organisation="RDY", worker="anna")], 200),
    (LEAD, "plan-transition", [told("transition-planned"), told("adult-lead-named", team="adults")], 200),
    (LEAD, "rate", [told("rated", rating="red", by="a clinician", reason="in crisis", suggested="red", prompt={
        "unstable_mental_health": True, "significant_behavioural_challenge": True, "unstable_environment": True,
        "crisis_presentation_last_month": True})], 200),
    (LEAD, "rate", [told("rated", rating="blue", by="a clinician", reason="in crisis")], 422),
    (LEAD, "rate", [told("rated", rating="red", by="a clinician", reason="")], 422),
    (LEAD, "review", [told("reviewed", by="RDY", agencies=["RDY", "school"], rating="amber", rating_reason="as before",
                           changed="nothing", views="told", actions_checked=True, next_on="2026-12-01")], 200),
    (Role.KEY_WORKER, "record-event", [told("happened", what="a-and-e-crisis", source="a ward")], 200),
    (Role.PRACTITIONER, "record-done", [told("action-done", code="notify-intensive-support")], 200),
    (Role.PRACTITIONER, "record-done", [told("action-done", code="notify-intensive-suport")], 422),
    (Role.PANEL_MEMBER, "record-factor", [told("factor-recorded", factor=161)], 422),
    (Role.PANEL_MEMBER, "record-factor", [told("factor-recorded", statutory="previous-admission")], 422),
    (LEAD, "discharge", [told("checklist-item-done", item="7.5")], 422),
    (LEAD, "discharge", [told("checklist-item-done", item="discharge-plan-begun")], 200),
    (Role.CETR_COORDINATOR, "schedule-cetr", [told("pack-sent", review="c2")], 422),
    (Role.CETR_COORDINATOR, "hold-cetr", [told("report-sent", review="c1", to="patient")], 422),
    (LEAD, "admit", [told("admitted", hospital="a hospital", ward="camhs", planned=True),
                     told("detained", section="2")], 200),
    (LEAD, "admit", [told("admitted", hospital=" ")], 422),
    (LEAD, "discharge", [told("discharged")], 422),
    (Role.COMMISSIONER, "oversee-stay", [told("commissioner-visited", by="QVV")], 200),
    (Role.COMMISSIONER, "record-laep", [told("protocol-convened", remote=True)], 200),
    (Role.CETR_COORDINATOR, "schedule-cetr", [told("review-planned", review="c2", meeting_on="2026-12-04"),
                                              told("panel-member-named", review="c2", role="chair")], 200),
    (Role.CETR_COORDINATOR, "hold-cetr", [told("pack-consent-verified", review="c1", by="a coordinator"),
                                          told("review-held", review="c1")], 200),
    (Role.CETR_COORDINATOR, "hold-cetr", [told("review-completed", review="c1")], 422),
    (Role.CETR_COORDINATOR, "recommend", [told("recommended", review="c1", recommendation="1", words="a home",
                                               owner="QVV", due_on="2026-12-20")], 422),
    (Role.COMMISSIONER, "respond", [told("recommendation-answered", review="c1", recommendation="1",
                                         by="home-council", response="accepted")], 422),
    (KEEPER, "allocate", [{"kind": "key-worker-allocated", **OTHER, "worker": "anton"}], 200),
    (KEEPER, "allocate", [{"kind": "key-worker-allocated", **OTHER, "worker": "nobody"}], 422),
    (KEEPER, "leave-without-key-worker", [told("key-worker-left")], 200),
    (Role.KEY_WORKER, "contact", [told("key-worker-contact", face_to_face=True)], 200),
    (KEEPER, "step-down", [told("key-working-closed", reason="declined")], 200),
    (KEEPER, "step-down", [told("key-working-closed", reason="step-down")], 422),
]  # fmt: skip


@pytest.fixture
def fresh(long_scene: Scene) -> Scene:
    """The same desk with a Rowan to whom nothing happened yet."""
    return long_scene.anew()


@pytest.mark.parametrize(
    ("role", "name", "facts", "status"), TABLE, ids=[f"{at}-{one[1]}-{one[3]}" for at, one in enumerate(TABLE)]
)
def test_an_action_records_what_the_rules_allow(
    fresh: Scene, role: Role, name: str, facts: list[dict[str, Any]], status: int
) -> None:
    body = {"version": 1, "reason": "as it was", "facts": facts}
    answer = fresh.desk.post(f"/people/{fresh.near}/{name}", fresh.hire(role), body)
    assert answer.status_code == status, answer.text
    person = fresh.desk.register().person(fresh.near)
    if status == 200:
        assert answer.json()["version"] == person.version == 2
        history = fresh.desk.get(f"/people/{fresh.near}/history", fresh.hire(MANAGER)).json()
        assert (history["changes"][-1]["action"], history["changes"][-1]["role"]) == (name, role)
        recorded = [one for one in history["facts"] if one["sequence"] == history["changes"][-1]["sequence"]]
        assert [one["kind"] for one in recorded] == [one["kind"] for one in facts]
        for one, said in zip(recorded, facts, strict=True):
            assert {**one["values"], "kind": one["kind"], "on": one["on"]} | _sorted(said) == {
                **one["values"],
                "kind": one["kind"],
                "on": one["on"],
            }
    else:
        assert answer.json()["type"] == "urn:sendwatch:problem:not-possible"
        assert len(answer.json()["detail"]) > 20
        assert person.version == 1


def _sorted(said: dict[str, Any]) -> dict[str, Any]:
    return {name: sorted(value) if isinstance(value, list) else value for name, value in said.items()}


def test_every_action_is_in_the_table() -> None:
    assert {name for _, name, _, _ in TABLE} == set(BY_NAME)


def test_the_answer_tells_what_is_to_be_done_now(scene: Scene) -> None:
    body = {"version": 1, "reason": "in crisis", "facts": [told("happened", what="police-contact")]}
    found = scene.desk.post(f"/people/{scene.near}/record-event", scene.hire(Role.KEY_WORKER), body).json()
    assert found["status"] == "active"
    assert "re-rate" in {task["code"] for task in found["tasks"]}


def test_whoever_hands_over_is_told_no_more(scene: Scene) -> None:
    """What they wrote is written; the person is out of their reach from then on."""
    facts = [told("case-lead-named", organisation="RBD", worker="otto")]
    key_working = [told("key-worker-left")]
    keeper, lead = scene.hire(KEEPER), scene.hire(LEAD)
    body = {"version": 1, "reason": "left", "facts": key_working}
    assert scene.desk.post(f"/people/{scene.near}/leave-without-key-worker", keeper, body).status_code == 200
    answer = scene.desk.post(f"/people/{scene.near}/hand-over", lead, {"version": 2, "reason": "moved", "facts": facts})
    assert answer.json() == {"version": 3, "status": None, "tasks": None}
    assert scene.desk.get(f"/people/{scene.near}", lead).status_code == 404


@pytest.mark.parametrize("said", [{"carried_over": True}, {"kept_since": "2026-11-02"}])
def test_nobody_but_an_import_says_that_another_register_had_somebody(scene: Scene, said: dict[str, Any]) -> None:
    """R-DSR-22, 57: tasks end or begin later by it, which nobody decides by the way."""
    body = {"version": 1, "reason": "x", "facts": [told("decided", accepted=True, by="a panel", **said)]}
    answer = scene.desk.post(f"/people/{scene.near}/decide", scene.hire(MANAGER), body)
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:sendwatch:problem:not-understood")


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.name)
def test_a_stale_version_is_refused(long_scene: Scene, action: Any) -> None:
    """Two at once: the second is told, whatever they do (2.3.4)."""
    path = f"/people/{long_scene.near}/{action.name}"
    answer = long_scene.desk.post(path, long_scene.hire(MANAGER), of_action(action, 0))
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:sendwatch:problem:changed-meanwhile")


@pytest.mark.parametrize(
    "body",
    [
        {"reason": "x", "facts": [told("happened", what="missing")]},
        {"version": "1", "reason": "x", "facts": [told("happened", what="missing")]},
        {"version": 1, "reason": "x", "facts": []},
        {"version": 1, "reason": "x", "facts": [told("rated", rating="red", by="me", reason="x")]},
        {"version": 1, "reason": "x", "facts": [told("happened", what="nothing")]},
        {"version": 1, "reason": "x", "facts": [told("happened", what="missing", undone=True)]},
        {"version": 1, "reason": "x", "facts": [told("happened", what="missing")], "override": True},
        {"version": 1, "reason": "x", "facts": [told("happened", what="missing")], "account_id": 1},
        {"version": 1, "reason": "x", "facts": [{"kind": "happened", "on": 20261120, "what": "missing"}]},
        {"version": 1, "reason": "x", "facts": [{"kind": "happened", "on": "1066-10-14", "what": "missing"}]},
        {"version": 1, "reason": "x", "facts": [told("happened", what="missing")] * 51},
        {"version": 1, "reason": "x" * 2_001, "facts": [told("happened", what="missing")]},
        {"version": 1, "reason": "  ", "facts": [told("happened", what="missing")]},
        {"version": 1, "reason": "x", "facts": [{"kind": "happened", "on": "2026-11-26", "what": "missing"}]},
        {"version": 1, "reason": "x", "facts": [{"kind": "happened", "on": "2011-01-31", "what": "missing"}]},
        [],
        None,
    ],
)
def test_what_is_not_said_rightly_is_not_written(long_scene: Scene, body: Any) -> None:
    """ASVS 15.3.3: no field that is not asked for, no kind of another action, no guess; and a reason always."""
    scene = long_scene
    if isinstance(body, dict) and body.get("version") == 1:
        body = {**body, "version": scene.version(scene.near)}
    before = scene.version(scene.near)
    answer = scene.desk.post(f"/people/{scene.near}/record-event", scene.hire(Role.KEY_WORKER), body)
    assert answer.status_code == 422, answer.text
    assert scene.version(scene.near) == before


def test_an_override_is_said_by_those_alone_who_may_allocate() -> None:
    """R-DSR-103: the key worker manager and the DSR manager."""
    assert {role for role in Role if may(role, Permission.ALLOCATE)} == {Role.KEY_WORKER_MANAGER, Role.DSR_MANAGER}


def test_a_full_caseload_is_told_and_can_be_overridden(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dsr.store.allocating.carried", lambda _connection, workers: dict.fromkeys(workers, 15.1))
    keeper = scene.hire(KEEPER)
    body = {"version": 1, "reason": "x", "facts": [{"kind": "key-worker-allocated", **OTHER, "worker": "anton"}]}
    full = scene.desk.post(f"/people/{scene.near}/allocate", keeper, body)
    assert (full.status_code, full.json()["type"]) == (409, "urn:sendwatch:problem:caseload-full")
    assert scene.version(scene.near) == 1
    assert scene.desk.post(f"/people/{scene.near}/allocate", keeper, body | {"override": True}).status_code == 200


TEXTS = (
    "<script>alert(1)</script>",
    "' OR '1'='1",
    "Robert'); DROP TABLE fact;--",
    '{"$ne": null}',
    "\u2028line\u2029",
    "=cmd|' /C calc'!A0",
    "${jndi:ldap://x}",
    "../../etc/passwd",
    "Zoë Ö'Brien 中文 👩🏽‍⚕️",
    "NULL",
)
REFUSED = ("a\x00b", "a\x1b[2Jb", "a\u202eb", "\x07", "a\u200bb", "a\u00adb", "\ufeffa")


def test_a_text_comes_back_as_the_text_that_it_was(scene: Scene) -> None:
    """ASVS 1.2.1, 1.2.4: in every text there is, nothing of it is obeyed."""
    desk, manager, path = scene.desk, scene.hire(MANAGER), f"/people/{scene.near}"
    for text in TEXTS:
        fact, version = told("rated", rating="red", by=text, reason=text), scene.version(scene.near)
        assert desk.post(f"{path}/rate", manager, {"version": version, "reason": text, "facts": [fact]}).is_success
        names = {"given_name": text, "family_name": text, "address": text}
        corrected = {"version": version + 1, "reason": text, "identifiers": names}
        assert desk.post(f"{path}/identity", manager, corrected).is_success
        found, history = desk.get(path, manager).json(), desk.get(f"{path}/history", manager).json()
        assert [found["identity"]["given_name"], found["identity"]["family_name"]] == [text, text]
        assert found["contact_details"]["address"] == text
        rated = [one["values"] for one in found["facts"] if one["kind"] == "rated"][-1]
        assert (rated["by"], rated["reason"], history["changes"][-1]["reason"]) == (text, text, text)
        searched = desk.post("/people/search", manager, {"by": "family-name", "value": text})
        assert searched.json() == {"people": [scene.near]}


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_text_is_refused_everywhere(long_scene: Scene, text: str) -> None:
    desk, manager, scene = long_scene.desk, long_scene.hire(MANAGER), long_scene
    fact = told("happened", what="missing", source=text)
    bodies = {
        "record-event": {"version": 1, "reason": "x", "facts": [fact]},
        "record-factor": {"version": 1, "reason": text, "facts": [told("factor-recorded", factor=1)]},
        "identity": {"version": 1, "reason": "x", "identifiers": {"given_name": text}},
        "record-consent": {"version": 1, "reason": "x", "facts": [
            told("consent-given", basis="own-consent", scopes=["entry"], by="x", agencies=[text])]},
    }  # fmt: skip
    for name, body in bodies.items():
        answer = desk.post(f"/people/{scene.near}/{name}", manager, body)
        assert (answer.status_code, answer.json()["type"]) == (422, "urn:sendwatch:problem:not-understood"), name
    assert desk.post("/people/search", manager, {"by": "family-name", "value": text}).status_code == 422


def test_half_a_sign_is_refused(long_scene: Scene) -> None:
    """A lone surrogate can be written in JSON and is no text in any store."""
    headers = {**long_scene.desk.as_(long_scene.hire(MANAGER)), "Content-Type": "application/json"}
    body = rb'{"by": "family-name", "value": "\ud800"}'
    answer = long_scene.desk.client.post("/people/search", headers=headers, content=body)
    assert answer.status_code == 422


@pytest.mark.parametrize("announced", [True, False])
def test_a_body_that_is_too_long_is_not_read(long_scene: Scene, announced: bool) -> None:
    headers = {**long_scene.desk.as_(long_scene.hire(MANAGER)), "Content-Type": "application/json"}
    long = b'{"by": "family-name", "value": "' + b"x" * 300_000 + b'"}'
    content = long if announced else iter([long[:200_000], long[200_000:]])
    answer = long_scene.desk.client.post("/people/search", headers=headers, content=content)
    assert answer.status_code == 413


def test_nothing_passes_the_one_door(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """An action that the store does not take is not written, and the answer says nothing of what was in it."""

    def breaks(*_: object) -> int:
        raise RuntimeError("9990000018 Ashgrove")

    monkeypatch.setattr(RegisterStore, "change", breaks)
    body = {"version": 1, "reason": "x", "facts": [told("happened", what="missing")]}
    answer = scene.desk.post(f"/people/{scene.near}/record-event", scene.hire(MANAGER), body)
    assert answer.status_code == 500
    assert "Ashgrove" not in answer.text
    assert scene.version(scene.near) == 1


def test_an_organisation_that_is_not_known_is_refused_with_those_that_are(scene: Scene) -> None:
    """R-DSR-112: a slip would hide a person from a team for ever."""
    scene.desk.set(terms=Terms(TERMS, organisations=Organisations(PARTNERSHIP)))
    body = {"version": 1, "reason": "x", "facts": [told("case-lead-named", organisation="RYD", worker="anna")]}
    answer = scene.desk.post(f"/people/{scene.near}/hand-over", scene.hire(KEEPER), body)
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:sendwatch:problem:not-possible")
    assert "RDY (Dorset HealthCare)" in answer.json()["detail"]
    assert scene.version(scene.near) == 1


def test_a_code_that_nobody_knows_is_refused_with_those_that_are(scene: Scene) -> None:
    """R-DSR-57: the task would stay open for ever, and whoever did it would not know why."""
    body = {"version": 1, "reason": "x", "facts": [told("action-done", code="notify-intensive-suport")]}
    answer = scene.desk.post(f"/people/{scene.near}/record-done", scene.hire(Role.PRACTITIONER), body)
    assert answer.json()["detail"].startswith("No task is done by this code (R-DSR-57, 65a). Known are ask-community")
    assert "notify-intensive-support" in answer.json()["detail"]
    assert "suport" not in answer.text

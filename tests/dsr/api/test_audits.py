"""The audit by reference, account and day: for a privacy officer, without a name, and itself in the audit."""

from typing import Any

import pytest

from dsr.auth.roles import Role
from tests.dsr.api.scene import CANARIES, Scene


def rows(scene: Scene, query: str = "") -> list[dict[str, Any]]:
    answer = scene.desk.get(f"/audit{query}", scene.hire(Role.PRIVACY_OFFICER))
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["looks"]
    return found


@pytest.fixture
def looked(scene: Scene) -> Scene:
    """Somebody looked at Rowan, and asked for Hazel in vain."""
    worker = scene.hire(Role.KEY_WORKER)
    scene.desk.get(f"/people/{scene.near}", worker)
    scene.desk.get(f"/people/{scene.far}", worker)
    return scene


def test_a_privacy_officer_reads_who_looked_at_whom(looked: Scene) -> None:
    found = rows(looked)
    assert [one["number"] for one in found] == sorted((one["number"] for one in found), reverse=True)
    denied = next(one for one in found if one["outcome"] == "denied")
    assert (denied["people"], denied["role"], denied["route"]) == ([looked.far], "key-worker", "/people/{person_ref}")
    text = looked.desk.get("/audit", looked.hire(Role.PRIVACY_OFFICER)).text
    assert not [word for word in CANARIES if word in text]


@pytest.mark.parametrize("what", ["person", "account", "day"])
def test_the_audit_is_asked_for_by_person_account_and_day(looked: Scene, what: str) -> None:
    account = next(row.account_id for row in looked.desk.audited() if row.role == "key-worker")
    query = {"person": f"person_ref={looked.far}", "account": f"account_id={account}", "day": "day=2026-11-25"}[what]
    found = rows(looked, f"?{query}")
    assert found
    assert what != "person" or all(looked.far in one["people"] for one in found)
    assert what != "account" or {one["account_id"] for one in found} == {account}
    assert rows(looked, "?day=2026-11-24") == []


def test_pages_tell_every_row_once(looked: Scene) -> None:
    officer = looked.hire(Role.PRIVACY_OFFICER)
    account = next(row.account_id for row in looked.desk.audited() if row.role == "key-worker")
    whole = rows(looked, f"?account_id={account}")
    paged, after = list[dict[str, Any]](), ""
    while after is not None:
        answer = looked.desk.get(f"/audit?account_id={account}&limit=1" + (f"&after={after}" if after else ""), officer)
        paged += answer.json()["looks"]
        after = answer.json()["goes_on"]
    assert paged == whole


def test_who_looked_at_a_person_is_told_and_that_somebody_asked(looked: Scene) -> None:
    officer = looked.hire(Role.PRIVACY_OFFICER)
    path = f"/people/{looked.near}/looks"
    found = looked.desk.get(path, officer).json()["looks"]
    assert [one["action"] for one in found] == ["refer", "read-person", "read-audit"]
    assert [one["action"] for one in looked.desk.get(path, officer).json()["looks"]][-1] == "read-audit"
    assert looked.desk.get("/people/K7QX2M9R/looks", officer).status_code == 404


def test_reading_the_audit_is_in_it(looked: Scene) -> None:
    before = len(looked.desk.audited())
    rows(looked, f"?person_ref={looked.near}")
    newest = looked.desk.audited()[-1]
    assert len(looked.desk.audited()) == before + 1
    assert (newest.action, newest.role, newest.people) == ("read-audit", "privacy-officer", looked.near)


@pytest.mark.parametrize(
    "query", ["person_ref=x", "account_id=-1", "account_id=99999999999", "day=today", "name=Ashgrove"]
)
def test_the_audit_is_asked_for_by_nothing_else(long_scene: Scene, query: str) -> None:
    answer = long_scene.desk.get(f"/audit?{query}", long_scene.hire(Role.PRIVACY_OFFICER))
    assert answer.status_code == 422
    assert "Ashgrove" not in answer.text


@pytest.mark.parametrize(
    ("role", "method", "path"),
    [
        (Role.KEY_WORKER, "GET", "/people/{far}"),
        (Role.DSR_MANAGER, "GET", "/people/{near}?as_known=2020-01-01T00:00:00Z"),
        (Role.DSR_MANAGER, "GET", "/people/K7QX2M9R/history"),
        (Role.KEY_WORKER, "GET", "/people/{far}/tasks"),
        (Role.KEY_WORKER, "GET", "/key-workers/otto/people"),
        (Role.DSR_MANAGER, "POST", "/people/K7QX2M9R/triage"),
        (Role.PRIVACY_OFFICER, "GET", "/people/K7QX2M9R/looks"),
        (Role.PRIVACY_OFFICER, "GET", "/emergencies/K7QX2M9R"),
        (Role.PRIVACY_OFFICER, "POST", "/emergencies/K7QX2M9R/close"),
        (Role.KEY_WORKER, "POST", "/people/K7QX2M9R/emergency"),
        (Role.KEY_WORKER, "DELETE", "/me/sign-ins/99"),
    ],
)
def test_what_is_answered_as_not_there_is_in_the_audit_as_denied(
    long_scene: Scene, role: Role, method: str, path: str
) -> None:
    """R-DSR-113: what was not shown is not written down as shown."""
    bodies = {
        "triage": {"version": 1, "reason": "seen", "facts": [{"kind": "triaged", "on": "2026-11-20", "by": "x"}]},
        "close": {"finding": "justified", "words": "called the ward"},
        "emergency": {"reason": "risk-to-life", "words": "in the emergency department"},
    }
    subject, desk = long_scene.hire(role), long_scene.desk
    address = path.format(near=long_scene.near, far=long_scene.far)
    before = len(desk.audited())
    body = bodies.get(path.rpartition("/")[2])
    answer = desk.client.request(method, address, headers=desk.as_(subject), json=body)
    assert answer.status_code == 404, answer.text
    assert {row.outcome for row in desk.audited()[before:]} == {"denied"}

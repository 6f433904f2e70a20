"""What is told of everybody together: yes and no, and counts with small numbers hidden; waits that are not known."""

from datetime import datetime

import pytest

from diis.store.engine import Store
from dsr.auth.roles import Role
from tests.dsr.api.scene import CANARIES, Scene
from tests.dsr.auth.signing import seconds
from tests.dsr.waiting import a_wait, listed


def test_an_analyst_is_told_what_needs_attention_and_about_nobody(scene: Scene) -> None:
    answer = scene.desk.get("/attention", scene.hire(Role.ANALYST))
    found = answer.json()["attention"]
    assert found["review-overdue-amber"] is True
    assert found["review-overdue-red"] is False
    assert found["waiting-past-standard"] is None
    assert not [word for word in (*CANARIES, scene.near, scene.far) if word in answer.text]


def test_counts_of_a_month_that_is_closed_hide_small_numbers(scene: Scene) -> None:
    """R-DSR-117: two people are `0 to 7`, and so is nobody."""
    scene.desk.now = datetime(2026, 12, 15, 9, 0)
    times = {"iat": seconds(scene.desk.now), "exp": seconds(scene.desk.now) + 1_800}
    headers = scene.desk.as_(scene.hire(Role.BOARD_SECRETARY), **times)
    found = scene.desk.client.get("/counts?month=2026-11", headers=headers).json()
    assert (found["month"], found["as_known"]) == ("2026-11", "2026-12-14")
    assert len(found["figures"]) > 50
    assert {one["told"] for one in found["figures"]} == {"0 to 7", "not told"}


@pytest.mark.parametrize("month", ["2026-11", "2026-13", "2026", "1066-10", "x", "2026-11-01"])
def test_a_month_that_is_not_closed_or_is_none_is_refused(long_scene: Scene, month: str) -> None:
    assert long_scene.desk.get(f"/counts?month={month}", long_scene.hire(Role.ANALYST)).status_code == 422


def test_waits_that_nobody_can_know_are_never_told_as_none(scene: Scene) -> None:
    """R-DSR-119: without the waiting times the answer is that they are not connected."""
    answer = scene.desk.get(f"/people/{scene.near}/waits", scene.hire(Role.DCO))
    assert (answer.status_code, answer.json()["type"]) == (503, "urn:sendwatch:problem:waits-not-connected")
    assert "waits" not in answer.json()


def test_the_waits_of_a_person_are_told_in_sentences(scene: Scene, waits_store: Store) -> None:
    scene.desk.set(waiting_times=listed(waits_store, a_wait("2025-06-01")))
    answer = scene.desk.get(f"/people/{scene.near}/waits", scene.hire(Role.DCO)).json()
    assert answer["waits"]
    assert all(one["words"].startswith("Waiting ") and one["days"] > 400 for one in answer["waits"])
    assert "9990000018" not in str(answer)
    nothing = scene.desk.get(f"/people/{scene.far}/waits", scene.hire(Role.DCO)).json()
    assert nothing["waits"] == []
    assert nothing["words"].startswith("No open wait is known")
    assert scene.desk.get("/attention", scene.hire(Role.ANALYST)).json()["attention"]["waiting-past-standard"] is True

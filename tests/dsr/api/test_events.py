"""What police and acute trusts tell of somebody: written where it belongs, and the answer gives nobody away."""

from collections import Counter
from typing import Any

import pytest

from dsr.auth.roles import Role
from dsr.store.audit_reading import AuditReading
from dsr.store.people import Writing
from tests.dsr.api.desk import Desk
from tests.dsr.api.scene import Scene
from tests.dsr.counting import statements
from tests.dsr.rules.lives import a_fact

NEAR = {"nhs_number": "999 000 0018", "birth_date": "2011-02-01", "on": "2026-11-20", "what": "police-contact"}
NOBODY = {**NEAR, "nhs_number": "9990000034"}


def reporter(scene: Scene, organisation: str) -> str:
    return scene.desk.hire(Role.EVENT_REPORTER, organisation=organisation, subject=f"reporter-{organisation}")


def happened(scene: Scene) -> list[tuple[str, str]]:
    kept = scene.desk.register().person(scene.near).kept
    return [(one.fact.what, one.fact.source) for one in kept if type(one.fact).__name__ == "Happened"]  # type: ignore[attr-defined]


def test_an_event_reaches_the_person_and_opens_what_follows(scene: Scene) -> None:
    """R-DSR-64, 110."""
    answer = scene.desk.post("/events", reporter(scene, "police"), NEAR)
    assert answer.status_code == 202
    assert happened(scene) == [("police-contact", "police")]
    due = scene.desk.register().due(scene.desk.service.session().today)
    assert (scene.near, "re-rate") in {(person_ref, task.code) for person_ref, task in due}
    history = scene.desk.get(f"/people/{scene.near}/history", scene.hire(Role.DSR_MANAGER)).json()["changes"][-1]
    assert (history["action"], history["role"], history["reason"]) == (
        "report-event",
        "event-reporter",
        "told by police",
    )


@pytest.mark.parametrize(
    "event",
    [NOBODY, {**NEAR, "birth_date": "2011-02-02"}, {**NEAR, "nhs_number": "9990000026"}],
    ids=["nobody", "another birth date", "another number"],
)
def test_the_answer_is_the_same_whether_or_not_the_person_is_on_the_register(scene: Scene, event: Any) -> None:
    subject = reporter(scene, "police")
    held, other = scene.desk.post("/events", subject, NEAR), scene.desk.post("/events", subject, event)
    assert (held.status_code, held.json()) == (other.status_code, other.json())
    assert held.json()["call"] is None
    assert "refer them" in held.json()["words"]
    assert len(happened(scene)) == 1


def test_who_may_be_told_by_consent_is_told_whom_to_call(scene: Scene) -> None:
    """R-DSR-110: "on the register, call X" only if consented; and no more than that."""
    agreed = a_fact("2026-11-20 consent own-consent entry sharing:police")
    scene.desk.register().change(scene.near, 1, Writing(action="record-consent", reason="x", facts=[agreed]))
    told = scene.desk.post("/events", reporter(scene, "police"), NEAR).json()
    assert told == {"words": "This person is on the register: call RDY.", "call": "RDY"}
    assert scene.desk.post("/events", reporter(scene, "ambulance"), NEAR).json()["call"] is None
    version = scene.version(scene.near)
    withdrawn = a_fact("2026-11-25 withdrawn own-consent sharing:police")
    scene.desk.register().change(scene.near, version, Writing(action="withdraw", reason="x", facts=[withdrawn]))
    assert scene.desk.post("/events", "reporter-police", NEAR).json()["call"] is None


def test_each_report_is_in_the_audit_with_whom_it_reached(scene: Scene) -> None:
    subject = reporter(scene, "police")
    for event in (NEAR, NOBODY):
        scene.desk.post("/events", subject, event)
    rows = [(row.action, row.people, row.outcome) for row in scene.desk.audited() if row.role == "event-reporter"]
    assert rows == [("report-event", scene.near, "allowed"), ("report-event", "", "allowed")]


def test_what_a_rule_forbids_is_told_by_what_was_sent_alone(scene: Scene) -> None:
    """After a death nothing is written, and nothing of the death is told."""
    died = Writing(action="describe", reason="x", facts=[a_fact("2026-11-10 died")])
    scene.desk.register().change(scene.near, 1, died)
    subject = reporter(scene, "police")
    held, other = scene.desk.post("/events", subject, NEAR), scene.desk.post("/events", subject, NOBODY)
    assert (held.status_code, held.json()) == (other.status_code, other.json())
    assert happened(scene) == []
    assert [row.outcome for row in scene.desk.audited() if row.role == "event-reporter"] == ["refused", "allowed"]


@pytest.mark.parametrize(
    "changes",
    [
        {"on": "2026-11-26"},
        {"on": "2011-01-31"},
        {"nhs_number": "9990000019"},
        {"nhs_number": "x"},
        {"what": "a quarrel"},
        {"source": "somebody else"},
    ],
)
def test_what_cannot_have_happened_is_refused_of_everybody_alike(long_scene: Scene, changes: dict[str, str]) -> None:
    subject = long_scene.hire(Role.EVENT_REPORTER)
    answers = [long_scene.desk.post("/events", subject, {**who, **changes}) for who in (NEAR, NOBODY)]
    assert [one.status_code for one in answers] == [422, 422]
    assert answers[0].json() == answers[1].json()


def test_a_reporter_tries_no_list_of_numbers(scene: Scene) -> None:
    scene.desk.set(look_ups_per_hour=2)
    subject = reporter(scene, "police")
    assert [scene.desk.post("/events", subject, NOBODY).status_code for _ in range(3)] == [202, 202, 429]


@pytest.mark.parametrize(
    "event",
    [NOBODY, {**NEAR, "birth_date": "2011-02-02"}],
    ids=["nobody", "another birth date"],
)
def test_a_report_costs_the_same_whether_or_not_the_person_is_on_the_register(scene: Scene, event: Any) -> None:
    """Statement by statement, so that how long an answer takes tells nothing either."""
    subject = reporter(scene, "police")
    held, other = costs(scene, subject, NEAR), costs(scene, subject, event)
    assert held == other
    assert held["INSERT INTO audit"] == held["INSERT INTO fact"] == 1


def test_it_costs_the_same_where_a_rule_forbids_it(scene: Scene) -> None:
    died = Writing(action="describe", reason="x", facts=[a_fact("2026-11-10 died")])
    scene.desk.register().change(scene.near, 1, died)
    subject = reporter(scene, "police")
    forbidden, other = costs(scene, subject, NEAR), costs(scene, subject, NOBODY)
    assert happened(scene) == []
    # Who died is shared with nobody, as are some of those of whom one is taken by chance for who is not held.
    del forbidden["INSERT INTO agency"], other["INSERT INTO agency"]
    assert forbidden == other


def test_what_is_tried_of_another_for_who_is_not_held_leaves_nothing(scene: Scene) -> None:
    """No change, no fact, no row of the audit about them: the register is what it was but for the report's own row."""
    subject, desk = reporter(scene, "police"), scene.desk
    before = [(one, desk.register().history(one)) for one in (scene.near, scene.far)]
    due, rows = desk.register().due(desk.now.date()), len(desk.audited())
    scene.desk.post("/events", subject, NOBODY)
    assert [(row.action, row.people) for row in desk.audited()[rows:]] == [("report-event", "")]
    assert [(one, desk.register().history(one)) for one in (scene.near, scene.far)] == before
    assert desk.register().due(desk.now.date()) == due
    assert AuditReading(desk.service.session(), desk.register().actor).verify() == []


def test_where_nobody_is_on_the_register_a_report_is_in_the_audit_all_the_same(desk: Desk) -> None:
    subject = desk.hire(Role.EVENT_REPORTER, organisation="police")
    assert desk.post("/events", subject, NEAR).status_code == 202
    assert [(row.action, row.outcome) for row in desk.audited()] == [("report-event", "allowed")]


def costs(scene: Scene, subject: str, event: Any) -> Counter[str]:
    """The statements of a report, by their first words; whether what was tried stays is one word at its end."""
    with statements(scene.desk.database) as said:
        assert scene.desk.post("/events", subject, event).status_code == 202
    ends = ("RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT")
    return Counter("end of attempt" if one.startswith(ends) else " ".join(one.split()[:3]) for one in said)

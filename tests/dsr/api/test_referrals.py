"""Somebody new is referred, by professionals, the person or the family; and whoever is on record already is told so."""

from typing import Any

import pytest

from dsr.auth.roles import Role
from tests.dsr.api.scene import NEAR, Scene

SOMEBODY = {"given_name": "Linden", "family_name": "Oakes", "birth_date": "2012-03-04", "nhs_number": "999 000 0034"}
REFERRED = {"kind": "referred", "on": "2026-11-24", "source": "education", "by": "school", "indicative": "amber"}


def said(**changes: Any) -> dict[str, Any]:
    return {"identifiers": SOMEBODY, "reason": "no longer in school", "referral": REFERRED} | changes


def test_a_referral_makes_a_record_and_says_where_it_is(scene: Scene) -> None:
    manager = scene.hire(Role.DSR_MANAGER)
    answer = scene.desk.post("/people", manager, said())
    found = answer.json()
    assert answer.status_code == 201
    assert answer.headers["location"] == f"/people/{found['person_ref']}"
    assert (found["version"], found["status"]) == (1, "referred")
    assert "triage-referral" in {task["code"] for task in found["tasks"]}
    person = scene.desk.get(answer.headers["location"], manager).json()
    assert person["identity"]["nhs_number"] == "9990000034"


@pytest.mark.parametrize("source", ["self", "family"])
def test_a_family_may_refer_through_whoever_takes_it_down(scene: Scene, source: str) -> None:
    """R-DSR-18, 19."""
    referral = {"kind": "referred", "on": "2026-11-24", "source": source}
    condition = {"kind": "condition-recorded", "on": "2026-11-24", "condition": "autism", "evidence": "confirmed"}
    body = said(referral=referral, facts=[condition])
    assert scene.desk.post("/people", scene.hire(Role.DSR_ADMINISTRATOR), body).status_code == 201


def test_whoever_refers_sees_their_referral_and_leads_it_until_somebody_else_does(scene: Scene) -> None:
    """R-DSR-26, 109: visible to the referrer and to those who triage, to nobody else."""
    practitioner = scene.hire(Role.PRACTITIONER)
    found = scene.desk.post("/people", practitioner, said()).json()
    path = f"/people/{found['person_ref']}"
    person = scene.desk.get(path, practitioner).json()
    assert (person["standing"]["case_lead"], person["standing"]["team"]) == ("anna", "RDY")
    assert scene.desk.get(path, scene.hire(Role.COMMISSIONER)).status_code == 404
    assert scene.desk.get(path, scene.hire(Role.DSR_ADMINISTRATOR)).status_code == 200


def test_a_case_lead_who_did_not_refer_sees_nothing_before_anybody_agreed(scene: Scene) -> None:
    """R-DSR-26: a referral that was phoned in, and a case lead whom triage names the same day."""
    coordinator, lead = scene.hire(Role.DSR_COORDINATOR), scene.hire(Role.CLINICAL_CASE_LEAD)
    path = f"/people/{scene.desk.post('/people', coordinator, said()).json()['person_ref']}"
    named = {"kind": "case-lead-named", "on": "2026-11-24", "organisation": "RDY", "worker": "anna"}
    body = {"version": 1, "reason": "open to them", "facts": [named]}
    assert scene.desk.post(f"{path}/hand-over", coordinator, body).status_code == 200
    assert scene.desk.get(path, lead).status_code == 404
    agreed = {"kind": "consent-given", "on": "2026-11-24", "by": "the parent", "basis": "parental-responsibility"}
    body = {"version": 2, "reason": "form", "facts": [{**agreed, "scopes": ["entry"]}]}
    assert scene.desk.post(f"{path}/record-consent", coordinator, body).status_code == 200
    assert scene.desk.get(path, lead).status_code == 200


def test_who_refers_their_own_case_refers_for_nobody_else(scene: Scene) -> None:
    """What a referral says of who refers would show the record to somebody else before anybody agreed (R-DSR-26)."""
    answer = scene.desk.post("/people", scene.hire(Role.PRACTITIONER), said(referral={**REFERRED, "worker": "otto"}))
    assert (answer.status_code, "your own cases" in answer.json()["detail"]) == (422, True)


NEAR_AGAIN = {name.replace("-", "_"): NEAR[name] for name in ("given-name", "family-name", "birth-date", "nhs-number")}
ALIKE = {**NEAR_AGAIN, "nhs_number": "9990000034"}


@pytest.mark.parametrize(
    ("role", "identifiers", "told", "seen"),
    [
        (Role.DSR_MANAGER, NEAR_AGAIN, "This NHS number is on record already", True),
        (Role.DSR_MANAGER, ALIKE, "Somebody of this name and birth date is on record already", True),
        (Role.CLINICAL_CASE_LEAD, NEAR_AGAIN, "This NHS number is on record already", True),
    ],
)
def test_who_is_on_record_already_is_told_with_those_who_may_be_seen(
    scene: Scene, role: Role, identifiers: dict[str, str], told: str, seen: bool
) -> None:
    answer = scene.desk.post("/people", scene.hire(role), said(identifiers=identifiers))
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:sendwatch:problem:already-held")
    assert answer.json()["detail"].startswith(told)
    assert answer.json()["people"] == ([scene.near] if seen else [])


HAZEL = {"given_name": "Hazel", "family_name": "Birchwood", "birth_date": "2010-05-03", "nhs_number": "9990000026"}


@pytest.mark.parametrize(
    ("role", "changes"),
    [
        (Role.PRACTITIONER, {}),
        (Role.CLINICAL_CASE_LEAD, {}),
        (Role.PRACTITIONER, {"given_name": "A", "family_name": "B"}),
        (Role.PRACTITIONER, {"birth_date": "2010-05-04"}),
    ],
)
def test_somebody_out_of_reach_is_passed_on_and_the_answer_is_the_same_of_everybody(
    scene: Scene, role: Role, changes: dict[str, str]
) -> None:
    """R-DSR-18, 110: that there is a record, as ever, and nothing of whose, how it stands or where it is."""
    referrer, keeper = scene.hire(role), scene.hire(Role.DSR_ADMINISTRATOR)
    triage = len(tasks_of(scene, keeper, "triage-referral"))
    answer = scene.desk.post("/people", referrer, said(identifiers=HAZEL | changes, somebody_else=True))
    assert (answer.status_code, set(answer.json())) == (202, {"words"})
    assert answer.json()["words"].startswith("There is a record with this NHS number already, and you may not see it.")
    assert "location" not in answer.headers
    assert len(tasks_of(scene, keeper, "triage-referral")) == triage + 1
    assert scene.desk.get(f"/people/{scene.far}", referrer).status_code == 404
    assert [one["person_ref"] for one in scene.desk.get("/people", referrer).json()["people"]] == [scene.near]


def test_what_was_passed_on_is_in_the_history_of_the_record(scene: Scene) -> None:
    scene.desk.post("/people", scene.hire(Role.PRACTITIONER), said(identifiers=HAZEL | {"address": "3 Elsewhere Lane"}))
    found = scene.desk.get(f"/people/{scene.far}/history", scene.hire(Role.DSR_COORDINATOR)).json()
    change, fact = found["changes"][-1], found["facts"][-1]
    assert (change["action"], change["role"]) == ("pass-on", "practitioner")
    assert "no longer in school" in change["reason"]
    assert "address: 3 Elsewhere Lane" in change["reason"]
    assert (fact["kind"], fact["on"], fact["values"]["by"]) == ("referred", "2026-11-25", "school")


@pytest.mark.parametrize("source", ["self", "family"])
def test_what_a_family_asks_through_a_practitioner_is_passed_on_too(scene: Scene, source: str) -> None:
    """R-DSR-19."""
    body = said(identifiers=HAZEL, referral={**REFERRED, "source": source, "by": ""})
    assert scene.desk.post("/people", scene.hire(Role.PRACTITIONER), body).status_code == 202
    fact = scene.desk.get(f"/people/{scene.far}/history", scene.hire(Role.DSR_COORDINATOR)).json()["facts"][-1]
    assert (fact["values"]["source"], fact["values"]["by"]) == (source, "RDY")


def test_what_is_passed_on_counts_against_the_limit_of_looking_up(scene: Scene) -> None:
    """ASVS 2.4.1."""
    scene.desk.set(look_ups_per_hour=2)
    practitioner = scene.hire(Role.PRACTITIONER)
    assert [scene.desk.post("/people", practitioner, said(identifiers=HAZEL)).status_code for _ in range(2)] == [
        202,
        429,
    ]


def tasks_of(scene: Scene, subject: str, code: str) -> list[str]:
    told = scene.desk.get("/tasks?limit=200", subject).json()["tasks"]
    return [one["person_ref"] for one in told if one["code"] == code]


def test_somebody_else_of_the_same_name_is_taken_in_where_that_is_said(scene: Scene) -> None:
    body = said(identifiers=ALIKE, somebody_else=True)
    assert scene.desk.post("/people", scene.hire(Role.DSR_MANAGER), body).status_code == 201


@pytest.mark.parametrize(
    "changes",
    [
        {"identifiers": {}},
        {"identifiers": {**SOMEBODY, "nhs_number": "9990000035"}},
        {"identifiers": {**SOMEBODY, "nhs_number": "999 000 00 34"}},
        {"identifiers": {**SOMEBODY, "birth_date": "2026-11-26"}},
        {"identifiers": {**SOMEBODY, "birth_date": "1 March 2012"}},
        {"identifiers": {**SOMEBODY, "given_name": " "}},
        {"identifiers": {**SOMEBODY, "role": "dsr-manager"}},
        {"reason": " "},
        {"referral": {**REFERRED, "on": "2026-11-26"}},
        {"referral": {**REFERRED, "source": "a friend"}},
        {"referral": {**REFERRED, "by": "x" * 33}},
        {"facts": [{"kind": "capacity-judged", "on": "2026-11-24", "can_decide": True, "by": "x"}]},
        {"facts": [{"kind": "rated", "on": "2026-11-24", "rating": "red", "by": "x", "reason": "x"}]},
        {"person_ref": "K7QX2M9R"},
        {"somebody_else": "yes"},
    ],
)
def test_a_referral_that_is_not_in_order_makes_nobody(long_scene: Scene, changes: dict[str, Any]) -> None:
    manager = long_scene.hire(Role.DSR_MANAGER)
    before = len(long_scene.desk.get("/people?limit=200", manager).json()["people"])
    answer = long_scene.desk.post("/people", manager, said(**changes))
    assert answer.status_code == 422, answer.text
    assert "Linden" not in answer.text
    assert len(long_scene.desk.get("/people?limit=200", manager).json()["people"]) == before


def test_the_second_referral_of_a_person_is_recorded_there(scene: Scene) -> None:
    body = {"version": 1, "reason": "again", "facts": [REFERRED]}
    answer = scene.desk.post(f"/people/{scene.near}/refer", scene.hire(Role.DSR_COORDINATOR), body)
    assert (answer.status_code, answer.json()["version"]) == (200, 2)

"""What the rules know of a person is told to who may see it: suggestion, limbs, residence, consent, keeping, C(E)TR."""

from typing import Any

import pytest

from dsr.api.standing import consent_told
from dsr.auth.roles import Role
from dsr.rules.due import TERMS
from dsr.rules.terms import Terms
from dsr.store.people import Writing
from tests.dsr.api.scene import Scene
from tests.dsr.rules.lives import a_fact, a_life, day

ON = {"on": "2026-11-24"}
PROMPT = dict.fromkeys(
    (
        "unstable_mental_health",
        "significant_behavioural_challenge",
        "unstable_environment",
        "crisis_presentation_last_month",
    ),
    True,
)


def told(scene: Scene, role: Role = Role.DSR_MANAGER) -> Any:
    return scene.desk.get(f"/people/{scene.near}", scene.hire(role)).json()


def happens(scene: Scene, *lines: str) -> None:
    facts = [a_fact(line) for line in lines]
    writing = Writing(action="describe", reason="x", facts=facts)
    scene.desk.register().change(scene.near, scene.version(scene.near), writing)


def test_what_follows_is_told_with_its_sentences(scene: Scene) -> None:
    """R-DSR-05, 07, 41, 42, 116."""
    found = told(scene)["follows"]
    assert found["suggestion"]["rating"] is None
    assert {one["limb"]: one["holds"] for one in found["limbs"]} == dict.fromkeys(("area", "condition", "risk"))
    assert (found["residence"]["authority"], found["residence"]["to_decide"]) == ("E06000059", False)
    assert "since 2 November 2026" in found["residence"]["why"]
    assert (found["side"], found["unplanned_transition"], found["hospital"]) == ("children", False, None)
    assert found["comes_back_to_key_working"] is False
    assert told(scene)["keeping"]["keeping"] == "live"


def test_an_inpatient_is_told_with_detention_and_who_reports_them(scene: Scene) -> None:
    """R-DSR-76, 92."""
    happens(scene, "2026-11-20 admitted", "2026-11-20 detained 3")
    found = told(scene)["follows"]
    assert found["suggestion"]["rating"] == "blue"
    assert found["hospital"] == {
        "on_leave": False,
        "liable_to_be_detained": True,
        "reported_by": "provider-collaborative",
        "why_not_reported": None,
    }


def test_the_consent_says_who_decides_and_what_it_allows(scene: Scene) -> None:
    """R-DSR-27, 29, 36."""
    found = told(scene)["consent"]
    assert (found["who_decides"], found["basis"]) == ("own-consent", "own-consent")
    assert found["may_hold_review"]
    assert found["key_worker_may_make_contact"]
    assert found["family_may_attend"]
    happens(scene, "2026-11-21 capacity no", "2026-11-22 withdrawn own-consent key-worker")
    found = told(scene)["consent"]
    assert (found["who_decides"], found["basis"]) == ("parental-responsibility", None)
    assert not found["key_worker_may_make_contact"]


def test_it_can_be_asked_what_would_follow_from_a_rating(scene: Scene) -> None:
    """R-DSR-51, 57, 103: with the answers of the prompt; nothing is written."""
    lead, path = scene.hire(Role.CLINICAL_CASE_LEAD), f"/people/{scene.near}/if-rated"
    found = scene.desk.post(path, lead, {"prompt": PROMPT}).json()
    assert (found["suggestion"]["rating"], found["rating"], found["why_not"]) == ("red", "red", None)
    assert (found["caseload"]["worker"], found["caseload"]["load"]) == ("anna", 1.0)
    assert found["opens"]
    assert found["next_review_on"] == "2026-12-02"
    below = scene.desk.post(path, lead, {"prompt": PROMPT, "rating": "green"}).json()
    assert "panel-looks-at-override" in {one["code"] for one in below["opens"]}
    never = scene.desk.post(path, lead, {"rating": "blue"}).json()
    assert ("R-DSR-62" in never["why_not"], never["caseload"], never["opens"]) == (True, None, [])
    unsaid = scene.desk.post(path, lead, {}).json()
    assert (unsaid["rating"], unsaid["opens"], unsaid["caseload"]) == (None, [], None)
    assert scene.version(scene.near) == 1


def test_what_was_suggested_is_kept_with_the_rating(scene: Scene) -> None:
    """R-DSR-51, 52: whoever rates below it comes onto the panel's list, whether they say so or not."""
    happens(scene, "2026-11-23 acute")
    rated = {"kind": "rated", **ON, "rating": "amber", "by": "a clinician", "reason": "the ward holds"}
    body = {"version": 2, "reason": "seen", "facts": [rated]}
    answer = scene.desk.post(f"/people/{scene.near}/rate", scene.hire(Role.CLINICAL_CASE_LEAD), body).json()
    assert "panel-looks-at-override" in {one["code"] for one in answer["tasks"]}
    kept = [one["values"]["suggested"] for one in told(scene)["facts"] if one["kind"] == "rated"]
    assert kept == [None, "red"]


def test_who_comes_from_another_area_has_a_record_with_the_rating_that_came(scene: Scene) -> None:
    """R-DSR-39."""
    identifiers = {"given_name": "Linden", "family_name": "Oakes", "birth_date": "2012-03-04"}
    received = {"kind": "transfer-received", **ON, "sender": "QUY", "rating": "red"}
    condition = {"kind": "condition-recorded", **ON, "condition": "autism", "evidence": "confirmed"}
    body = {"identifiers": identifiers, "reason": "sent", "received": received, "facts": [condition]}
    desk, manager = scene.desk, scene.hire(Role.DSR_MANAGER)
    answer = desk.post("/people/transfer-in", manager, body)
    assert (answer.status_code, answer.json()["status"]) == (201, "referred")
    assert "first-review-after-transfer" in {one["code"] for one in answer.json()["tasks"]}
    kinds = [one["kind"] for one in desk.get(answer.headers["location"], manager).json()["facts"]]
    assert sorted(kinds) == ["condition-recorded", "transfer-received"]
    again = desk.post("/people/transfer-in", manager, body)
    assert (again.status_code, again.json()["people"]) == (409, [answer.json()["person_ref"]])
    assert desk.post("/people/transfer-in", scene.hire(Role.CLINICAL_CASE_LEAD), body).status_code == 403


def test_once_another_area_takes_somebody_on_the_entry_and_key_working_end(scene: Scene) -> None:
    """R-DSR-39: by one act, so that nobody is left with a key worker who has nothing to do with them."""
    happens(scene, "2026-11-20 consent own-consent entry sharing:QUY+RDY review key-worker")
    desk, manager, path = scene.desk, scene.hire(Role.DSR_MANAGER), f"/people/{scene.near}/transfer-out"
    sent = {"version": 2, "reason": "they move", "facts": [{"kind": "transfer-sent", **ON, "to": "QUY"}]}
    assert desk.post(path, manager, sent).json()["status"] == "active"
    taken = {"version": 3, "reason": "they wrote", "facts": [{"kind": "transfer-accepted", **ON, "by": "QUY"}]}
    assert desk.post(path, manager, taken).json()["status"] == "closed"
    assert told(scene)["standing"]["key_worker"] is None


def test_a_cetr_is_recorded_with_its_panel_and_what_it_recommends(scene: Scene) -> None:
    """R-DSR-80, 81, 86, 88: all of it or nothing; the pack tells how it stands."""
    desk, manager, path = scene.desk, scene.hire(Role.DSR_MANAGER), f"/people/{scene.near}/cetr-held"
    one = {"kind": "recommended", **ON, "review": "c1", "recommendation": "1", "words": "a bed", "owner": "the team"}
    one["due_on"] = "2026-12-20"
    chair = {"kind": "panel-member-named", **ON, "review": "c1", "role": "chair"}
    body = {
        "version": 1,
        "reason": "minutes",
        "held": {"kind": "review-held", **ON, "review": "c1"},
        "panel": [chair],
        "recommendations": [one],
    }
    twice = {**body, "recommendations": [one, one]}
    assert desk.post(path, manager, twice).status_code == 422
    assert desk.post(path, manager, body).status_code == 200
    happens(scene, "2026-11-25 report-sent c1 home-council", "2026-11-25 answered c1 1 home-council accepted")
    found = desk.get(f"/people/{scene.near}/pack", manager).json()["packs"][0]
    assert (found["had_full_notice"], found["completed_on"]) == (None, None)
    assert "The report has not gone to the responsible clinician." in found["why_not_complete"]
    assert [(made["recommendation"], len(made["answers"])) for made in found["recommendations"]] == [("1", 4)]
    responses = [made["response"] for made in found["recommendations"][0]["answers"] if made["by"] == "home-council"]
    assert responses == ["accepted"]


@pytest.mark.parametrize(
    ("judged", "said", "state", "words", "who"),
    [
        ("no", "refused own-consent", "not-asked", "nobody who decides has refused", "parental-responsibility"),
        ("yes", "refused own-consent", "refused", "The entry was refused", "own-consent"),
        ("no", "refused parental-responsibility", "refused", "The entry was refused", "parental-responsibility"),
        ("yes", "refused parental-responsibility", "not-asked", "nobody who decides has refused", "own-consent"),
    ],
)
def test_a_no_is_told_as_a_refusal_only_where_it_counts(
    judged: str, said: str, state: str, words: str, who: str
) -> None:
    """R-DSR-27, 30: a child of 13; what is told of consent, whom to ask and what follows is one and the same."""
    life = a_life("2013-06-01", "2026-11-02 referred", f"2026-11-03 capacity {judged}", f"2026-11-05 {said}")
    found = consent_told(life, day("2026-11-06"), Terms(TERMS))
    assert (found.state, found.who_decides) == (state, who)
    assert words in found.words

"""What has left the live view is told as a stub, to those who keep the register, day by day (R-DSR-30, 31, 116)."""

import base64
from datetime import date, timedelta
from typing import Any

import pytest

from dsr.auth.roles import Role
from dsr.rules.facts.entry import Referred, Referrer
from dsr.rules.facts.people import CaseLeadNamed
from dsr.store.people import Writing
from dsr.store.standings import renew
from tests.dsr.api.scene import CANARIES, FAR, NEAR, Scene
from tests.dsr.auth.signing import NOW
from tests.dsr.rules.lives import a_fact

CLOSED = "2026-11-20 removed risk-reduced panel"
LAST_LIVE, FIRST_STUB = timedelta(days=175), timedelta(days=176)
"""Six months after 20 November 2026 is 20 May 2027."""


def over(scene: Scene, *lines: str) -> None:
    facts = [a_fact(line) for line in lines]
    scene.desk.register().change(scene.near, 1, Writing(action="remove", reason="Ro moves", facts=facts))


def later(scene: Scene, by: timedelta) -> None:
    scene.desk.now = NOW + by
    assert sum(renew(scene.desk.service.session())) >= 0


def told(scene: Scene, path: str = "", role: Role = Role.DSR_MANAGER) -> Any:
    return scene.desk.get(f"/people/{scene.near}{path}", scene.hire(role))


def test_six_months_after_closing_there_is_the_stub_alone(scene: Scene) -> None:
    over(scene, CLOSED)
    later(scene, LAST_LIVE)
    assert told(scene).json()["identity"]["family_name"] == "Ashgrove"
    later(scene, FIRST_STUB)
    found = told(scene)
    assert not [word for word in (*CANARIES, "anna") if word in found.text]
    body = found.json()
    assert (body["keeping"]["keeping"], body["keeping"]["until"]) == ("archive", "2036-02-01")
    assert (body["standing"]["status"], body["standing"]["authority"]) == ("closed", None)
    assert [one["kind"] for one in body["facts"]] == ["referred", "decided", "removed"]
    assert [body[name] for name in ("identity", "contact_details", "consent", "follows")] == [None] * 4
    assert body["tasks"] == []


@pytest.mark.parametrize("path", ["", "/history", "?as_known=2026-11-25T09:00:00Z"])
@pytest.mark.parametrize("line", ["2026-11-20 withdrawn own-consent", "2026-11-20 refused own-consent"])
def test_of_a_refusal_or_withdrawal_the_stub_is_all_from_that_day(scene: Scene, path: str, line: str) -> None:
    """R-DSR-30, 31; T14: as it was known before, too."""
    over(scene, line, "2026-11-21 removed consent-withdrawn")
    found = told(scene, path)
    assert found.status_code == 200
    assert not [word for word in (*CANARIES, "anna", "Ro moves", "by school") if word in found.text]
    assert path or found.json()["keeping"]["keeping"] == "stub"


WITH_MORE_TO_DO = (
    "2026-11-03 consent own-consent sharing:E06000058",
    "2026-11-18 admitted",
    "2026-11-20 withdrawn own-consent",
    "2026-11-21 removed consent-withdrawn",
)


def test_what_is_still_to_be_done_about_a_stub_is_told_alike_everywhere_and_without_words(scene: Scene) -> None:
    """R-DSR-31: an agency is still to be told; whoever keeps the register sees that it is, and whom to tell."""
    over(scene, *WITH_MORE_TO_DO[:-1])
    manager = scene.hire(Role.DSR_MANAGER)
    closing = {"kind": "removed", "on": "2026-11-21", "reason": "consent-withdrawn", "by": "a panel"}
    body = {"version": 2, "reason": "Ro wants out", "facts": [closing]}
    written = scene.desk.post(f"/people/{scene.near}/remove", manager, body)
    assert written.status_code == 200, written.text
    done = written.json()
    stub = told(scene).json()
    assert stub["keeping"]["keeping"] == "stub"
    tasks = stub["tasks"]
    whom = {one["code"]: one["about"] for one in tasks}
    assert whom["tell-withdrawal"] == "E06000058 2026-11-20"
    assert {one["why"] for one in tasks} == {"-"}
    assert tasks == told(scene, "/tasks").json()["tasks"] == done["tasks"]
    listed, goes_on = [], ""
    while goes_on is not None:
        page = scene.desk.get(f"/tasks?limit=1{goes_on and '&after='}{goes_on}", manager).json()
        listed += [one for one in page["tasks"] if one.pop("person_ref") == scene.near]
        goes_on = page["goes_on"]
        assert goes_on is None or b"E06000058" not in base64.urlsafe_b64decode(goes_on)
    assert sorted(listed, key=str) == sorted(tasks, key=str)


def test_an_emergency_tells_why_it_is_to_be_done_too(scene: Scene) -> None:
    over(scene, *WITH_MORE_TO_DO)
    lead = scene.hire(Role.CLINICAL_CASE_LEAD)
    asked = {
        "nhs_number": NEAR["nhs-number"],
        "birth_date": NEAR["birth-date"],
        "reason": "risk-to-life",
        "words": "rang at night and was afraid",
    }
    opened = scene.desk.post("/emergencies", lead, asked)
    assert opened.status_code == 201, opened.text
    for path in ("", "/tasks"):
        assert "-" not in {one["why"] for one in told(scene, path, Role.CLINICAL_CASE_LEAD).json()["tasks"]}


def test_as_it_was_known_before_nothing_is_to_be_done_about_a_stub(scene: Scene) -> None:
    over(scene, *WITH_MORE_TO_DO)
    assert told(scene, "?as_known=2026-11-25T09:00:00Z").json()["tasks"] is None


def test_what_was_closed_by_mistake_can_be_undone_from_the_stub(scene: Scene) -> None:
    over(scene, "2026-11-20 withdrawn own-consent", "2026-11-21 removed consent-withdrawn")
    wrong = [one["fact_id"] for one in told(scene).json()["facts"] if one["kind"] in {"consent-withdrawn", "removed"}]
    body = {"version": 2, "reason": "another child", "facts": wrong}
    assert scene.desk.post(f"/people/{scene.near}/undo", scene.hire(Role.DSR_MANAGER), body).status_code == 200
    assert told(scene).json()["identity"]["family_name"] == "Ashgrove"


def test_pack_and_waits_of_a_stub_are_not_told(scene: Scene) -> None:
    over(scene, "2026-11-20 withdrawn own-consent", "2026-11-21 removed consent-withdrawn")
    for path in ("/pack", "/waits"):
        assert (told(scene, path).status_code, "R-DSR-30" in told(scene, path).text) == (422, True)


def test_a_list_shows_the_archive_only_where_it_is_asked_for_and_without_names(scene: Scene) -> None:
    over(scene, CLOSED)
    later(scene, FIRST_STUB)
    manager = scene.hire(Role.DSR_MANAGER)
    closed = scene.desk.get("/people?status=closed", manager).json()["people"]
    assert closed == []
    archived = scene.desk.get("/people?keeping=archive", manager).json()["people"]
    assert [(one["person_ref"], one["identity"], one["keeping"]) for one in archived] == [(scene.near, None, "archive")]
    lead = scene.hire(Role.CLINICAL_CASE_LEAD)
    assert scene.desk.get("/people?keeping=archive", lead).json()["people"] == []


def test_who_was_declined_leaves_the_view_of_others_too(scene: Scene) -> None:
    """R-DSR-116: a declined referral is seen by whoever referred, for six months."""
    lead = CaseLeadNamed(on=date(2026, 11, 2), organisation="RDY", worker="anna")
    referred = Referred(on=date(2026, 11, 2), source=Referrer.HEALTH, worker="anna")
    facts = [referred, a_fact("2026-11-20 declined no-risk"), lead]
    identifiers = {**FAR, "nhs-number": ""}
    writing = Writing(action="refer", reason="x", facts=facts, identifiers=identifiers)
    path, practitioner = f"/people/{scene.desk.register().enter(writing)}", scene.hire(Role.PRACTITIONER)
    later(scene, LAST_LIVE)
    assert scene.desk.get(path, practitioner).status_code == 200
    later(scene, FIRST_STUB)
    assert scene.desk.get(path, practitioner).status_code == 404
    assert scene.desk.get(path, scene.hire(Role.DSR_MANAGER)).json()["keeping"]["keeping"] == "archive"


def test_a_new_referral_brings_the_record_back(scene: Scene) -> None:
    """Nobody is entered twice: whoever comes back is found, and is whole again."""
    over(scene, CLOSED)
    later(scene, FIRST_STUB)
    manager = scene.hire(Role.DSR_MANAGER)
    by_number = {"by": "nhs-number", "value": "9990000018"}
    assert scene.desk.post("/people/search", manager, by_number).json() == {"people": [scene.near]}
    referred = {"kind": "referred", "on": "2027-05-20", "source": "family"}
    body = {"version": 2, "reason": "worse again", "facts": [referred]}
    assert scene.desk.post(f"/people/{scene.near}/refer", manager, body).status_code == 200
    assert told(scene).json()["identity"]["family_name"] == "Ashgrove"

"""Somebody with two roles: of each person they see what the grants that reach that person show (R-DSR-110, 113)."""

from dsr.auth.roles import Role
from tests.dsr.api.scene import FAR, NEAR, Scene
from tests.dsr.counting import statements


def both(scene: Scene) -> str:
    """The case lead of Rowan (contact details, consent, history) and oversight of everybody (neither)."""
    subject = scene.desk.hire(Role.CLINICAL_CASE_LEAD, "anna", organisation="RDY", subject="both")
    scene.desk.also(subject, Role.DCO)
    return subject


def test_of_each_person_those_fields_are_shown_whose_grant_reaches_them(scene: Scene) -> None:
    subject = both(scene)
    near, far = (scene.desk.get(f"/people/{one}", subject).json() for one in (scene.near, scene.far))
    assert near["identity"]["given_name"] == NEAR["given-name"]
    assert near["contact_details"]["address"] == NEAR["address"]
    assert near["consent"] is not None
    assert {"consent-given"} <= {one["kind"] for one in near["facts"]}
    assert far["identity"]["given_name"] == FAR["given-name"]
    assert (far["contact_details"], far["consent"]) == (None, None)
    assert not {"consent-given"} & {one["kind"] for one in far["facts"]}


def test_neither_role_lends_the_other_its_reach(scene: Scene) -> None:
    """History is the case lead's alone: of their cases, under its own route and as the record was known before."""
    subject = both(scene)
    before = "?as_known=2026-11-25T00:00:00Z"
    assert scene.desk.get(f"/people/{scene.near}/history", subject).status_code == 200
    assert scene.desk.get(f"/people/{scene.far}/history", subject).status_code == 404
    assert scene.desk.get(f"/people/{scene.near}{before}", subject).status_code == 404
    assert scene.desk.get(f"/people/{scene.far}{before}", subject).status_code == 403


def test_a_list_shows_each_person_so_and_asks_once_for_all(scene: Scene) -> None:
    """However many are listed, it takes as many queries."""
    subject = both(scene)
    with statements(scene.desk.database) as first:
        found = scene.desk.get("/people?limit=1", subject).json()["people"]
    with statements(scene.desk.database) as second:
        listed = scene.desk.get("/people", subject).json()["people"]
    assert (len(found), len(listed)) == (1, 2)
    assert len(first) == len(second)
    assert all(one["identity"] for one in listed)

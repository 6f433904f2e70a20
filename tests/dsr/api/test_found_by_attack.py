"""What a reviewer once got out of the register and must not get again."""

from dataclasses import replace

import pytest
from sqlalchemy import select, update

from dsr.auth import accounts
from dsr.auth.accounts import Grant
from dsr.auth.roles import Role
from dsr.store import access
from dsr.store.faults import RecordsUnreadable
from dsr.store.people import Writing
from dsr.store.standings import renew
from dsr.store.tables import fact, standing
from tests.dsr.api.scene import Scene
from tests.dsr.auth.signing import NOW
from tests.dsr.rules.lives import a_fact

TODAY = NOW.date()


def recorded(scene: Scene, *lines: str) -> None:
    facts = [a_fact(line) for line in lines]
    store = scene.desk.register()
    store.change(scene.near, scene.version(scene.near), Writing(action="test", reason="test", facts=facts))


def test_a_pack_is_not_unlocked_by_who_says_so_where_nobody_agreed(scene: Scene) -> None:
    """R-DSR-29, 84: consent to the entry is none to a C(E)TR."""
    recorded(scene, "2026-11-25 withdrawn own-consent review")
    fact = {"kind": "pack-consent-verified", "on": "2026-11-25", "review": "c1", "by": "the chair"}
    body = {"version": scene.version(scene.near), "reason": "seen", "facts": [fact]}
    path = f"/people/{scene.near}/hold-cetr"
    assert scene.desk.post(path, scene.hire(Role.CETR_CHAIR), body).status_code == 404
    answer = scene.desk.post(path, scene.hire(Role.CETR_COORDINATOR), body)
    assert answer.status_code == 422
    assert "Nobody has agreed to a C(E)TR" in answer.json()["detail"]


def test_who_withdraws_from_the_entry_withdraws_from_everything(scene: Scene) -> None:
    """R-DSR-31: the C(E)TR that was arranged is cancelled in the same action, and a withdrawal of nothing is none."""
    coordinator = scene.hire(Role.DSR_COORDINATOR)
    said = {"kind": "consent-withdrawn", "on": "2026-11-25", "by": "own-consent", "scopes": []}
    body = {"version": scene.version(scene.near), "reason": "asked by phone", "facts": [said]}
    assert scene.desk.post(f"/people/{scene.near}/withdraw", coordinator, body).status_code == 422
    whole = {**body, "facts": [{**said, "scopes": ["entry"]}]}
    assert scene.desk.post(f"/people/{scene.near}/withdraw", coordinator, whole).status_code == 200
    life = scene.desk.register().person(scene.near).life
    assert [type(fact).__name__ for fact in life.facts[-2:]] == ["ConsentWithdrawn", "ReviewCancelled"]


def test_a_second_role_shows_no_more_of_those_whom_the_first_reaches(scene: Scene) -> None:
    """ASVS 8.2.3: a key worker sees addresses of their own cases, and as a DCO of nobody's."""
    subject = scene.hire(Role.DCO)
    assert scene.desk.get(f"/people/{scene.near}", subject).json()["contact_details"] is None
    with scene.desk.database.writing() as connection:
        account_id = next(one.account_id for one in access.accounts(connection) if one.subject == subject)
        accounts.grant(connection, account_id, Grant(role=Role.KEY_WORKER, starts_on=TODAY, worker="nobody"), by=None)
    assert scene.desk.get(f"/people/{scene.near}", subject).json()["contact_details"] is None


def test_what_was_known_before_is_history(scene: Scene) -> None:
    """R-DSR-110: who may not read the history reads no former name by way of the past."""
    before = "2026-11-25T09:00:00Z"
    path = f"/people/{scene.near}?as_known={before}"
    assert scene.desk.get(path, scene.hire(Role.KEY_WORKER)).status_code == 403
    assert scene.desk.get(path, scene.hire(Role.DSR_COORDINATOR)).status_code == 200


def test_of_who_refused_or_left_only_those_see_anything_who_keep_the_register(scene: Scene) -> None:
    """R-DSR-30, 31."""
    recorded(scene, "2026-11-25 withdrawn own-consent", "2026-11-25 removed consent-withdrawn")
    path = f"/people/{scene.near}"
    assert scene.desk.get(path, scene.hire(Role.CLINICAL_CASE_LEAD)).status_code == 404
    assert scene.desk.get(path, scene.hire(Role.FAMILY)).status_code in (403, 404)
    assert scene.desk.get(path, scene.hire(Role.DSR_COORDINATOR)).json()["standing"]["status"] == "closed"


def test_nothing_is_written_onto_a_record_that_is_over(scene: Scene) -> None:
    """R-DSR-30, 31: the answer to who reports is the same."""
    recorded(scene, "2026-11-25 withdrawn own-consent", "2026-11-25 removed consent-withdrawn")
    version = scene.version(scene.near)
    identifiers = scene.desk.register().person(scene.near).identifiers
    body = {
        "nhs_number": identifiers["nhs-number"],
        "birth_date": identifiers["birth-date"],
        "on": "2026-11-25",
        "what": "section-136",
    }
    answer = scene.desk.post("/events", scene.hire(Role.EVENT_REPORTER), body)
    assert answer.status_code == 202
    assert scene.version(scene.near) == version


def test_one_record_that_cannot_be_read_keeps_no_other_from_its_day(scene: Scene) -> None:
    """F31: the others are renewed, and it is told."""
    session = replace(scene.desk.service.session(), now=NOW.replace(month=12))
    with scene.desk.database.writing() as connection:
        connection.execute(update(fact).where(fact.c.person_ref == scene.near).values(kind="of-a-newer-version"))
    with pytest.raises(RecordsUnreadable, match="1 records cannot be read"):
        list(renew(session))
    with scene.desk.database.reading() as connection:
        stale = select(standing.c.person_ref).where(standing.c.told_on != session.today)
        assert list(connection.execute(stale).scalars()) == [scene.near]

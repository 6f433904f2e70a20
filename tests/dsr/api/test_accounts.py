"""Holding accounts over the API: who may, what nobody may for themselves, and that each change is in the audit."""

from typing import Any

import pytest

from dsr.auth.roles import Permission, Role
from dsr.store.workers import add_worker
from tests.dsr.api.desk import Desk
from tests.dsr.auth.signing import ISSUER
from tests.dsr.store.people import rowan

ALEX = {"issuer": ISSUER.url, "subject": "alex", "name": "Alex Example", "organisation": "QVV"}


@pytest.fixture
def keeper(desk: Desk) -> str:
    return desk.hire(Role.DSR_MANAGER, subject="keeper")


def grant(desk: Desk, keeper: str, number: int, role: Role, **over: Any) -> Any:
    body = {"role": role.value, "starts_on": "2026-01-01", **over}
    return desk.post(f"/accounts/{number}/grants", keeper, body)


def test_an_account_is_made_is_given_a_role_and_loses_it(desk: Desk, keeper: str) -> None:
    with desk.database.writing() as connection:
        add_worker(connection, "kw-1", "RDY")
    number = desk.post("/accounts", keeper, {**ALEX, "organisation": "RDY"}).json()["number"]
    assert desk.get("/me", "alex").json()["roles"] == []
    given = grant(desk, keeper, number, Role.KEY_WORKER, worker="kw-1")
    assert given.status_code == 201
    assert [one["worker"] for one in desk.get("/me", "alex").json()["roles"]] == ["kw-1"]
    again = grant(desk, keeper, number, Role.KEY_WORKER, worker="kw-1")
    assert (again.status_code, again.json()["detail"][:7]) == (422, f"Grant {given.json()['number']}")
    listed = {one["account_id"]: one for one in desk.get("/accounts", keeper).json()}
    assert (listed[number]["name"], listed[number]["grants"][0]["role"]) == ("Alex Example", "key-worker")
    assert desk.post(f"/grants/{given.json()['number']}/end", keeper, {}).json() == {"changed": True}
    assert desk.get("/me", "alex").json()["roles"] == []
    done = [row.action for row in desk.audited()]
    assert done == ["add-account", "grant-role", "grant-role", "list-accounts", "end-grant"]
    assert [row.outcome for row in desk.audited()][1:3] == ["allowed", "refused"]
    assert {row.account_id for row in desk.audited()} == {1}


def test_nobody_gives_a_role_to_themselves_or_lets_themselves_in_again(desk: Desk, keeper: str) -> None:
    mine = desk.get("/me", keeper).json()["account_id"]
    refused = grant(desk, keeper, mine, Role.PRIVACY_OFFICER)
    assert (refused.status_code, refused.json()["detail"]) == (422, "Nobody gives a role to themselves.")
    assert desk.post(f"/accounts/{mine}/enable", keeper, None).status_code == 422
    assert [one["role"] for one in desk.get("/me", keeper).json()["roles"]] == ["dsr-manager"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"role": "dco", "team": "RDY"}, 422),
        ({"role": "key-worker"}, 422),
        ({"role": "superuser"}, 422),
        ({"role": "family", "person_ref": "K7QX2M9R"}, 422),
        ({"role": "family"}, 422),
        ({"role": "dco", "granted_by": 1}, 422),
        ({"role": "dco", "ends_on": "2025-01-01"}, 422),
        ({"role": "dco", "relationship": "parent"}, 422),
        ({"role": "dco"}, 201),
    ],
)
def test_a_role_that_means_nothing_or_too_much_is_refused(
    desk: Desk, keeper: str, body: dict[str, str], status: int
) -> None:
    number = desk.post("/accounts", keeper, ALEX).json()["number"]
    assert desk.post(f"/accounts/{number}/grants", keeper, {"starts_on": "2026-01-01", **body}).status_code == status


def test_a_role_for_a_single_person_reaches_that_person_from_day_to_day(desk: Desk, keeper: str) -> None:
    person = rowan(desk.register())
    number = desk.post("/accounts", keeper, ALEX).json()["number"]
    assert grant(desk, keeper, number, Role.DCO, person_ref=person).status_code == 422
    days = {"starts_on": "2026-11-01", "ends_on": "2026-11-30"}
    assert grant(desk, keeper, number, Role.FAMILY, person_ref=person, **days).status_code == 422
    days["relationship"] = "young-person"
    assert grant(desk, keeper, number, Role.FAMILY, person_ref=person, **days).status_code == 201
    assert [one["person_ref"] for one in desk.get("/me", "alex").json()["roles"]] == [person]
    desk.now = desk.now.replace(month=12)
    assert desk.get("/me", "alex").json()["roles"] == []


def test_only_those_who_hold_accounts_see_or_change_them(desk: Desk) -> None:
    subject = desk.hire(Role.DSR_COORDINATOR)
    asked = [("GET", "/accounts"), ("POST", "/accounts"), ("POST", "/accounts/1/grants"), ("POST", "/grants/1/end")]
    asked += [("POST", "/accounts/1/disable"), ("POST", "/accounts/1/enable"), ("DELETE", "/accounts/1/sign-ins")]
    for method, path in asked:
        assert desk.client.request(method, path, headers=desk.as_(subject)).status_code == 403
    assert {(row.action, row.outcome) for row in desk.audited()} == {(Permission.HOLD_ACCOUNTS.value, "denied")}


def test_what_is_no_account_and_no_grant_is_told(desk: Desk, keeper: str) -> None:
    assert grant(desk, keeper, 99, Role.DCO).status_code == 422
    assert desk.post("/grants/99/end", keeper, {}).status_code == 422
    assert desk.post("/accounts/99/disable", keeper, None).status_code == 422
    assert desk.post("/accounts", keeper, {**ALEX, "subject": ""}).status_code == 422
    assert desk.post("/accounts", keeper, ALEX).status_code == 201
    assert desk.post("/accounts", keeper, ALEX).status_code == 422


def test_the_privacy_officer_is_none_of_a_dsr_managers_doing(desk: Desk, keeper: str) -> None:
    """R-DSR-110, 113: told with a reason, and in the audit as refused."""
    officer = desk.hire(Role.PRIVACY_OFFICER, subject="officer")
    number = desk.post("/accounts", keeper, ALEX).json()["number"]
    watching = desk.get("/me", officer).json()["account_id"]
    asked = [grant(desk, keeper, number, Role.PRIVACY_OFFICER)]
    asked += [desk.post(f"/accounts/{watching}/{what}", keeper, None) for what in ("disable", "enable")]
    asked.append(desk.client.delete(f"/accounts/{watching}/sign-ins", headers=desk.as_(keeper)))
    assert [one.status_code for one in asked] == [403] * 4
    assert {one.json()["type"] for one in asked} == {"urn:sendwatch:problem:not-theirs"}
    assert [row.outcome for row in desk.audited()][-4:] == ["refused"] * 4
    assert grant(desk, officer, number, Role.PRIVACY_OFFICER).status_code == 201
    assert grant(desk, officer, number, Role.DCO).status_code == 403


def test_a_privacy_officer_is_told_no_name_of_a_family(desk: Desk, keeper: str) -> None:
    """Trust: roles. A name beside a reference says who is on the register; those who watch know references alone."""
    officer = desk.hire(Role.PRIVACY_OFFICER, subject="officer")
    number = desk.post("/accounts", keeper, ALEX).json()["number"]
    assert "Alex" in desk.get("/accounts", officer).text
    assert grant(desk, keeper, number, Role.DCO).status_code == 201
    listed = desk.get("/accounts", officer)
    assert "Alex" not in listed.text
    assert {one["role"] for account in listed.json() for one in account["grants"]} == {"privacy-officer"}
    assert "Alex" in desk.get("/accounts", keeper).text

"""No route without a rule, no answer without an account, nothing repeated of what was sent."""

import logging

import pytest
from fastapi import Depends, FastAPI
from starlette.testclient import TestClient

from dsr.api.access import Allowed, Public, RouteWithoutRule, rules_of
from dsr.api.app import create_app
from dsr.auth.roles import Permission
from tests.dsr.api.desk import Desk


def test_whether_the_register_answers_is_told_to_anybody(desk: Desk) -> None:
    answer = desk.client.get("/health")
    assert (answer.status_code, answer.json()) == (200, {"status": "well"})


def test_every_answer_is_kept_by_nobody(desk: Desk) -> None:
    for path in ("/health", "/people", "/nowhere"):
        headers = desk.client.get(path).headers
        assert headers["cache-control"] == "no-store"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize("rules", [[], [Depends(Public()), Depends(Allowed(Permission.REFER))]])
def test_a_route_names_one_rule(rules: list[object]) -> None:
    app = FastAPI(openapi_url=None)
    app.add_api_route("/somewhere", lambda: None, dependencies=rules)  # type: ignore[arg-type]
    with pytest.raises(RouteWithoutRule):
        rules_of(app)


def test_a_fault_of_ours_tells_nothing_of_what_was_sent(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    """ASVS 16.5.1: neither the answer nor the log holds the words of the fault."""

    def breaks() -> None:
        raise RuntimeError("canary Ashgrove 9990000018")

    app = create_app(desk.service)
    app.add_api_route("/breaks", breaks, dependencies=[Depends(Public())])
    with caplog.at_level(logging.DEBUG), TestClient(app, raise_server_exceptions=False) as client:
        answer = client.get("/breaks?name=Ashgrove")
    assert answer.status_code == 500
    assert answer.json()["type"] == "urn:sendwatch:problem:fault"
    assert "Ashgrove" not in answer.text
    ours = "".join(record.getMessage() for record in caplog.records if record.name.startswith("dsr"))
    assert "RuntimeError" in ours
    assert "Ashgrove" not in ours

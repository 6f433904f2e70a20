"""What the API says of itself: the page of its routes, and the description that those signed in may read.

To write the page again: `python -m tests.dsr.api.test_description`.
"""

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from fastapi import FastAPI

from dsr.api.app import create_app
from dsr.api.description import described, page
from dsr.api.service import Service
from dsr.auth.roles import Role
from tests.dsr.api.scene import Scene

PAGE = Path(__file__).parents[3] / "docs" / "register-api.md"


@pytest.fixture(scope="module")
def app() -> FastAPI:
    return for_real()


def for_real() -> FastAPI:
    """The application as it is with people in the register: no demonstration."""
    return create_app(cast(Service, SimpleNamespace(demonstration=False)))


def test_the_page_of_routes_is_what_the_routes_say(app: FastAPI) -> None:
    assert page(app) == PAGE.read_text(encoding="utf-8"), "Run: python -m tests.dsr.api.test_description"


def test_every_route_says_what_it_does_in_a_sentence(app: FastAPI) -> None:
    rows = [line.split(" | ") for line in page(app).splitlines() if line.startswith("| ") and "`/" in line]
    assert len(rows) > 60
    assert [row for row in rows if not row[-1].strip(" |").endswith(".")] == []


def test_the_description_is_for_those_signed_in(long_scene: Scene) -> None:
    desk = long_scene.desk
    assert desk.client.get("/openapi.json").status_code == 401
    found = desk.get("/openapi.json", long_scene.hire(Role.ANALYST)).json()
    assert found["openapi"].startswith("3.1")
    assert desk.client.get("/docs").status_code == 404


OF_THE_STANDARD = "Body_ended_at_provider_sign_in_ended_post"
"""A form whose one field the standard of Back-Channel Logout names; what else a provider sends is not ours to say."""


def bodies(found: dict[str, Any]) -> set[str]:
    sent = set()
    for operations in found["paths"].values():
        for operation in operations.values():
            for content in operation.get("requestBody", {}).get("content", {}).values():
                sent.add(content["schema"].get("$ref", "").rpartition("/")[2])
    return sent - {"", OF_THE_STANDARD}


def test_no_body_takes_a_field_that_it_does_not_name(app: FastAPI) -> None:
    """ASVS 15.3.3: mass assignment."""
    found = described(app)
    schemas = found["components"]["schemas"]
    open_ = [name for name in bodies(found) if schemas[name].get("additionalProperties") is not False]
    assert open_ == []
    said = [name for name in schemas if name.endswith("Said")]
    assert len(said) > 60
    assert [name for name in said if schemas[name].get("additionalProperties") is not False] == []


def test_every_refusal_is_a_problem(app: FastAPI) -> None:
    for path, operations in described(app)["paths"].items():
        for method, operation in operations.items():
            for status, answer in operation["responses"].items():
                if int(status) >= 400:
                    assert set(answer["content"]) == {"application/problem+json"}, (method, path, status)


if __name__ == "__main__":
    PAGE.write_text(page(for_real()), encoding="utf-8")

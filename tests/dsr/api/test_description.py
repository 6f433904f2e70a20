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
from dsr.attention import MEANING
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


def test_every_parameter_of_a_query_says_what_it_means(app: FastAPI) -> None:
    asked = [
        one
        for operations in described(app)["paths"].values()
        for operation in operations.values()
        for one in operation.get("parameters", [])
        if one["in"] == "query"
    ]
    assert len(asked) > 20
    assert [one["name"] for one in asked if not one.get("description", "").endswith(".")] == []
    assert "| `/tasks` | `limit` | integer | `50` | How many at most. |" in page(app)
    assert "| `/counts` | `month` | string | is refused | A month, such as 2027-02, that is closed. |" in page(app)


def test_the_page_tells_every_field_of_the_lists_of_all(long_scene: Scene, app: FastAPI) -> None:
    """What `/attention`, `/tasks` and `/counts` answer, each rule of attention with what it says while it is on."""
    said, subject = page(app), long_scene.hire(Role.DSR_MANAGER)
    rules = long_scene.desk.get("/attention", subject).json()["attention"]
    assert rules.keys() == MEANING.keys()
    assert [
        rule for rule, words in MEANING.items() if f"| `attention.{rule}` | boolean or null | {words} |" not in said
    ] == []
    (task, *_) = long_scene.desk.get("/tasks", subject).json()["tasks"]
    assert [name for name in task if f"| `tasks[].{name}` | " not in said] == []
    assert "| `figures[].told` | string | In words: the number; `0 to 7`" in said


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

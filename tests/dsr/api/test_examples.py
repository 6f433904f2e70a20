"""Every example of a body is sent: it is understood, and recorded unless a rule has a reason against it."""

from collections.abc import Iterator

import pytest

from dsr.api.access import Allowed, rules_of
from dsr.api.description import described
from dsr.auth.powers import may
from dsr.auth.roles import Role
from tests.dsr.api.scene import Scene
from tests.dsr.api.test_description import for_real

AGAINST = {
    "/emergencies/{emergency_ref}/close": "no-such-emergency",
    "/grants/{grant_id}/end": "grant-refused",
    "/key-workers/{worker}/leave": "not-possible",
    "/people/{person_ref}/discharge": "not-possible",
    "/people/{person_ref}/merge": "nobody-there",
    "/people/{person_ref}/recommend": "not-possible",
    "/people/{person_ref}/redo": "not-possible",
    "/people/{person_ref}/respond": "not-possible",
    "/people/{person_ref}/transfer-out": "not-possible",
    "/people/{person_ref}/undo": "not-possible",
}
"""What is asked about is not there, or must happen first: nobody was discharged who was never admitted."""
KNOWN = {"worker": "anna", "account_id": "1", "grant_id": "999999", "emergency_ref": "K7QX2M9R"}


def writing() -> Iterator[tuple[str, Role]]:
    """Each route with a body, and the first role that may ask for it."""
    app = for_real()
    rules = rules_of(app)
    for path, operations in described(app)["paths"].items():
        content = operations.get("post", {}).get("requestBody", {}).get("content", {})
        rule = rules["POST", path] if "application/json" in content else None
        if isinstance(rule, Allowed):
            yield path, next(role for role in Role if may(role, rule.permission))


@pytest.mark.parametrize(("path", "role"), sorted(writing()))
def test_an_example_can_be_sent_as_it_is(long_scene: Scene, path: str, role: Role) -> None:
    long_scene.hire(Role.ANALYST)  # the first account, to which the DSR manager may give roles
    scene = long_scene.anew()
    operation = described(scene.desk.app)["paths"][path]["post"]
    example = operation["requestBody"]["content"]["application/json"]["example"]
    subject = scene.hire(role)
    answer = scene.desk.client.post(
        path.format(**KNOWN, person_ref=scene.near), json=example, headers=scene.desk.as_(subject)
    )
    found = "" if answer.status_code < 300 else answer.json()["type"].rpartition(":")[2]
    assert found == AGAINST.get(path, ""), answer.text

"""Every example of a body is sent: it is understood, and recorded unless a rule has a reason against it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dsr.api.access import Allowed, rules_of
from dsr.api.description import described
from dsr.auth.powers import may
from dsr.auth.roles import Role
from tests.dsr.api.scene import Scene, on_sqlite
from tests.dsr.api.test_description import for_real
from tests.dsr.auth.signing import Door, Signer

AGAINST = {
    "/emergencies": "nobody-there",
    "/emergencies/{emergency_ref}/close": "no-such-emergency",
    "/grants/{grant_id}/end": "grant-refused",
    "/key-workers/{worker}/leave": "not-possible",
    "/people/{person_ref}/discharge": "not-possible",
    "/people/{person_ref}/merge": "nobody-there",
    "/people/{person_ref}/recommend": "not-possible",
    "/people/{person_ref}/redo": "not-possible",
    "/people/{person_ref}/respond": "not-possible",
    "/people/{person_ref}/tell-apart": "nobody-there",
    "/people/{person_ref}/transfer-out": "not-possible",
    "/people/{person_ref}/undo": "not-possible",
    "/people/{person_ref}/unmerge": "not-possible",
}
"""What is asked about is not there, or must happen first: nobody was discharged who was never admitted."""
ENTERING = ("/people", "/people/transfer-in")
"""Both of the same child, so each is sent to a register of its own (H2)."""
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


@pytest.mark.parametrize(("path", "role"), sorted(one for one in writing() if one[0] not in ENTERING))
def test_an_example_can_be_sent_as_it_is(long_scene: Scene, path: str, role: Role) -> None:
    long_scene.hire(Role.ANALYST)  # the first account, to which the DSR manager may give roles
    assert sent(long_scene.anew(), path, role) == AGAINST.get(path, "")


@pytest.mark.parametrize("path", ENTERING)
def test_an_example_of_somebody_new_can_be_sent_as_it_is(
    tmp_path: Path, signer: Signer, ec_signer: Signer, path: str
) -> None:
    with on_sqlite(tmp_path, Door(signer, ec_signer)) as scene:
        assert sent(scene, path, dict(writing())[path]) == ""


def sent(scene: Scene, path: str, role: Role) -> str:
    """What was said against the example of a route; blank where it was recorded."""
    operation = described(scene.desk.app)["paths"][path]["post"]
    example = operation["requestBody"]["content"]["application/json"]["example"]
    subject = scene.hire(role)
    answer = scene.desk.client.post(
        path.format(**KNOWN, person_ref=scene.near), json=example, headers=scene.desk.as_(subject)
    )
    return "" if answer.status_code < 300 else str(answer.json()["type"].rpartition(":")[2])

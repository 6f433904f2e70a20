"""Whatever is sent, the API answers as it says it does: requests made from its own description, right and wrong.

The same requests each time. For more of them: `python -m tests.dsr.api.test_schema 20` makes 20 times as many.
"""

import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import schemathesis
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from dsr.api.description import described
from dsr.auth.roles import Role
from tests.dsr.api.scene import Scene, on_sqlite
from tests.dsr.auth.signing import Door, Signer
from tests.dsr.conftest import rsa_signer

EXAMPLES = 1
NOT_CONNECTED = {"urn:sendwatch:problem:waits-not-connected", "urn:sendwatch:problem:sign-in-unavailable"}


def no_fault(_context: Any, response: Any, _case: Any) -> None:
    """No fault of ours; that something is not there in this test is told as such."""
    assert response.status_code < 500 or response.json()["type"] in NOT_CONNECTED, response.text


CHECKS = [no_fault, status_code_conformance, content_type_conformance, response_schema_conformance]
RIGHT, WRONG = schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE


def operations(scene: Scene) -> Iterator[Any]:
    schema = schemathesis.openapi.from_dict(described(scene.desk.app))
    schema.app = scene.desk.app
    for found in schema.get_all_operations():
        assert isinstance(found, Ok), found
        yield found.ok()


def in_path(scene: Scene, operation: Any, mode: Any) -> dict[str, str] | None:
    """Who is asked about; None where the path itself is what is sent wrongly, since there is nothing else to."""
    known = {"person_ref": scene.near, "worker": "anna"}
    said = {name: value for name, value in known.items() if f"{{{name}}}" in operation.path}
    return said if said and (mode is RIGHT or operation.body or operation.query) else None


def tried(scene: Scene, subject: str, operation: Any, mode: Any, examples: int) -> None:
    """An operation, asked in a way that fits its description or in one that does not, about somebody within reach."""
    path = in_path(scene, operation, mode)

    @settings(
        max_examples=examples,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode, path_parameters=path))
    def once(case: Any) -> None:
        case.call_and_validate(headers=scene.desk.as_(subject), checks=CHECKS, allow_redirects=False)

    once()


def all_tried(scene: Scene, role: Role, examples: int) -> int:
    subject, done = scene.hire(role), 0
    assert scene.desk.client
    for operation in operations(scene):
        says_something = operation.body or operation.query or operation.path_parameters
        for mode in (RIGHT, WRONG) if says_something else (RIGHT,):
            tried(scene, subject, operation, mode, examples)
            done += 1
    return done


@pytest.mark.parametrize("role", [Role.DSR_MANAGER, Role.KEY_WORKER])
def test_every_operation_answers_as_the_description_says(long_scene: Scene, role: Role) -> None:
    assert all_tried(long_scene, role, EXAMPLES) > 120


if __name__ == "__main__":
    issuers = Door(rsa_signer("key-1"), Signer(ec.generate_private_key(ec.SECP256R1()), "ec-key-1", "ES256"))
    warnings.simplefilter("error")
    with TemporaryDirectory() as folder, on_sqlite(Path(folder), issuers) as made_scene:
        for who in (Role.DSR_MANAGER, Role.KEY_WORKER):
            print(who, all_tried(made_scene, who, EXAMPLES * int(sys.argv[1])))

"""Planted names are pushed through every route and every error, and are found nowhere but where they were asked for
(ASVS 16.2.5, F38): no log, no address, no refusal, and no answer to anybody else.
"""

import logging
from collections.abc import Iterator
from itertools import islice
from typing import Any

import pytest
from httpx2 import Response

from dsr.actions.kinds import ACTIONS
from dsr.api.access import rules_of
from dsr.auth.roles import Role
from tests.dsr.api.scene import CANARIES, Scene, of_action

WORD = "Quillfeather"
PLANTED = (*CANARIES, WORD, "9990000034", "2012-03-04")
PERSON = {
    "given_name": WORD,
    "family_name": WORD,
    "birth_date": "2012-03-04",
    "nhs_number": "9990000034",
    "address": f"3 {WORD} Lane",
}
SEARCHES = [{"by": by, "value": WORD} for by in ("nhs-number", "family-name", "birth-date", "name-and-birth", WORD)]
REFERRED = {"kind": "referred", "on": "2026-11-24", "source": "health"}


def bodies(scene: Scene, path: str) -> Iterator[Any]:
    """What is sent to a route: what is in order, and what is wrong in each way, always with names in it."""
    action = next((one for one in ACTIONS if path == f"/people/{{person_ref}}/{one.name}"), None)
    if action is not None:
        good = of_action(action, scene.version(scene.near), reason=WORD)
        yield good
        yield {**good, WORD: WORD}
        yield {**good, "facts": [{**good["facts"][0], WORD: WORD}]}
        yield {**good, "facts": [{**good["facts"][0], "on": WORD}]}
        yield {**good, "facts": [{"kind": WORD}]}
        yield {**good, "version": WORD}
    if path in {"/people", "/people/{person_ref}/identity"}:
        for identifiers in (
            PERSON,
            {**PERSON, WORD: 1},
            {**PERSON, "birth_date": WORD},
            {**PERSON, "nhs_number": WORD},
        ):
            yield {"identifiers": identifiers, "reason": WORD, "referral": REFERRED, "version": 1}
            yield {"identifiers": identifiers, "reason": WORD, "version": 1}
    if path == "/people/search":
        yield from SEARCHES
    if path in {"/events", "/emergencies"}:
        yield {"nhs_number": "9990000034", "birth_date": "2012-03-04", "on": "2026-11-24", "what": WORD}
        yield {"nhs_number": WORD, "birth_date": WORD, "reason": WORD, "words": WORD}
    yield from (WORD, [WORD], {WORD: WORD}, {"reason": WORD, "words": WORD, "name": WORD})


def requests(scene: Scene, subject: str, most: int | None) -> Iterator[tuple[str, str, Response]]:
    """Every route that there is, with every body or so many, by somebody."""
    ids = {"person_ref": scene.near, "worker": "anna", "emergency_ref": "K7QX2M9R"}
    ids |= dict.fromkeys(("account_id", "grant_id", "sign_in_id"), "999999")
    for method, path in sorted(rules_of(scene.desk.app)):
        if path in {"/sign-out", "/sign-in/ended"}:
            continue
        found = path.format(**ids)
        for body in islice(bodies(scene, path), most) if method == "POST" else (None,):
            headers = scene.desk.as_(subject)
            answer = scene.desk.client.request(method, found, headers=headers, json=body, follow_redirects=False)
            yield method, path, answer


def planted_in(text: str) -> list[str]:
    return [word for word in PLANTED if word in text]


@pytest.mark.parametrize("role", [Role.DSR_MANAGER, Role.KEY_WORKER, Role.PRIVACY_OFFICER, Role.ANALYST])
def test_planted_names_are_in_no_log_no_address_and_no_refusal(
    long_scene: Scene, role: Role, caplog: pytest.LogCaptureFixture
) -> None:
    long_scene.desk.set(look_ups_per_hour=10_000)
    sees_nobody = role in {Role.PRIVACY_OFFICER, Role.ANALYST}
    with caplog.at_level(logging.DEBUG):
        for method, path, answer in requests(long_scene, long_scene.hire(role), 1 if sees_nobody else None):
            assert answer.status_code != 500, (method, path, answer.text)
            assert not planted_in(str(answer.headers)), (method, path)
            if answer.status_code >= 400 or sees_nobody:
                assert not planted_in(answer.text), (method, path, answer.status_code, answer.text)
    ours = [record for record in caplog.records if not record.name.startswith(("httpx", "httpcore"))]
    assert any(record.name == "dsr.requests" for record in ours)
    for record in ours:
        assert not planted_in(record.getMessage()), record
        assert long_scene.near not in record.getMessage()


def test_a_request_is_logged_by_template_alone(long_scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    """ASVS 14.2.1: neither a reference nor a question is in the log, and a line of it is one line."""
    subject = long_scene.hire(Role.DSR_MANAGER)
    with caplog.at_level(logging.INFO, logger="dsr.requests"):
        long_scene.desk.get(f"/people/{long_scene.near}?as_known={WORD}", subject)
        long_scene.desk.get(f"/key-workers/{WORD}%0Aforged/people", subject)
        long_scene.desk.get(f"/people?team={WORD}", subject)
    lines = [record.getMessage() for record in caplog.records if record.name == "dsr.requests"]
    assert [" ".join(line.split()[:3]) for line in lines] == [
        "GET /people/{person_ref} 422",
        "GET /key-workers/{worker}/people 422",
        "GET /people 200",
    ]
    assert all("\n" not in line for line in lines)

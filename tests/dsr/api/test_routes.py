"""Every route by every role, by real requests (ASVS 8.2.1): for somebody within reach and for somebody out of it.

To write the table again after it was changed on purpose: `python -m tests.dsr.api.test_routes`.
"""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from fastapi import FastAPI

from dsr.actions.kinds import BY_NAME
from dsr.api.access import rules_of
from dsr.auth import accounts
from dsr.auth.roles import Role
from tests.dsr.api.scene import Scene, of_action, on_sqlite
from tests.dsr.auth.signing import ISSUER, Door, Signer
from tests.dsr.conftest import KEYS, rsa_signer

GOLDEN = Path(__file__).with_name("routes.golden.md")

WORDS = {401: "401", 403: "no", 404: "404", 503: "yes"}
"""503 is the answer of a register without waiting times to who may ask for them."""

STALE = 0
"""A version that nobody has seen: whoever may write is told that it is stale, and nothing is written."""

BODIES: dict[str, Any] = {
    "/events": {"nhs_number": "9990000034", "birth_date": "2011-02-01", "on": "2026-11-20", "what": "police-contact"},
    "/people": {
        "identifiers": {},
        "reason": "x",
        "referral": {"kind": "referred", "on": "2026-11-20", "source": "self"},
    },
    "/people/search": {"by": "family-name", "value": "Nobody"},
    "/people/{person_ref}/identity": {"version": STALE, "reason": "x", "identifiers": {"telephone": "1"}},
    "/people/{person_ref}/undo": {"version": STALE, "reason": "x", "facts": [1]},
    "/people/{person_ref}/redo": {"version": STALE, "reason": "x", "facts": [1]},
    "/people/{person_ref}/merge": {"version": STALE, "reason": "x", "other": "K7QX2M9R", "other_version": 1},
    "/key-workers/{worker}/leave": {"reason": "x", "last_day": None, "moves": []},
}


def body_of(path: str) -> Any:
    action = BY_NAME.get(path.rpartition("/")[2])
    return BODIES[path] if path in BODIES or action is None else of_action(action, STALE)


def asked(scene: Scene, method: str, path: str, headers: dict[str, str]) -> Iterator[str]:
    """What a route answers for somebody within reach, and where the rule lets them pass for somebody out of it."""
    at = [("{person_ref}", scene.near, scene.far), ("{worker}", "anna", "otto")]
    names = next(((name, *who) for name, *who in at if name in path), None)
    for who in names[1:] if names else ("",):
        found = path.replace(names[0], who) if names else path
        body = body_of(path) if method == "POST" else None
        status = scene.desk.client.request(method, found, headers=headers, json=body).status_code
        assert status < 500 or status == 503, (method, found, status)
        yield WORDS.get(status, "yes")
        if status in {401, 403}:
            return


def matrix(scene: Scene) -> str:
    desk = scene.desk
    with desk.database.writing() as connection:
        accounts.add_account(connection, KEYS, issuer=ISSUER.url, subject="idle", name="No role", organisation="RDY")
    who = {role.value: desk.as_(scene.hire(role)) for role in Role}
    who |= {"no role": desk.as_("idle"), "stranger": desk.as_("nobody-here"), "signed out": {}}
    app = desk.client.app
    assert isinstance(app, FastAPI)
    rows = [["route", *who], ["---"] * (len(who) + 1)]
    for method, path in sorted(rules_of(app), key=lambda route: (route[1], route[0])):
        cells = [" ".join(asked(scene, method, path, headers)) for headers in who.values()]
        rows.append([f"{method} `{path}`", *cells])
    head = "# Routes and roles\n\nFor somebody within reach of the role, and after a blank for somebody who is not.\n\n"
    return head + "".join(f"| {' | '.join(row)} |\n" for row in rows)


def agreed() -> list[list[str]]:
    lines = GOLDEN.read_text(encoding="utf-8").splitlines()
    return [line.strip("| ").split(" | ") for line in lines if line.startswith("|")]


def test_every_route_by_every_role_is_as_it_was_agreed(long_scene: Scene) -> None:
    assert matrix(long_scene) == GOLDEN.read_text(encoding="utf-8")


def test_nobody_without_an_account_or_a_role_gets_anywhere() -> None:
    head, _, *routes = agreed()
    for row in routes:
        cells = dict(zip(head, row, strict=True))
        if cells["route"] != "GET `/health`":
            assert set(cells["stranger"].split()) | set(cells["signed out"].split()) == {"401"}, row
            assert "yes" not in cells["no role"] or cells["route"] == "GET `/openapi.json`", row


def test_nobody_out_of_reach_is_ever_answered_for() -> None:
    """ASVS 8.2.2: of another team's or council's person everybody but those who reach all is told: 404."""
    head, _, *routes = agreed()
    everybody = {"dsr-manager", "dsr-coordinator", "dsr-administrator", "cetr-coordinator", "dco", "privacy-officer"}
    for row in routes:
        for role, cell in dict(zip(head, row, strict=True)).items():
            if " " in cell and role not in {"route", *everybody}:
                assert cell in {"yes 404", "404 404"}, (row[0], role, cell)


if __name__ == "__main__":
    issuers = Door(rsa_signer("key-1"), Signer(ec.generate_private_key(ec.SECP256R1()), "ec-key-1", "ES256"))
    with TemporaryDirectory() as folder, on_sqlite(Path(folder), issuers) as made_scene:
        GOLDEN.write_text(matrix(made_scene), encoding="utf-8")

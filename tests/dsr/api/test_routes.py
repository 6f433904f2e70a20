"""Every route by every role, by real requests (ASVS 8.2.1): for somebody within reach and for somebody out of it.

To write the table again after it was changed on purpose: `python -m tests.dsr.api.test_routes`.
"""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec

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
    "/people/transfer-in": {
        "identifiers": {},
        "reason": "x",
        "received": {"kind": "transfer-received", "on": "2026-11-20", "sender": "QUY", "rating": "red"},
    },
    "/people/{person_ref}/cetr-held": {
        "version": STALE,
        "reason": "x",
        "held": {"kind": "review-held", "on": "2026-11-20", "review": "c1"},
    },
    "/people/search": {"by": "family-name", "value": "Nobody"},
    "/people/{person_ref}/identity": {"version": STALE, "reason": "x", "identifiers": {"telephone": "1"}},
    "/people/{person_ref}/undo": {"version": STALE, "reason": "x", "facts": [1]},
    "/people/{person_ref}/redo": {"version": STALE, "reason": "x", "facts": [1]},
    "/people/{person_ref}/unmerge": {"version": STALE, "reason": "x", "other": "K7QX2M9R"},
    "/people/{person_ref}/merge": {"version": STALE, "reason": "x", "other": "K7QX2M9R", "other_version": 1},
    "/key-workers/{worker}/leave": {"reason": "x", "last_day": None, "moves": []},
}


NOBODYS = {"account_id": "999999", "grant_id": "999999", "sign_in_id": "999999", "emergency_ref": "K7QX2M9R"}


def body_of(path: str) -> Any:
    """A body that changes nothing: of an old version, or none at all where the rule is what is asked."""
    action = BY_NAME.get(path.rpartition("/")[2])
    if path in BODIES or action is None:
        return BODIES.get(path, {})
    return of_action(action, STALE)


def asked(scene: Scene, method: str, path: str, subject: str | None) -> Iterator[str]:
    """What a route answers for somebody within reach, and where the rule lets them pass for somebody out of it."""
    of_two = {"person_ref": (scene.near, scene.far), "worker": ("anna", "otto")}
    name = next((name for name in of_two if f"{{{name}}}" in path), None)
    for value in of_two[name] if name else ("",):
        found = path.format(**NOBODYS | ({name: value} if name else {}))
        headers = scene.desk.as_(subject) if subject else {}
        body = body_of(path) if method == "POST" else None
        status = scene.desk.client.request(
            method, found, headers=headers, json=body, follow_redirects=False
        ).status_code
        assert status < 500 or status == 503, (method, found, status)
        yield "yes" if status == 404 and not name else WORDS.get(status, "yes")
        if status in {401, 403}:
            return


def matrix(scene: Scene) -> str:
    desk = scene.desk
    with desk.database.writing() as connection:
        accounts.add_account(connection, KEYS, issuer=ISSUER.url, subject="idle", name="No role", organisation="RDY")
    who: dict[str, str | None] = {role.value: scene.hire(role) for role in Role}
    who |= {"no role": "idle", "stranger": "nobody-here", "signed out": None}
    rows = [["route", *who], ["---"] * (len(who) + 1)]
    for method, path in sorted(rules_of(desk.app), key=lambda route: (route[1], route[0])):
        cells = [" ".join(asked(scene, method, path, subject)) for subject in who.values()]
        rows.append([f"{method} `{path}`", *cells])
    head = "# Routes and roles\n\nFor somebody within reach of the role, and after a blank for somebody who is not.\n\n"
    return head + "".join(f"| {' | '.join(row)} |\n" for row in rows)


PUBLIC = {
    "GET `/health`",
    "GET `/sign-in`",
    "GET `/sign-in/done`",
    "POST `/sign-in/ended`",
    "GET `/demonstration`",
    "POST `/demonstration/sign-in`",
}
OF_ONESELF = {"GET `/openapi.json`", "GET `/me`", "POST `/sign-out`", "DELETE `/me/sign-ins/{sign_in_id}`"}


def agreed() -> list[list[str]]:
    lines = GOLDEN.read_text(encoding="utf-8").splitlines()
    return [line.strip("| ").split(" | ") for line in lines if line.startswith("|")]


def test_every_route_by_every_role_is_as_it_was_agreed(long_scene: Scene) -> None:
    assert matrix(long_scene) == GOLDEN.read_text(encoding="utf-8")


def test_nobody_without_an_account_or_a_role_gets_anywhere() -> None:
    head, _, *routes = agreed()
    for row in routes:
        cells = dict(zip(head, row, strict=True))
        if cells["route"] not in PUBLIC:
            assert cells["stranger"] == cells["signed out"] == "401", row
            assert "yes" not in cells["no role"] or cells["route"] in OF_ONESELF, row


def test_nobody_out_of_reach_is_ever_answered_for() -> None:
    """ASVS 8.2.2: of another team's or council's person everybody but those who reach all is told: 404."""
    head, _, *routes = agreed()
    everybody = {"dsr-manager", "dsr-coordinator", "dsr-administrator", "cetr-coordinator", "dco", "privacy-officer"}
    for row in routes:
        for role, cell in dict(zip(head, row, strict=True)).items():
            if " " in cell and role not in {"route", *everybody}:
                assert cell in {"yes 404", "404 404"} or "emergency" in row[0], (row[0], role, cell)


if __name__ == "__main__":
    issuers = Door(rsa_signer("key-1"), Signer(ec.generate_private_key(ec.SECP256R1()), "ec-key-1", "ES256"))
    with TemporaryDirectory() as folder, on_sqlite(Path(folder), issuers) as made_scene:
        GOLDEN.write_text(matrix(made_scene), encoding="utf-8")

"""J18: when the keys of issuers are purged, every process forgets them from its next request on."""

from dsr.auth.purges import Purges
from dsr.auth.roles import Role
from dsr.store.database import RegisterDatabase
from dsr.store.sign_ins import add_purge
from tests.dsr.api.desk import Desk
from tests.dsr.auth.signing import Door, Signer


def test_j18_a_stolen_key_verifies_nothing_after_a_purge_in_whichever_process(
    database: RegisterDatabase, signer: Signer, ec_signer: Signer, next_signer: Signer
) -> None:
    doors = [Door(signer, ec_signer) for _ in range(2)]
    desks = [Desk(database, door) for door in doors]
    subject = desks[0].hire(Role.DCO)
    for desk in desks:
        assert desk.get("/me", subject).status_code == 200
    for door in doors:
        door.provider.keys = [next_signer.jwk()]
    assert desks[0].get("/me", subject).status_code == 200, "the keys are kept for an hour"
    with database.writing() as connection:
        assert add_purge(connection, desks[0].now) == 1
    for desk in desks:
        assert desk.get("/me", subject).status_code == 401


def test_a_purge_is_followed_once_and_what_was_before_the_start_not_at_all() -> None:
    forgotten: list[str] = []
    purges = Purges(lambda: forgotten.append("issuers"), lambda: forgotten.append("provider"))
    for number in (3, 3, 4, 4):
        purges.follow(number)
    assert forgotten == ["issuers", "provider"]
    purges.follow(2)
    assert len(forgotten) == 4, "a restored database counts from where it was"

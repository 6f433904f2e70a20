"""A key is changed while the register is in use, and a register never opens with the key of another (F34)."""

import pytest

from dsr.auth.accounts import add_account, name_of
from dsr.rules.due import TERMS
from dsr.rules.terms import Terms
from dsr.store.database import RegisterDatabase
from dsr.store.faults import KeysUnusable
from dsr.store.register import RegisterStore
from dsr.store.rotation import check_keys, left_to_seal, seal_again, versions_in_use
from dsr.store.sealing import Keyring
from dsr.store.session import Session
from tests.dsr.conftest import KEYS
from tests.dsr.store.people import COORDINATOR, EVERYBODY, NOW, RED, ROWAN, register, rowan

OLD, NEW = bytes(range(32)), bytes(range(1, 33))
BOTH = Keyring({1: OLD, 2: NEW})


def with_both(database: RegisterDatabase) -> RegisterStore:
    return RegisterStore(Session(database, BOTH, Terms(TERMS), NOW), EVERYBODY, COORDINATOR)


def test_after_a_change_of_key_everything_is_read_and_found_at_each_step(database: RegisterDatabase) -> None:
    check_keys(database, KEYS)
    reference = rowan(register(database), RED)
    check_keys(database, BOTH)
    assert left_to_seal(database, BOTH) == len(ROWAN) + 2 + 1
    steps = seal_again(database, BOTH)
    while True:
        store = with_both(database)
        assert store.person(reference).identifiers == ROWAN
        assert store.find("nhs-number", ROWAN["nhs-number"]) == [reference]
        if next(steps, None) is None:
            break
    assert left_to_seal(database, BOTH) == 0
    assert versions_in_use(database) == {2}
    assert list(seal_again(database, BOTH)) == []
    assert store.person(reference).life.facts == (RED,)


def test_who_is_still_found_by_an_older_key_is_left_to_seal(database: RegisterDatabase) -> None:
    """A stop between the values and the index: it is no end, and the older key is still needed."""
    check_keys(database, KEYS)
    rowan(register(database), RED)
    check_keys(database, BOTH)
    steps, values = seal_again(database, BOTH), left_to_seal(database, BOTH) - 1
    while values:
        values -= next(steps)
    assert left_to_seal(database, BOTH) == 1
    assert versions_in_use(database) == {1, 2}
    assert list(steps) == [1]
    assert (left_to_seal(database, BOTH), versions_in_use(database)) == (0, {2})


@pytest.mark.parametrize("keys", [Keyring({1: NEW}), Keyring({2: NEW}), Keyring({2: OLD})])
def test_a_register_is_not_opened_with_the_key_of_another(database: RegisterDatabase, keys: Keyring) -> None:
    """F34."""
    check_keys(database, KEYS)
    rowan(register(database))
    with pytest.raises(KeysUnusable, match="not that of this register"):
        check_keys(database, keys)
    check_keys(database, KEYS)


def test_names_of_accounts_are_sealed_again_too(database: RegisterDatabase) -> None:
    check_keys(database, BOTH)
    with database.writing() as connection:
        account_id = add_account(
            connection, KEYS, issuer="https://issuer.example", subject="s1", name="Robin Oak", organisation="QVV"
        )
    assert list(seal_again(database, BOTH)) == [1]
    assert versions_in_use(database) == {2}
    with database.reading() as connection:
        assert name_of(connection, BOTH, account_id) == "Robin Oak"

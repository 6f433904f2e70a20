"""Attack J13: a token that is good once is good once, whoever comes second, in whichever process."""

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from multiprocessing import get_context

import pytest

from dsr.auth.claims import Identity
from dsr.auth.refusals import Code
from dsr.auth.used_tokens import KEPT_AFTER_EXPIRY, forget_expired, is_used, sign_out, use_up
from dsr.store.database import RegisterDatabase
from tests.dsr.auth.signing import EC_ISSUER, ISSUER, NOW, Door
from tests.dsr.auth.taking_turns import used

ONCE = Identity(
    issuer=ISSUER.url, subject="subject-1", roles_ceiling=None, expires_at=NOW + timedelta(minutes=30), jti="token-1"
)


class RecordDidNotOpen(Exception):
    """What a token was used for could not be done."""


def let_in(database: RegisterDatabase, identity: Identity) -> bool:
    """Whether a token is let in."""
    with database.writing() as connection:
        return use_up(connection, identity.issuer, identity.jti, identity.expires_at)


def test_j13_a_token_is_used_once(database: RegisterDatabase, door: Door) -> None:
    """Verifying uses nothing up; the same subject's next token, and another issuer's of the same id, are others."""
    for _ in range(2):
        assert door.identity(door.good()) == ONCE
    assert [let_in(database, ONCE) for _ in range(3)] == [True, False, False]
    assert let_in(database, replace(ONCE, jti="token-2"))
    assert let_in(database, replace(ONCE, issuer=EC_ISSUER.url))
    # Neither does a token of the same id become new by saying other things.
    assert not let_in(database, replace(ONCE, expires_at=NOW + timedelta(minutes=45), subject="subject-2"))


@pytest.mark.parametrize("once", [True, False])
def test_j13_what_failed_has_used_nothing_up(database: RegisterDatabase, once: bool) -> None:
    def fail() -> None:
        with database.writing() as connection:
            if once:
                use_up(connection, ONCE.issuer, ONCE.jti, ONCE.expires_at)
            else:
                sign_out(connection, ONCE)
            raise RecordDidNotOpen

    with pytest.raises(RecordDidNotOpen):
        fail()
    assert [let_in(database, ONCE) for _ in range(2)] == [True, False]


def test_j13_many_threads_use_a_token_once(database: RegisterDatabase) -> None:
    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(lambda _: let_in(database, ONCE), range(24))) == 1


def test_j13_many_processes_use_a_token_once(register_url: str) -> None:
    tokens = [replace(ONCE, jti=f"token-{number}") for number in range(20)]
    with ProcessPoolExecutor(3, mp_context=get_context("spawn")) as processes:
        runs = list(processes.map(used, [register_url] * 3, [tokens] * 3))
    assert [sum(run[place] for run in runs) for place in range(20)] == [1] * 20


def test_what_has_expired_is_forgotten_and_no_clock_brings_it_back(database: RegisterDatabase, door: Door) -> None:
    """F15: a clock that was a day ahead when the marks were cleaned leaves the marks that matter once it is back."""
    kept = replace(ONCE, jti="token-2", expires_at=ONCE.expires_at + timedelta(seconds=1))
    for one in (ONCE, kept):
        assert let_in(database, one)
    for ahead in (timedelta(0), timedelta(days=1), timedelta(minutes=30) + KEPT_AFTER_EXPIRY):
        with database.writing() as connection:
            assert forget_expired(connection, NOW + ahead) == 0
    last = ONCE.expires_at + KEPT_AFTER_EXPIRY + timedelta(seconds=1)
    with database.writing() as connection:
        assert forget_expired(connection, last) == 1
    with database.reading() as connection:
        assert [is_used(connection, one) for one in (ONCE, kept)] == [False, True]
    assert door.refusal(door.good(), last) is Code.TIME

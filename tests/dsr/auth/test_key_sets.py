"""Key sets: asked for seldom, used while the issuer is down, forgotten at once when somebody says so (J18, F21)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event

import pytest

from dsr.auth.key_sets import (
    BETWEEN_TRIES_SECONDS,
    FRESH_SECONDS,
    KEPT_SECONDS,
    WAIT_SECONDS,
    KeySet,
    KeysUnavailable,
)
from dsr.auth.refusals import Code
from tests.dsr.auth.signing import ISSUER, NOW, Door, Provider, Seconds, Signer, claims

HOUR, MINUTE, DAY = FRESH_SECONDS, BETWEEN_TRIES_SECONDS, KEPT_SECONDS


def found(keys: KeySet, key_id: str) -> bool | None:
    """Whether a key is found; None where no key can be had."""
    try:
        return keys.find(key_id) is not None
    except KeysUnavailable:
        return None


def test_j18_a_key_that_is_taken_away_lets_nobody_in_after_an_hour(door: Door, next_signer: Signer) -> None:
    token = door.good()
    assert door.refusal(token) is None
    door.provider.keys = [next_signer.jwk()]
    door.elapsed.value += HOUR - 1
    assert door.refusal(token) is None
    door.elapsed.value += 1
    assert door.refusal(token) is Code.KEY_ID
    assert door.refusal(next_signer.token(claims())) is None


@pytest.mark.parametrize("keys", ["another", "none"])
def test_j18_a_purge_works_now(door: Door, next_signer: Signer, keys: str) -> None:
    token = door.good()
    assert door.refusal(token) is None
    door.provider.keys = [next_signer.jwk()] if keys == "another" else []
    assert door.refusal(token) is None
    door.key_set.purge()
    assert door.refusal(token) is Code.KEY_ID
    assert door.refusal(next_signer.token(claims())) is (None if keys == "another" else Code.KEY_ID)
    assert len(door.provider.calls) == 2


def test_j18_a_purge_while_the_issuer_is_down_lets_nobody_in(door: Door) -> None:
    token = door.good()
    assert door.refusal(token) is None
    door.provider.down = True
    door.key_set.purge()
    assert door.refusal(token) is Code.KEYS
    assert door.key_set.seconds_since_fresh() is None


def test_j18_a_purge_outruns_a_set_that_is_on_its_way(signer: Signer) -> None:
    """What was asked for before the purge may hold the key that was purged; the purge does not wait for it either."""
    asked, answer = Event(), Event()
    provider = Provider([signer.jwk()])

    def slow(url: str) -> bytes:
        text = provider(url)
        asked.set()
        assert answer.wait(10)
        return text

    keys = KeySet(ISSUER, slow, Seconds())
    with ThreadPoolExecutor(1) as thread:
        late = thread.submit(found, keys, "key-1")
        assert asked.wait(10)
        provider.keys = []
        keys.purge()
        answer.set()
        assert late.result() is False
    assert found(keys, "key-1") is False


def test_a_set_is_asked_for_once_an_hour(door: Door) -> None:
    for _ in range(120):
        assert door.refusal(door.good()) is None
        door.elapsed.value += MINUTE
    assert len(door.provider.calls) == 2
    assert door.ec_provider.calls == []


def test_a_flood_of_unknown_keys_is_one_question_a_minute(door: Door, attacker: Signer) -> None:
    for number in range(300):
        assert door.refusal(attacker.token(claims(), kid=f"random-{number}")) is Code.KEY_ID
        door.elapsed.value += 1
    assert len(door.provider.calls) == 300 / MINUTE
    assert set(door.provider.calls) == {ISSUER.jwks_url}
    assert door.refusal(door.good()) is None


def test_a_flood_at_once_is_one_question(door: Door) -> None:
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda number: found(door.key_set, f"random-{number}"), range(200)))
    assert answers == [False] * 200
    assert len(door.provider.calls) == 1


def test_those_who_come_while_the_new_key_is_fetched_are_let_in(signer: Signer, next_signer: Signer) -> None:
    """All of a morning's people at once, a moment after the issuer rotated its key."""
    provider, elapsed = Provider([signer.jwk()]), Seconds()
    asked, answer = Event(), Event()
    answer.set()

    def fetch(url: str) -> bytes:
        asked.set()
        assert answer.wait(10)
        return provider(url)

    keys = KeySet(ISSUER, fetch, elapsed)
    assert found(keys, "key-1")
    elapsed.value += MINUTE
    provider.keys.append(next_signer.jwk())
    asked.clear()
    answer.clear()
    with ThreadPoolExecutor(5) as threads:
        waiting = [threads.submit(found, keys, "key-2") for _ in range(5)]
        assert asked.wait(10)
        # Who has a known key waits for nobody.
        assert found(keys, "key-1")
        answer.set()
        assert [one.result() for one in waiting] == [True] * 5
    assert len(provider.calls) == 2


def test_f21_while_the_issuer_hangs_known_keys_wait_for_nobody(signer: Signer) -> None:
    """The set is an hour old, and one request is stuck asking for the next."""
    provider, elapsed = Provider([signer.jwk()]), Seconds()
    asked, answer = Event(), Event()
    answer.set()

    def fetch(url: str) -> bytes:
        asked.set()
        assert answer.wait(20)
        return provider(url)

    keys = KeySet(ISSUER, fetch, elapsed)
    assert found(keys, "key-1")
    elapsed.value += HOUR
    asked.clear()
    answer.clear()
    with ThreadPoolExecutor(2) as threads:
        stuck = threads.submit(found, keys, "key-1")
        assert asked.wait(10)
        assert threads.submit(found, keys, "key-1").result(timeout=WAIT_SECONDS / 2)
        assert not stuck.done()
        answer.set()
        assert stuck.result()


def test_f21_while_the_issuer_is_down_known_keys_work_and_unknown_ones_do_not(door: Door, next_signer: Signer) -> None:
    """The key is rotated meanwhile; as soon as the issuer answers, the new one works and the old one does not."""
    old = door.signer
    assert door.refusal(door.good()) is None
    door.provider.down, door.provider.keys = True, [next_signer.jwk()]
    for _ in range(23):
        door.elapsed.value += HOUR
        assert door.refusal(old.token(claims())) is None
        assert door.refusal(next_signer.token(claims())) is Code.KEY_ID
    assert door.key_set.seconds_since_fresh() == 23 * HOUR
    door.provider.down = False
    door.elapsed.value += MINUTE
    assert door.refusal(next_signer.token(claims())) is None
    assert door.refusal(old.token(claims())) is Code.KEY_ID
    assert door.key_set.seconds_since_fresh() == 0


def test_f21_after_a_day_without_an_answer_nobody_is_let_in(door: Door) -> None:
    assert door.refusal(door.good()) is None
    door.provider.down = True
    door.elapsed.value += DAY - 1
    assert door.refusal(door.good()) is None
    door.elapsed.value += 1
    assert door.refusal(door.good()) is Code.KEYS
    door.provider.down = False
    door.elapsed.value += MINUTE
    assert door.refusal(door.good()) is None


def test_f21_an_issuer_that_never_answered_is_asked_again_within_a_minute(door: Door) -> None:
    door.provider.down = True
    for _ in range(10):
        assert door.refusal(door.good()) is Code.KEYS
    assert len(door.provider.calls) == 1
    assert door.key_set.seconds_since_fresh() is None
    door.provider.down = False
    door.elapsed.value += MINUTE
    assert door.refusal(door.good()) is None


def test_f22_an_issuer_that_is_down_is_no_other_issuers_trouble(door: Door) -> None:
    door.provider.down = True
    assert door.refusal(door.good()) is Code.KEYS
    assert door.refusal(door.good_ec()) is None


@pytest.mark.parametrize("answer", [b"", b"<html>Sign in</html>", b"{}", b'{"keys": {}}', b'{"keys": [], "keys": []}'])
def test_an_answer_that_is_no_key_set_is_as_good_as_none(signer: Signer, answer: bytes) -> None:
    provider, elapsed = Provider([signer.jwk()]), Seconds()
    answers: list[Callable[[str], bytes]] = [provider, lambda _url: answer]
    keys = KeySet(ISSUER, lambda url: answers[min(int(elapsed() > 1_000), 1)](url), elapsed)
    assert found(keys, "key-1")
    elapsed.value += HOUR
    assert found(keys, "key-1")
    assert keys.seconds_since_fresh() == HOUR


def test_f15_the_time_of_day_does_not_change_how_long_a_key_is_kept(door: Door) -> None:
    """Set ahead and back, the clock of the machine decides about tokens alone."""
    for hours in (0, 24, -24, 0):
        now = NOW + timedelta(hours=hours)
        assert door.refusal(door.good(), now) is (None if hours == 0 else Code.TIME)
    assert len(door.provider.calls) == 1

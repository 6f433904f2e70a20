"""Sealing: what identifies a person opens under the right key and in its own place alone (design: two zones)."""

import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsr.store.faults import KeysUnusable, SealBroken
from dsr.store.sealing import Keyring, add_key, make_keys, read_keys, version_of

OLD, NEW = bytes(range(32)), bytes(range(1, 33))
KEYS = Keyring({1: OLD})
BOTH = Keyring({1: OLD, 2: NEW})


@given(st.text(max_size=200), st.text(min_size=1, max_size=30))
def test_what_is_sealed_opens_and_never_looks_the_same_twice(value: str, place: str) -> None:
    sealed = KEYS.seal(value, place)
    assert KEYS.open(sealed, place) == value
    assert KEYS.seal(value, place) != sealed
    assert len(value.encode()) < 4 or value.encode() not in sealed


@given(st.binary(max_size=80), st.integers(0, 79), st.integers(1, 255))
def test_a_changed_byte_is_seen(text: bytes, place: int, change: int) -> None:
    sealed = bytearray(KEYS.seal(text.hex(), "K7QX2M9R name"))
    sealed[place % len(sealed)] ^= change
    with pytest.raises(SealBroken):
        KEYS.open(bytes(sealed), "K7QX2M9R name")


def test_a_value_that_is_moved_to_another_person_or_field_does_not_open() -> None:
    sealed = KEYS.seal("Rowan", "K7QX2M9R name")
    for elsewhere in ("C4VW8PQ2 name", "K7QX2M9R address"):
        with pytest.raises(SealBroken, match="does not open"):
            KEYS.open(sealed, elsewhere)


def test_another_key_opens_nothing_and_says_nothing_of_the_value() -> None:
    """F34: a backup with the wrong key."""
    sealed = KEYS.seal("Rowan", "K7QX2M9R name")
    with pytest.raises(SealBroken) as refused:
        Keyring({1: NEW}).open(sealed, "K7QX2M9R name")
    assert "Rowan" not in str(refused.value)
    with pytest.raises(SealBroken, match="version 2"):
        KEYS.open(BOTH.seal("Rowan", "K7QX2M9R name"), "K7QX2M9R name")


def test_the_newest_key_seals_and_every_key_opens() -> None:
    old = KEYS.seal("Rowan", "K7QX2M9R name")
    assert BOTH.open(old, "K7QX2M9R name") == "Rowan"
    assert (version_of(old), version_of(BOTH.seal("Rowan", "K7QX2M9R name"))) == (1, 2)
    assert KEYS.check_of(1) == BOTH.check_of(1) != Keyring({1: NEW}).check_of(1)
    assert KEYS.chain_key == BOTH.chain_key


def test_a_blind_index_tells_equal_from_different_and_one_field_from_another() -> None:
    assert KEYS.blind("9990000018", "nhs-number") == KEYS.blind("9990000018", "nhs-number")
    others = {
        KEYS.blind("9990000026", "nhs-number"),
        KEYS.blind("9990000018", "family-name"),
        BOTH.blind("9990000018", "nhs-number"),
        Keyring({1: NEW}).blind("9990000018", "nhs-number"),
    }
    assert KEYS.blind("9990000018", "nhs-number") not in others
    assert len(others) == 4 - 1  # the newest of two keys is the other key
    assert BOTH.blind("9990000018", "nhs-number", 1) == KEYS.blind("9990000018", "nhs-number")


def test_a_key_file_is_made_once_for_its_owner_alone_and_gains_versions(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "register.key"
    assert make_keys(path)
    first = read_keys(path)
    assert not make_keys(path)
    assert add_key(path) == 2
    both = read_keys(path)
    assert both.versions == (1, 2)
    assert both.check_of(1) == first.check_of(1)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("content", ["", "1\n", "1 zz\n", "one 00\n", f"1 {'00' * 31}\n"])
def test_a_damaged_key_file_is_refused_with_what_to_do(tmp_path: Path, content: str) -> None:
    """F39."""
    path = tmp_path / "register.key"
    path.write_text(content, encoding="ascii")
    path.chmod(0o600)
    with pytest.raises(KeysUnusable):
        read_keys(path)


def test_a_missing_file_and_one_that_others_can_read_are_refused(tmp_path: Path) -> None:
    """F39: no key is made up."""
    path = tmp_path / "register.key"
    with pytest.raises(KeysUnusable, match="sendwatch init"):
        read_keys(path)
    make_keys(path)
    path.chmod(0o640)
    with pytest.raises(KeysUnusable, match="chmod 600"):
        read_keys(path)

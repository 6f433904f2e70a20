"""Sealing what identifies a person: AES-GCM for each field, under keys that lie outside the database.

A sealed value begins with the version of its key, so that a key can be changed while the service runs: the newest one
seals, every version opens. What a value belongs to is bound into it: moved to another person or field it does not open.
Values that people are found by have a blind index beside them: equal values have equal ones, and nothing else is told.
"""

import hashlib
import hmac
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from dsr.store.faults import KeysUnusable, SealBroken

KEY_BYTES = 32
_VERSION_BYTES = 2
_NONCE_BYTES = 12


class Keyring:
    """The keys of a register by version; the newest seals."""

    def __init__(self, keys: Mapping[int, bytes]) -> None:
        if not keys or any(len(key) != KEY_BYTES for key in keys.values()):
            raise KeysUnusable(f"A register needs at least one key, of {KEY_BYTES} bytes each.")
        self.versions = tuple(sorted(keys))
        self._seals = {version: AESGCM(_derived(key, b"seal")) for version, key in keys.items()}
        self._finders = {version: _derived(key, b"find") for version, key in keys.items()}
        self._checks = {version: _derived(key, b"check").hex()[:16] for version, key in keys.items()}
        # The chain of the audit must stay one chain: it is always made with the oldest key.
        self.chain_key = _derived(keys[self.versions[0]], b"chain")

    @property
    def newest(self) -> int:
        """The version that seals."""
        return self.versions[-1]

    def check_of(self, version: int) -> str:
        """Which key a version is, and nothing about it; kept in the database to know the right file by."""
        return self._checks[version]

    def seal(self, value: str, place: str) -> bytes:
        """A value sealed for a place, such as `P7K3QX2M name`."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = self._seals[self.newest].encrypt(nonce, value.encode(), place.encode())
        return self.newest.to_bytes(_VERSION_BYTES, "big") + nonce + sealed

    def open(self, sealed: bytes, place: str) -> str:
        """The value; raises `SealBroken`."""
        version = version_of(sealed)
        begin = _VERSION_BYTES + _NONCE_BYTES
        if version not in self._seals:
            raise SealBroken(f"A value is sealed with version {version} of the key, which is not in the key file.")
        try:
            opened = self._seals[version].decrypt(sealed[_VERSION_BYTES:begin], sealed[begin:], place.encode())
        except InvalidTag:
            raise SealBroken(
                "A sealed value does not open: it was changed, moved, or sealed with another key."
            ) from None
        return opened.decode()

    def blind(self, value: str, field: str, version: int | None = None) -> str:
        """The blind index of a value of a field; of the newest version unless another is asked for."""
        key = self._finders[self.newest if version is None else version]
        return hmac.new(key, f"{field}\0{value}".encode(), hashlib.sha256).hexdigest()[:32]


def place_in_person(person_ref: str, field: str) -> str:
    """What a sealed value of a person belongs to: an identifier's field, a fact's kind, or `reason` of a change."""
    return f"{person_ref} {field}"


def place_of_account(issuer: str, subject: str) -> str:
    """What a sealed name belongs to; an issuer's address holds no blank, so no two places are alike."""
    return f"account {issuer} {subject}"


def place_in_emergency(emergency_ref: str, field: str) -> str:
    """What the words of an emergency belong to: `words` of whoever asked, `finding` of whoever looked into it."""
    return f"emergency {emergency_ref} {field}"


def version_of(sealed: bytes) -> int:
    """With which version of the key a value is sealed."""
    return int.from_bytes(sealed[:_VERSION_BYTES], "big")


def read_keys(path: Path) -> Keyring:
    """The keys from their file, a line `version hex` each, which must be readable by its owner alone."""
    if not path.is_file():
        raise KeysUnusable(f"There is no register key at {path}. Run `sendwatch init`, or restore it from its safe.")
    if path.stat().st_mode & 0o077:
        raise KeysUnusable(f"The register key {path} can be read by others. Run: chmod 600 {path}")
    try:
        lines = [line.split() for line in path.read_text(encoding="ascii").splitlines() if line.strip()]
        return Keyring({int(version): bytes.fromhex(key) for version, key in lines})
    except ValueError:
        raise KeysUnusable(f"What is in {path} is not a register key. Restore it from its safe.") from None


def make_keys(path: Path) -> bool:
    """Make a key file unless there is one; True if it was made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(_line(1))
    return True


def add_key(path: Path) -> int:
    """Add a version to a key file, whole or not at all; returns it. What is sealed with older ones stays readable."""
    version = read_keys(path).newest + 1
    beside = path.with_suffix(".new")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(path.read_text(encoding="ascii") + _line(version))
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    return version


def _line(version: int) -> str:
    return f"{version} {secrets.token_hex(KEY_BYTES)}\n"


def _derived(key: bytes, purpose: bytes) -> bytes:
    return HKDF(hashes.SHA256(), KEY_BYTES, None, b"sendwatch register " + purpose).derive(key)

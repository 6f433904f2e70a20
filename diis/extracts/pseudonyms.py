"""From an identifier to a keyed pseudonym, before anything is written (design: two zones, one gate)."""

import hashlib
import os
import secrets
from collections.abc import Iterable
from pathlib import Path

_KEY_BYTES = 32
_BLOCK_BYTES = 64
_NHS = b"nhs:"
_HEX_LENGTH = 32
"""128 bits of the HMAC-SHA256: two children share one with a chance below 1 in 10^26 for a million children."""


class KeyUnusable(Exception):
    """The key file is missing, damaged, too short or readable by others, or is not the key of the store."""


class Pseudonymiser:
    """HMAC-SHA256 under one key; `key_id` tells which key, and nothing about it."""

    def __init__(self, key: bytes) -> None:
        if len(key) < _KEY_BYTES:
            raise KeyUnusable(f"The pseudonym key must be at least {_KEY_BYTES} bytes.")
        # HMAC is two hashes, each begun with the key. Both beginnings are made once, which makes a list of a million
        # children half as slow to name; a test holds that `hmac` comes to the same.
        block = key if len(key) <= _BLOCK_BYTES else hashlib.sha256(key).digest()
        block = block.ljust(_BLOCK_BYTES, b"\0")
        self._inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in block))
        self._outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in block))
        self.key_id = hashlib.sha256(b"sendwatch key id" + key).hexdigest()[:16]

    def of_nhs_number(self, number: str) -> str:
        """The same child at every provider."""
        return self._of(_NHS + number.encode())

    def of_nhs_numbers(self, numbers: Iterable[str]) -> list[str]:
        """The same for many numbers, in their order, a third faster."""
        begun, outer, length = self._inner.copy(), self._outer.copy, _HEX_LENGTH
        begun.update(_NHS)
        inner = begun.copy
        pseudonyms = []
        for number in numbers:
            first, second = inner(), outer()
            first.update(number.encode())
            second.update(first.digest())
            pseudonyms.append(second.hexdigest()[:length])
        return pseudonyms

    def of_local_id(self, provider: str, local_patient_id: str) -> str:
        """A child known to one provider only by its own number (R-WAIT-117: never matched by name)."""
        return self._of(b"local:" + provider.encode() + b":" + local_patient_id.encode())

    def of_pathway(self, issuer_and_pathway: str) -> str:
        """A patient pathway, by the identifier that goes with it from provider to provider (R-WAIT-10)."""
        return self._of(b"pathway:" + issuer_and_pathway.encode())

    def _of(self, message: bytes) -> str:
        inner, outer = self._inner.copy(), self._outer.copy()
        inner.update(message)
        outer.update(inner.digest())
        return outer.hexdigest()[:_HEX_LENGTH]


def read_key(path: Path) -> bytes:
    """The key from its file, which must be readable by its owner alone."""
    if not path.is_file():
        raise KeyUnusable(
            f"There is no pseudonym key at {path}. Run `sendwatch init`, or restore the key from its safe."
        )
    if path.stat().st_mode & 0o077:
        raise KeyUnusable(f"The pseudonym key {path} can be read by others. Run: chmod 600 {path}")
    try:
        return bytes.fromhex(path.read_text(encoding="ascii").strip())
    except ValueError:
        raise KeyUnusable(f"What is in {path} is not a pseudonym key. Restore the key from its safe.") from None


def make_key(path: Path) -> bool:
    """Make a key file unless there is one; True if it was made. A key is never replaced: pseudonyms hang on it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(_KEY_BYTES) + "\n")
    return True

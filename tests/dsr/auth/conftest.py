"""Keys that are made once, and a door for each test."""

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from tests.dsr.auth.signing import Door, Signer


def rsa_signer(key_id: str) -> Signer:
    return Signer(rsa.generate_private_key(public_exponent=65537, key_size=2048), key_id, "RS256")


@pytest.fixture(scope="session")
def signer() -> Signer:
    """The first issuer's."""
    return rsa_signer("key-1")


@pytest.fixture(scope="session")
def next_signer() -> Signer:
    """The one that the first issuer rotates to."""
    return rsa_signer("key-2")


@pytest.fixture(scope="session")
def attacker() -> Signer:
    """A key that nobody knows, under the id of a known one."""
    return rsa_signer("key-1")


@pytest.fixture(scope="session")
def ec_signer() -> Signer:
    """The second issuer's."""
    return Signer(ec.generate_private_key(ec.SECP256R1()), "ec-key-1", "ES256")


@pytest.fixture
def door(signer: Signer, ec_signer: Signer) -> Door:
    return Door(signer, ec_signer)

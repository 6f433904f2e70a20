"""References of people: random, short enough to be said aloud, and they never spell a word."""

import secrets

_SIGNS = "23456789CFGHJKMPQRVWX"
_LENGTH = 8
PATTERN = f"^[{_SIGNS}]{{{_LENGTH}}}$"
"""How a reference is spelled, for whoever takes one in."""


def new_reference() -> str:
    """Such as `K7QX2M9R`: one of 37 thousand million."""
    return "".join(secrets.choice(_SIGNS) for _ in range(_LENGTH))

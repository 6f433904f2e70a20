"""The personas of a demonstration: invented staff, one for each role, of a register in which everybody is invented."""

from dataclasses import dataclass

from dsr.auth.roles import Role

ISSUER = "demonstration"
"""No provider has this name, since theirs are addresses: no token and no sign-in elsewhere is ever one of a persona."""


@dataclass(frozen=True, kw_only=True)
class Persona:
    """Somebody invented, who may sign in without proof of anything."""

    persona: str
    name: str
    role: Role
    organisation: str
    account_id: int

"""Whoever runs commands on the register's machine: whom they see, and how the audit names them."""

import os
import pwd

from dsr.store.register import RegisterStore
from dsr.store.scope import COMMAND_LINE, Actor, Scope
from dsr.store.session import Session
from dsr.store.tables import audit

_LONGEST: int = audit.c.organisation.type.length  # type: ignore[attr-defined]


def at_the_keyboard(session: Session, command: str, purpose: str = "administration") -> RegisterStore:
    """The register as whoever may run commands on its machine sees it: everybody, and each look in the audit."""
    return RegisterStore(session, Scope(everybody=True), keyboard(command, purpose))


def keyboard(command: str, purpose: str = "administration") -> Actor:
    """Whoever may run commands on the register's machine: they have no account here, so the audit has the machine's."""
    return Actor(account_id=None, role=COMMAND_LINE, organisation=_machine_account(), purpose=purpose, route=command)


def _machine_account() -> str:
    """The name of the account that the command runs under, or its number where it has none, as in a container."""
    try:
        name = pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        name = f"uid {os.getuid()}"
    return name[:_LONGEST]

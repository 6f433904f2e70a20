"""Whoever runs commands on the register's machine: whom they see, and how the audit names them."""

from dsr.store.register import RegisterStore
from dsr.store.scope import Actor, Scope
from dsr.store.session import Session


def at_the_keyboard(session: Session, command: str, purpose: str = "administration") -> RegisterStore:
    """The register as whoever may run commands on its machine sees it: everybody, and each look in the audit."""
    return RegisterStore(session, Scope(everybody=True), keyboard(command, purpose))


def keyboard(command: str, purpose: str = "administration") -> Actor:
    """Whoever may run commands on the register's machine; the audit names the command and no account."""
    return Actor(account_id=None, role="command-line", organisation="-", purpose=purpose, route=command)

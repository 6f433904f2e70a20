"""The register put together from the settings: its database, terms, issuers and server, and who is at the keyboard."""

from sendwatch.register.database import initialise_register, open_register
from sendwatch.register.keyboard import at_the_keyboard, keyboard

__all__ = ["at_the_keyboard", "initialise_register", "keyboard", "open_register"]

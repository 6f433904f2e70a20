"""What can be wrong with the keys of a register; here alone, so that who only names a fault loads no cryptography."""


class KeysUnusable(Exception):
    """The key file is missing, damaged or readable by others, or is not that of this register."""


class SealBroken(Exception):
    """A sealed value does not open: another key, another place, or a changed byte. Nothing of it is told."""

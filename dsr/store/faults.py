"""What can be wrong with the keys of a register; here alone, so that who only names a fault loads no cryptography."""


class KeysUnusable(Exception):
    """The key file is missing, damaged or readable by others, or is not that of this register."""


class RecordsUnreadable(Exception):
    """Some records were written by a newer version, or do not open; the others were done."""

    def __init__(self, count: int) -> None:
        super().__init__(
            f"{count} records cannot be read, and what lists tell of them is out of date: they were written by a newer "
            "version, or are damaged. Bring the service to that version, or restore them. All others are up to date."
        )


class SealBroken(Exception):
    """A sealed value does not open: another key, another place, or a changed byte. Nothing of it is told."""

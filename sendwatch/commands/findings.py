"""What a doctor found: one thing that was looked at, whether it is well, and what to do if it is not."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; `advice` says what to do where it is not well, or what is well but not all."""

    what: str
    well: bool
    advice: str = ""

    def in_words(self) -> str:
        """A line; what is well and has advice all the same is a note, so that nobody reads over it."""
        if not self.advice:
            return f"{'well ' if self.well else 'WRONG'} {self.what}"
        return f"{'note ' if self.well else 'WRONG'} {self.what}. {self.advice}"

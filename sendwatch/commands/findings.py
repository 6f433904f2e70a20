"""What a doctor found: one thing that was looked at, whether it is well, and what to do if it is not."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; `advice` says what to do where it is not well."""

    what: str
    well: bool
    advice: str = ""

    def in_words(self) -> str:
        return f"{'well ' if self.well else 'WRONG'} {self.what}" + (f". {self.advice}" if self.advice else "")

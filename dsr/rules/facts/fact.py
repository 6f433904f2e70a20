"""What every fact has."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Fact:
    """Something that is true of a young person from a day on."""

    on: date

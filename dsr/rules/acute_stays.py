"""Stays in a general hospital because of a mental health crisis: not blue, but a flag of their own (R-DSR-65)."""

from datetime import date

from dsr.rules.facts.hospital import AcuteStayBegan, AcuteStayEnded
from dsr.rules.life import Life
from dsr.rules.ratings import Rating


def in_acute_stay(life: Life, on: date) -> bool:
    """Whether the person is in a general hospital at the end of a day."""
    newest = [fact for fact in life.facts if isinstance(fact, AcuteStayBegan | AcuteStayEnded) and fact.on <= on]
    return bool(newest) and isinstance(newest[-1], AcuteStayBegan)


def suggested_by_stay(life: Life, on: date) -> Rating | None:
    """A stay suggests red and sets nothing: the rating stays a clinician's (R-DSR-65)."""
    return Rating.RED if in_acute_stay(life, on) else None

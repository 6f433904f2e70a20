"""Stays in a general hospital because of a mental health crisis: not blue, but a flag of their own (R-DSR-65)."""

from datetime import date

from dsr.rules.facts.hospital import AcuteStayBegan, AcuteStayEnded, Admitted
from dsr.rules.facts.people import Died
from dsr.rules.life import Life
from dsr.rules.rating.ratings import Rating

_TURNS = AcuteStayBegan | AcuteStayEnded | Admitted | Died


def in_acute_stay(life: Life, on: date) -> bool:
    """Whether the person is there at the end of a day; an admission to a mental health hospital ends the stay."""
    turns = [fact for fact in life.facts if isinstance(fact, _TURNS) and fact.on <= on]
    return bool(turns) and isinstance(turns[-1], AcuteStayBegan)


def suggested_by_stay(life: Life, on: date) -> Rating | None:
    """A stay suggests red and sets nothing: the rating stays a clinician's (R-DSR-65)."""
    return Rating.RED if in_acute_stay(life, on) else None

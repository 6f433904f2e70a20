"""Who counts where: blue here, in the national return, or in a general hospital (R-DSR-65, 92)."""

from datetime import date
from enum import StrEnum

from dsr.rules.facts.hospital import LeaveBegan, LeaveEnded, Ward
from dsr.rules.facts.people import ConditionRecorded, Evidence
from dsr.rules.hospital.spells import over_on, spell_on
from dsr.rules.life import Life

_IN_SCOPE = frozenset({Evidence.CONFIRMED, Evidence.CLINICALLY_UNDERSTOOD})


class Reporter(StrEnum):
    """Who reports an inpatient to the Assuring Transformation return (R-DSR-92)."""

    BOARD = "integrated-care-board"
    COLLABORATIVE = "provider-collaborative"


def is_inpatient(life: Life, day: date) -> bool:
    """Whether somebody is in a mental health hospital at the end of a day, on leave or not, and alive."""
    spell = spell_on(life, day)
    over = over_on(life, spell) if spell else None
    return spell is not None and (over is None or day < over)


def on_leave(life: Life, day: date) -> bool:
    """Whether an inpatient is on extended section 17 leave on a day; the stay goes on, and its rating (R-DSR-65)."""
    spell = spell_on(life, day)
    if spell is None:
        return False
    turns = [fact for fact in life.facts if isinstance(fact, LeaveBegan | LeaveEnded)]
    said = [fact for fact in turns if spell.admitted_on <= fact.on <= day]
    return bool(said) and isinstance(said[-1], LeaveBegan)


def why_not_counted(life: Life, day: date) -> str | None:
    """Why somebody is not in the national return for a day; None for who is (R-DSR-92)."""
    if not is_inpatient(life, day):
        return "Is no inpatient of a mental health hospital."
    if on_leave(life, day):
        return "Is on extended section 17 leave: blue here, not counted nationally since November 2024."
    known = life.last(ConditionRecorded, by=day)
    if known is None or known.evidence not in _IN_SCOPE:
        return "Neither a learning disability nor autism is diagnosed or clinically understood."
    return None


def reporter_on(life: Life, day: date) -> Reporter | None:
    """Who reports somebody for a day; None for who is not counted. Children's wards are not the board's (R-DSR-92)."""
    spell = spell_on(life, day)
    if spell is None or why_not_counted(life, day) is not None:
        return None
    return Reporter.COLLABORATIVE if spell.ward_on(day).ward is Ward.CAMHS else Reporter.BOARD

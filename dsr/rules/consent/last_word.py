"""Whose no is the person's: who may refuse, and whose withdrawal ends an entry (R-DSR-27, 28, 30, 31, 34).

Whoever agreed can take that back at any time, and the young person takes back everything: sharing stops at once. But
an entry ends only by who decides about it. A parent's word after the 16th birthday, and the word of a person who was
judged unable to decide, take away what the entry rested on; then it is accepted without a valid consent, nobody works
with it, and who decides now is asked in the days of `obtain-consent` (ADR 0072).
"""

from datetime import date

from dsr.rules.consent.capacity import OWN_MIND_YEARS, can_decide, judged_unable, who_decides
from dsr.rules.facts.consent import Basis
from dsr.rules.life import Life
from dsr.rules.terms import Terms

_OTHERS = (Basis.PARENTAL, Basis.BEST_INTERESTS)
"""Whose agreement is evidence for the board's own decision (R-DSR-28)."""


def decides(by: Basis, life: Life, on: date) -> bool:
    """Whether a basis is that of who decides, as far as facts tell: before anything is agreed to, only they can refuse.

    The board, whose register it is, may say no for everybody who cannot decide (R-DSR-27, 28, 30).
    """
    if can_decide(life, on) or by is Basis.OWN:
        return can_decide(life, on) and by is Basis.OWN
    return by is Basis.BOARD_BEST_INTERESTS or (by is Basis.PARENTAL) == (on < life.turns(OWN_MIND_YEARS))


def speaks_for(by: Basis, life: Life, on: date) -> bool:
    """Whether a no on a basis is the person's own, or of who decides for somebody who cannot.

    Of a child whom nobody has judged the own no counts: nobody has said that the child cannot decide (R-DSR-31).
    """
    return not judged_unable(life, on) if by is Basis.OWN else decides(by, life, on)


def ends_entry(by: Basis, life: Life, on: date, terms: Terms) -> bool:
    """The same by the law of a day: once the Act is in force the board decides, not a parent or a team (R-DSR-28)."""
    if by in {Basis.OWN, Basis.BOARD_BEST_INTERESTS}:
        return speaks_for(by, life, on)
    return who_decides(life, on, terms) is by


def ended_by(by: Basis, life: Life, on: date) -> frozenset[Basis]:
    """Whose consents a no on a basis ends: the speaker's own kind, and what has lapsed where the speaker decides now.

    The young person ends everything; nobody else ends what the young person agreed to while able to (R-DSR-27, 31).
    """
    if by is Basis.OWN:
        return frozenset(Basis)
    ended = {by, *_OTHERS} if by is Basis.BOARD_BEST_INTERESTS else {by}
    if decides(by, life, on):
        ended |= {Basis.OWN} if on < life.turns(OWN_MIND_YEARS) else {Basis.OWN, Basis.PARENTAL}
    return frozenset(ended)

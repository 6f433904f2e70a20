"""Which entry a removal closes: the newest, or one that was withdrawn before somebody asked anew (R-DSR-30, 31, 37).

Somebody may ask for a new entry, and be accepted, while the one that was withdrawn is still to be closed. Its removal
is told by the reason, which is the withdrawal; every other reason is one of the newest entry.
"""

from collections.abc import Iterator, Mapping

from dsr.rules.consent.agreement import CLOSING, is_for_a_withdrawal, noes
from dsr.rules.facts.consent import ConsentGiven, Scope
from dsr.rules.facts.entry import Removed, Request
from dsr.rules.facts.fact import Fact
from dsr.rules.life import Life, remembered


def no_closed_by(removed: Removed, life: Life) -> Fact | None:
    """The no for which an entry was removed; None for another reason, or where nobody had said no."""
    return _noes_closed(life).get(id(removed))


def next_before(removed: Removed, life: Life) -> tuple[Fact, ...]:
    """What was told of the next entry, from the request on, when a removal closed one that was withdrawn before that.

    Nothing, where it closed the newest.
    """
    no = no_closed_by(removed, life)
    return tuple(_since_asked_anew(no, removed, life)) if no is not None else ()


def closing_of(no: Fact, life: Life) -> Removed | None:
    """The first removal after a no that closed the entry to which it was said."""
    is_after = asked_anew = False
    for fact in life.facts:
        if is_after and isinstance(fact, Removed) and (not asked_anew or no_closed_by(fact, life) is no):
            return fact
        asked_anew = asked_anew or (is_after and isinstance(fact, Request))
        is_after = is_after or fact is no
    return None


@remembered
def _noes_closed(life: Life) -> Mapping[int, Fact]:
    """For each removal on withdrawal the no that it closes: of the newest entry, or of the last before it still open.

    Open is what took back what was agreed to, until somebody agrees again, or the entry closes for another reason. If
    nothing is, it is the newest no: what is told twice closes nothing more.
    """
    took_back = {id(no): agreed for no, agreed in noes(life)}
    found: dict[int, Fact] = {}
    before: list[Fact] = []
    here = newest = None
    for fact in life.facts:
        if id(fact) in took_back:
            newest, here = fact, fact if took_back[id(fact)] else here
        elif here is not None and isinstance(fact, Request):
            before.append(here)
            here = None
        elif is_for_a_withdrawal(fact) and newest is not None:
            found[id(fact)] = here or (before.pop() if before else newest)
            here = None
        elif _settles(fact):
            here = None
    return found


def _settles(fact: Fact) -> bool:
    """Whether nothing is to be closed any more for a no of the same entry."""
    if isinstance(fact, ConsentGiven):
        return Scope.ENTRY in fact.scopes
    return isinstance(fact, CLOSING)


def _since_asked_anew(no: Fact, removed: Removed, life: Life) -> Iterator[Fact]:
    is_after = asked_anew = False
    for fact in life.facts:
        if fact is removed:
            return
        asked_anew = asked_anew or (is_after and isinstance(fact, Request))
        if asked_anew:
            yield fact
        is_after = is_after or fact is no

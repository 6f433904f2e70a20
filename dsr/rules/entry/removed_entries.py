"""Which entry a removal closes: the newest, or one that was withdrawn before somebody asked anew (R-DSR-30, 31, 37).

Somebody may ask for a new entry, and be accepted, while the one that was withdrawn is still to be closed. Its removal
is told by the reason, which is the withdrawal; every other reason is one of the newest entry.
"""

from collections.abc import Iterator, Mapping

from dsr.rules.consent.agreement import noes
from dsr.rules.facts.entry import Referred, RemovalReason, Removed, TransferReceived
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
        asked_anew = asked_anew or (is_after and _is_request(fact))
        is_after = is_after or fact is no
    return None


@remembered
def _noes_closed(life: Life) -> Mapping[int, Fact]:
    """For each removal on withdrawal the newest no that is not closed yet and took back what was agreed to.

    If there is none, the newest no: what is told twice closes nothing more.
    """
    took_back = {id(no): agreed for no, agreed in noes(life)}
    found: dict[int, Fact] = {}
    to_close: list[Fact] = []
    newest: Fact | None = None
    for fact in life.facts:
        if id(fact) in took_back:
            newest = fact
            to_close += [fact] if took_back[id(fact)] else []
        elif isinstance(fact, Removed) and fact.reason is RemovalReason.WITHDRAWN and newest is not None:
            found[id(fact)] = to_close.pop() if to_close else newest
    return found


def _since_asked_anew(no: Fact, removed: Removed, life: Life) -> Iterator[Fact]:
    is_after = asked_anew = False
    for fact in life.facts:
        if fact is removed:
            return
        asked_anew = asked_anew or (is_after and _is_request(fact))
        if asked_anew:
            yield fact
        is_after = is_after or fact is no


def _is_request(fact: Fact) -> bool:
    return isinstance(fact, Referred | TransferReceived)

"""Two records of one person: what one brings to the other, and what a merge may not end or mix up.

A merge says whose record it is, and nothing else. That the second record's entry was an error is no word about an
entry that goes on in the first, and is not brought. Everything else that is told of either is true of the person: but
an entry ends by somebody who knows that they end it. So a death, a no, a decline or a removal that the one record tells
is recorded in the other, whose entry goes on, or undone, before the two become one (H2, R-DSR-21, 30, 37, 38).

The name of a C(E)TR is given in a record, so that two records may have one name for two reviews. As one they would
unlock the pack of the one by the consent to the other, and end what is asked of one that is still to come.
"""

from datetime import date

from dsr.rules.corrections import Numbered
from dsr.rules.entry.standing import OVER, Standing, standing_on
from dsr.rules.facts.entry import RemovalReason, Removed
from dsr.rules.facts.fact import Fact
from dsr.rules.facts.key_workers import KeyWorkerAllocated
from dsr.rules.key_work.key_working import key_worker_on
from dsr.rules.life import Life
from dsr.rules.terms import Terms


def brought(first: Life, second: Numbered, terms: Terms) -> Numbered:
    """What the second record tells and the first does not. An allocation to whoever is key worker then tells nothing.

    No caseload grows by it: the case was in it before, by one of the two.
    """
    known, found = set(first.facts), dict[Fact, int]()
    for number, fact in second:
        named_already = isinstance(fact, KeyWorkerAllocated) and key_worker_on(first, fact.on) == fact.worker
        if fact not in known and not named_already and not _is_of_its_own_entry(fact, first, terms):
            found.setdefault(fact, number)
    return [(number, fact) for fact, number in found.items()]


def why_not_one(records: tuple[Life, Life], together: Life, today: date, terms: Terms) -> str | None:
    """Why records cannot become one today: two reviews would be mixed up, or an entry that goes on in one be lost."""
    return _mixed_up(*records) or _ended(records, together, today, terms)


def _mixed_up(first: Life, second: Life) -> str | None:
    """Which C(E)TRs of one name may be two (R-DSR-80 to 84, 110). Where one record tells nothing else, it is one."""
    mine, theirs = _of_reviews(first), _of_reviews(second)
    names = [name for name in mine if name in theirs and not (mine[name] <= theirs[name] or theirs[name] <= mine[name])]
    if not names:
        return None
    return (
        f"Both records tell of a C(E)TR with the name {' and of one with the name '.join(names)}, and not the same. "
        "If it is one review, record all that is true of it in one of the two, and undo in the other what differs. "
        "If they are two, undo everything of it in the record that is not kept, and record it there again under "
        "another name. Then merge."
    )


def _of_reviews(life: Life) -> dict[str, set[Fact]]:
    """What is told of each C(E)TR, by its name."""
    found: dict[str, set[Fact]] = {}
    for fact in life.facts:
        name: str | None = getattr(fact, "review", None)
        if name is not None:
            found.setdefault(name, set()).add(fact)
    return found


def _ended(records: tuple[Life, Life], together: Life, today: date, terms: Terms) -> str | None:
    """What ends an entry that goes on in one of them. None where none is lost."""
    after = standing_on(together, today, terms)
    if after is None or not any(_is_lost(standing_on(life, today, terms), after) for life in records):
        return None
    return (
        f"An entry that goes on in one of the two would not any more. {after.why} If that is true of the person, "
        "record it in the record whose entry goes on; otherwise undo it in the other one. Then merge."
    )


def _is_of_its_own_entry(fact: Fact, first: Life, terms: Terms) -> bool:
    """Whether a fact only says that another record's entry was an error, while this one's goes on (R-DSR-37)."""
    if not isinstance(fact, Removed) or fact.reason is not RemovalReason.ERROR:
        return False
    return _goes_on(standing_on(first, fact.on, terms))


def _is_lost(before: Standing | None, after: Standing) -> bool:
    """Whether an entry that was not over is over then, or is worked with no longer (R-DSR-26)."""
    return (
        before is not None and _goes_on(before) and not (after.is_active or (_goes_on(after) and not before.is_active))
    )


def _goes_on(standing: Standing | None) -> bool:
    return standing is not None and standing.status not in OVER

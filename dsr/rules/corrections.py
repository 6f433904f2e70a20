"""Whether facts can still stand after some were undone, redone or brought from a second record.

Each was possible when it was recorded, with what was known then. What counts after a change must be so too, in the
order in which it was recorded: a discharge does not stay without its admission. A fact that no rule allows, from before
the rule or from an import, hinders nobody who corrects something else.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date

from diis.definitions.calendar import day_in_words
from dsr.rules.facts.fact import Fact
from dsr.rules.life import Life
from dsr.rules.recordable import why_not
from dsr.rules.terms import Terms

Numbered = Sequence[tuple[int, Fact]]
"""Facts with their numbers, in the order in which they were recorded."""


def why_not_after(
    known: Collection[Numbered], counting: Numbered, birth_on: date, today: date, terms: Terms
) -> str | None:
    """Why what counts after a change could not stand; None if it can. `known` are the records as they were before."""
    before = {number for facts in known for number, _, _ in _objections(facts, birth_on, today, terms)}
    found = (one for one in _objections(counting, birth_on, today, terms) if one[0] not in before)
    _, fact, reason = next(found, (0, None, ""))
    if fact is None:
        return None
    return f"What was recorded of {day_in_words(fact.on)} could not stand, and would have to be undone too: {reason}"


def _objections(
    facts: Iterable[tuple[int, Fact]], birth_on: date, today: date, terms: Terms
) -> Iterator[tuple[int, Fact, str]]:
    life = Life(birth_on)
    for number, fact in facts:
        reason = why_not(fact, life, today, terms)
        if reason is not None:
            yield number, fact, reason
        life = Life.of(birth_on, (*life.facts, fact))

"""Setting a rating: what was suggested on that day is kept beside what the clinician decided (R-DSR-51, 52)."""

from dataclasses import replace

from dsr.actions.recording import Seen, as_seen, record
from dsr.rules.facts.fact import Fact
from dsr.rules.facts.rating import Rated
from dsr.rules.life import Life
from dsr.rules.rating.suggestions import suggested_on
from dsr.store.register import RegisterStore

RATE = "rate"


def rate(store: RegisterStore, seen: Seen, reason: str, *facts: Fact) -> int:
    """Record ratings, each with what its answers and a stay suggested where nobody said that; returns the new version.

    Raises what `record` raises.
    """
    life = as_seen(store, seen).life
    return record(store, seen, RATE, reason, *(_with_suggestion(one, life) for one in facts))


def _with_suggestion(fact: Fact, life: Life) -> Fact:
    if isinstance(fact, Rated) and fact.suggested is None:
        return replace(fact, suggested=suggested_on(life, fact.on, fact.prompt).rating)
    return fact

"""The one gate for the facts of a row: all that are possible in the order of their days, or why the row is listed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dsr.actions.importing.facts import Told
from dsr.actions.importing.values import Fault
from dsr.rules.closed_lists import unknown_in
from dsr.rules.consent.consent import ConsentState, consent_state
from dsr.rules.facts.consent import ConsentRefused
from dsr.rules.facts.key_workers import KeyWorkerAllocated
from dsr.rules.key_work.who_is_told import may_have_key_worker_of
from dsr.rules.life import Life
from dsr.rules.recordable import why_not
from dsr.rules.terms import Terms

_NO_SUCH_WORKER = (
    "The register knows no key worker of this name. Correct it, map it to the name that the register uses, or name the "
    "team under [key_workers] of the mapping by its code."
)

_NOT_TOLD = (
    "The organisation of this key worker does not lead, and consent to sharing does not name it, so they may not be "
    "told of the person (R-DSR-29, 113). The person comes in and waits for a key worker."
)

_NOT_COUNTED = (
    "This no ends nothing: under 16 it counts once somebody has judged that the child can decide, and otherwise that "
    "of who decides does (R-DSR-27, 30). Say who refused, add when the child was judged able, or ask who decides."
)

Workers = Mapping[str, str]
"""Whom a row can name as key worker, with the team of each."""


@dataclass(frozen=True)
class Judged:
    """What may be recorded of a row, what had to stay out, and why nothing may be, if so."""

    told: Sequence[Told] = ()
    left_out: Sequence[Fault] = ()
    fault: Fault | None = None


def judged(told: Iterable[Told], life: Life, today: date, terms: Terms, workers: Workers) -> Judged:
    """All or none; a consent that does not count stays out by itself, and the entry awaits another (R-DSR-26).

    So does a key worker whose organisation may not be told of the person, who is then in the queue (R-DSR-100, 113).
    """
    possible, left_out = list[Told](), list[Fault]()
    for one in told:
        if isinstance(one.fact, KeyWorkerAllocated) and one.fact.worker not in workers:
            return Judged(fault=Fault("key-worker-unknown", one.column, _NO_SUCH_WORKER))
        unknown = unknown_in(one.fact, life, terms)
        if unknown is not None:
            column = one.fields.get(unknown.field, one.column)
            return Judged(fault=Fault(unknown.listed.value, column, unknown.reason))
        reason = why_not(one.fact, life, today, terms)
        if reason is None:
            possible.append(one)
            life = Life.of(life.birth_on, (*life.facts, one.fact))
            if isinstance(one.fact, ConsentRefused) and not _is_refused(life, one.fact.on, terms):
                return Judged(fault=Fault("refusal-not-counted", one.fields.get("by", one.column), _NOT_COUNTED))
        elif one.of_consent:
            left_out.append(Fault("consent-not-valid", one.column, reason))
        else:
            return Judged(fault=Fault("not-possible", one.column, reason))
    untold = {name for name, team in workers.items() if not may_have_key_worker_of(team, life, today, terms)}
    barred = [one for one in possible if isinstance(one.fact, KeyWorkerAllocated) and one.fact.worker in untold]
    left_out += [Fault("key-worker-not-told", one.column, _NOT_TOLD) for one in barred]
    return Judged([one for one in possible if one not in barred], left_out)


def _is_refused(life: Life, on: date, terms: Terms) -> bool:
    """Whether the register itself says so: of what it does not count nothing may be told as a refusal (R-DSR-30)."""
    return consent_state(life, on, terms) in {ConsentState.REFUSED, ConsentState.WITHDRAWN}

"""A plan carried out, row by row: all of a row or nothing of it, and nobody who was first is overrun."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace

from dsr.actions.importing.mapping import Reading
from dsr.actions.importing.planning import Planned, Progressing
from dsr.actions.importing.verdicts import Outcome, Verdict
from dsr.actions.key_working import add_key_worker
from dsr.actions.recording import NotPossible, record
from dsr.actions.referring import AlreadyHeld, refer
from dsr.rules.facts.entry import Referred
from dsr.rules.facts.key_workers import KeyWorkerAllocated
from dsr.store.people import ChangedMeanwhile, NobodyThere
from dsr.store.register import RegisterStore

_ACTION = "import"
_MEANWHILE = "Somebody changed this record while the import ran. Import the same file again."


def carried_out(
    store: RegisterStore, plans: Sequence[Planned], reading: Reading, sha256: str, progress: Progressing
) -> Iterator[Verdict]:
    """Write what was planned, a row for each verdict that is taken, with the references of those who are new.

    Whoever takes no more has written no more. What was written is written for good: the same file again finds it there.

    `sha256` is that of the file: the reason of each change names it, with the row.
    """
    needed = {fact.worker for plan in plans for fact in plan.facts if isinstance(fact, KeyWorkerAllocated)}
    for name in sorted(needed - set(store.caseloads())):
        # Of somebody who was here and left, each row that names them says so.
        with suppress(NotPossible):
            add_key_worker(store, name, reading.key_workers[name])
    for done, plan in enumerate(plans, start=1):
        verdict = _written(store, plan, f"Row {plan.verdict.row} of the spreadsheet with the SHA-256 {sha256}")
        progress(done, len(plans))
        yield verdict


def _written(store: RegisterStore, plan: Planned, reason: str) -> Verdict:
    try:
        return _end_of(store, plan, reason)
    except (ChangedMeanwhile, NobodyThere, AlreadyHeld):
        return replace(plan.verdict, outcome=Outcome.LISTED, code="changed-meanwhile", reason=_MEANWHILE, new=())
    except NotPossible as forbidden:
        return replace(plan.verdict, outcome=Outcome.LISTED, code="not-possible", reason=str(forbidden), new=())


def _end_of(store: RegisterStore, plan: Planned, reason: str) -> Verdict:
    verdict = plan.verdict
    if verdict.outcome is Outcome.LISTED or verdict.changes_nothing:
        return verdict
    if plan.seen is None:
        referred = next(fact for fact in plan.facts if isinstance(fact, Referred))
        others = [fact for fact in plan.facts if fact is not referred]
        made = refer(store, plan.identifiers, referred, reason, *others, somebody_else=True, override=True)
        return replace(verdict, reference=made)
    record(store, plan.seen, _ACTION, reason, *plan.facts, identifiers=plan.identifiers, override=True)
    return verdict

"""Moving to another area and from one: nobody is dropped between two registers (R-DSR-39)."""

from collections.abc import Mapping

from dsr.actions.recording import Seen, as_seen, record
from dsr.actions.referring import take_in
from dsr.rules.facts.entry import RemovalReason, Removed, TransferAccepted, TransferReceived, TransferSent
from dsr.rules.facts.fact import Fact
from dsr.rules.facts.key_workers import ClosingReason, KeyWorkingClosed
from dsr.rules.key_work.key_working import key_worker_on
from dsr.store.people import Writing
from dsr.store.register import RegisterStore


def transfer_in(
    store: RegisterStore,
    identifiers: Mapping[str, str],
    received: TransferReceived,
    reason: str,
    *others: Fact,
    somebody_else: bool = False,
) -> str:
    """Take on somebody whom another area sends, as a new referral with its rating; returns the reference.

    The rating holds until the first review here. `others` came along: consent, or the admission of whoever is blue.
    Whoever has a record here already is recorded there, by `record`. Raises what `refer` raises.
    """
    facts = (*others, received)
    writing = Writing(action="transfer-in", reason=reason, facts=facts, identifiers=dict(identifiers))
    return take_in(store, writing, somebody_else=somebody_else)


def send_pack(store: RegisterStore, seen: Seen, to: str, reason: str) -> int:
    """Send the handover pack to another area today, with consent; the entry stays active. Raises as `record`."""
    return record(store, seen, "transfer-out", reason, TransferSent(on=store.session.today, to=to))


def taken_over(store: RegisterStore, seen: Seen, by: str, reason: str) -> int:
    """The other area took the person on: the entry closes today as transferred, and key working with it.

    `by` is the other area. Raises as `record`: nothing is accepted that was not sent.
    """
    today = store.session.today
    facts: list[Fact] = [
        TransferAccepted(on=today, by=by),
        Removed(on=today, reason=RemovalReason.TRANSFERRED, by=by),
    ]
    if key_worker_on(as_seen(store, seen).life, today) is not None:
        facts.append(KeyWorkingClosed(on=today, reason=ClosingReason.MOVED))
    return record(store, seen, "transfer-out", reason, *facts)

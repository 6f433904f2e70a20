"""Moving to another area and from one: nobody is dropped between two registers (R-DSR-39)."""

from collections.abc import Mapping

from dsr.actions.recording import Seen, record
from dsr.actions.referring import take_in
from dsr.rules.facts.entry import RemovalReason, Removed, TransferAccepted, TransferReceived
from dsr.rules.facts.fact import Fact
from dsr.store.people import Writing
from dsr.store.register import RegisterStore

TRANSFER_OUT = "transfer-out"


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


def transfer_out(store: RegisterStore, seen: Seen, reason: str, *facts: Fact) -> int:
    """Record that a pack went to another area, with consent, or what came of it; returns the new version.

    Until the other area takes the person on the entry stays active. Once it does the entry closes as transferred, and
    key working with it, by the same act. Raises as `record`: nothing is accepted that was not sent.
    """
    taken = [one for one in facts if isinstance(one, TransferAccepted)]
    follows = [Removed(on=one.on, reason=RemovalReason.TRANSFERRED, by=one.by) for one in taken]
    return record(store, seen, TRANSFER_OUT, reason, *facts, *follows)

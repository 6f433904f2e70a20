"""Deciding on a referral: accepted with the limbs that were judged, or declined with somewhere else to turn."""

from collections.abc import Collection, Sequence

from dsr.actions.recording import Seen, record
from dsr.rules.facts.entry import Decided, DeclineReason, LimbJudged, OutcomeTold, Told
from dsr.rules.facts.fact import Fact
from dsr.store.register import RegisterStore

_ACTION = "decide"


def accept(
    store: RegisterStore,
    seen: Seen,
    by: str,
    reason: str,
    *,
    judged: Sequence[LimbJudged] = (),
    told: Collection[Told] = (),
) -> int:
    """Accept a referral today, with limbs that were judged along with it (R-DSR-04, 05, 14, 16); the new version.

    `told` know already; a task for each of the others follows by rule (R-DSR-22). Without a valid consent the entry
    awaits it and is not active (R-DSR-26). Raises what `record` raises.
    """
    return _decide(store, seen, reason, judged, Decided(on=store.session.today, accepted=True, by=by), told)


def decline(
    store: RegisterStore,
    seen: Seen,
    by: str,
    why: DeclineReason,
    signposted_to: str,
    reason: str,
    *,
    judged: Sequence[LimbJudged] = (),
    told: Collection[Told] = (),
) -> int:
    """Decline a referral today, with its reason and where else to turn (R-DSR-22); otherwise as `accept`."""
    declined = Decided(on=store.session.today, accepted=False, by=by, reason=why, signposted_to=signposted_to)
    return _decide(store, seen, reason, judged, declined, told)


def _decide(
    store: RegisterStore,
    seen: Seen,
    reason: str,
    judged: Sequence[LimbJudged],
    decided: Decided,
    told: Collection[Told],
) -> int:
    outcome: list[Fact] = [OutcomeTold(on=decided.on, whom=whom) for whom in Told if whom in told]
    return record(store, seen, _ACTION, reason, *judged, decided, *outcome)

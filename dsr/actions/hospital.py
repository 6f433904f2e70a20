"""Leaving hospital. An admission is recorded like any other fact, and is blue by rule (R-DSR-62)."""

from datetime import date

from dsr.actions.recording import Seen, record
from dsr.rules.facts.fact import Fact
from dsr.rules.facts.hospital import CrisisSupportOffered, Discharged
from dsr.store.register import RegisterStore


def discharge(store: RegisterStore, seen: Seen, on: date, reason: str, *, crisis_support: bool = False) -> int:
    """Record a discharge; returns the new version. From that day the rating is red by rule, for 14 days (R-DSR-63).

    `crisis_support`: it was offered along with it; otherwise offering it is a task. Raises what `record` raises.
    """
    offered: list[Fact] = [CrisisSupportOffered(on=on)] if crisis_support else []
    return record(store, seen, "discharge", reason, Discharged(on=on), *offered)

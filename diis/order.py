"""Where an extract stands among those of its feed: sent again, or behind a newer one (B34, B35)."""

from diis.delivery import Promise
from diis.extracts.rejections import WARNING, Rejection
from diis.store.engine import StoreConnection
from diis.store.ledger import list_before, newest_census

_LONGEST_NAME = 64


def out_of_order(connection: StoreConnection, promise: Promise, name: str) -> list[Rejection]:
    """What the sender of an extract called `name` is told, for they may have sent it by mistake; mostly nothing."""
    before = list_before(connection, promise.feed, promise.census_on)
    if before is not None and before.census_on == promise.census_on:
        reason = (
            f"A list of {promise.census_on} was loaded before, as load {before.sequence}. This one takes its place; "
            "what was known before can still be asked for. If it was sent by mistake, send the right one again."
        )
        return [Rejection("restated", WARNING, name[:_LONGEST_NAME], None, None, reason)]
    newest = newest_census(connection, promise.feed)
    if newest is not None and newest > promise.census_on:
        reason = (
            f"A newer list, of {newest}, is loaded already. This one fills in what was missing of the past and changes "
            "nothing of today. If it was meant to be newer, correct its date and send it again."
        )
        return [Rejection("late", WARNING, name[:_LONGEST_NAME], None, None, reason)]
    return []

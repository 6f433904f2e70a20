"""The waits of one child, or of some, by pseudonym: for the register, which knows the children and asks one by one.

Nothing is suppressed, since somebody must act on each line; whoever asks has to know whom they may ask about.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from diis.definitions.child_waits import ChildWait, ListKey, open_waits
from diis.definitions.clocks import Referral
from diis.store.child_submissions import submitted_referrals
from diis.store.child_waits import referrals_of
from diis.store.engine import Store, StoreConnection
from diis.store.ledger import key_ids, newest_sequence
from diis.store.submitters import fed, newest_of_each

_AT_ONCE = 5_000
"""Children in one statement: databases take some tens of thousands of values."""


class OtherKey(Exception):
    """The lists were made under another key: every child would look as if on none of them."""


@dataclass(frozen=True)
class WaitsKnown:
    """The open waits of some children. `lists` is how far each provider tells of each pathway, by its newest list.

    Every pseudonym that was asked about is in `of`. Where `lists` is empty, nothing at all is known.
    """

    lists: Mapping[ListKey, date]
    of: Mapping[str, tuple[ChildWait, ...]]


def waits_of_children(
    store: Store, key_id: str, pseudonyms: Iterable[str], as_at: date, as_known: int | None = None
) -> WaitsKnown:
    """Every clock of some children that is open at the end of a day, as known at a load (None: now).

    `key_id` is of the key that the pseudonyms were made with; raises `OtherKey` where the store has another.
    """
    wanted = sorted(set(pseudonyms))
    found: dict[str, tuple[ChildWait, ...]] = {}
    with store.reading() as connection:
        if key_ids(connection) - {key_id}:
            raise OtherKey("The lists of the store were made with another key than these pseudonyms.")
        sequence = newest_sequence(connection, as_known)
        lists = newest_of_each(connection, sequence)
        for begin in range(0, len(wanted), _AT_ONCE):
            some = wanted[begin : begin + _AT_ONCE]
            for person, referrals in _by_child(connection, some, sequence).items():
                found[person] = tuple(open_waits(referrals, as_at, lists, referrals))
    return WaitsKnown(lists, found)


def waits_of_child(
    store: Store, key_id: str, pseudonym: str, as_at: date, as_known: int | None = None
) -> tuple[ChildWait, ...]:
    """The same of one child; empty where there is no open clock."""
    return waits_of_children(store, key_id, [pseudonym], as_at, as_known).of[pseudonym]


def _by_child(
    connection: StoreConnection, people: Sequence[str], as_known: int
) -> dict[str, dict[Referral, date | None]]:
    """Each child's referrals, with the census that told each best where that is not the newest of its list."""
    found: dict[str, dict[Referral, date | None]] = {person: {} for person in people}
    for one, told_on in referrals_of(connection, people, as_known):
        found[one.person][one] = told_on
    for one, told_on in submitted_referrals(connection, people, as_known, fed(connection, as_known)):
        found[one.person][one] = told_on
    return found

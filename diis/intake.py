"""What a pull works with: the store, the landing area, the key, the look-ups, and the day it is."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from diis.extracts.landing import Landing
from diis.extracts.places import Places
from diis.extracts.practices import Practices
from diis.extracts.pseudonyms import Pseudonymiser
from diis.extracts.stillness import Patience
from diis.store.engine import Store


def unwatched(_what: object) -> None:
    """Nobody watches."""


@dataclass(frozen=True)
class Intake:
    """The hands of the use cases; made once by the composition root.

    `now` is in UTC without a zone, as the store keeps instants. `progress` is told how many rows were read since it was
    last told; `step` is told the name of each durable step before it is taken. `patience` is for senders who are still
    writing.
    """

    store: Store
    landing: Landing
    pseudonymiser: Pseudonymiser
    places: Places
    allow_test_nhs_numbers: bool
    now: datetime
    progress: Callable[[int], None] = unwatched
    step: Callable[[str], None] = unwatched
    practices: Practices = field(default_factory=lambda: Practices({}))
    patience: Patience = field(default_factory=Patience)

    @property
    def today(self) -> date:
        return self.now.date()

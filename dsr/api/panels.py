"""What reaches somebody by a place on a panel alone: the C(E)TR that they are named for, and no other (R-DSR-110).

Whoever reads packs by another role that reaches the person too, such as the C(E)TR coordinator, reads them all.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dsr.actions.recording import NotPossible
from dsr.api.access import Visit, scope_of
from dsr.auth.accounts import Grant
from dsr.auth.powers import reach_of
from dsr.auth.roles import Reach, Role
from dsr.rules.facts.fact import Fact
from dsr.rules.life import Life
from dsr.rules.reviews.panel_reading import Seat, is_told, why_over
from dsr.rules.reviews.review_running import names
from dsr.rules.terms import Terms


@dataclass(frozen=True)
class Panel:
    """The seats by which somebody visits a person; None: they visit by another role."""

    seats: tuple[Seat, ...] | None
    day: date
    terms: Terms

    def told(self, life: Life) -> tuple[str, ...]:
        """The names of the reviews that are told, in the order in which they were planned."""
        seats = self.seats
        if seats is None:
            return names(life)
        return tuple(one for one in names(life) if is_told(life, one, seats, self.day, self.terms))

    def why_over(self, life: Life, review: str) -> str | None:
        """Why a pack is locked again to whoever visits; None while it is not by their time."""
        return None if self.seats is None else why_over(life, review, self.seats, self.day, self.terms)


def panel_of(visit: Visit, person_ref: str) -> Panel:
    """How somebody visits a person. An emergency opens the packs by another role, and by a seat of another none."""
    wider = [one for one in visit.grants if reach_of(one.role) is not Reach.PANEL]
    seats: tuple[Seat, ...] | None = None
    if not wider or not _is_reached(visit, wider, person_ref):
        seats = tuple(
            Seat(review=one.review, chairs=one.role is Role.CETR_CHAIR)
            for one in visit.grants
            if reach_of(one.role) is Reach.PANEL and one.person_ref == person_ref
        )
    return Panel(seats, visit.session.today, visit.session.terms)


def must_be_of_their_review(visit: Visit, person_ref: str, facts: Sequence[Fact]) -> None:
    """Raises `NotPossible` for a fact of another review than a chair is named for, `NobodyThere` as a look does."""
    if all(reach_of(one.role) is not Reach.PANEL for one in visit.grants):
        return
    panel = panel_of(visit, person_ref)
    if panel.seats is None:
        return
    theirs = panel.told(visit.store.person(person_ref).life.until(panel.day))
    if any(getattr(fact, "review", None) not in theirs for fact in facts):
        raise NotPossible("You are named to the panel of another C(E)TR: this is for those of its own (R-DSR-110).")


def _is_reached(visit: Visit, grants: Sequence[Grant], person_ref: str) -> bool:
    if person_ref in visit.caller.emergencies:
        return True
    scope = scope_of(grants, visit.caller.standing.organisation)
    return person_ref in visit.store.reached([scope], [person_ref])[0]

"""A C(E)TR as it was held: its panel, its result and what it recommends (R-DSR-80, 86)."""

from collections.abc import Sequence

from dsr.actions.recording import NotPossible, Seen, as_seen, record
from dsr.rules.facts.reviews import PanelMemberNamed, Recommended, ReviewHeld
from dsr.rules.life import Life
from dsr.store.register import RegisterStore


def hold_cetr(
    store: RegisterStore,
    seen: Seen,
    held: ReviewHeld,
    panel: Sequence[PanelMemberNamed],
    recommendations: Sequence[Recommended],
    reason: str,
) -> int:
    """Record that a C(E)TR took place, all or nothing; returns the new version.

    It needs an agreement of its own, apart from that to the entry (R-DSR-29). Panel and recommendations belong to this
    review, and no two of its recommendations have one name. Raises what `record` raises.
    """
    life = as_seen(store, seen).life
    if {*(one.review for one in panel), *(one.review for one in recommendations)} - {held.review}:
        raise NotPossible("The panel and the recommendations are those of another C(E)TR.")
    _told_apart(life, held.review, recommendations)
    return record(store, seen, "hold-cetr", reason, *panel, held, *recommendations)


def _told_apart(life: Life, review: str, recommendations: Sequence[Recommended]) -> None:
    made = [one.recommendation for one in life.all(Recommended) if one.review == review]
    made += [one.recommendation for one in recommendations]
    if len(set(made)) != len(made) or not all(name.strip() for name in made):
        raise NotPossible("Each recommendation of a C(E)TR has a name of its own (R-DSR-86).")

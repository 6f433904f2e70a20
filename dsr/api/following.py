"""What follows of a person besides standing, consent and tasks: what the rules know, each with its sentence."""

from datetime import date

from dsr.api.bodies import Answer
from dsr.rules.entry.eligibility import limbs
from dsr.rules.entry.residence import residence_on
from dsr.rules.entry.retention import Keeping, kept_on
from dsr.rules.entry.transition import Side, is_unplanned, side_on
from dsr.rules.facts.entry import Limb
from dsr.rules.hospital.detention import is_liable
from dsr.rules.hospital.national_count import Reporter, is_inpatient, on_leave, reporter_on, why_not_counted
from dsr.rules.key_work.key_working import comes_back_lightly
from dsr.rules.life import Life
from dsr.rules.rating.ratings import Rating
from dsr.rules.rating.suggestions import Suggestion, suggestion_of
from dsr.rules.terms import Terms


class SuggestionTold(Answer):
    """What is suggested for the rating, and why; what a clinician decided is in the standing (R-DSR-51)."""

    rating: Rating | None
    why: str


class LimbTold(Answer):
    """A limb of the newest entry: whether it holds, null while nobody has judged it, and why (R-DSR-04, 05)."""

    limb: Limb
    holds: bool | None
    why: str


class ResidenceTold(Answer):
    """The council of ordinary residence, and whether a person is to decide it (R-DSR-07)."""

    authority: str | None
    why: str
    to_decide: bool


class HospitalTold(Answer):
    """How an inpatient stands: leave, detention, and who reports them nationally (R-DSR-65, 76, 92)."""

    on_leave: bool
    liable_to_be_detained: bool
    reported_by: Reporter | None
    why_not_reported: str | None


class KeepingTold(Answer):
    """In which view the record is, until when, and why (R-DSR-116)."""

    keeping: Keeping
    until: date | None
    why: str


class FollowsTold(Answer):
    """What the rules answer of a day. `side` is whose panel and services; `unplanned_transition` is itself a factor."""

    suggestion: SuggestionTold
    limbs: list[LimbTold]
    residence: ResidenceTold
    side: Side
    unplanned_transition: bool
    hospital: HospitalTold | None
    comes_back_to_key_working: bool


def follows_told(life: Life, day: date, terms: Terms) -> FollowsTold:
    """What the rules answer of a life at the end of a day."""
    found = residence_on(life, day, terms)
    return FollowsTold(
        suggestion=suggestion_told(suggestion_of(life, day, terms)),
        limbs=[LimbTold(limb=one.limb, holds=one.holds, why=one.why) for one in limbs(life, day, terms)],
        residence=ResidenceTold(authority=found.authority or None, why=found.why, to_decide=found.to_decide),
        side=side_on(life, day),
        unplanned_transition=is_unplanned(life, day, terms),
        hospital=_hospital(life.until(day), day) if is_inpatient(life, day) else None,
        comes_back_to_key_working=comes_back_lightly(life, day, terms),
    )


def keeping_told(life: Life, day: date, terms: Terms) -> KeepingTold:
    """In which view the record is at the end of a day."""
    kept = kept_on(life, day, terms)
    return KeepingTold(keeping=kept.keeping, until=kept.until, why=kept.why)


def suggestion_told(found: Suggestion) -> SuggestionTold:
    """A suggestion as it is told."""
    return SuggestionTold(rating=found.rating, why=found.why)


def _hospital(known: Life, day: date) -> HospitalTold:
    return HospitalTold(
        on_leave=on_leave(known, day),
        liable_to_be_detained=is_liable(known, day),
        reported_by=reporter_on(known, day),
        why_not_reported=why_not_counted(known, day),
    )

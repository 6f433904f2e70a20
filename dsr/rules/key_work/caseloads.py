"""How much a key worker carries, and whether another case fits (R-DSR-103)."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from dsr.rules.entry.taken_on import taken_on
from dsr.rules.life import Life
from dsr.rules.rating.acute_stays import in_acute_stay
from dsr.rules.rating.rating_history import rating_on
from dsr.rules.rating.ratings import Rating
from dsr.rules.terms import Mark, Term, Terms, Unit

_RULE = "R-DSR-103"
_EXACT = 6
"""Decimals to which weights are added: 0.1 has no exact form in a machine, and 15 must be 15."""

TERMS = (
    Term("caseload-urgent", _RULE, 1.0, Unit.WEIGHT, Mark.DEFAULT, "What somebody red or blue weighs in a caseload."),
    Term("caseload-amber", _RULE, 0.8, Unit.WEIGHT, Mark.DEFAULT, "What somebody amber weighs."),
    Term("caseload-step-down", _RULE, 0.3, Unit.WEIGHT, Mark.DEFAULT, "What somebody weighs who is stepping down."),
    Term("caseload-warn", _RULE, 10, Unit.WEIGHT, Mark.LOCAL, "The caseload from which there is a warning."),
    Term("caseload-full", _RULE, 15, Unit.WEIGHT, Mark.DEFAULT, "The caseload above which nobody is allocated."),
)


class Fit(StrEnum):
    """Whether a caseload can be carried."""

    FITS = "fits"
    WARNED = "a heavy caseload"
    BLOCKED = "too heavy without an override of the key worker manager"


def weight_of(rating: Rating | None, on: date, terms: Terms) -> float:
    """What a case weighs at a rating; without one, or at green, it is stepping down."""
    if rating in (Rating.RED, Rating.BLUE):
        return terms.of("caseload-urgent", on)
    return terms.of("caseload-amber" if rating is Rating.AMBER else "caseload-step-down", on)


def weight(life: Life, on: date, terms: Terms) -> float:
    """What a person weighs at the end of a day; a crisis stay in a general hospital weighs like red."""
    known = life.until(on)
    rating = rating_on(known, on, terms)
    if rating is Rating.BLUE or in_acute_stay(known, on):
        return weight_of(Rating.BLUE, on, terms)
    return weight_of(rating if taken_on(known, on, terms) else None, on, terms)


def total(weights: Iterable[float]) -> float:
    """Weights added, exactly."""
    return round(sum(weights), _EXACT)


def state(load: float, on: date, terms: Terms) -> Fit:
    """How a caseload of a weight stands: a warning from 10 on, too heavy above 15."""
    if load > terms.of("caseload-full", on):
        return Fit.BLOCKED
    return Fit.WARNED if load >= terms.of("caseload-warn", on) else Fit.FITS


def with_another(load: float, case: float, on: date, terms: Terms) -> Fit:
    """How a caseload would stand with one more case; `BLOCKED` needs an override."""
    return state(total((load, case)), on, terms)


def if_rated(load: float, life: Life, rating: Rating, on: date, terms: Terms) -> float:
    """What a caseload that a person is in would weigh if the person were rated so."""
    return total((load, weight_of(rating, on, terms) - weight(life, on, terms)))

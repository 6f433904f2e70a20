"""Which council's area somebody ordinarily lives in, with the sentence that explains it (R-DSR-07, 40).

Under 18 by section 105(6) of the Children Act 1989: what is lived in a school or another institution, or because a
council or the NHS provides it, does not count, and the place before does. From 18 on the Care Act 2014 asks questions
that places cannot answer, so a person decides wherever somebody does not live in a home of their own.
"""

from dataclasses import dataclass
from datetime import date

from diis.definitions.calendar import ADULT_YEARS, day_in_words
from dsr.rules.days import days_after
from dsr.rules.facts.people import Lives, OrdinaryResidenceDecided, PlaceKind
from dsr.rules.life import Life
from dsr.rules.organisations import NORTHERN_IRELAND
from dsr.rules.terms import Mark, Term, Terms, Unit

TERMS = (
    Term("residence", "R-DSR-07", 7, Unit.DAYS, Mark.DEFAULT, "How soon the authority of residence is known."),
    Term("residence-warning", "R-DSR-07", 90, Unit.DAYS, Mark.DEFAULT, "Before the 18th birthday of who is placed."),
    Term("tell-host", "R-DSR-40", 5, Unit.WORKING_DAYS, Mark.DEFAULT, "How soon the host area knows of a placement."),
)
_WORDS = {
    PlaceKind.HOME: "a home",
    PlaceKind.FOSTER: "a foster family",
    PlaceKind.RESIDENTIAL_38: "a 38-week placement",
    PlaceKind.RESIDENTIAL_52: "a 52-week placement",
    PlaceKind.RESIDENTIAL_SCHOOL: "a residential school",
    PlaceKind.SUPPORTED_LIVING: "supported living",
    PlaceKind.AFTERCARE: "accommodation under section 117",
    PlaceKind.NHS_ACCOMMODATION: "accommodation of the NHS",
    PlaceKind.HOSPITAL: "a hospital",
    PlaceKind.SECURE: "secure accommodation",
    PlaceKind.CUSTODY: "custody",
}


@dataclass(frozen=True)
class Residence:
    """The authority of ordinary residence, empty while unknown; `to_decide` asks for a person's decision."""

    authority: str
    why: str
    to_decide: bool = False


def residence_on(life: Life, day: date, terms: Terms) -> Residence:
    """The authority of a day: the newest of what a person decided and of the places that count."""
    adult = day >= life.turns(ADULT_YEARS)
    places = [place for place in life.all(Lives) if place.on <= day]
    counted = [place for place in places if counts(place)]
    decided = life.last(OrdinaryResidenceDecided, by=day)
    if decided and (not counted or counted[-1].on <= decided.on):
        placed = bool(places) and not counts(places[-1])
        return _by_decision(decided, to_decide=adult and placed and decided.on < asked_from(life, terms))
    if not places:
        return Residence("", "Nobody has recorded where the person lives (R-DSR-07).", True)
    return _with_care(_by_places(places[-1], counted[-1] if counted else None, adult=adult))


def counts(place: Lives) -> bool:
    """Whether living there makes ordinary residence: a home, or supported living that no council arranged."""
    own_choice = place.kind is PlaceKind.SUPPORTED_LIVING and not place.placed_by
    return place.kind is PlaceKind.HOME or own_choice


def asked_from(life: Life, terms: Terms) -> date:
    """The day from which a decision is one for adult life: some time before the 18th birthday."""
    return days_after(life.turns(ADULT_YEARS), -terms.whole("residence-warning", life.turns(ADULT_YEARS - 1)))


def _by_decision(decided: OrdinaryResidenceDecided, *, to_decide: bool) -> Residence:
    again = " The person has turned 18 since, so it is to be decided anew (R-DSR-07)." if to_decide else ""
    why = f"Decided on {day_in_words(decided.on)}: {decided.reason}.{again}"
    return Residence(decided.authority, why, to_decide)


def _with_care(found: Residence) -> Residence:
    """Neither Act knows the councils of Northern Ireland: until a person has decided, one is named with a question."""
    if found.authority not in NORTHERN_IRELAND:
        return found
    trust = "In Northern Ireland a health and social care trust answers for care, no council: a person decides."
    return Residence(found.authority, f"{found.why} {trust}", True)


def _by_places(last: Lives, counted: Lives | None, *, adult: bool) -> Residence:
    if counted is None:
        asked = f" {last.placed_by} arranged it." if last.placed_by else ""
        why = f"The person lives in {_WORDS[last.kind]} and no place before it is recorded.{asked} A person decides."
        return Residence("", why, True)
    lived = f"The person has lived in the area of {counted.authority} since {day_in_words(counted.on)}"
    if counted is last:
        return Residence(counted.authority, f"{lived}.")
    since = f"{_WORDS[last.kind]} in the area of {last.authority} since {day_in_words(last.on)}"
    if adult:
        why = f"Before {since} it was {counted.authority}. From 18 on the Care Act 2014 decides: a person looks at"
        return Residence(counted.authority, f"{why} the kind of care and at duties of aftercare (R-DSR-07).", True)
    why = f"{lived}, and {since} does not count under 18 (Children Act 1989, section 105(6); R-DSR-07)."
    return Residence(counted.authority, why)

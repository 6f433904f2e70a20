"""Which rating held when: what clinicians set, and the two moves that come by themselves (R-DSR-51, 62, 63)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest

from diis.definitions.calendar import day_in_words
from dsr.rules.days import days_after
from dsr.rules.entry.standing import beginnings, entries
from dsr.rules.facts.entry import TransferReceived
from dsr.rules.facts.fact import Fact
from dsr.rules.facts.rating import Rated
from dsr.rules.hospital.spells import discharges, spells
from dsr.rules.life import Life, remembered
from dsr.rules.rating.complete_reviews import complete
from dsr.rules.rating.ratings import Rating, is_lower
from dsr.rules.terms import Mark, Term, Terms, Unit

TERMS = (
    Term(
        "red-after-discharge", "R-DSR-63", 14, Unit.DAYS, Mark.LOCAL, "How long a rating stays red after a discharge."
    ),
)


@dataclass(frozen=True)
class Held:
    """A rating from a day on; `automatic` where no clinician set it, and then `why` is the rule."""

    on: date
    rating: Rating
    automatic: bool = False
    why: str = ""


def step_down_on(life: Life, day: date, terms: Terms) -> date | None:
    """The earliest day on which a rating may be lower than red after the newest discharge by a day (R-DSR-63)."""
    ended = [discharged for discharged in discharges(life) if discharged <= day]
    return days_after(ended[-1], terms.whole("red-after-discharge", ended[-1])) if ended else None


def may_be_rated(life: Life, rating: Rating, on: date, terms: Terms) -> str | None:
    """Why a clinician cannot set a rating on a day; None if it can be set (R-DSR-39, 45, 62, 63)."""
    return may_be_received(life, rating, on, terms) or _kept_from_sender(life, rating, on, terms)


def may_be_received(life: Life, rating: Rating, on: date, terms: Terms) -> str | None:
    """Why the rating that another area gave cannot hold on a day, for what is known of hospital (R-DSR-62, 63)."""
    inpatient = any(spell.holds(on) for spell in spells(life))
    if inpatient != (rating is Rating.BLUE):
        return "Blue is for inpatients, and an inpatient is blue (R-DSR-62)."
    earliest = step_down_on(life, on, terms)
    if earliest is None or not is_lower(rating, Rating.RED):
        return None
    discharged_on = max(day for day in discharges(life) if day <= on)
    if on < earliest or not any(complete(life, since=discharged_on, by=on)):
        until = f"until {day_in_words(earliest)}, and until a complete review"
        return f"After a discharge the rating is red {until} (R-DSR-63)."
    return None


def _kept_from_sender(life: Life, rating: Rating, on: date, terms: Terms) -> str | None:
    """Why less risk than the sending area told cannot be set yet; more risk is told at once (R-DSR-39)."""
    received = entries(life.until(on), terms)[-1].last(TransferReceived)
    if received is None or not is_lower(rating, received.rating):
        return None
    if any(complete(life, since=received.on, by=on)):
        return None
    return f"The rating of the sending area, {received.rating}, is kept until a complete review here (R-DSR-39, 61)."


@remembered
def history(life: Life, terms: Terms) -> tuple[Held, ...]:
    """Every change of the rating, oldest first; a rating that could not be set on its day changes nothing.

    Of one day the last rating counts, if it is of the entry in which the day ended. In a new entry the same rating is a
    new one.
    """
    found: list[Held] = []
    for held in {held.on: held for held in _in_order(life, terms)}.values():
        anew = not found or any(found[-1].on < begun <= held.on for begun in beginnings(life, terms))
        if anew or found[-1].rating is not held.rating:
            found.append(held)
    return tuple(found)


def rating_on(life: Life, day: date, terms: Terms) -> Rating | None:
    """The rating at the end of a day; None before there was one, and in a new entry until somebody rates anew."""
    held = _held_on(life, day, terms)
    return held.rating if held else None


def since(life: Life, day: date, terms: Terms) -> date | None:
    """Since when the rating of a day has held without a break."""
    held = _held_on(life, day, terms)
    return held.on if held else None


def periods(life: Life, terms: Terms) -> Iterator[tuple[Held, date | None]]:
    """Each rating and the day on which the next took its place, or a new entry began (None: it holds)."""
    changes = history(life, terms)
    for held, following in zip_longest(changes, changes[1:]):
        ends = [begun for begun in beginnings(life, terms) if held.on < begun and not _is_carried(held, begun, terms)]
        yield held, min([*ends, *([following.on] if following else [])], default=None)


def _held_on(life: Life, day: date, terms: Terms) -> Held | None:
    """The newest rating of a day, unless it is that of an earlier entry."""
    held = [one for one in history(life, terms) if one.on <= day]
    begun = max((one for one in beginnings(life, terms) if one <= day), default=date.min)
    if not held or (held[-1].on < begun and not _is_carried(held[-1], begun, terms)):
        return None
    return held[-1]


def _is_carried(held: Held, begun: date, terms: Terms) -> bool:
    """Whether a rating holds in the next entry too: an inpatient is blue in any, and red for a while after that."""
    if not held.automatic:
        return False
    return held.rating is Rating.BLUE or begun < days_after(held.on, terms.whole("red-after-discharge", held.on))


def _in_order(life: Life, terms: Terms) -> Iterable[Held]:
    """What the facts say day by day: of one day hospital comes last, since it decides."""
    said = [
        Held(fact.on, fact.rating)
        for fact in _of_their_day(life, terms)
        if (isinstance(fact, Rated) and may_be_rated(life, fact.rating, fact.on, terms) is None)
        or (isinstance(fact, TransferReceived) and may_be_received(life, fact.rating, fact.on, terms) is None)
    ]
    for spell in spells(life):
        said.append(Held(spell.admitted_on, Rating.BLUE, True, "R-DSR-62"))
        if spell.discharged_on is not None:
            said.append(Held(spell.discharged_on, Rating.RED, True, "R-DSR-63"))
    return sorted(said, key=lambda held: (held.on, held.automatic))


def _of_their_day(life: Life, terms: Terms) -> Iterator[Fact]:
    """The facts of each entry, but those of the day on which the next one began: nothing is brought from there."""
    for entry, next_begun in zip_longest(entries(life, terms), beginnings(life, terms)):
        yield from (fact for fact in entry.facts if next_begun is None or fact.on < next_begun)

"""Whether an entry may end, and if not, why not (R-DSR-37, 38)."""

from collections.abc import Iterator
from datetime import date

from diis.definitions.calendar import day_in_words
from dsr.rules.consent import withdrawals
from dsr.rules.consent.consent import ConsentState, consent_state
from dsr.rules.days import days_after
from dsr.rules.facts.entry import RemovalReason, TransferAccepted, TransferSent
from dsr.rules.facts.people import Died
from dsr.rules.facts.rating import Reviewed
from dsr.rules.life import Life
from dsr.rules.rating.complete_reviews import missing
from dsr.rules.rating.rating_history import rating_on, since
from dsr.rules.rating.ratings import Rating
from dsr.rules.terms import Mark, Term, Terms, Unit

TERMS = (
    Term("green-reviews", "R-DSR-38", 2, Unit.TIMES, Mark.DEFAULT, "How many green reviews in a row a removal needs."),
    Term("green-reviews-apart", "R-DSR-38", 28, Unit.DAYS, Mark.DEFAULT, "How far apart those reviews are at least."),
)


def may_be_removed(
    reason: RemovalReason, life: Life, day: date, terms: Terms, *, by_panel: bool = False, plan: str = ""
) -> str | None:
    """Why an entry cannot be removed on a day for a reason; None if it can (R-DSR-38).

    Withdrawal and death need nothing but themselves, an error nothing at all; a transfer needs the other area's word.
    Every other reason needs a panel, a plan, and a person who has been green for long enough.
    """
    if reason is RemovalReason.ERROR:
        return None
    if reason in _OWN_GROUNDS:
        return _without_grounds(reason, life, day, terms)
    if not by_panel:
        return "A removal is a decision of the panel (R-DSR-38)."
    if not plan.strip():
        return "A removal needs a plan and a way back to the register (R-DSR-38)."
    return not_green_for_long_enough(life, day, terms)


def not_green_for_long_enough(life: Life, day: date, terms: Terms) -> str | None:
    """Why the ratings do not allow a removal yet; None if they do (R-DSR-38)."""
    rating, green_since = rating_on(life, day, terms), since(life, day, terms)
    if rating is not Rating.GREEN or green_since is None:
        return f"The rating is {rating.value if rating else 'not set'}: only from green can an entry be removed."
    needed, apart = terms.whole("green-reviews", green_since), terms.whole("green-reviews-apart", green_since)
    held = tuple(_counted(life, green_since, day, apart))
    if len(held) >= needed:
        return None
    last = f"the last that counts was on {day_in_words(held[-1])}" if held else "there is none yet"
    return f"A removal needs {needed} green reviews in a row, at least {apart} days apart: {last}."


def _counted(life: Life, green_since: date, day: date, apart: int) -> Iterator[date]:
    """The complete green reviews that are far enough from the one before; those in between say nothing against it.

    A review that found another rating begins the row again, even one that is not complete (R-DSR-61).
    """
    row: list[Reviewed] = []
    for review in life.all(Reviewed):
        if review.rating is None or not green_since <= review.on <= day:
            continue
        if review.rating is not Rating.GREEN:
            row = []
        elif not missing(review):
            row.append(review)
    counted: date | None = None
    for review in row:
        if counted is None or review.on >= days_after(counted, apart):
            counted = review.on
            yield counted


_OWN_GROUNDS = frozenset({RemovalReason.WITHDRAWN, RemovalReason.DIED, RemovalReason.TRANSFERRED})


def _without_grounds(reason: RemovalReason, life: Life, day: date, terms: Terms) -> str | None:
    if reason is RemovalReason.DIED:
        return None if life.last(Died, by=day) else "No death is recorded (R-DSR-38)."
    if reason is RemovalReason.WITHDRAWN:
        ended = consent_state(life, day, terms) in {ConsentState.WITHDRAWN, ConsentState.REFUSED}
        ended = ended or _is_to_be_closed(life.until(day), day, terms)
        return None if ended else "No withdrawal of consent is recorded (R-DSR-31, 38)."
    sent = life.last(TransferSent, by=day)
    accepted = sent and life.until(day).first(TransferAccepted, since=sent.on)
    return None if accepted else "Until the other area takes the person on, the entry stays active (R-DSR-39)."


def _is_to_be_closed(known: Life, day: date, terms: Terms) -> bool:
    """Whether an entry that was withdrawn still is to be closed, whatever became of a request after it (R-DSR-31)."""
    return any(task.code == withdrawals.CLOSE and task.is_open(day) for task in withdrawals.tasks(known, terms))

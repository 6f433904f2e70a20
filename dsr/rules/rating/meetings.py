"""Which meetings talk about a person, and ratings below a red suggestion, which the panel looks at (R-DSR-51, 60)."""

from collections.abc import Iterator
from datetime import date

from diis.definitions.calendar import day_in_words
from dsr.rules.days import internal_due
from dsr.rules.entry.taken_on import taken_on
from dsr.rules.facts.rating import Discussed, Meeting, Rated
from dsr.rules.life import Life
from dsr.rules.rating import happenings, rating_reviews
from dsr.rules.rating.rating_history import history, may_be_rated, rating_on
from dsr.rules.rating.ratings import Rating, is_lower
from dsr.rules.tasks import Owner, Task, ended
from dsr.rules.terms import Mark, Term, Terms, Unit

OVERRIDE = "panel-looks-at-override"

TERMS = (
    Term(
        "panel-interval",
        "R-DSR-60",
        14,
        Unit.DAYS,
        Mark.LOCAL,
        "How often the multi-agency panel meets: the next list is at most so far away.",
    ),
)


def meetings(life: Life, on: date, terms: Terms) -> tuple[Meeting, ...]:
    """The meetings on whose lists a person is: huddle weekly, panel fortnightly, assurance monthly (R-DSR-60).

    Nobody is talked about by name who is not on the register, an inpatient neither (R-DSR-30).
    """
    rating = rating_on(life, on, terms)
    if rating is None or not taken_on(life, on, terms):
        return ()
    panel = rating in (Rating.RED, Rating.BLUE) or (rating is Rating.AMBER and is_of_concern(life, on, terms))
    overridden = any(task.is_open(on) for task in tasks(life.until(on), terms))
    on_list = {
        Meeting.HUDDLE: rating in (Rating.RED, Rating.AMBER),
        Meeting.PANEL: panel or overridden,
        Meeting.ASSURANCE: True,
    }
    return tuple(meeting for meeting, is_on in on_list.items() if is_on)


def is_of_concern(life: Life, on: date, terms: Terms) -> bool:
    """Whether something happened that nobody has answered with a rating, or the review is overdue."""
    known = life.until(on)
    unanswered = any(task.is_open(on) for task in happenings.tasks(known, terms))
    return unanswered or any(task.is_overdue(on) for task in rating_reviews.tasks(known, terms))


def is_override(rated: Rated) -> bool:
    """Whether a clinician set less than the red that was suggested (R-DSR-51)."""
    suggested_red = rated.suggested is Rating.RED or (rated.prompt is not None and rated.prompt.suggests_red)
    return suggested_red and is_lower(rated.rating, Rating.RED)


def lacks_reason(rated: Rated) -> bool:
    """A rating is set with a reason, whether it follows the suggestion or not (R-DSR-51)."""
    return not rated.reason.strip()


def tasks(life: Life, terms: Terms) -> Iterator[Task]:
    """A day with a rating below a red suggestion is looked at by the next panel, unless it ended red (R-DSR-51)."""
    overrides = {
        fact.on: (place, fact)
        for place, fact in enumerate(life.facts)
        if isinstance(fact, Rated) and is_override(fact) and may_be_rated(life, fact.rating, fact.on, terms) is None
    }
    for on, (place, rated) in overrides.items():
        ended_at = rating_on(life, on, terms)
        if ended_at is not None and is_lower(ended_at, Rating.RED):
            yield _override(life, place, rated, terms)


def _override(life: Life, place: int, rated: Rated, terms: Terms) -> Task:
    """Looked at by a panel recorded after the rating; once the person is rated red or blue it needs no look."""
    later = life.facts[place + 1 :]
    looked = next((one.on for one in later if isinstance(one, Discussed) and one.meeting is Meeting.PANEL), None)
    raised = (one.on for one in history(life, terms) if one.on > rated.on and not is_lower(one.rating, Rating.RED))
    done_on, ceased_on = ended(looked, next(raised, None))
    due_on = internal_due(rated.on, terms.whole("panel-interval", rated.on))
    return Task(
        code=OVERRIDE,
        rule="R-DSR-51",
        opens_on=rated.on,
        due_on=due_on,
        owner=Owner.PANEL,
        why=f"On {day_in_words(rated.on)} the answers suggested red and {rated.rating} was set: "
        f"the next panel looks at the reason, by {day_in_words(due_on)}.",
        done_on=done_on,
        ceased_on=ceased_on,
        about=rated.rating.value,
    )

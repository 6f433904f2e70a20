"""By when a C(E)TR is repeated while a stay goes on, by age, plan and ward (R-DSR-78, 79).

The day is the earliest that any day of the running period asks for. A birthday, the end of a plan or a move to a secure
ward never puts it off. What asks for a shorter interval brings it forward, but leaves as many days as there are after
an admission; so does an agreement after a refusal.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from diis.definitions.calendar import day_in_words
from dsr.rules.consent.review_consent import agreements
from dsr.rules.days import last_day_of, months_after
from dsr.rules.facts.hospital import Admitted, Security, Ward
from dsr.rules.facts.people import PlanRecorded
from dsr.rules.hospital.spells import Spell
from dsr.rules.life import Life
from dsr.rules.reviews.review_kind import Kind, has_plan, is_child, kind_on
from dsr.rules.terms import Mark, Term, Terms, Unit

TERMS = (
    Term(
        "first-cetr", "R-DSR-73", 14, Unit.DAYS, Mark.STATED, "A CETR after an admission, the day of it counted as one."
    ),
    Term(
        "first-ctr", "R-DSR-73", 28, Unit.DAYS, Mark.STATED, "A CTR after an admission, the day of it counted as one."
    ),
    Term("repeat-child", "R-DSR-78", 3, Unit.MONTHS, Mark.STATED, "How often a review is repeated under 18."),
    Term("repeat-adult", "R-DSR-78", 6, Unit.MONTHS, Mark.STATED, "How often a review is repeated from 18 on."),
    Term(
        "repeat-secure",
        "R-DSR-78",
        12,
        Unit.MONTHS,
        Mark.STATED,
        "How often it is repeated from 18 on, in secure beds.",
    ),
    Term(
        "repeat-young-adult",
        "R-DSR-79",
        3,
        Unit.MONTHS,
        Mark.DEFAULT,
        "How often it is repeated from 18 on with an EHCP, in a CAMHS bed.",
    ),
)
FIRST = {Kind.CETR: "first-cetr", Kind.CTR: "first-ctr"}
_SECURE = frozenset({Security.LOW, Security.MEDIUM, Security.HIGH})


@dataclass(frozen=True)
class Answer:
    """What answers a deadline: a review that was held, or the person's refusal."""

    on: date
    held: bool


@dataclass(frozen=True)
class Due:
    """The due day of a repeat, since when it could be known, and the words for it."""

    on: date
    known_on: date
    words: str


def due_again(life: Life, spell: Spell, answer: Answer, following: Answer | None, terms: Terms) -> Due:
    """The due day after an answer; `following` is the next one, after which nothing counts any more."""
    found = [_interval_from(life, spell, answer, max(answer.on, spell.admitted_on), terms)]
    changes = [fact.on for fact in life.facts if isinstance(fact, Admitted | PlanRecorded) and fact.on > answer.on]
    for day in changes:
        if spell.holds(day) and (following is None or day <= following.on):
            changed = _interval_from(life, spell, answer, day, terms)
            days = terms.whole(FIRST[kind_on(life, day)], day)
            notice = last_day_of(day, days)
            late = f" That is so since {day_in_words(day)}, and gives {days} days from then, this day counted."
            words = changed.words if changed.on >= notice else changed.words + late
            found.append(Due(max(changed.on, notice), day, words))
    if not answer.held:
        found += _agreed_again(life, spell, answer, following, terms)
    return min(found, key=lambda due: due.on)


def _interval_from(life: Life, spell: Spell, answer: Answer, day: date, terms: Terms) -> Due:
    """How long after the last answer a review is due, by age, plan and ward of a day."""
    id_, whom = _interval(life, spell, day)
    months = terms.whole(id_, answer.on)
    due = months_after(answer.on, months)
    last = "was last held" if answer.held else "was refused"
    words = f"A C(E)TR {last} on {day_in_words(answer.on)}, and {whom} it is held every {months} months."
    return Due(due, answer.on, words)


def _interval(life: Life, spell: Spell, day: date) -> tuple[str, str]:
    ward = spell.ward_on(day)
    if is_child(life, day):
        return "repeat-child", "under 18"
    if has_plan(life, day) and ward.ward is Ward.CAMHS:
        return "repeat-young-adult", "from 18 on with an EHCP in a CAMHS bed"
    if ward.security in _SECURE:
        return "repeat-secure", "from 18 on in a secure bed"
    return "repeat-adult", "from 18 on"


def _agreed_again(life: Life, spell: Spell, answer: Answer, following: Answer | None, terms: Terms) -> Iterator[Due]:
    """Who refused and then agrees has the review as soon as after an admission (R-DSR-76)."""
    for agreement in agreements(life):
        since = agreement.since
        if answer.on <= since and spell.holds(since) and (following is None or since <= following.on):
            days = terms.whole(FIRST[kind_on(life, since)], since)
            words = f"Agreed on {day_in_words(since)} after a refusal: a C(E)TR within {days} days, this day counted."
            yield Due(last_day_of(since, days), since, words)

"""When a C(E)TR is due by policy: after every admission, and again while the stay goes on (R-DSR-73 to 79)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from diis.definitions.calendar import day_in_words
from dsr.rules.consent.review_consent import refusals
from dsr.rules.days import last_day_of
from dsr.rules.hospital.spells import Spell, over_on, spells
from dsr.rules.life import Life
from dsr.rules.reviews.community_reviews import valid_community_review
from dsr.rules.reviews.deadlines import Ceased, Deadline, Regime, Step
from dsr.rules.reviews.held import held_in
from dsr.rules.reviews.review_intervals import FIRST, Answer, Due, due_again
from dsr.rules.reviews.review_kind import Kind, kind_on
from dsr.rules.terms import Terms


def deadlines(life: Life, terms: Terms) -> Iterator[Deadline]:
    """Every deadline of policy, stay by stay.

    A refusal answers the deadline that is running, and the next repeat counts from it: the person is asked again.
    """
    for spell in spells(life):
        answers = _answers(life, spell)
        excuse = valid_community_review(life, spell, terms)
        if excuse is None:
            yield _first(life, spell, answers[0] if answers else None, terms)
        else:
            answers = [Answer(excuse.on, held=True), *(one for one in answers if one.on > excuse.on)]
        for answer, following in zip(answers, [*answers[1:], None], strict=False):
            yield _repeat(life, spell, answer, following, terms)


def _answers(life: Life, spell: Spell) -> list[Answer]:
    """What answered within a stay, one a day: a review that was held all the same counts more than its refusal."""
    over = over_on(life, spell)
    refused = (day for day in refusals(life) if spell.admitted_on <= day and (over is None or day < over))
    found = {day: Answer(day, held=False) for day in refused}
    found.update({review.on: Answer(review.on, held=True) for review in held_in(life, spell)})
    return sorted(found.values(), key=lambda answer: answer.on)


def _first(life: Life, spell: Spell, answer: Answer | None, terms: Terms) -> Deadline:
    """The post-admission review; which kind, and so how many days, the day of admission decides (R-DSR-73, 74)."""
    begins_on = spell.admitted_on
    kind = kind_on(life, begins_on)
    days = terms.whole(FIRST[kind], begins_on)
    due = last_day_of(begins_on, days)
    why = (
        f"Admitted on {day_in_words(begins_on)}: the {kind} is held within {days} days, this day counted, "
        f"so by {day_in_words(due)}."
    )
    return _deadline(life, spell, Step.FIRST, kind, begins_on, Due(due, begins_on, why), answer)


def _repeat(life: Life, spell: Spell, answer: Answer, following: Answer | None, terms: Terms) -> Deadline:
    kind = kind_on(life, max(answer.on, spell.admitted_on))
    due = due_again(life, spell, answer, following, terms)
    due = replace(due, words=f"{due.words} So it is due by {day_in_words(due.on)}.")
    return _deadline(life, spell, Step.REPEAT, kind, answer.on, due, following)


def _deadline(
    life: Life, spell: Spell, step: Step, kind: Kind, begins_on: date, due: Due, answer: Answer | None
) -> Deadline:
    """A review that was held, or refused, ends it; so does the end of the stay."""
    over = over_on(life, spell)
    held_on = answer.on if answer and answer.held else None
    refused_on = answer.on if answer and not answer.held else None
    return Deadline(
        regime=Regime.POLICY,
        step=step,
        rule="R-DSR-73" if step is Step.FIRST else "R-DSR-78",
        kind=kind,
        begins_on=begins_on,
        known_on=max(due.known_on, spell.admitted_on),
        due_on=due.on,
        why=due.words,
        held_on=held_on,
        ceased_on=None if held_on else refused_on or over,
        ceased=None if held_on else Ceased.REFUSED if refused_on else Ceased.LEFT if over else None,
    )

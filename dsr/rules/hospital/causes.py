"""Why an admission came without a valid community C(E)TR: its causes are analysed each time (R-DSR-25, 72)."""

from collections.abc import Iterator
from datetime import date

from diis.definitions.calendar import day_in_words
from dsr.rules.days import working_days_after
from dsr.rules.entry.standing import was_on_register_before
from dsr.rules.facts.hospital import CausesAnalysed
from dsr.rules.hospital.spells import Spell, last_stay_before, spells
from dsr.rules.life import Life
from dsr.rules.reviews.community_reviews import valid_community_review
from dsr.rules.tasks import Owner, Task
from dsr.rules.terms import Mark, Term, Terms, Unit

TERMS = (
    Term(
        "causes-analysed",
        "R-DSR-72",
        20,
        Unit.WORKING_DAYS,
        Mark.DEFAULT,
        "How soon after an admission without a valid community C(E)TR its causes are analysed.",
    ),
)


def without_community_review(life: Life, terms: Terms) -> tuple[Spell, ...]:
    """The stays that no valid community C(E)TR came before; an emergency protocol is none (R-DSR-71, 72)."""
    return tuple(spell for spell in spells(life) if valid_community_review(life, spell, terms) is None)


def analysis_of(life: Life, spell: Spell) -> CausesAnalysed | None:
    """The first analysis of an admission; one that does not say of which is of the latest by its day."""
    return next((fact for fact in life.all(CausesAnalysed) if _is_of(life, fact, spell)), None)


def _is_of(life: Life, analysis: CausesAnalysed, spell: Spell) -> bool:
    if analysis.admitted_on is not None:
        return analysis.admitted_on == spell.admitted_on
    latest = last_stay_before(life, analysis.on)
    return latest is not None and latest.admitted_on == spell.admitted_on


def due_on(spell: Spell, terms: Terms) -> date:
    """The last day on which the analysis of an admission is in time (R-DSR-72)."""
    return working_days_after(spell.admitted_on, terms.whole("causes-analysed", spell.admitted_on))


def tasks(life: Life, terms: Terms) -> Iterator[Task]:
    """One for every admission of the kind, and no discharge ends it: the question stays (R-DSR-72)."""
    for spell in without_community_review(life, terms):
        admitted_on, by = spell.admitted_on, due_on(spell, terms)
        analysis = analysis_of(life, spell)
        was = "was" if was_on_register_before(life, admitted_on, terms) else "was not"
        yield Task(
            code="root-cause-analysis",
            rule="R-DSR-72",
            opens_on=admitted_on,
            due_on=by,
            owner=Owner.COMMISSIONER,
            why=(
                f"Admitted on {day_in_words(admitted_on)} without a valid community C(E)TR; the person {was} on the "
                f"register the day before: why that was, and what changes, is on record by {day_in_words(by)}."
            ),
            done_on=analysis.on if analysis else None,
            about=admitted_on.isoformat(),
        )

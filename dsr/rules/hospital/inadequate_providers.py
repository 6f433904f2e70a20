"""An admission to a provider rated inadequate: who must know of it (R-DSR-91)."""

from collections.abc import Iterator
from datetime import date

from diis.definitions.calendar import day_in_words
from dsr.rules.days import working_days_after
from dsr.rules.facts.hospital import Admitted, InadequateTold, Informed, Quality
from dsr.rules.hospital.spells import Spell, spells
from dsr.rules.life import Life
from dsr.rules.tasks import Owner, Task
from dsr.rules.terms import Mark, Term, Terms, Unit

TERMS = (
    Term(
        "inadequate-told",
        "R-DSR-91",
        1,
        Unit.WORKING_DAYS,
        Mark.DEFAULT,
        "How soon chief executive, region and host commissioner know of an admission to an inadequate provider.",
    ),
    Term(
        "inadequate-reported",
        "R-DSR-91",
        20,
        Unit.WORKING_DAYS,
        Mark.DEFAULT,
        "How soon such an admission is reported to the quality board as an exception.",
    ),
)


def tasks(life: Life, terms: Terms) -> Iterator[Task]:
    """One for each of those who must know, for each inadequate hospital of a stay; leaving it takes none back."""
    for spell in spells(life):
        for admitted in _inadequate(spell):
            for whom in Informed:
                yield _told(life, admitted, whom, terms)


def _inadequate(spell: Spell) -> Iterator[Admitted]:
    """The first ward in each inadequate hospital."""
    seen = set()
    for ward in spell.wards:
        if ward.quality is Quality.INADEQUATE and ward.hospital not in seen:
            seen.add(ward.hospital)
            yield ward


def _told(life: Life, admitted: Admitted, whom: Informed, terms: Terms) -> Task:
    term = "inadequate-reported" if whom is Informed.QUALITY_BOARD else "inadequate-told"
    due_on = working_days_after(admitted.on, terms.whole(term, admitted.on))
    told = (fact.on for fact in life.all(InadequateTold) if fact.whom is whom and fact.on >= admitted.on)
    done: date | None = next(told, None)
    return Task(
        code="inadequate-told",
        rule="R-DSR-91",
        opens_on=admitted.on,
        due_on=due_on,
        owner=Owner.COMMISSIONER,
        why=(
            f"Admitted on {day_in_words(admitted.on)} to a provider rated inadequate: the {whom.replace('-', ' ')} "
            f"knows by {day_in_words(due_on)}."
        ),
        done_on=done,
        about=f"{admitted.on.isoformat()}/{whom}",
    )

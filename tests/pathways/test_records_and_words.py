"""The pathway problems are reviewed records, and every figure of theirs has words."""

from datetime import date

import pytest

from diis.definitions.pathway_measures import PATHWAY_MEASURES
from diis.definitions.pathway_words import PATHWAY_WORDS
from diis.pathway_figures import pathway_figures
from diis.store.engine import Store
from diis.worklists import LISTS, worklist
from tests.pathways.telling import GATEWAY, PAEDIATRICS, a_step, a_story, with_steps, write

AS_AT = date(2026, 9, 30)


@pytest.fixture
def told(store: Store) -> Store:
    """A store with a child on each pathway, and steps."""
    stories = [a_story("2026-05-01", 1), a_story("2026-05-01", 2, pathway=GATEWAY)]
    stepped = with_steps(a_story("2026-05-01", 3, pathway=PAEDIATRICS), a_step("form", "school", "2026-06-01"))
    nd = with_steps(stories[0], a_step("form", "school", "2026-06-01", "2026-06-05"))
    write(store, [nd, (stories[1], ()), stepped])
    return store


def test_every_record_has_an_id_of_its_own_and_is_in_force(told: Store) -> None:
    ids = [measure.id for measure in PATHWAY_MEASURES]
    assert len(ids) == len(set(ids)) == 19
    assert all(measure.in_force(AS_AT) and measure.rules and measure.population for measure in PATHWAY_MEASURES)


def test_every_figure_has_words_and_every_word_a_figure(told: Store) -> None:
    assert {figure.figure for figure in pathway_figures(told, AS_AT)} == set(PATHWAY_WORDS)


def test_every_figure_names_its_measure_and_a_rule_of_it(told: Store) -> None:
    rules = {measure.id: measure.rules for measure in PATHWAY_MEASURES}
    assert all(figure.rule in rules[figure.measure] for figure in pathway_figures(told, AS_AT))


def test_small_numbers_are_not_shown(told: Store) -> None:
    figures = [figure for figure in pathway_figures(told, AS_AT) if figure.value]
    assert figures
    assert all(figure.shown().suppressed for figure in figures)


def test_every_list_can_be_asked_for_and_holds_no_person(told: Store) -> None:
    for name in LISTS:
        for line in worklist(told, name, AS_AT):
            assert "person" not in line.as_json()
            assert line.provider in line.in_words()


def test_a_store_without_lists_has_no_figures_and_empty_lists(store: Store) -> None:
    assert pathway_figures(store, AS_AT) == []
    assert all(list(worklist(store, name, AS_AT)) == [] for name in LISTS)

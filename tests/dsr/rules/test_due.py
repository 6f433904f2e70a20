"""Everything that is due, of all families together (R-DSR-31, 37, 65a)."""

import ast
from datetime import timedelta
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dsr.rules import due
from dsr.rules.due import OF_AN_ENTRY, OF_ANYBODY, every_task, open_on
from dsr.rules.life import Life
from dsr.rules.terms import Terms
from tests.dsr.rules.lives import a_fact, a_life, day, on_the_register
from tests.dsr.rules.test_any_life import FIRST, WHAT

ROOM = Path(due.__file__).parent
TERMS = Terms(due.TERMS)
BORN = "2009-06-01"
IN_ANOTHER_FAMILY = {"entry.offers", "consent.withdrawals", "reviews.agreement_by_law"}
"""Whose tasks another family tells with its own."""


def modules_with(name: str) -> set[str]:
    """The modules of the room that define a name at the top, such as `rating.meetings`."""
    found = set()
    for file in ROOM.rglob("*.py"):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            named = node.name if isinstance(node, ast.FunctionDef) else ""
            targets = node.targets if isinstance(node, ast.Assign) else []
            if name in (named, *(target.id for target in targets if isinstance(target, ast.Name))):
                found.add(".".join(file.relative_to(ROOM).with_suffix("").parts))
    return found


def test_no_family_of_tasks_is_left_out() -> None:
    families = {family.__name__.removeprefix("dsr.rules.") for family in (*OF_AN_ENTRY, *OF_ANYBODY)}
    assert families | IN_ANOTHER_FAMILY == modules_with("tasks")


def test_no_term_is_left_out_and_each_is_told_once() -> None:
    """Another record under the same name would be another rule."""
    told = {term.id: term for term in due.TERMS}
    for module in modules_with("TERMS") - {"due"}:
        for term in import_module(f"dsr.rules.{module}").TERMS:
            assert told[term.id] == term
    assert len(told) == len(due.TERMS) > 50


def test_every_term_names_its_rule() -> None:
    assert [term.id for term in due.TERMS if not term.rule.startswith("R-DSR-")] == []


@pytest.mark.parametrize(
    ("lines", "on", "open_"),
    [
        ((), "2027-01-12", {"review", "key-worker-allocate"}),
        (("2027-01-20 removed died",), "2027-01-25", set()),
        (("2027-01-20 withdrawn own-consent",), "2027-01-21", {"close-withdrawn", "tell-withdrawal"}),
    ],
)
def test_what_asks_for_an_entry_ends_with_it_and_what_follows_an_ending_does_not(
    lines: tuple[str, ...], on: str, open_: set[str]
) -> None:
    """R-DSR-31, 37."""
    life = on_the_register(BORN, "2027-01-04", "red", *lines)
    found = {task.code for task in open_on(life, day(on), TERMS)}
    assert found == open_ if lines else found > open_


def test_somebody_who_was_never_referred_is_asked_nothing() -> None:
    assert every_task(a_life(BORN), TERMS) == ()


def test_a_missed_cetr_climbs_the_ladder() -> None:
    """R-DSR-65a: across families, the codes of one are known to the other."""
    life = on_the_register(BORN, "2027-01-04", "red", "2027-03-01 admitted")
    found = {task.code for task in open_on(life, day("2027-03-20"), TERMS)}
    assert {"cetr-post-admission", "escalate-cetr-commissioner"} <= found


lives = st.lists(st.tuples(st.integers(0, 300), st.sampled_from(WHAT)), max_size=14)


@settings(deadline=None)
@given(lives)
def test_tasks_of_all_families_together_open_before_they_end_and_tell_no_second_time(
    chosen: list[tuple[int, str]],
) -> None:
    facts = [a_fact(f"{FIRST + timedelta(days=days)} {what}") for days, what in chosen]
    life = Life.of(day(BORN), (*on_the_register(BORN, str(FIRST), "amber").facts, *facts))
    tasks = every_task(life, TERMS)
    assert all(task.opens_on <= task.due_on or task.ceased_on for task in tasks)
    assert all(task.why and "None" not in task.why for task in tasks)
    keys = [(task.code, task.about, task.opens_on) for task in tasks]
    assert len(keys) == len(set(keys))

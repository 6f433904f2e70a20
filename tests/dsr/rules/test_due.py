"""Everything that is due, of all families together (R-DSR-31, 37, 65a)."""

import ast
from datetime import timedelta
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dsr.rules import due
from dsr.rules.due import FAMILIES, every_task, open_on
from dsr.rules.entry.standing import awaits_consent, is_active
from dsr.rules.life import Life
from dsr.rules.rating.rating_history import rating_on
from dsr.rules.terms import Terms
from tests.dsr.rules.lives import a_fact, a_life, day, on_the_register
from tests.dsr.rules.test_any_life import FIRST, WHAT

ROOM = Path(due.__file__).parent
TERMS = Terms(due.TERMS)
BORN = "2009-06-01"
IN_ANOTHER_FAMILY = {"entry.offers", "reviews.agreement_by_law"}
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
    families = {family.__name__.removeprefix("dsr.rules.") for family in FAMILIES}
    assert len(families) == len(FAMILIES)
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


ACCEPTED = ("2027-01-04 condition autism", "2027-01-04 referred health", "2027-01-04 accepted")


def open_codes(life: Life, on: str) -> set[str]:
    return {task.code for task in open_on(life, day(on), TERMS)}


@pytest.mark.parametrize(
    ("lines", "on", "due_on"),
    [
        (("2027-01-05 rated red", "2027-01-08 consent own-consent"), "2027-01-08", "2027-01-12"),
        (("2027-01-05 rated red", "2027-03-08 consent own-consent"), "2027-03-08", "2027-03-08"),
        (
            (
                "2027-01-04 consent own-consent",
                "2027-01-05 rated red",
                "2027-01-08 withdrawn own-consent",
                "2027-01-11 consent own-consent",
            ),
            "2027-01-11",
            "2027-01-12",
        ),
    ],
)
def test_what_was_asked_for_before_an_entry_was_active_is_asked_once_it_is(
    lines: tuple[str, ...], on: str, due_on: str
) -> None:
    """R-DSR-26, 45, 59: rated before the consent, or active again before it was closed."""
    life = a_life(BORN, *ACCEPTED, *lines)
    reviews = [task for task in open_on(life, day(on), TERMS) if task.code == "review"]
    assert [(str(one.due_on), one.about) for one in reviews] == [(due_on, "red")]
    assert day(due_on) != day(on) or "so it is due on that day" in reviews[0].why
    before = open_on(life.until(day(on) - timedelta(days=1)), day(on) - timedelta(days=1), TERMS)
    assert "review" not in {task.code for task in before}


@pytest.mark.parametrize(
    "lines",
    [
        (),
        ("2027-04-05 withdrawn own-consent entry",),
        ("2027-04-05 withdrawn own-consent entry", "2027-04-06 removed consent-withdrawn"),
        ("2027-04-05 withdrawn own-consent entry", "2027-04-07 consent own-consent"),
    ],
)
def test_what_a_stay_asks_for_no_ending_of_an_entry_takes_back(lines: tuple[str, ...]) -> None:
    """R-DSR-68, 72, 90: of all inpatients, on the register or not."""
    asked = {"commissioner-visit", "root-cause-analysis", "discharge-checklist"}
    unlisted = a_life(BORN, "2027-02-01 condition autism", "2027-03-01 admitted")
    listed = on_the_register(BORN, "2027-02-01", "amber", "2027-03-01 admitted", *lines)
    assert asked <= open_codes(unlisted, "2027-04-20")
    assert asked <= open_codes(listed, "2027-04-20")


def test_a_time_on_red_is_escalated_while_the_entry_is_worked_with() -> None:
    """R-DSR-31, 65a."""
    red = on_the_register(BORN, "2027-01-04", "red", "2027-02-10 withdrawn own-consent")
    assert "escalate-red-long-council" in open_codes(red.until(day("2027-02-09")), "2027-02-09")
    assert "escalate-red-long-council" not in open_codes(red, "2027-02-11")


@pytest.mark.parametrize(
    ("lines", "on", "due_on"),
    [
        ((), "2027-01-04", "2027-01-11"),
        (("2027-01-06 consent own-consent",), "2027-01-05", "2027-01-11"),
        (("2027-01-06 consent own-consent",), "2027-01-06", None),
        (("2027-01-06 refused own-consent",), "2027-01-06", None),
        (("2027-01-06 removed entered-in-error",), "2027-01-06", None),
    ],
)
def test_who_is_accepted_is_asked_to_agree(lines: tuple[str, ...], on: str, due_on: str | None) -> None:
    """R-DSR-26 (H6): an accepted entry that nobody agreed to, or not validly, is nobody's without a task."""
    found = open_on(a_life(BORN, *ACCEPTED, *lines), day(on), TERMS)
    assert [str(one.due_on) for one in found if one.code == "obtain-consent"] == ([due_on] if due_on else [])


def test_somebody_who_was_never_referred_is_asked_nothing() -> None:
    assert every_task(a_life(BORN), TERMS) == ()


def test_a_missed_cetr_climbs_the_ladder() -> None:
    """R-DSR-65a: across families, the codes of one are known to the other."""
    life = on_the_register(BORN, "2027-01-04", "red", "2027-03-01 admitted")
    found = {task.code for task in open_on(life, day("2027-03-20"), TERMS)}
    assert {"cetr-post-admission", "escalate-cetr-commissioner"} <= found


@pytest.mark.parametrize(
    ("on", "is_asked"),
    [("2027-01-14", True), ("2027-01-15", False), ("2027-01-29", False), ("2027-02-01", True), ("2027-02-02", False)],
)
def test_what_was_asked_for_before_a_break_is_asked_again_after_it(on: str, is_asked: bool) -> None:
    """R-DSR-22, 26: on a day within the break nobody was asked, and that is so whatever came after it."""
    parent = "consent parental-responsibility"
    broken = ("2027-01-15 withdrawn parental-responsibility entry", "2027-02-01 consent own-consent")
    life = a_life("2011-01-12", *ACCEPTED, f"2027-01-04 {parent}", *broken, "2027-02-02 told family")
    for known in (life, life.until(day(on))):
        assert ("tell-family" in open_codes(known, on)) is is_asked


def test_nobody_is_asked_for_the_consent_of_somebody_who_died() -> None:
    """R-DSR-32, 33, 37: not even of an inpatient, whose stay nobody has ended yet."""
    lines = ("2027-03-01 admitted", "2027-03-05 detained 2", "2027-03-09 died")
    life = on_the_register("2009-06-20", "2027-01-04", "red", *lines)
    asked = {task.code for task in every_task(life, TERMS) if task.opens_on >= day("2027-03-09")}
    assert "consent-at-18" in {task.code for task in every_task(life.until(day("2027-03-08")), TERMS)}
    assert not any("consent" in code for code in asked)


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


ENTRY = (
    "referred health",
    "accepted",
    "declined",
    "consent own-consent",
    "consent parental-responsibility",
    "withdrawn own-consent entry",
    "withdrawn parental-responsibility entry",
    "best-interests no",
    "capacity no",
    "removed entered-in-error",
    "rated red",
    "rated green",
    "reviewed red",
    "reviewed amber incomplete",
    "admitted",
    "discharged",
)
entered = st.lists(st.tuples(st.integers(0, 60), st.sampled_from(ENTRY)), max_size=14)


@settings(deadline=None)
@given(entered)
def test_whoever_is_on_the_register_is_rated_and_reviewed_or_is_to_be(chosen: list[tuple[int, str]]) -> None:
    """R-DSR-26, 45, 59 (H1): whatever was recorded, who is active has a colour and a review to come, or a task."""
    facts = [a_fact(f"{FIRST + timedelta(days=days)} {what}") for days, what in chosen]
    whole = Life.of(day(BORN), (a_fact(f"{FIRST} condition autism"), *facts))
    for on in {fact.on for fact in facts}:
        life = whole.until(on)
        codes = {task.code for task in open_on(life, on, TERMS)}
        if is_active(life, on, TERMS):
            assert ("review" if rating_on(life, on, TERMS) else "rate-entry") in codes
        elif awaits_consent(life, on, TERMS):
            assert "obtain-consent" in codes


TOLD = ("told family", "rated amber", "died", "capacity yes", "accepted", "transfer-received QNQ red", "full-form")
told = st.lists(
    st.tuples(st.integers(0, 60), st.sampled_from((*TOLD, *(what for what in ENTRY if what != "discharged")))),
    max_size=14,
)


@settings(deadline=None, max_examples=200)
@given(told)
def test_a_past_day_is_told_by_what_had_happened_by_then(chosen: list[tuple[int, str]]) -> None:
    """H13: nothing that comes later changes what was open, but a discharge that turns out a move (R-DSR-93)."""
    begun = [a_fact(f"{FIRST} {what}") for what in ("referred health", "accepted", "consent own-consent")]
    facts = [a_fact(f"{FIRST + timedelta(days=days)} {what}") for days, what in chosen]
    whole = Life.of(day(BORN), (*begun, *facts))
    later = every_task(whole, TERMS)
    for on in {fact.on for fact in whole.facts}:
        then = every_task(whole.until(on), TERMS)
        assert {(one.code, one.about) for one in later if one.is_open(on)} == {
            (one.code, one.about) for one in then if one.is_open(on)
        }

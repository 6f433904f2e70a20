"""What is left of facts once a record is erased: no text that anybody wrote (R-DSR-116)."""

from dataclasses import fields, replace
from datetime import date
from typing import Any, get_type_hints

import pytest

from dsr.api.fact_bodies import body_of
from dsr.rules.due import TERMS
from dsr.rules.entry.periods import active_periods
from dsr.rules.entry.reduction import reduced, reduced_birth, reduced_task
from dsr.rules.facts.entry import HeldFor
from dsr.rules.facts.fact import Fact
from dsr.rules.facts.reviews import ReviewHeld, ReviewPlanned
from dsr.rules.life import Life
from dsr.rules.organisations import PARTNERSHIP, Organisations
from dsr.rules.rating.rating_history import history
from dsr.rules.tasks import Owner, Task
from dsr.rules.terms import Terms
from dsr.store.fact_text import as_text, kinds
from tests.dsr.api.scene import example
from tests.dsr.rules.lives import day, on_the_register

CANARY = "Quillfeather"
CODES = {"authority", "code", "statutory"}


def planted(kind: type[Fact]) -> Fact:
    """A fact of a kind with a name in every text that is none of a list."""
    body = {name: value for name, value in example(kind).items() if name != "kind"}
    hints = get_type_hints(kind)
    values: dict[str, Any] = {}
    for one in fields(kind):
        if hints[one.name] is str:
            values[one.name] = "E06000059" if one.name in CODES else CANARY
        elif hints[one.name] == frozenset[str]:
            values[one.name] = frozenset({CANARY, f"{CANARY} 2"})
    return kind(**{"on": date(2027, 3, 1)} | _needed(kind, body) | values)


def _needed(kind: type[Fact], body: dict[str, Any]) -> dict[str, Any]:
    name = next(name for name, one in kinds().items() if one is kind)
    said = body_of(kind).model_validate({"kind": name, **body}).fact()
    return {one.name: getattr(said, one.name) for one in fields(kind) if one.name != "on"}


@pytest.mark.parametrize("name", sorted(kinds()))
def test_of_every_kind_no_text_is_left(name: str) -> None:
    whole = planted(kinds()[name])
    (less,) = reduced([whole])
    assert CANARY not in as_text(less)
    assert (type(less), less.on) == (type(whole), whole.on)


def test_what_belongs_together_still_does() -> None:
    """A review by its number, a hold by its own; what is a number of one thing is no number of another."""
    whole = [
        ReviewPlanned(on=day("2027-03-01"), review="Rowan", meeting_on=day("2027-03-10")),
        ReviewPlanned(on=day("2027-03-02"), review="Rowan's second", meeting_on=day("2027-04-10")),
        ReviewHeld(on=day("2027-03-10"), review="Rowan", result="home"),
        HeldFor(on=day("2027-03-10"), reason="inquiry into Rowan"),
    ]
    less: list[Any] = reduced(whole)
    assert [one.review for one in less[:3]] == ["1", "2", "1"]
    assert (less[2].result, less[3].reason) == ("-", "1")


def test_past_figures_stay_as_they_were() -> None:
    """H13: who was on the register when, at which rating; a birthday alone can be some days earlier."""
    terms = Terms(TERMS)
    life = on_the_register("2009-02-17", "2027-01-04", "amber", "2027-02-01 rated red", "2027-05-01 removed moved-away")
    less = Life.of(reduced_birth(life.birth_on), reduced(life.facts))
    assert less.birth_on == day("2009-02-01")
    assert active_periods(less, terms) == active_periods(life, terms)
    assert history(less, terms) == history(life, terms)


@pytest.mark.parametrize("name", sorted(CODES))
def test_a_sentence_in_the_place_of_a_code_is_words(name: str) -> None:
    kind = next(one for one in kinds().values() if name in {field.name for field in fields(one)})
    said: dict[str, Any] = {name: "rang Zoe Birch's mother"}
    (less,) = reduced([replace(planted(kind), **said)])
    assert getattr(less, name) == "-"


@pytest.mark.parametrize(
    ("about", "left"),
    [
        ("", ""),
        ("2027-03-01", "2027-03-01"),
        ("RDY 2027-03-01", "RDY 2027-03-01"),
        ("E06000058 2027-03-01", "E06000058 2027-03-01"),
        ("2027-03-01/2027-04-01", "2027-03-01/2027-04-01"),
        ("Quillfeather/at home", "-/- -"),
        ("Quillfeather RDYX/2027-03-01", "- -/2027-03-01"),
        ("QUI 20270301", "- -"),
    ],
)
def test_of_a_task_days_and_organisations_are_left_and_no_word(about: str, left: str) -> None:
    """R-DSR-30, 31: what is still to be done about a stub, and whom it is to be told; not what a review was named."""
    told = Task(
        code="tell-withdrawal",
        rule="R-DSR-31",
        opens_on=day("2027-03-01"),
        due_on=day("2027-03-02"),
        owner=Owner.COORDINATOR,
        why="The person is 18 on 1 June 2027.",
        about=about,
    )
    assert reduced_task(told, Organisations(PARTNERSHIP)) == replace(told, why="-", about=left)


def test_where_no_organisations_are_listed_boards_and_councils_are() -> None:
    known = Organisations(None)
    assert [known.is_listed(code) for code in ("QVV", "E06000058", "RDY", "anything")] == [True, True, False, False]

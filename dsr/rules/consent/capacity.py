"""Who decides about an entry, and whether a basis carries a consent on a day (R-DSR-27, 28, 33 to 35).

The ages are law and no terms: competence is judged under 16, capacity is presumed from 16 on, and a parent's
responsibility ends at 18.
"""

from datetime import date

from dsr.rules.facts.consent import (
    Basis,
    BestInterestsDecided,
    CapacityJudged,
    DisagreementDecided,
    ParentsDisagree,
    Scope,
)
from dsr.rules.life import Life, remembered
from dsr.rules.terms import Section, Terms

OWN_MIND_YEARS = 16
_OF_THE_REGISTER = frozenset({Scope.ENTRY, Scope.SHARING})
"""What the Act's test of the register covers; consent to a review is apart from it (R-DSR-28, 29)."""


@remembered
def can_decide(life: Life, day: date) -> bool:
    """Under 16 only who was judged competent; from 16 on who was not judged since to lack capacity (R-DSR-27)."""
    judged = life.last(CapacityJudged, by=day)
    grown_on = life.turns(OWN_MIND_YEARS)
    if day < grown_on:
        return judged is not None and judged.can_decide
    return judged is None or judged.on < grown_on or judged.can_decide


def judged_unable(life: Life, day: date) -> bool:
    """Whether somebody has judged that the person cannot decide; of a child nobody may have judged (R-DSR-27)."""
    return life.last(CapacityJudged, by=day) is not None and not can_decide(life, day)


def parent_sees(life: Life, day: date) -> bool:
    """Whether a parent sees the summary of a child: while they decide for the child, and so never from 16 on.

    Under 16 it ends, too, once the child is judged competent: nobody decides for who can (R-DSR-27, 33, 110).
    """
    return day < life.turns(OWN_MIND_YEARS) and not can_decide(life, day)


def who_decides(life: Life, day: date, terms: Terms) -> Basis:
    """The basis to ask for on a day (the table of R-DSR-27)."""
    if can_decide(life, day):
        return Basis.OWN
    if terms.in_force(Section.REGISTER, day):
        return Basis.BOARD_BEST_INTERESTS
    return Basis.PARENTAL if life.age(day) < OWN_MIND_YEARS else Basis.BEST_INTERESTS


def lacking(decision: BestInterestsDecided) -> tuple[str, ...]:
    """What the record of a best-interests decision still needs (R-DSR-34)."""
    needed = {
        "who decided": decision.by,
        "the organisation": decision.organisation,
        "the evidence of capacity or competence": decision.evidence,
        "the people consulted": decision.consulted,
        "less restrictive options": decision.less_restrictive,
        "the day of its review": decision.review_on,
    }
    return tuple(words for words, value in needed.items() if not value)


def decision_on(life: Life, day: date, *, board: bool) -> BestInterestsDecided | None:
    """The best-interests decision that holds on a day: the newest complete one, unless it says no.

    With `board` only the board's own counts (R-DSR-28), without it anybody's.
    """
    complete = [one for one in life.all(BestInterestsDecided) if one.on <= day and not lacking(one)]
    counted = [one for one in complete if one.board or not board]
    return counted[-1] if counted and counted[-1].in_favour else None


def parents_divided(life: Life, day: date) -> bool:
    """Whether parents disagree and nobody has decided for the entry (R-DSR-35)."""
    divided = False
    for fact in life.until(day).facts:
        if isinstance(fact, ParentsDisagree):
            divided = True
        elif isinstance(fact, DisagreementDecided):
            divided = not fact.entry
    return divided


def objection(basis: Basis, scope: Scope, life: Life, day: date, terms: Terms) -> str | None:
    """Why a basis does not carry an item of consent on a day; None if it does."""
    if can_decide(life, day):
        return None if basis is Basis.OWN else "The person can decide, so nobody decides for them (R-DSR-27)."
    if basis is Basis.OWN:
        return "Nobody has judged that the person can decide, or somebody has judged that they cannot (R-DSR-27)."
    under_the_act = scope in _OF_THE_REGISTER and terms.in_force(Section.REGISTER, day)
    if basis is Basis.PARENTAL:
        return _against_parents(life, day, under_the_act=under_the_act)
    by_the_act = under_the_act or (basis is Basis.BOARD_BEST_INTERESTS and _asks_the_board(scope, day, terms))
    if life.age(day) < OWN_MIND_YEARS and not by_the_act:
        return "Under 16, who has parental responsibility decides (R-DSR-27)."
    return _against_decision(life, day, board=under_the_act or basis is Basis.BOARD_BEST_INTERESTS)


def _asks_the_board(scope: Scope, day: date, terms: Terms) -> bool:
    """For a child who cannot decide, the Act asks for the commissioner's own view of a CETR (R-DSR-76)."""
    return scope is Scope.REVIEW and terms.in_force(Section.CHILD_REVIEWS, day)


def _against_parents(life: Life, day: date, *, under_the_act: bool) -> str | None:
    if life.age(day) >= OWN_MIND_YEARS:
        return "From 16 on a parent's agreement is not enough (R-DSR-33)."
    if parents_divided(life, day):
        return "The people with parental responsibility do not agree, and no decision is recorded (R-DSR-35)."
    return _against_decision(life, day, board=True) if under_the_act else None


def _against_decision(life: Life, day: date, *, board: bool) -> str | None:
    if decision_on(life, day, board=board) is not None:
        return None
    whose, rule = ("by the board ", "R-DSR-28") if board else ("", "R-DSR-34")
    return f"There is no complete decision {whose}that the entry is in the person's best interests ({rule})."

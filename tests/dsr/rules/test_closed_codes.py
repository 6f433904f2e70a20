"""Codes and names that rules compare: what nothing would ever be equal to is refused with what is known."""

from datetime import date

import pytest

from dsr.rules.closed_codes import unknown_codes
from dsr.rules.closed_lists import Listed, unknown_in, why_unknown
from dsr.rules.due import TERMS
from dsr.rules.facts.fact import Fact
from dsr.rules.facts.hospital import ChecklistItemDone
from dsr.rules.facts.people import FactorRecorded
from dsr.rules.facts.rating import ActionDone
from dsr.rules.hospital.leaving_hospital import CHECKLIST
from dsr.rules.rating.actions_by_rating import ACTIONS
from dsr.rules.terms import SpecifiedFactor, Terms
from tests.dsr.rules.lives import a_fact, a_life

BORN, ON = "2009-06-01", date(2027, 2, 1)
EMPTY = Terms(TERMS)
ACT = Terms(TERMS, specified=[SpecifiedFactor("previous-admission", date(2027, 4, 1), date(2027, 12, 31))])
PLANNED = ("2027-01-20 review-planned c1 2027-02-10",)


@pytest.mark.parametrize(
    ("fact", "terms", "field", "said"),
    [
        (ActionDone(on=ON, code="notify-intensive-suport"), EMPTY, "code", "notify-intensive-support"),
        (ActionDone(on=ON, code="escalate-review-top"), EMPTY, "code", "escalate-review-top-council"),
        (ActionDone(on=ON, code="review"), EMPTY, "code", "R-DSR-57, 65a"),
        (ActionDone(on=ON, code=""), EMPTY, "code", "avoid-admission"),
        (ChecklistItemDone(on=ON, item="7.5"), EMPTY, "item", "discharge-plan-begun, enquiry-standard-7.5"),
        (FactorRecorded(on=ON, factor=161), EMPTY, "factor", "from 1 to 24"),
        (
            FactorRecorded(on=ON, statutory="previous-admission"),
            EMPTY,
            "statutory",
            "No factor of the Act is known yet",
        ),
        (FactorRecorded(on=ON, statutory="previous-admissions"), ACT, "statutory", "Known are previous-admission."),
        (a_fact("2027-02-01 review-notice c2"), EMPTY, "review", "No C(E)TR of this name was planned"),
        (a_fact("2027-02-01 pack-sent c2"), EMPTY, "review", "R-DSR-81"),
    ],
)
def test_a_code_that_nothing_knows_is_refused_with_those_that_are(
    fact: Fact, terms: Terms, field: str, said: str
) -> None:
    """R-DSR-06, 57, 65a, 81, 96: a task would stay open for ever, a factor of the Act be left out."""
    found = unknown_in(fact, a_life(BORN, *PLANNED), terms)
    assert found is not None
    assert (found.field, found.listed) == (field, Listed.CODE)
    assert said in found.reason


@pytest.mark.parametrize(
    "fact",
    [
        *(ActionDone(on=ON, code=one.code) for actions in ACTIONS.values() for one in actions),
        ActionDone(on=ON, code="escalate-review-first"),
        ActionDone(on=ON, code="escalate-laep-again-commissioner"),
        ActionDone(on=ON, code="escalate-safety"),
        *(ChecklistItemDone(on=ON, item=one.code) for one in CHECKLIST),
        FactorRecorded(on=ON, factor=16),
        FactorRecorded(on=ON, factor=24),
        FactorRecorded(on=ON, statutory="previous-admission"),
        a_fact("2027-01-19 review-notice c1"),
        a_fact("2027-02-01 held c9"),
    ],
)
def test_what_is_known_is_told_on_any_day(fact: Fact) -> None:
    """A factor of the Act may be recorded before it counts; a C(E)TR may be held that nobody had planned."""
    assert list(unknown_codes(fact, a_life(BORN, *PLANNED), ACT)) == []


def test_a_panel_is_told_together_with_its_meeting() -> None:
    panel, held = a_fact("2027-02-01 panel c9 chair"), a_fact("2027-02-01 held c9")
    assert why_unknown([panel, held], a_life(BORN), EMPTY) is None
    assert "No C(E)TR of this name" in str(why_unknown([panel], a_life(BORN), EMPTY))

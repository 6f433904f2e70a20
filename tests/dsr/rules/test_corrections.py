"""What may be undone, redone or brought together: what still counts must be possible, in the order it was recorded."""

import pytest

from dsr.rules import due
from dsr.rules.corrections import Numbered, why_not_after
from dsr.rules.terms import Terms
from tests.dsr.rules.lives import a_fact, day

TERMS = Terms(due.TERMS)
TODAY, BORN = day("2027-03-01"), day("2009-06-01")
RECORDED = (
    "2027-02-01 condition autism",
    "2027-02-01 area local",
    "2027-02-01 referred health",
    "2027-02-02 limb condition holds",
    "2027-02-02 limb risk holds",
    "2027-02-02 accepted",
    "2027-02-02 consent own-consent",
    "2027-02-03 rated red",
    "2027-02-04 key-worker anna",
    "2027-02-05 contact",
    "2027-02-10 admitted",
    "2027-02-20 discharged",
    "2027-02-22 withdrawn own-consent",
    "2027-02-23 removed consent-withdrawn",
)


def numbered(*lines: str) -> Numbered:
    return [(number, a_fact(line)) for number, line in enumerate(lines, 1)]


@pytest.mark.parametrize(
    ("undone", "words"),
    [
        ("referred", "no referral"),
        ("referred limb accepted", None),
        ("accepted", None),
        ("limb", "Nobody has judged"),
        ("consent", "no consent that could be withdrawn"),
        ("withdrawn", "No withdrawal"),
        ("removed", None),
        ("withdrawn removed", None),
        ("rated", None),
        ("admitted", "not an inpatient"),
        ("discharged", None),
        ("admitted discharged", None),
        ("key-worker", "no key worker"),
        ("key-worker contact", None),
    ],
)
def test_what_stays_could_have_been_recorded_so(undone: str, words: str | None) -> None:
    known = numbered(*RECORDED)
    left = [one for one in known if RECORDED[one[0] - 1].split()[1] not in undone.split()]
    told = why_not_after([known], left, BORN, TODAY, TERMS)
    assert told is None if words is None else words in str(told)


def test_what_was_recorded_late_is_judged_in_the_order_in_which_it_was_recorded() -> None:
    """The rating was set before anybody told of the admission; to undo something else is no reason to ask about it."""
    known = numbered("2027-02-15 rated red", "2027-02-10 admitted", "2027-02-01 happened missing")
    assert why_not_after([known], known[:2], BORN, TODAY, TERMS) is None


def test_a_fact_that_no_rule_allows_hinders_nobody_who_corrects_another() -> None:
    known = numbered("2027-02-15 discharged", "2027-02-16 happened missing", "2027-02-17 referred health")
    assert why_not_after([known], known[:1], BORN, TODAY, TERMS) is None


def test_what_is_counted_again_is_judged_with_what_came_since() -> None:
    """Undone, then another admission and its discharge were recorded: the first discharge still has its own."""
    known = numbered("2027-02-01 admitted", "2027-02-03 discharged", "2027-02-10 rated red")
    assert why_not_after([known[2:]], known, BORN, TODAY, TERMS) is None
    assert "not an inpatient" in str(why_not_after([known[2:]], known[1:], BORN, TODAY, TERMS))


def test_of_two_records_what_cannot_be_true_together_is_told() -> None:
    one = [(1, a_fact("2027-02-01 admitted")), (2, a_fact("2027-02-05 discharged"))]
    other = [(3, a_fact("2027-02-01 admitted")), (4, a_fact("2027-02-06 discharged"))]
    assert "not an inpatient" in str(why_not_after([one, other], [*one, other[1]], BORN, TODAY, TERMS))
    assert why_not_after([one, other], one, BORN, TODAY, TERMS) is None

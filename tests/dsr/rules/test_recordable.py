"""What may be recorded, and the sentence that says why not; one gate for pages, the API and imports."""

from typing import Any

import pytest

from dsr.rules import due
from dsr.rules.facts.fact import Fact
from dsr.rules.facts.hospital import AdmissionPlanned, CausesAnalysed, Detained, Detention
from dsr.rules.facts.people import Condition, ConditionRecorded, Evidence
from dsr.rules.recordable import why_not, why_not_all
from dsr.rules.terms import Terms
from tests.dsr.rules.lives import a_fact, a_life, day, on_the_register

TERMS = Terms(due.TERMS)
TODAY = day("2027-03-01")
BORN, CHILD = "2009-06-01", "2015-06-01"
GREEN = (
    "2027-01-04 condition autism",
    "2027-01-04 area local",
    "2027-01-04 referred health",
    "2027-01-04 limb area holds",
    "2027-01-04 limb condition holds",
    "2027-01-04 limb risk holds",
)
SENT_BEFORE = (*GREEN, "2027-01-20 transfer-sent QVV", "2027-01-25 removed entered-in-error", "2027-01-30 referred")
MOVED = ("2027-01-04 admitted", "2027-02-01 admitted", "2027-02-01 discharged")
WAITING: dict[str, Any] = {"on": TODAY, "condition": Condition.AUTISM, "evidence": Evidence.ON_PATHWAY}
CAUSES: dict[str, Any] = {"on": TODAY, "why_not": "no time", "was_on_register": True, "changes": "none"}
RECOMMENDED = ("2027-01-31 held c1", "2027-01-31 recommended c1 1 2027-04-30")


@pytest.mark.parametrize(
    ("known", "fact", "reason"),
    [
        ((), "2027-03-02 referred health", "in the future"),
        (("2027-01-04 referred health",), "2027-01-05 accepted before 2027-03-02", "in the future"),
        ((), "2009-05-31 referred health", "before the person was born"),
        (("2027-02-01 died",), "2027-02-02 rated red", "died on 1 February 2027"),
        (("2027-02-01 died",), "2027-02-02 removed died", None),
        ((), "2027-02-01 rated red", None),
        ((), "2027-02-01 rated blue", "R-DSR-62"),
        (("2027-02-01 admitted",), "2027-02-02 rated red", "R-DSR-62"),
        (("2027-02-01 admitted",), "2027-02-01 discharged", None),
        ((), "2027-02-01 discharged", "not an inpatient"),
        (("2027-01-04 admitted", "2027-02-01 admitted"), "2027-02-01 discharged", None),
        (MOVED, "2027-02-01 discharged", "is of the move"),
        (MOVED, "2027-02-02 discharged", None),
        (("2027-01-04 admitted", "2027-02-01 discharged", "2027-02-01 admitted"), "2027-02-01 discharged", None),
        ((), "2027-02-01 reviewed red", None),
        ((), "2027-02-01 reviewed", None),
        ((), "2027-02-01 reviewed blue", "R-DSR-62"),
        (("2027-02-01 admitted",), "2027-02-01 reviewed blue", None),
        (("2027-02-01 admitted",), "2027-02-01 reviewed red", None),
        ((), "2027-02-01 accepted", "no referral"),
        (GREEN, "2027-02-01 accepted", None),
        (GREEN[:5], "2027-02-01 accepted", "risk"),
        ((*GREEN, "2027-02-01 limb risk fails"), "2027-02-01 accepted", "risk"),
        (GREEN, "2027-02-01 declined", "reason"),
        (GREEN, "2027-02-01 declined no-risk nowhere", "where else to turn"),
        (GREEN, "2027-02-01 declined no-risk", None),
        ((), "2027-02-01 triaged", "no referral"),
        (GREEN, "2027-02-01 triaged", None),
        ((), "2027-02-01 transfer-received QUY amber", None),
        ((), "2027-02-01 transfer-received QUY blue", "R-DSR-62"),
        (("2027-02-01 admitted",), "2027-02-01 transfer-received QUY blue", None),
        (("2027-01-31 transfer-received QUY amber",), "2027-02-01 acknowledged", None),
        (("2027-01-31 transfer-received QUY amber",), "2027-02-01 rated green", "R-DSR-39"),
        (("2027-01-31 transfer-received QUY amber",), "2027-02-01 transfer-received QUY green", None),
        ((*GREEN, "2027-01-05 declined no-risk"), "2027-02-01 accepted", None),
        ((*GREEN, "2027-01-05 declined no-risk"), "2027-02-01 rated red", "A new referral"),
        ((*GREEN, "2027-01-05 refused own-consent"), "2027-02-01 accepted", "A new referral"),
        ((*GREEN, "2027-01-05 refused own-consent"), "2027-02-01 rated red", "A new referral"),
        ((*GREEN, "2027-01-05 accepted", "2027-01-06 removed moved-away"), "2027-02-01 accepted", "A new referral"),
        ((*GREEN, "2027-01-05 accepted", "2027-01-06 removed moved-away"), "2027-02-01 rated red", "A new referral"),
        ((*GREEN, "2027-01-05 accepted", "2027-01-06 removed moved-away"), "2027-01-05 rated red", None),
        ((), "2027-02-01 consent own-consent", None),
        ((), "2027-02-01 consent parental-responsibility", "nobody decides for them"),
        (("2027-01-31 capacity no",), "2027-02-01 consent own-consent", "cannot"),
        (("2027-01-31 capacity no",), "2027-02-01 consent parental-responsibility", "From 16 on"),
        ((), "2027-02-01 withdrawn own-consent", "no consent"),
        (("2027-01-31 consent own-consent",), "2027-02-01 withdrawn own-consent", None),
        ((), "2027-02-01 refused own-consent", "nothing to refuse"),
        (GREEN, "2027-02-01 refused own-consent", None),
        ((), "2027-02-01 transfer-accepted QVV", "No handover pack"),
        (SENT_BEFORE, "2027-02-01 transfer-accepted QVV", "No handover pack"),
        ((*SENT_BEFORE, "2027-01-31 transfer-sent QVV"), "2027-02-01 transfer-accepted QVV", None),
        ((), "2027-02-01 key-worker anna", None),
        (("2027-01-31 key-worker anna",), "2027-02-01 key-worker anna", "already"),
        (("2027-01-31 key-worker anna",), "2027-02-01 key-worker ben", None),
        ((), "2027-02-01 contact", "no key worker"),
        (("2027-01-31 key-worker anna",), "2027-02-01 contact", None),
        ((), "2027-02-01 key-worker-left", "no key worker"),
        ((), "2027-02-01 report-sent c1 patient", "has not been held"),
        (("2027-01-31 held c1",), "2027-02-01 report-sent c2 patient", "has not been held"),
        (("2027-01-31 held c1",), "2027-02-01 report-sent c1 patient", None),
        (("2027-01-31 held c1",), "2027-02-01 recommendation-done c1 1", "no such recommendation"),
        (RECOMMENDED, "2027-02-01 recommendation-done c1 2", "no such recommendation"),
        (RECOMMENDED, "2027-02-01 recommendation-done c1 1", None),
        ((), "2027-02-01 removed error-or-not", ValueError),
        ((), "2027-02-01 removed entered-in-error", None),
        ((), "2027-02-01 removed risk-reduced", "panel"),
        ((), "2027-02-01 removed risk-reduced panel", "only from green"),
    ],
)
def test_a_fact_is_recorded_or_refused_with_its_rule(
    known: tuple[str, ...], fact: str, reason: str | type[Exception] | None
) -> None:
    """R-DSR-22, 27, 30, 31, 33, 34, 38, 39, 51, 62, 86, 87, 100."""
    if isinstance(reason, type):
        with pytest.raises(reason):
            a_fact(fact)
        return
    told = why_not(a_fact(fact), a_life(BORN, *known), TODAY, TERMS)
    assert told is None if reason is None else reason in str(told)


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        (Detained(on=TODAY, section=Detention.SECTION_4, second_recommendation_on=day("2072-03-03")), "3 March 2072"),
        (Detained(on=TODAY, section=Detention.SECTION_4, second_recommendation_on=day("1900-03-03")), "before"),
        (Detained(on=TODAY, section=Detention.SECTION_4, second_recommendation_on=TODAY), None),
        (Detained(on=TODAY, section=Detention.SECTION_4), None),
        (ConditionRecorded(**WAITING, waiting_since=day("2027-03-02")), "2 March 2027"),
        (ConditionRecorded(**WAITING, waiting_since=day("2026-03-02")), None),
        (CausesAnalysed(**CAUSES, admitted_on=day("2199-01-01")), "1 January 2199"),
        (AdmissionPlanned(on=TODAY, expected_on=day("2027-04-01")), None),
    ],
)
def test_a_day_inside_a_fact_has_happened_too_unless_it_is_a_plan(told: Fact, reason: str | None) -> None:
    """R-DSR-75: a second recommendation of 2072 would leave the child without a clock by law, and nobody to see it."""
    found = why_not(told, a_life(BORN), TODAY, TERMS)
    assert found is None if reason is None else reason in str(found)


def test_a_child_who_is_not_judged_competent_is_decided_for() -> None:
    """R-DSR-27."""
    child = a_life(CHILD)
    assert why_not(a_fact("2027-02-01 consent parental-responsibility"), child, TODAY, TERMS) is None
    assert "can decide" in str(why_not(a_fact("2027-02-01 consent own-consent"), child, TODAY, TERMS))


def test_what_is_recorded_late_is_judged_by_its_own_day() -> None:
    life = on_the_register(BORN, "2027-01-04", "amber", "2027-02-10 admitted", "2027-02-20 discharged")
    assert why_not(a_fact("2027-02-05 rated red"), life, TODAY, TERMS) is None
    assert why_not(a_fact("2027-02-15 rated red"), life, TODAY, TERMS) is not None
    assert why_not(a_fact("2027-02-25 rated amber"), life, TODAY, TERMS) is not None


def test_facts_that_come_together_are_judged_one_after_the_other() -> None:
    admitted, blue = a_fact("2027-02-01 admitted"), a_fact("2027-02-01 rated blue")
    assert why_not_all((admitted, blue), a_life(BORN), TODAY, TERMS) is None
    assert why_not_all((blue, admitted), a_life(BORN), TODAY, TERMS) is not None

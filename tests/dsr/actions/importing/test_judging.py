"""What a row tells is held to the closed lists before anything else, and the report says which list it is."""

from datetime import date

from dsr.actions.importing.facts import Told
from dsr.actions.importing.judging import judged
from dsr.actions.importing.values import Fault
from dsr.rules.due import TERMS
from dsr.rules.facts.people import FactorRecorded
from dsr.rules.life import Life
from dsr.rules.terms import Terms

TODAY = date(2027, 3, 1)


def test_a_code_that_is_not_known_lists_the_row_with_those_that_are() -> None:
    """Section G, R-DSR-06: it repeats nothing of what stood in the cell."""
    told = [Told(FactorRecorded(on=TODAY, factor=161), {"factor": "risk_factors"})]
    fault = judged(told, Life(date(2012, 5, 1)), TODAY, Terms(TERMS), {}).fault
    said = "The local list of factors of risk has no such number: it goes from 1 to 24."
    assert fault == Fault("code-not-known", "risk_factors", said)

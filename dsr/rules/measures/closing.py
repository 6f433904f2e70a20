"""Until when what is recorded of a period still counts in its figures; after that they stay as they are (R-DSR-117).

A figure that moved with each late record would tell of one person: 10 becomes 15 the minute the 13th is entered (trust,
section 4; H13).
"""

from datetime import date

from dsr.rules.days import days_after
from dsr.rules.measures.measuring import Period
from dsr.rules.terms import Mark, Term, Terms, Unit

CLOSING = "figures-close"

TERMS = (
    Term(CLOSING, "R-DSR-117", 14, Unit.DAYS, Mark.DEFAULT, "How long after a month late records of it still count."),
)


def closes_on(period: Period, terms: Terms) -> date:
    """The last day on which something is recorded that counts in a period; its figures are told from the day after."""
    return days_after(period.last, terms.whole(CLOSING, period.last))

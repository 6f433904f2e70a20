"""The terms of access: how long somebody stays signed in, and what an emergency opens (ASVS 7.3, R-DSR-113)."""

from dsr.rules.terms import Mark, Term, Unit

_RULE = "R-DSR-113"

IDLE = "sign-in-idle"
LONGEST = "sign-in-longest"
EMERGENCY = "emergency-lasts"
CLOSED_WITHIN = "emergency-closed"
AGAIN = "emergency-again"

TERMS = (
    Term(IDLE, _RULE, 15, Unit.MINUTES, Mark.DEFAULT, "After how long without a request somebody is signed out."),
    Term(LONGEST, _RULE, 600, Unit.MINUTES, Mark.DEFAULT, "After how long somebody is signed out in any case."),
    Term(EMERGENCY, _RULE, 60, Unit.MINUTES, Mark.DEFAULT, "How long an emergency opens one person."),
    Term(CLOSED_WITHIN, _RULE, 2, Unit.WORKING_DAYS, Mark.DEFAULT, "Within how long another looks into an emergency."),
    Term(
        AGAIN,
        _RULE,
        3,
        Unit.TIMES,
        Mark.DEFAULT,
        "How often one account opens one person unreviewed.",
    ),
)

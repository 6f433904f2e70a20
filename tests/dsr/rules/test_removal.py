"""When an entry may end, and the reason when it may not (R-DSR-37, 38)."""

import pytest

from dsr.rules.entry.removal import may_be_removed
from dsr.rules.facts.entry import RemovalReason
from dsr.rules.terms import Terms
from tests.dsr.rules.entry_terms import POLICY, agreed_from
from tests.dsr.rules.lives import day, on_the_register

BORN = "2008-06-01"
FIRST, SECOND = "2026-08-03 reviewed green", "2026-08-31 reviewed green"


@pytest.mark.parametrize(
    ("terms", "lines", "on", "reason"),
    [
        (POLICY, (FIRST, SECOND), "2026-08-31", None),
        (POLICY, (FIRST, SECOND), "2026-08-30", "in a row"),
        (POLICY, (FIRST, "2026-08-30 reviewed green"), "2026-09-10", "3 August 2026"),
        (POLICY, (), "2026-08-31", "there is none yet"),
        (POLICY, (FIRST, FIRST), "2026-08-31", "in a row"),
        (POLICY, (FIRST, "2026-08-17 reviewed green", SECOND), "2026-08-31", None),
        (POLICY, (FIRST, "2026-08-17 reviewed amber", SECOND), "2026-08-31", "31 August 2026"),
        (POLICY, (FIRST, "2026-08-17 reviewed", SECOND), "2026-08-31", None),
        (POLICY, (FIRST, "2026-08-31 reviewed green incomplete"), "2026-08-31", "3 August 2026"),
        (POLICY, ("2026-08-03 reviewed green incomplete", SECOND), "2026-08-31", "31 August 2026"),
        (POLICY, (FIRST, "2026-08-17 reviewed green incomplete", SECOND), "2026-08-31", None),
        (POLICY, (FIRST, "2026-08-17 reviewed amber incomplete", SECOND), "2026-08-31", "31 August 2026"),
        (POLICY, (FIRST, SECOND, "2026-09-01 rated amber"), "2026-09-01", "amber"),
        (POLICY, (FIRST, SECOND, "2026-09-01 rated red"), "2026-09-01", "red"),
        (POLICY, (FIRST, SECOND, "2026-09-01 admitted"), "2026-09-01", "blue"),
        (POLICY, (FIRST, "2026-08-10 rated amber", "2026-08-20 rated green", SECOND), "2026-08-31", "in a row"),
        (POLICY, ("2026-07-01 reviewed green", SECOND), "2026-08-31", "in a row"),
        (POLICY, (SECOND, FIRST), "2026-08-31", None),
        (agreed_from("2026-01-01", "green-reviews", 3), (FIRST, SECOND), "2026-08-31", "3 green"),
        (
            agreed_from("2026-01-01", "green-reviews", 3),
            (FIRST, SECOND, "2026-09-28 reviewed green"),
            "2026-09-28",
            None,
        ),
        (agreed_from("2026-01-01", "green-reviews-apart", 84), (FIRST, SECOND), "2026-08-31", "84 days"),
        (agreed_from("2026-08-01", "green-reviews-apart", 84), (FIRST, SECOND), "2026-08-31", None),
    ],
)
def test_from_green_after_two_green_reviews_28_days_apart(
    terms: Terms, lines: tuple[str, ...], on: str, reason: str | None
) -> None:
    """R-DSR-38: and not from red, amber or blue; the value of the day on which green began counts."""
    life = on_the_register(BORN, "2026-07-06", "green", *lines)
    told = may_be_removed(RemovalReason.RISK_REDUCED, life, day(on), terms, by_panel=True, plan="call us")
    assert (told is None) if reason is None else (reason in str(told))


@pytest.mark.parametrize(
    ("reason", "by_panel", "plan", "lines", "told"),
    [
        ("risk-reduced", False, "call us", (FIRST, SECOND), "panel"),
        ("risk-reduced", True, " ", (FIRST, SECOND), "plan"),
        ("written-request", True, "call us", (FIRST, SECOND), None),
        ("written-request", True, "call us", (FIRST,), "in a row"),
        ("ineligible-on-review", True, "call us", (FIRST,), "in a row"),
        ("moved-away", True, "call us", (FIRST,), "in a row"),
        ("aged-out", True, "call us", (FIRST, SECOND), None),
        ("entered-in-error", False, "", (), None),
        ("died", False, "", (), "R-DSR-38"),
        ("died", False, "", ("2026-08-30 died",), None),
        ("consent-withdrawn", False, "", (), "R-DSR-31"),
        ("consent-withdrawn", False, "", ("2026-08-30 withdrawn own-consent",), None),
        ("consent-withdrawn", False, "", ("2026-08-30 withdrawn own-consent review",), "R-DSR-31"),
        ("transferred", False, "", ("2026-08-30 transfer-sent Devon",), "R-DSR-39"),
        ("transferred", False, "", ("2026-08-29 transfer-sent Devon", "2026-08-30 transfer-accepted Devon"), None),
        ("transferred", False, "", ("2026-08-30 transfer-accepted Devon",), "R-DSR-39"),
    ],
)
def test_each_reason_has_its_conditions(
    reason: str, by_panel: bool, plan: str, lines: tuple[str, ...], told: str | None
) -> None:
    """R-DSR-37, 38: withdrawal, death and error need no panel."""
    life = on_the_register(BORN, "2026-07-06", "green", *lines)
    refusal = may_be_removed(RemovalReason(reason), life, day("2026-08-31"), POLICY, by_panel=by_panel, plan=plan)
    assert (refusal is None) if told is None else (told in str(refusal))

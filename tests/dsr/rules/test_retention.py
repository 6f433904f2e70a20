"""How long a record is kept, and what of it is to be seen (R-DSR-30, 31, 116)."""

import pytest

from dsr.rules.entry.retention import keep_until, kept_on
from dsr.rules.terms import Terms
from tests.dsr.rules.entry_terms import POLICY, agreed_from
from tests.dsr.rules.lives import a_life, day

BORN = "2011-02-01"
CHILD = ("2026-03-02 referred", "2026-03-03 accepted", "2026-03-03 consent parental-responsibility")
CLOSED = "2026-08-31 removed risk-reduced panel"
CLINICAL = agreed_from("2026-01-01", "archive-clinical", 20)


@pytest.mark.parametrize(
    ("born", "closed", "terms", "until"),
    [
        (BORN, "2027-01-31", POLICY, "2036-02-01"),
        (BORN, "2028-01-31", POLICY, "2036-02-01"),
        (BORN, "2028-02-01", POLICY, "2037-02-01"),
        (BORN, "2029-01-31", POLICY, "2037-02-01"),
        (BORN, "2029-02-01", POLICY, "2037-02-01"),
        (BORN, "2029-02-02", POLICY, "2037-02-02"),
        ("2012-02-29", "2027-01-31", POLICY, "2037-03-01"),
        ("2000-01-01", "2028-02-29", POLICY, "2036-02-29"),
        ("2000-01-01", "2028-02-28", agreed_from("2028-01-01", "archive-adult", 9), "2037-02-28"),
        ("2000-01-01", "2028-02-28", agreed_from("2028-02-29", "archive-adult", 9), "2036-02-28"),
        (BORN, "2027-01-31", CLINICAL, "2047-01-31"),
        ("2024-01-01", "2027-01-31", CLINICAL, "2049-01-01"),
    ],
)
def test_a_record_is_kept_by_age_at_closure(born: str, closed: str, terms: Terms, until: str) -> None:
    """R-DSR-116: 25th birthday, 26th for who was 17, 8 years for adults; the clinical rule if it is longer."""
    assert str(keep_until(day(closed), a_life(born), terms)) == until


@pytest.mark.parametrize(
    ("lines", "on", "keeping", "until"),
    [
        ((*CHILD,), "2030-01-01", "live", None),
        ((*CHILD, CLOSED), "2026-08-30", "live", None),
        ((*CHILD, CLOSED), "2026-08-31", "live", "2027-02-28"),
        ((*CHILD, CLOSED), "2027-02-27", "live", "2027-02-28"),
        ((*CHILD, CLOSED), "2027-02-28", "archive", "2036-02-01"),
        ((*CHILD, CLOSED), "2036-01-31", "archive", "2036-02-01"),
        ((*CHILD, CLOSED), "2036-02-01", "to-be-erased", "2036-02-01"),
        ((*CHILD, CLOSED, "2030-01-01 referred"), "2036-02-01", "live", None),
        ((*CHILD, CLOSED, "2030-01-01 referred", "2030-01-05 declined no-risk"), "2036-02-01", "archive", "2038-01-05"),
        (
            (*CHILD, CLOSED, "2030-01-01 referred", "2030-01-05 refused own-consent"),
            "2036-02-01",
            "archive",
            "2038-01-05",
        ),
        (("2026-03-02 referred", "2026-03-05 declined no-risk"), "2026-09-04", "live", "2026-09-05"),
        (("2026-03-02 referred", "2026-03-05 declined no-risk"), "2026-09-05", "archive", "2036-02-01"),
        (("2026-03-02 referred", "2026-03-05 refused parental-responsibility"), "2026-03-05", "stub", "2036-02-01"),
        ((*CHILD, "2026-04-01 withdrawn own-consent"), "2026-04-01", "live", None),
        (
            (*CHILD, "2026-04-01 withdrawn own-consent", "2026-04-02 removed consent-withdrawn"),
            "2026-04-02",
            "stub",
            "2036-02-01",
        ),
        ((*CHILD, "2026-04-01 died"), "2026-10-01", "archive", "2036-02-01"),
        ((), "2026-03-01", "live", None),
    ],
)
def test_what_is_to_be_seen_of_a_record(lines: tuple[str, ...], on: str, keeping: str, until: str | None) -> None:
    """R-DSR-30, 31, 116, T14: live for six months, then archived; of a refusal and a withdrawal the stub alone."""
    kept = kept_on(a_life(BORN, *lines), day(on), POLICY)
    assert (kept.keeping, str(kept.until) if kept.until else None) == (keeping, until)


@pytest.mark.parametrize(
    ("holds", "on", "keeping", "until"),
    [
        (("2030-01-01 held-for inquiry",), "2036-02-01", "archive", None),
        (("2030-01-01 held-for inquiry 2040-03-01",), "2040-03-01", "archive", "2040-03-02"),
        (("2030-01-01 held-for inquiry 2040-03-01",), "2040-03-02", "to-be-erased", "2036-02-01"),
        (("2030-01-01 held-for inquiry 2031-03-01",), "2030-06-01", "archive", "2036-02-01"),
        (
            ("2030-01-01 held-for inquiry", "2035-01-01 held-for inquiry 2035-06-30"),
            "2035-07-01",
            "archive",
            "2036-02-01",
        ),
        (("2030-01-01 held-for inquiry", "2035-01-01 held-for claim 2035-06-30"), "2040-01-01", "archive", None),
        (("2036-03-01 held-for inquiry",), "2036-02-29", "to-be-erased", "2036-02-01"),
        (("2036-03-01 held-for inquiry",), "2036-03-01", "archive", None),
    ],
)
def test_a_hold_keeps_a_record_beyond_its_day(holds: tuple[str, ...], on: str, keeping: str, until: str | None) -> None:
    """R-DSR-116: each reason by its newest word; the last day of a hold is still held."""
    kept = kept_on(a_life(BORN, *CHILD, CLOSED, *holds), day(on), POLICY)
    assert (kept.keeping, str(kept.until) if kept.until else None) == (keeping, until)

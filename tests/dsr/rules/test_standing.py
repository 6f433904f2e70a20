"""How an entry stands from day to day: referred, active, consent due, closing, closed (R-DSR-21 to 31, 37, 39)."""

import pytest

from dsr.rules.entry.periods import active_periods, awaiting_periods
from dsr.rules.entry.standing import closed_on, entries, is_active, standing_on, status_on, was_on_register_before
from tests.dsr.rules.entry_terms import POLICY, under_the_act
from tests.dsr.rules.lives import a_life, day, on_the_register

BORN = "2008-06-01"  # 18 on 1 June 2026
REFERRED, TRIAGED, ACCEPTED = "2026-07-01 referred", "2026-07-02 triaged", "2026-07-06 accepted"
CONSENT = "2026-07-08 consent own-consent"
ON = (REFERRED, TRIAGED, ACCEPTED, CONSENT)


@pytest.mark.parametrize(
    ("lines", "on", "status"),
    [
        ((), "2026-07-01", None),
        (ON, "2026-06-30", None),
        (ON, "2026-07-01", "referred"),
        (ON, "2026-07-02", "triaged"),
        (ON, "2026-07-06", "awaiting-consent"),
        (ON, "2026-07-08", "active"),
        (ON, "2027-07-07", "active"),
        (ON, "2027-07-08", "consent-due"),
        ((REFERRED, "2026-07-06 declined no-risk"), "2026-07-06", "declined"),
        ((REFERRED, "2026-07-03 refused own-consent"), "2026-07-02", "referred"),
        ((REFERRED, "2026-07-03 refused own-consent"), "2026-07-03", "refused"),
        ((REFERRED, ACCEPTED, "2026-07-08 refused own-consent"), "2026-07-08", "refused"),
        ((*ON, "2026-08-03 withdrawn own-consent"), "2026-08-02", "active"),
        ((*ON, "2026-08-03 withdrawn own-consent"), "2026-08-03", "closing"),
        ((*ON, "2026-08-03 withdrawn own-consent"), "2027-08-03", "closing"),
        ((*ON, "2026-08-03 withdrawn own-consent", "2026-08-04 removed consent-withdrawn"), "2026-08-04", "closed"),
        ((*ON, "2026-08-03 withdrawn own-consent", "2026-08-04 consent own-consent"), "2026-08-04", "active"),
        ((*ON, "2026-08-03 withdrawn own-consent review"), "2026-08-03", "active"),
        ((*ON, "2026-08-03 removed risk-reduced panel"), "2026-08-03", "closed"),
        ((*ON, "2026-08-03 died"), "2026-08-03", "closed"),
        ((*ON, "2026-08-03 transfer-sent Devon"), "2026-08-20", "active"),
        ((*ON, "2026-08-03 transfer-sent Devon", "2026-08-20 transfer-accepted Devon"), "2026-08-20", "closed"),
        ((*ON, "2026-08-20 transfer-accepted Devon"), "2026-08-20", "active"),
        ((*ON, "2026-08-03 admitted"), "2026-08-03", "active"),
        ((*ON, "2026-08-03 capacity no"), "2026-08-03", "consent-due"),
        (("2026-07-08 consent own-consent", "2026-07-08 accepted"), "2026-07-08", "active"),
        ((ACCEPTED, REFERRED, CONSENT), "2026-07-08", "active"),
        ((*ON, *ON), "2026-07-08", "active"),
    ],
)
def test_each_day_has_one_status(lines: tuple[str, ...], on: str, status: str | None) -> None:
    """R-DSR-21, 22, 26, 30, 31, 37, 39: facts in any order, missing, or told twice."""
    assert status_on(a_life(BORN, *lines), day(on), POLICY) == status


AGAIN = "2026-09-01 referred"


@pytest.mark.parametrize(
    ("lines", "on", "status", "count"),
    [
        ((*ON, AGAIN), "2026-09-01", "active", 1),
        ((*ON, AGAIN, "2026-09-03 declined already-on-the-register"), "2026-09-03", "active", 1),
        ((*ON, AGAIN, "2026-09-03 declined no-risk"), "2026-09-03", "active", 1),
        ((REFERRED, "2026-07-06 declined no-risk", AGAIN), "2026-09-01", "referred", 2),
        ((REFERRED, "2026-07-06 declined no-risk", "2026-07-08 accepted", CONSENT), "2026-07-08", "active", 1),
        ((REFERRED, "2026-07-06 refused own-consent", AGAIN), "2026-09-01", "referred", 2),
        (
            (REFERRED, "2026-07-06 refused own-consent", AGAIN, "2026-09-02 accepted"),
            "2026-09-02",
            "awaiting-consent",
            2,
        ),
        ((*ON, "2026-08-03 removed risk-reduced panel", AGAIN), "2026-09-01", "referred", 2),
        (
            (*ON, "2026-08-03 removed risk-reduced panel", AGAIN, "2026-09-02 accepted"),
            "2026-09-02",
            "awaiting-consent",
            2,
        ),
        (
            (*ON, "2026-08-03 removed risk-reduced panel", "2026-09-01 transfer-received Devon red"),
            "2026-09-01",
            "referred",
            2,
        ),
        (
            (
                *ON,
                "2026-08-31 withdrawn own-consent",
                AGAIN,
                "2026-09-01 consent own-consent",
                "2026-09-01 removed consent-withdrawn",
                "2026-09-02 accepted",
            ),
            "2026-09-02",
            "active",
            2,
        ),
    ],
)
def test_a_new_referral_begins_a_new_entry_only_when_the_old_one_is_over(
    lines: tuple[str, ...], on: str, status: str, count: int
) -> None:
    """R-DSR-30, 37: a referral of somebody on the register, and its decline, leave the entry alone."""
    life = a_life(BORN, *lines)
    assert status_on(life, day(on), POLICY) == status
    assert len(entries(life, POLICY)) == count


def test_a_consent_ends_with_its_entry() -> None:
    """R-DSR-26: who comes back is asked again."""
    life = a_life(
        BORN, *ON, "2026-08-03 removed risk-reduced panel", AGAIN, "2026-09-02 accepted", "2026-09-03 triaged"
    )
    assert status_on(life, day("2026-09-03"), POLICY) == "awaiting-consent"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((), []),
        ((REFERRED, ACCEPTED), []),
        (ON, [("2026-07-08", None)]),
        (
            (*ON, "2026-08-03 withdrawn own-consent", "2026-08-04 removed consent-withdrawn"),
            [("2026-07-08", "2026-08-03")],
        ),
        ((*ON, "2026-08-03 died"), [("2026-07-08", "2026-08-03")]),
        (
            (
                *ON,
                "2026-08-03 removed risk-reduced panel",
                AGAIN,
                "2026-09-02 accepted",
                "2026-09-04 consent own-consent",
            ),
            [("2026-07-08", "2026-08-03"), ("2026-09-04", None)],
        ),
        ((*ON, "2026-08-03 capacity no", "2026-09-03 capacity yes"), [("2026-07-08", None)]),
    ],
)
def test_an_entry_is_active_from_when_to_when(lines: tuple[str, ...], expected: list[tuple[str, str | None]]) -> None:
    """R-DSR-26, 31: the second day is the first without an active entry."""
    periods = active_periods(a_life(BORN, *lines), POLICY)
    assert [(str(began), str(ended) if ended else None) for began, ended in periods] == expected


ANEW = ("2026-08-03 referred education", "2026-08-03 accepted")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((REFERRED,), []),
        ((REFERRED, ACCEPTED), [("2026-07-06", None)]),
        (ON, [("2026-07-06", "2026-07-08")]),
        ((REFERRED, ACCEPTED, "2026-08-03 referred education"), [("2026-07-06", None)]),
        (
            (REFERRED, ACCEPTED, "2026-08-03 removed entered-in-error", *ANEW),
            [("2026-07-06", "2026-08-03"), ("2026-08-03", None)],
        ),
        (
            (REFERRED, ACCEPTED, "2026-08-03 refused own-consent", *ANEW, "2026-08-05 consent own-consent"),
            [("2026-07-06", "2026-08-03"), ("2026-08-03", "2026-08-05")],
        ),
    ],
)
def test_an_accepted_entry_waits_for_a_consent_from_when_to_when(
    lines: tuple[str, ...], expected: list[tuple[str, str | None]]
) -> None:
    """R-DSR-26, 30: of two entries without a day between them each waits for itself."""
    periods = awaiting_periods(a_life(BORN, *lines), POLICY)
    assert [(str(began), str(ended) if ended else None) for began, ended in periods] == expected


def test_consent_can_begin_to_count_by_itself_at_16() -> None:
    """R-DSR-27: a child's own consent without competence counts from the day on which capacity is presumed."""
    life = on_the_register("2011-02-01", "2026-12-01", "green")
    assert [str(began) for began, _ in active_periods(life, POLICY)] == ["2027-02-01"]


def test_an_entry_whose_consent_is_due_is_still_worked_with() -> None:
    """R-DSR-28, 33: nobody falls off the register on a birthday, or when the Act comes in force."""
    life = on_the_register("2011-02-01", "2026-06-10", "red", basis="parental-responsibility")
    assert is_active(life, day("2029-02-01"), POLICY)
    assert is_active(life, day("2026-12-01"), under_the_act("2026-12-01"))


def test_a_closed_entry_says_since_when_and_why() -> None:
    """R-DSR-37."""
    life = a_life(BORN, *ON, "2026-08-03 removed moved-away panel", "2026-08-05 died")
    standing = standing_on(life, day("2026-09-01"), POLICY)
    assert standing is not None
    assert standing.why == "The entry was removed (moved-away) on 3 August 2026."
    assert closed_on(life, day("2026-08-02"), POLICY) is None
    assert closed_on(life, day("2026-09-01"), POLICY) == day("2026-08-03")


def test_without_a_valid_consent_it_is_told_why() -> None:
    """R-DSR-26, 27."""
    life = on_the_register("2011-02-01", "2026-06-10", "red")
    standing = standing_on(life, day("2026-06-10"), POLICY)
    assert standing is not None
    assert standing.status == "awaiting-consent"
    assert "R-DSR-27" in standing.why


@pytest.mark.parametrize(
    ("admitted", "was_on"),
    [("2026-07-08", False), ("2026-07-09", True), ("2026-08-03", True), ("2026-08-04", False)],
)
def test_somebody_was_on_the_register_before_an_admission_or_not(admitted: str, was_on: bool) -> None:
    """R-DSR-25, 72: the day before the admission counts."""
    life = a_life(BORN, *ON, "2026-08-03 removed risk-reduced panel")
    assert was_on_register_before(life, day(admitted), POLICY) is was_on

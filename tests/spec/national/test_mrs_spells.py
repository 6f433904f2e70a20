"""When referrals end and how they join into referral-spells (R-WAIT-59, 60, 64, 70)."""

import pytest

from diis.definitions.national.submissions import Row
from tests.spec.national.cyp_stories import Counted, contact, months, referral, sent, team

LATE, EARLY = "2026-04-28", "2026-04-10"
"""Inside and outside the last five days of the month."""


def still_and_closed(cyp: Counted, *rows: Row) -> tuple[float | None, float | None]:
    values = cyp.values(sent(*rows))
    return values["MRS13"], values["MRS12"]


@pytest.mark.parametrize(
    ("discharged", "rejected", "closed", "still_open", "is_closed"),
    [
        (None, None, None, 1, 0),
        (LATE, None, None, 1, 0),
        (EARLY, None, None, 0, 1),
        (LATE, EARLY, EARLY, 1, 0),
        (EARLY, LATE, LATE, 0, 1),
        (None, LATE, EARLY, 1, 0),
        (None, EARLY, LATE, 0, 0),
        (None, None, LATE, 1, 0),
        (None, None, EARLY, 0, 0),
    ],
    ids=[
        "no end",
        "discharged late",
        "discharged early",
        "discharge goes before an earlier rejection",
        "discharge goes before a later rejection",
        "rejection goes before an earlier closure",
        "rejected early, still sent",
        "closed late",
        "closed early, still sent",
    ],
)
def test_discharge_then_rejection_then_closure(
    cyp: Counted, discharged: str | None, rejected: str | None, closed: str | None, still_open: int, is_closed: int
) -> None:
    """Not the earliest of them. Rejected or closed early but still sent is neither open nor closed."""
    rows = referral("2026-04-01", discharged=discharged), team("A06", rejected=rejected, closed=closed)
    assert still_and_closed(cyp, *rows) == (still_open, is_closed)


def test_the_rejection_may_stand_on_the_referral_itself(cyp: Counted) -> None:
    assert still_and_closed(cyp, referral(rejected=EARLY)) == (0, 0)
    assert still_and_closed(cyp, referral(rejected=EARLY), team("A06")) == (0, 0)
    assert still_and_closed(cyp, referral(rejected=EARLY), team("A06"), team("A06", own=False, name="U")) == (1, 0)


def test_of_several_teams_the_latest_end_wins(cyp: Counted) -> None:
    early, late = team("A06", rejected=EARLY), team("C04", own=False, name="U", closed=LATE)
    assert still_and_closed(cyp, referral(), early, late) == (1, 0)
    assert still_and_closed(cyp, referral(), late, early) == (1, 0)


def test_a_team_out_of_scope_does_not_end_a_referral(cyp: Counted) -> None:
    rows = referral(), team("A06", rejected=EARLY), team("A02", own=False, name="U", closed=LATE)
    assert still_and_closed(cyp, *rows) == (0, 0)


def test_an_end_after_the_month_is_the_end_of_the_month(cyp: Counted) -> None:
    assert still_and_closed(cyp, referral("2026-03-01", discharged="2026-05-04")) == (1, 0)


def test_a_referral_that_goes_silent_ends_with_its_last_month(cyp: Counted) -> None:
    assert still_and_closed(cyp, referral("2026-02-02", month="2026-03"), referral(referral="S", person="B")) == (1, 1)


def test_the_latest_month_in_scope_speaks(cyp: Counted) -> None:
    """Discharged in March's row, no longer in April's: open."""
    rows = referral("2026-02-02", month="2026-03", discharged="2026-03-20"), referral("2026-02-02")
    assert still_and_closed(cyp, *rows) == (1, 0)


@pytest.mark.parametrize(
    ("received", "spells", "waited"),
    [("2026-01-25", 1, 119), ("2026-01-26", 2, 94), ("2026-01-20", 1, 119), ("2026-01-10", 1, 119)],
    ids=["gap of 5 days", "gap of 6 days", "same day", "overlap"],
)
def test_a_gap_of_five_days_is_closed(cyp: Counted, received: str, spells: int, waited: float) -> None:
    first = referral("2026-01-01", month="2026-01", discharged="2026-01-20")
    later = [referral(received, month=one, referral="S") for one in months("2026-01", "2026-04")]
    values = cyp.values(sent(first, *later))
    assert (values["MRS13"], values["MRS10a"]) == (1, waited)
    assert cyp.values(sent(first, *later), "2026-01", newest="2026-04")["MRS11"] == spells


def test_spells_are_of_one_child_at_one_provider(cyp: Counted) -> None:
    rows = [
        referral("2026-04-01"),
        referral("2026-04-02", referral="S"),
        referral("2026-04-01", person="B", referral="T"),
        referral("2026-04-01", provider="RBD"),
    ]
    assert cyp.values(sent(*rows))["MRS11"] == 3


def test_a_referral_inside_another_does_not_cut_it(cyp: Counted) -> None:
    """The running sum returns to zero only when the longest has ended."""
    long = referral("2026-02-01")
    short = referral("2026-02-10", month="2026-02", referral="S", discharged="2026-02-12")
    values = cyp.values(sent(long, short))
    assert (values["MRS11"], values["MRS12"], values["MRS13"], values["MRS10a"]) == (1, 0, 1, 88)


@pytest.mark.parametrize(("received", "counted"), [("2015-12-31", 0), ("2016-01-01", 1)])
def test_a_spell_that_starts_before_2016_is_dropped_whole(cyp: Counted, received: str, counted: int) -> None:
    assert cyp.values(sent(referral(received), referral("2026-04-02", referral="S")))["MRS13"] == counted


@pytest.mark.parametrize(
    ("ended", "still_open", "is_closed"),
    [("2026-04-25", 1, 0), ("2026-04-24", 0, 1), ("2026-04-30", 1, 0)],
    ids=["5 days before", "6 days before", "last day"],
)
def test_open_until_five_days_after_the_end(cyp: Counted, ended: str, still_open: int, is_closed: int) -> None:
    assert still_and_closed(cyp, referral("2026-04-01", discharged=ended)) == (still_open, is_closed)


def test_open_needs_a_referral_sent_in_the_month(cyp: Counted) -> None:
    """A discharge early in April leaves the silent referral of March; both have ended by the last days."""
    rows = [
        referral("2026-03-01", month="2026-03"),
        referral("2026-03-20", referral="S", discharged="2026-04-02"),
    ]
    assert still_and_closed(cyp, *rows) == (0, 1)


@pytest.mark.parametrize(("ended", "is_closed"), [("2026-01-31", 0), ("2026-02-01", 1)])
def test_closed_in_the_quarter_from_its_first_day(cyp: Counted, ended: str, is_closed: int) -> None:
    month = ended[:7]
    other = referral(person="B", referral="S")
    assert still_and_closed(cyp, referral("2026-01-05", month=month, discharged=ended), other) == (1, is_closed)


def test_a_referral_that_ends_before_it_was_received_starts_a_spell_that_never_closes(cyp: Counted) -> None:
    """Its spell ends before it starts and so holds no referral, which national code counts as neither."""
    values = cyp.values(sent(referral("2026-04-10", rejected="2026-04-07")))
    assert (values["MRS11"], values["MRS12"], values["MRS13"]) == (1, 0, 0)


def test_a_spell_before_the_quarter_is_in_no_figure(cyp: Counted) -> None:
    old = referral("2025-11-03", month="2026-01", discharged="2026-01-20"), contact("2026-01-10")
    values = cyp.values(sent(*old, referral(person="B", referral="S")))
    assert [values[one] for one in ("MRS11", "MRS12", "MRS13", "MRS16")] == [1, 0, 1, 0]

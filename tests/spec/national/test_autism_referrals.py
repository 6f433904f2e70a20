"""Which referrals the autism statistics count, in which month, and as what they are known to be (R-WAIT-31 to 35)."""

import pytest

from tests.spec.national.autism_spec import APRIL, AutismSpec, contact, referral, spell, together

RUN = "2025-05 2025-06 2025-07 2025-08 2025-09 2025-10 2025-11 2025-12 2026-01 2026-02 2026-03 2026-04"


@pytest.mark.parametrize(
    ("received", "discharged", "counted"),
    [
        ("2018-03-31", None, 0),
        ("2018-04-01", None, 1),
        ("2026-04-30", None, 1),
        ("2026-05-01", None, 0),
        ("2025-11-01", "2026-04-10", 1),
        ("2025-11-01", "2026-04-01", 1),
        ("2025-11-01", "2026-03-31", 0),
    ],
)
def test_open_in_the_month(autism: AutismSpec, received: str, discharged: str | None, counted: int) -> None:
    """R-WAIT-31, 34: received by the month's end, not discharged before its start; inside it is still open."""
    autism.check(together(referral(received, discharged=discharged)), ASD16=counted, ASD11=counted, ASD14=counted)


@pytest.mark.parametrize(
    ("received", "discharged", "counted"),
    [
        ("2026-01-30", None, 0),
        ("2026-01-29", None, 1),
        ("2025-11-01", "2026-04-10", 1),
        ("2026-01-29", "2026-04-30", 1),
        ("2026-01-29", "2026-04-29", 0),
        ("2026-01-29", "2026-05-02", 1),
    ],
)
def test_open_for_thirteen_weeks(autism: AutismSpec, received: str, discharged: str | None, counted: int) -> None:
    """R-WAIT-35: 91 days or more to discharge or the month's end, whichever is earlier."""
    autism.check(together(referral(received, discharged=discharged)), ASD16=1, ASD16a=counted)


@pytest.mark.parametrize(("reason", "counted"), [("25", 1), ("24", 0), (None, 0), ("", 0)])
def test_only_the_primary_reason_25(autism: AutismSpec, reason: str | None, counted: int) -> None:
    """R-WAIT-31."""
    autism.check(together(referral("2026-04-02", reason=reason)), ASD11=counted, ASD12=counted, ASD16=counted)


def test_reason_25_means_autism_from_april_2018_on(autism: AutismSpec) -> None:
    """R-WAIT-31: a row sent for a month before may not carry it, whatever its dates say."""
    rows = together(referral("2018-04-02", sent="2018-03"))
    autism.check(rows, "2018-04", "2018-04", ASD12=0)
    autism.check(together(referral("2018-04-02", sent="2018-04")), "2018-04", "2018-04", ASD12=1)


@pytest.mark.parametrize(
    ("discharged", "new"), [(None, 1), ("2026-04-01", 1), ("2026-03-31", 0)], ids=["open", "inside", "before"]
)
def test_new_in_the_month(autism: AutismSpec, discharged: str | None, new: int) -> None:
    """R-WAIT-38: received inside the month and not discharged before it."""
    autism.check(together(referral("2026-04-01", discharged=discharged)), ASD12=new)
    autism.check(together(referral("2026-04-30")), ASD12=1)
    autism.check(together(referral("2026-03-31")), ASD12=0)


def test_closed_in_the_month(autism: AutismSpec) -> None:
    """R-WAIT-38: the day of discharge lies in it, both ends counted."""
    for discharged, closed in {"2026-03-31": 0, "2026-04-01": 1, "2026-04-30": 1, "2026-05-01": 0}.items():
        autism.check(together(referral("2025-11-01", discharged=discharged)), ASD13=closed)


def test_the_flow_rule_and_where_it_does_not_apply(autism: AutismSpec) -> None:
    """R-WAIT-33: not sent for March; in March it is open only where the flow is not asked for."""
    silent = together(
        referral("2025-11-01", sent="2026-02 2026-04"),
        contact("2026-03-10", sent="2026-03"),
        referral("2026-03-05", sent="2026-04", name="2", person="two"),
        referral("2025-11-01", sent="2026-04", name="3", person="three", discharged="2026-03-20"),
    )
    autism.check(silent, "2026-03", ASD11=0, ASD16=0, ASD16a=0, ASD18=0, ASD18a=0, ASD18b=0, ASD19=0)
    autism.check(silent, "2026-03", ASD12=1, ASD13=1, ASD20=1, ASD26=1)
    autism.check(silent, "2026-04", ASD11=2, ASD16=2)


def test_the_row_that_flowed_must_itself_be_for_autism(autism: AutismSpec) -> None:
    """R-WAIT-33: the latest version has reason 25; March's row had another, so March does not count it."""
    corrected = together(referral("2025-11-01", sent="2026-03", reason="10"), referral("2025-11-01"))
    autism.check(corrected, "2026-03", ASD11=0, ASD16=0)
    autism.check(corrected, "2026-04", ASD11=1, ASD16=1)
    redated = together(referral("2018-03-31", sent="2026-03"), referral("2018-04-01"))
    autism.check(redated, "2026-03", ASD16=0)


def test_a_reason_corrected_away_removes_the_referral_from_every_month(autism: AutismSpec) -> None:
    """R-WAIT-33: all else about a referral is its latest version at the run's end."""
    rows = referral("2025-11-01", sent="2025-11 2025-12 2026-01 2026-02 2026-03")
    autism.check(together(rows), "2025-12", "2026-03", ASD16=1)
    corrected = together(rows, referral("2025-11-01", reason="24"))
    for month in ("2025-12", "2026-03", APRIL):
        autism.check(corrected, month, ASD11=0, ASD16=0, ASD12=0)
    autism.check(corrected, "2025-11", ASD12=0)


def test_the_latest_version_speaks_for_all_twelve_months(autism: AutismSpec) -> None:
    """R-WAIT-33: dates and age of the latest row; a later run changes earlier months (R-WAIT-32)."""
    rows = together(
        referral("2025-11-01", sent="2026-02 2026-03", age=18),
        referral("2025-12-03", sent="2026-04", age=17, discharged="2026-02-27"),
    )
    autism.check(rows, "2026-03", "2026-03", ASD16=1, ASD16a=1, ASD16d=1, ASD16b=0)
    autism.check(rows, "2026-03", ASD16=0)
    autism.check(rows, "2026-02", ASD16=1, ASD16a=0, ASD16b=1, ASD16d=0)


def test_a_row_never_sent_again_stays_the_latest(autism: AutismSpec) -> None:
    """R-WAIT-33: last sent in May of last year, discharge known since then; counted where no flow is asked for."""
    rows = together(referral("2025-04-02", sent="2025-05"), contact("2025-05-20"))
    autism.check(rows, "2025-05", ASD11=1, ASD14=1, ASD20=1)
    autism.check(rows, "2025-06", ASD11=0, ASD14=0, ASD20=0)


def test_never_sent_again(autism: AutismSpec) -> None:
    """ASD14: open, and the latest row known is that month's; in the newest month it equals ASD11."""
    rows = together(
        referral("2025-11-01", sent="2026-02 2026-03"),
        referral("2025-11-01", sent="2026-03 2026-04", name="2"),
        referral("2025-11-01", sent="2026-03", name="3", discharged="2026-02-28"),
    )
    autism.check(rows, "2026-02", ASD14=0)
    autism.check(rows, "2026-03", ASD14=1, ASD11=2)
    autism.check(rows, "2026-04", ASD14=1, ASD11=1)


@pytest.mark.parametrize(
    ("began", "ended", "counted"),
    [("2018-03-31", None, 1), ("2018-04-01", "2018-05-01", 0), ("2026-04-29", None, 0)],
)
def test_a_hospital_spell_excludes_in_every_month(
    autism: AutismSpec, began: str, ended: str | None, counted: int
) -> None:
    """R-WAIT-31: begun on or after 2018-04-01; the months before it and after it too, contacts and all."""
    rows = together(referral("2026-02-03", sent="2026-02 2026-03 2026-04"), spell(began, ended=ended))
    autism.check(rows, "2026-02", ASD12=counted, ASD16=counted)
    autism.check(rows, "2026-04", ASD11=counted, ASD14=counted, ASD16=counted)


def test_a_hospital_spell_is_of_one_referral_and_as_last_sent(autism: AutismSpec) -> None:
    """R-WAIT-31: another referral of the child stays; a spell later moved to it takes that one out instead."""
    two = [*referral("2026-02-03", sent="2026-03 2026-04"), *referral("2026-02-03", sent="2026-03 2026-04", name="2")]
    autism.check(together(two, spell("2026-03-02", sent="2026-03")), ASD11=1, ASD16=1)
    moved = [*spell("2026-03-02", sent="2026-03", name="1"), *spell("2026-03-02", sent="2026-04", name="2")]
    autism.check(together(two, moved, contact("2026-04-03", name="1")), ASD11=1, ASD20=1)
    autism.check(together(two, moved, contact("2026-04-03", name="2")), ASD11=1, ASD20=0)


def test_people_and_referrals(autism: AutismSpec) -> None:
    """R-WAIT-38: ASD16 counts a person once over referrals and providers, ASD11 to ASD14 count referrals."""
    rows = together(
        referral("2026-04-02"),
        referral("2026-04-03", name="2"),
        referral("2026-04-03", provider="RBD"),
        referral("2026-04-03", name="9", person="two", age=30),
    )
    autism.check(rows, ASD11=4, ASD12=4, ASD14=4, ASD16=2, ASD16b=1, ASD16d=1, ASD12a=3, ASD12b=1)


def test_the_run_is_of_twelve_months(autism: AutismSpec) -> None:
    """R-WAIT-32: nothing outside it; months after the newest are not known to it."""
    rows = together(referral("2025-04-02", sent=f"2025-04 {RUN} 2026-05", discharged="2026-05-03"))
    assert autism.values(rows, "2025-04") == {}
    assert autism.values(rows, "2026-05") == {}
    autism.check(rows, "2025-05", ASD11=1, ASD14=0)
    autism.check(rows, "2026-04", ASD11=1, ASD14=1)
    autism.check(rows, "2026-04", "2026-05", ASD11=1, ASD14=0)


def test_nothing_found_is_zero_under_a_national_id(autism: AutismSpec) -> None:
    """Section 15: empty medians and percentages come out as 0; a rate without a population has no value."""
    found = autism.values(together())
    assert len(found) == 63
    assert {value for measure, value in found.items() if measure not in _RATES} == {0}
    assert {found[measure] for measure in _RATES} == {None}


_RATES = ("ASD16f", "ASD16g", "ASD16h", "ASD16i", "ASD16j", "ASD16k")

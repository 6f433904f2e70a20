"""Moving to another area, to adult services, and out of the views of the young (R-DSR-39 to 44)."""

import pytest

from dsr.rules.entry import transfer, transition
from dsr.rules.entry.periods import active_periods
from dsr.rules.terms import Terms
from tests.dsr.rules.entry_terms import POLICY, agreed_from, in_short
from tests.dsr.rules.lives import a_life, day, on_the_register

BORN = "2008-06-01"
SENT = "2026-08-03 transfer-sent Devon"


@pytest.mark.parametrize(
    ("lines", "accept", "escalate"),
    [
        ((SENT,), ["2026-08-03/2026-08-31"], ["2026-09-01/2026-09-01"]),
        ((SENT, "2026-08-31 transfer-accepted Devon"), ["2026-08-03/2026-08-31 done 2026-08-31"], []),
        (
            (SENT, "2026-09-02 transfer-accepted Devon"),
            ["2026-08-03/2026-08-31 done 2026-09-02"],
            ["2026-09-01/2026-09-01 done 2026-09-02"],
        ),
        ((SENT, "2026-09-01 transfer-escalated"), ["2026-08-03/2026-08-31"], ["2026-09-01/2026-09-01 done 2026-09-01"]),
        ((SENT, "2026-08-10 removed entered-in-error"), ["2026-08-03/2026-08-31 ceased 2026-08-10"], []),
        (
            (SENT, "2026-08-10 transfer-sent Somerset"),
            ["2026-08-03/2026-08-31 ceased 2026-08-10", "2026-08-10/2026-09-07"],
            ["2026-09-08/2026-09-08"],
        ),
        ((SENT, "2026-08-03 removed entered-in-error"), ["2026-08-03/2026-08-31 ceased 2026-08-03"], []),
        ((SENT, SENT), ["2026-08-03/2026-08-31"], ["2026-09-01/2026-09-01"]),
        (("2026-08-07 transfer-sent Devon",), ["2026-08-07/2026-09-04"], ["2026-09-05/2026-09-07"]),
    ],
)
def test_the_other_area_accepts_in_28_days_or_it_is_escalated(
    lines: tuple[str, ...], accept: list[str], escalate: list[str]
) -> None:
    """R-DSR-39: calendar days for the area, the next working day for us."""
    asked = tuple(transfer.tasks(on_the_register(BORN, "2026-07-06", "red", *lines), POLICY))
    assert in_short(asked, "transfer-acceptance") == accept
    assert in_short(asked, "escalate-transfer") == escalate


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("2026-08-03 area elsewhere",), ["2026-08-03/2026-08-10"]),
        (("2027-03-24 area elsewhere",), ["2027-03-24/2027-04-02"]),
        (("2026-08-03 area elsewhere", "2026-08-05 area elsewhere"), ["2026-08-03/2026-08-10"]),
        (("2026-08-03 area elsewhere", SENT), ["2026-08-03/2026-08-10 done 2026-08-03"]),
        (("2026-08-03 area elsewhere", "2026-08-05 area local"), ["2026-08-03/2026-08-10 ceased 2026-08-05"]),
        (("2026-08-03 area override placed elsewhere by us",), []),
        (("2026-07-01 area elsewhere",), []),
        (("2026-08-03 area local",), []),
        (("2026-08-03 area elsewhere", "2026-08-03 area local"), []),
    ],
)
def test_who_moved_away_is_handed_over(lines: tuple[str, ...], expected: list[str]) -> None:
    """R-DSR-39, 40: but not who is placed elsewhere and stays ours."""
    life = on_the_register(BORN, "2026-07-06", "red", *lines)
    assert in_short(transfer.tasks(life, POLICY), "send-handover-pack") == expected


WAITS = ("2026-06-01 referred health", "2026-06-02 accepted")
AGREED = "2026-06-20 consent own-consent"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("2026-06-12 area elsewhere",), []),
        (("2026-06-12 area elsewhere", AGREED), ["2026-06-20/2026-06-26"]),
        (("2026-06-02 area elsewhere", AGREED), ["2026-06-20/2026-06-26"]),
        (("2026-06-20 area elsewhere", AGREED), ["2026-06-20/2026-06-26"]),
        (
            ("2026-06-12 area elsewhere", AGREED, "2026-06-22 transfer-sent Devon"),
            ["2026-06-20/2026-06-26 done 2026-06-22"],
        ),
        (("2026-06-12 area elsewhere", "2026-06-15 area local", AGREED), []),
        (
            ("2026-06-12 area elsewhere", AGREED, "2026-06-22 area local"),
            ["2026-06-20/2026-06-26 ceased 2026-06-22"],
        ),
        (("2026-06-12 area elsewhere", "2026-06-15 refused own-consent", AGREED), ["2026-06-20/2026-06-26"]),
        (("2026-06-12 area elsewhere", "2026-06-15 removed entered-in-error", AGREED), []),
        (
            (
                "2026-06-12 area elsewhere",
                "2026-06-15 removed entered-in-error",
                "2026-06-16 referred",
                "2026-06-17 accepted",
                AGREED,
            ),
            [],
        ),
        (("2026-06-01 area elsewhere", AGREED), []),
    ],
)
def test_who_moved_before_anybody_agreed_is_handed_over_once_the_entry_is_active(
    lines: tuple[str, ...], expected: list[str]
) -> None:
    """R-DSR-39: while the move holds; where the practice was elsewhere already, the decision was made knowing it."""
    assert in_short(transfer.tasks(a_life(BORN, *WAITS, *lines), POLICY), "send-handover-pack") == expected


@pytest.mark.parametrize(
    ("line", "to", "sent"),
    [
        ("2026-08-01 consent own-consent entry sharing:Devon", "Devon", True),
        ("2026-08-01 consent own-consent entry sharing:CAMHS", "Devon", False),
        ("2026-08-01 withdrawn own-consent", "CAMHS", False),
    ],
)
def test_a_pack_is_sent_with_consent_only(line: str, to: str, sent: bool) -> None:
    """R-DSR-29, 39."""
    life = on_the_register(BORN, "2026-07-06", "red", line)
    assert (transfer.may_be_sent(to, life, day("2026-08-03"), POLICY) is None) is sent


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("2026-08-03 transfer-received Devon red",), ["2026-08-03/2026-08-10"]),
        (("2026-12-23 transfer-received Devon red",), ["2026-12-23/2027-01-04"]),
        (
            ("2026-08-03 transfer-received Devon red", "2026-08-11 reviewed amber"),
            ["2026-08-03/2026-08-10 done 2026-08-11"],
        ),
        (("2026-08-02 reviewed red", "2026-08-03 transfer-received Devon red"), ["2026-08-03/2026-08-10"]),
        (("2026-08-03 transfer-received Devon red", "2026-08-04 reviewed red incomplete"), ["2026-08-03/2026-08-10"]),
        (("2026-08-03 transfer-received Devon red", "2026-08-04 died"), ["2026-08-03/2026-08-10 ceased 2026-08-04"]),
        (
            ("2026-08-03 transfer-received Devon red", "2026-08-05 declined no-risk"),
            ["2026-08-03/2026-08-10 ceased 2026-08-05"],
        ),
        (
            ("2026-08-03 transfer-received Devon red", "2026-08-05 refused own-consent"),
            ["2026-08-03/2026-08-10 ceased 2026-08-05"],
        ),
        (
            (
                "2026-08-03 transfer-received Devon red",
                "2026-08-05 refused own-consent",
                "2026-08-11 consent own-consent",
            ),
            ["2026-08-03/2026-08-10 ceased 2026-08-05", "2026-08-11/2026-08-18"],
        ),
        (("2026-08-03 transfer-received Devon red", "2026-08-03 removed entered-in-error"), []),
        (
            ("2026-08-03 removed entered-in-error", "2026-08-03 transfer-received Devon red"),
            ["2026-08-03/2026-08-10"],
        ),
    ],
)
def test_who_comes_from_another_area_is_reviewed_in_five_working_days(
    lines: tuple[str, ...], expected: list[str]
) -> None:
    """R-DSR-39: until then the sending area's rating holds."""
    assert in_short(transfer.tasks(a_life(BORN, *lines), POLICY), "first-review-after-transfer") == expected


CHILD = "2010-08-31"  # 17 on 31 August 2027, 18 on 31 August 2028


@pytest.mark.parametrize(
    ("born", "since", "code", "lines", "expected"),
    [
        (CHILD, "2026-09-01", "transition-plan", (), ["2027-06-02/2027-08-31"]),
        (CHILD, "2026-09-01", "adult-lead", (), ["2027-12-02/2028-03-01"]),
        (CHILD, "2026-09-01", "joint-review", (), ["2028-06-01/2028-08-30"]),
        ("2008-02-29", "2023-09-01", "transition-plan", (), ["2024-12-01/2025-03-01"]),
        ("2008-02-29", "2023-09-01", "joint-review", (), ["2025-11-30/2026-02-28"]),
        (CHILD, "2027-08-31", "transition-plan", (), ["2027-08-31/2027-08-31"]),
        (CHILD, "2027-09-01", "transition-plan", (), ["2027-09-01/2027-09-01"]),
        (CHILD, "2028-08-30", "joint-review", (), ["2028-08-30/2028-08-30"]),
        (CHILD, "2028-08-31", "joint-review", (), []),
        (
            CHILD,
            "2026-09-01",
            "transition-plan",
            ("2027-07-01 transition-plan",),
            ["2027-06-02/2027-08-31 done 2027-07-01"],
        ),
        (CHILD, "2026-09-01", "transition-plan", ("2027-06-01 transition-plan",), []),
        (CHILD, "2026-09-01", "adult-lead", ("2028-03-02 adult-lead",), ["2027-12-02/2028-03-01 done 2028-03-02"]),
        (CHILD, "2026-09-01", "joint-review", ("2028-09-01 joint-review",), ["2028-06-01/2028-08-30 done 2028-09-01"]),
        (CHILD, "2026-09-01", "transition-plan", ("2027-05-01 died",), []),
        (CHILD, "2026-09-01", "transition-plan", ("2027-07-01 died",), ["2027-06-02/2027-08-31 ceased 2027-07-01"]),
        ("2002-08-31", "2026-09-01", "key-work-handover", (), ["2028-03-01/2028-08-30"]),
        ("2002-02-28", "2026-09-01", "key-work-handover", (), ["2027-08-28/2028-02-27"]),
        (
            "2002-08-31",
            "2026-09-01",
            "key-work-handover",
            ("2028-04-03 key-work-handover",),
            ["2028-03-01/2028-08-30 done 2028-04-03"],
        ),
        ("2000-08-31", "2026-09-01", "key-work-handover", (), []),
    ],
)
def test_moves_are_prepared_before_birthdays(
    born: str, since: str, code: str, lines: tuple[str, ...], expected: list[str]
) -> None:
    """R-DSR-42, 44: at 17, at 17 and a half, before 18, before 26; who comes late finds it due at once."""
    life = on_the_register(born, since, "red", f"{since} capacity yes", *lines)
    assert in_short(transition.tasks(life, POLICY), code) == expected


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        (agreed_from("2027-08-31", "adult-lead", 3), ["2028-03-02/2028-05-31"]),
        (agreed_from("2027-09-01", "adult-lead", 3), ["2027-12-02/2028-03-01"]),
    ],
)
def test_the_terms_of_the_17th_birthday_count(terms: Terms, expected: list[str]) -> None:
    """R-DSR-42: what was agreed on later is for those who are younger."""
    life = on_the_register(CHILD, "2026-09-01", "red")
    assert in_short(transition.tasks(life, terms), "adult-lead") == expected


@pytest.mark.parametrize(
    ("on", "side"), [("2028-08-30", "children"), ("2028-08-31", "adults"), ("2040-01-01", "adults")]
)
def test_at_18_the_side_changes_and_the_record_goes_on(on: str, side: str) -> None:
    """R-DSR-41: one record, two sides."""
    life = on_the_register(CHILD, "2026-09-01", "red")
    assert transition.side_on(life, day(on)) == side
    assert len(active_periods(life, POLICY)) == 1


@pytest.mark.parametrize(
    ("lines", "on", "unplanned"),
    [
        ((), "2027-08-30", False),
        ((), "2027-08-31", True),
        (("2027-09-02 transition-plan",), "2027-09-01", True),
        (("2027-09-02 transition-plan",), "2027-09-02", False),
    ],
)
def test_a_move_to_adult_services_without_a_plan_is_a_risk_by_itself(
    lines: tuple[str, ...], on: str, unplanned: bool
) -> None:
    """R-DSR-42."""
    assert transition.is_unplanned(a_life(CHILD, *lines), day(on), POLICY) is unplanned

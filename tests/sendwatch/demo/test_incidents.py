"""What goes wrong on purpose goes wrong, and nothing else does."""

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

from diis.feeds import FEEDS_BY_NAME
from sendwatch.demo import write
from sendwatch.demo.days import NEVER
from sendwatch.demo.incidents import Slowdown
from tests.sendwatch.demo.lists import PLANTED, WeeklyList, lists_in
from tests.sendwatch.demo.rules import wrong_fields

Weeks = dict[str, list[WeeklyList]]
LAST = date(2026, 10, 25)
SPOILT = "r0d-community-paediatrics"
SILENT = "rbd-community-paediatrics"


def test_one_feed_has_fallen_silent_for_longer_than_its_limit(weeks: Weeks) -> None:
    newest = {feed: lists[-1].census for feed, lists in weeks.items()}
    assert newest.pop(SILENT) == LAST - timedelta(weeks=3)
    assert set(newest.values()) == {LAST}
    assert timedelta(weeks=3).days > FEEDS_BY_NAME[SILENT].late_after_days


def test_in_a_short_demo_every_feed_speaks_to_the_end(tmp_path: Path) -> None:
    write(tmp_path, weeks=4, referrals=150, last_census=LAST)
    assert {lists[-1].census for lists in lists_in(tmp_path).values()} == {LAST}


def test_bad_rows_are_the_planted_ones_and_each_is_bad_in_its_one_field(weeks: Weeks) -> None:
    for each in weeks[SPOILT]:
        planted = [row for row in each.everything if row["referral_id"][1] == PLANTED]
        wrong = {row["referral_id"]: wrong_fields(row, each.census) for row in planted}
        assert wrong == {
            "P9000000": set(),
            "P9000001": {"nhs_number"},
            "P9000002": {"received_date"},
            "P9000003": {"closed_date"},
            "P9000004": {"birth_date"},
            "P9000005": {"birth_date"},
            "P9000006": {"gender"},
            "P9000007": {"decision_date"},
            "P9000008": {"source_of_referral"},
        }


def test_one_good_row_is_sent_twice_to_the_letter(weeks: Weeks) -> None:
    for each in weeks[SPOILT]:
        lines = (each.folder / "referrals.csv").read_text().splitlines()
        assert {line for line in lines if lines.count(line) > 1} == {next(line for line in lines if "P9000000" in line)}


def test_one_contact_is_dated_before_its_referral_and_one_has_none(weeks: Weeks) -> None:
    for each in weeks[SPOILT]:
        received = {row["referral_id"]: row["received_date"] for row in each.everything}
        strays = [contact["referral_id"] for contact in each.contacts if contact["referral_id"] not in received]
        early = [
            contact["referral_id"]
            for contact in each.contacts
            if contact["contact_date"] < received.get(contact["referral_id"], "")
        ]
        assert (early, strays) == (["P9000000"], ["P9000099"])


def test_no_other_feed_has_a_planted_row(weeks: Weeks) -> None:
    for feed, lists in weeks.items():
        if feed != SPOILT:
            assert all(len(each.rows) == len(each.everything) for each in lists)


def test_no_list_shrinks_or_grows_enough_to_be_held(weeks: Weeks) -> None:
    for lists in weeks.values():
        sizes = [len(each.everything) for each in lists]
        assert all(0.8 < after / before < 1.25 for before, after in pairwise(sizes))


def test_the_share_over_the_gateways_standard_rises_clearly_in_28_days(usual: dict[str, WeeklyList]) -> None:
    rise = _share_over(usual["rdy-camhs-gateway"], 28, LAST) - _share_over(
        usual["rdy-camhs-gateway"], 28, LAST - timedelta(28)
    )
    assert rise > 0.08


def test_no_other_share_over_a_standard_rises_so(usual: dict[str, WeeklyList]) -> None:
    for feed, newest in usual.items():
        if feed != "rdy-camhs-gateway":
            standard = 91 if "neuro" in feed else 126
            month_before = _share_over(newest, standard, newest.census - timedelta(28))
            assert _share_over(newest, standard, newest.census) - month_before < 0.045


def test_a_demo_of_one_week_has_no_leavers(tmp_path: Path) -> None:
    write(tmp_path, weeks=1, referrals=150, last_census=LAST)
    assert sum(len(lists[-1].everything) for lists in lists_in(tmp_path).values()) == 150


def test_a_slowdown_stretches_only_what_is_left_of_a_decision() -> None:
    slow = Slowdown(begins=100, times=2.0)
    assert slow.delayed(asked=80, decided=100) == 100
    assert slow.delayed(asked=80, decided=110) == 120
    assert slow.delayed(asked=105, decided=110) == 115
    assert Slowdown().delayed(asked=105, decided=110) == 110
    assert Slowdown().begins == NEVER


def _share_over(newest: WeeklyList, standard: int, on: date) -> float:
    waits = newest.waits(on)
    return sum(days > standard for days in waits) / len(waits)

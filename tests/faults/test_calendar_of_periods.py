"""Lists and submissions of a leap day and of the last day of a year, through the pull (F16)."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from diis.intake import Intake
from diis.pull import pull
from diis.refresh import refresh
from diis.store.figures import latest_figures
from tests.diis import monthly_builder as monthly
from tests.diis.extract_builder import AnExtract, some_referrals
from tests.diis.store_dump import ledger_rows

OLD = AnExtract([{**row, "received_date": "2023-05-04", "birth_date": "2012-02-29"} for row in some_referrals(3)])


@pytest.mark.parametrize(
    ("month", "last_day"), [("2024-02", "2024-02-29"), ("2025-02", "2025-02-28"), ("2025-12", "2025-12-31")]
)
def test_a_month_ends_on_its_last_day(intake: Intake, tmp_path: Path, month: str, last_day: str) -> None:
    referrals = [monthly.a_referral(1, ReferralRequestReceivedDate=last_day)]
    verdict = pull(None, monthly.a_submission("RDY", month, referrals=referrals).folder(tmp_path), intake)
    assert (verdict.outcome, verdict.findings) == ("accepted", ())
    assert [row["census_on"] for row in ledger_rows(intake.store)] == [date.fromisoformat(last_day)]


@pytest.mark.parametrize("census", ["2024-02-29", "2024-12-31"])
def test_a_list_of_such_a_day_is_counted_on_it(intake: Intake, tmp_path: Path, census: str) -> None:
    assert pull(None, replace(OLD, census=census).folder(tmp_path), intake).outcome == "accepted"
    refresh(intake)
    assert {one.as_at for one in latest_figures(intake.store)} == {date.fromisoformat(census)}


def test_a_leap_day_of_another_year_is_no_day(intake: Intake, tmp_path: Path) -> None:
    assert pull(None, replace(OLD, census="2023-02-29").folder(tmp_path), intake).outcome == "refused"

"""`sendwatch doctor`: it finds what no pull will take and who else may look, and repeats no received name."""

import json
from datetime import date, timedelta

from typer.testing import CliRunner

from sendwatch.__main__ import app
from sendwatch.settings import Settings
from tests.diis.extract_builder import AnExtract, some_referrals

FEED = "r0d-neurodevelopmental"


def wrong(expected_exit: int) -> dict[str, str]:
    result = CliRunner().invoke(app, ["doctor", "--json"])
    assert result.exit_code == expected_exit, result.output
    return {found["what"]: found["advice"] for found in json.loads(result.stdout) if not found["well"]}


def test_a_new_home_is_well(settings: Settings) -> None:
    AnExtract(some_referrals(1)).folder(settings.inbox(FEED))
    (settings.inbox(FEED) / ".DS_Store").write_bytes(b"x")
    assert wrong(0) == {}


def test_a_home_that_others_may_look_into_is_wrong(settings: Settings) -> None:
    settings.home.chmod(0o750)
    assert "chmod 700" in wrong(1)[f"home folder {settings.home}"]


def test_what_no_pull_takes_is_counted_by_its_reason_and_not_named(settings: Settings) -> None:
    inbox = settings.inbox(FEED)
    (inbox / "Smith John.csv").write_text("x")
    AnExtract(some_referrals(1), provider="RBD").folder(inbox)
    found = wrong(1)
    assert list(found) == [f"inbox {inbox}, not taken: 1 layout-not-recognised, 1 wrong-feed"]
    assert "sendwatch check" in found.popitem()[1]


def test_a_feed_is_late_once_its_newest_list_is_older_than_agreed(settings: Settings) -> None:
    today = date.today()  # noqa: DTZ011 - the command reads the clock itself
    for days, lateness in ((10, 0), (11, 1)):
        census = (today - timedelta(days=days)).isoformat()
        rows = [{**row, "received_date": "2024-05-04"} for row in some_referrals(3)]
        feed = {10: "RBD", 11: "R0D"}[days]
        folder = AnExtract(rows, census=census, provider=feed).folder(
            settings.inbox(f"{feed.lower()}-neurodevelopmental")
        )
        CliRunner().invoke(app, ["pull", str(folder)])
        assert len(wrong(lateness)) == lateness
    assert "It is 11 days old; late after 10." in wrong(1).popitem()[1]

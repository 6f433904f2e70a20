"""`sendwatch doctor`: it finds what no pull will take and who else may look, and repeats no received name."""

import json
from datetime import date, timedelta

import pytest
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


def looked_at() -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(CliRunner().invoke(app, ["doctor", "--json"]).stdout)
    return [one for one in found if str(one["what"]).startswith(("procedures", "organisations"))]


def test_it_says_which_lists_the_national_measures_count_with(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R-WAIT-62, 63: without the reference sets waits look longer, and that must be seen."""
    procedures, organisations = looked_at()
    assert procedures["what"] == "procedures that stop the four-week clock, 2 from the national code"
    assert "psychological therapies, psychosocial interventions, medication" in str(procedures["advice"])
    assert organisations["what"] == "organisations, 0 sub-ICBs from nowhere"
    sets = ("1853461000000105", "1853481000000101", "1853451000000107")
    given = settings.home / "given.csv"
    given.write_text("\n".join(["refset,code,from,to", *(f"{one},228557008,2024-04-01," for one in sets)]))
    hierarchy = settings.home / "hierarchy.csv"
    hierarchy.write_text("sub_icb,icb,region\n11J,QVV,Y58\n")
    monkeypatch.setenv("SENDWATCH_INTERVENTIONS", str(given))
    monkeypatch.setenv("SENDWATCH_ORGANISATIONS", str(hierarchy))
    assert looked_at() == [
        {"what": f"procedures that stop the four-week clock, 3 from {given}", "well": True, "advice": ""},
        {"what": f"organisations, 1 sub-ICBs from {hierarchy}", "well": True, "advice": ""},
    ]


def test_a_list_that_lacks_a_reference_set_is_wrong(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    given = settings.home / "given.csv"
    given.write_text("refset,code,from,to\n1853461000000105,228557008,,\n1853481000000101,228557008,,\n")
    monkeypatch.setenv("SENDWATCH_INTERVENTIONS", str(given))
    assert list(wrong(1).values()) == [
        "Nothing is listed of medication and physical therapy: fewer four-week clocks stop than nationally."
    ]


def test_a_list_that_cannot_be_used_is_wrong(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SENDWATCH_INTERVENTIONS", str(settings.home / "not there.csv"))
    assert list(wrong(1)) == ["FileNotFoundError"]
    (settings.home / "given.csv").write_text("code\n228557008\n")
    monkeypatch.setenv("SENDWATCH_INTERVENTIONS", str(settings.home / "given.csv"))
    assert "its first line is not refset,code,from,to" in wrong(1)["InterventionsUnusable"]


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

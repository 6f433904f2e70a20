"""`sendwatch doctor`: it finds what no pull will take and who else may look, and repeats no received name."""

import json

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

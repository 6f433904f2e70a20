"""`sendwatch dsr erase`: what is past its day is erased by whoever means it, and nothing else ever (R-DSR-116)."""

import json
from pathlib import Path

import pytest

from tests.sendwatch.commands.conftest import Sendwatch
from tests.sendwatch.commands.register_people import CANARIES, enter, on

CLOSED = "2026-11-20 removed moved-away"


@pytest.fixture
def erase(register_home: Path, sendwatch: Sendwatch, monkeypatch: pytest.MonkeyPatch) -> Sendwatch:
    """On Rowan's 25th birthday."""
    on(monkeypatch, "2036-02-01T09:00")
    return lambda *arguments: sendwatch("dsr", "erase", *arguments)


def test_a_rehearsal_tells_whose_day_has_come_and_erases_nobody(erase: Sendwatch) -> None:
    reference = enter(CLOSED)
    found = erase("--dry-run")
    assert (found.code, found.out.splitlines()[-1]) == (0, "Past their day: 1, erased: 0.")
    assert found.out.startswith(f"2036-02-01  {reference}  to be erased. Closed on 20 November 2026")
    assert not [word for word in CANARIES if word in found.out]
    assert erase("--dry-run", "--on", "2036-01-31").out == "Past their day: 0, erased: 0.\n"
    assert json.loads(erase("--dry-run", "--json").out)[0]["erased"] is False


def test_without_a_yes_nobody_is_erased(erase: Sendwatch) -> None:
    enter(CLOSED)
    refused = erase()
    assert (refused.code, "--yes" in refused.err) == (1, True)
    assert erase("--dry-run").out.endswith("Past their day: 1, erased: 0.\n")


def test_whoever_means_it_erases_for_good_and_once(erase: Sendwatch, sendwatch: Sendwatch, register_home: Path) -> None:
    reference = enter(CLOSED)
    found = json.loads(erase("--yes", "--json").out)
    assert [(one["person"], one["erased"]) for one in found] == [(reference, True)]
    assert erase("--yes").out == "Past their day: 0, erased: 0.\n"
    assert sendwatch("dsr", "audit", "verify").code == 0
    assert "erase" in sendwatch("dsr", "audit", "who", reference).out


def test_what_will_be_due_is_not_erased_today(erase: Sendwatch) -> None:
    enter("2036-01-20 removed moved-away")
    later = erase("--yes", "--on", "2044-01-20")
    assert (later.code, "still to come" in later.err) == (1, True)
    assert erase("--dry-run", "--on", "2044-01-20").out.endswith("Past their day: 1, erased: 0.\n")

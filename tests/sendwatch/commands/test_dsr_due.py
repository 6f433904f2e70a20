"""`sendwatch dsr due`, `renew`, `terms`, `counts`: what must be done, and figures; nobody is named in any of them."""

import json
from pathlib import Path

import pytest

from tests.sendwatch.commands.conftest import Sendwatch
from tests.sendwatch.commands.register_people import CANARIES, enter, on

TODAY = "2026-11-21"


def due(sendwatch: Sendwatch, *arguments: str) -> list[dict[str, object]]:
    ran = sendwatch("dsr", "due", *arguments, "--json")
    assert ran.code == 0
    found: list[dict[str, object]] = json.loads(ran.out)
    return found


def test_a_review_that_was_missed_is_told_with_whose_it_is_to_do_and_why(
    register_home: Path, sendwatch: Sendwatch
) -> None:
    """R-DSR-59, 59a: amber since Monday 2 November, to be reviewed by Monday 16 November."""
    reference = enter()
    (review,) = [one for one in due(sendwatch) if one["code"] == "review"]
    assert {name: review[name] for name in ("person", "rule", "due_on", "days_overdue", "about")} == {
        "person": reference,
        "rule": "R-DSR-59",
        "due_on": "2026-11-16",
        "days_overdue": 5,
        "about": "amber",
    }
    assert review in due(sendwatch, "--overdue", "--owner", str(review["owner"]))
    assert review not in due(sendwatch, "--owner", "C(E)TR oversight panel")
    (then,) = [one for one in due(sendwatch, "--on", "2026-11-16") if one["code"] == "review"]
    assert then["days_overdue"] == 0
    assert then not in due(sendwatch, "--on", "2026-11-16", "--overdue")


def test_today_and_the_same_day_asked_from_yesterday_agree(
    register_home: Path, sendwatch: Sendwatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is kept is what is worked out."""
    enter("2026-11-10 admitted")
    today = due(sendwatch)
    assert today
    on(monkeypatch, "2026-11-20T09:00:00")
    assert due(sendwatch, "--on", TODAY) == today


def test_in_words_it_names_nobody_and_says_how_much_there_is(register_home: Path, sendwatch: Sendwatch) -> None:
    assert sendwatch("dsr", "due").out == f"Nothing is to be done on {TODAY}.\n"
    reference = enter()
    ran = sendwatch("dsr", "due")
    assert f"2026-11-16  {reference}  " in ran.out
    assert "review, 5 days overdue (R-DSR-59)." in ran.out
    assert f"To be done on {TODAY}: " in ran.out
    assert ran.out.endswith("people concerned: 1.\n")
    assert not any(name in ran.out + ran.err for name in CANARIES)


def test_of_a_record_that_has_left_the_live_view_it_is_not_told_why(register_home: Path, sendwatch: Sendwatch) -> None:
    """R-DSR-31, 116: the sentence of a task can tell a birthday."""
    reference = enter(
        "2026-11-03 consent own-consent sharing:E06000058",
        "2026-11-18 withdrawn own-consent",
        "2026-11-19 removed consent-withdrawn",
    )
    told = [one for one in due(sendwatch) if one["code"] == "tell-withdrawal"]
    assert [one["about"] for one in told] == ["- 2026-11-03", "E06000058 2026-11-18"]
    assert all((one["person"], one["why"]) == (reference, "-") for one in told)
    words = sendwatch("dsr", "due").out
    assert "tell-withdrawal" in words
    assert {line.partition("). ")[2] for line in words.splitlines()[:-1]} == {"The record has left the live view."}


def test_whose_is_not_a_role_is_a_mistake_of_usage(register_home: Path, sendwatch: Sendwatch) -> None:
    assert sendwatch("dsr", "due", "--owner", "the caretaker").code == 2
    assert sendwatch("dsr", "due", "--on", "tomorrow").code == 2


def test_renew_brings_everybody_to_today_once(
    register_home: Path, sendwatch: Sendwatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter()
    assert sendwatch("dsr", "renew").out == f"All are as of {TODAY} already.\n"
    on(monkeypatch, "2026-11-22T00:00:00")
    assert "sendwatch dsr renew" in sendwatch("doctor", "--only", "register").out
    assert sendwatch("dsr", "renew").out == "People brought to 2026-11-22: 1.\n"
    assert sendwatch("doctor", "--only", "register").code == 0
    assert sendwatch("dsr", "renew").out == "All are as of 2026-11-22 already.\n"
    assert sendwatch("dsr", "renew", "--again").out == "People brought to 2026-11-22: 1.\n"


def test_the_terms_are_told_as_they_hold_today(
    home: Path, sendwatch: Sendwatch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R-DSR-03; no register is needed for it."""
    file = tmp_path / "terms.toml"
    file.write_text(
        '[in-force]\n125D = 2026-11-01\n125A = 2027-04-01\n[[agreed]]\nterm = "review-red"\n'
        "effective-from = 2026-11-01\nvalue = 5\n"
        '[[agreed]]\nterm = "review-red"\neffective-from = 2027-01-01\nvalue = 4\n'
        '[[other-area]]\ncode = "E06000099"\nname = "A Council Formed Since"\n'
    )
    monkeypatch.setenv("SENDWATCH_REGISTER_TERMS", str(file))
    told = json.loads(sendwatch("dsr", "terms", "--json").out)
    red = next(term for term in told["terms"] if term["id"] == "review-red")
    assert (red["value"], red["default"], red["unit"], red["rule"]) == (5, 7, "days", "R-DSR-59")
    assert red["changes"] == ["2026-11-01", "2027-01-01"]
    assert {one["section"]: (one["in_force"], one["since"]) for one in told["sections"]} == {
        "125A": (False, "2027-04-01"),
        "125B": (False, None),
        "125C": (False, None),
        "125D": (True, "2026-11-01"),
        "125E": (False, None),
    }
    assert {"code": "RDY", "name": "Dorset HealthCare"} in told["organisations"]
    assert told["other_areas"] == [{"code": "E06000099", "name": "A Council Formed Since"}]
    words = sendwatch("dsr", "terms").out
    assert "Other area E06000099: A Council Formed Since" in words
    assert "Organisation RDY: Dorset HealthCare" in words
    assert "R-DSR-59 review-red = 5 days (our default, to be agreed, agreed; without that 7)." in words
    assert "Section 125D: in force since 2026-11-01." in words
    assert "Section 125A: in force from 2027-04-01 on." in words
    file.write_text("[[agreed]]\nterm = 'nothing'\neffective-from = 2026-11-01\nvalue = 5\n")
    ran = sendwatch("dsr", "terms")
    assert (ran.code, "no term 'nothing'" in ran.err) == (1, True)


def test_the_counts_of_a_month_that_is_closed(
    register_home: Path, sendwatch: Sendwatch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R-DSR-94, 117."""
    file = tmp_path / "terms.toml"
    file.write_text('[[population]]\nband = "under-18"\npeople = 145000\nyear = 2024\n')
    monkeypatch.setenv("SENDWATCH_REGISTER_TERMS", str(file))
    enter()
    ran = sendwatch("dsr", "counts", "--month", "2026-11")
    assert (ran.code, ran.out) == (1, "")
    assert "it is told from the day after" in ran.err
    on(monkeypatch, "2026-12-15T09:00:00")
    told = json.loads(sendwatch("dsr", "counts", "--month", "2026-11", "--json").out)
    assert (told["month"], told["as_known"]) == ("2026-11", "2026-12-14")
    assert all(one["suppressed"] and one["value"] is None for one in told["figures"])
    assert {"K8", "K18"} <= {one["id"] for one in told["figures"]}
    assert [one["part"] for one in told["figures"] if one["unit"] == "per million"] == ["under-18, people of 2024"]
    words = sendwatch("dsr", "counts", "--month", "2026-11").out
    assert "The register in November 2026, as known on 2026-12-14" in words
    assert "0 to 7" in words
    file.write_text('[[population]]\nband = "under-18"\npeople = "many"\nyear = 2024\n')
    assert "the year they were counted in" in sendwatch("dsr", "counts", "--month", "2026-10").err

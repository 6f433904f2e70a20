"""A verdict in words fits a screen: one line for a fault however often, causes first, the verdict first and last."""

from dataclasses import replace

import pytest

from diis.extracts.rejections import FILE, ROW, WARNING, Rejection
from diis.extracts.verdict import Rows, Verdict
from diis.fix_it.faults import Faults
from sendwatch.commands.verdicts import LISTED, checked_in_words, pulled_in_words

VERDICT = Verdict(
    "in/R0D_neurodevelopmental_2026-09-30", 7, "partial", Rows(100, 70, 30, 0), rows_by_file={"referrals.csv": 30}
)


def a_finding(line: int | None, code: str = "date-format", level: str = ROW, file: str = "referrals.csv") -> Rejection:
    return Rejection(code, level, file, line, "received_date", f"Wrong as {code}. Correct it.")


def faults_of(*findings: Rejection) -> Faults:
    faults = Faults()
    for _ in faults.passing(findings):
        pass
    return faults


def test_the_same_fault_many_times_is_one_line_with_its_count_and_first_lines() -> None:
    faults = faults_of(*map(a_finding, range(2, 14)), a_finding(3, "other"), a_finding(4, "other"))
    lines = checked_in_words(VERDICT, faults).splitlines()
    assert lines[2].startswith("  referrals.csv, 12 rows, lines 2, 3, 4 ..., column received_date: ")
    assert lines[3].startswith("  referrals.csv, 2 rows, lines 3, 4, column received_date: ")
    assert lines[0] == lines[-1]
    assert len(lines) == 5


def test_a_fault_of_a_whole_column_is_of_every_row() -> None:
    said = checked_in_words(VERDICT, faults_of(*map(a_finding, range(2, 32))))
    assert "referrals.csv, every row (30), column received_date: " in said


def test_a_verdict_fits_a_screen_and_says_how_much_is_not_shown() -> None:
    faults = faults_of(*(a_finding(2, f"code-{number:02}") for number in range(40)))
    lines = checked_in_words(VERDICT, faults).splitlines()
    assert len(lines) == LISTED + 4
    assert lines[-2] == f"  and {40 - LISTED} more kinds of faults; the fix-it sheet (--fix-it) has them all"


def test_causes_come_first_and_warnings_last() -> None:
    orphans = (a_finding(line, "contact-without-referral", file="contacts.csv") for line in range(2, 9))
    warned = a_finding(2, "warned", WARNING)
    said = checked_in_words(VERDICT, faults_of(warned, *orphans, a_finding(2, "cause"), a_finding(None, "all", FILE)))
    places = [said.index(f"[{code}]") for code in ("all", "cause", "contact-without-referral", "warned")]
    assert places == sorted(places)


@pytest.mark.parametrize(("accepted", "told"), [(49, True), (50, False), (70, False)])
def test_fewer_sound_rows_than_half_are_said_in_the_verdict(accepted: int, told: bool) -> None:
    verdict = replace(VERDICT, rows=Rows(100, accepted, 100 - accepted, 0))
    headline = checked_in_words(verdict, faults_of()).splitlines()[0]
    assert (f"Fewer than half of its rows are sound: only {accepted} of 100." in headline) is told


def test_a_list_that_is_held_does_not_read_as_loaded() -> None:
    said = pulled_in_words(replace(VERDICT, outcome="held"), faults_of())
    assert "NOT loaded: held until a person decides" in said
    assert "accepted" not in said
    assert "; number 7" in said

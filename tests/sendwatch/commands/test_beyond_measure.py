"""A day that no calendar of ours holds, or a load that no ledger could: a fault of use, and never a traceback."""

from tests.sendwatch.commands.conftest import Sendwatch

AS_AT = ("--as-at", "2026-09-30")
HUGE = "99999999999999999999"


QUESTIONS = (
    ("waits", "--as-at", "0001-01-01", "--list", "turning-18"),
    ("waits", "--as-at", "1999-12-31"),
    ("waits", "--as-at", "9999-12-31", "--list", "turning-18"),
    ("waits", *AS_AT, "--as-known", HUGE),
    ("waits", *AS_AT, "--as-known", "2147483648", "--list", "steps"),
    ("waits", *AS_AT, "--as-known", "-1"),
    ("changes", "--from", "0", "--to", HUGE, *AS_AT),
    ("changes", "--from", "-1", "--to", "1", *AS_AT),
    ("changes", "--from", "0", "--to", "1", "--as-at", "0001-01-01"),
    ("forecast", "backtest", "--as-at", "9999-12-01"),
    ("forecast", "backtest", *AS_AT, "--weeks", "999999999"),
    ("quarantine", "show", HUGE),
    ("quarantine", "release", HUGE),
    ("quarantine", "discard", HUGE, "--reason", "sent by mistake"),
    ("board", "build", "--month", "2026-09", "--out", "papers", "--as-known", HUGE),
)


def test_what_cannot_be_is_a_fault_of_use(ready: Sendwatch) -> None:
    assert {question: ready(*question).code for question in QUESTIONS} == dict.fromkeys(QUESTIONS, 2)


def test_the_first_and_the_last_day_can_be_asked_for(ready: Sendwatch) -> None:
    for as_at in ("2000-01-01", "2999-12-31"):
        for name in ("turning-18", "steps", "leavers", "returned", "referred-again", "adult-transfers"):
            assert ready("waits", "--as-at", as_at, "--list", name).code == 0
        assert ready("waits", "--as-at", as_at, "--all-measures", "--as-known", 0, "--json").code == 0

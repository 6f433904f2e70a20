"""The clocks of a referral: acknowledged, triaged, decided, told; and who is offered an entry (R-DSR-20 to 25)."""

import pytest

from dsr.rules.entry.referrals import tasks, why_decline_is_incomplete
from dsr.rules.facts.entry import DeclineReason
from dsr.rules.life import Life
from dsr.rules.tasks import Owner
from dsr.rules.terms import Terms
from tests.dsr.rules.entry_terms import POLICY, agreed_from, in_short
from tests.dsr.rules.lives import a_fact, a_life, day

BORN = "2011-02-01"


@pytest.mark.parametrize(
    ("terms", "line", "due"),
    [
        (POLICY, "2026-07-01 referred", "2026-07-03"),
        (POLICY, "2026-07-02 referred", "2026-07-06"),
        (POLICY, "2026-07-04 referred", "2026-07-07"),
        (POLICY, "2027-03-25 referred", "2027-03-31"),
        (POLICY, "2026-12-24 referred", "2026-12-30"),
        (POLICY, "2026-07-01 referred amber", "2026-07-03"),
        (POLICY, "2026-07-01 referred blue", "2026-07-03"),
        (POLICY, "2026-07-01 referred red", "2026-07-01"),
        (POLICY, "2026-07-03 referred red", "2026-07-03"),
        (POLICY, "2026-07-04 referred red", "2026-07-06"),
        (POLICY, "2027-03-26 referred red", "2027-03-30"),
        (POLICY, "2026-12-25 referred red", "2026-12-29"),
        (POLICY, "2026-07-01 transfer-received Devon red", "2026-07-01"),
        (POLICY, "2026-07-01 transfer-received Devon green", "2026-07-03"),
        (agreed_from("2026-07-01", "triage", 5), "2026-07-01 referred", "2026-07-08"),
        (agreed_from("2026-07-02", "triage", 5), "2026-07-01 referred", "2026-07-03"),
        (agreed_from("2026-07-01", "triage-red", 1), "2026-07-01 referred red", "2026-07-02"),
    ],
)
def test_triage_is_due_in_two_working_days_or_on_the_same_if_red(terms: Terms, line: str, due: str) -> None:
    """R-DSR-21, 39: over weekends, Easter and Christmas; a red one that comes while offices are closed, on the next."""
    opened = line[:10]
    assert in_short(tasks(a_life(BORN, line), terms), "triage-referral") == [f"{opened}/{due}"]


DECIDED = "2026-07-08 accepted"
ABLE_BEFORE = (
    "2026-06-25 referred",
    "2026-06-25 capacity yes",
    "2026-06-26 declined no-risk",
    "2026-07-03 refused own-consent",
)


@pytest.mark.parametrize(
    ("code", "lines", "expected"),
    [
        ("acknowledge-referral", (), ["2026-07-01/2026-07-01"]),
        ("acknowledge-referral", ("2026-07-01 acknowledged",), ["2026-07-01/2026-07-01 done 2026-07-01"]),
        ("acknowledge-referral", ("2026-07-02 triaged",), ["2026-07-01/2026-07-01 done 2026-07-02"]),
        ("triage-referral", ("2026-07-03 triaged",), ["2026-07-01/2026-07-03 done 2026-07-03"]),
        ("triage-referral", ("2026-06-30 triaged",), ["2026-07-01/2026-07-03"]),
        ("triage-referral", ("2026-07-02 declined no-risk",), ["2026-07-01/2026-07-03 done 2026-07-02"]),
        ("decide-referral", (), ["2026-07-01/2026-07-08"]),
        ("decide-referral", (DECIDED,), ["2026-07-01/2026-07-08 done 2026-07-08"]),
        ("decide-referral", ("2026-07-09 declined no-risk",), ["2026-07-01/2026-07-08 done 2026-07-09"]),
        (
            "decide-referral",
            ("2026-07-03 refused parental-responsibility",),
            ["2026-07-01/2026-07-08 ceased 2026-07-03"],
        ),
        ("decide-referral", ("2026-07-03 died",), ["2026-07-01/2026-07-08 ceased 2026-07-03"]),
        (
            "decide-referral",
            ("2026-07-03 refused parental-responsibility", "2026-07-05 consent parental-responsibility"),
            ["2026-07-01/2026-07-08 ceased 2026-07-03", "2026-07-05/2026-07-12"],
        ),
        (
            "triage-referral",
            ("2026-07-02 refused parental-responsibility", "2026-07-06 consent parental-responsibility"),
            ["2026-07-01/2026-07-03 ceased 2026-07-02", "2026-07-06/2026-07-08"],
        ),
        (
            "decide-referral",
            ABLE_BEFORE,
            ["2026-06-25/2026-07-02 done 2026-06-26", "2026-07-01/2026-07-08 ceased 2026-07-03"],
        ),
        ("decide-referral", ("2026-07-01 referred",), ["2026-07-01/2026-07-08"]),
        (
            "decide-referral",
            ("2026-07-04 referred", DECIDED),
            ["2026-07-01/2026-07-08 done 2026-07-08", "2026-07-04/2026-07-11 done 2026-07-08"],
        ),
        ("decide-at-last-referral", (), ["2026-07-09/2026-07-29"]),
        ("decide-at-last-referral", (DECIDED,), []),
        ("decide-at-last-referral", ("2026-07-29 accepted",), ["2026-07-09/2026-07-29 done 2026-07-29"]),
        ("decide-at-last-referral", ("2026-07-30 accepted",), ["2026-07-09/2026-07-29 done 2026-07-30"]),
        ("full-form", (), []),
        ("full-form", ("2026-07-08 declined no-risk",), []),
        ("full-form", (DECIDED,), ["2026-07-08/2026-07-10"]),
        ("full-form", ("2026-07-10 accepted", "2026-07-13 full-form"), ["2026-07-10/2026-07-12 done 2026-07-13"]),
        ("full-form", ("2026-07-03 full-form", DECIDED), []),
        ("full-form", (DECIDED, "2026-07-09 removed entered-in-error"), ["2026-07-08/2026-07-10 ceased 2026-07-09"]),
        (
            "full-form",
            (DECIDED, "2026-07-09 refused parental-responsibility"),
            ["2026-07-08/2026-07-10 ceased 2026-07-09"],
        ),
    ],
)
def test_each_step_of_a_referral_has_its_clock(code: str, lines: tuple[str, ...], expected: list[str]) -> None:
    """R-DSR-20, 21, 30: 7 and 28 calendar days and 48 hours have no weekend shift (R-DSR-59a)."""
    assert in_short(tasks(a_life(BORN, "2026-07-01 referred", *lines), POLICY), code) == expected


@pytest.mark.parametrize(
    ("decided", "on", "overdue"),
    [
        ("2026-07-29 accepted", "2026-07-28", False),
        ("2026-07-30 accepted", "2026-07-29", False),
        ("2026-07-31 accepted", "2026-07-30", True),
        ("2026-07-31 accepted", "2026-07-31", False),
    ],
)
def test_the_day_after_28_days_without_a_decision_is_a_breach(decided: str, on: str, overdue: bool) -> None:
    """R-DSR-21: it goes to the commissioner."""
    asked = tasks(a_life(BORN, "2026-07-01 referred", decided), POLICY)
    task = next(task for task in asked if task.code == "decide-at-last-referral")
    assert task.is_overdue(day(on)) is overdue
    assert task.owner is Owner.COMMISSIONER


RED_LATER = "2026-07-06 referred police red"
SEEN = "2026-07-06/2026-07-08 done 2026-07-06"


@pytest.mark.parametrize(
    ("lines", "triage", "decide"),
    [
        (("2026-07-06 referred", "2026-07-06 triaged"), [SEEN], ["2026-07-06/2026-07-13"]),
        (
            ("2026-07-06 referred", "2026-07-06 triaged", RED_LATER),
            ["2026-07-06/2026-07-06"],
            ["2026-07-06/2026-07-13"],
        ),
        (
            (RED_LATER, "2026-07-06 triaged", "2026-07-06 referred"),
            ["2026-07-06/2026-07-08"],
            ["2026-07-06/2026-07-13"],
        ),
        (
            ("2026-07-06 referred", RED_LATER, "2026-07-06 referred", "2026-07-06 triaged"),
            ["2026-07-06/2026-07-06 done 2026-07-06"],
            ["2026-07-06/2026-07-13"],
        ),
        (
            ("2026-07-06 referred", "2026-07-06 triaged", RED_LATER, "2026-07-07 triaged"),
            ["2026-07-06/2026-07-06 done 2026-07-07"],
            ["2026-07-06/2026-07-13"],
        ),
        (
            ("2026-07-06 referred", "2026-07-06 accepted", RED_LATER),
            ["2026-07-06/2026-07-06"],
            ["2026-07-06/2026-07-13 done 2026-07-06"],
        ),
        (
            ("2026-07-05 referred", "2026-07-06 triaged", RED_LATER),
            ["2026-07-05/2026-07-07 done 2026-07-06", "2026-07-06/2026-07-06"],
            ["2026-07-05/2026-07-12", "2026-07-06/2026-07-13"],
        ),
        (
            ("2026-07-01 referred", "2026-07-01 accepted", "2026-07-06 triaged", RED_LATER),
            ["2026-07-01/2026-07-03 done 2026-07-01", "2026-07-06/2026-07-06"],
            ["2026-07-01/2026-07-08 done 2026-07-01"],
        ),
    ],
)
def test_nobody_looked_in_the_morning_at_what_came_in_the_afternoon(
    lines: tuple[str, ...], triage: list[str], decide: list[str]
) -> None:
    """R-DSR-21: of one day the order counts, before and after the decision; nothing is decided of who is accepted."""
    asked = list(tasks(a_life(BORN, *lines), POLICY))
    assert in_short(asked, "triage-referral") == triage
    assert in_short(asked, "decide-referral") == decide
    open_ = [task for task in triage if "done" not in task]
    assert len([one for one in in_short(asked, "acknowledge-referral") if "done" not in one]) == len(open_)


def test_who_refers_again_on_the_day_of_the_acceptance_is_told_once_somebody_looked() -> None:
    """R-DSR-22."""
    life = a_life(BORN, "2026-07-06 referred self", "2026-07-06 accepted", RED_LATER, "2026-07-07 triaged")
    assert in_short(tasks(life, POLICY), "tell-referrer") == ["2026-07-07/2026-07-09"]


def test_a_new_referral_after_a_decline_has_clocks_of_its_own() -> None:
    """R-DSR-21, 30."""
    life = a_life(BORN, "2026-07-01 referred", "2026-07-06 declined no-risk", "2026-09-01 referred")
    assert in_short(tasks(life, POLICY), "decide-referral") == [
        "2026-07-01/2026-07-08 done 2026-07-06",
        "2026-09-01/2026-09-08",
    ]


@pytest.mark.parametrize(
    ("source", "decision", "told"),
    [
        ("health", "accepted", {"tell-person", "tell-family", "tell-referrer"}),
        ("health", "declined no-risk", {"tell-person", "tell-family", "tell-referrer"}),
        ("self", "declined no-risk", {"tell-person", "tell-family"}),
        ("family", "accepted", {"tell-person", "tell-family"}),
    ],
)
def test_person_family_and_referrer_are_told_of_a_decline_too(source: str, decision: str, told: set[str]) -> None:
    """R-DSR-22: who referred themself or their child is told once."""
    asked = tuple(tasks(a_life(BORN, f"2026-07-01 referred {source}", f"2026-07-02 {decision}"), POLICY))
    assert {task.code for task in asked if task.code.startswith("tell-")} == told
    assert in_short(asked, "tell-person") == ["2026-07-02/2026-07-06"]


def test_another_referral_of_somebody_whose_entry_goes_on_is_looked_at_and_not_decided() -> None:
    """R-DSR-21: it is part of the entry; after a decline it has every clock of its own."""
    life = a_life(BORN, "2026-07-01 referred", "2026-07-06 accepted", "2026-09-01 referred police")
    asked = tuple(tasks(life, POLICY))
    assert in_short(asked, "triage-referral")[1:] == ["2026-09-01/2026-09-03"]
    assert len(in_short(asked, "decide-referral")) == len(in_short(asked, "acknowledge-referral")) - 1 == 1
    assert in_short(asked, "decide-at-last-referral") == []


@pytest.mark.parametrize(
    ("source", "whom"), [("police", "referrer"), ("education", "referrer"), ("family", "family"), ("self", "person")]
)
def test_whoever_refers_somebody_on_the_register_is_told_what_came_of_it(source: str, whom: str) -> None:
    """R-DSR-22: nothing is decided, so it is told once somebody has looked."""
    before = a_life(BORN, "2026-07-01 referred", "2026-07-06 accepted", f"2026-09-01 referred {source}")
    life = Life.of(before.birth_on, (*before.facts, a_fact("2026-09-02 triaged")))
    told_before, told = (in_short(tuple(tasks(one, POLICY)), f"tell-{whom}") for one in (before, life))
    assert told_before == ["2026-07-06/2026-07-08"]
    assert sorted(told) == [*told_before, "2026-09-02/2026-09-04"]


def test_a_second_referrer_is_told_of_the_decision_though_the_family_asked_first() -> None:
    """R-DSR-22: every referrer of before the decision, not the first alone."""
    life = a_life(BORN, "2026-07-01 referred family", "2026-07-03 referred education", "2026-07-06 accepted")
    assert in_short(tuple(tasks(life, POLICY)), "tell-referrer") == ["2026-07-06/2026-07-08"]


def test_who_is_told_after_another_referral_is_told_of_the_decision_before_it_too() -> None:
    """R-DSR-22: the telling is of the next entry by its day, and was owed since the first decision."""
    lines = ("2026-07-01 referred", "2026-07-02 declined no-risk", "2026-07-03 referred police")
    asked = tuple(tasks(a_life(BORN, *lines, "2026-07-06 told family"), POLICY))
    assert in_short(asked, "tell-family") == ["2026-07-02/2026-07-06 done 2026-07-06"]
    assert in_short(asked, "tell-referrer") == ["2026-07-02/2026-07-06"]


@pytest.mark.parametrize(("decision", "asked"), [("accepted", True), ("accepted before", False)])
def test_what_was_decided_before_the_register_was_kept_is_not_told_again(decision: str, asked: bool) -> None:
    """R-DSR-20, 22: the full form and the telling were of the register before; the decision ends the clocks alike."""
    found = tuple(tasks(a_life(BORN, "2026-07-01 referred", f"2026-07-02 {decision}"), POLICY))
    assert any(task.code.startswith("tell-") for task in found) is asked
    assert any(task.code == "full-form" for task in found) is asked
    assert in_short(found, "decide-referral") == ["2026-07-01/2026-07-08 done 2026-07-02"]


def test_each_is_told_apart() -> None:
    """R-DSR-22: telling before the decision does not count."""
    lines = ("2026-07-01 referred", "2026-07-01 told family", "2026-07-02 accepted", "2026-07-07 told person")
    asked = tuple(tasks(a_life(BORN, *lines), POLICY))
    assert in_short(asked, "tell-person") == ["2026-07-02/2026-07-06 done 2026-07-07"]
    assert in_short(asked, "tell-family") == ["2026-07-02/2026-07-06"]


@pytest.mark.parametrize(
    ("reason", "signposted_to", "missing"),
    [
        (None, "the early help team", "reason"),
        (DeclineReason.NO_RISK, " ", "turn"),
        (DeclineReason.NO_RISK, "the early help team", None),
    ],
)
def test_a_decline_has_a_reason_and_says_where_else_to_turn(
    reason: DeclineReason | None, signposted_to: str, missing: str | None
) -> None:
    """R-DSR-22."""
    told = why_decline_is_incomplete(reason, signposted_to)
    assert (told is None) if missing is None else (missing in str(told))


ON = ("2026-06-01 capacity yes", "2026-06-01 referred", "2026-06-01 accepted", "2026-06-01 consent own-consent")
LEFT, GONE = (*ON, "2026-07-01 withdrawn own-consent"), "2026-07-03 removed consent-withdrawn"
AUTISTIC, CRISIS = "2026-06-01 condition autism", "2026-07-02 happened crisis-team-episode"
ABLE, PROMPT = "2026-06-01 capacity yes", "2026-07-02/2026-07-03"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("2026-07-02 admitted",), ["2026-07-02/2026-07-06"]),
        (("2026-07-02 admitted", "2026-07-03 entry-offered"), ["2026-07-02/2026-07-06 done 2026-07-03"]),
        (("2026-07-02 admitted", "2026-07-08 referred"), ["2026-07-02/2026-07-06 done 2026-07-08"]),
        (("2026-07-01 referred", "2026-07-02 admitted"), []),
        (("2026-07-01 referred", "2026-07-01 declined no-risk", "2026-07-02 admitted"), ["2026-07-02/2026-07-06"]),
        (("2026-07-02 admitted", "2026-07-03 discharged"), ["2026-07-02/2026-07-06 ceased 2026-07-03"]),
        (("2026-07-02 admitted", "2026-07-03 admitted"), ["2026-07-02/2026-07-06"]),
        ((AUTISTIC, CRISIS), [PROMPT]),
        ((AUTISTIC, CRISIS, CRISIS), [PROMPT]),
        ((CRISIS,), []),
        (("2026-06-01 condition autism on-assessment-pathway", CRISIS), [PROMPT]),
        (("2026-06-01 condition learning-disability clinically-understood", CRISIS), [PROMPT]),
        (("2026-07-03 condition autism", CRISIS), []),
        ((AUTISTIC, "2026-07-01 referred", "2026-07-01 declined no-risk", CRISIS), [PROMPT]),
        ((AUTISTIC, ABLE, "2026-07-01 refused own-consent", CRISIS), [PROMPT]),
        ((AUTISTIC, "2026-06-01 rated green", "2026-07-01 removed risk-reduced", CRISIS), [PROMPT]),
        ((AUTISTIC, ABLE, "2026-07-01 referred", "2026-07-01 refused parental-responsibility", CRISIS), []),
        ((AUTISTIC, CRISIS, "2026-07-03 referred"), [f"{PROMPT} done 2026-07-03"]),
        ((AUTISTIC, ABLE, CRISIS, "2026-07-06 refused own-consent"), [f"{PROMPT} done 2026-07-06"]),
        ((AUTISTIC, ABLE, CRISIS, "2026-07-06 refused own-consent sharing"), [PROMPT]),
        ((AUTISTIC, ABLE, CRISIS, "2026-07-06 refused parental-responsibility"), [PROMPT]),
        (("2026-06-01 condition autism not-evidenced", CRISIS), []),
        ((AUTISTIC, "2026-07-01 referred", "2026-07-01 accepted", CRISIS), []),
        ((AUTISTIC, CRISIS, "2026-07-03 died"), [f"{PROMPT} ceased 2026-07-03"]),
        ((AUTISTIC, "2026-07-02 happened a-and-e-crisis"), []),
        (
            ("2026-07-02 admitted", "2026-07-05 discharged", "2026-07-09 died"),
            ["2026-07-02/2026-07-06 ceased 2026-07-05"],
        ),
        ((*LEFT, "2026-07-02 admitted"), ["2026-07-02/2026-07-06"]),
        ((*LEFT, "2026-07-02 admitted", GONE), ["2026-07-02/2026-07-06"]),
        ((*LEFT, "2026-07-02 admitted", "2026-07-03 referred"), ["2026-07-02/2026-07-06 done 2026-07-03"]),
        ((*LEFT, "2026-07-01 referred", "2026-07-02 admitted"), []),
        ((*LEFT, "2026-07-01 consent own-consent", "2026-07-02 admitted"), []),
        ((*LEFT, AUTISTIC, CRISIS, GONE), [PROMPT]),
        ((*ON, "2026-06-30 admitted", "2026-07-01 withdrawn own-consent", GONE), []),
        ((*ON, "2026-07-02 admitted", "2026-07-02 withdrawn own-consent", GONE), []),
        ((*ON, "2026-07-02 withdrawn own-consent", "2026-07-02 admitted", GONE), ["2026-07-02/2026-07-06"]),
        (
            ("2026-07-01 referred", "2026-07-02 declined no-risk", "2026-07-02 admitted"),
            ["2026-07-02/2026-07-06"],
        ),
    ],
)
def test_who_is_admitted_or_with_the_crisis_team_is_offered_an_entry(
    lines: tuple[str, ...], expected: list[str]
) -> None:
    """R-DSR-14, 24, 25, 30: unless there is one, or a referral under way; who withdrew may come again."""
    assert in_short(tasks(a_life(BORN, *lines), POLICY), "offer-entry") == expected

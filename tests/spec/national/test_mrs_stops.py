"""First contacts and full clock stops of referral-spells (R-WAIT-61, 62, 63, 77, 89)."""

from datetime import date

import pytest

from diis.definitions.national.cyp_reference import Reference, reference_of
from diis.definitions.national.submissions import Row
from tests.spec.national.cyp_stories import (
    APRIL,
    AUTISM_ASSESSMENT,
    CURRENT_VIEW,
    REFERENCE,
    THERAPY,
    Counted,
    activity,
    contact,
    indirect,
    patient,
    plan,
    referral,
    score,
    sent,
    team,
)

CONTACT, SCORE, PLAN = contact("2026-04-05"), score("2026-04-06"), plan("2026-04-07", "2026-04-07")


def contacted(cyp: Counted, *rows: Row) -> float | None:
    """Whether the spell of a referral received on 1 April is among those with a contact."""
    return cyp.values(sent(referral(), *rows))["MRS18"]


@pytest.mark.parametrize(
    ("attendance", "mechanism", "counted"),
    [
        ("5", "01", 1),
        ("6", "02", 1),
        ("5", "04", 1),
        ("5", "11", 1),
        ("5", "05", 0),
        ("5", "09", 0),
        ("5", "98", 0),
        ("5", None, 0),
        ("7", "01", 0),
        ("3", "01", 0),
        (None, "01", 0),
    ],
)
def test_attended_and_direct(cyp: Counted, attendance: str | None, mechanism: str | None, counted: int) -> None:
    assert contacted(cyp, contact("2026-04-05", attendance=attendance, mechanism=mechanism)) == counted


@pytest.mark.parametrize(
    ("month", "mechanism", "counted"),
    [
        ("2021-09", "03", 1),
        ("2021-09", "98", 1),
        ("2021-09", "05", 0),
        ("2021-09", "06", 0),
        ("2021-09", None, 0),
        ("2021-10", "03", 0),
        ("2021-10", "11", 1),
    ],
)
def test_mechanisms_by_the_month_of_the_row(cyp: Counted, month: str, mechanism: str | None, counted: int) -> None:
    rows = referral("2021-09-01", month=month), contact(f"{month}-10", mechanism=mechanism)
    assert cyp.values(sent(*rows), month)["MRS18"] == counted


@pytest.mark.parametrize(
    ("on", "counted"),
    [("2026-03-31", 0), ("2026-04-01", 1), ("2026-04-27", 1), ("2026-04-28", 0)],
    ids=["day before", "first day", "last day", "day after"],
)
def test_a_contact_is_inside_the_spell_without_the_five_days(cyp: Counted, on: str, counted: int) -> None:
    rows = referral(discharged="2026-04-27"), contact(on, month=APRIL)
    assert cyp.values(sent(*rows))["MRS18"] == counted


def test_indirect_activity_counts_as_a_contact(cyp: Counted) -> None:
    assert contacted(cyp, indirect("2026-04-05")) == 1
    twice = [indirect("2026-04-05", time="10:00:00"), indirect("2026-04-05", time="10:00:00")]
    assert cyp.values(sent(referral(), *twice))["MRS16"] == 1


def test_only_contacts_whose_referral_is_in_scope_that_month(cyp: Counted) -> None:
    other = referral(referral="S"), team("A02", referral="S")
    assert contacted(cyp, *other, contact("2026-04-05", referral="S")) == 0
    assert contacted(cyp, *other, indirect("2026-04-05", referral="S")) == 0
    assert contacted(cyp, contact("2026-04-05", referral="never sent")) == 0
    assert contacted(cyp, contact("2026-04-05", month="2026-03")) == 0


def test_a_contact_need_not_belong_to_a_referral_of_the_spell(cyp: Counted) -> None:
    """The old referral is a spell of its own; its late-sent contact falls into the new spell's dates."""
    old = referral("2026-01-05", referral="old", discharged="2026-02-02")
    assert contacted(cyp, old, contact("2026-04-05", referral="old")) == 1
    hers = (
        referral("2026-02-02", person="B", referral="S", discharged="2026-04-28"),
        contact("2026-04-05", referral="S"),
    )
    assert cyp.values(sent(referral(), *hers))["MRS10"] == 1
    mine = sent(referral(), referral(provider="RBD"), contact("2026-04-05", provider="RBD"))
    assert cyp.of_level(mine, "MRS18", "all") == {"all": 1, "RDY": 0, "RBD": 1}


@pytest.mark.parametrize(
    ("rows", "stopped"),
    [
        ((CONTACT, SCORE, PLAN), 1),
        ((SCORE, PLAN), 0),
        ((CONTACT, PLAN), 0),
        ((CONTACT, SCORE), 0),
        ((indirect("2026-04-05"), SCORE, PLAN), 1),
        ((CONTACT, activity(THERAPY), SCORE), 1),
        ((), 0),
    ],
    ids=["all three", "no contact", "no score", "no help", "indirect contact", "intervention", "nothing"],
)
def test_a_full_stop_needs_all_three(cyp: Counted, rows: tuple[Row, ...], stopped: int) -> None:
    values = cyp.values(sent(referral(), *rows))
    assert [values[one] for one in ("MRS08", "MRS17", "MRS09")] == [stopped, stopped, 1 - stopped]


@pytest.mark.parametrize(
    ("contact_on", "score_on", "plan_on", "within"),
    [
        ("2026-03-29", "2026-03-10", "2026-03-10", 1),
        ("2026-03-30", "2026-03-10", "2026-03-10", 0),
        ("2026-03-10", "2026-03-30", "2026-03-10", 0),
        ("2026-03-10", "2026-03-10", "2026-03-30", 0),
    ],
    ids=["28 days", "contact is the latest", "score is the latest", "plan is the latest"],
)
def test_the_stop_is_the_latest_of_the_three_firsts(
    cyp: Counted, contact_on: str, score_on: str, plan_on: str, within: int
) -> None:
    rows: list[Row] = [
        referral("2026-03-01", month="2026-03"),
        referral("2026-03-01"),
        contact(contact_on),
        score(score_on),
        plan(plan_on, plan_on, month="2026-03"),
        contact("2026-03-31", name="later"),
        score("2026-03-31"),
    ]
    values = cyp.values(sent(*rows))
    assert (values["MRS08"], values["MRS08a"]) == (1, within)


@pytest.mark.parametrize(
    ("tool", "counted"),
    [("718458005", 1), ("960321000000103", 1), ("986061000000108", 1), (CURRENT_VIEW, 0), ("401204006", 0)],
    ids=["outcome rating", "its old code", "strengths and difficulties", "Current View", "not on the list"],
)
def test_scores_by_tools_of_the_national_list_but_current_view(cyp: Counted, tool: str, counted: int) -> None:
    of_referral = score("2026-04-06", tool=tool)
    of_activity = score(tool=tool, activity="X", month=APRIL)
    assert cyp.values(sent(referral(), CONTACT, PLAN, of_referral))["MRS17"] == counted
    assert cyp.values(sent(referral(), CONTACT, PLAN, activity(), of_activity))["MRS17"] == counted


@pytest.mark.parametrize(("attendance", "mechanism"), [("3", "01"), ("5", "98"), (None, None)])
def test_scores_and_interventions_count_on_contacts_missed_and_by_any_mechanism(
    cyp: Counted, attendance: str | None, mechanism: str | None
) -> None:
    missed = contact("2026-04-10", name="D", attendance=attendance, mechanism=mechanism)
    done = activity(THERAPY, contact="D"), score(activity="X", month=APRIL)
    assert cyp.values(sent(referral(), CONTACT, missed, *done))["MRS17"] == 1


@pytest.mark.parametrize(
    ("procedure", "counted"),
    [
        (THERAPY, 1),
        (f"{THERAPY}:363589002=1234", 1),
        (f"{THERAPY}:1:2", 1),
        (f"{THERAPY} :1", 0),
        (f" {THERAPY}", 0),
        (f"1234:{THERAPY}", 0),
        (AUTISM_ASSESSMENT, 1),
        ("1914891000000100", 1),
        ("11429006", 0),
        ("", 0),
        (None, 0),
    ],
    ids=[
        "member",
        "qualified",
        "two colons",
        "blank",
        "blank before",
        "after",
        "autism",
        "ADHD",
        "other",
        "empty",
        "none",
    ],
)
def test_the_code_is_what_stands_before_the_first_colon(cyp: Counted, procedure: str | None, counted: int) -> None:
    direct = referral(), CONTACT, SCORE, activity(procedure)
    assert cyp.values(sent(*direct))["MRS17"] == counted
    worked = referral(), CONTACT, SCORE, indirect("2026-04-08", procedure)
    assert cyp.values(sent(*worked))["MRS17"] == counted


@pytest.mark.parametrize(
    ("on", "counted"), [("2026-04-20", 1), ("2026-04-21", 0)], ids=["last day of membership", "day after"]
)
def test_a_code_counts_until_its_membership_ends(cyp: Counted, on: str, counted: int) -> None:
    late = contact(on, name="D")
    assert cyp.values(sent(referral(), CONTACT, SCORE, late, activity(THERAPY, contact="D")))["MRS17"] == counted
    assert cyp.values(sent(referral(), CONTACT, SCORE, indirect(on, THERAPY)))["MRS17"] == counted


@pytest.mark.parametrize(("on", "counted"), [("2024-03-31", 0), ("2024-04-01", 1)])
def test_a_code_counts_from_the_concepts_own_start(cyp: Counted, on: str, counted: int) -> None:
    month = on[:7]
    rows: list[Row] = [
        referral("2024-03-01", month=month),
        contact(on),
        score(on),
        activity(THERAPY, month=month),
    ]
    assert cyp.values(sent(*rows), month)["MRS17"] == counted


@pytest.mark.parametrize(
    ("created", "updated", "agreed", "stopped_within"),
    [
        ("2026-03-05", "2026-04-10", True, 1),
        ("2026-03-02", "2026-03-02", True, 1),
        ("2026-03-05", None, True, None),
        ("2026-03-05", "2026-03-06", False, None),
        ("2026-02-20", "2026-03-20", True, 1),
        ("2026-02-20", "2026-04-10", True, 0),
        ("2026-02-20", "2026-02-25", True, None),
        ("2026-04-12", "2026-03-20", True, 1),
        ("2026-03-05", "2026-05-02", True, None),
    ],
    ids=[
        "created in the spell, updated much later: the creation",
        "created on its first day",
        "never updated",
        "not agreed",
        "created before, updated in the spell: the update",
        "the same, later",
        "updated before the spell",
        "created after its update: the update",
        "updated after the month",
    ],
)
def test_the_date_of_a_care_plan(
    cyp: Counted, created: str, updated: str | None, agreed: bool, stopped_within: int | None
) -> None:
    rows: list[Row] = [
        referral("2026-03-02", month="2026-03"),
        referral("2026-03-02"),
        contact("2026-03-03"),
        score("2026-03-03"),
        plan(created, updated, agreed=agreed),
    ]
    values = cyp.values(sent(*rows))
    assert (values["MRS08"], values["MRS08a"]) == ((0, 0) if stopped_within is None else (1, stopped_within))


@pytest.mark.parametrize(("updated", "stopped"), [("2026-04-20", 1), ("2026-04-21", 0)])
def test_a_care_plan_counts_if_it_was_last_updated_inside_the_spell(cyp: Counted, updated: str, stopped: int) -> None:
    """R-WAIT-62, as the national code joins: the update must be inside, even where the creation is the date."""
    rows = referral(discharged="2026-04-20"), CONTACT, SCORE, plan("2026-04-08", updated)
    values = cyp.values(sent(*rows))
    assert (values["MRS08"], values["MRS08a"]) == (stopped, stopped)


def test_a_care_plan_hangs_on_the_person(cyp: Counted) -> None:
    """It names no referral, so it needs none in scope; it must be of the same child."""
    theirs = plan("2026-04-07", "2026-04-07", person="B")
    assert cyp.values(sent(referral(), CONTACT, SCORE, theirs))["MRS17"] == 0


def test_codes_can_be_added_to_what_the_national_code_names(cyp: Counted) -> None:
    rows = sent(patient(), referral(), CONTACT, SCORE, activity(THERAPY))

    def stopped(reference: Reference) -> list[float | None]:
        figures = cyp.figures(rows, reference=reference)
        return [one.value for one in figures if one.measure == "MRS17" and one.provider == "all"][:1]

    assert stopped(Reference()) == [0]
    assert stopped(REFERENCE) == [1]
    assert stopped(reference_of(["1"], REFERENCE.interventions)) == [1]
    assert Reference().intervenes(AUTISM_ASSESSMENT, date(2000, 1, 1))

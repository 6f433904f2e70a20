"""Every child in one list and not in the next is exactly one of five (docs/adr/0035): no silent disappearance."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diis.definitions.outcomes import LastWord, between
from diis.intake import Intake
from diis.pathway_figures import pathway_figures
from diis.pull import pull
from diis.store.engine import Store
from diis.store.leavers import unexplained_leavers
from diis.worklists import worklist
from tests.diis.extract_builder import AnExtract, Row, a_referral, some_referrals
from tests.pathways.conftest import Fresh, Send
from tests.pathways.telling import day

BEFORE, AFTER = "2026-09-23", "2026-09-30"
OTHERS = some_referrals(9)
CHILD = 20
ADULT = {"birth_date": "2008-09-10"}


def outcomes(store: Store, as_known: int | None = None) -> dict[str, object]:
    """Referral id to why it left."""
    lines = [line.as_json() for line in worklist(store, "leavers", date.fromisoformat(AFTER), as_known)]
    return {str(line["referral_id"]): line["outcome"] for line in lines}


@pytest.mark.parametrize(
    ("fields", "outcome"),
    [
        ({}, "unexplained"),
        ({"decision": "accepted", "decision_date": "2026-09-08"}, "unexplained"),
        ({"assessment_completed_date": "2026-09-08"}, "seen"),
        ({"assessment_completed_date": "2026-09-08", "closed_date": "2026-09-09"}, "seen"),
        ({"assessment_completed_date": "2026-09-08", "transferred_to_adult_date": "2026-09-09"}, "seen"),
        ({"closed_date": "2026-09-08"}, "discharged"),
        ({"decision": "rejected", "decision_date": "2026-09-08"}, "discharged"),
        ({"decision": "advice", "decision_date": "2026-09-08"}, "discharged"),
        ({"decision": "redirected", "decision_date": "2026-09-08"}, "moved"),
        ({"decision": "redirected", "decision_date": "2026-09-08", "closed_date": "2026-09-09"}, "moved"),
        ({"transferred_to_adult_date": "2026-09-08", "closed_date": "2026-09-08"}, "moved"),
        # Closed in the month of the 18th birthday, or after it.
        (ADULT | {"closed_date": "2026-09-08"}, "aged-out"),
        (ADULT | {"closed_date": "2026-08-31"}, "discharged"),
        (ADULT | {"transferred_to_adult_date": "2026-09-08"}, "moved"),
        # Nobody has said what became of this young adult: that is no outcome.
        (ADULT, "unexplained"),
        # Rejected, returned to the list by being sent in again, and gone.
        (
            {"decision": "rejected", "decision_date": "2026-09-01", "returned_date": "2026-09-01",
             "resubmitted_date": "2026-09-10"},
            "unexplained",
        ),
    ],
)  # fmt: skip
def test_a_child_who_left_is_one_of_five(send: Send, store: Store, fields: dict[str, str], outcome: str) -> None:
    send(AnExtract([*OTHERS, a_referral(CHILD, **fields)], census=BEFORE))
    send(AnExtract(OTHERS, census=AFTER))
    assert outcomes(store) == {"NE000020": outcome}


def test_who_came_back_has_not_left_and_had_left_before(send: Send, store: Store) -> None:
    send(AnExtract([*OTHERS, a_referral(CHILD)], census=BEFORE))
    gone = send(AnExtract(OTHERS, census=AFTER)).load
    send(AnExtract([*OTHERS, a_referral(CHILD)], census="2026-10-07"))
    assert outcomes(store) == {}
    assert outcomes(store, gone) == {"NE000020": "unexplained"}


def test_the_unexplained_are_those_of_the_alert(send: Send, store: Store) -> None:
    send(AnExtract([*OTHERS, a_referral(CHILD), a_referral(21, closed_date="2026-09-08")], census=BEFORE))
    send(AnExtract(OTHERS, census=AFTER))
    alerted = {leaver.referral_id for leaver in unexplained_leavers(store, date.fromisoformat(AFTER))}
    assert {one for one, outcome in outcomes(store).items() if outcome == "unexplained"} == alerted


def test_the_unexplained_stand_first_on_the_list(send: Send, store: Store) -> None:
    gone = [a_referral(CHILD, assessment_completed_date="2026-09-08"), a_referral(21), a_referral(22, **ADULT)]
    send(AnExtract([*OTHERS, *gone], census=BEFORE))
    send(AnExtract(OTHERS, census=AFTER))
    assert list(outcomes(store).values()) == ["unexplained", "unexplained", "seen"]


def as_said(row: Row) -> LastWord:
    """A row of the extract as the oracle reads it."""
    return LastWord(
        birth_month=date.fromisoformat(row["birth_date"]).replace(day=1),
        resubmitted_on=day(row.get("resubmitted_date")),
        decision_on=day(row.get("decision_date")),
        decision=row.get("decision"),
        assessment_completed_on=day(row.get("assessment_completed_date")),
        closed_on=day(row.get("closed_date")),
        transferred_to_adult_on=day(row.get("transferred_to_adult_date")),
    )


DAYS = st.sampled_from(["2026-06-01", "2026-07-01", "2026-08-01"])


@st.composite
def endings(draw: st.DrawFn) -> dict[str, str]:
    found = {"birth_date": draw(st.sampled_from(["2015-03-04", "2008-07-15"]))}
    for name in ("assessment_completed_date", "closed_date", "transferred_to_adult_date"):
        if draw(st.booleans()):
            found[name] = draw(DAYS)
    if draw(st.booleans()):
        found["decision"] = draw(st.sampled_from(["accepted", "redirected", "advice", "rejected"]))
        found["decision_date"] = draw(DAYS)
    return found


@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(drawn=st.lists(st.tuples(endings(), st.booleans()), min_size=1, max_size=8))
def test_everybody_is_in_the_next_list_or_in_exactly_one_class(
    fresh: Fresh, drawn: list[tuple[dict[str, str], bool]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Conservation, from the lists themselves: those before are those after and those who left, each counted once."""
    rows = [a_referral(number, **fields) for number, (fields, _) in enumerate(drawn, start=50)]
    stay = [row for row, (_, stays) in zip(rows, drawn, strict=True) if stays]
    before, after = [*some_referrals(20), *rows], [*some_referrals(20), *stay]
    with fresh() as intake:
        _pull(intake, tmp_path_factory, AnExtract(before, census=BEFORE))
        _pull(intake, tmp_path_factory, AnExtract(after, census=AFTER))
        found = outcomes(intake.store)
        figures = {
            one.figure: one.value
            for one in pathway_figures(intake.store, date.fromisoformat(AFTER))
            if (one.measure, one.provider) == ("nd-leavers", "all")
        }
    listed = {row["referral_id"] for row in after}
    assert found == between({row["referral_id"]: as_said(row) for row in before}, listed)
    assert len(before) == len(listed) + len(found)
    assert figures.pop("left") == sum(value or 0 for value in figures.values()) == len(found)


def _pull(intake: Intake, folders: pytest.TempPathFactory, extract: AnExtract) -> None:
    assert pull(None, extract.folder(folders.mktemp("sent")), intake).outcome == "accepted"

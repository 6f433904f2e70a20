"""What changed between two loads: one reason for each referral, and the parts add up exactly (docs/adr/0037)."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diis.changes import NotEarlier, changes
from diis.figures import figures_at
from diis.intake import Intake
from diis.pull import pull, release
from diis.store.engine import Store
from tests.diis.extract_builder import AnExtract, Row, a_contact, a_referral, some_referrals
from tests.pathways.conftest import Fresh, Send

WEEK_1, WEEK_2, WEEK_3 = "2026-09-16", "2026-09-23", "2026-09-30"
AS_AT = date(2026, 9, 30)
OTHERS = some_referrals(10)
CHILD = 50
Net = dict[tuple[str, str], tuple[int, int]]


def net(store: Store, before: int | None, after: int | None, measure: str = "nd-first-contact") -> Net:
    """(figure, reason) to more and fewer, over all providers; the parts are held against the figures themselves."""
    assert before is not None
    assert after is not None
    found = changes(store, before, after, AS_AT)
    add_up(store, before, after)
    return {
        (one.figure, one.reason): (one.more, one.fewer)
        for one in found.changes
        if (one.measure, one.provider) == (measure, "all")
    }


def add_up(store: Store, before: int, after: int) -> None:
    """The differences of every figure of every measure and provider are the sums of their reasons."""
    parts: Counter[tuple[str, str, str]] = Counter()
    for one in changes(store, before, after, AS_AT).changes:
        parts[one.measure, one.provider, one.figure] += one.net
    difference: Counter[tuple[str, str, str]] = Counter()
    for sequence, sign in ((before, -1), (after, 1)):
        for figure in figures_at(store, AS_AT, sequence):
            if figure.figure in ("open", "stopped") and figure.breakdown == "all" and figure.unit == "count":
                difference[figure.measure, figure.provider, figure.figure] += sign * int(figure.value or 0)
    singles = {key: value for key, value in difference.items() if key[0] != "camhs-help" and value}
    assert {key: value for key, value in parts.items() if value} == singles


def week(census: str, *more: Row, contacts: list[Row] | None = None) -> AnExtract:
    return AnExtract([*OTHERS, *more], contacts or [], census=census)


def test_a_first_list(send: Send, store: Store) -> None:
    assert net(store, 0, send(week(WEEK_1)).load) == {("open", "first-list"): (10, 0)}


def test_a_referral_received_since(send: Send, store: Store) -> None:
    before = send(week(WEEK_1)).load
    after = send(week(WEEK_2, a_referral(CHILD, received_date="2026-09-17"))).load
    assert net(store, before, after) == {("open", "new-referral"): (1, 0)}


def test_a_referral_that_the_list_before_should_have_held(send: Send, store: Store) -> None:
    before = send(week(WEEK_1)).load
    after = send(week(WEEK_2, a_referral(CHILD, received_date=WEEK_1))).load
    assert net(store, before, after) == {("open", "listed-late"): (1, 0)}


def test_a_row_that_was_set_aside_and_is_corrected(send: Send, store: Store) -> None:
    before = send(week(WEEK_1, a_referral(CHILD, birth_date=""))).load
    after = send(week(WEEK_2, a_referral(CHILD))).load
    assert net(store, before, after) == {("open", "quarantine-corrected"): (1, 0)}


def test_an_unexplained_leaver_and_its_return(send: Send, store: Store) -> None:
    listed = send(week(WEEK_1, a_referral(CHILD))).load
    gone = send(week(WEEK_2)).load
    back = send(week(WEEK_3, a_referral(CHILD))).load
    assert net(store, listed, gone) == {("open", "leaver"): (0, 1)}
    assert net(store, gone, back) == {("open", "returned"): (1, 0)}
    assert net(store, listed, back) == {}


def test_something_that_happened_since_is_news(send: Send, store: Store) -> None:
    before = send(week(WEEK_1, a_referral(CHILD))).load
    seen = a_contact(CHILD, contact_date="2026-09-17")
    after = send(week(WEEK_2, a_referral(CHILD), contacts=[seen])).load
    assert net(store, before, after) == {("open", "newly-told"): (0, 1), ("stopped", "newly-told"): (1, 0)}


@pytest.mark.parametrize("closed", [WEEK_1, "2026-09-10"])
def test_something_that_should_have_been_told_is_a_correction(send: Send, store: Store, closed: str) -> None:
    before = send(week(WEEK_1, a_referral(CHILD))).load
    after = send(week(WEEK_2, a_referral(CHILD, closed_date=closed))).load
    assert net(store, before, after) == {("open", "corrected-referral"): (0, 1)}


def test_a_date_that_is_moved_or_taken_back_is_a_correction(send: Send, store: Store) -> None:
    first = send(week(WEEK_1, a_referral(CHILD, closed_date="2026-09-10"))).load
    taken = send(week(WEEK_2, a_referral(CHILD))).load
    assert net(store, first, taken) == {("open", "corrected-referral"): (1, 0)}


def test_a_contact_entered_in_error_is_a_correction(send: Send, store: Store) -> None:
    seen = a_contact(CHILD, contact_date="2026-09-10")
    before = send(week(WEEK_1, a_referral(CHILD), contacts=[seen])).load
    after = send(week(WEEK_2, a_referral(CHILD))).load
    assert net(store, before, after) == {
        ("open", "corrected-referral"): (1, 0),
        ("stopped", "corrected-referral"): (0, 1),
    }


def test_a_list_sent_again_is_one_reason_whatever_it_changes(send: Send, store: Store) -> None:
    before = send(week(WEEK_1, a_referral(CHILD))).load
    after = send(week(WEEK_1, a_referral(CHILD, closed_date=WEEK_1), a_referral(CHILD + 1))).load
    assert net(store, before, after) == {("open", "restated-list"): (1, 1)}


def test_a_list_that_comes_after_a_newer_one(send: Send, store: Store) -> None:
    before = send(week(WEEK_2)).load
    after = send(week(WEEK_1, a_referral(CHILD))).load
    found = net(store, before, after)
    assert set(found) <= {("open", "late-list"), ("stopped", "late-list")}


def test_a_referral_that_is_new_and_then_seen_is_new(send: Send, store: Store) -> None:
    """Against the load before: what happened between is no reason of its own."""
    before = send(week(WEEK_1)).load
    new = a_referral(CHILD, received_date="2026-09-17")
    send(week(WEEK_2, new))
    after = send(week(WEEK_3, new, contacts=[a_contact(CHILD, contact_date="2026-09-29")])).load
    assert net(store, before, after) == {("stopped", "new-referral"): (1, 0)}


def test_a_list_that_was_released_counts_like_any_other(send: Send, store: Store, intake: Intake) -> None:
    before = send(AnExtract(some_referrals(60), census=WEEK_1)).load
    held = send(AnExtract(some_referrals(5), census=WEEK_2))
    assert held.load is not None
    assert net(store, before, held.load) == {}
    assert net(store, before, release(held.load, intake).load) == {("open", "leaver"): (0, 55)}


def test_the_earlier_load_is_given_first(store: Store) -> None:
    with pytest.raises(NotEarlier):
        changes(store, 2, 1, AS_AT)


@st.composite
def rows(draw: st.DrawFn) -> tuple[list[Row], list[Row]]:
    """Some of six children, each as one of many lists might tell of it."""
    listed, contacts = [], []
    for child in range(6):
        if draw(st.booleans()):
            fields = {"received_date": draw(st.sampled_from(["2026-05-04", "2026-09-10"]))}
            if draw(st.booleans()):
                fields["closed_date"] = draw(st.sampled_from(["2026-09-11", "2026-09-16"]))
            if draw(st.integers(0, 5)) == 0:
                fields["birth_date"] = ""
            listed.append(a_referral(CHILD + child, **fields))
            if draw(st.booleans()) and fields.get("birth_date") != "":
                on = draw(st.sampled_from(["2026-09-10", "2026-09-16"]))
                contacts.append(a_contact(CHILD + child, contact_date=on))
    return listed, contacts


A_LIST = st.tuples(st.sampled_from([WEEK_1, WEEK_2, WEEK_3]), st.sampled_from(["R0D", "RBD"]), rows())


@settings(
    max_examples=6,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(lists=st.lists(A_LIST, min_size=2, max_size=4))
def test_the_parts_add_up_after_any_number_of_late_restated_and_corrected_lists(
    fresh: Fresh, lists: list[tuple[str, str, tuple[list[Row], list[Row]]]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    with fresh() as intake:
        loads = [0]
        for census, provider, (listed, contacts) in lists:
            extract = AnExtract([*some_referrals(12), *listed], contacts, census, provider)
            verdict = pull(None, extract.folder(tmp_path_factory.mktemp("sent")), intake)
            loads += [verdict.load] if verdict.load is not None else []
        for place, before in enumerate(loads):
            for after in loads[place:]:
                add_up(intake.store, before, after)

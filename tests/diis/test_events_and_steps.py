"""The optional files of layout wl-1: what is taken, what is set aside, and what it means that one is not sent."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Table, select

from diis.extracts.verdict import Rows, Verdict
from diis.store.engine import Store
from diis.store.tables import event, step
from tests.diis.conftest import Send
from tests.diis.extract_builder import AnExtract, Row, a_referral, a_step, an_event, some_referrals

WEEK_1, WEEK_2, WEEK_3 = "2026-09-16", "2026-09-23", "2026-09-30"
OTHERS = some_referrals(9)


def week(census: str, events: Iterable[Row] | None = None, steps: Iterable[Row] | None = None) -> AnExtract:
    return AnExtract(OTHERS, census=census, events=events, steps=steps)


def now(store: Store, table: Table) -> list[tuple[Any, ...]]:
    """The current rows without provider and pathway: what tells them apart, from and to sequence, facts."""
    with store.reading() as connection:
        rows = connection.execute(select(table).where(table.c.to_sequence.is_(None)))
        return sorted(tuple(str(value) for value in row[2:]) for row in rows)


def codes(verdict: Verdict) -> list[tuple[str, str, int | None]]:
    return [(one.code, one.file, one.line) for one in verdict.findings]


def test_events_and_steps_become_versions(send: Send, store: Store) -> None:
    verdict = send(
        week(
            WEEK_1,
            [an_event(1, code="F84.0"), an_event(1)],
            [a_step(1), a_step(2, organisation="RDY", done_date="2026-06-09")],
        )
    )
    assert (verdict.outcome, verdict.rows, verdict.findings) == ("accepted", Rows(13, 13), ())
    assert now(store, event) == [
        ("NE000001", "2026-06-05", "care-plan", "", "1", "None"),
        ("NE000001", "2026-06-05", "care-plan", "F84.0", "1", "None"),
    ]
    assert now(store, step) == [
        ("NE000001", "school-report", "", "2026-06-05", "1", "None", "None"),
        ("NE000002", "school-report", "RDY", "2026-06-05", "1", "None", "2026-06-09"),
    ]


def test_a_step_that_is_done_is_a_new_version_and_an_event_that_is_gone_was_an_error(send: Send, store: Store) -> None:
    send(week(WEEK_1, [an_event(1), an_event(2)], [a_step(1), a_step(2)]))
    send(week(WEEK_2, [an_event(2)], [a_step(1, done_date="2026-09-20"), a_step(2)]))
    assert [row[0] for row in now(store, event)] == ["NE000002"]
    assert [(row[0], row[4], row[6]) for row in now(store, step)] == [
        ("NE000001", "2", "2026-09-20"),
        ("NE000002", "1", "None"),
    ]


@pytest.mark.parametrize(
    ("row", "code", "field"),
    [
        (an_event(99), "event-without-referral", "referral_id"),
        (an_event(1, event_date="2026-05-03"), "event-before-referral", "event_date"),
        (an_event(1, event_date="2026-10-01"), "date-in-future", "event_date"),
        (an_event(1, event_date="1999-12-31"), "date-implausible", "event_date"),
        (an_event(1, event_date=""), "required-missing", "event_date"),
        (an_event(1, kind=""), "required-missing", "kind"),
        (an_event(1, kind="letter"), "code-not-in-list", "kind"),
        (an_event(1, code="seen with Jane"), "code-shape", "code"),
        (an_event(1, provider="RBD"), "provider-differs", "provider"),
    ],
)
def test_an_event_that_cannot_be_right_is_set_aside(send: Send, store: Store, row: Row, code: str, field: str) -> None:
    verdict = send(week(WEEK_3, [an_event(1), row]))
    assert [(one.code, one.file, one.line, one.field) for one in verdict.rejections] == [(code, "events.csv", 3, field)]
    assert (verdict.rows, len(now(store, event))) == (Rows(11, 10, 1), 1)


@pytest.mark.parametrize(
    ("row", "code", "field"),
    [
        (a_step(99), "step-without-referral", "referral_id"),
        (a_step(2, requested_date="2026-05-03"), "step-before-referral", "requested_date"),
        (a_step(2, done_date="2026-06-04"), "date-order", "done_date"),
        (a_step(2, done_date="2026-10-01"), "date-in-future", "done_date"),
        (a_step(2, step=""), "required-missing", "step"),
        (a_step(2, requested_date=""), "required-missing", "requested_date"),
        (a_step(2, step="Zebedee Quackenbush"), "name-not-agreed", "step"),
        (a_step(2, organisation="Mrs Doe, 01202 555 123"), "name-not-agreed", "organisation"),
    ],
)
def test_a_step_that_cannot_be_right_is_set_aside(send: Send, store: Store, row: Row, code: str, field: str) -> None:
    verdict = send(week(WEEK_3, steps=[a_step(1), row]))
    assert [(one.code, one.file, one.line, one.field) for one in verdict.rejections] == [(code, "steps.csv", 3, field)]
    assert (verdict.rows, len(now(store, step))) == (Rows(11, 10, 1), 1)


def test_equal_rows_count_once_and_steps_that_differ_are_all_set_aside(send: Send, store: Store) -> None:
    steps = [a_step(1), a_step(1), a_step(2), a_step(2, done_date="2026-06-09")]
    verdict = send(week(WEEK_1, [an_event(1), an_event(1), an_event(1)], steps))
    assert verdict.rows == Rows(16, 11, 2, 3)
    assert codes(verdict) == [("step-conflict", "steps.csv", 4), ("step-conflict", "steps.csv", 5)]
    assert (len(now(store, event)), len(now(store, step))) == (1, 1)


def test_a_file_that_is_no_longer_sent_is_told_and_what_it_said_stays(send: Send, store: Store) -> None:
    send(week(WEEK_1, [an_event(1)], [a_step(1)]))
    known = now(store, event), now(store, step)
    verdict = send(week(WEEK_2, steps=[a_step(1)]))
    assert (verdict.outcome, codes(verdict)) == ("accepted", [("file-no-longer-sent", "events.csv", None)])
    assert (now(store, event), now(store, step)) == known


def test_a_file_that_was_never_sent_is_not_missed(send: Send) -> None:
    send(week(WEEK_1))
    assert send(week(WEEK_2)).findings == ()


def test_a_file_with_its_header_alone_says_that_there_is_nothing(send: Send, store: Store) -> None:
    send(week(WEEK_1, [an_event(1)], [a_step(1)]))
    assert send(week(WEEK_2, [], [])).findings == ()
    assert (now(store, event), now(store, step)) == ([], [])


def test_a_row_that_is_set_aside_keeps_what_is_known_of_its_referral(send: Send, store: Store) -> None:
    send(week(WEEK_1, [an_event(1), an_event(1, code="F84.0"), an_event(2)], [a_step(1)]))
    spoilt = [an_event(1, event_date="31/02/2026")]
    verdict = send(week(WEEK_2, spoilt, [a_step(1, step="Zebedee Quackenbush")]))
    assert verdict.rows.quarantined == 2
    assert [row[:4] for row in now(store, event)] == [
        ("NE000001", "2026-06-05", "care-plan", ""),
        ("NE000001", "2026-06-05", "care-plan", "F84.0"),
    ]
    assert len(now(store, step)) == 1


def test_a_late_list_adds_what_no_newer_list_tells(send: Send, store: Store) -> None:
    """B35: the events and steps of a child who is on the newest list are those of the newest list."""
    send(week(WEEK_1, [an_event(1)], [a_step(1)]))
    send(week(WEEK_3, [an_event(2)], [a_step(2)]))
    gone = a_referral(50)
    late = replace(week(WEEK_2, [an_event(3), an_event(50)], [a_step(50)]), referrals=[*OTHERS, gone])
    send(late)
    assert [row[0] for row in now(store, event)] == ["NE000002", "NE000050"]
    assert [row[0] for row in now(store, step)] == ["NE000002", "NE000050"]


@pytest.mark.parametrize("file", ["events.csv", "steps.csv"])
def test_a_manifest_counts_the_optional_files_too(send: Send, file: str) -> None:
    whole = week(WEEK_1, [an_event(1)], [a_step(1)])
    counts = {"referrals.csv": 9, "contacts.csv": 0, "events.csv": 1, "steps.csv": 1}
    wrong = replace(whole, manifest={"layout": "wl-1", "rows": counts | {file: 2}})
    assert [(one.code, one.file) for one in send(wrong).rejections] == [("manifest-count", file)]
    assert send(replace(whole, manifest=True)).outcome == "accepted"

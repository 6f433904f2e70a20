"""Which facts each action records, and who may: one row for each kind, and a role that holds each permission."""

import re

import pytest

from dsr.actions.kinds import ACTIONS, BY_KIND, BY_NAME
from dsr.auth.powers import may
from dsr.auth.roles import Role
from dsr.store.fact_text import kinds
from dsr.store.tables import change

WIDEST = change.c.action.type.length  # type: ignore[attr-defined]


def test_every_kind_of_fact_is_recorded_by_exactly_one_action() -> None:
    listed = [kind for action in ACTIONS for kind in action.kinds]
    assert len(listed) == len(set(listed))
    assert set(listed) == set(kinds().values()) == set(BY_KIND)


def test_an_action_has_a_name_that_the_history_can_hold_and_says_what_it_does() -> None:
    assert len(BY_NAME) == len(ACTIONS)
    for action in ACTIONS:
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", action.name), action.name
        assert len(action.name) <= WIDEST
        assert action.words
        assert action.kinds


def test_each_action_can_be_done_by_somebody_and_none_by_everybody() -> None:
    for action in ACTIONS:
        holders = {role for role in Role if may(role, action.permission)}
        assert Role.DSR_MANAGER in holders, action.name
        assert not holders & {Role.ANALYST, Role.BOARD_SECRETARY, Role.DCO, Role.FAMILY, Role.PRIVACY_OFFICER}


@pytest.mark.parametrize(
    ("role", "does", "does_not"),
    [
        (Role.DSR_COORDINATOR, "decide rate transfer-in withdraw recommend", "remove allocate hold-record"),
        (Role.DSR_ADMINISTRATOR, "refer triage record-consent schedule-cetr describe", "decide rate review admit"),
        (Role.CLINICAL_CASE_LEAD, "rate review admit discharge oversee-stay record-laep", "decide remove allocate"),
        (Role.PANEL_MEMBER, "record-event record-done record-factor respond", "rate review oversee-stay describe"),
        (Role.PRACTITIONER, "refer record-event", "record-consent rate contact"),
        (Role.KEY_WORKER, "contact record-event", "allocate rate step-down withdraw"),
        (Role.KEY_WORKER_MANAGER, "allocate leave-without-key-worker step-down contact", "rate decide transfer-out"),
        (Role.CETR_COORDINATOR, "schedule-cetr hold-cetr recommend respond", "rate refer remove"),
        (Role.CETR_CHAIR, "hold-cetr recommend", "schedule-cetr respond record-event"),
        (Role.COMMISSIONER, "oversee-stay record-laep respond", "rate admit hold-cetr"),
        (Role.EVENT_REPORTER, "record-event", "refer oversee-stay"),
    ],
)
def test_who_does_what_is_what_the_roles_say(role: Role, does: str, does_not: str) -> None:
    """R-DSR-110."""
    assert all(may(role, BY_NAME[name].permission) for name in does.split())
    assert not any(may(role, BY_NAME[name].permission) for name in does_not.split())

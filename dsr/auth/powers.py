"""What each role may do, to whom, and which fields it sees (R-DSR-110; trust: roles). What is not here is refused.

One table, to be read by whoever answers for access. Where the sources say different things, docs/adr/0044 says which
of them was followed.
"""

from dataclasses import dataclass
from types import MappingProxyType

from dsr.auth.roles import FieldClass as Sees
from dsr.auth.roles import Permission as May
from dsr.auth.roles import Reach, Role


@dataclass(frozen=True)
class Powers:
    """A row of the table."""

    reach: Reach
    fields: frozenset[Sees]
    permissions: frozenset[May]


def may(role: Role, permission: May) -> bool:
    """Whether a role may do something at all; to whom is for `reach_of`."""
    return permission in POWERS[role].permissions


def reach_of(role: Role) -> Reach:
    """Over whom a role extends."""
    return POWERS[role].reach


def fields_of(role: Role) -> frozenset[Sees]:
    """Which fields of somebody within its reach a role sees."""
    return POWERS[role].fields


def watches(role: Role) -> bool:
    """Whether a role looks into what others do."""
    return bool(POWERS[role].permissions & {May.READ_AUDIT, May.CLOSE_BREAK_GLASS})


def holds_accounts(role: Role) -> bool:
    """Whether a role gives roles at all."""
    return may(role, May.HOLD_ACCOUNTS)


def gives(role: Role, given: Role) -> bool:
    """Whether a role gives and takes another: who watches is chosen by those who watch, and all others are not."""
    return holds_accounts(role) and watches(role) is watches(given)


_PEOPLE = frozenset({May.READ_LIST, May.READ_PERSON, May.READ_TASKS})
_REGISTER = _PEOPLE | {May.READ_COUNTS, May.READ_HISTORY, May.READ_WAITS, May.READ_PACK}
_INTAKE = frozenset({May.REFER, May.TRIAGE, May.RECORD_CONSENT, May.EDIT_IDENTITY, May.IMPORT, May.RECORD_EVENT})
_CARE = frozenset({May.RATE, May.REVIEW, May.RECORD_EVENT, May.ADMIT_OR_DISCHARGE, May.RECORD_LAEP, May.HAND_OVER})
_CETR = frozenset({May.SCHEDULE_CETR, May.RUN_CETR, May.RECOMMEND, May.RESPOND, May.READ_PACK})
_KEY_WORKERS = frozenset({May.ALLOCATE, May.HAND_OVER, May.REALLOCATE_LEAVER, May.CONTACT, May.STEP_DOWN})
_COORDINATION = _REGISTER | _INTAKE | _CARE | _CETR | {May.DECIDE, May.STEP_DOWN, May.TRANSFER, May.UNDO}

_KNOWN = frozenset({Sees.IDENTITY, Sees.FACTS})
_CARED_FOR = _KNOWN | {Sees.CONTACT_DETAILS, Sees.CONSENT}

_TABLE: dict[Role, Powers] = {
    # "Everything operational, closures, deadlines, exports"; as the accountable owner, accounts too.
    Role.DSR_MANAGER: Powers(
        Reach.EVERYBODY,
        frozenset(Sees),
        _COORDINATION | _KEY_WORKERS | {May.REMOVE, May.MERGE, May.EXPORT, May.HOLD_ACCOUNTS},
    ),
    Role.DSR_COORDINATOR: Powers(Reach.EVERYBODY, frozenset(Sees), _COORDINATION),
    # "No colour changes": neither rates nor reviews.
    Role.DSR_ADMINISTRATOR: Powers(Reach.EVERYBODY, _CARED_FOR, _PEOPLE | _INTAKE | {May.SCHEDULE_CETR}),
    Role.CLINICAL_CASE_LEAD: Powers(
        Reach.OWN_CASES,
        _CARED_FOR | {Sees.HISTORY},
        _PEOPLE
        | _CARE
        | {May.READ_HISTORY, May.READ_WAITS, May.REFER, May.RECORD_CONSENT, May.RESPOND, May.BREAK_GLASS},
    ),
    Role.PANEL_MEMBER: Powers(Reach.OWN_COUNCIL, _KNOWN, _PEOPLE | {May.RECORD_EVENT, May.RESPOND}),
    Role.PRACTITIONER: Powers(
        Reach.OWN_CASES, _KNOWN, _PEOPLE | {May.REFER, May.RECORD_EVENT, May.RESPOND, May.BREAK_GLASS}
    ),
    Role.KEY_WORKER: Powers(
        Reach.OWN_CASES, _CARED_FOR, _PEOPLE | {May.CONTACT, May.RECORD_EVENT, May.RESPOND, May.BREAK_GLASS}
    ),
    Role.KEY_WORKER_MANAGER: Powers(
        Reach.OWN_TEAM,
        _CARED_FOR | {Sees.HISTORY, Sees.COUNTS},
        _PEOPLE | _KEY_WORKERS | {May.READ_COUNTS, May.READ_HISTORY, May.RECORD_EVENT, May.RESPOND, May.BREAK_GLASS},
    ),
    Role.CETR_COORDINATOR: Powers(Reach.WHO_AGREED_OR_TO_REVIEW, _CARED_FOR, _PEOPLE | _CETR),
    Role.CETR_CHAIR: Powers(
        Reach.PANEL, _KNOWN | {Sees.CONSENT}, frozenset({May.READ_PACK, May.RUN_CETR, May.RECOMMEND})
    ),
    Role.CETR_EXPERT: Powers(Reach.PANEL, _KNOWN, frozenset({May.READ_PACK})),
    Role.COMMISSIONER: Powers(
        Reach.OWN_COUNCIL,
        _KNOWN | {Sees.CONSENT, Sees.COUNTS},
        _PEOPLE | {May.READ_COUNTS, May.RECORD_EVENT, May.RECORD_LAEP, May.RESPOND, May.BREAK_GLASS},
    ),
    # Oversight of all who agreed to be on the register, and no part in anybody's care.
    Role.DCO: Powers(Reach.WHO_AGREED, _KNOWN | {Sees.COUNTS}, _PEOPLE | {May.READ_COUNTS, May.READ_WAITS}),
    # Submits what happened to a person whom they name; sees nobody.
    Role.EVENT_REPORTER: Powers(Reach.NOBODY, frozenset(), frozenset({May.RECORD_EVENT})),
    Role.ANALYST: Powers(Reach.NOBODY, frozenset({Sees.COUNTS}), frozenset({May.READ_COUNTS})),
    Role.BOARD_SECRETARY: Powers(Reach.NOBODY, frozenset({Sees.COUNTS}), frozenset({May.READ_COUNTS})),
    Role.FAMILY: Powers(Reach.SINGLE_PEOPLE, _KNOWN | {Sees.CONSENT}, frozenset({May.READ_OWN_SUMMARY})),
    # Works by reference: who looked, not at whom by name. Of accounts those of privacy officers alone, see `gives`.
    Role.PRIVACY_OFFICER: Powers(
        Reach.NOBODY, frozenset(), frozenset({May.READ_AUDIT, May.CLOSE_BREAK_GLASS, May.HOLD_ACCOUNTS})
    ),
    # Whatever they see of a person is by break-glass.
    Role.PLATFORM_ADMINISTRATOR: Powers(Reach.NOBODY, _KNOWN, frozenset({May.READ_PERSON, May.BREAK_GLASS})),
}

POWERS = MappingProxyType(_TABLE)

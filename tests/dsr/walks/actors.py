"""Who walks through a register: people of different reach, and whom each names as key worker, team or council."""

from dataclasses import dataclass

from dsr.store.scope import Actor, Scope

HOME, AWAY = "E06000059", "E06000058"
"""The two councils."""


@dataclass(frozen=True)
class Walker:
    """Somebody who signed in, and whom they reach."""

    name: str
    actor: Actor
    scope: Scope


def _walker(number: int, role: str, organisation: str, scope: Scope) -> Walker:
    return Walker(role, Actor(account_id=number, role=role, organisation=organisation, route="/walk"), scope)


MANAGER = _walker(1, "dsr-manager", "QVV", Scope(everybody=True))
KEY_WORKER = _walker(2, "key-worker", "RDY", Scope(workers=frozenset({"anna"}), shared_with="RDY"))
PANEL_MEMBER = _walker(3, "panel-member", "QUY", Scope(authorities=frozenset({HOME}), shared_with="QUY"))
CASE_LEAD = _walker(4, "clinical-case-lead", "RDY", Scope(teams=frozenset({"RDY"}), shared_with="RDY"))
REFERRER = _walker(6, "practitioner who referred", "RDY", Scope(workers=frozenset({"a worker"}), shared_with="RDY"))
OVERSIGHT = _walker(7, "dco", "QVV", Scope(who_agreed=True, shared_with="QVV"))
REVIEWS = _walker(8, "cetr-coordinator", "QVV", Scope(who_agreed=True, who_agreed_to_review=True, shared_with="QVV"))
STRANGER = _walker(5, "practitioner", "R0D", Scope(shared_with="R0D"))
WALKERS = (MANAGER, KEY_WORKER, PANEL_MEMBER, CASE_LEAD, REFERRER, OVERSIGHT, REVIEWS, STRANGER)

BORN = ("2011-03-10", "2011-03-05", "2011-01-20", "2009-03-20", "2016-06-01", "2001-04-05", "2008-09-01")
"""Birthdays of 16, 18 and 26 lie among the days of a walk, which begins on 1 March 2027."""

ON_PATHWAY = ("condition autism", "area local", "limb condition holds", "limb risk holds", f"lives {HOME} home")

OF_THE_ENTRY = (
    *ON_PATHWAY,
    "area elsewhere",
    "limb risk fails",
    "condition both not-evidenced",
    "referred health by:RDY own-case",
    "referred education by:QUY red",
    "triaged",
    "full-form",
    "told person",
    "declined no-risk",
    "accepted",
    "transfer-received QNQ red",
    "transfer-received QNQ blue",
    "transfer-sent QUY",
    "transfer-accepted QUY",
    "removed entered-in-error",
    "removed consent-withdrawn",
    "removed risk-reduced panel",
    "removed transferred",
    "died",
    "removed died",
    "case-lead RDY",
    "case-lead QUY",
    f"lives {AWAY} home",
)
OF_CONSENT = (
    "consent own-consent entry sharing:QUY review key-worker",
    "consent own-consent entry",
    "consent own-consent sharing:RDY+QUY",
    "consent parental-responsibility entry sharing:QUY+RDY review key-worker",
    "consent best-interests entry sharing:QUY",
    "consent board-best-interests entry sharing:RDY",
    "best-interests yes",
    "best-interests no",
    "best-interests yes board",
    "best-interests no board",
    "capacity yes",
    "capacity no",
    "refused own-consent",
    "refused parental-responsibility",
    "refused own-consent key-worker",
    "withdrawn own-consent sharing:QUY",
    "withdrawn own-consent",
    "withdrawn parental-responsibility",
    "withdrawn parental-responsibility review key-worker",
    "withdrawn best-interests",
    "parents-disagree",
    "disagreement-decided entry",
    "agency school",
    "responsibility-changed",
)
OF_RATING_AND_HOSPITAL = (
    "rated red",
    "rated amber",
    "rated green",
    "rated blue",
    "reviewed green",
    "reviewed red",
    "discussed multi-agency-panel",
    "happened missing",
    "happened local-area-emergency-protocol",
    "admitted",
    "admitted low-secure out-of-area",
    "discharged",
    "detained 2",
    "detained 4",
    "leave",
    "back",
    "acute",
    "acute-ended",
)
OF_REVIEWS_AND_KEY_WORK = (
    "key-worker anna",
    "key-worker ben",
    "key-worker-left",
    "contact",
    "contact face-to-face",
    "key-working-closed declined",
    "key-working-closed step-down reviewed plan",
    "review-planned r1 2027-05-01",
    "held r1",
    "recommended r1 1 2027-06-01",
    "review-completed r1",
    "plan maintained",
)
"""What is said of somebody on a day, in the words of `tests/dsr/rules/lives.py`."""

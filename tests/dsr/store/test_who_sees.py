"""Who sees a record: before anybody agreed, from the agreement on, and after a no (R-DSR-26, 29 to 31, 98, 110)."""

import pytest

from dsr.rules.tasks import Owner
from dsr.store.database import RegisterDatabase
from dsr.store.people import Cases, NobodyThere, Writing
from dsr.store.register import RegisterStore
from dsr.store.scope import Scope
from dsr.store.workers import add_worker
from tests.dsr.rules.lives import a_fact, day
from tests.dsr.store.people import EVERYBODY, KEY_WORKER, led_by, register, rowan

REFERRED = ("referred health own-case", "lives E06000059 home")
ACCEPTED = (*REFERRED, "condition autism", "triaged", "accepted")
NAMED = (*ACCEPTED, "admitted", "key-worker anna")
CONSENT = "consent own-consent entry sharing:RBD"

AGREED_APART = "consent own-consent review key-worker"
BOTH = {"coordinator of C(E)TRs", "key worker"}

REACHES = {
    "keeper": EVERYBODY,
    "referrer": Scope(workers=frozenset({"a worker"}), shared_with="RDY"),
    "a namesake elsewhere": Scope(workers=frozenset({"a worker"}), shared_with="RBD"),
    "lead team": Scope(teams=frozenset({"RDY"}), shared_with="RDY"),
    "key worker": Scope(workers=frozenset({"anna"}), shared_with="RDY"),
    "panel of the lead team": Scope(authorities=frozenset({"E06000059"}), shared_with="RDY"),
    "panel of an agency": Scope(authorities=frozenset({"E06000059"}), shared_with="RBD"),
    "stranger": Scope(authorities=frozenset({"E06000059"}), shared_with="QUY"),
    "oversight": Scope(who_agreed=True, shared_with="QVV"),
    "coordinator of C(E)TRs": Scope(who_agreed=True, who_agreed_to_review=True, shared_with="QVV"),
}
LEAD = {"referrer", "lead team", "panel of the lead team"}
ALL_WHO_MAY = LEAD | {"panel of an agency", "oversight", "coordinator of C(E)TRs"}


@pytest.mark.parametrize(
    ("lines", "sees"),
    [
        (REFERRED, {"referrer"}),
        (("referred health by:RDY", *REFERRED[1:]), set()),
        (ACCEPTED, {"referrer"}),
        ((*REFERRED, "declined no-risk"), {"referrer"}),
        (NAMED, {"referrer"}),
        ((*NAMED, "consent own-consent key-worker"), {"referrer", "key worker"}),
        ((*NAMED, "consent own-consent review"), {"referrer", "coordinator of C(E)TRs"}),
        ((*NAMED, CONSENT), ALL_WHO_MAY | {"key worker"}),
        ((*ACCEPTED, CONSENT), ALL_WHO_MAY),
        ((*ACCEPTED, "refused own-consent"), set()),
        ((*NAMED, "refused own-consent", "consent own-consent review"), {"coordinator of C(E)TRs"}),
        ((*NAMED, "refused own-consent", "consent own-consent key-worker"), {"key worker"}),
        ((*NAMED, CONSENT, "removed written-request", "key-worker anna", AGREED_APART), BOTH),
        ((*ACCEPTED, "refused own-consent", "consent own-consent review"), set()),
        ((*ACCEPTED, CONSENT, "withdrawn own-consent sharing"), ALL_WHO_MAY - {"panel of an agency"}),
        ((*NAMED, CONSENT, "withdrawn own-consent"), set()),
        ((*ACCEPTED, CONSENT, "withdrawn own-consent", CONSENT), ALL_WHO_MAY),
        ((*ACCEPTED, CONSENT, "removed written-request"), set()),
    ],
)
def test_the_record_is_open_to_whom_was_agreed(
    database: RegisterDatabase, lines: tuple[str, ...], sees: set[str]
) -> None:
    """R-DSR-26: before it the referrer and the triage team alone; R-DSR-31: after a withdrawal at once nobody else."""
    store = register(database)
    with database.writing() as connection:
        add_worker(connection, "anna", "RDY")
    facts = [a_fact(f"2027-03-01 {line}") for line in ("capacity yes", *lines)]
    reference = rowan(store, *facts, led_by("RDY", "a worker"))
    found = {name for name, scope in REACHES.items() if _sees(register(database, scope, KEY_WORKER), reference)}
    assert found == sees | {"keeper"}


@pytest.mark.parametrize(
    ("lines", "sees"),
    [
        (ACCEPTED, set()),
        ((*ACCEPTED, CONSENT), {"RDY"}),
        ((*ACCEPTED, CONSENT, "key-worker ben"), {"RDY", "RBD"}),
        ((*ACCEPTED, CONSENT, "key-worker anna"), {"RDY"}),
        ((*ACCEPTED, CONSENT, "key-worker ben", "key-worker anna"), {"RDY"}),
    ],
)
def test_whoever_balances_caseloads_sees_whom_their_own_carry(
    database: RegisterDatabase, lines: tuple[str, ...], sees: set[str]
) -> None:
    """R-DSR-103, 110: also where another organisation leads, as long as sharing names theirs (R-DSR-29)."""
    with database.writing() as connection:
        add_worker(connection, "anna", "RDY")
        add_worker(connection, "ben", "RBD")
    facts = [a_fact(f"2027-03-01 {line}") for line in ("capacity yes", *lines)]
    reference = rowan(register(database), *facts, led_by("RDY", "a worker"))
    reaches = {team: Scope(teams=frozenset({team}), shared_with=team) for team in ("RDY", "RBD")}
    found = {team for team, scope in reaches.items() if _sees(register(database, scope, KEY_WORKER), reference)}
    assert found == sees
    withdrawn = Writing(action="consent", reason="said so", facts=[a_fact("2027-03-01 withdrawn own-consent sharing")])
    register(database).change(reference, 1, withdrawn)
    assert not _sees(register(database, reaches["RBD"], KEY_WORKER), reference)


OWNERS = {
    Owner.CASE_LEAD: "referrer",
    Owner.KEY_WORKER: "key worker",
    Owner.KEY_WORKER_LEAD: "lead team",
    Owner.REVIEW_COORDINATOR: "coordinator of C(E)TRs",
    Owner.COMMISSIONER: "board",
    Owner.HEAD_OF_SERVICE: "council",
    Owner.COORDINATOR: "keeper",
    Owner.REGISTER_LEAD: "keeper",
}


@pytest.mark.parametrize(
    "lines",
    [
        (*ACCEPTED, "parents-disagree"),
        (*NAMED, "detained 3"),
        (*NAMED, "detained 3", "consent own-consent review"),
        (*NAMED, "detained 3", "consent own-consent key-worker"),
        (*NAMED, "detained 3", CONSENT),
        (*NAMED, "detained 3", f"{CONSENT}+QVV"),
        (*NAMED, "detained 3", "refused own-consent", "consent own-consent review key-worker"),
        (*NAMED, CONSENT, "withdrawn own-consent"),
        (*NAMED, CONSENT, "removed written-request", "consent own-consent review key-worker"),
    ],
)
def test_nobody_has_a_task_about_somebody_whom_they_cannot_see(
    database: RegisterDatabase, lines: tuple[str, ...]
) -> None:
    """R-DSR-26, 29 to 31, 65a: nor does anybody leave it undone because its owner cannot see whom it is about."""
    store = register(database)
    with database.writing() as connection:
        add_worker(connection, "anna", "RDY")
    facts = [a_fact(f"2027-03-01 {line}") for line in ("capacity yes", *lines)]
    reference = rowan(store, *facts, led_by("RDY", "a worker"))
    reaches = REACHES | {
        "board": Scope(authorities=frozenset({"E06000059"}), shared_with="QVV"),
        "council": Scope(authorities=frozenset({"E06000059"}), shared_with="E06000059"),
    }
    owners = {task.owner for _, task in store.due(day("2027-03-01"))}
    assert owners
    assert [one for one in owners if not _sees(register(database, reaches[OWNERS[one]], KEY_WORKER), reference)] == []


@pytest.mark.parametrize(
    ("lines", "sees"), [((), False), (("consent own-consent entry",), False), (("consent own-consent review",), True)]
)
def test_a_panel_sees_whom_it_is_about_while_a_review_is_agreed_to(
    database: RegisterDatabase, lines: tuple[str, ...], sees: bool
) -> None:
    """R-DSR-29, 31, 84: a chair and an expert, each over one person; a family sees its own whatever was agreed."""
    facts = [a_fact(f"2027-03-01 {line}") for line in ("capacity yes", *ACCEPTED, *lines)]
    reference = rowan(register(database), *facts, led_by("RDY", "a worker"))
    for scope, expected in (
        (Scope(panels=frozenset({reference}), shared_with="QVV"), sees),
        (Scope(people=frozenset({reference}), shared_with="QVV"), True),
        (Scope(panels=frozenset({"2222222"}), shared_with="QVV"), False),
    ):
        assert _sees(register(database, scope, KEY_WORKER), reference) is expected


def test_who_is_named_before_anybody_agreed_is_a_case_and_nobody_yet(database: RegisterDatabase) -> None:
    """R-DSR-26, 98, H11: counted and weighed in the caseload, and told of when somebody has agreed."""
    store = register(database)
    with database.writing() as connection:
        add_worker(connection, "anna", "RDY")
    facts = [a_fact(f"2027-03-01 {line}") for line in ("capacity yes", *NAMED)]
    reference = rowan(store, *facts, led_by("RDY", "a worker"))
    whole = store.cases_of("anna")
    assert (set(whole.weights), whole.unseen) == ({reference}, 0)
    for name in ("key worker", "lead team"):
        own = register(database, REACHES[name], KEY_WORKER)
        assert own.cases_of("anna") == Cases({}, 1, whole.weights[reference])
    with pytest.raises(NobodyThere):
        register(database, REACHES["stranger"], KEY_WORKER).cases_of("anna")


def _sees(store: RegisterStore, reference: str) -> bool:
    try:
        return store.person(reference).person_ref == reference
    except NobodyThere:
        return False

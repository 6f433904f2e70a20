"""Organisations, councils and codes are of closed lists: a slip is refused with them, what is on record stays."""

from dataclasses import replace
from datetime import date

import pytest

from dsr.actions.key_working import add_key_worker
from dsr.actions.recording import NotPossible, Seen, record, redo, undo
from dsr.actions.referring import refer
from dsr.actions.withdrawing import withdraw
from dsr.rules.due import TERMS
from dsr.rules.entry.case_lead import lead_team
from dsr.rules.entry.openness import may_be_shared_with
from dsr.rules.facts.consent import AgencyJoined, Basis, ConsentGiven, Scope
from dsr.rules.facts.entry import Referred, Referrer
from dsr.rules.facts.fact import Fact
from dsr.rules.facts.hospital import ChecklistItemDone
from dsr.rules.facts.people import (
    CaseLeadNamed,
    FactorRecorded,
    HostTold,
    Lives,
    OrdinaryResidenceDecided,
    PlaceKind,
)
from dsr.rules.facts.rating import ActionDone
from dsr.rules.facts.reviews import PackSent
from dsr.rules.organisations import PARTNERSHIP, Organisations
from dsr.rules.terms import Terms
from dsr.store.database import RegisterDatabase
from dsr.store.people import Writing
from dsr.store.register import RegisterStore
from tests.dsr.actions.entered import ACTIVE, entered, now
from tests.dsr.store.people import COORDINATOR, EVERYBODY, ROWAN, register

TODAY = date(2027, 3, 1)


def sharing(*agencies: str) -> ConsentGiven:
    scopes = frozenset({Scope.ENTRY, Scope.SHARING})
    return ConsentGiven(on=TODAY, basis=Basis.OWN, scopes=scopes, by="Rowan", agencies=frozenset(agencies))


def closed(database: RegisterDatabase, **named: str) -> RegisterStore:
    """A register that knows the organisations of Dorset, or others."""
    terms = Terms(TERMS, organisations=Organisations(named or PARTNERSHIP))
    return RegisterStore(replace(register(database).session, terms=terms), EVERYBODY, COORDINATOR)


SLIPS: tuple[tuple[str, Fact, str], ...] = (
    ("a case lead of nobody", CaseLeadNamed(on=TODAY, organisation="RYD", worker="anna"), "RDY .Dorset HealthCare"),
    ("a code in small letters", CaseLeadNamed(on=TODAY, organisation="rdy", worker="anna"), "RDY .Dorset HealthCare"),
    ("a name for a code", sharing("RDY", "Dorset HealthCare"), "boards and councils of other areas"),
    ("an agency that joined", AgencyJoined(on=TODAY, agency="CAMHS"), "This organisation is not known here"),
    ("a council by its name", Lives(on=TODAY, authority="Dorset", kind=PlaceKind.HOME), "E06000059 .Dorset Council"),
    ("a council that is gone", HostTold(on=TODAY, authority="E06000028"), "This council is not known here"),
    ("who placed", Lives(on=TODAY, authority="E06000059", kind=PlaceKind.FOSTER, placed_by="bcp"), "ONS code"),
    ("an organisation as a council", Lives(on=TODAY, authority="RDY", kind=PlaceKind.HOME), "ONS code"),
    ("a council of Wales that is gone", HostTold(on=TODAY, authority="W06000017"), "ONS code"),
    ("a council of Scotland that is gone", HostTold(on=TODAY, authority="S12000046"), "ONS code"),
    ("a residence", OrdinaryResidenceDecided(on=TODAY, authority="E6000059", reason="agreed"), "ONS code"),
)


@pytest.mark.parametrize(("_slip", "fact", "words"), SLIPS, ids=[slip for slip, *_ in SLIPS])
def test_a_slip_is_refused_with_the_list(database: RegisterDatabase, _slip: str, fact: Fact, words: str) -> None:
    store = closed(database)
    seen = entered(store, *ACTIVE)
    with pytest.raises(NotPossible, match=words):
        record(store, seen, "describe", "told by the team", fact)
    assert now(store, seen).version == 1


@pytest.mark.parametrize(
    "fact",
    [
        CaseLeadNamed(on=TODAY, organisation="RBD", worker="anna"),
        sharing("RDY", "E06000059", "dorset-police"),
        sharing("QSL", "E06000054"),
        sharing("Z9B2Z", "S12000049"),
        Lives(on=TODAY, authority="S12000049", kind=PlaceKind.HOME),
        Lives(on=TODAY, authority="E06000059", kind=PlaceKind.RESIDENTIAL_52, placed_by="N09000003"),
        Lives(on=TODAY, authority="E10000014", kind=PlaceKind.RESIDENTIAL_52, placed_by="E06000059"),
        Lives(on=TODAY, authority="E06000058", kind=PlaceKind.HOME),
    ],
)
def test_what_is_known_is_named_and_so_are_other_areas(database: RegisterDatabase, fact: Fact) -> None:
    """R-DSR-07, 39: people are placed in other areas and move there."""
    store = closed(database)
    assert record(store, entered(store, *ACTIVE), "describe", "told by the team", fact) == 2


@pytest.mark.parametrize(
    ("by", "taken"),
    [
        ("RDY", True),
        ("", True),
        ("Hillside School", True),
        ("RYD", False),
        ("rdy", False),
        ("dorset  healthcare", False),
        ("E0600005X", True),
        ("E06000099", False),
        ("z9b2z", False),
        ("Hilly", True),
    ],
)
def test_a_referrer_is_known_or_told_by_name_and_no_slip_of_a_code(
    database: RegisterDatabase, by: str, taken: bool
) -> None:
    """Until there is a case lead the people of a referrer are theirs (R-DSR-26, 109); a school is on no list."""
    store, referred = closed(database), Referred(on=TODAY, source=Referrer.EDUCATION, by=by)
    if taken:
        assert refer(store, ROWAN, referred, "asked")
        return
    with pytest.raises(NotPossible, match="Another referrer is told by its name"):
        refer(store, ROWAN, referred, "asked")


def test_an_organisation_that_is_gone_stays_readable_and_its_consent_can_be_withdrawn(
    database: RegisterDatabase,
) -> None:
    """R-DSR-31: a withdrawal is never refused because of the list; a slip in it is, or sharing would go on."""
    before = closed(database)
    lines = [line for line in ACTIVE if "consent" not in line]
    seen = entered(before, *lines, "2027-02-02 consent own-consent entry sharing:RDY+R0D")
    after = closed(database, RXX="Another trust")
    life = now(after, seen).life
    assert may_be_shared_with("R0D", life, TODAY, after.session.terms)
    assert lead_team(life, TODAY, after.session.terms) == "RDY"
    with pytest.raises(NotPossible, match=r"RXX .Another trust"):
        withdraw(after, seen, Basis.OWN, "no more", scopes={Scope.SHARING}, agencies={"ROD"})
    withdraw(after, seen, Basis.OWN, "no more", scopes={Scope.SHARING}, agencies={"R0D"}, told={"R0D"})
    assert not may_be_shared_with("R0D", now(after, seen).life, TODAY, after.session.terms)


@pytest.mark.parametrize(("name", "team", "words"), [("dora", "RYD", "not known here"), ("do\u200bra", "RDY", "seen")])
def test_a_key_worker_is_of_an_organisation_that_is_known(
    database: RegisterDatabase, name: str, team: str, words: str
) -> None:
    with pytest.raises(NotPossible, match=words):
        add_key_worker(closed(database), name, team)
    add_key_worker(closed(database), "dora", "RDY")


@pytest.mark.parametrize(
    "slip",
    [
        ActionDone(on=TODAY, code="notify-intensive-suport"),
        ChecklistItemDone(on=TODAY, item="7.5"),
        FactorRecorded(on=TODAY, statutory="previous-admission"),
        PackSent(on=TODAY, review="c2"),
    ],
)
def test_a_code_on_record_that_nobody_knows_stays_and_is_undone_and_redone(
    database: RegisterDatabase, slip: Fact
) -> None:
    """R-DSR-06, 57, 82, 96: told anew it is refused; what was told before is part of the record."""
    store = register(database)
    seen = entered(store, *ACTIVE)
    with pytest.raises(NotPossible, match=r"\(R-DSR-"):
        record(store, seen, "record-done", "told by the team", slip)
    earlier = Writing(action="record-done", reason="told by the team", facts=[slip])
    assert store.change(seen.person_ref, 1, earlier) == 2
    kept = now(store, seen).kept[-1]
    assert kept.fact == slip
    assert undo(store, Seen(seen.person_ref, 2), [kept.fact_id], "a slip") == 3
    assert redo(store, Seen(seen.person_ref, 3), [kept.fact_id], "as it was") == 4

"""The verdict on every row before anything is written: a dry run ends here, and an import begins here."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from dsr.actions.importing.comparing import facts_compared, identifiers_compared
from dsr.actions.importing.facts import Gathering, Told, identifiers_of
from dsr.actions.importing.gathering import gathered
from dsr.actions.importing.judging import Judged, Workers, judged
from dsr.actions.importing.mapping import Reading
from dsr.actions.importing.matching import matched
from dsr.actions.importing.sheet import SheetRead
from dsr.actions.importing.twice import told_twice
from dsr.actions.importing.values import Fault, Row, read_row
from dsr.actions.importing.verdicts import Difference, Outcome, Verdict
from dsr.actions.importing.words import Answer
from dsr.actions.recording import Seen
from dsr.rules.entry.eligibility import in_young_views
from dsr.rules.entry.standing import Status, standing_on
from dsr.rules.facts.fact import Fact
from dsr.rules.facts.rating import Rated
from dsr.rules.life import Life
from dsr.rules.organisations import Organisations
from dsr.rules.rating.rating_history import history
from dsr.rules.terms import Terms
from dsr.store.people import Person
from dsr.store.register import RegisterStore

_OVER = frozenset({Status.CLOSED, Status.CLOSING, Status.DECLINED, Status.REFUSED})
_ENTRY_OVER = "The entry of this person is over in the register. If they are back, record the new referral there."
_TOO_OLD = "The person is 26 or older, and this register is of children and young people (R-DSR-16)."

_NAMES_AN_ORGANISATION = ("referred_by", "consent_agencies", "decision_organisation", "case_lead_organisation")

Progressing = Callable[[int, int], None]


@dataclass(frozen=True)
class Planned:
    """What is to become of a row. `seen` is the record that it is merged into, None for somebody new."""

    verdict: Verdict
    facts: Sequence[Fact] = ()
    identifiers: Mapping[str, str] = field(default_factory=dict)
    seen: Seen | None = None


def plan(store: RegisterStore, sheet: SheetRead, reading: Reading, progress: Progressing) -> list[Planned]:
    """One plan for each row, in their order; nothing is written but the audit. Raises `Refused` (B47).

    `progress` is told rows done and rows in all.
    """
    return list(_plans(store, sheet, reading, progress))


def _plans(store: RegisterStore, sheet: SheetRead, reading: Reading, progress: Progressing) -> Iterator[Planned]:
    session = store.session
    reading = _with_organisations(reading, session.terms.organisations)
    rows = [
        read_row(raw, reading, session.today, allow_test_nhs_numbers=session.allow_test_nhs_numbers)
        for raw in sheet.rows
    ]
    sound = {row.number: dict(identifiers_of(row, only_who=False)) for row in rows if not row.faults}
    twice = told_twice(sound)
    workers = _workers(store, reading)
    for done, row in enumerate(rows, start=1):
        fault = next(iter(row.faults), None) or twice.get(row.number)
        yield _listed(row, fault) if fault else _planned(store, row, workers)
        progress(done, len(rows))


def _with_organisations(reading: Reading, organisations: Organisations) -> Reading:
    """The same with names of organisations as words for their codes; the partnership's own words go before."""
    names = organisations.words()
    own = {column: {**names, **reading.words.get(column, {})} for column in _NAMES_AN_ORGANISATION}
    return replace(reading, words={**reading.words, **own})


def _workers(store: RegisterStore, reading: Reading) -> Workers:
    """Who is there, and who is to be added, of a team that is known."""
    organisations = store.session.terms.organisations
    added = {name: team for name, team in reading.key_workers.items() if organisations.why_not(team) is None}
    return added | store.worker_teams()


def _listed(row: Row, fault: Fault, reference: str = "") -> Planned:
    verdict = Verdict(
        row=row.number,
        outcome=Outcome.LISTED,
        reference=reference,
        code=fault.code,
        column=fault.column or "",
        reason=fault.reason,
        left_out=row.faults[1:],
    )
    return Planned(verdict)


def _planned(store: RegisterStore, row: Row, workers: Workers) -> Planned:
    session = store.session
    found = gathered(row, session.today)
    if found.faults:
        return _listed(row, found.faults[0])
    mine = dict(identifiers_of(row, only_who=row.get("consent") is Answer.REFUSED))
    life = Life(row.values["birth_date"])
    if not in_young_views(life, session.today, session.terms):
        return _listed(row, Fault("age-over-25", "birth_date", _TOO_OLD))
    match = matched(store, mine)
    if match.fault is not None:
        return _listed(row, match.fault)
    if match.person is not None:
        return _merged(store, row, found, match.person, mine, workers)
    return _new(row, found, mine, judged(found.told, life, session.today, session.terms, workers))


def _new(row: Row, found: Gathering, mine: Mapping[str, str], possible: Judged) -> Planned:
    if possible.fault is not None:
        return _listed(row, possible.fault)
    left_out = (*found.left_out, *possible.left_out)
    verdict = Verdict(row=row.number, outcome=Outcome.IMPORTED, left_out=left_out)
    return Planned(verdict, [told.fact for told in possible.told], mine)


def _merged(
    store: RegisterStore,
    row: Row,
    found: Gathering,
    person: Person,
    mine: Mapping[str, str],
    workers: Workers,
) -> Planned:
    session = store.session
    identifiers, differ = identifiers_compared(mine, person.identifiers)
    told, others = facts_compared(_unless_by_itself(found.told, person.life, session.terms), person.kept)
    standing = standing_on(person.life, session.today, session.terms)
    if (told or identifiers) and standing is not None and standing.status in _OVER:
        return _listed(row, Fault("entry-over", "referral_date", _ENTRY_OVER), person.person_ref)
    possible = judged(told, person.life, session.today, session.terms, workers)
    if possible.fault is not None:
        return _listed(row, possible.fault, person.person_ref)
    verdict = Verdict(
        row=row.number,
        outcome=Outcome.MERGED,
        reference=person.person_ref,
        new=_columns(identifiers, possible),
        differences=_in_order(differ, others),
        left_out=(*found.left_out, *possible.left_out),
    )
    seen = Seen(person.person_ref, person.version)
    return Planned(verdict, [one.fact for one in possible.told], identifiers, seen)


def _unless_by_itself(told: Sequence[Told], life: Life, terms: Terms) -> list[Told]:
    """Without a rating that the register has by itself since that day, by an admission or discharge (R-DSR-62, 63)."""
    by_itself = {(held.on, held.rating) for held in history(life, terms) if held.automatic}
    return [one for one in told if not (isinstance(one.fact, Rated) and (one.fact.on, one.fact.rating) in by_itself)]


def _columns(identifiers: Mapping[str, str], possible: Judged) -> tuple[str, ...]:
    names = [field.replace("-", "_") for field in identifiers] + [told.column for told in possible.told]
    return tuple(dict.fromkeys(names))


def _in_order(*groups: Sequence[Difference]) -> tuple[Difference, ...]:
    return tuple(dict.fromkeys(one for group in groups for one in group))

"""Two young people on the register: Rowan, whom roles of one team, council or case lead reach; Hazel is of others."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cached_property
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

from dsr.actions.kinds import Action
from dsr.api.fact_bodies import spelled
from dsr.auth.powers import reach_of
from dsr.auth.roles import Reach, Role
from dsr.rules.facts.fact import Fact
from dsr.rules.facts.key_workers import KeyWorkerAllocated
from dsr.rules.facts.people import CaseLeadNamed
from dsr.rules.facts.reviews import PackItemFiled, ReviewPlanned
from dsr.store.database import RegisterDatabase
from dsr.store.fact_text import kinds
from dsr.store.people import Writing
from dsr.store.workers import add_worker
from tests.dsr.api.desk import Desk
from tests.dsr.auth.signing import Door
from tests.dsr.conftest import made
from tests.dsr.rules.lives import a_fact

NEAR = {
    "nhs-number": "9990000018",
    "given-name": "Rowan",
    "family-name": "Ashgrove",
    "preferred-name": "Ro",
    "birth-date": "2011-02-01",
    "address": "1 Invented Lane",
    "telephone": "01632 960001",
}
FAR = {
    "nhs-number": "9990000026",
    "given-name": "Hazel",
    "family-name": "Birchwood",
    "birth-date": "2010-05-03",
    "address": "2 Imagined Road",
}
CANARIES = ("Ashgrove", "9990000018", "Invented", "2011-02-01", "Birchwood", "9990000026", "Imagined", "2010-05-03")
"""What must not be found where nobody asked for it."""

COUNCIL, OTHER_COUNCIL = "E06000059", "E06000058"
_OVER = {Role.CLINICAL_CASE_LEAD: "anna", Role.PRACTITIONER: "anna", Role.KEY_WORKER: "anna"}
_OVER |= {Role.PANEL_MEMBER: COUNCIL, Role.COMMISSIONER: COUNCIL, Role.KEY_WORKER_MANAGER: "RDY"}


def entry(team: str, worker: str, council: str, *more: str) -> list[Fact]:
    """An entry that is in order, agreed to and shared with nobody but the team."""
    lines = (
        "2026-11-02 condition autism",
        "2026-11-02 referred health",
        "2026-11-02 triaged",
        "2026-11-02 accepted",
        "2026-11-02 capacity yes",
        "2026-11-02 consent own-consent",
        "2026-11-02 rated amber",
        f"2026-11-02 lives {council} home",
    )
    facts = [a_fact(line) for line in (*lines, *more)]
    on = date(2026, 11, 2)
    lead = CaseLeadNamed(on=on, organisation=team, worker=worker)
    return [*facts, lead, KeyWorkerAllocated(on=on, worker=worker)]


@dataclass(frozen=True)
class Scene:
    """A desk with the two, whose references are `near` and `far`."""

    desk: Desk
    hired: dict[Role, str] = field(default_factory=dict)

    @cached_property
    def near(self) -> str:
        return self._rowan(NEAR)

    def anew(self) -> "Scene":
        """The same desk with another Rowan, to whom nothing happened yet."""
        fresh = Scene(self.desk, self.hired)
        fresh.__dict__["near"] = self._rowan({**NEAR, "nhs-number": ""})
        return fresh

    def _rowan(self, identifiers: dict[str, str]) -> str:
        planned = ReviewPlanned(on=date(2026, 11, 2), review="c1", meeting_on=date(2026, 12, 1))
        filed = [PackItemFiled(on=date(2026, 11, 3), review="c1", item=item) for item in ("planner", "crisis-plan")]  # type: ignore[arg-type]
        return self._entered(identifiers, [*entry("RDY", "anna", COUNCIL), planned, *filed])

    @cached_property
    def far(self) -> str:
        return self._entered(FAR, entry("RBD", "otto", OTHER_COUNCIL))

    def _entered(self, identifiers: dict[str, str], facts: Sequence[Fact]) -> str:
        writing = Writing(
            action="refer", reason="referred by school", facts=facts, identifiers=identifiers, override=True
        )
        return self.desk.register().enter(writing)

    def open(self) -> "Scene":
        """With everybody in it."""
        with self.desk.database.writing() as connection:
            add_worker(connection, "anna", "RDY")
            add_worker(connection, "otto", "RBD")
            add_worker(connection, "anton", "RDY")
        assert self.near
        assert self.far
        return self

    def hire(self, role: Role) -> str:
        """The account with a role that reaches Rowan, where it reaches anybody; made when it is first asked for."""
        if role not in self.hired:
            over = self.near if reach_of(role) in (Reach.SINGLE_PEOPLE, Reach.PANEL) else _OVER.get(role)
            self.hired[role] = self.desk.hire(role, over, organisation="RDY")
        return self.hired[role]

    def version(self, person_ref: str) -> int:
        return self.desk.register().person(person_ref).version


@contextmanager
def on_sqlite(folder: Path, door: Door) -> Iterator[Scene]:
    """A scene in a SQLite file, for tables of many requests."""
    url = f"sqlite:///{folder / 'register.sqlite'}"
    made(url).close()
    database = RegisterDatabase(url)
    with Desk(database, door) as opened:
        yield Scene(opened).open()
    database.close()


def example(kind: type[Fact]) -> dict[str, Any]:
    """The shortest body of a kind of fact."""
    name = next(name for name, one in kinds().items() if one is kind)
    return {"kind": name, **_values(kind)}


def of_action(action: Action, version: int, *, reason: str = "seen") -> dict[str, Any]:
    """The shortest body of an action."""
    return {"version": version, "reason": reason, "facts": [example(action.kinds[0])]}


def _values(record: type) -> dict[str, Any]:
    hints = get_type_hints(record)
    needed = (one for one in fields(record) if one.default is MISSING)
    return {spelled(record, one.name): _value(hints[one.name]) for one in needed}


def _value(hint: Any) -> Any:
    if get_origin(hint) is frozenset:
        return [_value(get_args(hint)[0])]
    if is_dataclass(hint):
        return _values(hint)  # type: ignore[arg-type]
    if issubclass(hint, Enum):
        return next(iter(hint)).value
    return {date: "2026-11-20", bool: True, int: 1, str: "x"}[hint]

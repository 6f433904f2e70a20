"""Stories in, figures of the pathway problems out, by each of the three ways that must agree."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime

from sqlalchemy import Table, delete, insert

from diis.definitions import referred_again, returned, steps, support, transfers, turning_18
from diis.definitions.cells import Cell
from diis.definitions.clocks import removal_of
from diis.definitions.figures import ALL, Figure
from diis.definitions.pathway_measures import (
    PATHWAY_MEASURES,
    REFERRED_AGAIN,
    RETURNED,
    STEPS,
    SUPPORT,
    TRANSFERS,
    PathwayMeasure,
)
from diis.definitions.steps import Journey, Step
from diis.definitions.stories import Story
from diis.pathway_figures import figures_of
from diis.store.engine import Store
from diis.store.tables import absence, arrival, contact, load, referral, step

SEQUENCE = 9
NEURODEVELOPMENTAL, GATEWAY, PAEDIATRICS = "neurodevelopmental", "camhs-gateway", "community-paediatrics"
BY_ID = {measure.id: measure for measure in PATHWAY_MEASURES}
Told = tuple[Story, tuple[Step, ...]]
Numbers = dict[tuple[str, ...], float | None]
"""(measure, provider, breakdown, level, figure) to exact value."""


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def a_story(received: str, number: int = 1, /, **facts: str | int | None) -> Story:
    """A referral; a name that ends in `_on`, and `birth_month`, take a date as text."""
    given = {
        name: date.fromisoformat(value) if isinstance(value, str) and _is_date(name) else value
        for name, value in facts.items()
    }
    usual: dict[str, object] = {
        "provider": "R0D",
        "pathway": NEURODEVELOPMENTAL,
        "referral_id": f"N{number}",
        "person": f"{number:032}",
        "birth_month": date(2016, 5, 1),
        "received_on": date.fromisoformat(received),
    }
    return Story(**(usual | given))  # type: ignore[arg-type]


def _is_date(name: str) -> bool:
    return name.endswith("_on") or name == "birth_month"


def a_step(name: str, organisation: str, requested: str, done: str | None = None) -> Step:
    return Step(name, organisation, date.fromisoformat(requested), day(done))


@dataclass
class Way:
    """One way of computing figures: the oracle (no store), or a database."""

    store: Store | None

    def numbers(self, measure: str, told: Iterable[Story | Told], as_at: str | date) -> Numbers:
        """Every number of a measure."""
        on = as_at if isinstance(as_at, date) else date.fromisoformat(as_at)
        return self.every_number([BY_ID[measure]], [one if isinstance(one, tuple) else (one, ()) for one in told], on)

    def every_number(self, measures: Iterable[PathwayMeasure], told: Sequence[Told], as_at: date) -> Numbers:
        """Every number of some measures."""
        if self.store is None:
            found = [figure for measure in measures for figure in _by_oracle(measure, told, as_at)]
        else:
            write(self.store, told)
            with self.store.reading() as connection:
                found = [one for measure in measures for one in figures_of(connection, measure, as_at, SEQUENCE)]
        names = ("measure", "provider", "breakdown", "level", "figure")
        return {tuple(getattr(one, name) for name in names): one.value for one in found}

    def check(self, measure: str, told: Iterable[Story | Told], as_at: str, **expected: float | None) -> None:
        """Hold figures of all providers to what a rule says; `still_out=3` is the figure still-out."""
        assert expected, "a rule table must expect something"
        found = self.numbers(measure, told, as_at)
        wanted = {name.replace("__", ":").replace("_", "-"): value for name, value in expected.items()}
        assert {name: found[measure, ALL, ALL, ALL, name] for name in wanted} == wanted


def _by_oracle(measure: PathwayMeasure, told: Sequence[Told], as_at: date) -> Iterator[Figure]:
    cell = Cell(measure.id, measure.rules[-1], as_at, SEQUENCE)
    providers = ["R0D"]
    every = [story for story, _ in told if story.received_on <= as_at]
    mine = [story for story in every if story.pathway == measure.pathway]
    if measure.topic == STEPS.name:
        return steps.figures_of([_journey(*one) for one in told if one[0] in mine and one[1]], cell)
    if measure.topic == TRANSFERS.name:
        found = [one for story in mine if (one := transfers.transfer_of(story, as_at))]
        return transfers.figures_of(found, cell, providers)
    if measure.topic == RETURNED.name:
        return returned.figures_of(mine, cell, providers)
    if measure.topic == REFERRED_AGAIN.name:
        return referred_again.figures_of(_rejected(every, measure.pathway, as_at), cell, providers)
    if measure.topic == SUPPORT.name:
        return support.figures_of(mine, cell, providers)
    queue = [waiting for story in mine if (waiting := turning_18.waiting_of(story, as_at))]
    return turning_18.figures_of(turning_18.nearing_18(queue, as_at), cell, providers)


def _rejected(every: list[Story], pathway: str, as_at: date) -> list[referred_again.Rejected]:
    """Without those that are too long ago for any figure: a provider with no others has no figures."""
    since = referred_again.rejected_since(as_at)
    return [one for one in referred_again.rejected_of(every, pathway, as_at) if one.rejected_on > since]


def _journey(story: Story, taken: tuple[Step, ...]) -> Journey:
    ends = [end for end in (removal_of(story.referral()), story.outcome_shared_on) if end is not None]
    key = (story.provider, story.pathway, story.referral_id, story.received_on)
    return Journey(*key, min(ends, default=None), taken)


def write(store: Store, told: Iterable[Told], sequence: int = SEQUENCE) -> None:
    """Put stories into an emptied store as the versions of one load."""
    with store.writing() as connection:
        for table in (step, absence, contact, referral, load, arrival):
            connection.execute(delete(table))
        connection.execute(insert(arrival).values(_arrival()))
        for place, pathway in enumerate((NEURODEVELOPMENTAL, GATEWAY, PAEDIATRICS)):
            connection.execute(insert(load).values(a_load(sequence - place, pathway)))
        for story, taken in told:
            for table, row in _rows(story, taken):
                connection.execute(insert(table).values(row | {"from_sequence": sequence}))


def _rows(story: Story, taken: tuple[Step, ...]) -> Iterator[tuple[Table, dict[str, object]]]:
    key: dict[str, object] = {name: getattr(story, name) for name in ("provider", "pathway", "referral_id")}
    names = [field.name for field in fields(Story) if field.name in referral.c]
    yield referral, {name: getattr(story, name) for name in names}
    if story.seen_on is not None:
        seen = {"contact_id": "C1", "contact_on": story.seen_on, "attendance": "5", "mechanism": "01"}
        yield contact, key | seen
    if story.missing_from_on is not None:
        seen = {"last_seen_on": story.received_on, "missing_from_on": story.missing_from_on, "unexplained": True}
        yield absence, key | seen
    for one in taken:
        yield step, key | {field.name: getattr(one, field.name) for field in fields(Step)}


def _arrival() -> dict[str, object]:
    then = datetime(2026, 11, 21)
    facts = {"arrival_id": 1, "fingerprint": "0" * 64, "name": "told", "feed": "told", "arrived_at": then}
    return facts | {"bytes_received": 0}


def a_load(sequence: int, pathway: str, **facts: object) -> dict[str, object]:
    """A ledger row of R0D."""
    counts = ("rows_in", "rows_accepted", "rows_quarantined", "rows_duplicate", "referrals", "contacts")
    usual = {
        "sequence": sequence,
        "arrival_id": 1,
        "feed": f"r0d-{pathway}",
        "layout": "wl-1",
        "provider": "R0D",
        "pathway": pathway,
        "census_on": date(2026, 9, 30),
        "outcome": "accepted",
        **dict.fromkeys((*counts, "unexplained_leavers"), 0),
        "key_id": "told",
        "loaded_at": datetime(2026, 11, 21),
    }
    return usual | facts


def with_steps(story: Story, *taken: Step) -> Told:
    """A story with its steps."""
    return story, taken

"""What happens to the people of an invented register, day by day, and how it is put together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from diis.definitions.working_days import is_working_day
from dsr.rules.facts.fact import Fact
from dsr.rules.life import Life
from sendwatch.demo.register.people import Invented


class Done(StrEnum):
    """Which action of the register brings it."""

    REFER = "refer"
    RECORD = "record"
    ALLOCATE = "allocate"
    UNDO = "undo"
    MERGE = "merge"


@dataclass(frozen=True)
class Event:
    """Something that is recorded of somebody on a day.

    `UNDO` undoes the facts that an earlier event brought; `MERGE` makes the record one with that of `into`, a number.
    """

    on: date
    done: Done
    reason: str
    facts: tuple[Fact, ...] = ()
    identifiers: Mapping[str, str] = field(default_factory=dict)
    into: int | None = None


@dataclass
class Story:
    """One person and what happens to them, as it is told; `days_ago` counts back from the last day."""

    who: Invented
    today: date
    events: list[Event] = field(default_factory=list)

    def on(self, days_ago: int) -> date:
        """The working day that is so many days ago, or the one before."""
        day = self.today - timedelta(days_ago)
        while not is_working_day(day):
            day -= timedelta(1)
        return day

    def refer(self, day: date, *facts: Fact, identifiers: Mapping[str, str] | None = None) -> None:
        """They are referred; the first of the facts is the referral."""
        own = self.who.identifiers if identifiers is None else identifiers
        self.events.append(Event(day, Done.REFER, "referred", facts, own))

    def record(self, reason: str, *facts: Fact) -> None:
        """Facts that are recorded together on the day of the first."""
        self.events.append(Event(facts[0].on, Done.RECORD, reason, facts))

    def allocate(self, fact: Fact) -> None:
        """A key worker is named."""
        self.events.append(Event(fact.on, Done.ALLOCATE, "next in the queue", (fact,)))

    def undo(self, day: date, facts: tuple[Fact, ...], reason: str) -> None:
        """Facts turn out to be wrong."""
        self.events.append(Event(day, Done.UNDO, reason, facts))

    def merge(self, day: date, into: int) -> None:
        """The record turns out to be a second one of somebody."""
        self.events.append(Event(day, Done.MERGE, "the same young person twice", into=into))

    @property
    def is_second_record(self) -> bool:
        """Whether it is one with another record in the end."""
        return any(event.done is Done.MERGE for event in self.events)

    @property
    def life(self) -> Life:
        """What the register knows in the end."""
        events = sorted(self.events, key=lambda event: event.on)
        undone = [fact for event in events if event.done is Done.UNDO for fact in event.facts]
        told: Iterable[Fact] = (fact for event in events if event.done is not Done.UNDO for fact in event.facts)
        return Life.of(self.who.born, [fact for fact in told if fact not in undone])

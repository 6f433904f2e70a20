"""People at work on a register: each reads, searches, lists and records, one thing after another."""

import http.client
import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import perf_counter, sleep
from typing import Any

from benchmarks.register_entries import TEAMS
from sendwatch.demo.identifiers import nhs_number

MIX = {"person": 40, "list": 15, "search": 10, "tasks": 10, "contact": 15, "event": 5, "caseloads": 5}
"""How often each is done among a hundred; a contact or event is read first and then recorded: two requests."""
ONE_CHILD = {"person": 1}
"""Everybody opens the same record (F37)."""


@dataclass
class User:
    """Somebody with a token; `took` has the seconds of every request by what it was, `refused` those not answered."""

    port: int
    token: str
    people: list[str]
    chance: random.Random
    pause: float = 0.0
    mix: dict[str, int] = field(default_factory=lambda: MIX)
    took: dict[str, list[float]] = field(default_factory=dict)
    refused: dict[str, int] = field(default_factory=dict)

    def work(self, seconds: float) -> None:
        """Work until time is up."""
        self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        until = perf_counter() + seconds
        while perf_counter() < until:
            if self.pause:
                sleep(self.chance.uniform(0, 2) * self.pause)
                # The server lets go of who asks nothing for some seconds; a browser connects again.
                self._connection.close()
            what = self.chance.choices(list(self.mix), list(self.mix.values()))[0]
            DOES[what](self)

    def ask(self, what: str, method: str, path: str, body: Any = None) -> Any:
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        began = perf_counter()
        self._connection.request(method, path, json.dumps(body) if body is not None else None, headers)
        answer = self._connection.getresponse()
        text = answer.read()
        self.took.setdefault(what, []).append(perf_counter() - began)
        # Somebody else was first: that is an answer, and a right one.
        if answer.status not in (200, 201, 409):
            key = f"{what} {answer.status}"
            self.refused[key] = self.refused.get(key, 0) + 1
        return json.loads(text) if text else None

    def read(self, what: str = "person") -> Any:
        return self.ask(what, "GET", f"/people/{self.chance.choice(self.people)}")

    def listed(self) -> Any:
        return self.ask("list", "GET", f"/people?limit=50&team={self.chance.choice(TEAMS)}")

    def search(self) -> Any:
        number = nhs_number(self.chance.randrange(len(self.people)), seed=1)
        return self.ask("search", "POST", "/people/search", {"by": "nhs-number", "value": number})

    def tasks(self) -> Any:
        return self.ask("tasks", "GET", "/tasks?overdue=true&limit=50")

    def caseloads(self) -> Any:
        return self.ask("caseloads", "GET", "/key-workers?limit=50")

    def contact(self) -> Any:
        return self._record("contact", {"kind": "key-worker-contact", "face_to_face": True})

    def event(self) -> Any:
        return self._record("record-event", {"kind": "happened", "what": "police-contact", "source": "police"})

    def _record(self, action: str, fact: dict[str, Any]) -> Any:
        person = self.read("person before a record")
        if "version" not in person:
            return person
        on = datetime.now(UTC).date().isoformat()
        body = {"version": person["version"], "reason": "measured", "facts": [{**fact, "on": on}]}
        return self.ask("record", "POST", f"/people/{person['person_ref']}/{action}", body)


DOES: dict[str, Callable[[User], Any]] = {
    "person": User.read,
    "list": User.listed,
    "search": User.search,
    "tasks": User.tasks,
    "contact": User.contact,
    "event": User.event,
    "caseloads": User.caseloads,
}

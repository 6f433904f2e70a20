"""The door's part about key workers: who there is, what each carries, and who lets them go (R-DSR-100, 103)."""

from collections.abc import Iterable

from sqlalchemy import Connection

from dsr.store.audit import Outcome
from dsr.store.door import Door
from dsr.store.people import Cases, Leaving, NoSuchKeyWorker, StillTheirs, WorkerUnavailable
from dsr.store.standings import renew_these
from dsr.store.workers import add_worker, carried, cases, ends, is_there, may_take, staying, taking, teams


class Caseloads(Door):
    """The register as one actor may see it, as far as key workers go."""

    def caseloads(self, *, only_taking: bool = False) -> dict[str, float]:
        """What each key worker of today carries, or each who takes people on; nobody is named but key workers.

        One row of the audit, and nobody in it: weights of all people are added up, and no person comes out.
        """
        self._note("read-caseloads", [], "caseloads")
        with self.session.database.reading() as connection:
            workers = taking(connection) if only_taking else staying(connection, self.session.today)
            return carried(connection, workers)

    def add_worker(self, name: str, team: str) -> bool:
        """Add a key worker; False where there is one of that name, or was."""
        with self.session.database.writing() as connection:
            added = add_worker(connection, name, team)
            outcome = Outcome.ALLOWED if added else Outcome.REFUSED
            self._audit.add(connection, self._entry("add-key-worker", outcome, (), "key workers"))
        return added

    def cases_of(self, key_worker: str) -> Cases:
        """The people of a key worker; raises `NoSuchKeyWorker` where nobody within reach has that name.

        A name that is mistyped, one that was never given, and one of a team out of reach whose people are so too are
        told alike (H11, R-DSR-113). Of one's own, and of a team within reach, those who are out of reach are counted:
        somebody who was named before anybody agreed is a case, and nobody yet (R-DSR-26, 98).
        """
        with self.session.database.writing() as connection:
            self._renew(connection, list(cases(connection, key_worker)))
            found = cases(connection, key_worker)
            seen = self._visible(connection, found)
            all_seen = bool(found) and len(seen) == len(found)
            allowed = all_seen or is_there(connection, key_worker, self._scope.of_cases())
            outcome = Outcome.ALLOWED if allowed else Outcome.DENIED
            told = tuple(seen if allowed else found)
            self._audit.add(connection, self._entry("read-caseload", outcome, told, "facts"))
        if not allowed:
            raise NoSuchKeyWorker
        unseen = round(sum(found.values()) - sum(found[one] for one in seen), 6)
        return Cases({one: found[one] for one in seen}, len(found) - len(seen), unseen)

    def may_take(self, people: Iterable[str]) -> dict[str, set[str]]:
        """Of each person, the key workers who take people on and whose organisation may be told of them."""
        wanted = list(people)
        with self.session.database.writing() as connection:
            renew_these(connection, wanted, self.session)
            return may_take(connection, wanted, taking(connection), self.session.today)

    def worker_teams(self) -> dict[str, str]:
        """The team of each key worker of today; nobody is named but key workers."""
        with self.session.database.reading() as connection:
            return {name: teams(connection)[name] for name in staying(connection, self.session.today)}

    def _let_go(self, connection: Connection, leaving: Leaving) -> None:
        if cases(connection, leaving.worker):
            raise StillTheirs("Somebody would stay with this key worker. Make the plan again.")
        if leaving.last_day is None:
            return
        if not ends(connection, leaving.worker, leaving.last_day, self._scope.of_workers()):
            raise WorkerUnavailable("There is no such key worker, or they leave or have left.")
        self._audit.add(connection, self._entry("leave", Outcome.ALLOWED, (), "key workers"))

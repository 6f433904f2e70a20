"""What a sound extract leaves in the store: what must be left of one that was spoilt."""

from pathlib import Path

from diis.pull import pull, release
from diis.store import migrate
from diis.store.engine import Store
from tests.bad_inputs.table import BEFORE
from tests.conftest import intake_of
from tests.diis.extract_builder import AnExtract
from tests.diis.store_dump import Dump, current


class Stored:
    """Pulls an extract behind the list before it, each once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[str, Dump] = {}

    def of(self, extract: AnExtract) -> Dump:
        key = repr(extract.files())
        if key not in self._known:
            folder = self._folder / str(len(self._known))
            folder.mkdir()
            store = Store(f"sqlite:///{folder / 'store.sqlite'}")
            migrate.upgrade(store)
            intake = intake_of(store, folder)
            pull(None, BEFORE.folder(folder), intake)
            verdict = pull(None, extract.folder(folder), intake)
            if verdict.load is not None and verdict.outcome == "held":
                release(verdict.load, intake)
            self._known[key] = facts(store)
            store.close()
        return self._known[key]


def facts(store: Store) -> Dump:
    """What is known now, but for which referrals are in doubt: those of rows that were set aside."""
    return {name: rows for name, rows in current(store).items() if name != "doubt"}

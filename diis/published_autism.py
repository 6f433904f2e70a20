"""A published file of layout autism-csv on its way into the store: comparison lines, nobody's data."""

from itertools import islice

from diis.extracts.autism_csv import PublishedAutism, read_autism
from diis.extracts.rejections import Rejection
from diis.extracts.sources import Source
from diis.extracts.verdict import Rows
from diis.lists import Counted
from diis.store.autism import replace_lines
from diis.store.engine import StoreConnection
from diis.store.ledger import keep_findings


class PublishedAutismLines:
    """Layout autism-csv: the steps of `diis.loading.Loading`."""

    def __init__(self, source: Source) -> None:
        self._path = source.path
        self._read: PublishedAutism | None = None

    @property
    def counted(self) -> Counted:
        return Counted(self._read.rows if self._read else Rows(), referrals=0, contacts=0, declared=None)

    def prepare(self, connection: StoreConnection) -> None:  # noqa: ARG002 - the protocol
        self._read = read_autism(self._path)

    def guard(self, connection: StoreConnection) -> Rejection | None:  # noqa: ARG002 - the protocol
        return None

    def load(self, connection: StoreConnection, sequence: int) -> int:
        if self._read is not None:
            replace_lines(connection, sequence, self._read.lines)
        return 0

    def keep(self, connection: StoreConnection, sequence: int) -> None:
        keep_findings(connection, sequence, self._found())

    def findings(self, limit: int) -> list[Rejection]:
        return list(islice(self._found(), limit))

    def close(self) -> None:
        """Nothing was taken."""

    def _found(self) -> list[Rejection]:
        return self._read.findings if self._read else []

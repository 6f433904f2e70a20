"""Where the rows of one extract wait while they are checked: temporary tables of one connection, gone with it."""

from collections.abc import Sequence
from functools import partial

import polars as pl
from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    and_,
    delete,
    func,
    insert,
    literal,
    null,
    select,
    text,
)

from diis.extracts.findings import FINDING_COLUMNS, Checked
from diis.extracts.rejections import ROW, WARNING, Rejection
from diis.extracts.wl_1 import CONTACTS, EVENTS, REFERRAL_COLUMNS, REFERRALS, STEPS
from diis.store.bulk import Behind, sink_of
from diis.store.repeats import Repeats
from diis.store.tables import contact, event, quarantine, referral, step

_staging = MetaData()


def _staged(name: str, table: Table, names: Sequence[str], *others: Column[object]) -> Table:
    """A table of the staged rows that will become versions of another, each with its line in the file."""
    facts = [Column(name, table.c[name].type) for name in names]
    return Table(name, _staging, Column("line", Integer), *others, *facts)


# Hashes of values that are not staged: of all of them, which tells equal rows from rows that differ, of the birth date,
# and of the local id where an NHS number is sent with it.
staged_referral = _staged(
    "staged_referral",
    referral,
    REFERRAL_COLUMNS,
    Column("content", BigInteger),
    Column("birth", BigInteger),
    Column("local_id", BigInteger),
)
staged_contact = _staged("staged_contact", contact, CONTACTS.columns)
staged_event = _staged("staged_event", event, EVENTS.columns)
staged_step = _staged("staged_step", step, STEPS.columns)
# Rows that were set aside are listed all the same: what we hold of them stays. Without an item, of the whole referral.
staged_name = Table(
    "staged_name",
    _staging,
    Column("file", String),
    Column("referral_id", String),
    Column("item_id", String),
)
staged_suspect = Table(
    "staged_suspect",
    _staging,
    Column("file", String),
    Column("line", Integer),
    Column("person", String),
)
staged_finding = Table(
    "staged_finding",
    _staging,
    Column("code", String),
    Column("level", String),
    Column("file", String),
    Column("line", Integer),
    Column("field", String),
    Column("reason", Text),
)
# Lines that a rule between rows, or the merge, found something of, while it deals with them.
staged_line = Table("staged_line", _staging, Column("line", Integer), Column("code", String))
STAGED = tuple(_staging.tables.values())

KEYS: dict[Table, tuple[str, ...]] = {
    staged_referral: ("referral_id",),
    staged_contact: ("referral_id", "contact_id"),
    staged_event: ("referral_id", "event_on", "kind", "code"),
    staged_step: ("referral_id", "step", "organisation", "requested_on"),
}
"""The columns by which the rows of a file are told apart."""
CHILDREN = (("person", "birth"), ("local_id", "person"))
"""Columns of referrals of which the first tells a child, and the second may then not differ."""
_INDEXED = KEYS | {staged_name: ("referral_id", "file")}
_OF_CHILDREN = [names for one, other in CHILDREN for names in ((one,), (one, other))]


class Staging:
    """The staging tables of one connection, from their making until the extract is loaded or given up.

    Rows are written behind the caller's back until `finish`; until then nobody else uses the connection.
    """

    def __init__(self, connection: Connection, tables: Sequence[Table] = STAGED) -> None:
        self.connection = connection
        self._tables = tables
        self._sink = sink_of(connection, tables)
        self._behind = Behind()
        self.repeats = Repeats(
            {table: [key, *_OF_CHILDREN * (table is staged_referral)] for table, key in KEYS.items()}
        )

    def add(self, table: Table, frame: pl.DataFrame) -> None:
        """Stage rows; a column for each of the table's. Dates may be ISO text."""
        if frame.height:
            columns = [column.name for column in table.columns]
            self._behind.do(partial(self._sink.write, table, frame.select(columns)))

    def add_checked(self, table: Table, file: str, checked: Checked) -> None:
        """Stage what a check left of a batch of a file, and what it found."""
        self.add(table, checked.frame)
        self.repeats.take_in(table, checked.frame)
        self.add(staged_name, checked.named.with_columns(file=pl.lit(file)))
        self.add(staged_suspect, checked.suspects.with_columns(file=pl.lit(file)))
        self.add_findings(checked.findings)

    def add_findings(self, findings: pl.DataFrame) -> None:
        """Keep findings until the load decides what becomes of them."""
        self.add(staged_finding, findings)

    def finish(self) -> None:
        """Wait until all is written, index what was staged and let the planner know its size and its keys."""
        self._behind.finish()
        self._sink.open()
        sqlite = self.connection.dialect.name == "sqlite"
        with self.connection.begin():
            for table in self._tables:
                if not sqlite:
                    key = ", ".join(_INDEXED.get(table, (table.columns[0].name,)))
                    self.connection.execute(text(f"ANALYZE {table.name} ({key})"))
                elif table in _INDEXED:
                    index = f"staging.ix_{table.name} ON {table.name} ({', '.join(_INDEXED[table])})"
                    self.connection.execute(text(f"CREATE INDEX {index}"))

    def close(self) -> None:
        """Leave nothing behind."""
        self._behind.close()
        self._sink.close()

    def count(self, table: Table) -> int:
        """Rows that are staged now."""
        with self.connection.begin():
            return self.connection.execute(select(func.count()).select_from(table)).scalar_one()

    def findings(self, limit: int) -> list[Rejection]:
        """The first findings in the order of files and lines, quarantined rows before warnings."""
        columns = staged_finding.c
        order = (columns.level == WARNING, *_IN_ORDER)
        rows = self.connection.execute(select(staged_finding).order_by(*order).limit(limit))
        return [Rejection(*row) for row in rows]

    def faults_of_every_row(self, file: str, rows: int) -> list[str]:
        """The fields of a file that have a fault in each of its rows."""
        columns = staged_finding.c
        mine = and_(columns.file == file, columns.level == ROW, columns.field.is_not(None))
        counted = select(columns.field).where(mine).group_by(columns.field)
        every = counted.having(func.count(columns.line.distinct()) == rows).order_by(columns.field)
        return list(self.connection.execute(every).scalars())


_IN_ORDER = (
    staged_finding.c.file != REFERRALS.file,
    staged_finding.c.file,
    staged_finding.c.line,
    staged_finding.c.code,
    staged_finding.c.field,
)


def note_staged(
    connection: Connection, table: Table, file: str, where: ColumnElement[bool], finding: tuple[str, str, str]
) -> None:
    """Say something (code, field, reason) of each staged row that meets a condition; the rows stay."""
    _insert_findings(connection, table, file, where, finding, WARNING)


def set_lines_aside(connection: Connection, table: Table, file: str, reasons: dict[str, tuple[str, str]]) -> int:
    """Move the rows of the lines in `staged_line` into quarantine, and empty it; returns how many.

    `reasons`: field and reason by the code that stands with the line. That the rows are listed is noted.
    """
    count = connection.execute(select(func.count()).select_from(staged_line)).scalar_one()
    if count == 0:
        return 0
    aside = table.c.line.in_(select(staged_line.c.line))
    item = table.c.contact_id if table is staged_contact else null()
    named = select(literal(file), table.c.referral_id, item).where(aside)
    connection.execute(insert(staged_name).from_select(["file", "referral_id", "item_id"], named))
    for code, (field, reason) in reasons.items():
        lines = select(staged_line.c.line).where(staged_line.c.code == code)
        _insert_findings(connection, table, file, table.c.line.in_(lines), (code, field, reason), ROW)
    connection.execute(delete(table).where(aside))
    connection.execute(delete(staged_line))
    return count


def _insert_findings(
    connection: Connection,
    table: Table,
    file: str,
    where: ColumnElement[bool],
    finding: tuple[str, str, str],
    level: str,
) -> None:
    code, field, reason = finding
    words = (literal(code), literal(level), literal(file), table.c.line, literal(field), literal(reason))
    found = select(*words).where(where)
    connection.execute(insert(staged_finding).from_select(list(FINDING_COLUMNS), found))


def keep_staged_findings(connection: Connection, sequence: int) -> None:
    """Put every staged finding into quarantine under a load, numbered in the order of files and lines."""
    number = func.row_number().over(order_by=_IN_ORDER) + 1
    rows = select(literal(sequence), number, staged_finding)
    connection.execute(insert(quarantine).from_select(["sequence", "number", *FINDING_COLUMNS], rows))

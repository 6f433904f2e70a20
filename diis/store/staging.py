"""Where the rows of one extract wait while they are checked: temporary tables of one connection, gone with it."""

from collections.abc import Iterable, Sequence
from typing import Any

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
    delete,
    func,
    insert,
    literal,
    select,
    text,
)

from diis.extracts.rejections import ROW, WARNING, Rejection
from diis.extracts.wl_1 import CONTACT_COLUMNS, REFERRAL_COLUMNS
from diis.store.tables import contact, quarantine, referral

_staging = MetaData()


def _facts(table: Table, names: Sequence[str]) -> list[Column[object]]:
    return [Column(name, table.c[name].type) for name in names]


staged_referral = Table(
    "staged_referral",
    _staging,
    Column("line", Integer),
    # A hash of the values that are not staged: it tells equal rows from rows that differ.
    Column("content", BigInteger),
    *_facts(referral, REFERRAL_COLUMNS),
    prefixes=["TEMPORARY"],
)
# The referrals of rows that were set aside: they are listed, and what we hold of them stays.
staged_name = Table("staged_name", _staging, Column("referral_id", String), prefixes=["TEMPORARY"])
staged_contact = Table(
    "staged_contact",
    _staging,
    Column("line", Integer),
    *_facts(contact, CONTACT_COLUMNS),
    prefixes=["TEMPORARY"],
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
    prefixes=["TEMPORARY"],
)


class Staging:
    """The staging tables of one connection, from their making until the extract is loaded or given up."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        with connection.begin():
            _staging.create_all(connection, checkfirst=False)

    def add(self, table: Table, rows: Sequence[tuple[object, ...]]) -> None:
        """Stage rows, their values in the order of the table's columns; dates may be ISO text."""
        if rows:
            with self.connection.begin():
                _insert_many(self.connection, table, rows)

    def add_names(self, referral_ids: Iterable[str]) -> None:
        """Note referrals that are listed though their row was set aside."""
        self.add(staged_name, [(referral_id,) for referral_id in referral_ids])

    def add_findings(self, rejections: Iterable[Rejection]) -> None:
        """Keep findings until the load decides what becomes of them."""
        self.add(
            staged_finding,
            [(found.code, found.level, found.file, found.line, found.field, found.reason) for found in rejections],
        )

    def finish(self) -> None:
        """Index what was staged and let the planner know its size."""
        with self.connection.begin():
            self.connection.execute(text("CREATE INDEX ix_staged_referral ON staged_referral (referral_id)"))
            self.connection.execute(text("CREATE INDEX ix_staged_contact ON staged_contact (referral_id, contact_id)"))
            if self.connection.dialect.name == "postgresql":
                self.connection.execute(text("ANALYZE staged_referral"))
                self.connection.execute(text("ANALYZE staged_contact"))

    def count(self, table: Table) -> int:
        """Rows that are staged now."""
        with self.connection.begin():
            return self.connection.execute(select(func.count()).select_from(table)).scalar_one()

    def findings(self, limit: int) -> list[Rejection]:
        """The first findings in the order of files and lines, quarantined rows before warnings."""
        columns = staged_finding.c
        order = (columns.level == WARNING, columns.file.desc(), columns.line, columns.code)
        rows = self.connection.execute(select(staged_finding).order_by(*order).limit(limit))
        return [Rejection(*row) for row in rows]


def name_staged(connection: Connection, where: ColumnElement[bool]) -> None:
    """Note that the referrals of staged rows are listed, before the rows are set aside."""
    rows = select(staged_referral.c.referral_id).where(where)
    connection.execute(insert(staged_name).from_select(["referral_id"], rows))


def quarantine_staged(
    connection: Connection, table: Table, file: str, where: ColumnElement[bool], finding: tuple[str, str, str]
) -> int:
    """Move the staged rows that meet a condition into quarantine as (code, field, reason); returns how many."""
    note_staged(connection, table, file, where, finding, ROW)
    return connection.execute(delete(table).where(where)).rowcount


def note_staged(
    connection: Connection,
    table: Table,
    file: str,
    where: ColumnElement[bool],
    finding: tuple[str, str, str],
    level: str = WARNING,
) -> None:
    """Note a finding (code, field, reason) on each staged row that meets a condition; the rows stay."""
    code, field, reason = finding
    words = (literal(code), literal(level), literal(file), table.c.line, literal(field), literal(reason))
    columns = [column.name for column in staged_finding.columns]
    connection.execute(insert(staged_finding).from_select(columns, select(*words).where(where)))


def _insert_many(connection: Connection, table: Table, rows: Sequence[tuple[object, ...]]) -> None:
    """Past SQLAlchemy to the driver's bulk path: COPY is ten times an INSERT on PostgreSQL."""
    names = ", ".join(column.name for column in table.columns)
    driver: Any = connection.connection.cursor()
    try:
        if connection.dialect.name == "postgresql":
            with driver.copy(f"COPY {table.name} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            driver.executemany(
                f"INSERT INTO {table.name} ({names}) VALUES ({', '.join('?' * len(table.columns))})", rows
            )
    finally:
        driver.close()


def keep_staged_findings(connection: Connection, sequence: int) -> None:
    """Put every staged finding into quarantine under a load, numbered in the order of files and lines."""
    columns = [column.name for column in staged_finding.columns]
    order = (staged_finding.c.file.desc(), staged_finding.c.line, staged_finding.c.code)
    number = func.row_number().over(order_by=order) + 1
    rows = select(literal(sequence), number, staged_finding)
    connection.execute(insert(quarantine).from_select(["sequence", "number", *columns], rows))

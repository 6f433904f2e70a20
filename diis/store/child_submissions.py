"""The referrals of some children at providers that send no list of a pathway, only national submissions (adr/0030).

Only the rows of those children are read; which months a provider sent at all is told by the ledger.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from diis.definitions.clocks import Contact, Referral
from diis.definitions.national.local_lists import PATHWAYS_FED
from diis.definitions.national.months import last_day, month_id
from diis.definitions.national.submissions import Submissions
from diis.store.monthly import MONTHLY_TABLES
from diis.store.monthly_rows import current_loads
from diis.store.submitted import Told, submitted_list
from diis.store.tables import load

_TABLE = {table.name: table for table in MONTHLY_TABLES}


def submitted_referrals(
    connection: Connection, people: Sequence[str], as_known: int, fed: Mapping[str, Iterable[str]]
) -> Iterator[tuple[Referral, date]]:
    """Their referrals, ended ones too, each with the last day of the newest month of its data set.

    `fed` is pathway to the providers that submissions alone tell of.
    """
    for layout, pathways in PATHWAYS_FED.items():
        wanted = [(pathway, provider) for pathway in pathways for provider in fed.get(pathway, ())]
        if wanted:
            current = current_loads(connection, as_known, layout)
            told, months = _rows_of(connection, people, current), months_sent(connection, current)
            for pathway, provider in wanted:
                sent = months.get(provider, [])
                rows, contacts = submitted_list(pathway, layout, provider, told, sent)
                yield from ((_referral(row, pathway, provider, contacts), last_day(sent[-1])) for row in rows)


def months_sent(connection: Connection, current: Iterable[int]) -> dict[str, list[int]]:
    """Provider to the month ids that some loads are of, oldest first."""
    rows = select(load.c.provider, load.c.census_on).where(load.c.sequence.in_(list(current)))
    found: dict[str, list[int]] = {}
    for provider, census_on in connection.execute(rows.order_by(load.c.census_on)):
        found.setdefault(provider, []).append(month_id(census_on))
    return found


def _rows_of(connection: Connection, people: Iterable[str], current: Iterable[int]) -> Submissions:
    """What puts a referral on a pathway and what its clocks ask for; providers reuse ids, and are told apart later."""
    sequences = list(current)

    def rows(name: str, which: str, values: Iterable[str]) -> tuple[Any, ...]:
        table = _TABLE[name].table
        mine: ColumnElement[bool] = table.c[which].in_(list(values))
        columns = [table.c[field.name] for field in fields(_TABLE[name].row)]
        found = select(*columns).where(mine, table.c.sequence.in_(sequences)).order_by(table.c.sequence, table.c.number)
        return tuple(_TABLE[name].row(*row) for row in connection.execute(found))

    referrals = rows("referrals", "person", people)
    ids = {row.referral_id for row in referrals}
    of_them = {name: rows(name, "referral_id", ids) for name in ("teams", "diagnoses", "contacts")} if ids else {}
    return Submissions(referrals=referrals, **of_them)


def _referral(row: Told, pathway: str, provider: str, contacts: Iterable[Told]) -> Referral:
    own = {field.name: row[field.name] for field in fields(Referral) if field.name in row}
    seen = (held for held in contacts if held["referral_id"] == row["referral_id"])
    held = tuple(Contact(one["contact_on"], one["attendance"], one["mechanism"]) for one in seen)
    return Referral(**own, pathway=pathway, provider=provider, contacts=held)

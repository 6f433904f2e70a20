"""Local facts of providers that send no list of a pathway, only national submissions (docs/adr/0030).

A month is to a local clock what a full list is: a referral that a later month does not repeat is missing from it.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import polars
from sqlalchemy import Date, Integer

from diis.definitions.clocks import REJECTED
from diis.definitions.measures import ATTENDED
from diis.definitions.national.local_lists import PATHWAYS_FED, LocalContact, LocalReferral, local_lists
from diis.definitions.national.months import last_day
from diis.definitions.national.submissions import Submissions
from diis.store.engine import Store
from diis.store.facts import ENDS, Facts, Wanted
from diis.store.monthly_rows import submissions_known
from diis.store.tables import referral

Told = dict[str, Any]
"""Facts by the name of their column; ids have the layout before them, for two layouts may use the same."""

_MISSING_FROM = "missing_from_on"


def submitted_facts(store: Store, providers: Iterable[str], wanted: Wanted) -> Iterator[Facts]:
    """The facts of one provider after another, as `diis.store.facts.read_facts` gives those of lists."""
    feeding = [layout for layout, pathways in PATHWAYS_FED.items() if wanted.pathway in pathways]
    with store.reading() as connection:
        known = {layout: submissions_known(connection, wanted.as_known, layout) for layout in feeding}
    for provider in providers:
        yield _facts(provider, wanted, known)


def submitted_list(
    pathway: str, layout: str, provider: str, submissions: Submissions, months: Iterable[int]
) -> tuple[list[Told], list[Told]]:
    """The referrals that some months of a provider told of, as told last, and every attended contact of them.

    `months` are all that the provider sent, oldest first: a month without a referral says that it left the list.
    """
    rows: dict[str, Told] = {}
    contacts: dict[str, Told] = {}
    for month in months:
        told = local_lists(submissions, layout, provider, month)[pathway]
        for missed in rows.values():
            missed[_MISSING_FROM] = missed[_MISSING_FROM] or last_day(month)
        for one in told.referrals:
            rows[one.referral_id] = _row(layout, one)
        for held in told.contacts:
            if held.attendance in ATTENDED:
                contacts[held.contact_id] = _contact(layout, held)
    return list(rows.values()), list(contacts.values())


def _facts(provider: str, wanted: Wanted, known: Mapping[str, Submissions]) -> Facts:
    rows, contacts = list[Told](), list[Told]()
    for layout, submissions in known.items():
        months = sorted({row.month for row in submissions.referrals if row.provider == provider})
        told, held = submitted_list(wanted.pathway, layout, provider, submissions, months)
        rows += (row for row in told if row["received_on"] <= wanted.last)
        contacts += (contact for contact in held if contact["contact_on"] <= wanted.last)
    return Facts(
        referrals=_frame(rows, ["referral_id", *_COLUMNS, *ENDS]),
        contacts=_frame(contacts, ["referral_id", "contact_on", "mechanism"]),
        events=_frame([], ["referral_id", "event_on", "kind"]),
        absences=_frame((row for row in rows if row[_MISSING_FROM]), ["referral_id", _MISSING_FROM]),
    )


_COLUMNS = [
    column.name
    for column in referral.columns
    if column.name in LocalReferral.__dataclass_fields__ or isinstance(column.type, Date)
    if column.name not in {"referral_id", "birth_month", *ENDS}
] + ["sen_provision"]
"""What a clock or a breakdown may ask of a referral; what a submission cannot tell is null."""


def _row(layout: str, one: LocalReferral) -> Told:
    facts: Told = vars(one) | {"referral_id": f"{layout} {one.referral_id}", _MISSING_FROM: None}
    return facts | {"rejected_on": one.decision_on if one.decision == REJECTED else None}


def _contact(layout: str, one: LocalContact) -> Told:
    own = {"referral_id": f"{layout} {one.referral_id}", "contact_on": one.contact_on}
    return own | {"attendance": one.attendance, "mechanism": one.mechanism}


def _frame(rows: Iterable[Mapping[str, object]], names: list[str]) -> polars.DataFrame:
    found = [[row.get(name) for name in names] for row in rows]
    return polars.DataFrame(found, schema={name: _type(name) for name in names}, orient="row")


def _type(name: str) -> Any:
    kind = referral.c[name].type if name in referral.c else None
    if isinstance(kind, Date) or name.endswith("_on"):
        return polars.Date
    return polars.Int32 if isinstance(kind, Integer) else polars.String

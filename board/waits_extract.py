"""The month's waits for the board: one table and the notes that belong to it, as CSV.

A paper of last month can be made again to the byte: the extract says which load it was known at, and asking for that
load again gives the same figures whatever has been loaded since.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pandas as pd

from diis.definitions.completeness import Completeness
from diis.definitions.figures import ALL, Figure
from diis.definitions.local_measures import MEASURES
from diis.definitions.pathways import PROVIDERS
from diis.figures import figures_at
from diis.store.completeness import completeness
from diis.store.engine import Store
from diis.store.ledger import NewestList, newest_lists

CONFIDENTIAL = "[c]"
"""The symbol of the Analysis Function for a number withheld because it is small."""
UNAVAILABLE = "[x]"
ALL_PROVIDERS = "All providers"

OLDEST_LIST_DAYS = 31
"""A month is not described by lists that all end more days than this before its last day."""

_PATHWAYS = {measure.id: measure.pathway for measure in MEASURES}
_TITLES = {measure.id: measure.title for measure in MEASURES}


@dataclass(frozen=True)
class WaitsExtract:
    """`table` has a row for each measure and figure and a column for each provider; `notes` a row for each note."""

    month: date
    as_known: int
    table: pd.DataFrame
    notes: pd.DataFrame

    def write(self, out: Path) -> list[Path]:
        """Write both tables as UTF-8 CSV; returns the files."""
        out.mkdir(parents=True, exist_ok=True)
        stem = f"waits-{self.month:%Y-%m}"
        files = {out / f"{stem}.csv": self.table, out / f"{stem}-notes.csv": self.notes}
        for path, frame in files.items():
            frame.to_csv(path, index=False, lineterminator="\n", encoding="utf-8")
        return list(files)


class NothingKnown(Exception):
    """There is no figure for the month: nothing was loaded, or no list reaches near the end of the month."""


def waits_extract(store: Store, month: date, as_known: int | None = None) -> WaitsExtract:
    """The suppressed local figures (R-WAIT-95) at the last day of the month of `month`, as known at a load."""
    as_at = month.replace(day=monthrange(month.year, month.month)[1])
    figures = [figure for figure in figures_at(store, as_at, as_known, breakdown=ALL) if figure.measure in _TITLES]
    if not figures:
        raise NothingKnown(f"There is no figure for {as_at:%B %Y}. Pull the extracts first: sendwatch pull PATH")
    lists = newest_lists(store, figures[0].as_known)
    newest = max(one.census_on for one in lists)
    if newest < as_at - timedelta(days=OLDEST_LIST_DAYS):
        raise NothingKnown(
            f"There is no list for {as_at:%B %Y}: the newest is of {newest}. Pull the month's lists first."
        )
    behind = completeness(store, as_at, figures[0].as_known, unmapped=False)
    counted = {_PATHWAYS[figure.measure] for figure in figures}
    said = [one for one in behind if one.pathway in counted]
    return WaitsExtract(month, figures[0].as_known, _table(figures), _notes(as_at, figures[0].as_known, lists, said))


def _table(figures: list[Figure]) -> pd.DataFrame:
    rows = pd.DataFrame(
        {
            "measure": _TITLES[figure.measure],
            "figure": figure.figure,
            "unit": figure.unit,
            "provider": ALL_PROVIDERS if figure.provider == ALL else PROVIDERS[figure.provider],
            "value": _cell(figure.shown()),
        }
        for figure in figures
    )
    wide = rows.pivot_table(
        index=["measure", "figure", "unit"], columns="provider", values="value", aggfunc="first", sort=False
    )
    providers = [name for name in (*PROVIDERS.values(), ALL_PROVIDERS) if name in wide.columns]
    return wide[providers].fillna(UNAVAILABLE).reset_index()


def _cell(figure: Figure) -> str:
    return CONFIDENTIAL if figure.value is None else f"{figure.value:.0f}"


def _notes(as_at: date, as_known: int, lists: list[NewestList], behind: list[Completeness]) -> pd.DataFrame:
    """What a reader of the table must know; a total that lacks a provider is never silently smaller."""
    notes = {
        "Title": f"Children waiting, {as_at:%B %Y}",
        "Describes": f"the end of {as_at.day} {as_at:%B %Y}",
        "As known": f"at load {as_known}; the same month and load give the same file again",
        "Source": "full referral lists sent by the providers, counted by sendwatch",
        "Small numbers": f"{CONFIDENTIAL} is a count of fewer than 5, which may be none, or a statistic that rests on "
        "fewer than 5; other counts are to the nearest 5 (R-WAIT-95).",
        "Missing": f"{UNAVAILABLE} means that the provider does not run the pathway or has sent no list.",
    }
    notes |= {f"Newest list, {PROVIDERS[one.provider]}, {one.pathway}": _reach(one, as_at) for one in lists}
    notes |= {f"Completeness, {_list_of(one)}": " ".join(said) for one in behind if (said := one.sentences())}
    return pd.DataFrame({"note": list(notes), "text": list(notes.values())})


def _list_of(one: Completeness) -> str:
    return f"{PROVIDERS.get(one.provider, one.provider)}, {one.pathway}"


def _reach(newest: NewestList, as_at: date) -> str:
    later = "; nothing is known of this provider's children after it" if newest.census_on < as_at else ""
    return f"{newest.census_on.day} {newest.census_on:%B %Y}{later}"

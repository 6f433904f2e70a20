"""`sendwatch waits`: the figures of a day, what stands behind them, and the lists behind an alert."""

import json
from collections.abc import Iterable
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import date
from difflib import get_close_matches
from typing import Annotated

import typer

from diis.definitions.autism_published import PREFIX, PUBLISHED_BREAKDOWNS, PUBLISHED_METRICS, title_of
from diis.definitions.breakdowns import BREAKDOWN_IDS
from diis.definitions.chapters import all_records
from diis.definitions.completeness import Completeness
from diis.definitions.figures import ALL, COUNT, Figure
from diis.definitions.national.autism_levels import BY_AGE
from diis.definitions.national.cyp_tallies import WITH_DEPRIVATION
from diis.definitions.national.organisations import ICB, REGION
from diis.definitions.pathway_measures import PATHWAY_BREAKDOWNS
from diis.definitions.pathways import DIGITAL_PROVIDERS, PROVIDERS
from diis.definitions.rtt_figures import RTT_MEASURES, TREATMENT_FUNCTION
from diis.figures import answers, every_source, usual_sources
from diis.national import References
from diis.store.completeness import completeness
from diis.store.figures import Asked
from diis.store.ledger import NewestList, newest_lists
from sendwatch.commands.days_and_loads import AsAt, AsKnown
from sendwatch.commands.lists import LIST_NAMES, print_list
from sendwatch.rooms import open_store, read_references
from sendwatch.settings import Settings

_BREAKDOWNS = tuple(
    dict.fromkeys(
        (
            *BREAKDOWN_IDS,
            *PATHWAY_BREAKDOWNS,
            TREATMENT_FUNCTION,
            *PUBLISHED_BREAKDOWNS.values(),
            *WITH_DEPRIVATION.values(),
        )
    )
)
_OF_BOARDS = (*WITH_DEPRIVATION, *WITH_DEPRIVATION.values(), BY_AGE[ICB], BY_AGE[REGION])
_TITLES = (
    {record.id: record.title for record in all_records()}
    | {measure.id: measure.title for measure in RTT_MEASURES}
    | {f"{PREFIX}{metric}": title_of(metric) for metric in PUBLISHED_METRICS}
)
_STANDARDS = {record.id: record.standard_days for record in all_records() if record.standard_days is not None}
_PATHWAY = {record.id: pathway for record in all_records() if (pathway := getattr(record, "pathway", None))}

Json = Annotated[bool, typer.Option("--json", help="For machines.")]


def waits(
    as_at: AsAt,
    as_known: AsKnown = None,
    measure: Annotated[str | None, typer.Option(help="One measure only; `sendwatch measures` has all.")] = None,
    provider: Annotated[str | None, typer.Option(help="One ODS code, or 'all' for all providers together.")] = None,
    by: Annotated[str, typer.Option(help=f"{', '.join(BREAKDOWN_IDS)}, or one of a published file.")] = ALL,
    listed: Annotated[
        str | None, typer.Option("--list", help=f"A list of referrals instead: {', '.join(LIST_NAMES)}.")
    ] = None,
    all_measures: Annotated[
        bool, typer.Option("--all-measures", help="Also the problems on the way: steps, turning 18, returned, ...")
    ] = False,
    exact: Annotated[bool, typer.Option("--exact", help="Exact counts, for those allowed to see them.")] = False,
    as_json: Json = False,
) -> None:
    """Print the waits of a day. Small numbers are suppressed unless --exact is given (R-WAIT-95).

    Example: sendwatch waits --as-at 2026-09-30 --provider R0D
    """
    provider = _code(provider)
    _check_names(measure, provider, by, listed)
    settings = Settings()
    with closing(open_store(settings)) as store:
        if listed is not None:
            print_list(store, listed, as_at.date(), as_known, provider, as_json)
            return
        references = _references(settings, by)
        sources = (every_source if all_measures or measure else usual_sources)(references)
        found = answers(store, as_at.date(), as_known, Asked(measure, provider, by), sources)
        behind = completeness(store, as_at.date(), as_known, unmapped=as_json)
        known = found[0].as_known if found else as_known
        lists = [one for one in newest_lists(store, known) if provider in (None, ALL, one.provider)]
    shown = [figure if exact else figure.shown() for figure in found]
    told = _Told(as_at.date(), known, lists, _behind(behind, found, measure, provider), shown)
    if as_json:
        typer.echo(json.dumps(told.as_json(exact=exact), default=str))
    else:
        told.print(exact=exact)
        if _lacks_boards(references, by):
            typer.echo(_NO_BOARDS, err=True)


def _references(settings: Settings, by: str) -> References:
    """What is given; says so where the answer will lack lines because it is not."""
    references = read_references(settings)
    if _lacks_boards(references, by):
        typer.echo(_NO_BOARDS, err=True)
    return references


def _lacks_boards(references: References, by: str) -> bool:
    return by in _OF_BOARDS and not references.organisations.parents


_NO_BOARDS = "No board or region is known for national measures: SENDWATCH_ORGANISATIONS is not set."


def _check_names(measure: str | None, provider: str | None, by: str, listed: str | None) -> None:
    _known("measure", measure, tuple(_TITLES))
    _known("provider", provider, (*PROVIDERS, *DIGITAL_PROVIDERS, ALL))
    _known("breakdown", by, _BREAKDOWNS)
    _known("list", listed, LIST_NAMES)


def _code(provider: str | None) -> str | None:
    """A provider as it is kept, however it was typed."""
    return provider and (ALL if provider.lower() == ALL else provider.upper())


def _known(what: str, given: str | None, allowed: tuple[str, ...]) -> None:
    if given is None or given in allowed:
        return
    close = get_close_matches(given, allowed, n=1)
    hint = f" Did you mean {close[0]}?" if close else ""
    named = [f"{one} ({PROVIDERS[one]})" if one in PROVIDERS else one for one in allowed]
    some = ", ".join(named) if len(allowed) <= 40 else "sendwatch measures prints all of them"
    raise typer.BadParameter(f"There is no {what} '{given}'.{hint} Known: {some}.")


def _behind(
    every: Iterable[Completeness], figures: Iterable[Figure], measure: str | None, provider: str | None
) -> list[Completeness]:
    """What stands behind the figures: lists of their pathways, and submissions where they are of those.

    Where there is no figure, the lists that would have stood behind one: no answer is silent about who never sent.
    """
    pathways = {_PATHWAY.get(figure.measure) for figure in figures}
    pathways = pathways or ({_PATHWAY.get(measure)} if measure else {*_PATHWAY.values()})
    return [one for one in every if one.pathway in pathways and provider in (None, ALL, one.provider)]


@dataclass(frozen=True)
class _Told:
    """The answer: figures, and what stands behind them."""

    as_at: date
    as_known: int | None
    lists: list[NewestList]
    behind: list[Completeness]
    figures: list[Figure]

    def as_json(self, *, exact: bool) -> dict[str, object]:
        return {
            "as_at": str(self.as_at),
            "as_known": self.as_known,
            "newest_lists": [asdict(one) for one in self.lists],
            "completeness": [one.as_json(exact=exact) for one in self.behind],
            "missing": sorted({one.provider for one in self.behind if one.is_missing}),
            "figures": [_figure_as_json(figure) for figure in self.figures],
        }

    def print(self, *, exact: bool) -> None:
        """Up to when each provider told us, what is missing (a figure is never silently smaller), and the tables."""
        if self.lists:
            typer.echo(f"Newest list: {', '.join(map(_in_words, self.lists))}")
        for sentence in (sentence for one in self.behind for sentence in one.sentences(exact=exact)):
            typer.echo(f"WARNING: {sentence}")
        if any(one.days_behind for one in self.behind):
            typer.echo(
                f"After those lists nothing is known: on {self.as_at} children count as if nothing had happened since."
            )
        for note in dict.fromkeys(figure.note for figure in self.figures if figure.note and figure.unit == COUNT):
            measures = ", ".join(dict.fromkeys(one.measure for one in self.figures if one.note == note))
            typer.echo(f"WARNING: {measures}: {note}.")
        # Other ways out need no tables, and half a second is much for a question that is asked often.
        from sendwatch.commands.figure_tables import print_figures

        print_figures(self.as_at, self.figures, _TITLES, _STANDARDS, exact=exact)


def _figure_as_json(figure: Figure) -> dict[str, object]:
    note = {"note": figure.note} if figure.note else {}
    names = ("measure", "figure", "provider", "breakdown", "level", "value", "unit", "rule", "suppressed")
    return {name: getattr(figure, name) for name in names} | note


def _in_words(newest: NewestList) -> str:
    return f"{newest.provider} {newest.pathway} {newest.census_on}"

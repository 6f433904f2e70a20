"""`sendwatch measures`: what each measure and figure means, from the records that the code runs on."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date
from typing import Annotated

import typer

from diis.definitions.breakdowns import BREAKDOWN_IDS
from diis.definitions.chapters import CHAPTERS, Chapter, all_records
from diis.definitions.figure_words import words_of
from diis.definitions.figures import figure_records
from diis.definitions.local_measures import MEASURES
from diis.definitions.measures import MeasureRecord
from diis.definitions.pathway_words import PATHWAY_WORDS
from diis.definitions.rtt import BANDS
from diis.definitions.rtt_figures import RTT_MEASURES, RttCounts, RttGroup, figures_of_groups

_ANY_DAY = date(2026, 1, 31)

_PAGE = f"""# The measures

Written by `sendwatch measures --markdown` from the records that the code runs on; a test fails when the two differ.
The numbers R-WAIT-nn are those of [rules/waiting-times.md](rules/waiting-times.md); every rule as worked cases is in
[rules/worked-cases.md](rules/worked-cases.md).

A clock runs from its start to its stop, or to one of its other ends if that comes first; on the same day the stop
wins. Figures describe the end of a day, as known at a load. Days are the end less the start; over n days means more
than n. A statistic over nothing is empty, never 0. What leaves the service is rounded: counts to the nearest 5 and not
shown below 5, statistics as whole numbers and not shown where fewer than 5 stand behind them (R-WAIT-95). Published
national counts stay exact.

Local waits have every figure for each provider and for `all` of them together, and for each level of the breakdowns
{", ".join(f"`{one}`" for one in BREAKDOWN_IDS)}.
"""

_PUBLISHED = """
## Published referral to treatment counts

Comparison lines from files that NHS England publishes (layout `rtt-full-csv`): of pathways, not of people, and not of
children alone.

| measure | part of the publication | counts |
| --- | --- | --- |"""


def measures(
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="As the page docs/measures.md.")] = False,
) -> None:
    """Print what each figure means."""
    if as_json:
        typer.echo(json.dumps([asdict(record) for record in all_records()], default=str))
    elif markdown:
        typer.echo("\n".join(page()))
    else:
        typer.echo(
            "\n\n".join("\n".join(in_words(record, chapter)) for chapter in CHAPTERS for record in chapter.records)
        )


def facts(record: MeasureRecord, chapter: Chapter) -> Iterator[tuple[str, str]]:
    """A definition as pairs of heading and words."""
    until = f" until {record.in_force_to}" if record.in_force_to else ""
    days = "" if record.standard_days is None else f"{record.standard_days} days: "
    pathway = getattr(record, "pathway", "")
    yield "Counts", f"{record.unit} on the {pathway} pathway" if pathway else record.unit
    yield "Clock starts", record.start_words
    yield "Clock stops", record.stop_words
    yield "Or ends", chapter.ends_words
    yield "Population", record.population
    yield "Exclusions", record.exclusions
    yield "Standard", f"{days}{record.standard_words}"
    yield "Rules", ", ".join(dict.fromkeys(record.rules))
    yield "In force", f"from {record.in_force_from}{until}"
    yield "Owner", f"{record.owner}; review by {record.review_by}"


def in_words(record: MeasureRecord, chapter: Chapter) -> Iterator[str]:
    """The lines of a definition for a terminal."""
    yield f"{record.id}: {record.title}"
    yield from (f"  {heading:12} {words}" for heading, words in facts(record, chapter))


def page() -> Iterator[str]:
    """The lines of docs/measures.md."""
    yield _PAGE
    for chapter in CHAPTERS:
        yield f"## {chapter.title}\n\n{chapter.about}\n"
        for record in chapter.records:
            yield f"### {record.id}: {record.title}\n\n| | |\n| --- | --- |"
            yield from (f"| {heading} | {words} |" for heading, words in facts(record, chapter))
            yield ""
    yield "## Figures of the local waits\n"
    yield from _figure_table(_local_figures())
    yield "\n## Figures of the problems on the way\n\n| figure | meaning |\n| --- | --- |"
    yield from (f"| {figure} | {words} |" for figure, words in PATHWAY_WORDS.items())
    yield _PUBLISHED
    yield from (f"| {measure.id} | {measure.part} | {measure.title} |" for measure in RTT_MEASURES)
    yield ""
    yield from _figure_table(_published_figures())


Row = tuple[str, str, str]
"""Figure, unit, rule."""


def _figure_table(rows: Iterable[Row]) -> Iterator[str]:
    yield "| figure | meaning | unit | rule |\n| --- | --- | --- | --- |"
    for figure, unit, rule in rows:
        yield f"| {figure} | {words_of(figure)} | {unit} | {rule} |"


def _local_figures() -> Iterator[Row]:
    """The figures of all local waits, each once."""
    rows = ((one.id, one.unit, one.rule) for measure in MEASURES for one in figure_records(measure))
    yield from dict.fromkeys(rows)


def _published_figures() -> Iterator[Row]:
    measure = next(measure for measure in RTT_MEASURES if measure.has_bands)
    group = RttGroup(_ANY_DAY, "all", measure.part, "all", "all")
    found = figures_of_groups({group: RttCounts(0, (0,) * BANDS)}, as_known=0)
    yield from ((one.figure, one.unit, one.rule) for one in found)

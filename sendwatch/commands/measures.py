"""`sendwatch measures`: what each measure and figure means, from the records that the code runs on."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from typing import Annotated

import typer

from diis.definitions.figure_words import words_of
from diis.definitions.figures import ALL, Figure, Tally, figures_of
from diis.definitions.local_measures import MEASURES
from diis.definitions.measures import Measure
from diis.definitions.rtt import BANDS
from diis.definitions.rtt_figures import RTT_MEASURES, RttCounts, RttGroup, figures_of_groups

_ANY_DAY = date(2026, 1, 31)

_PAGE = """# The measures

Written by `sendwatch measures --markdown` from the records that the code runs on; a test fails when the two differ.
The numbers R-WAIT-nn are those of [rules/waiting-times.md](rules/waiting-times.md).

A local clock runs from its start to its stop, or to one of its other ends if that comes first; on the same day the stop
wins. Figures describe the end of a day, as known at a load. Days are the end less the start; over n days means more
than n. A statistic over nothing is empty, never 0. What leaves the service is rounded: counts to the nearest 5 and not
shown below 5, statistics as whole numbers and not shown where fewer than 5 stand behind them (R-WAIT-95). Published
national counts stay exact.
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
    """Print every definition in words, from the records that the code runs on."""
    if as_json:
        typer.echo(json.dumps([asdict(measure) for measure in MEASURES], default=str))
    elif markdown:
        typer.echo("\n".join(page()))
    else:
        typer.echo("\n\n".join("\n".join(in_words(measure)) for measure in MEASURES))


def facts(measure: Measure) -> Iterator[tuple[str, str]]:
    """A definition as pairs of heading and words."""
    until = f" until {measure.in_force_to}" if measure.in_force_to else ""
    days = "" if measure.standard_days is None else f"{measure.standard_days} days: "
    yield "Counts", f"{measure.unit} on the {measure.pathway} pathway"
    yield "Clock starts", measure.start_words
    yield "Clock stops", measure.stop_words
    yield "Or ends", "on closure, rejection, transfer to adult service, or leaving the list unexplained"
    yield "Population", measure.population
    yield "Exclusions", measure.exclusions
    yield "Standard", f"{days}{measure.standard_words}"
    yield "Rules", ", ".join(measure.rules)
    yield "In force", f"from {measure.in_force_from}{until}"
    yield "Owner", f"{measure.owner}; review by {measure.review_by}"


def in_words(measure: Measure) -> Iterator[str]:
    """The lines of a definition for a terminal."""
    yield f"{measure.id}: {measure.title}"
    yield from (f"  {heading:12} {words}" for heading, words in facts(measure))


def page() -> Iterator[str]:
    """The lines of docs/measures.md."""
    yield _PAGE
    for measure in MEASURES:
        yield f"## {measure.id}: {measure.title}\n\n| | |\n| --- | --- |"
        yield from (f"| {heading} | {words} |" for heading, words in facts(measure))
        yield ""
    yield "## Figures of each local measure\n"
    yield from _figure_table(_local_figures())
    yield _PUBLISHED
    yield from (f"| {measure.id} | {measure.part} | {measure.title} |" for measure in RTT_MEASURES)
    yield ""
    yield from _figure_table(_published_figures())


def _figure_table(figures: list[Figure]) -> Iterator[str]:
    yield "| figure | meaning | unit | rule |\n| --- | --- | --- | --- |"
    for figure in figures:
        yield f"| {figure.figure} | {words_of(figure.figure)} | {figure.unit} | {figure.rule} |"


def _local_figures() -> list[Figure]:
    """The figures of a measure with a standard, over nobody."""
    measure = next(measure for measure in MEASURES if measure.standard_days is not None)
    return figures_of(measure, Tally(), _ANY_DAY, as_known=0, provider=ALL)


def _published_figures() -> list[Figure]:
    measure = next(measure for measure in RTT_MEASURES if measure.has_bands)
    group = RttGroup(_ANY_DAY, ALL, measure.part, ALL, ALL)
    return figures_of_groups({group: RttCounts(0, (0,) * BANDS)}, as_known=0)

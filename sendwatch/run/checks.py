"""What `make run ONCE=1` looks at: whether each stage got its data, in numbers."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from diis.definitions.local_measures import MEASURES
from diis.feeds import FEEDS
from diis.store.readings import FeedStatus
from sendwatch.dag_settings import WAITS_REFRESH
from sendwatch.run.airflow_api import DagRun
from sendwatch.run.pulls import PULLS
from sendwatch.run.samples import Samples, differences
from sendwatch.run.stages import Stored

STARTED_BY = {"asset_triggered": "by the pulls", "scheduled": "by its timer", "manual": "on our request"}


@dataclass(frozen=True)
class Check:
    """One stage: whether it got its data, and the numbers that say so."""

    stage: str
    passed: bool
    numbers: str


def newest_extracts(extracts: Sequence[Path]) -> dict[str, Path]:
    """The extract with the newest census date of each feed; names end with the date."""
    return {path.parent.name: path for path in sorted(extracts)}


def rows_sent(extract: Path) -> int:
    manifest = json.loads((extract / "manifest.json").read_text(encoding="utf-8"))
    return sum(manifest["rows"].values())


def check_extracts(extracts: Sequence[Path]) -> Check:
    sending = {feed.name for feed in FEEDS if feed.pathway}
    feeds = {path.parent.name for path in extracts}
    return Check(
        "Extracts in the inboxes",
        sending <= feeds,
        f"{len(extracts)} lists, sent by {len(feeds)} feeds (one feed is the list of one provider and pathway)",
    )


def check_airflow(runs: Sequence[DagRun]) -> Check:
    """Every pull and the refresh after them ended well."""
    good = {run.dag_id for run in runs if run.state == "success"}
    kinds = ", ".join(f"refresh started {STARTED_BY[run.kind]}" for run in runs if run.dag_id == WAITS_REFRESH)
    numbers = f"{len(good & set(PULLS))} of {len(PULLS)} pulls, {kinds}"
    return Check("Runs in Airflow", {*PULLS, WAITS_REFRESH} <= good, numbers)


def check_store(extracts: Sequence[Path], stored: Stored) -> Check:
    """Every feed was heard, the newest list of each is in the store, and each of its rows was accounted for."""
    status_of = {status.feed: status for status in stored.feeds}
    heard = sum(status_of[feed.name].census_on is not None for feed in FEEDS)
    newest = newest_extracts(extracts)
    whole = [feed for feed, extract in newest.items() if holds_all_of(extract, status_of[feed])]
    rows = sum(rows_accounted_for(status_of[feed]) for feed in whole)
    numbers = f"{heard} of {len(FEEDS)} feeds, {len(whole)} of {len(newest)} newest lists with all {rows:,} rows"
    return Check("Loads in the store", heard == len(FEEDS) and len(whole) == len(newest), numbers)


def holds_all_of(extract: Path, status: FeedStatus) -> bool:
    return extract.name.endswith(f"_{status.census_on}") and rows_accounted_for(status) == rows_sent(extract)


def rows_accounted_for(status: FeedStatus) -> int:
    """Rows in = accepted + quarantined + duplicate, always."""
    return status.rows_accepted + status.rows_quarantined + status.rows_duplicate


def check_figures(stored: Stored) -> Check:
    known = {figure.measure for figure in stored.figures if figure.figure == "open" and figure.value}
    measures = {measure.id for measure in MEASURES}
    return Check("Figures of the waits", measures <= known, f"{len(stored.figures)} figures of {len(known)} measures")


def check_samples(stage: str, wanted: Samples, found: Samples) -> Check:
    """Every figure is there with the value that the store gives it."""
    wrong = differences(wanted, found)
    numbers = f"{len(wanted) - len(wrong)} of {len(wanted)} figures equal"
    if wrong:
        name, labels = wrong[0]
        numbers += f"; the first that is not: {name} {dict(sorted(labels))}"
    return Check(stage, bool(wanted) and not wrong, numbers)

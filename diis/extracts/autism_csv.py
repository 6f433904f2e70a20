"""The reader of layout autism-csv: the published autism statistics of some months (R-WAIT-43, R-WAIT-44)."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import polars as pl

from diis.definitions.autism_published import PUBLISHED_BREAKDOWNS
from diis.extracts.monthly.contract import FREE, Field, Table
from diis.extracts.monthly.reading import read_stream
from diis.extracts.monthly.sheets import LINE, Sheet
from diis.extracts.rejections import FILE, Refused, Rejection
from diis.extracts.text import CsvFile
from diis.extracts.values import Fault
from diis.extracts.verdict import Rows

HEADER = (
    "REPORTING_PERIOD_START",
    "REPORTING_PERIOD_END",
    "STATUS",
    "BREAKDOWN",
    "PRIMARY_LEVEL",
    "PRIMARY_LEVEL_DESCRIPTION",
    "SECONDARY_LEVEL",
    "SECONDARY_LEVEL_DESCRIPTION",
    "METRIC",
    "METRIC_NAME",
    "METRIC_VALUE",
)
_FACTS = {
    "REPORTING_PERIOD_START": "period_from",
    "REPORTING_PERIOD_END": "period_on",
    "BREAKDOWN": "breakdown",
    "PRIMARY_LEVEL": "primary_level",
    "SECONDARY_LEVEL": "secondary_level",
    "METRIC": "metric",
    "METRIC_VALUE": "value",
}
_KEY = ("period_on", "breakdown", "primary_level", "secondary_level", "metric")

_TELLING = {"breakdown", "primary_level", "metric", "metric_value"}
_DAY = re.compile(r"\d{2}/\d{2}/\d{4}", re.ASCII)
_METRIC = re.compile(r"ASD\d{2}[a-z]?", re.ASCII)
_NUMBER = re.compile(r"\d{1,12}(\.\d+)?", re.ASCII)
_SUPPRESSED = "*"
_LONGEST_LEVEL = 64


@dataclass(frozen=True)
class PublishedAutism:
    """`lines` has period_on, breakdown, primary_level, secondary_level, metric and value (null: suppressed)."""

    lines: pl.DataFrame
    findings: list[Rejection]
    rows: Rows


def recognise(path: Path) -> bool:
    """Whether the header is that of this layout, or near enough for the reader to say what is wrong with it."""
    try:
        with path.open("rb") as stream:
            return _TELLING.issubset(CsvFile(stream, path.name).header)
    except Refused:
        return False


def last_period_of(path: Path) -> date:
    """The last day of the newest month in the file; raises `Refused`."""
    days = [_day(text) for text in _read(path).frame["period_on"].unique() if text]
    found = [day for day in days if day is not None]
    if not found:
        reason = "No row of the file has a reporting period that can be read. Send the file as it was published."
        raise Refused(Rejection("no-row-accepted", FILE, path.name, None, "REPORTING_PERIOD_END", reason))
    return max(found)


def read_autism(path: Path) -> PublishedAutism:
    """Read and check every row; raises `Refused` for a fault of the file and when no row can be accepted."""
    sheet = _read(path)
    sheet.frame = sheet.frame.with_columns(pl.col("secondary_level").fill_null("NONE"))
    for fact, judge in _JUDGES.items():
        reason = "The field is blank; it must be filled for every row."
        sheet.aside(pl.col(fact).is_null(), "required-missing", fact, reason)
        sheet.judge(fact, judge)
    sheet.settle()
    sheet.frame = sheet.frame.drop("period_from")
    sheet.set_doubles_apart()
    if not sheet.accepted:
        reason = "No row of the file could be accepted; the first faults are listed."
        raise Refused(Rejection("no-row-accepted", FILE, path.name, None, None, reason), *sheet.findings[:20])
    lines = sheet.frame.drop(LINE).with_columns(
        pl.col("period_on").str.to_date("%d/%m/%Y"), pl.col("value").replace(_SUPPRESSED, None).cast(pl.Float64)
    )
    counted = Rows(sheet.rows_in, sheet.accepted, sheet.quarantined, sheet.duplicate)
    return PublishedAutism(lines, sheet.findings, counted)


def _read(path: Path) -> Sheet:
    fields = tuple(Field(name, fact, FREE, required=True) for name, fact in _FACTS.items())
    table = Table(path.name.removesuffix(".csv"), "published autism statistics", fields, key=_KEY)

    def check_header(header: list[str]) -> list[Rejection]:
        missing = [name for name in _FACTS if name.lower() not in header]
        if missing:
            reason = f"Missing from the header: {', '.join(missing)}. Send the file as it was published."
            raise Refused(Rejection("header-column-missing", FILE, path.name, 1, missing[0], reason))
        return []

    with path.open("rb") as stream:
        return read_stream(stream, table, check_header)


def _day(text: str) -> date | None:
    if not _DAY.fullmatch(text):
        return None
    try:
        return datetime.strptime(text, "%d/%m/%Y").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None


def _judge_start(text: str) -> Fault | None:
    day = _day(text)
    return (
        None
        if day is not None and day.day == 1
        else ("period-unreadable", "Expected the first day of a month, as 01/04/2026.")
    )


def _judge_end(text: str) -> Fault | None:
    day = _day(text)
    if day is None or day.day != monthrange(day.year, day.month)[1]:
        return "period-unreadable", "Expected the last day of a month, written as 30/04/2026."
    return None


def _judge_breakdown(text: str) -> Fault | None:
    known = ", ".join(PUBLISHED_BREAKDOWNS)
    return None if text in PUBLISHED_BREAKDOWNS else ("breakdown-not-known", f"Known breakdowns: {known}.")


def _judge_level(text: str) -> Fault | None:
    sound = len(text) <= _LONGEST_LEVEL and text.isprintable()
    return None if sound else ("level-shape", f"A level has at most {_LONGEST_LEVEL} printable characters.")


def _judge_metric(text: str) -> Fault | None:
    return None if _METRIC.fullmatch(text) else ("metric-not-known", "Expected a metric such as ASD16 or ASD18a.")


def _judge_value(text: str) -> Fault | None:
    if text == _SUPPRESSED or _NUMBER.fullmatch(text):
        return None
    return "value-not-a-number", "Expected a number, 0 or more, or * for a suppressed value."


_JUDGES = {
    "period_from": _judge_start,
    "period_on": _judge_end,
    "breakdown": _judge_breakdown,
    "primary_level": _judge_level,
    "secondary_level": _judge_level,
    "metric": _judge_metric,
    "value": _judge_value,
}

"""The charts of one measure, each with the table that says the same in numbers."""

from dataclasses import dataclass

from dashboards.expressions import share_over_standard, share_over_standard_previous
from dashboards.palette import STANDARD
from dashboards.panels import Frame, Panel, Target, timeseries
from dashboards.promql import CHOSEN, series, weeks
from dashboards.shapes import COUNTED, IN_WEEKS, SHARED, Shape
from dashboards.tables import Column, table
from metrics import catalogue as names
from metrics.catalogue import Metric

OPEN_PANEL = 10
SHARE_PANEL = 12
WINDOW = "in the 28 days up to and including the as-at day"
ROUNDED = "Counts are to the nearest 5; 0 to 4 is not shown."
BEFORE = "28 days before"

_BARE = ("measure", "pathway")


@dataclass(frozen=True)
class Chart:
    """Lines by provider and their twin; the table takes the next panel id."""

    panel_id: int
    title: str
    about: str
    lines: tuple[Target, ...]
    shape: Shape
    columns: tuple[Column, ...]

    def with_twin(self) -> list[Panel]:
        """The chart, and its table beside it."""
        chart = Frame(self.panel_id, self.title, self.about, 14, 8)
        twin = Frame(self.panel_id + 1, f"{self.title}: the numbers now", self.about, 10, 8)
        return [timeseries(chart, self.lines, self.shape), table(twin, ["provider"], self.columns)]


def _line(metric: Metric) -> str:
    return series(metric, CHOSEN)


def cell(metric: Metric) -> str:
    """One metric of the chosen measure, told apart by provider (and band) only."""
    return series(metric, CHOSEN, _BARE)


_STANDARD = Target(weeks(f"max({series(names.WAITS_STANDARD, {'measure': CHOSEN['measure']})})"), STANDARD)

CHARTS = (
    Chart(
        OPEN_PANEL,
        "Open waits",
        f"Clocks open on the as-at day. {ROUNDED}",
        (Target(_line(names.WAITS_OPEN)),),
        COUNTED,
        (Column("Open", cell(names.WAITS_OPEN)), Column(BEFORE, cell(names.WAITS_OPEN_PREVIOUS))),
    ),
    Chart(
        SHARE_PANEL,
        "Share over the standard",
        "Share of open waits longer than the standard, from rounded counts. Orange from half: a local mark.",
        (Target(share_over_standard(CHOSEN)),),
        SHARED,
        (
            Column("Over standard", cell(names.WAITS_OPEN_OVER_STANDARD)),
            Column("Share", share_over_standard(CHOSEN, _BARE), SHARED),
            Column(BEFORE, share_over_standard_previous(CHOSEN, _BARE), SHARED),
        ),
    ),
    Chart(
        14,
        "Median time waited so far",
        "Half of the open waits are longer than this. Shown where 5 or more wait, from whole days.",
        (Target(weeks(_line(names.WAITS_OPEN_MEDIAN))), _STANDARD),
        IN_WEEKS,
        (
            Column("Median", weeks(cell(names.WAITS_OPEN_MEDIAN)), IN_WEEKS),
            Column("Median of those stopped", weeks(cell(names.WAITS_STOPPED_MEDIAN)), IN_WEEKS),
        ),
    ),
    Chart(
        16,
        "90th percentile of time waited so far",
        "One open wait in ten is longer than this. Shown where 5 or more wait, from whole days.",
        (Target(weeks(_line(names.WAITS_OPEN_P90))), _STANDARD),
        IN_WEEKS,
        (
            Column("90th percentile", weeks(cell(names.WAITS_OPEN_P90)), IN_WEEKS),
            Column("Over standard", cell(names.WAITS_OPEN_OVER_STANDARD)),
        ),
    ),
    Chart(
        18,
        "Received",
        f"Clocks that started {WINDOW}. {ROUNDED}",
        (Target(_line(names.WAITS_RECEIVED)),),
        COUNTED,
        (
            Column("Received", cell(names.WAITS_RECEIVED)),
            Column("Stopped", cell(names.WAITS_STOPPED)),
            Column("Removed", cell(names.WAITS_REMOVED)),
        ),
    ),
    Chart(
        20,
        "Stopped",
        f"Clocks that stopped {WINDOW}; removed ones ended without the stop. {ROUNDED}",
        (Target(_line(names.WAITS_STOPPED)),),
        COUNTED,
        (
            Column("Stopped", cell(names.WAITS_STOPPED)),
            Column("Within standard", cell(names.WAITS_STOPPED_WITHIN_STANDARD)),
            Column("Removed", cell(names.WAITS_REMOVED)),
        ),
    ),
)

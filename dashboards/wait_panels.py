"""The panels about waits: how to read them, every measure in one table, one measure in charts, and its bands."""

from dashboards.expressions import FEEDS_NOT_CURRENT, share_over_standard, share_over_standard_previous
from dashboards.panels import Frame, Panel, Target, bargauge, repeated, row, stat, text
from dashboards.promql import CHOSEN, CHOSEN_PROVIDER, milliseconds, series, weeks
from dashboards.shapes import COUNTED, IN_WEEKS, NONE_EXPECTED, ON_DATE, SHARED
from dashboards.tables import Column, table
from dashboards.wait_charts import BEFORE, CHARTS, ROUNDED, WINDOW
from diis.definitions.bands import BANDS, Band
from metrics import catalogue as names
from metrics.catalogue import Metric

_PURPOSE = """\
**What it answers.** Who is waiting, for how long, is it getting worse, and how fresh are the data?

**For** clinical leads and the Designated Clinical Officer. **Owner:** NHS Dorset, Designated Clinical Officer for SEND.

**How to read it.** Counts are rounded to the nearest 5. *fewer than 5 (suppressed)* stands for 0 to 4, and a gap in
a line for the same. Alerts are decided on exact numbers. Every measure in words: `sendwatch measures`.
"""


def rows() -> list[list[Panel]]:
    """Rows of panels, from general to specific."""
    charts = [chart.with_twin() for chart in CHARTS]
    return [_front(), [_overview()], [row(9, "${measure:text}")], *charts, [_band_bars()], [_band_table()]]


def band_words(band: Band) -> str:
    """A band in weeks, as standards are; its edges are in days (R-WAIT-25)."""
    over = (band.first_day - 1) // 7
    if band.last_day is None:
        return f"over {over} weeks"
    up_to = band.last_day // 7
    return f"over {over} to {up_to} weeks" if band.first_day else f"up to {up_to} week"


def _front() -> list[Panel]:
    data_as_of = Target(milliseconds(f"min({series(names.WAITS_NEWEST_LIST, CHOSEN)})"), "Data as of")
    about = (
        "Census date of the newest list; of several providers, the one furthest behind. "
        "The figures count its open waits on to their as-at day."
    )
    late = Target(FEEDS_NOT_CURRENT, "Feeds late or never seen")
    return [
        text(Frame(1, "About this dashboard", "Purpose, owner and how to read it.", 12, 8), _PURPOSE),
        stat(Frame(2, "Data as of", about, 6, 8), data_as_of, ON_DATE),
        stat(
            Frame(3, "Feeds late or never seen", "Expected feeds that are not current; see Feeds.", 6, 8),
            late,
            NONE_EXPECTED,
        ),
    ]


def _overview() -> Panel:
    def of(metric: Metric) -> str:
        return series(metric, CHOSEN_PROVIDER, ("pathway",))

    columns = (
        Column("Open", of(names.WAITS_OPEN)),
        Column("Over standard", of(names.WAITS_OPEN_OVER_STANDARD)),
        Column("Share over standard", share_over_standard(CHOSEN_PROVIDER, ("pathway",)), SHARED),
        Column(BEFORE, share_over_standard_previous(CHOSEN_PROVIDER, ("pathway",)), SHARED),
        Column("Median", weeks(of(names.WAITS_OPEN_MEDIAN)), IN_WEEKS),
        Column("90th percentile", weeks(of(names.WAITS_OPEN_P90)), IN_WEEKS),
        Column("Received", of(names.WAITS_RECEIVED)),
        Column("Stopped", of(names.WAITS_STOPPED)),
        Column("Newest list", milliseconds(of(names.WAITS_NEWEST_LIST)), ON_DATE),
        Column("Figures as at", milliseconds(of(names.WAITS_AS_AT)), ON_DATE),
    )
    about = f"Every measure and the chosen providers. Received and stopped are {WINDOW}. {ROUNDED}"
    return table(Frame(4, "All measures", about, 24, 10), ["measure", "provider"], columns)


def _in_band(band: Band) -> dict[str, str]:
    return CHOSEN | {"band": f'="{band.label}"'}


def _band_bars() -> Panel:
    about = f"Open waits by time waited so far, in the bands of the national community figures. {ROUNDED}"
    bars = [Target(series(names.WAITS_OPEN_BY_BAND, _in_band(band)), band_words(band)) for band in BANDS]
    return repeated(
        bargauge(Frame(22, "Open by time waited: ${provider:text}", about, 6, 10), bars, COUNTED), "provider"
    )


def _band_table() -> Panel:
    hidden = ("measure", "pathway", "band")
    columns = [Column(band_words(band), series(names.WAITS_OPEN_BY_BAND, _in_band(band), hidden)) for band in BANDS]
    about = f"The same bands by provider. Edges in days: {', '.join(band.label for band in BANDS)}. {ROUNDED}"
    return table(Frame(23, "Open by time waited: the numbers now", about, 24, 8), ["provider"], columns)

"""The only place where a metric is spelled: collectors fill these, dashboards and alerts quote them."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version

from diis.definitions.bands import BANDS
from diis.definitions.figures import ALL
from diis.definitions.local_measures import MEASURES
from diis.definitions.pathways import PATHWAYS, PROVIDERS
from diis.feeds import SUBMISSIONS

ACCEPTED = "accepted"
QUARANTINED = "quarantined"
DUPLICATE = "duplicate"

LABEL_VALUES: Mapping[str, tuple[str, ...]] = {
    "provider": (*PROVIDERS, ALL),
    "pathway": (*PATHWAYS, *SUBMISSIONS, ALL),
    "measure": tuple(dict.fromkeys(measure.id for measure in MEASURES)),
    "band": tuple(band.label for band in BANDS),
    "outcome": (ACCEPTED, QUARANTINED, DUPLICATE),
    "version": (version("sendwatch"),),
}
"""Every label there is, with every value it may take (docs/adr/0011-metric-names-and-units.md)."""


class UnlistedLabel(ValueError):
    """A label, or a value of one, that is not in the catalogue: nothing is exported under it."""


@dataclass(frozen=True)
class Metric:
    """One gauge: its name, what it says, the unit of its value, and its labels in order.

    `suppressed` metrics count people: they carry the shown form of a figure, NaN where it is too small to show.
    """

    name: str
    help: str
    unit: str
    labels: tuple[str, ...] = ()
    suppressed: bool = False

    def __post_init__(self) -> None:
        self.checked_labels(self.labels)

    def checked_labels(self, labels: tuple[str, ...]) -> None:
        """Refuse a label outside the closed set."""
        unlisted = sorted(set(labels) - set(LABEL_VALUES))
        if unlisted:
            raise UnlistedLabel(f"{self.name} has a label that is not in the catalogue: {', '.join(unlisted)}")

    def label_values(self, values: Mapping[str, str]) -> list[str]:
        """The values in the order of `labels`; refuses a missing, an extra or an unlisted one.

        The message never repeats the value, which could be anything.
        """
        if set(values) != set(self.labels):
            raise UnlistedLabel(f"{self.name} takes exactly the labels {', '.join(self.labels) or 'none'}")
        for label, value in values.items():
            if value not in LABEL_VALUES[label]:
                raise UnlistedLabel(f"{self.name} was given a {label} that is not in the catalogue")
        return [values[label] for label in self.labels]


_WAIT = ("measure", "pathway", "provider")
_EXTRACT = ("provider", "pathway")
_ROUNDED = "Rounded to the nearest 5; NaN for 0 to 4."
_WINDOW = "in the 28 days up to and including the as-at day"


def _wait(name: str, words: str, unit: str = "waits", labels: tuple[str, ...] = _WAIT) -> Metric:
    return Metric(name, f"{words}. {_ROUNDED}", unit, labels, suppressed=True)


def _duration(name: str, words: str) -> Metric:
    return Metric(
        name, f"{words}. Whole days; NaN where fewer than 5 stand behind it.", "seconds", _WAIT, suppressed=True
    )


WAITS_OPEN = _wait("waits_open", "Clocks open on the as-at day")
WAITS_OPEN_OVER_STANDARD = _wait("waits_open_over_standard", "Clocks open for longer than the standard")
WAITS_OPEN_BY_BAND = _wait("waits_open_by_band", "Clocks open, by days waited so far", labels=(*_WAIT, "band"))
WAITS_OPEN_PREVIOUS = _wait("waits_open_previous", "Clocks open 28 days before the as-at day")
WAITS_OPEN_OVER_STANDARD_PREVIOUS = _wait(
    "waits_open_over_standard_previous", "Clocks open for longer than the standard, 28 days before the as-at day"
)
WAITS_OPEN_MEDIAN = _duration("waits_open_median_seconds", "Median time waited so far, of open clocks")
WAITS_OPEN_P90 = _duration("waits_open_p90_seconds", "90th percentile of time waited so far, of open clocks")
WAITS_RECEIVED = _wait("waits_received", f"Clocks that started {_WINDOW}")
WAITS_STOPPED = _wait("waits_stopped", f"Clocks that stopped {_WINDOW}")
WAITS_REMOVED = _wait("waits_removed", f"Clocks that ended without the stop {_WINDOW}")
WAITS_STOPPED_WITHIN_STANDARD = _wait(
    "waits_stopped_within_standard", f"Clocks that stopped within the standard {_WINDOW}"
)
WAITS_STOPPED_MEDIAN = _duration(
    "waits_stopped_median_seconds", f"Median time from start to stop, of clocks that stopped {_WINDOW}"
)
WAITS_OVER_STANDARD_RISING = Metric(
    "waits_over_standard_rising",
    "1 where the exact share over the standard is more than 5 percentage points above that of 28 days before, and the "
    "provider's newest list is at most 7 days older than the as-at day; else 0.",
    "yes or no",
    _WAIT,
)
WAITS_STANDARD = Metric(
    "waits_standard_seconds", "Longest wait that meets the standard.", "seconds", ("measure", "pathway")
)
WAITS_AS_AT = Metric(
    "waits_as_at_timestamp_seconds", "The day the figures describe, as midnight UTC at its start.", "timestamp", _WAIT
)
WAITS_NEWEST_LIST = Metric(
    "waits_newest_list_timestamp_seconds",
    "Census date of the newest list behind the figures, as midnight UTC; for all providers, the oldest of theirs.",
    "timestamp",
    _WAIT,
)
WAITS_LEFT_OUT = Metric(
    "waits_left_out", "Figures not exported because their provider is not in the catalogue of labels.", "figures"
)
WAITS_BUILD_INFO = Metric("waits_build_info", "1; the version of the running exporter.", "info", ("version",))

EXTRACT_INFO = Metric(
    "extract_info", "1 for every feed that is expected, whether or not it was ever seen.", "info", _EXTRACT
)
EXTRACT_CENSUS = Metric(
    "extract_census_timestamp_seconds",
    "Census date of the newest accepted extract, as midnight UTC; absent while none was ever accepted.",
    "timestamp",
    _EXTRACT,
)
EXTRACT_LAST_SUCCESS = Metric(
    "extract_last_success_timestamp_seconds",
    "When an extract was last accepted; absent while none ever was.",
    "timestamp",
    _EXTRACT,
)
EXTRACT_LATE_AFTER = Metric(
    "extract_late_after_seconds",
    "Age of the census date, in whole days, beyond which the feed is late.",
    "seconds",
    _EXTRACT,
)
EXTRACT_ROWS = Metric(
    "extract_rows", f"Rows of the newest accepted extract. {_ROUNDED}", "rows", (*_EXTRACT, "outcome"), suppressed=True
)
EXTRACT_QUARANTINED_PRESENT = Metric(
    "extract_quarantined_present",
    "1 where at least one row of the newest accepted extract is in quarantine, else 0.",
    "yes or no",
    _EXTRACT,
)
EXTRACT_REFUSED = Metric("extract_refused", "Extracts of the feed that were refused.", "extracts", _EXTRACT)
EXTRACT_HELD = Metric(
    "extract_held", "Extracts of the feed that wait for a person to release them.", "extracts", _EXTRACT
)
EXTRACT_LEAVERS = Metric(
    "extract_unexplained_leavers",
    f"Referrals that left the list with no outcome and have not returned. {_ROUNDED}",
    "referrals",
    _EXTRACT,
    suppressed=True,
)
EXTRACT_LEAVERS_PRESENT = Metric(
    "extract_unexplained_leavers_present",
    "1 where there is at least one unexplained leaver, else 0.",
    "yes or no",
    _EXTRACT,
)
EXTRACT_NEWEST_LEAVER = Metric(
    "extract_unexplained_leavers_newest_timestamp_seconds",
    "Census date of the list that the latest unexplained leaver was first missing from, as midnight UTC; absent while "
    "there is none.",
    "timestamp",
    _EXTRACT,
)

METRICS: tuple[Metric, ...] = (
    WAITS_OPEN,
    WAITS_OPEN_OVER_STANDARD,
    WAITS_OPEN_BY_BAND,
    WAITS_OPEN_PREVIOUS,
    WAITS_OPEN_OVER_STANDARD_PREVIOUS,
    WAITS_OPEN_MEDIAN,
    WAITS_OPEN_P90,
    WAITS_RECEIVED,
    WAITS_STOPPED,
    WAITS_REMOVED,
    WAITS_STOPPED_WITHIN_STANDARD,
    WAITS_STOPPED_MEDIAN,
    WAITS_OVER_STANDARD_RISING,
    WAITS_STANDARD,
    WAITS_AS_AT,
    WAITS_NEWEST_LIST,
    WAITS_LEFT_OUT,
    WAITS_BUILD_INFO,
    EXTRACT_INFO,
    EXTRACT_CENSUS,
    EXTRACT_LAST_SUCCESS,
    EXTRACT_LATE_AFTER,
    EXTRACT_ROWS,
    EXTRACT_QUARANTINED_PRESENT,
    EXTRACT_REFUSED,
    EXTRACT_HELD,
    EXTRACT_LEAVERS,
    EXTRACT_LEAVERS_PRESENT,
    EXTRACT_NEWEST_LEAVER,
)

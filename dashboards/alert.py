"""An alert as one object: everything a rules file, Grafana and a person need, and nothing of it optional."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from diis.definitions.figures import ALL
from diis.definitions.local_measures import MEASURES
from diis.definitions.pathways import PROVIDERS

RUNBOOKS = Path(__file__).parent / "runbooks"
RUNBOOK_ADDRESS = "dashboards/runbooks"
"""Where the runbooks are when nobody says where they are published: their folder in the repository."""


class Severity(StrEnum):
    """How soon a person must act: critical today, warning this week."""

    CRITICAL = "critical"
    WARNING = "warning"


class WhenNoData(StrEnum):
    """What Grafana makes of a query without any series."""

    OK = "OK"
    NO_DATA = "NoData"


@dataclass(frozen=True)
class Alert:
    """Fires for each series of `query` that has been above 0 for `wait`.

    `query` gives a series also when all is well, so that no data means that something else is broken; and never NaN,
    which Grafana takes for firing. Texts are templates that Prometheus and Grafana read alike; they name a provider
    and a pathway, and never a person or a number of people. `absent` names a metric whose disappearance fires the
    alert in Prometheus; in Grafana `when_no_data` does.
    """

    name: str
    query: str
    wait: str
    severity: Severity
    owner: str
    panel_id: int
    summary: str
    description: str
    when_no_data: WhenNoData = WhenNoData.OK
    absent: str = ""
    labels: dict[str, str] = field(default_factory=lambda: {"sdc": "open"}, hash=False)

    @property
    def expr(self) -> str:
        """The rule of Prometheus."""
        condition = f"({self.query}) > 0"
        return f"{condition} or absent({self.absent})" if self.absent else condition

    @property
    def all_labels(self) -> dict[str, str]:
        """What routes the alert to a person."""
        return {"severity": self.severity.value, "owner": self.owner, **self.labels}

    @property
    def runbook(self) -> Path:
        return RUNBOOKS / f"{self.name}.md"

    def annotations(self, value: str, runbook_address: str = RUNBOOK_ADDRESS) -> dict[str, str]:
        """What a person reads; `value` is the template for the value of `query` where the alert is evaluated."""
        return {
            "summary": self.summary,
            "description": self.description.replace(VALUE, value),
            "runbook_url": f"{runbook_address.rstrip('/')}/{self.name}.md",
        }


VALUE = "{{ value }}"
"""Stands in a text for the value of the query, as a whole number."""


def _in_words(label: str, words: Mapping[str, str]) -> str:
    """A template that turns the value of a label into words, and leaves a value it does not know.

    Templates use `.Labels`, not `$labels`: how Grafana expands `$` in provisioned files changed between lines.
    """
    cases = [f'if eq .Labels.{label} "{value}" }}}}{text}' for value, text in words.items()]
    return "{{ " + "{{ else ".join(cases) + f"{{{{ else }}}}{{{{ .Labels.{label} }}}}{{{{ end }}}}"


PROVIDER = _in_words("provider", PROVIDERS)
MEASURE = _in_words("measure", {measure.id: measure.title[0].lower() + measure.title[1:] for measure in MEASURES})
LIST = f"{PROVIDER}, {_in_words('pathway', {ALL: 'published waiting times'})}"
"""The list of a feed: whose, and of which pathway."""

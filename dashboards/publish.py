"""Publish to a running Grafana: the data source if asked, a folder, the dashboard and the alert rules.

Every step reads first and writes only what differs, so publishing twice changes nothing. Rules are written without
`X-Disable-Provenance`: Grafana then shows them as provisioned and lets no page edit what code owns
(docs/adr/0016-publishing-to-grafana.md). Contact points and the policy tree are never touched.
"""

from dataclasses import dataclass
from typing import Any

from dashboards.alert import RUNBOOK_ADDRESS
from dashboards.comparing import holds
from dashboards.grafana import Grafana, GrafanaRefused, segment
from dashboards.grafana_rules import FOLDER, FOLDER_UID, GROUP, api_group
from dashboards.shapes import Json
from dashboards.waiting_times import DATASOURCE_UID, TITLE, UID, dashboard

CREATED = "created"
CHANGED = "changed"
UNCHANGED = "unchanged"

_RULES = "/v1/provisioning/alert-rules"
_NUMBERED_BY_SERVER = frozenset({"id", "version", "orgID"})


@dataclass(frozen=True)
class Step:
    """What became of one object; in a dry run, what would."""

    kind: str
    name: str
    outcome: str


@dataclass(frozen=True)
class Source:
    """A data source of the server."""

    uid: str
    name: str


class Publisher:
    """Brings one Grafana to what the code says."""

    def __init__(
        self, grafana: Grafana, runbook_address: str = "", prometheus_url: str = "", dry_run: bool = False
    ) -> None:
        self._grafana = grafana
        self._runbook_address = runbook_address or RUNBOOK_ADDRESS
        self._prometheus_url = prometheus_url
        self._dry_run = dry_run
        self._steps: list[Step] = []

    def publish(self) -> list[Step]:
        """Everything, in the order in which one needs the other; stops at the first refusal."""
        self._grafana.version()
        source = self._datasource()
        known = self._folder_found()
        folder = known or self._make_folder()
        self._record("folder", FOLDER, UNCHANGED if known else CREATED)
        self._dashboard(folder, source)
        self._rules(folder, source, is_new=known is None)
        return self._steps

    def _datasource(self) -> Source:
        """The Prometheus to ask: ours, made if its address was given, else the one the server has."""
        path = f"/datasources/uid/{DATASOURCE_UID}"
        found = self._grafana.get(path)
        if not self._prometheus_url:
            return _chosen([found] if found else self._grafana.get("/datasources") or [])
        wanted = datasource_body(self._prometheus_url)
        outcome = _outcome(found, holds(found, wanted))
        if outcome == CREATED:
            self._post("/datasources", wanted)
        elif outcome == CHANGED:
            self._put(path, wanted)
        self._record("data source", DATASOURCE_UID, outcome)
        return Source(DATASOURCE_UID, DATASOURCE_UID)

    def _folder_found(self) -> str | None:
        """The uid of our folder; one that already bears our title is taken, as Grafana's file provisioning does."""
        if self._grafana.get(f"/folders/{FOLDER_UID}"):
            return FOLDER_UID
        folders = self._grafana.get("/folders?limit=1000") or []
        return next((str(folder["uid"]) for folder in folders if folder["title"] == FOLDER), None)

    def _make_folder(self) -> str:
        self._post("/folders", {"uid": FOLDER_UID, "title": FOLDER})
        return FOLDER_UID

    def _dashboard(self, folder: str, source: Source) -> None:
        model = dashboard(source.uid, source.name)
        found = self._grafana.get(f"/dashboards/uid/{UID}") or {}
        placed = found.get("meta", {}).get("folderUid") == folder
        outcome = _outcome(found, placed and holds(found.get("dashboard"), model, _NUMBERED_BY_SERVER))
        if outcome != UNCHANGED:
            message = "sendwatch dashboards publish"
            self._post(
                "/dashboards/db", {"dashboard": model, "folderUid": folder, "overwrite": True, "message": message}
            )
        self._record("dashboard", TITLE, outcome)

    def _rules(self, folder: str, source: Source, is_new: bool) -> None:
        path = f"/v1/provisioning/folder/{segment(folder)}/rule-groups/{segment(GROUP)}"
        wanted = api_group(folder, source.uid, runbook_address=self._runbook_address)
        found = None if is_new else self._grafana.get(path)
        if any(rule.get("provenance") == "file" for rule in _rules_of(found)):
            raise GrafanaRefused("this Grafana reads its alert rules from files: change them there")
        outcome = _outcome(_rules_of(found), holds(found, wanted, _NUMBERED_BY_SERVER))
        if outcome != UNCHANGED and not self._dry_run:
            self._make_missing_rules(wanted)
            self._grafana.put(path, wanted)
            self._read_back(path, wanted)
        self._record("alert rules", GROUP, outcome)

    def _make_missing_rules(self, wanted: Json) -> None:
        """Before 11.5.2 Grafana answers 500 to a group that names a rule it does not have: make each rule first."""
        for rule in _rules_of(wanted):
            if self._grafana.get(f"{_RULES}/{segment(rule['uid'])}") is None:
                self._grafana.post(_RULES, rule)

    def _read_back(self, path: str, wanted: Json) -> None:
        """A rule that is not there stays silent for ever: believe the server's list, not its 200."""
        missing = {rule["uid"] for rule in _rules_of(wanted)} - {
            rule["uid"] for rule in _rules_of(self._grafana.get(path))
        }
        if missing:
            raise GrafanaRefused(f"Grafana took the alert rules but does not have {', '.join(sorted(missing))}")

    def _post(self, path: str, body: Json) -> None:
        if not self._dry_run:
            self._grafana.post(path, body)

    def _put(self, path: str, body: Json) -> None:
        if not self._dry_run:
            self._grafana.put(path, body)

    def _record(self, kind: str, name: str, outcome: str) -> None:
        self._steps.append(Step(kind, name, outcome))


def datasource_body(prometheus_url: str) -> Json:
    """A Prometheus data source that Grafana's server, not the reader's browser, asks."""
    return {
        "name": DATASOURCE_UID,
        "uid": DATASOURCE_UID,
        "type": "prometheus",
        "access": "proxy",
        "url": prometheus_url,
        "jsonData": {"httpMethod": "POST", "timeInterval": "15s"},
    }


def _outcome(found: Any, same: bool) -> str:
    if same:
        return UNCHANGED
    return CHANGED if found else CREATED


def _rules_of(group: Any) -> list[Any]:
    return (group or {}).get("rules") or []


def _chosen(sources: list[Any]) -> Source:
    """The only Prometheus of the server, or its default one."""
    found = [source for source in sources if source["type"] == "prometheus"]
    chosen = found if len(found) == 1 else [source for source in found if source.get("isDefault")]
    if not chosen:
        how_many = "no" if not found else "more than one"
        raise GrafanaRefused(
            f"this Grafana has {how_many} Prometheus data source to choose: give --prometheus-url, "
            f"or name one {DATASOURCE_UID}"
        )
    return Source(str(chosen[0]["uid"]), str(chosen[0]["name"]))

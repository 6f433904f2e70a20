"""Publishing to a Grafana: what is written, in which order, and in which words it refuses."""

from collections.abc import Iterator

import pytest

from dashboards.alerts import ALERTS
from dashboards.comparing import holds
from dashboards.grafana import Grafana, GrafanaRefused, GrafanaUnreachable
from dashboards.publish import Publisher, Step
from dashboards.waiting_times import dashboard
from tests.dashboards.grafana_stub import TOKEN, GrafanaStub, running
from tests.metrics.live import free_port

PROMETHEUS = "http://127.0.0.1:9090"
GROUP_PATH = "/api/v1/provisioning/folder/sendwatch/rule-groups/waiting-times"


@pytest.fixture(params=["9.4.17", "13.3.0"])
def stub(request: pytest.FixtureRequest) -> Iterator[GrafanaStub]:
    with running(GrafanaStub(request.param)) as server:
        yield server


def publish(
    stub: GrafanaStub, prometheus_url: str = PROMETHEUS, dry_run: bool = False, runbooks: str = ""
) -> list[Step]:
    return Publisher(Grafana(stub.url, TOKEN), runbooks, prometheus_url, dry_run).publish()


def outcomes(steps: list[Step]) -> list[tuple[str, str]]:
    return [(step.kind, step.outcome) for step in steps]


def prometheus_source(uid: str, default: bool = False) -> dict[str, object]:
    return {"uid": uid, "name": f"Source {uid}", "type": "prometheus", "isDefault": default}


def test_an_empty_server_gets_everything_in_the_order_it_is_needed(stub: GrafanaStub) -> None:
    assert outcomes(publish(stub)) == [
        ("data source", "created"),
        ("folder", "created"),
        ("dashboard", "created"),
        ("alert rules", "created"),
    ]
    assert [(method, path) for method, path, _ in stub.writes] == [
        ("POST", "/api/datasources"),
        ("POST", "/api/folders"),
        ("POST", "/api/dashboards/db"),
        *[("POST", "/api/v1/provisioning/alert-rules")] * len(ALERTS),
        ("PUT", GROUP_PATH),
    ]


def test_only_rules_that_the_server_does_not_have_are_made(stub: GrafanaStub) -> None:
    publish(stub)
    stub.groups["sendwatch", "waiting-times"]["rules"].pop(3)
    stub.writes.clear()
    assert outcomes(publish(stub))[-1] == ("alert rules", "changed")
    assert [(method, body.get("uid")) for method, _, body in stub.writes] == [
        ("POST", "sendwatch-UnexplainedLeavers"),
        ("PUT", None),
    ]


def test_publishing_twice_writes_nothing_the_second_time(stub: GrafanaStub) -> None:
    publish(stub)
    stub.writes.clear()
    assert {outcome for _, outcome in outcomes(publish(stub))} == {"unchanged"}
    assert stub.writes == []


def test_a_dry_run_says_the_same_and_writes_nothing(stub: GrafanaStub) -> None:
    assert outcomes(publish(stub, dry_run=True)) == outcomes(publish(stub))
    stub.groups.clear()
    stub.writes.clear()
    assert outcomes(publish(stub, dry_run=True))[-1] == ("alert rules", "created")
    assert stub.writes == []


def test_what_was_edited_on_the_server_is_put_back(stub: GrafanaStub) -> None:
    publish(stub)
    stub.dashboards["sendwatch-waiting-times"]["dashboard"]["title"] = "My waits"
    stub.groups["sendwatch", "waiting-times"]["rules"][2]["for"] = "5d"
    stub.sources["sendwatch-prometheus"]["url"] = "http://elsewhere.example:9090"
    assert outcomes(publish(stub)) == [
        ("data source", "changed"),
        ("folder", "unchanged"),
        ("dashboard", "changed"),
        ("alert rules", "changed"),
    ]
    assert stub.dashboards["sendwatch-waiting-times"]["dashboard"]["title"] == "Waiting times overview"


def test_a_rule_that_is_no_longer_in_the_code_goes(stub: GrafanaStub) -> None:
    publish(stub)
    group = stub.groups["sendwatch", "waiting-times"]
    group["rules"].append(group["rules"][0] | {"uid": "left-over"})
    assert outcomes(publish(stub))[-1] == ("alert rules", "changed")
    assert len(stub.groups["sendwatch", "waiting-times"]["rules"]) == len(ALERTS)


def test_a_folder_of_our_title_is_used_whoever_made_it(stub: GrafanaStub) -> None:
    stub.folders["made-by-files"] = "Waiting times"
    publish(stub)
    assert list(stub.groups) == [("made-by-files", "waiting-times")]
    assert stub.dashboards["sendwatch-waiting-times"]["meta"]["folderUid"] == "made-by-files"


def test_the_only_prometheus_of_the_server_is_used(stub: GrafanaStub) -> None:
    stub.sources = {"prom": prometheus_source("prom"), "logs": {"uid": "logs", "name": "Logs", "type": "loki"}}
    assert outcomes(publish(stub, prometheus_url=""))[0] == ("folder", "created")
    [rule, *_] = stub.groups["sendwatch", "waiting-times"]["rules"]
    assert rule["data"][0]["datasourceUid"] == "prom"
    model = stub.dashboards["sendwatch-waiting-times"]["dashboard"]
    assert model["templating"]["list"][0]["current"] == {"selected": True, "text": "Source prom", "value": "prom"}


def test_of_several_the_default_one_is_used(stub: GrafanaStub) -> None:
    stub.sources = {"one": prometheus_source("one"), "two": prometheus_source("two", default=True)}
    publish(stub, prometheus_url="")
    assert stub.groups["sendwatch", "waiting-times"]["rules"][0]["data"][0]["datasourceUid"] == "two"


@pytest.mark.parametrize(("uids", "how_many"), [((), "no"), (("one", "two"), "more than one")])
def test_without_a_prometheus_to_choose_nothing_is_written(uids: tuple[str, ...], how_many: str) -> None:
    with running(GrafanaStub()) as stub:
        stub.sources = {uid: prometheus_source(uid) for uid in uids}
        with pytest.raises(
            GrafanaRefused, match=f"has {how_many} Prometheus data source to choose: give --prometheus-url"
        ):
            publish(stub, prometheus_url="")
        assert stub.writes == []


def test_rules_are_marked_as_provisioned_so_that_no_page_edits_them(stub: GrafanaStub) -> None:
    publish(stub)
    assert not any("x-disable-provenance" in headers for headers in stub.headers)


def test_rules_that_the_server_reads_from_files_are_left_alone(stub: GrafanaStub) -> None:
    stub.provenance = "file"
    publish(stub)
    stub.writes.clear()
    with pytest.raises(GrafanaRefused, match="reads its alert rules from files"):
        publish(stub)
    assert stub.writes == []


def test_a_rule_that_the_server_lost_is_noticed(stub: GrafanaStub) -> None:
    stub.forgets_rules = True
    with pytest.raises(GrafanaRefused, match="does not have sendwatch-ExtractLate"):
        publish(stub)


def test_runbooks_are_linked_where_they_are_published(stub: GrafanaStub) -> None:
    publish(stub, runbooks="https://example.org/runbooks")
    [rule, *_] = stub.groups["sendwatch", "waiting-times"]["rules"]
    assert rule["annotations"]["runbook_url"] == "https://example.org/runbooks/ExtractLate.md"


def test_a_server_below_a_path_is_reached() -> None:
    with running(GrafanaStub(), prefix="/monitoring/grafana") as stub:
        stub.url += "/"
        assert outcomes(publish(stub))[-1] == ("alert rules", "created")


@pytest.mark.parametrize("version", ["8.5.27", "9.3.16", "7.0.0"])
def test_a_server_too_old_for_the_dashboard_is_refused(version: str) -> None:
    with running(GrafanaStub(version)) as stub, pytest.raises(GrafanaRefused, match=f"Grafana {version} is too old"):
        publish(stub)


@pytest.mark.parametrize("version", ["", "14.0.0-pre", "10.0.0"])
def test_a_server_that_hides_its_version_or_is_newer_is_tried(version: str) -> None:
    with running(GrafanaStub(version)) as stub:
        assert publish(stub)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (403, "The service account needs the role Admin"),
        (412, "publish again"),
        (500, "Grafana could not create /dashboards/db: Server Error 500: boom"),
    ],
)
def test_a_refusal_says_what_was_asked_and_what_to_do(stub: GrafanaStub, status: int, words: str) -> None:
    stub.refusing["/api/dashboards/db"] = (status, {"message": "boom"})
    with pytest.raises(GrafanaRefused, match=words):
        publish(stub)


def test_a_wrong_token_is_said_without_repeating_it(stub: GrafanaStub) -> None:
    with pytest.raises(GrafanaRefused, match="The token is not valid") as refusal:
        Publisher(Grafana(stub.url, "glsa_other")).publish()
    assert "glsa_other" not in str(refusal.value)


def test_a_missing_token_is_refused_before_any_call(stub: GrafanaStub) -> None:
    with pytest.raises(GrafanaRefused, match="SENDWATCH_GRAFANA_TOKEN is empty"):
        Grafana(stub.url, "")
    assert stub.headers == []


def test_a_server_that_does_not_answer_is_unreachable() -> None:
    with pytest.raises(GrafanaUnreachable, match="is it running"):
        Publisher(Grafana(f"http://127.0.0.1:{free_port()}", TOKEN)).publish()


def test_something_else_at_the_address_is_not_taken_for_grafana() -> None:
    with running(GrafanaStub()) as stub:
        stub.answer = lambda *_: (200, "<html>Welcome to nginx</html>")  # type: ignore[method-assign]
        with pytest.raises(GrafanaUnreachable):
            publish(stub)


@pytest.mark.parametrize("url", ["", "grafana.example.org", "ftp://grafana.example.org", "http://"])
def test_an_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(GrafanaUnreachable, match="SENDWATCH_GRAFANA_URL must be an address"):
        Grafana(url, TOKEN)


# found, wanted, holds
COMPARED = [
    ({"a": 1, "b": 2}, {"a": 1}, True),
    ({"a": 1}, {"a": 2}, False),
    ({}, {"a": 1}, False),
    ({}, {"a": "", "b": None, "c": [], "d": {}, "e": False, "f": 0}, True),
    ({"a": 1}, {"a": 0}, False),
    ({"a": [1, 2]}, {"a": [1]}, False),
    ({"a": [{"b": 1, "c": 2}]}, {"a": [{"b": 1}]}, True),
    ({"a": "xy"}, {"a": ["x", "y"]}, False),
    (None, {"a": 1}, False),
    ({"id": 9, "a": 1}, {"id": 1, "a": 1}, True),
]


@pytest.mark.parametrize(("found", "wanted", "same"), COMPARED)
def test_a_server_may_hold_more_and_leave_out_what_is_empty(found: object, wanted: object, same: bool) -> None:
    assert holds(found, wanted, frozenset({"id"})) is same


def test_a_dashboard_holds_itself() -> None:
    assert holds(dashboard(), dashboard())
    assert not holds(dashboard(), dashboard("another-source"))

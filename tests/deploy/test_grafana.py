"""What Grafana is given: doors closed, and data source, dashboards and alerts from what sendwatch built.

No Grafana server can be had here. The contents of dashboards and alerts are checked in the tests of their own room.
"""

from configparser import ConfigParser
from pathlib import Path
from string import Template
from typing import Any

import pytest
import yaml

from tests.deploy.composed import DEPLOY, environment, is_volume, mounts, services


@pytest.fixture
def ini() -> ConfigParser:
    parser = ConfigParser(interpolation=None)
    parser.read_string((DEPLOY / "grafana" / "grafana.ini").read_text(encoding="utf-8"))
    return parser


@pytest.mark.parametrize(
    ("section", "option"),
    [
        ("auth.anonymous", "enabled"),
        ("public_dashboards", "enabled"),
        ("snapshots", "enabled"),
        ("snapshots", "external_enabled"),
        ("users", "allow_sign_up"),
        ("users", "viewers_can_edit"),
        ("security", "allow_embedding"),
        ("analytics", "reporting_enabled"),
        ("analytics", "check_for_updates"),
        ("plugins", "plugin_admin_enabled"),
        ("plugins", "preinstall_auto_update"),
    ],
)
def test_a_way_around_the_sign_in_or_out_of_the_machine_is_closed(ini: ConfigParser, section: str, option: str) -> None:
    assert ini.getboolean(section, option) is False


def test_it_waits_for_no_plugin_from_the_internet(ini: ConfigParser) -> None:
    assert ini.getboolean("plugins", "preinstall_disabled")


def test_who_is_added_may_look_and_no_more(ini: ConfigParser) -> None:
    assert ini.get("users", "auto_assign_org_role") == "Viewer"


def test_the_first_page_is_a_dashboard_that_is_built_and_mounted(ini: ConfigParser) -> None:
    assert built_file(ini.get("dashboards", "default_home_dashboard_path")).is_file()


def test_dashboards_are_read_from_where_they_are_mounted() -> None:
    (provider,) = [provider for file in provisioned("dashboards") for provider in file["providers"]]
    assert list(built_file(given(provider["options"]["path"])).glob("*.json"))


def test_the_data_source_is_the_prometheus_of_the_compose_file() -> None:
    (source,) = [source for file in provisioned("datasources") for source in file["datasources"]]
    port = services()["prometheus"]["ports"][0].rpartition(":")[2]
    assert (source["type"], given(source["url"])) == ("prometheus", f"http://prometheus:{port}")


def test_alert_rules_are_among_what_is_mounted() -> None:
    assert [group for file in provisioned("alerting") for group in file["groups"]]


def given(text: str) -> str:
    """A text of a provisioned file as Grafana reads it, with its environment put in."""
    return Template(text).substitute(environment(services()["grafana"]))


def provisioned(kind: str) -> list[dict[str, Any]]:
    """What Grafana reads of one kind: files that are mounted one by one or with their folder."""
    folder = Path("/etc/grafana/provisioning") / kind
    mounted = [built_file(path) for path in mounts(services()["grafana"]) if Path(path).is_relative_to(folder)]
    files = [file for path in mounted for file in (path.glob("*.yaml") if path.is_dir() else [path])]
    assert files
    return [yaml.safe_load(file.read_text(encoding="utf-8")) for file in files]


def built_file(inside: str) -> Path:
    """The file or folder of the checkout behind a path inside Grafana's container."""
    for mounted, source in mounts(services()["grafana"]).items():
        if Path(inside).is_relative_to(mounted) and not is_volume(source):
            return (DEPLOY / source).resolve() / Path(inside).relative_to(mounted)
    raise AssertionError(f"{inside} is not mounted into Grafana")

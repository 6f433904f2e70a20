"""Grafana, where there is one: a server at an address is published to, an installed program is started on loopback."""

import secrets
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from dashboards.build import GENERATED
from sendwatch.run.ports import LOOPBACK
from sendwatch.run.private_files import write_private
from sendwatch.run.processes import Component

HOMEPATH = Path("/usr/share/grafana")
"""Where Grafana's own Debian package keeps its pages."""

NONE_HERE = "no Grafana here: deploy/README.md says how to see it with the compose file, or set SENDWATCH_GRAFANA_URL"


@dataclass(frozen=True)
class Grafana:
    """A Grafana of our own: the folder of its data, its loopback port, and the Prometheus it asks."""

    home: Path
    port: int
    prometheus_url: str

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"

    def environment(self) -> dict[str, str]:
        """Its settings: on loopback, readable without signing in, and calling nobody outside this machine."""
        return {
            "GF_SERVER_HTTP_ADDR": LOOPBACK,
            "GF_SERVER_HTTP_PORT": str(self.port),
            "GF_PATHS_DATA": str(self.home / "data"),
            "GF_PATHS_LOGS": str(self.home / "logs"),
            "GF_PATHS_PROVISIONING": str(GENERATED / "grafana" / "provisioning"),
            "GF_SECURITY_ADMIN_PASSWORD__FILE": str(self.home / "admin-password"),
            "GF_AUTH_ANONYMOUS_ENABLED": "true",
            "GF_ANALYTICS_REPORTING_ENABLED": "false",
            "GF_ANALYTICS_CHECK_FOR_UPDATES": "false",
            "GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES": "false",
            "GF_NEWS_NEWS_FEED_ENABLED": "false",
            "GF_PLUGINS_PREINSTALL_DISABLED": "true",
            "SENDWATCH_PROMETHEUS_URL": self.prometheus_url,
            "SENDWATCH_DASHBOARDS_PATH": str(GENERATED / "grafana" / "dashboards"),
        }

    def write_configuration(self) -> None:
        self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_private(self.home / "admin-password", secrets.token_urlsafe(24))

    def component(self, program: str, inherited: Mapping[str, str], logs: Path) -> Component:
        homepath = ("--homepath", str(HOMEPATH)) if HOMEPATH.is_dir() else ()
        return Component("Grafana", (program, *homepath), {**inherited, **self.environment()}, logs / "grafana.log")


def publish_command(grafana_url: str, prometheus_url: str) -> list[str]:
    """Publish to a Grafana at an address; one on this machine is also told of the Prometheus that only it can reach."""
    here = urlsplit(grafana_url).hostname in (LOOPBACK, "localhost")
    told = ["--prometheus-url", prometheus_url] if here else []
    return [sys.executable, "-m", "sendwatch", "dashboards", "publish", *told]


def program() -> str | None:
    """The installed Grafana, if there is one."""
    return shutil.which("grafana-server")

"""A Grafana server, through grafana-api: the calls we make, and its refusals in words that say what to do."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlsplit

from grafana_api.grafana_api import GrafanaClientError, GrafanaException  # type: ignore[import-untyped]
from grafana_api.grafana_face import GrafanaFace  # type: ignore[import-untyped]
from requests.exceptions import RequestException

from dashboards.shapes import Json

TIMEOUT_SECONDS = 10.0
OLDEST = (9, 4)


class GrafanaRefused(Exception):
    """The server answered, and would not or could not do it."""


class GrafanaUnreachable(Exception):
    """No answer, or one that is not Grafana's."""


class Grafana:
    """One organisation of a Grafana server, as the holder of a service account token."""

    def __init__(self, url: str, token: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise GrafanaUnreachable("SENDWATCH_GRAFANA_URL must be an address such as https://grafana.example.org/")
        if not token:
            raise GrafanaRefused(
                "SENDWATCH_GRAFANA_TOKEN is empty: make a service account with the role Admin, and a token"
            )
        path = parts.path.strip("/")
        self._face = GrafanaFace(
            auth=token,
            host=parts.hostname if ":" not in parts.hostname else f"[{parts.hostname}]",
            port=parts.port,
            url_path_prefix=f"{path}/" if path else "",
            protocol=parts.scheme,
            timeout=TIMEOUT_SECONDS,
        )

    def get(self, path: str) -> Any | None:
        """What is there, or None."""
        return self._call("read", path, lambda: self._face.api.GET(path), missing_is_none=True)

    def post(self, path: str, body: Json) -> Any:
        return self._call("create", path, lambda: self._face.api.POST(path, json=body))

    def put(self, path: str, body: Json) -> Any:
        return self._call("change", path, lambda: self._face.api.PUT(path, json=body))

    def version(self) -> str:
        """The server's version, or '' where it keeps it to itself; refuses one too old for the dashboard."""
        health = self.get("/health")
        if not isinstance(health, dict) or "database" not in health:
            raise GrafanaUnreachable("there is no Grafana at SENDWATCH_GRAFANA_URL: /api/health is not its answer")
        version = str(health.get("version", ""))
        numbers = version.split(".")[:2]
        if all(number.isdigit() for number in numbers) and tuple(map(int, numbers)) < OLDEST:
            raise GrafanaRefused(f"Grafana {version} is too old: {OLDEST[0]}.{OLDEST[1]} or later is needed")
        return version

    def _call(self, verb: str, path: str, call: Callable[[], Any], missing_is_none: bool = False) -> Any:
        try:
            return call()
        except GrafanaClientError as error:
            if missing_is_none and error.status_code == 404:
                return None
            raise GrafanaRefused(f"Grafana would not {verb} {path}: {_words(error)}") from None
        except GrafanaException as error:
            raise GrafanaRefused(f"Grafana could not {verb} {path}: {_words(error)}") from None
        except RequestException as error:
            raise GrafanaUnreachable(f"no answer from Grafana ({type(error).__name__}): is it running?") from None


def segment(text: str) -> str:
    """Text as one part of a path."""
    return quote(text, safe="")


def _words(error: GrafanaException) -> str:
    hints = {
        401: " The token is not valid (any more).",
        403: " The service account needs the role Admin, or rights for folders, dashboards and alert provisioning.",
        412: " Somebody else changed it at the same time: publish again.",
    }
    return f"{error.message}{hints.get(error.status_code, '')}"

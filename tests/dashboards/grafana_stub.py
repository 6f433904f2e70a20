"""A Grafana on loopback that keeps what it is given and refuses what the real one would refuse."""

import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from jsonschema import Draft7Validator

from tests.dashboards import grafana_contract as contract

TOKEN = "glsa_invented"
RULES = "/api/v1/provisioning/alert-rules"
GROUP = re.compile(r"/api/v1/provisioning/folder/([^/]+)/rule-groups/([^/]+)")

Answer = tuple[int, Any]


def wrong(schema: contract.Schema, body: Any) -> Answer | None:
    """400 with the first fault of a body, as Grafana words its own."""
    faults = [error.message for error in Draft7Validator(schema).iter_errors(body)]
    return (400, {"message": f"bad request data: {faults[0]}"}) if faults else None


class GrafanaStub:
    """State and behaviour; `version` and `refusing` make it another server."""

    def __init__(self, version: str = "9.4.17") -> None:
        self.version = version
        self.url = ""
        self.provenance = "api"
        self.forgets_rules = False
        self.refusing: dict[str, Answer] = {}
        self.writes: list[tuple[str, str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.folders: dict[str, str] = {}
        self.dashboards: dict[str, dict[str, Any]] = {}
        self.sources: dict[str, dict[str, Any]] = {}
        self.groups: dict[tuple[str, str], dict[str, Any]] = {}

    def answer(self, method: str, path: str, headers: dict[str, str], body: Any) -> Answer:
        """What the server says to one request."""
        self.headers.append(headers)
        if path == "/api/health":
            return 200, {"commit": "abc", "database": "ok", "version": self.version}
        if headers.get("authorization") != f"Bearer {TOKEN}":
            return 401, {"message": "Invalid API key"}
        if path in self.refusing:
            return self.refusing[path]
        if method != "GET":
            self.writes.append((method, path, body))
        return self._route(method, path, body)

    def _route(self, method: str, path: str, body: Any) -> Answer:
        routes: dict[tuple[str, str], Callable[[], Answer]] = {
            ("GET", "/api/datasources"): lambda: (200, list(self.sources.values())),
            ("POST", "/api/datasources"): lambda: self._keep_source(body),
            ("GET", "/api/folders?limit=1000"): self._list_folders,
            ("POST", "/api/folders"): lambda: self._keep_folder(body),
            ("POST", "/api/dashboards/db"): lambda: self._keep_dashboard(body),
            ("POST", RULES): lambda: self._keep_rule(body),
        }
        if (method, path) in routes:
            return routes[method, path]()
        kind, _, uid = path.removeprefix("/api/").rpartition("/")
        group = GROUP.fullmatch(path)
        if group:
            return self._group(method, (group[1], group[2]), body)
        if method == "PUT" and kind == "datasources/uid":
            return self._keep_source(body) if body["uid"] == uid else (400, {"message": "uid does not match"})
        return self._one(kind, uid)

    def _one(self, kind: str, uid: str) -> Answer:
        kept: dict[str, dict[str, Any]] = {
            "datasources/uid": self.sources,
            "dashboards/uid": self.dashboards,
            "folders": {uid: {"uid": uid, "title": title} for uid, title in self.folders.items()},
            "v1/provisioning/alert-rules": self._rules(),
        }
        found = kept.get(kind, {}).get(uid)
        return (200, found) if found else (404, {"message": "not found"})

    def _list_folders(self) -> Answer:
        return 200, [{"id": 1, "uid": uid, "title": title} for uid, title in self.folders.items()]

    def _keep_source(self, body: Any) -> Answer:
        fault = wrong(contract.DATASOURCE_IN_API, body)
        if fault:
            return fault
        self.sources[body["uid"]] = {"id": 1, "orgId": 1, "isDefault": False, **body}
        return 200, {"datasource": self.sources[body["uid"]], "message": "Datasource added"}

    def _keep_folder(self, body: Any) -> Answer:
        fault = wrong(contract.FOLDER_IN_API, body)
        if fault:
            return fault
        if body["title"] in self.folders.values():
            return 409, {"message": "a folder with the same name already exists in the current location"}
        self.folders[body["uid"]] = body["title"]
        return 200, {"id": 1, **body}

    def _keep_dashboard(self, body: Any) -> Answer:
        fault = wrong(contract.SAVE_DASHBOARD, body)
        if fault:
            return fault
        if body["folderUid"] not in self.folders:
            return 400, {"message": "folder not found"}
        model = body["dashboard"]
        kept = self.dashboards.get(model["uid"], {"dashboard": {"version": 0}})
        version = kept["dashboard"]["version"] + 1
        saved = {"dashboard": model | {"id": 7, "version": version}, "meta": {"folderUid": body["folderUid"]}}
        self.dashboards[model["uid"]] = saved
        return 200, {"uid": model["uid"], "status": "success", "version": version}

    def _rules(self) -> dict[str, dict[str, Any]]:
        return {rule["uid"]: rule for group in self.groups.values() for rule in group["rules"]}

    def _kept(self, rule: dict[str, Any]) -> dict[str, Any]:
        return rule | {"id": 1, "orgID": 3, "provenance": self.provenance}

    def _keep_rule(self, rule: Any) -> Answer:
        fault = wrong(contract.RULE_IN_API, rule)
        if fault:
            return fault
        if rule["uid"] in self._rules():
            return 409, {"message": "rule uid under the same organisation should be unique"}
        empty = {"title": rule["ruleGroup"], "folderUid": rule["folderUID"], "interval": 60, "rules": []}
        group = self.groups.setdefault((rule["folderUID"], rule["ruleGroup"]), empty)
        group["rules"].append(self._kept(rule))
        return 201, rule

    def _group(self, method: str, key: tuple[str, str], body: Any) -> Answer:
        if method == "GET":
            return (200, self.groups[key]) if key in self.groups else (404, {"message": "rule group not found"})
        fault = wrong(contract.RULE_GROUP_IN_API, body)
        if fault:
            return fault
        if key[0] not in self.folders:
            return 400, {"message": "folder does not exist"}
        unknown = {rule["uid"] for rule in body["rules"]} - set(self._rules())
        if unknown and self.version.startswith(("9.", "10.")):
            return 500, {"message": "Internal Server Error", "traceID": ""}
        rules = [self._kept(rule) for rule in body["rules"]]
        self.groups[key] = body | {"rules": rules[1:] if self.forgets_rules else rules}
        return 200, body


@contextmanager
def running(stub: GrafanaStub, prefix: str = "") -> Iterator[GrafanaStub]:
    """The stub on a free loopback port, at `stub.url`."""

    class Handler(BaseHTTPRequestHandler):
        def _do(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length)) if length else None
            headers = {name.lower(): value for name, value in self.headers.items()}
            status, answer = stub.answer(self.command, self.path.removeprefix(prefix), headers, body)
            text = answer.encode() if isinstance(answer, str) else json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Type", "text/html" if isinstance(answer, str) else "application/json")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        do_GET = do_POST = do_PUT = _do  # noqa: N815 - the names http.server looks for

        def log_message(self, *_: object) -> None:
            """Nothing on the test's output."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    stub.url = f"http://127.0.0.1:{server.server_port}{prefix}"
    try:
        yield stub
    finally:
        server.shutdown()
        server.server_close()

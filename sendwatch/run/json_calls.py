"""Calls to the parts we started, over HTTP and JSON, on loopback and never through a proxy."""

import json
from typing import Any
from urllib.request import ProxyHandler, Request, build_opener

SECONDS = 10.0
_direct = build_opener(ProxyHandler({}))


def get_text(url: str, token: str | None = None) -> str:
    return _call(Request(url), token)


def get_json(url: str, token: str | None = None) -> Any:
    return json.loads(_call(Request(url), token))


def post_json(url: str, body: dict[str, Any], token: str | None = None) -> Any:
    request = Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})
    return json.loads(_call(request, token))


def _call(request: Request, token: str | None) -> str:
    if token:
        request.add_header("Authorization", f"Bearer {token}")
    with _direct.open(request, timeout=SECONDS) as response:
        body: bytes = response.read()
    return body.decode()

"""The exporter: one small process, with /metrics for Prometheus and /healthz for whatever keeps it running."""

import uvicorn
from fastapi import FastAPI, Response
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from metrics.collectors import registry_of
from metrics.rendering import Rendering, ScrapeFailed
from metrics.sources import Sources

DEADLINE_SECONDS = 8.0
"""Below the 10 seconds that Prometheus waits (`metrics.scrape`), so that the answer is ours and not a time-out."""

FAILED = "The scrape failed. The exporter's log says why.\n"


def create_app(sources: Sources, deadline_seconds: float = DEADLINE_SECONDS) -> FastAPI:
    """An application over `sources`; it keeps nothing between two requests, and has no documentation pages."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    rendering = Rendering(registry_of(sources), deadline_seconds)

    @app.get("/metrics")
    def metrics() -> Response:
        try:
            return Response(rendering.render(), media_type=CONTENT_TYPE_PLAIN_0_0_4)
        except ScrapeFailed:
            return Response(FAILED, status_code=500, media_type="text/plain")

    @app.get("/healthz")
    def healthz() -> Response:
        """Alive; whether the store answers is for /metrics to say."""
        return Response("ok\n", media_type="text/plain")

    return app


def serve(sources: Sources, host: str, port: int) -> None:
    """Answer until stopped. One process: custom collectors do not work in the client's multi-process mode."""
    uvicorn.run(create_app(sources), host=host, port=port, workers=1, access_log=False, server_header=False)

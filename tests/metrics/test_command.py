"""`sendwatch metrics serve`: a process over a real store, and the figures it gives."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from sendwatch.rooms import initialise
from sendwatch.settings import Settings
from tests.metrics.live import free_port, wait_until


@contextmanager
def serving(home: Path) -> Iterator[str]:
    """The command in a process of its own; gives its address."""
    port = free_port()
    environment = os.environ | {"SENDWATCH_HOME": str(home), "SENDWATCH_METRICS_PORT": str(port)}
    process = subprocess.Popen([sys.executable, "-m", "sendwatch", "metrics", "serve"], env=environment, cwd=home)
    address = f"http://127.0.0.1:{port}"
    try:
        wait_until(lambda: urlopen(f"{address}/healthz", timeout=5).status == 200, "the exporter answers")
        yield address
    finally:
        process.terminate()
        assert process.wait(timeout=15) in (0, -15)


def test_an_empty_store_shows_every_feed_as_expected_and_none_as_seen(tmp_path: Path) -> None:
    initialise(Settings(home=tmp_path))
    with serving(tmp_path) as address, urlopen(f"{address}/metrics", timeout=15) as answer:
        text = answer.read().decode()
    assert 'extract_info{pathway="camhs-gateway",provider="RDY"} 1.0' in text
    assert "extract_census_timestamp_seconds{" not in text
    assert "waits_open{" not in text

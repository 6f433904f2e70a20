"""A real Prometheus scrapes the exporter, and PromQL gives back exactly the figures that may be shown."""

import subprocess
from collections.abc import Iterator
from dataclasses import replace
from math import isnan
from pathlib import Path
from shutil import which

import pytest

from diis.definitions.figures import Figure
from metrics.exporter import create_app
from metrics.scrape import config
from tests.metrics.invented import SOURCES, figures_now_or_before
from tests.metrics.live import Prometheus, is_exported, prometheus, promql, served, wait_until

RULES = "groups: []\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prometheus]:
    folder = tmp_path_factory.mktemp("prometheus")
    (folder / "rules.yaml").write_text(RULES)
    with served(create_app(SOURCES)) as target, prometheus(target, folder, folder / "rules.yaml") as running:
        yield running


def test_every_figure_reads_back_as_it_may_be_shown(server: Prometheus) -> None:
    for figure in filter(is_exported, figures_now_or_before(0)):
        [read] = server.series(promql(figure))
        value, shown = float(read["value"][1]), figure.shown().value
        assert isnan(value) if shown is None else value == shown, (figure.measure, figure.provider, figure.figure)


def test_a_suppressed_figure_is_a_series_and_not_a_gap(server: Prometheus) -> None:
    [suppressed] = server.series('waits_open{measure="gateway-decision",provider="RDY"}')
    assert suppressed["value"][1] == "NaN"


def test_a_failed_scrape_shows_as_down_and_its_numbers_go(tmp_path: Path) -> None:
    broken: list[bool] = []

    def figures(before_days: int) -> list[Figure]:
        if broken:
            raise ConnectionError("the store is away")
        return figures_now_or_before(before_days)

    (tmp_path / "rules.yaml").write_text(RULES)
    app = create_app(replace(SOURCES, figures=figures))
    with served(app) as target, prometheus(target, tmp_path, tmp_path / "rules.yaml") as server:
        assert server.series("waits_open")
        broken.append(True)
        wait_until(lambda: server.series("up == 0"), "the failed scrape shows")
        assert server.series("waits_open") == []


def test_promtool_accepts_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text(RULES)
    settings = tmp_path / "prometheus.yml"
    settings.write_text(config("127.0.0.1:9464", tmp_path / "rules.yaml"))
    promtool = which("promtool")
    assert promtool
    check = subprocess.run([promtool, "check", "config", settings], capture_output=True, text=True, timeout=30)
    assert check.returncode == 0, check.stderr


@pytest.mark.parametrize(("every", "timeout"), [(1, "1s"), (15, "10s"), (300, "10s")])
def test_a_scrape_may_not_take_longer_than_its_interval(every: int, timeout: str) -> None:
    text = config("127.0.0.1:9464", Path("rules.yaml"), every)
    assert f"scrape_interval: {every}s" in text
    assert f"scrape_timeout: {timeout}" in text

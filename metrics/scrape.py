"""The Prometheus configuration that scrapes the exporter and evaluates our rules."""

import json
from pathlib import Path

JOB = "sendwatch"
SCRAPE_SECONDS = 15
LONGEST_SCRAPE_SECONDS = 10

_CONFIG = """\
global:
  scrape_interval: {every}s
  scrape_timeout: {timeout}s
  evaluation_interval: {every}s

rule_files:
  - {rules}

scrape_configs:
  - job_name: {job}
    static_configs:
      - targets: [{target}]
"""


def config(target: str, rules: Path, every_seconds: int = SCRAPE_SECONDS) -> str:
    """Configuration text; `target` is host:port of the exporter, `rules` an absolute path or one beside the file.

    The interval only bounds how long a change takes to show: figures change weekly, and a scrape reads a few hundred.
    """
    return _CONFIG.format(
        every=every_seconds,
        timeout=min(every_seconds, LONGEST_SCRAPE_SECONDS),
        rules=json.dumps(str(rules)),
        job=JOB,
        target=json.dumps(target),
    )

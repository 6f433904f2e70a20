"""Grafana dashboards, alert rules and runbooks as code, built to files and published."""

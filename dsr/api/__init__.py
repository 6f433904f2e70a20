"""The register over HTTP, as JSON: what may be asked and said, by whom, and how refusals read."""

"""Retention of the landing area: received files are deleted when their time is up; the store keeps no identifier."""

from datetime import UTC

from diis.extracts.landing import landing_limit
from diis.intake import Intake


def clear_landing(intake: Intake, keep_days: int) -> list[str]:
    """Delete files that landed more than `keep_days` days ago; returns their fingerprints."""
    return intake.landing.clear(landing_limit(intake.now.replace(tzinfo=UTC), keep_days))

"""Days waited and ages in years."""

from datetime import date


def days_between(start: date, end: date) -> int:
    """Calendar days from start to end, the start day not counted (R-WAIT-86)."""
    return (end - start).days


def age_on(birth: date, on: date) -> int:
    """Completed years; who was born on 29 February has no birthday on 28 February (R-WAIT-87)."""
    return on.year - birth.year - ((on.month, on.day) < (birth.month, birth.day))

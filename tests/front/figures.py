"""Figures for the tests of what is shown and compared."""

from datetime import date

from diis.definitions.figures import ALL, COUNT, DAYS, Figure

AS_AT = date(2026, 11, 15)


def figure(name: str, value: float | None, *, provider: str = "RDY", measure: str = "gateway-decision") -> Figure:
    unit = DAYS if name.endswith("-days") else COUNT
    behind = 100 if unit == DAYS else int(value or 0)
    return Figure(AS_AT, 7, measure, name, provider, ALL, ALL, value, unit, "R-WAIT-130", behind)

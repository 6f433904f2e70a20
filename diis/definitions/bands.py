"""The Community Health Services waiting bands, in days waited (R-WAIT-25)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Band:
    """Days `first_day` to `last_day`, both inside; `last_day` None is the open band."""

    label: str
    first_day: int
    last_day: int | None

    def holds(self, days: int) -> bool:
        """Whether a wait of `days` belongs to this band."""
        return days >= self.first_day and (self.last_day is None or days <= self.last_day)


BANDS: tuple[Band, ...] = (
    Band("0-7", 0, 7),
    Band("8-14", 8, 14),
    Band("15-28", 15, 28),
    Band("29-84", 29, 84),
    Band("85-126", 85, 126),
    Band("127-364", 127, 364),
    Band("365-728", 365, 728),
    Band("729+", 729, None),
)

"""Reads a demo back as a provider's analyst would: lists of rows by feed and census date."""

import csv
import hashlib
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from diis.definitions.pathways import PATHWAYS

Row = dict[str, str]
PLANTED = "9"
"""The first digit of a planted referral's number; no child's number is so high."""


@dataclass(frozen=True)
class WeeklyList:
    feed: str
    census: date
    folder: Path

    @cached_property
    def everything(self) -> list[Row]:
        return read(self.folder / "referrals.csv")

    @cached_property
    def contacts(self) -> list[Row]:
        return read(self.folder / "contacts.csv")

    @cached_property
    def events(self) -> list[Row]:
        return read(self.folder / "events.csv")

    @cached_property
    def steps(self) -> list[Row]:
        """None where the feed sends no such file."""
        path = self.folder / "steps.csv"
        return read(path) if path.exists() else []

    @cached_property
    def rows(self) -> dict[str, Row]:
        """The rows of children by referral id, without the planted ones."""
        return {row["referral_id"]: row for row in self.everything if row["referral_id"][1] != PLANTED}

    @cached_property
    def first_seen(self) -> dict[str, date]:
        """Referral id to its first attended contact."""
        seen: dict[str, date] = {}
        for contact in self.contacts:
            if contact["attendance"] in {"5", "6"}:
                on = date.fromisoformat(contact["contact_date"])
                seen[contact["referral_id"]] = min(seen.get(contact["referral_id"], on), on)
        return seen

    def waits(self, as_at: date | None = None) -> list[int]:
        """Days waited, at a date, by each child whose clock is open on it; decision or first contact is the stop."""
        on = as_at or self.census
        return [days for row in self.rows.values() if (days := self._wait(row, on)) is not None]

    def _wait(self, row: Row, on: date) -> int | None:
        ends = [row["closed_date"], row["transferred_to_adult_date"]]
        if row["pathway"] == "camhs-gateway" or row["decision"] == "rejected":
            ends.append(row["decision_date"])
        if row["pathway"] != "camhs-gateway" and row["referral_id"] in self.first_seen:
            ends.append(self.first_seen[row["referral_id"]].isoformat())
        if row["received_date"] > on.isoformat() or any(end and end <= on.isoformat() for end in ends):
            return None
        return (on - date.fromisoformat(row["received_date"])).days


def number_of(row: Row) -> str:
    """The number of a child, the same in all ids of its referrals."""
    return row["referral_id"][1:8]


def read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def lists_in(out: Path) -> dict[str, list[WeeklyList]]:
    """Feed to its lists, oldest first."""
    return {
        feed.name: [
            WeeklyList(feed.name, date.fromisoformat(folder.name[-10:]), folder)
            for folder in sorted(feed.iterdir(), key=lambda folder: folder.name[-10:])
        ]
        for feed in sorted(out.iterdir())
        if feed.is_dir() and feed.name.endswith(PATHWAYS)
    }


def fingerprint(out: Path) -> dict[str, str]:
    """Every file of a demo, by its path, with the hash of its bytes."""
    files = sorted(path for path in out.rglob("*") if path.is_file())
    return {str(path.relative_to(out)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}

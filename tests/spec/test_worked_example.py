"""The worked example of layout wl-1: three small extracts, and figures computed by an independent reading."""

import csv
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from diis.definitions.clocks import Contact, Referral
from diis.definitions.local_measures import MEASURES
from diis.definitions.oracle import values_of
from diis.figures import figures_at
from diis.intake import Intake
from diis.pull import pull
from tests.spec.measuring import day

EXAMPLE = Path(__file__).parent.parent / "samples" / "wl-1-example"
EXPECTED = json.loads((EXAMPLE / "expected.json").read_text())
DATES = sorted({row["as_at"] for row in EXPECTED})
MEASURED = {row["measure"] for row in EXPECTED}
FIGURES = {row["figure"] for row in EXPECTED}

Values = dict[tuple[str, str, str], float | None]
"""By measure, provider and figure."""


def expected_at(as_at: str) -> Values:
    return {(row["measure"], row["provider"], row["figure"]): row["value"] for row in EXPECTED if row["as_at"] == as_at}


@pytest.mark.parametrize("as_at", DATES)
def test_the_store_gives_every_expected_figure(intake: Intake, as_at: str) -> None:
    for folder in sorted(EXAMPLE.glob("*_*_*")):
        assert pull(None, folder, intake).outcome == "accepted"
    found = {
        (one.measure, one.provider, one.figure): one.value
        for one in figures_at(intake.store, date.fromisoformat(as_at), breakdown="all")
        if one.provider != "all" and one.measure in MEASURED
    }
    assert of_the_example(found) == expected_at(as_at)


@pytest.mark.parametrize("as_at", DATES)
def test_the_oracle_gives_every_expected_figure(as_at: str) -> None:
    rows = [row for folder in EXAMPLE.glob("*_*_*") for row in _referrals(folder)]
    found = {
        (measure.id, provider, figure): value
        for measure in MEASURES
        if measure.id in MEASURED
        for provider in {row.provider for row in rows if row.pathway == measure.pathway}
        for figure, value in values_of(
            measure, [row for row in rows if row.provider == provider], date.fromisoformat(as_at)
        ).items()
    }
    assert of_the_example(found) == expected_at(as_at)


def of_the_example(found: Values) -> Values:
    """The figures that the example tells; a measure may have more."""
    assert len(EXPECTED) == 51 * len(DATES)
    return {key: value for key, value in found.items() if key[2] in FIGURES}


def _referrals(folder: Path) -> list[Referral]:
    """A plain reading of the two files."""
    contacts: dict[str, list[Contact]] = {}
    for row in _rows(folder / "contacts.csv"):
        held = Contact(date.fromisoformat(row["contact_date"]), row["attendance"], row["mechanism"])
        contacts.setdefault(row["referral_id"], []).append(held)
    return [
        Referral(
            provider=row["provider"],
            pathway=row["pathway"],
            referral_id=row["referral_id"],
            received_on=date.fromisoformat(row["received_date"]),
            decision_on=day(row["decision_date"]),
            decision=row["decision"] or None,
            closed_on=day(row["closed_date"]),
            transferred_to_adult_on=day(row["transferred_to_adult_date"]),
            contacts=tuple(contacts.get(row["referral_id"], ())),
        )
        for row in _rows(folder / "referrals.csv")
    ]


def _rows(path: Path) -> Iterator[dict[str, str]]:
    return csv.DictReader(path.read_text(encoding="utf-8").splitlines())

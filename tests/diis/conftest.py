"""What the tests of the pull share: a way to send an extract, and figures by name."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from diis.extracts.landing import Landing
from diis.extracts.verdict import Verdict
from diis.figures import figures_at
from diis.intake import Intake
from diis.pull import pull
from tests.diis.extract_builder import AnExtract
from tests.diis.store_dump import empty

Send = Callable[[AnExtract], Verdict]
Fresh = Callable[[], AbstractContextManager[Intake]]
Figures = Callable[..., dict[str, float | None]]


@pytest.fixture
def send(intake: Intake, tmp_path: Path) -> Send:
    """Write an extract into a folder of its own and pull it."""
    sent = iter(range(1_000_000))
    return lambda extract: pull(None, extract.folder(tmp_path / f"sent-{next(sent)}"), intake)


@pytest.fixture
def figures(intake: Intake) -> Figures:
    """The exact figures of one measure, by name, over all providers."""

    def of(as_at: str, as_known: int | None = None, measure: str = "nd-first-contact") -> dict[str, float | None]:
        found = figures_at(intake.store, date.fromisoformat(as_at), as_known, breakdown="all")
        return {one.figure: one.value for one in found if (one.measure, one.provider) == (measure, "all")}

    return of


@pytest.fixture
def fresh(intake: Intake) -> Fresh:
    """For tests that run many times on one database: an emptied store and a landing area of its own."""

    @contextmanager
    def emptied() -> Iterator[Intake]:
        empty(intake.store)
        with TemporaryDirectory() as folder:
            yield replace(intake, landing=Landing(Path(folder) / "landing"))

    return emptied

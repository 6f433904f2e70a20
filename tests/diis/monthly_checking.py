"""Checks an invented submission without a store: its rows by table, and what was found as (code, line, field)."""

from pathlib import Path
from tempfile import TemporaryDirectory

from diis.extracts.monthly.facts import LookUps
from diis.extracts.monthly.periods import submission_name
from diis.extracts.monthly.submission import Checked, SubmissionReader
from diis.extracts.places import Area, Places
from diis.extracts.practices import Practices
from diis.extracts.pseudonyms import Pseudonymiser
from diis.extracts.rejections import ROW, WARNING, Rejection
from diis.extracts.sources import source_of
from diis.intake import unwatched
from tests.conftest import KEY
from tests.diis.monthly_builder import ASubmission

PSEUDONYMS = Pseudonymiser(KEY)
PLACES = Places({"DT11XJ": Area("E01020001", 3, "E06000059", "11J"), "BH81AA": Area("E01030001", 9)})
PRACTICES = Practices({"J81001": "11J", "J81002": "92G"})

Row = dict[str, object]


def checked(submission: ASubmission, *, allow_test_nhs_numbers: bool = True) -> Checked:
    with TemporaryDirectory() as folder:
        return checked_at(submission.folder(Path(folder)), allow_test_nhs_numbers=allow_test_nhs_numbers)


def checked_at(path: Path, *, allow_test_nhs_numbers: bool = True) -> Checked:
    source = source_of(path)
    promised = submission_name(source.name)
    assert promised is not None
    look_ups = LookUps(PSEUDONYMS, PLACES, PRACTICES)
    return SubmissionReader(
        source, promised, look_ups, unwatched, allow_test_nhs_numbers=allow_test_nhs_numbers
    ).check()


def rows(found: Checked, table: str) -> list[Row]:
    """The rows of one table of `submissions.TABLES`."""
    return found.rows[table].to_dicts()


def quarantined(found: Checked) -> list[tuple[str, str, int | None, str | None]]:
    return [_short(one) for one in found.findings if one.level == ROW]


def warned(found: Checked) -> list[tuple[str, str, int | None, str | None]]:
    return [_short(one) for one in found.findings if one.level == WARNING]


def _short(found: Rejection) -> tuple[str, str, int | None, str | None]:
    return found.code, found.file.removesuffix(".csv"), found.line, found.field

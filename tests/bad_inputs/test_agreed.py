"""What a provider may send otherwise once it is agreed (B04, B13, B17, B45, B50), and that nothing is by default.

The other setting, the strict one, is in the table: there the same inputs are refused or set aside.
"""

import codecs
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from diis.feeds import FEEDS, STRICT, Profile
from diis.intake import Intake
from diis.pull import pull
from tests.bad_inputs.judging import hold_to
from tests.bad_inputs.stored import Stored, facts
from tests.bad_inputs.table import BASE, BEFORE, ODD, Case, Files, Send, changed, folder
from tests.bad_inputs.workbooks import put, sent
from tests.diis.extract_builder import AnExtract, a_referral

Under = Callable[[Profile], None]

FILES: Files = BASE.files()
LAST = 42
"""The line of the one row more."""


def _more(**fields: str) -> AnExtract:
    return replace(BASE, referrals=[*BASE.referrals, a_referral(ODD, **fields)])


def _noted(note: str) -> bytes:
    header, *rows = FILES["referrals.csv"].decode().splitlines()
    return "\n".join([f"{header},notes", *(f"{row},{note}" for row in rows), ""]).encode("cp1252")


def _renamed(content: bytes) -> bytes:
    return content.replace(b"nhs_number", b"NHS No").replace(b"closed_date", b"discharged")


def _unclosed(content: bytes) -> bytes:
    return content.replace(b"P000003", b'"P3')


def _undefined(content: bytes) -> bytes:
    return content + b"\x81,\n"


def _long(content: bytes) -> bytes:
    return content + b"x" * 70_000 + b"\n"


@dataclass(frozen=True)
class Agreed:
    """A case under a profile; `warned` are all codes that are told."""

    case: Case
    profile: Profile
    warned: tuple[str, ...]


WINDOWS = Profile(encoding="windows-1252")
ALIASES = Profile(aliases=(("NHS No", "nhs_number"), ("discharged", "closed_date")))
SERIALS = Profile(serial_dates=True)
SENTINELS = Profile(not_known_dates=frozenset({"1900-01-01", "9999-12-31"}))


def _warned(number: str, what: str, send: Send, left: AnExtract = BASE) -> Case:
    return Case(number, what, "W", None, send, left=left)


CASES = (
    Agreed(
        _warned("B04", "Windows-1252", folder(FILES | {"referrals.csv": _noted("O’Neill £5 é")})),
        WINDOWS,
        ("encoding-windows-1252", "column-unknown"),
    ),
    Agreed(_warned("B04", "UTF-8 all the same", changed(lambda content: codecs.BOM_UTF8 + content)), WINDOWS, ()),
    Agreed(
        _warned("B02", "UTF-16 all the same", changed(lambda content: content.decode().encode("utf-16"))),
        WINDOWS,
        ("encoding-utf-16",),
    ),
    Agreed(_warned("B13", "an alias", changed(_renamed)), ALIASES, ("column-renamed", "column-renamed")),
    Agreed(_warned("B13", "the layout's own name all the same", folder(FILES)), ALIASES, ()),
    *(
        Agreed(
            _warned("B17", f"fields parted by {sign}", changed(lambda c, s=sign: c.replace(b",", s.encode()))),  # type: ignore[misc]
            Profile(delimiter=sign),
            (),
        )
        for sign in (";", "\t", "|")
    ),
    Agreed(_warned("B17", "commas all the same", folder(FILES)), Profile(delimiter=";"), ()),
    Agreed(
        _warned("B45", "day numbers", folder(_more(received_date="46000").files()), _more(received_date="2025-12-09")),
        SERIALS,
        ("date-serial",),
    ),
    Agreed(
        _warned(
            "B45",
            "day numbers in a workbook",
            sent(put("received_date", LAST, 46000), _more()),
            _more(received_date="2025-12-09"),
        ),
        SERIALS,
        ("date-serial",),
    ),
    Agreed(
        _warned("B50", "dates that are not known", folder(_more(closed_date="9999-12-31").files()), _more()),
        SENTINELS,
        ("date-not-known",),
    ),
)


REFUSED = (
    Agreed(
        Case("B05", "two encodings", "R", "encoding", changed(lambda content: content + "é".encode() + b"\xe9,\n")),
        WINDOWS,
        (),
    ),
    Agreed(
        Case("B04", "another encoding than agreed", "R", "encoding", changed(lambda c: c + b"\x81,\n")), WINDOWS, ()
    ),
    Agreed(Case("B19", "a quote that is not closed", "R", "csv-broken", changed(_unclosed), line=5), ALIASES, ()),
    Agreed(Case("B22", "a long line", "R", "line-too-long", changed(_long), line=42), ALIASES, ()),
    Agreed(Case("B31", "a last line that is cut", "R", "truncated", changed(lambda c: c[:-60]), line=41), ALIASES, ()),
    Agreed(Case("B28", "no CSV", "R", "not-csv", changed(lambda _: b"PK\x03\x04")), WINDOWS, ()),
)


@pytest.fixture
def under(monkeypatch: pytest.MonkeyPatch) -> Under:
    """Agree a profile with every provider."""

    def agree(profile: Profile) -> None:
        monkeypatch.setattr("diis.delivery.FEEDS", tuple(replace(feed, profile=profile) for feed in FEEDS))

    return agree


@pytest.mark.parametrize("agreed", CASES, ids=lambda agreed: agreed.case.id)
def test_what_was_agreed_is_read_and_each_use_of_it_is_told(
    agreed: Agreed, under: Under, intake: Intake, tmp_path: Path, stored: Stored
) -> None:
    pull(None, BEFORE.folder(tmp_path / "before"), intake)
    under(agreed.profile)
    verdict = pull(None, agreed.case.send(tmp_path / "sent"), intake)
    assert (verdict.outcome, verdict.rejections) == ("accepted", [])
    assert sorted(one.code for one in verdict.warnings) == sorted(agreed.warned)
    assert facts(intake.store) == stored.of(agreed.case.left)


@pytest.mark.parametrize("agreed", REFUSED, ids=lambda agreed: agreed.case.id)
def test_an_agreement_makes_no_other_fault_good(agreed: Agreed, under: Under, intake: Intake, tmp_path: Path) -> None:
    under(agreed.profile)
    hold_to(agreed.case, pull(None, agreed.case.send(tmp_path), intake).as_json())


def test_lines_stay_what_they_were_under_an_agreement(under: Under, intake: Intake, tmp_path: Path) -> None:
    """Blank lines and line breaks in quotes are counted as the sender's editor counts them."""
    under(ALIASES)
    header, *rows = FILES["referrals.csv"].decode().splitlines(keepends=True)
    odd = rows[30].replace("NE000030", "NE000900").replace(",1,", ",?,")
    broken = rows[0].replace(",P000000", ',"P\n0"') if "P000000" in rows[0] else rows[1].replace("P000001", '"P\n1"')
    content = "".join([header, "\n", broken, "\n", odd, *rows[2:]]).encode()
    verdict = pull(None, folder(FILES | {"referrals.csv": content})(tmp_path), intake)
    lines = {one.code: one.line for one in verdict.rejections if one.file == "referrals.csv"}
    assert lines == {"identifier-shape": 3, "code-not-in-list": 6}


def test_nothing_is_agreed_by_default() -> None:
    assert {feed.profile for feed in FEEDS} == {STRICT} == {Profile()}

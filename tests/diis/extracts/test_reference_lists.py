"""Lists that the deployment gives: procedures that count (R-WAIT-62) and what sub-ICBs lie in (R-WAIT-42, 65)."""

from datetime import date
from pathlib import Path

import pytest

from diis.definitions.national.cyp_reference import AUTISM_ASSESSMENT, Reference
from diis.definitions.national.organisations import Organisations, Parents
from diis.extracts.interventions import InterventionsUnusable, read_interventions
from diis.extracts.organisations import OrganisationsUnusable, read_organisations
from diis.extracts.snomed import is_identifier

THERAPIES = "1853461000000105"
THERAPY = "228557008"
HEADER = "refset,code,from,to"


def written(folder: Path, *lines: str) -> Path:
    path = folder / "given.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8-sig")
    return path


def test_without_a_list_the_codes_named_in_public_count() -> None:
    assert read_interventions(None) == Reference()
    assert len(Reference().missing_sets) == 3


@pytest.mark.parametrize(
    ("row", "first", "last"),
    [
        (f"{THERAPIES},{THERAPY},2024-04-01,2026-04-20", date(2024, 4, 1), date(2026, 4, 20)),
        (f"{THERAPIES},{THERAPY},2024-04-01,", date(2024, 4, 1), None),
        (f"{THERAPIES}, {THERAPY} ,,2026-04-20", None, date(2026, 4, 20)),
        (f"{THERAPIES},{THERAPY}", None, None),
    ],
)
def test_a_member_counts_between_its_days(tmp_path: Path, row: str, first: date | None, last: date | None) -> None:
    """R-WAIT-62, section 15: from the concept's own start until the membership ends, both days included."""
    found = read_interventions(written(tmp_path, HEADER, row))
    member = found.interventions[-1]
    assert (member.code, member.from_on, member.to_on, member.refset) == (THERAPY, first, last, THERAPIES)
    assert found.interventions[:-1] == Reference().interventions
    assert found.missing_sets == ["psychosocial interventions", "medication and physical therapy"]


def test_an_assessment_counts_on_any_day_unless_it_is_given_days(tmp_path: Path) -> None:
    given = read_interventions(written(tmp_path, HEADER, f"assessment,{AUTISM_ASSESSMENT.code},2024-04-01,"))
    for reference, counts in ((Reference(), True), (given, False)):
        assert reference.intervenes(AUTISM_ASSESSMENT.code, date(2024, 3, 31)) is counts
        assert reference.intervenes(AUTISM_ASSESSMENT.code, date(2024, 4, 1))
    assert given.intervenes("1914891000000100", date(2024, 3, 31))


def test_a_code_counts_in_each_time_of_membership(tmp_path: Path) -> None:
    rows = [f"{THERAPIES},{THERAPY},2024-01-01,2024-01-31", f"{THERAPIES},{THERAPY},2024-03-01,"]
    found = read_interventions(written(tmp_path, HEADER, *rows))
    counted = [found.intervenes(THERAPY, date(2024, month, 15)) for month in (1, 2, 3)]
    assert counted == [True, False, True]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["code", THERAPY], "line 1: its first line is not refset,code,from,to"),
        ([HEADER], "has no rows"),
        ([HEADER, f"1853441000000109,{THERAPY},,"], "line 2: '1853441000000109' is not one of 1853461000000105"),
        ([HEADER, f"{THERAPIES},228557009,,"], "'228557009' is not a SNOMED CT code"),
        ([HEADER, f"{THERAPIES},,,"], "'' is not a SNOMED CT code"),
        ([HEADER, f"{THERAPIES},{THERAPY},01/04/2024,"], "'01/04/2024' is not a day as YYYY-MM-DD"),
        ([HEADER, f"{THERAPIES},{THERAPY},2024-04-02,2024-04-01"], "line 2: it ends before it begins"),
        ([HEADER, f"assessment,{THERAPY},,"], "the codes of assessment are 1085671000000109 and 1914891000000100"),
        ([HEADER, f"{THERAPIES},1085671000000109,,"], "the codes of assessment are"),
        ([HEADER, f'{THERAPIES},"{THERAPY}'], "unexpected end of data"),
    ],
)
def test_a_list_of_interventions_that_is_wrong_is_refused_in_words(tmp_path: Path, lines: list[str], said: str) -> None:
    with pytest.raises(InterventionsUnusable) as refused:
        read_interventions(written(tmp_path, *lines))
    assert said in str(refused.value)


def test_sub_icbs_lie_in_boards_and_regions(tmp_path: Path) -> None:
    found = read_organisations(written(tmp_path, "sub_icb,icb,region", "11J,QVV,Y58", " 15n,qjk,Y58"))
    assert found.parents == {"11J": Parents("QVV", "Y58"), "15N": Parents("QJK", "Y58")}
    assert found.above("11J") == {"icb": "QVV", "region": "Y58"}
    assert found.above("99Z") == {"icb": "UNKNOWN", "region": "UNKNOWN"}
    assert read_organisations(None) == Organisations()
    assert Organisations().above("11J") == {}


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["sub_icb,icb", "11J,QVV"], "line 1: its first line is not sub_icb,icb,region"),
        (["sub_icb,icb,region"], "has no rows"),
        (["sub_icb,icb,region", "11J,QVV,"], "line 2: region is not an ODS code"),
        (["sub_icb,icb,region", "11J,NHS Dorset,Y58"], "line 2: icb is not an ODS code"),
        (["sub_icb,icb,region", "11J,QVV,Y58", "11J,QOX,Y58"], "line 3: 11J stands there twice"),
    ],
)
def test_a_list_of_organisations_that_is_wrong_is_refused_in_words(tmp_path: Path, lines: list[str], said: str) -> None:
    with pytest.raises(OrganisationsUnusable) as refused:
        read_organisations(written(tmp_path, *lines))
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        (THERAPY, True),
        ("1085671000000109", True),
        ("228557009", False),
        ("225887008", False),
        ("228557008 ", False),
        ("12345", False),
        ("", False),
        ("٢٢٨٥٥٧٠٠٨", False),
    ],
    ids=["a code", "a long one", "wrong last digit", "digits turned round", "blank", "short", "empty", "other digits"],
)
def test_a_code_is_told_by_its_check_digit(text: str, is_one: bool) -> None:
    assert is_identifier(text) is is_one

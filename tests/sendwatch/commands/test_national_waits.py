"""`sendwatch waits` of national measures: which breakdown is told of which, and with the lists that are given."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from diis.definitions.breakdowns import BREAKDOWN_IDS
from sendwatch.__main__ import app
from sendwatch.settings import Settings
from tests.diis.monthly_builder import a_contact, a_referral, a_submission, referral_id

THERAPY = "228557008"
SETS = ("1853461000000105", "1853481000000101", "1853451000000107")
TOOL = "718458005"


@pytest.fixture(autouse=True)
def loaded(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One child of Dorset, seen, scored and treated in the month of the referral."""
    places = tmp_path / "postcodes.csv"
    places.write_text("postcode,lsoa,imd_decile,local_authority,sub_icb\nDT1 1XJ,E01020332,1,E06000059,11J\n")
    monkeypatch.setenv("SENDWATCH_POSTCODES", str(places))
    contact = a_contact(1)
    submission = a_submission(
        referrals=[a_referral(1, ReferralRequestReceivedDate="2026-09-01")],
        contacts=[contact],
        MHS202CareActivity=[{"CareActID": "A", "CareContactID": contact["CareContactID"], "Procedure": THERAPY}],
        MHS606CodedScoreAssessmentRefer=[
            {
                "ServiceRequestID": referral_id(1),
                "CodedAssToolType": TOOL,
                "PersScore": "9",
                "AssToolCompTimestamp": "2026-09-12T10:00:00",
            }
        ],
    )
    pulled = CliRunner().invoke(app, ["pull", str(submission.folder(settings.inbox("rdy-mhsds")))])
    assert pulled.exit_code == 0, pulled.output


def told(by: str, *arguments: str) -> dict[str, dict[str, float]]:
    """Measure to the values by level, of all providers."""
    asked = ["waits", "--as-at", "2026-09-30", "--by", by, "--provider", "all", "--exact", "--json", *arguments]
    result = CliRunner().invoke(app, asked)
    assert result.exit_code == 0, result.output
    found: dict[str, dict[str, float]] = {}
    for one in json.loads(result.stdout)["figures"]:
        found.setdefault(one["measure"], {})[one["level"]] = one["value"]
    return {measure: levels for measure, levels in found.items() if measure.startswith(("ASD", "MRS", "MHS"))}


TOLD = {
    "all": {"ASD16": "all", "MRS13": "all", "MHS130": "all"},
    "age": {"ASD16": "10 to 17"},
    "gender": {"ASD16": "Male"},
    "ethnicity": {"ASD16": "British"},
    "deprivation": {"MRS13": "Core20"},
    "area": {"ASD16": "11J", "MRS13": "11J", "MHS130": "11J"},
    "lac": {},
    "sen": {},
    "priority": {},
    "condition": {},
}
"""What is published nationally by each breakdown (R-WAIT-42, 65): measure to the level the child is in."""

BEYOND = {
    "sub-icb-age-group": {"ASD16": "11J 10 to 17"},
    "icb": {"ASD16": "QVV", "MRS13": "QVV", "MHS130": "QVV"},
    "icb-age-group": {"ASD16": "QVV 10 to 17"},
    "icb-deprivation": {"MRS13": "QVV Core20"},
    "region": {"ASD16": "Y58", "MRS13": "Y58", "MHS130": "Y58"},
    "region-age-group": {"ASD16": "Y58 10 to 17"},
    "region-deprivation": {"MRS13": "Y58 Core20"},
}


def test_every_breakdown_of_the_command_line_is_accounted_for() -> None:
    assert set(TOLD) == set(BREAKDOWN_IDS)


@pytest.mark.parametrize("breakdown", [*TOLD, *BEYOND])
def test_a_breakdown_is_told_of_the_measures_that_are_published_by_it(
    breakdown: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    organisations = tmp_path / "organisations.csv"
    organisations.write_text("sub_icb,icb,region\n11J,QVV,Y58\n")
    monkeypatch.setenv("SENDWATCH_ORGANISATIONS", str(organisations))
    found = told(breakdown)
    expected = {**TOLD, **BEYOND}[breakdown]
    assert {one: found[one][level] for one, level in expected.items()} == dict.fromkeys(expected, 1)
    families = {measure[:3] for measure in found}
    assert families == {measure[:3] for measure in expected}


@pytest.mark.parametrize("breakdown", BEYOND)
def test_without_the_list_of_organisations_only_sub_icbs_are_known(breakdown: str) -> None:
    """And it is said why, where it does not disturb a machine."""
    assert bool(told(breakdown)) is (breakdown == "sub-icb-age-group")
    said = CliRunner().invoke(app, ["waits", "--as-at", "2026-09-30", "--by", breakdown]).stderr
    assert ("SENDWATCH_ORGANISATIONS is not set" in said) is (breakdown != "sub-icb-age-group")


def warned() -> list[str]:
    """What the page of the month warns of, but for providers that never sent anything."""
    lines = CliRunner().invoke(app, ["waits", "--as-at", "2026-09-30"]).stdout.splitlines()
    return [line for line in lines if line.startswith("WARNING: MRS")]


def test_procedures_that_are_given_stop_the_clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """R-WAIT-62: the same load, counted with the list of this deployment; without one the figures say so."""
    assert told("all", "--measure", "MRS08") == {"MRS08": {"all": 0}}
    (warning,) = warned()
    assert warning.startswith("WARNING: MRS08, MRS08a, MRS08b, MRS09, MRS09a")
    assert "MRS10" not in warning
    assert warning.endswith("medication and physical therapy: fewer clocks stop than nationally.")
    given = tmp_path / "given.csv"
    given.write_text("\n".join(["refset,code,from,to", *(f"{one},{THERAPY},2024-04-01," for one in SETS)]))
    monkeypatch.setenv("SENDWATCH_INTERVENTIONS", str(given))
    assert told("all", "--measure", "MRS08") == {"MRS08": {"all": 1}}
    assert warned() == []


def test_a_list_that_cannot_be_used_is_told_and_nothing_is_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "given.csv").write_text("code\n1\n")
    monkeypatch.setenv("SENDWATCH_INTERVENTIONS", str(tmp_path / "given.csv"))
    result = CliRunner().invoke(app, ["waits", "--as-at", "2026-09-30"])
    assert result.exit_code != 0
    assert "its first line is not refset,code,from,to" in str(result.exception)

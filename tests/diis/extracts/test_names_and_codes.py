"""Names of steps and codes of events: what may be kept, and what could name a child or a grown-up (ADR 0023)."""

import pytest

from diis.extracts.values import event_code_fault, organisation_fault, plain_name_fault
from tests.diis.extract_builder import nhs_number

NUMBER = nhs_number(4321)

PERSONAL = [
    "Jane Doe",
    "JANE DOE",
    "jane doe",
    "Zebedee",
    "Report by Jane",
    "Mrs Quackenbush",
    "school report (Jane)",
    "Jane's report",
    "report 27/11/2013",
    "report 2013-11-27",
    "call 01202 555123",
    "jane.doe@school.example",
    "SW1A 1AA",
    f"report {NUMBER}",
    f"report {NUMBER[:3]} {NUMBER[3:6]} {NUMBER[6:]}",
    NUMBER,
    "-".join(NUMBER),
    "ab1c2d3e4",
    "x" * 65,
    "report\nJane",
    "réport",
    "=cmd|report",
]


@pytest.mark.parametrize(
    "name",
    [
        "",
        "school-report",
        "School report",
        "School Report",
        "SCHOOL REPORT",
        "Speech and language therapy assessment",
        "SLT assessment",
        "ADOS-2",
        "ADOS 2",
        "EHC needs assessment",
        "Paediatrician's report",
        "Parent/carer questionnaire (part 2)",
        "Educational psychology report",
        "MDT",
        "triage",
        "Transition meeting",
    ],
)
def test_a_step_is_a_code_word_or_a_name_in_agreed_words(name: str) -> None:
    assert plain_name_fault(name) is None
    assert organisation_fault(name) is None


@pytest.mark.parametrize("name", PERSONAL)
def test_a_name_that_could_be_somebody_is_not_kept(name: str) -> None:
    for judge in (plain_name_fault, organisation_fault):
        fault = judge(name)
        assert fault is not None
        assert fault[0] == "name-not-agreed"
        assert name not in fault[1]


@pytest.mark.parametrize("name", ["RDY", "R0D", "11J", "J81000", "EE123456", "Dorset Council", "BCP Council", "school"])
def test_an_organisation_is_named_or_has_its_national_code(name: str) -> None:
    assert organisation_fault(name) is None


@pytest.mark.parametrize(
    "code", ["", "F84.0", "F840", "35919005", "718431003", "986401000000107", "conners-3", "SDQ", "sdq", "CGAS-1.0"]
)
def test_a_code_of_a_code_system_is_kept(code: str) -> None:
    assert event_code_fault(code) is None


@pytest.mark.parametrize(
    "code",
    [
        *("Jane Doe", "2013-11-27", "27/11/2013", "27.11.13", "20131127", "BH810AE", "bh810ae"),
        *("x" * 17, "1" * 33, "F84,0", "F84\x0b0", "é1", "１2"),
        *(NUMBER, f"{NUMBER[:3]}-{NUMBER[3:6]}-{NUMBER[6:]}", f"x{NUMBER}", f"{NUMBER}-1", ".".join(NUMBER)),
    ],
)
def test_a_code_that_could_tell_who_a_child_is_is_not_kept(code: str) -> None:
    fault = event_code_fault(code)
    assert fault is not None
    assert fault[0] == "code-shape"
    assert code not in fault[1]

"""The row rules of layout wl-1, each on both sides of its edge. The census date of these rows is 2026-09-30."""

from datetime import date

import pytest

from diis.definitions import codes
from diis.definitions.days import age_on
from diis.extracts.contract import Field
from diis.extracts.wl_1 import CONTACTS, DATE_ORDER, REFERRALS
from tests.diis.extract_builder import nhs_number
from tests.diis.extracts.reading import contact_faults, contact_warnings, faults, faults_of_each, stored, warnings

EVENT_DATES = [field.name for field in REFERRALS.fields if field.kind == "date" and not field.required]
CODED = [field for field in REFERRALS.fields if field.kind == "code" and field.name != "pathway"]
AFTER_RECEIVED = [second for first, second in DATE_ORDER if first == "received_date"]

Faults = list[tuple[str, str | None]]


def test_a_sound_row_has_no_fault_and_no_warning() -> None:
    assert faults() == []
    assert warnings() == []


@pytest.mark.parametrize("blank", ["", "   ", "\t", " \xa0"])
@pytest.mark.parametrize("field", [field.name for field in REFERRALS.fields if field.required])
def test_a_required_field_may_not_be_blank(field: str, blank: str) -> None:
    assert faults(**{field: blank}) == [("required-missing", field)]


@pytest.mark.parametrize("field", [field.name for field in REFERRALS.fields if not field.required])
def test_any_other_field_may_be_blank_for_blank_is_not_known(field: str) -> None:
    assert faults(**{field: ""}) == []


@pytest.mark.parametrize("padded", [" 2026-05-04", "2026-05-04 ", "\t2026-05-04", "\xa02026-05-04"])
def test_blanks_around_a_value_are_no_part_of_it(padded: str) -> None:
    assert stored(received_date=padded)["received_on"] == "2026-05-04"


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("2026-05-04", None),
        ("2024-02-29", None),
        ("2026-02-29", "date-not-real"),
        ("2026-02-31", "date-not-real"),
        ("2026-04-31", "date-not-real"),
        ("2026-13-01", "date-not-real"),
        ("2026-00-10", "date-not-real"),
        ("0000-01-01", "date-not-real"),
        ("04/05/2026", "date-format"),
        ("4.5.26", "date-format"),
        ("04-05-2026", "date-format"),
        ("2026/05/04", "date-format"),
        ("20260504", "date-format"),
        ("2026-5-4", "date-format"),
        ("2026-W19-1", "date-format"),
        ("2026-05-04T00:00:00", "date-format"),
        ("4 May 2026", "date-format"),
        ("45291", "date-format"),
        ("45291.5", "date-format"),
        ("２０２６-05-04", "date-format"),
        ("٢٠٢٦-٠٥-٠٤", "date-format"),
        ("NULL", "date-format"),
        ("1 OR 1=1", "date-format"),
    ],
)
def test_a_date_is_a_real_day_in_iso_form(value: str, code: str | None) -> None:
    """B45, B47, B48, B49."""
    assert faults(received_date=value) == ([] if code is None else [(code, "received_date")])


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("2026-09-30", None),
        ("2026-10-01", "date-in-future"),
        ("9999-12-31", "date-in-future"),
        ("2000-01-01", None),
        ("1999-12-31", "date-implausible"),
        ("1900-01-01", "date-implausible"),
    ],
)
@pytest.mark.parametrize("field", ["received_date", "closed_date"])
def test_an_event_lies_between_2000_and_the_census(field: str, value: str, code: str | None) -> None:
    """B37, B50, B53 (R-WAIT-119)."""
    early = {"birth_date": "1999-06-01", "received_date": "2000-01-01"} if value < "2001" else {}
    assert faults(**(early | {field: value})) == ([] if code is None else [(code, field)])


@pytest.mark.parametrize("field", EVENT_DATES)
def test_every_date_is_judged(field: str) -> None:
    assert faults(**{field: "2026-10-01"}) == [("date-in-future", field)]
    assert faults(**{field: "01/10/2026"}) == [("date-format", field)]


@pytest.mark.parametrize(
    ("birth", "code"),
    [
        ("2026-05-04", None),
        ("2026-05-05", "date-order"),
        ("2026-10-01", "date-in-future"),
        ("1900-01-01", "date-implausible"),
    ],
)
def test_a_birth_is_not_after_the_referral_and_not_a_mark_for_not_known(birth: str, code: str | None) -> None:
    """B54: the fault of the order is told at the referral's date."""
    at = "received_date" if code == "date-order" else "birth_date"
    assert faults(birth_date=birth) == ([] if code is None else [(code, at)])


@pytest.mark.parametrize(
    ("birth", "received", "too_old"),
    [
        ("2000-05-05", "2026-05-04", False),
        ("2000-05-04", "2026-05-04", True),
        ("2000-02-29", "2026-02-28", False),
        ("2000-02-29", "2026-03-01", True),
        ("1996-02-29", "2022-02-28", False),
        ("1996-02-29", "2022-03-01", True),
        ("1974-01-02", "2000-01-01", False),
        ("1974-01-01", "2000-01-01", True),
        ("1900-01-02", "2026-05-04", True),
    ],
)
def test_a_child_is_at_most_25_when_referred(birth: str, received: str, too_old: bool) -> None:
    """B54; who was born on 29 February has no birthday on the 28th (R-WAIT-87)."""
    expected: Faults = [("age-implausible", "birth_date")] if too_old else []
    assert faults(birth_date=birth, received_date=received) == expected


@pytest.mark.parametrize("field", AFTER_RECEIVED)
def test_nothing_happens_before_the_referral_was_received(field: str) -> None:
    """B55, B56."""
    assert faults(**{field: "2026-05-04"}) == []
    assert faults(**{field: "2026-05-03"}) == [("date-order", field)]


@pytest.mark.parametrize(
    ("first", "second"),
    [("returned_date", "resubmitted_date"), ("assessment_completed_date", "outcome_shared_date")],
)
def test_a_pathway_goes_forwards(first: str, second: str) -> None:
    assert faults(**{first: "2026-06-01", second: "2026-06-01"}) == []
    assert faults(**{first: "2026-06-02", second: "2026-06-01"}) == [("date-order", second)]


@pytest.mark.parametrize("field", CODED, ids=lambda field: field.name)
def test_every_code_of_a_list_passes_and_every_other_is_set_aside(field: Field) -> None:
    """B43, B73: a code is compared whole, in its own case."""
    name, known = field.name, sorted(field.codes)
    assert faults_of_each(name, known) == {code: [] for code in known}
    changed = {code.swapcase() for code in known} | {f"0{code}" for code in known} | {f"{known[0]}{known[0]}"}
    strange = {"'; DROP TABLE referral; --", "１", "NaN", "1.0", "<script>", "#N/A", "\u202e1"}
    others = sorted((changed | strange) - set(known))
    unknown = "code-unmapped" if name == "team_type" else "code-not-in-list"
    expected = {code: [("spreadsheet-damage" if code == "#N/A" else unknown, name)] for code in others}
    assert faults_of_each(name, others) == expected


@pytest.mark.parametrize("code", ["17", "00", "32", "000", "1", "1000"])
def test_a_primary_reason_outside_the_national_lists_is_set_aside(code: str) -> None:
    """R-WAIT-78, R-WAIT-85."""
    assert faults(primary_reason=code) == [("code-not-in-list", "primary_reason")]
    assert {"01", "16", "18", "31", "001", "999"} <= codes.PRIMARY_REASON


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"provider": "RBD"}, [("provider-differs", "provider")]),
        ({"pathway": "camhs-gateway"}, [("pathway-differs", "pathway")]),
        ({"pathway": "adult"}, [("code-unmapped", "pathway")]),
        ({"census_date": "2026-09-29"}, [("census-date-differs", "census_date")]),
        ({"census_date": "2026-10-01"}, [("date-in-future", "census_date")]),
    ],
)
def test_a_row_is_of_the_list_that_the_name_promised(fields: dict[str, str], expected: Faults) -> None:
    """B36, B69."""
    assert faults(**fields) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"local_patient_id": ""}, []),
        ({"nhs_number": "", "local_patient_id": ""}, [("person-missing", "nhs_number")]),
        ({"nhs_number": "", "local_patient_id": "P\x001"}, [("nul-byte", None)]),
        ({"local_patient_id": "P\u202e1"}, [("identifier-shape", "local_patient_id")]),
        ({"local_patient_id": "P" * 65}, [("identifier-shape", "local_patient_id")]),
        ({"local_patient_id": "P" * 64}, []),
    ],
)
def test_a_row_is_about_somebody(fields: dict[str, str], expected: Faults) -> None:
    """B06, B07, B63."""
    assert faults(**fields) == expected


def test_a_child_without_an_nhs_number_is_matched_by_local_id_and_that_is_told() -> None:
    """B63: never by name and birth date."""
    assert warnings(nhs_number="") == [("nhs-number-missing", "nhs_number")]
    assert warnings(nhs_number="", gender="?") == []


def test_a_decision_without_its_date_is_told_since_the_child_still_waits() -> None:
    assert warnings(decision="accepted") == [("decision-without-date", "decision_date")]
    assert warnings(decision="accepted", decision_date="2026-06-01") == []


def test_a_closure_without_its_date_is_told_since_the_child_still_waits() -> None:
    assert warnings(closure_reason="04") == [("closure-without-date", "closed_date")]
    assert warnings(closure_reason="04", closed_date="2026-06-01") == warnings(closed_date="2026-06-01") == []


def test_a_referral_that_came_again_and_was_never_returned_is_told() -> None:
    assert warnings(resubmitted_date="2026-06-01") == [("resubmitted-not-returned", "returned_date")]
    assert warnings(resubmitted_date="2026-06-01", returned_date="2026-05-20") == []


def test_a_contact_of_which_nobody_says_that_it_took_place_is_told_since_the_child_still_waits() -> None:
    """R-WAIT-77."""
    assert contact_warnings(attendance="") == [("attendance-missing", "attendance")]
    assert contact_warnings(attendance="5") == contact_warnings(attendance="3") == []
    assert contact_warnings(attendance="", contact_date="2026-13-01") == []


@pytest.mark.parametrize(
    ("referral_id", "code"),
    [
        ("NE 1/2-3_4.5", None),
        ("x" * 64, None),
        ("=HYPERLINK(1)", None),
        ("<script>", None),
        ("{{7*7}}", None),
        ("x" * 65, "identifier-shape"),
        ("NÉ1", "identifier-shape"),
        ("NE\u202e1", "identifier-shape"),
        ("NE\x071", "identifier-shape"),
        ("NE\n1", "identifier-shape"),
        ("１２３", "identifier-shape"),
    ],
)
def test_a_referral_id_can_be_named_on_a_page_or_a_line(referral_id: str, code: str | None) -> None:
    """B07, B41, B42, B44."""
    assert faults(referral_id=referral_id) == ([] if code is None else [(code, "referral_id")])


@pytest.mark.parametrize("form", ["{}", "NE{}", "{}-1", "{} 1"])
@pytest.mark.parametrize("sign", ["", " ", "-"])
def test_a_referral_id_does_not_hold_the_nhs_number(form: str, sign: str) -> None:
    """F38: an id is kept, an NHS number never is."""
    number = nhs_number(1)
    written = form.format(sign.join((number[:3], number[3:6], number[6:])))
    assert faults(referral_id=written) == [("identifier-in-referral-id", "referral_id")]
    assert faults(referral_id=form.format(nhs_number(2))) == []


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, []),
        ({"contact_id": ""}, [("required-missing", "contact_id")]),
        ({"referral_id": ""}, [("required-missing", "referral_id")]),
        ({"contact_date": ""}, [("required-missing", "contact_date")]),
        ({"contact_date": "2026-09-30"}, []),
        ({"contact_date": "2026-10-01"}, [("date-in-future", "contact_date")]),
        ({"contact_date": "1999-12-31"}, [("date-implausible", "contact_date")]),
        ({"contact_date": "05/06/2026"}, [("date-format", "contact_date")]),
        ({"provider": "RBD"}, [("provider-differs", "provider")]),
        ({"contact_id": "C" * 65}, [("identifier-shape", "contact_id")]),
        ({"attendance": "1"}, [("code-not-in-list", "attendance")]),
        ({"attendance": "8"}, [("code-not-in-list", "attendance")]),
        ({"mechanism": "03"}, [("code-not-in-list", "mechanism")]),
        ({"subject": "03"}, [("code-not-in-list", "subject")]),
    ],
)
def test_a_contact_is_judged_as_a_referral_is(fields: dict[str, str], expected: Faults) -> None:
    assert contact_faults(**fields) == expected


@pytest.mark.parametrize("field", [field for field in CONTACTS.fields if field.kind == "code"], ids=lambda f: f.name)
def test_every_code_of_a_contact_passes(field: Field) -> None:
    """R-WAIT-77."""
    for code in ("", *field.codes):
        assert contact_faults(**{field.name: code}) == []


def test_the_store_is_given_no_identifier_but_what_takes_its_place() -> None:
    """Two zones, one gate: a pseudonym, the month of birth, the small area (R-WAIT-100)."""
    row = stored(postcode=" dt1 1xj ", gp_practice="J81000", birth_date="2015-03-31")
    assert (row["birth_month"], row["lsoa"], row["deprivation_decile"]) == ("2015-03-01", "E01020332", 4)
    assert row["local_authority"] == "E06000059"
    assert row["gp_practice"] == "J81000"
    assert len(str(row["person"])) == 32
    held = {str(value) for value in row.values()}
    assert held.isdisjoint({nhs_number(1), "P000001", "2015-03-31", "dt1 1xj", "DT1 1XJ"})
    assert stored(postcode="XX1 1XX", gp_practice="Dr. Who")["gp_practice"] is None


@pytest.mark.parametrize(
    ("birth", "received", "age"),
    [
        ("2015-03-04", "2026-03-03", 10),
        ("2015-03-04", "2026-03-04", 11),
        ("2012-02-29", "2026-02-28", 13),
        ("2012-02-29", "2026-03-01", 14),
        ("2012-02-29", "2024-02-28", 11),
        ("2012-02-29", "2024-02-29", 12),
        ("2008-09-30", "2026-09-29", 17),
        ("2008-09-30", "2026-09-30", 18),
        ("2026-05-04", "2026-05-04", 0),
        ("2000-05-05", "2026-05-04", 25),
    ],
)
def test_the_age_is_that_of_completed_years_on_the_day_of_receipt(birth: str, received: str, age: int) -> None:
    """R-WAIT-87, R-WAIT-90: from the full birth date, of which the store keeps the month alone."""
    assert stored(birth_date=birth, received_date=received)["age_received"] == age
    assert age == age_on(date.fromisoformat(birth), date.fromisoformat(received))


def test_the_area_of_an_unknown_or_blank_postcode_is_not_known() -> None:
    for postcode in ("", "XX1 1XX"):
        row = stored(postcode=postcode)
        assert (row["lsoa"], row["deprivation_decile"], row["local_authority"]) == (None, None, None)

"""B07 and B41 to B67: what a value or a row can be."""

from dataclasses import replace

from tests.bad_inputs.table import BASE, HOW_MANY, ODD, Case, folder, row_case
from tests.diis.extract_builder import Row, a_contact, a_referral, nhs_number

NUMBER = nhs_number(ODD)


def _accepted(number: str, what: str, **fields: str) -> Case:
    """A row that is taken as it is."""
    row = a_referral(ODD, **fields)
    more = replace(BASE, referrals=[*BASE.referrals, row])
    return Case(number, what, "A", None, folder(more.files()), left=more)


def _as_if(number: str, what: str, seen_as: Row, **fields: str) -> Case:
    """A row that is taken as if it had been written another way."""
    sent = replace(BASE, referrals=[*BASE.referrals, a_referral(ODD, **fields)])
    left = replace(BASE, referrals=[*BASE.referrals, a_referral(ODD, **{**fields, **seen_as})])
    return Case(number, what, "A", None, folder(sent.files()), left=left)


def _rows(number: str, what: str, code: str, rows: list[Row], field: str, verdict: str = "Q") -> Case:
    """Rows that are set aside because of each other."""
    sent = replace(BASE, referrals=[*BASE.referrals, *rows])
    return Case(
        number, what, verdict, code, folder(sent.files()), field=field, line=HOW_MANY + 2, quarantined=len(rows)
    )


def _contact(number: str, what: str, code: str, field: str, **fields: str) -> Case:
    sent = replace(BASE, contacts=[*BASE.contacts, a_contact(20, **fields)])
    return Case(number, what, "Q", code, folder(sent.files()), field=field, line=14)


CHECK_DIGIT_WRONG = f"{NUMBER[:9]}{(int(NUMBER[9]) + 1) % 10}"
CHECK_DIGIT_TEN = next(
    f"{nine}0"
    for nine in map(str, range(999_000_000, 999_000_100))
    if 11 - sum(int(digit) * weight for digit, weight in zip(nine, range(10, 1, -1), strict=True)) % 11 == 10
)

VALUES = (
    row_case("B07", "a control character", "identifier-shape", "local_patient_id", "P\x07774411"),
    row_case("B07", "a bidi override", "identifier-shape", "local_patient_id", "P\u202e114477"),
    row_case("B07", "a bidi override in a practice", "control-character", "gp_practice", "J8\u202e1001"),
    row_case("B07", "a bell in a postcode", "control-character", "postcode", "DT1\x071XJ"),
    _contact("B07", "an escape in a profession", "control-character", "profession", profession="Nurse\x1b[2J"),
    *(
        _accepted("B41", f"a formula that begins with {text[0]}", referral_id=text)
        for text in ('=HYPERLINK("http://x")', "+cmd|' /C calc'!A0", "@SUM(A1)", "-2+3")
    ),
    _as_if("B41", "a tab before a value", {"referral_id": "NE-TAB"}, referral_id="\tNE-TAB"),
    _accepted("B42", "a script", referral_id="<script>alert(1)</script>"),
    _accepted("B42", "a template", referral_id="{{7*7}}${7*7}"),
    row_case("B43", "SQL in a code", "code-not-in-list", "gender", "1'; DROP TABLE referral; --"),
    row_case("B45", "a spreadsheet's day number", "date-format", "received_date", "45291"),
    row_case("B47", "day first", "date-format", "received_date", "04/05/2026"),
    row_case("B48", "31 February", "date-not-real", "received_date", "2026-02-31"),
    row_case("B48", "29 February of no leap year", "date-not-real", "received_date", "2026-02-29"),
    row_case("B49", "a year of two digits", "date-format", "received_date", "26-05-04"),
    row_case("B49", "a year of two digits, day first", "date-format", "received_date", "04/05/26"),
    row_case("B50", "1900-01-01", "date-implausible", "closed_date", "1900-01-01"),
    row_case("B50", "1900-01-01 as birth date", "date-implausible", "birth_date", "1900-01-01"),
    row_case("B50", "9999-12-31", "date-in-future", "closed_date", "9999-12-31"),
    row_case("B51", "a time in the repeated October hour", "date-format", "received_date", "2025-10-26T01:30"),
    row_case("B52", "a time in the skipped March hour", "date-format", "received_date", "2026-03-29T01:30"),
    row_case("B53", "a referral of tomorrow", "date-in-future", "received_date", "2026-10-01"),
    row_case("B54", "a birth date of tomorrow", "date-in-future", "birth_date", "2026-10-01"),
    row_case("B54", "over 25", "age-implausible", "birth_date", "1999-05-04"),
    row_case("B55", "discharge before referral", "date-order", "closed_date", "2026-05-03"),
    row_case("B56", "a negative wait", "date-order", "assessment_completed_date", "2026-05-03"),
    _contact(
        "B56", "a contact before its referral", "contact-before-referral", "contact_date", contact_date="2026-01-20"
    ),
    row_case("B57", "a clock stop without a start", "required-missing", "received_date", "", closed_date="2026-06-01"),
    row_case("B58", "a wrong check digit", "nhs-number-check-digit", "nhs_number", CHECK_DIGIT_WRONG),
    row_case("B58", "a check digit of ten", "nhs-number-check-digit", "nhs_number", CHECK_DIGIT_TEN),
    _as_if("B59", "spaces 3-3-4", {"nhs_number": NUMBER}, nhs_number=f"{NUMBER[:3]} {NUMBER[3:6]} {NUMBER[6:]}"),
    row_case("B60", "a leading zero lost", "spreadsheet-damage", "nhs_number", "943476591"),
    row_case("B60", "in powers of ten", "spreadsheet-damage", "nhs_number", "9.44E+09"),
    row_case("B60", "with a decimal point", "spreadsheet-damage", "nhs_number", "9434765919.0"),
    row_case("B60", "a spreadsheet's error", "spreadsheet-damage", "local_patient_id", "#N/A"),
    row_case("B61", "all digits the same", "nhs-number-sentinel", "nhs_number", "4444444444"),
    row_case("B61", "ten zeros", "nhs-number-sentinel", "nhs_number", "0000000000"),
    row_case("B62", "full-width digits", "nhs-number-shape", "nhs_number", "９４３４７６５９１９"),
    row_case("B62", "Arabic digits", "nhs-number-shape", "nhs_number", "٩٤٣٤٧٦٥٩١٩"),
    row_case("B62", "full-width digits in a date", "date-format", "received_date", "２０２６-05-04"),
    Case(
        "B63",
        "no NHS number",
        "W",
        "nhs-number-missing",
        folder(replace(BASE, referrals=[*BASE.referrals, a_referral(ODD, nhs_number="")]).files()),
        field="nhs_number",
        line=HOW_MANY + 2,
        left=replace(BASE, referrals=[*BASE.referrals, a_referral(ODD, nhs_number="")]),
    ),
    row_case("B63", "neither number", "person-missing", "nhs_number", "", local_patient_id=""),
    _rows(
        "B64",
        "one NHS number with two birth dates",
        "birth-date-conflict",
        [a_referral(ODD), a_referral(ODD + 1, nhs_number=NUMBER, local_patient_id="", birth_date="2015-03-05")],
        "birth_date",
    ),
    _rows(
        "B65",
        "two NHS numbers with one local id",
        "nhs-number-conflict",
        [a_referral(ODD), a_referral(ODD + 1, local_patient_id=f"P{ODD:06}")],
        "nhs_number",
    ),
    Case(
        "B66",
        "a row twice",
        "A",
        None,
        folder(replace(BASE, referrals=[*BASE.referrals, list(BASE.referrals)[3]]).files()),
        duplicate=1,
    ),
    _rows(
        "B67",
        "one id with two contents",
        "referral-id-conflict",
        [a_referral(ODD), a_referral(ODD, gender="2")],
        "referral_id",
    ),
    row_case("B69", "an unknown pathway", "code-unmapped", "pathway", "speech-therapy"),
    row_case("B69", "an unknown team", "code-unmapped", "team_type", "Q77"),
)

"""Code lists of layout wl-1 (R-WAIT-77 to 80, 99, 101, 103); what they mean is in `diis.definitions.code_meanings`."""

import string

GENDER = frozenset(["1", "2", "3", "4", "9", "X", "Z"])
"""Identity code 1 2 3 4 X Z or stated gender 1 2 9 X (R-WAIT-101)."""

ETHNIC_CATEGORY = frozenset(["A", "B", "C", "D", "E", "F", "G", "H", "J", "K", "L", "M", "N", "P", "R", "S", "Z", "99"])
LAC_STATUS = frozenset(["Y", "N", "X"])
SEN_PROVISION = frozenset(["N", "K", "E"])
PRIORITY = frozenset(["1", "2", "3", "4"])
CONDITION = frozenset(["autism", "adhd", "both", "unspecified"])
DECISION = frozenset(["accepted", "redirected", "advice", "rejected"])
REJECTION_REASON = frozenset(["01", "02", "03"])
CLOSURE_REASON = frozenset(f"{code:02}" for code in range(1, 10))
ATTENDANCE = frozenset(["2", "3", "4", "5", "6", "7"])
MECHANISM = frozenset(["01", "02", "04", "05", "09", "10", "11", "12", "13", "98"])
SUBJECT = frozenset(["01", "02"])
EVENT_KIND = frozenset(["outcome-score", "care-plan", "intervention", "indirect-activity", "diagnosis"])

SOURCE_OF_REFERRAL = frozenset(group + item for group in "ABCDEFGHIMNPQ" for item in string.digits)
"""A national code such as A1: the letter is the group, the digit the source within it."""

PRIMARY_REASON = frozenset(f"{code:02}" for code in range(1, 32) if code != 17) | frozenset(
    f"{code:03}" for code in range(1, 1000)
)
"""Two digits in mental health data (R-WAIT-78), three in community data (R-WAIT-85; full list not published)."""

TEAM_TYPE = frozenset(
    [
        "A01",
        "A02",
        "A03",
        "A04",
        "A05",
        "A06",
        "A07",
        "A08",
        "A09",
        "A10",
        "A11",
        "A12",
        "A13",
        "A14",
        "A15",
        "A16",
        "A17",
        "A18",
        "A19",
        "A20",
        "A21",
        "A22",
        "A23",
        "A24",
        "A25",
        "B01",
        "B02",
        "C01",
        "C02",
        "C03",
        "C04",
        "C05",
        "C06",
        "C07",
        "C08",
        "C10",
        "D01",
        "D02",
        "D03",
        "D04",
        "D05",
        "D06",
        "D07",
        "D08",
        "E01",
        "E02",
        "E03",
        "E04",
        "F01",
        "F02",
        "F03",
        "F04",
        "F05",
        "F06",
        "F07",
        "Z01",
        "Z02",
    ]
) | frozenset(f"{code:02}" for code in range(1, 100))
"""Letter and two digits in mental health data (R-WAIT-79), two digits in community data (R-WAIT-85)."""

"""The one file of a demo that is not invented: what was published of autism waits in England (R-WAIT-44, R-WAIT-46).

Source: https://digital.nhs.uk/data-and-information/publications/statistical/autism-statistics, exact values of April
2026, and of June 2026 the two that the publication's text names.
"""

from collections.abc import Iterator
from pathlib import Path

FEED = "england-autism"
FILE = "AutismStats_Apr2026_Jun2026_England_v1.csv"

_HEADER = (
    "REPORTING_PERIOD_START,REPORTING_PERIOD_END,STATUS,BREAKDOWN,PRIMARY_LEVEL,PRIMARY_LEVEL_DESCRIPTION,"
    "SECONDARY_LEVEL,SECONDARY_LEVEL_DESCRIPTION,METRIC,METRIC_NAME,METRIC_VALUE\n"
)
_APRIL, _JUNE = "01/04/2026,30/04/2026", "01/06/2026,30/06/2026"

_NAMES = {
    "ASD12": "New referrals for suspected autism in the month",
    "ASD13": "Referrals for suspected autism closed in the month",
    "ASD16": "People with an open referral for suspected autism",
    "ASD18": "People waiting at least 13 weeks by when they were first seen",
    "ASD19": "Share of those waiting at least 13 weeks by when they were first seen",
    "ASD20": "People seen in the month",
    "ASD21": "People with an autism diagnosis in the month",
    "ASD23": "Referrals with another mental health diagnosis in the month",
    "ASD24": "Referrals with any other diagnosis in the month",
    "ASD25": "Median days to the first contact in the quarter",
    "ASD26": "Referrals behind the median days to the first contact",
}
"""By the metric without its suffix; in our words."""

_VALUES_OF_APRIL = """
ASD12 16779 ASD12a 7585 ASD12b 9189 ASD13 12305 ASD13a 6709 ASD13b 5596 ASD16 293084 ASD16a 254699 ASD16b 162106
ASD16c 143969 ASD16d 131188 ASD16e 110788 ASD16f 518.8244238 ASD16g 450.8743634 ASD16h 1376.744796 ASD16i
1222.709656 ASD16j 293.3841853 ASD16k 247.7623496 ASD18 9249 ASD18a 29269 ASD18b 217497 ASD18c 5094 ASD18d 4155
ASD18e 19509 ASD18f 120181 ASD18g 9760 ASD18h 97355 ASD19 3.631345235 ASD19a 11.49160381 ASD19b 85.39373928 ASD19c
3.538261709 ASD19d 3.750406181 ASD19e 13.55083386 ASD19f 83.47699852 ASD19g 8.80961837 ASD19h 87.87504062 ASD20
11975 ASD20a 6687 ASD20b 5291 ASD21 3172 ASD21a 1077 ASD21b 2095 ASD23 182 ASD23a 102 ASD23b 80 ASD24 351 ASD24a 242
ASD24b 109 ASD25 210 ASD25a 470 ASD25b 104 ASD26 22029 ASD26a 10560 ASD26b 11469
"""
_VALUES_OF_JUNE = "ASD16 294792 ASD16a 256017"


def write_england(out: Path) -> Path:
    """Write the file under its feed's folder; it is the same for every seed."""
    path = out / FEED / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [_HEADER, *_lines(_APRIL, _VALUES_OF_APRIL), *_lines(_JUNE, _VALUES_OF_JUNE)]
    unfinished = path.with_name(f".{path.name}")
    unfinished.write_bytes("".join(lines).encode())
    return unfinished.replace(path)


def _lines(period: str, values: str) -> Iterator[str]:
    words = iter(values.split())
    for metric, value in zip(words, words, strict=True):
        yield f"{period},Final,England,England,England,NONE,NONE,{metric},{_NAMES[metric[:5]]},{value}\n"

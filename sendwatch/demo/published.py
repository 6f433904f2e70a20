"""One invented published file of referral-to-treatment counts, in the layout of the real ones (R-WAIT-14 to 17)."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from sendwatch.demo.chance import Chance
from sendwatch.demo.plan import Plan

FEED = "rbd-rtt"
CLOSED_BANDS = 104
"""Bands of one week each; one open band follows."""

LONG_WAITS = "X04"
"""The treatment function whose 92nd percentile lies in the open band: "more than 104 weeks", never a number."""

_MONTHS = "January February March April May June July August September October November December"
"""Not from strftime: a machine's language must not change a name."""

_PROVIDER = ("QVV", "NHS DORSET INTEGRATED CARE BOARD", "RBD", "DORSET COUNTY HOSPITAL NHS FOUNDATION TRUST")
_COMMISSIONERS = {
    "11J": ("QVV", "NHS DORSET INTEGRATED CARE BOARD", "11J", "NHS DORSET (SUB ICB LOCATION)"),
    "NONC": ("", "", "NONC", ""),
}
_PARTS = {
    "Part_1A": "Completed Pathways For Admitted Patients",
    "Part_1B": "Completed Pathways For Non-Admitted Patients",
    "Part_2": "Incomplete Pathways",
    "Part_2A": "Incomplete Pathways with DTA",
    "Part_3": "New RTT Periods - All Patients",
}
_FUNCTIONS = {
    "C_100": ("General Surgery Service", 900),
    "C_110": ("Trauma and Orthopaedic Service", 2_600),
    "C_120": ("Ear Nose and Throat Service", 2_100),
    "C_130": ("Ophthalmology Service", 2_300),
    "C_330": ("Dermatology Service", 1_400),
    LONG_WAITS: ("Other - Paediatric Services", 260),
}
"""Code to name and the usual number of incomplete pathways."""

_TOTAL = ("C_999", "Total")
_NONC_SHARE = 0.004
_DECIDED_TO_ADMIT = 0.24

Counts = list[int]
"""One count for each band, the open one last."""


def write_published(out: Path, plan: Plan) -> Path:
    """Write the file of the month that ended before the last census, under the feed's folder."""
    path = published_path(out, plan.last_census)
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = (_header(), *_rows(_month_end(plan.last_census), plan.seed))
    unfinished = path.with_name(f".{path.name}")
    unfinished.write_bytes("".join(",".join(row) + "\n" for row in rows).encode())
    return unfinished.replace(path)


def published_path(out: Path, last_census: date) -> Path:
    month_end = _month_end(last_census)
    return out / FEED / f"{month_end.isoformat().replace('-', '')}-{_period(month_end)}-RBD.csv"


def _month_end(last_census: date) -> date:
    return last_census.replace(day=1) - timedelta(days=1)


def _period(month_end: date) -> str:
    return f"RTT-{_MONTHS.split()[month_end.month - 1]}-{month_end.year}"


def _header() -> list[str]:
    names = "Period,Provider Parent Org Code,Provider Parent Name,Provider Org Code,Provider Org Name"
    names += ",Commissioner Parent Org Code,Commissioner Parent Name,Commissioner Org Code,Commissioner Org Name"
    names += ",RTT Part Type,RTT Part Description,Treatment Function Code,Treatment Function Name"
    bands = [f"Gt {week:02} To {week + 1:02} Weeks SUM 1" for week in range(CLOSED_BANDS)]
    last = [f"Gt {CLOSED_BANDS} Weeks SUM 1", "Total", "Patients with unknown clock start date", "Total All"]
    return [*names.split(","), *bands, *last]


def _rows(month_end: date, seed: int) -> Iterator[list[str]]:
    chance = Chance((seed << 32) + month_end.toordinal())
    for commissioner, share in (("11J", 1.0), ("NONC", _NONC_SHARE)):
        parts = {code: _parts(chance, code, max(3, int(usual * share))) for code, (_, usual) in _FUNCTIONS.items()}
        for part, description in _PARTS.items():
            counts = {code: parts[code][part] for code in _FUNCTIONS}
            total = [sum(column) for column in zip(*counts.values(), strict=True)]
            for code, name, bands in (
                *((code, _FUNCTIONS[code][0], counts[code]) for code in counts),
                (*_TOTAL, total),
            ):
                head = [_period(month_end), *_PROVIDER, *_COMMISSIONERS[commissioner], part, description, code, name]
                yield head + _cells(part, bands)


def _parts(chance: Chance, function: str, incomplete: int) -> dict[str, Counts]:
    """Counts of each part; Part_2A is inside Part_2, and Part_3 has one count only, kept in the first band."""
    waiting = _spread(chance, incomplete, long_waits=function == LONG_WAITS)
    to_admit = [sum(chance.happens(_DECIDED_TO_ADMIT) for _ in range(count)) for count in waiting]
    started: Counts = [incomplete // 4 + chance.between(0, 3), *([0] * CLOSED_BANDS)]
    return {
        "Part_1A": _spread(chance, incomplete // 14, long_waits=False),
        "Part_1B": _spread(chance, incomplete // 8, long_waits=False),
        "Part_2": waiting,
        "Part_2A": to_admit,
        "Part_3": started,
    }


def _spread(chance: Chance, pathways: int, *, long_waits: bool) -> Counts:
    """Pathways by band: fewer in each later week, about two thirds within 18 weeks (R-WAIT-17)."""
    counts = [0] * (CLOSED_BANDS + 1)
    for number in range(pathways):
        short = min(chance.random(), chance.random(), chance.random())
        counts[CLOSED_BANDS if long_waits and number % 10 == 0 else int(short * 64)] += 1
    return counts


def _cells(part: str, bands: Counts) -> list[str]:
    total = str(sum(bands))
    if part == "Part_3":
        return [""] * (CLOSED_BANDS + 1) + ["", "", total]
    cells = [str(count) for count in bands]
    return [*cells, total, "0", total] if part.startswith("Part_1") else [*cells, "", "", total]

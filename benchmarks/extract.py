"""Two weekly full lists of one invented feed, as large as asked for and filled about as the lists of the demo are."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from random import Random
from typing import TextIO

from diis.extracts.wl_1 import CONTACTS, REFERRALS
from diis.feeds import WL_1
from sendwatch.demo.identifiers import CHILDREN, local_number, nhs_number
from sendwatch.demo.places import EAST, POSTCODES, postcode, practice

PROVIDER, PATHWAY = "R0D", "neurodevelopmental"
CENSUS_DATES = (date(2026, 9, 20), date(2026, 9, 27))

CHANGED_ONE_IN = 50
"""One referral in so many has another row in the second list: support was offered."""
NEW_ONE_IN = 200
GONE_ONE_IN = 1000
"""One referral in so many is missing from the second list: an unexplained leaver, unless it was closed."""
CONTACTS_A_REFERRAL = 0.7

_FIRST = CENSUS_DATES[0].toordinal()
_OFFERED_ON = "2026-09-24"
_LONGEST_WAIT_DAYS = 1400
_YOUNGEST_DAYS, _BIRTH_DAYS, _STEP = 700, 4000, 7919
_OLDEST = _FIRST - _LONGEST_WAIT_DAYS - _YOUNGEST_DAYS - _BIRTH_DAYS
_ISO = {day: date.fromordinal(day).isoformat() for day in range(_OLDEST, _FIRST + 1)}
_HOMES = [f"{postcode(EAST, number)},{practice(EAST, number)}" for number in range(POSTCODES)]
_ETHNIC = "AAAAAAABCDHJLMNPRSZ"
_SOURCES = ("A1", "A1", "A2", "B1", "C1", "C2", "C2", "D1", "E1", "N1")
_CONDITIONS = ("autism", "adhd", "both", "unspecified")
_PROFESSIONS = ("PAED", "PSYCH", "SLT", "NURSE")


def write_lists(out: Path, referrals: int) -> list[Path]:
    """Write both lists, each of about `referrals` rows; the same number always gives the same bytes."""
    folders = [out / f"{PROVIDER}_{PATHWAY}_{census}" for census in CENSUS_DATES]
    rows = [dict.fromkeys((REFERRALS.file, CONTACTS.file), 0) for _ in folders]
    with ExitStack() as opened:
        files = [_begin(folder, opened) for folder in folders]
        for week, file, line in _lines(referrals):
            files[week][file].write(line)
            rows[week][file] += 1
    for folder, counted in zip(folders, rows, strict=True):
        (folder / "manifest.json").write_text(json.dumps({"layout": WL_1, "rows": counted}))
    return folders


def _begin(folder: Path, opened: ExitStack) -> dict[str, TextIO]:
    folder.mkdir(parents=True)
    files: dict[str, TextIO] = {}
    for table in (REFERRALS, CONTACTS):
        files[table.file] = opened.enter_context((folder / table.file).open("w", newline="\n"))
        files[table.file].write(",".join(table.names) + "\n")
    return files


def _lines(referrals: int) -> Iterator[tuple[int, str, str]]:
    """Week (0 or 1), file and line, referral by referral."""
    chance = Random(1)
    for number in range(referrals):
        received = _FIRST - int(chance.random() ** 1.5 * _LONGEST_WAIT_DAYS)
        facts, contacts = _facts(number, received, chance), list(_contacts(number, received, chance))
        for week in range(number % NEW_ONE_IN == 1, 2 - (number % GONE_ONE_IN == 3)):
            offered = _OFFERED_ON if week and number % CHANGED_ONE_IN == 2 else ""
            yield week, REFERRALS.file, f"{CENSUS_DATES[week]},{PROVIDER},{PATHWAY},{facts.format(offered=offered)}\n"
            yield from ((week, CONTACTS.file, line) for line in contacts)


def _facts(number: int, received: int, chance: Random) -> str:
    """The fields of a referral from its id on, with a place for the day support was offered."""
    child = number % CHILDREN
    one_of = chance.choice
    # A child has one birth date, on every row.
    birth = _ISO[_FIRST - _LONGEST_WAIT_DAYS - _YOUNGEST_DAYS - child * _STEP % _BIRTH_DAYS]
    who = f"N{number:07},{nhs_number(child, 1)},R0D{local_number(child, 1)},{birth},{one_of('1122')},{one_of(_ETHNIC)}"
    home = f"{_HOMES[child % POSTCODES]},N,{one_of('NNNKE')}"
    asked = f"{_ISO[received]},{one_of(_SOURCES)},24,3,C04,{one_of(_CONDITIONS)}"
    decided = _day(received + 5, 40, 0.95, chance)
    assessed = _day(received + 100, 700, 0.5, chance)
    closed = _day(received + 200, 900, 0.7, chance)
    dates = f",,{decided},{'accepted' if decided else ''},,{assessed},,{{offered}},{closed},{'02' if closed else ''},"
    return f"{who},{home},{asked},{dates}"


def _contacts(number: int, received: int, chance: Random) -> Iterator[str]:
    for place in range(1, 1 + (chance.random() < CONTACTS_A_REFERRAL) + (chance.random() < CONTACTS_A_REFERRAL / 3)):
        day = _day(received, 500, 1, chance)
        if day:
            facts = f"{chance.choice('5555672')},{chance.choice(('01', '02', '11'))},01,{chance.choice(_PROFESSIONS)}"
            yield f"{PROVIDER},N{number:07},N{number:07}-{place},{day},{facts}\n"


def _day(earliest: int, within: int, share: float, chance: Random) -> str:
    """A day at or after the earliest, where it is likely and not after the first census; blank otherwise."""
    day = earliest + chance.randrange(within)
    return _ISO[day] if day <= _FIRST and chance.random() < share else ""

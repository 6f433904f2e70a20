"""Whatever the bytes are, a pull ends in a verdict, and the next extract is loaded as if nothing had come (F31)."""

import random
from dataclasses import replace

import pytest

from diis.intake import Intake
from diis.pull import pull
from diis.store.tables import LOADED
from tests.diis.conftest import Fresh
from tests.diis.extract_builder import AnExtract, a_contact, a_folder, some_referrals
from tests.diis.store_dump import current, ledger_rows

GOOD = AnExtract(some_referrals(12), [a_contact(child) for child in range(6)])
NEXT = replace(GOOD, census="2026-10-07")
SIGNS = [
    b"\x00",
    b'"',
    b"\n",
    b"\r",
    b",",
    b"\xff",
    b"\xc3",
    b"\xef\xbb\xbf",
    b"\x1a",
    b"-",
    b"9",
    b"",
    b"\xe2\x80\xae",
]


def damaged(content: bytes, chance: random.Random) -> bytes:
    """A few bytes changed, lost, repeated or put in, anywhere but in the header."""
    start = content.index(b"\n") + 1
    for _ in range(chance.randint(1, 4)):
        place = chance.randrange(start, len(content))
        length = chance.choice([0, 1, 1, 2, 40])
        piece = chance.choice([*SIGNS, content[place : place + 200], bytes([chance.randrange(256)]) * 3])
        content = content[:place] + piece + content[place + length :]
    return content


@pytest.mark.parametrize("seed", range(2))
def test_damage_of_any_kind_ends_in_a_verdict_and_keeps_no_other_extract_out(fresh: Fresh, seed: int) -> None:
    chance = random.Random(seed)
    with fresh() as intake:
        outcomes = [pulled(intake, number, chance) for number in range(25)]
        assert {"refused", "partial"} <= set(outcomes)
        verdict = pull(None, NEXT.folder(intake.landing.folder.parent / "next"), intake)
        assert (verdict.outcome, verdict.rows.accepted) == ("accepted", 18)
        assert len([row for row in current(intake.store)["referral"] if str(row[2]) in SENT]) == 12


SENT = {row["referral_id"] for row in GOOD.referrals}


def pulled(intake: Intake, number: int, chance: random.Random) -> str:
    files = {name: damaged(content, chance) for name, content in GOOD.files().items()}
    verdict = pull(None, a_folder(intake.landing.folder.parent / str(number) / GOOD.name, files), intake)
    rows = verdict.rows
    assert rows.rows_in == rows.accepted + rows.quarantined + rows.duplicate
    assert [row["outcome"] for row in ledger_rows(intake.store)][-1] == verdict.outcome
    assert verdict.outcome in {*LOADED, "refused", "held"}
    return verdict.outcome

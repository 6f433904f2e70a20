"""The conservation law: rows in = accepted + quarantined + duplicate, always (trust: I3).

It is counted four times, each time by other means: from the rules in plain Python, by the verdict, by the ledger,
and by what lies in the store.
"""

from collections import defaultdict
from collections.abc import Iterable

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from diis.extracts.verdict import Rows
from diis.extracts.wl_1 import CONTACTS, REFERRALS
from diis.pull import pull
from diis.store.engine import Store
from diis.store.tables import LOADED, contact, load, quarantine, referral
from tests.diis.conftest import Fresh
from tests.diis.extract_builder import AnExtract, Row, a_contact, a_folder, a_referral

CHILDREN = st.integers(0, 4)
SOUND: tuple[Row, ...] = ({}, {}, {}, {"gender": "2"}, {"postcode": "DT1 1XJ"}, {"nhs_number": ""})
UNSOUND: tuple[Row, ...] = (
    {"gender": "?"},
    {"nhs_number": "9990000000"},
    {"received_date": "31/02/2026", "birth_date": ""},
    {"referral_id": ""},
    {"census_date": "2026-09-23"},
)
SEEN: tuple[Row, ...] = ({}, {}, {}, {"attendance": "7"}, {"contact_id": "another"})
NOT_SEEN: tuple[Row, ...] = ({"contact_date": "2026-05-03"}, {"contact_date": ""}, {"mechanism": "?"})
NO_ROWS = ["too,few", "x," * 40, "header", "\x00", '"quoted\nline"']

REFERRAL = st.builds(lambda child, fields: a_referral(child, **fields), CHILDREN, st.sampled_from(SOUND + UNSOUND))
CONTACT = st.builds(lambda child, fields: a_contact(child, **fields), CHILDREN, st.sampled_from(SEEN + NOT_SEEN))
ODD_LINES = st.lists(st.sampled_from(NO_ROWS), max_size=2)


def counted(rows: Iterable[Row], key: tuple[str, ...]) -> tuple[list[Row], int, int]:
    """Of sound rows those that are accepted, how many are set aside because they contradict, how many repeat."""
    groups = defaultdict(list)
    for row in rows:
        groups[tuple(row[name] for name in key)].append(row)
    alike = [group for group in groups.values() if all(row == group[0] for row in group)]
    conflicts = sum(len(group) for group in groups.values() if group not in alike)
    return [group[0] for group in alike], conflicts, sum(len(group) - 1 for group in alike)


def has(row: Row, damages: tuple[Row, ...]) -> bool:
    return any(damage.items() <= row.items() for damage in damages)


def by_the_rules(referrals: list[Row], contacts: list[Row], odd: int) -> Rows:
    """The oracle: what becomes of each row."""
    sound = [row for row in referrals if not has(row, UNSOUND)]
    listed, conflicts, repeated = counted(sound, ("referral_id",))
    ids = {row["referral_id"] for row in listed}
    seen = [row for row in contacts if row["referral_id"] in ids and not has(row, NOT_SEEN)]
    held, contact_conflicts, contacts_repeated = counted(seen, ("referral_id", "contact_id"))
    accepted = len(listed) + len(held)
    aside = odd + len(referrals) - len(sound) + conflicts + len(contacts) - len(seen) + contact_conflicts
    return Rows(odd + len(referrals) + len(contacts), accepted, aside, repeated + contacts_repeated)


def in_store(store: Store, rows_in: int) -> Rows:
    """What is really there: current referrals and contacts, lines in quarantine, and the rest."""
    with store.reading() as connection:
        accepted = sum(
            connection.execute(select(func.count()).select_from(table)).scalar_one() for table in (referral, contact)
        )
        places = select(quarantine.c.file, quarantine.c.line).where(quarantine.c.level == "row").distinct()
        quarantined = len(connection.execute(places).all())
    return Rows(rows_in, accepted, quarantined, rows_in - accepted - quarantined)


def in_ledger(store: Store) -> Rows:
    names = ("rows_in", "rows_accepted", "rows_quarantined", "rows_duplicate")
    with store.reading() as connection:
        return Rows(*connection.execute(select(*(load.c[name] for name in names))).one())


def with_lines(content: bytes, odd: list[str]) -> bytes:
    """A file with lines that are no rows, each of which counts as one row that came in."""
    header = content.decode().splitlines()[0]
    return content + "".join(f"{header if line == 'header' else line}\n" for line in odd).encode()


@given(st.lists(REFERRAL, max_size=12), st.lists(CONTACT, max_size=12), ODD_LINES, ODD_LINES)
@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_every_row_that_came_in_is_accepted_quarantined_or_a_duplicate(
    fresh: Fresh, referrals: list[Row], contacts: list[Row], odd_referrals: list[str], odd_contacts: list[str]
) -> None:
    referrals = [*referrals, a_referral(99)]
    extract = AnExtract(referrals, contacts)
    files = {
        REFERRALS.file: with_lines(extract.files()[REFERRALS.file], odd_referrals),
        CONTACTS.file: with_lines(extract.files()[CONTACTS.file], odd_contacts),
    }
    expected = by_the_rules(referrals, contacts, len(odd_referrals) + len(odd_contacts))
    with fresh() as intake:
        verdict = pull(None, a_folder(intake.landing.folder.parent / extract.name, files), intake)
        assert verdict.outcome in LOADED
        assert verdict.rows == expected
        assert verdict.rows == in_ledger(intake.store)
        assert verdict.rows == in_store(intake.store, verdict.rows.rows_in)
        assert (verdict.outcome == "partial") == (verdict.rows.quarantined > 0)

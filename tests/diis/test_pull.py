"""One pull: the verdict, the ledger and what is in the store say the same (design.md section 5)."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from diis.extracts.verdict import Rows, Verdict
from diis.feeds import FEEDS_BY_NAME
from diis.intake import Intake
from diis.pull import pull
from diis.store.engine import Store
from diis.store.tables import quarantine
from tests.conftest import NOW
from tests.diis.conftest import Send
from tests.diis.extract_builder import AnExtract, Row, a_contact, a_folder, a_referral, nhs_number, some_referrals
from tests.diis.store_dump import LEDGER, current, dump, ledger_rows

GOOD = AnExtract(some_referrals(3), [a_contact(1)])


def kept(store: Store) -> list[tuple[object, ...]]:
    """What the quarantine says: load, code, level, file, line, field."""
    names = ("sequence", "code", "level", "file", "line", "field")
    with store.reading() as connection:
        rows = connection.execute(select(*(quarantine.c[name] for name in names)).order_by(quarantine.c.number))
        return [tuple(row) for row in rows]


def codes(verdict: Verdict) -> list[tuple[str, int | None]]:
    return [(one.code, one.line) for one in verdict.rejections]


def test_a_sound_list_is_accepted_and_every_row_of_it_is_in_the_store(send: Send, store: Store) -> None:
    verdict = send(GOOD)
    assert (verdict.outcome, verdict.load, verdict.rows, verdict.findings) == ("accepted", 1, Rows(4, 4), ())
    assert [row[2] for row in current(store)["referral"]] == ["NE000000", "NE000001", "NE000002"]
    assert [row[3] for row in current(store)["contact"]] == ["NE000001-0"]
    assert current(store)["absence"] == []


def test_the_ledger_tells_what_came_when_from_whom_and_under_which_key(send: Send, intake: Intake) -> None:
    send(GOOD)
    (row,) = ledger_rows(intake.store)
    assert row == row | {
        "sequence": 1,
        "feed": "r0d-neurodevelopmental",
        "layout": "wl-1",
        "provider": "R0D",
        "pathway": "neurodevelopmental",
        "census_on": date(2026, 9, 30),
        "outcome": "accepted",
        "rows_in": 4,
        "rows_accepted": 4,
        "rows_quarantined": 0,
        "rows_duplicate": 0,
        "referrals": 3,
        "contacts": 1,
        "unexplained_leavers": 0,
        "key_id": intake.pseudonymiser.key_id,
        "released_sequence": None,
        "loaded_at": NOW,
    }


def test_bad_rows_are_set_aside_with_code_line_and_column_and_the_rest_is_loaded(send: Send, store: Store) -> None:
    bad = [a_referral(1, nhs_number="9990000000"), a_referral(2, birth_date="04/05/2015", gender="7")]
    verdict = send(AnExtract([a_referral(0), *bad, a_referral(3)], [a_contact(0)]))
    assert (verdict.outcome, verdict.rows) == ("partial", Rows(5, 3, 2))
    assert kept(store) == [
        (1, "nhs-number-check-digit", "row", "referrals.csv", 3, "nhs_number"),
        (1, "code-not-in-list", "row", "referrals.csv", 4, "gender"),
        (1, "date-format", "row", "referrals.csv", 4, "birth_date"),
    ]
    assert sorted(codes(verdict)) == sorted((code, line) for _, code, _, _, line, _ in kept(store))
    assert [row[2] for row in current(store)["referral"]] == ["NE000000", "NE000003"]


def test_a_long_list_of_which_nobody_was_ever_seen_is_told(intake: Intake, tmp_path: Path) -> None:
    verdict = pull(None, AnExtract(some_referrals(20)).folder(tmp_path), intake)
    assert [one.code for one in verdict.findings] == ["no-contact"]
    assert verdict.outcome == "accepted"


def test_warnings_are_kept_beside_rows_that_are_accepted(send: Send, store: Store) -> None:
    verdict = send(AnExtract([a_referral(1, nhs_number="")]))
    assert (verdict.outcome, verdict.rejections, [one.code for one in verdict.warnings]) == (
        "accepted",
        [],
        ["nhs-number-missing"],
    )
    assert kept(store) == [(1, "nhs-number-missing", "warning", "referrals.csv", 2, "nhs_number")]


def test_a_referral_that_stands_twice_the_same_counts_once(send: Send, store: Store) -> None:
    """B66."""
    verdict = send(AnExtract([*some_referrals(2), a_referral(1), a_referral(1)]))
    assert (verdict.outcome, verdict.rows, codes(verdict)) == ("accepted", Rows(4, 2, 0, 2), [])
    assert len(current(store)["referral"]) == 2


@pytest.mark.parametrize(
    "other",
    [
        {"gender": "2"},
        {"received_date": "2026-05-05"},
        {"birth_date": "2015-03-05"},
        {"nhs_number": nhs_number(9)},
        {"local_patient_id": "P9"},
        {"postcode": "DT1 1XJ"},
        {"gp_practice": "J81000"},
    ],
    ids=lambda other: next(iter(other)),
)
def test_rows_of_one_id_that_differ_are_all_set_aside(send: Send, store: Store, other: Row) -> None:
    """B67: none is known to be right, not even where they differ in what the store does not take."""
    verdict = send(AnExtract([a_referral(0), a_referral(1), a_referral(1), a_referral(1, **other)]))
    assert (verdict.outcome, verdict.rows) == ("partial", Rows(4, 1, 3))
    assert codes(verdict) == [("referral-id-conflict", line) for line in (3, 4, 5)]
    assert [row[2] for row in current(store)["referral"]] == ["NE000000"]


@pytest.mark.parametrize(
    ("contact", "code"),
    [
        (a_contact(9), "contact-without-referral"),
        (a_contact(2), "contact-without-referral"),
        (a_contact(1, 1, contact_date="2026-05-03"), "contact-before-referral"),
        (a_contact(1, 1, attendance="9"), "code-not-in-list"),
        (a_contact(1, 0, attendance="7"), "contact-id-conflict"),
    ],
    ids=["of nobody", "of a referral set aside", "before the referral", "bad code", "other contents"],
)
def test_a_contact_that_cannot_be_right_is_set_aside(send: Send, store: Store, contact: Row, code: str) -> None:
    """B57 and design.md section 7: contacts dated before the referral are quarantined."""
    bad = a_referral(2, gender="?")
    verdict = send(AnExtract([a_referral(1), bad], [a_contact(1), contact]))
    found = [(one.code, one.file) for one in verdict.rejections if one.file == "contacts.csv"]
    both = code == "contact-id-conflict"
    assert found == [(code, "contacts.csv")] * (1 + both)
    assert verdict.rows == Rows(4, 2 - both, 2 + both)
    assert len(current(store)["contact"]) == 1 - both


def test_a_contact_on_the_day_of_the_referral_and_one_that_stands_twice_are_taken(send: Send, store: Store) -> None:
    on_the_day = a_contact(1, contact_date="2026-05-04")
    verdict = send(AnExtract([a_referral(1)], [on_the_day, on_the_day]))
    assert (verdict.outcome, verdict.rows) == ("accepted", Rows(3, 2, 0, 1))
    assert len(current(store)["contact"]) == 1


def test_the_same_contact_id_of_two_referrals_is_two_contacts(send: Send, store: Store) -> None:
    contacts = [a_contact(child, contact_id="C1") for child in (1, 2)]
    assert send(AnExtract(some_referrals(3), contacts)).outcome == "accepted"
    assert len(current(store)["contact"]) == 2


def test_the_same_bytes_again_are_a_duplicate_and_change_nothing(send: Send, intake: Intake, tmp_path: Path) -> None:
    """B33, F17: as a folder or an archive, on this day or another."""
    send(GOOD)
    before = dump(intake.store)
    later = replace(intake, now=NOW.replace(year=2027))
    for verdict in (send(GOOD), pull(None, GOOD.archive(tmp_path), later)):
        assert (verdict.outcome, verdict.load, verdict.rows) == ("duplicate", None, Rows(4, 0, 0, 4))
    assert dump(intake.store) == before


def test_a_list_with_bad_rows_is_a_duplicate_too_when_it_comes_again(send: Send, store: Store) -> None:
    extract = AnExtract([a_referral(0), a_referral(1, gender="?")])
    send(extract)
    before = dump(store)
    assert send(extract).outcome == "duplicate"
    assert dump(store) == before


def test_sequences_have_no_gaps_whatever_becomes_of_an_extract(send: Send, store: Store) -> None:
    send(GOOD)
    send(AnExtract(some_referrals(3), manifest={"layout": "wl-1", "rows": {"referrals.csv": 9}}))
    send(GOOD)
    send(AnExtract(some_referrals(1), census="2026-10-07"))
    send(AnExtract(some_referrals(4), census="2026-10-07"))
    outcomes = [(row["sequence"], row["outcome"]) for row in ledger_rows(store)]
    assert outcomes == [(1, "accepted"), (2, "refused"), (3, "held"), (4, "accepted")]


FEED = FEEDS_BY_NAME["r0d-neurodevelopmental"]
NAMED_WRONG = [
    (GOOD, "rdy-camhs-gateway", "wrong-feed"),
    (replace(GOOD, census="2026-11-22"), FEED.name, "census-in-future"),
    (replace(GOOD, provider="RXX"), FEED.name, "provider-unknown"),
    (replace(GOOD, pathway="adult"), FEED.name, "name-not-recognised"),
]


@pytest.mark.parametrize(("extract", "feed", "code"), NAMED_WRONG, ids=[code for *_, code in NAMED_WRONG])
def test_an_extract_of_the_wrong_name_is_refused_before_a_byte_is_kept(
    intake: Intake, tmp_path: Path, extract: AnExtract, feed: str, code: str
) -> None:
    """B36, B37: nothing is landed, nothing is entered."""
    verdict = pull(FEEDS_BY_NAME[feed], extract.folder(tmp_path / "sent"), intake)
    assert (verdict.outcome, verdict.load, [one.code for one in verdict.rejections]) == ("refused", None, [code])
    assert not intake.landing.folder.exists()
    assert not any(dump(intake.store).values())


def test_a_list_of_the_census_today_is_not_of_the_future(send: Send) -> None:
    assert send(replace(GOOD, census="2026-11-21")).outcome == "accepted"


def test_a_list_without_a_timetable_is_taken_all_the_same(send: Send, store: Store) -> None:
    assert send(replace(GOOD, provider="RDY")).outcome == "accepted"
    assert ledger_rows(store)[0]["feed"] == "rdy-neurodevelopmental"


@pytest.mark.parametrize("name", ["referrals.csv", "contacts.csv", "waits.xlsx", "n" * 65, "new\nline.csv", "\udcff"])
def test_a_single_file_that_is_no_published_one_is_refused(intake: Intake, tmp_path: Path, name: str) -> None:
    """B80: no name of a file reaches the store unless it can be written there."""
    path = tmp_path / name
    path.write_bytes(GOOD.files()["referrals.csv"])
    verdict = pull(None, path, intake)
    assert (verdict.outcome, verdict.load) == ("refused", None)
    assert not any(dump(intake.store).values())


def test_children_who_share_nothing_but_a_local_number_stay_apart(send: Send, store: Store) -> None:
    """H2: a local number is one provider's own."""
    nameless = [a_referral(1, nhs_number="")]
    send(AnExtract(nameless))
    send(AnExtract(nameless, provider="RBD"))
    assert len({row[4] for row in current(store)["referral"]}) == 2


def broken(**changes: bytes | None) -> dict[str, bytes]:
    """The files of a sound list, some of them changed or taken away."""
    files: dict[str, bytes | None] = {**GOOD.files(), **{f"{name}.csv": content for name, content in changes.items()}}
    return {name: content for name, content in files.items() if content is not None}


REFUSED = {
    "file-missing": [broken(contacts=None), broken(referrals=None)],
    "empty-file": [broken(referrals=b""), broken(contacts=b"")],
    "encoding": [broken(referrals=GOOD.files()["referrals.csv"] + b"\xe9,\n")],
    "truncated": [broken(contacts=GOOD.files()["contacts.csv"] + b"R0D,NE0000")],
    "csv-broken": [broken(contacts=GOOD.files()["contacts.csv"] + b'R0D,"NE0000\n')],
    "header-missing": [broken(referrals=b"1;2;3\n"), broken(contacts=GOOD.files()["referrals.csv"])],
    "not-csv": [broken(referrals=b"PK\x03\x04")],
    "no-row-accepted": [AnExtract([a_referral(1, gender="?")]).files()],
    "manifest-broken": [GOOD.files() | {"manifest.json": b"{}"}],
    "manifest-count": [replace(GOOD, manifest={"layout": "wl-1", "rows": {"contacts.csv": 2}}).files()],
}


@pytest.mark.parametrize(("code", "files"), [(code, files) for code, all_ in REFUSED.items() for files in all_])
def test_a_file_that_is_refused_changes_nothing_but_the_ledger_and_that_once(
    send: Send, intake: Intake, tmp_path: Path, code: str, files: dict[str, bytes]
) -> None:
    """The last good list stays (trust: I5), and the refusal is on record however often it is tried."""
    send(AnExtract(some_referrals(4), census="2026-09-23"))
    before = dump(intake.store, without=LEDGER)
    path = a_folder(tmp_path / "sent" / GOOD.name, files)
    first, again = pull(None, path, intake), pull(None, path, intake)
    assert (first.outcome, first.load, first.rows) == ("refused", 2, Rows())
    assert first.rejections[0].code == code
    assert again == replace(first, again=True)
    assert again.as_json() == first.as_json()
    assert dump(intake.store, without=LEDGER) == before
    assert len(ledger_rows(intake.store)) == 2
    assert [row[1] for row in kept(intake.store)] == [one.code for one in first.findings]


def test_a_refused_extract_does_not_keep_its_corrected_form_out(send: Send) -> None:
    counted_wrong = replace(GOOD, manifest={"layout": "wl-1", "rows": {"referrals.csv": 2}})
    assert send(counted_wrong).outcome == "refused"
    assert send(replace(GOOD, manifest=True)).outcome == "accepted"


def test_a_manifest_may_count_further_files_of_the_layout_and_must_be_right(intake: Intake, tmp_path: Path) -> None:
    events = b"provider,referral_id,event_date,kind,code\nR0D,NE000001,2026-06-05,care-plan,\n"
    counts = {"referrals.csv": 3, "contacts.csv": 1, "events.csv": 1}
    right = replace(GOOD, manifest={"layout": "wl-1", "rows": counts}).files() | {"events.csv": events}
    wrong = right | {"events.csv": events + b"R0D,NE000002,2026-06-05,care-plan,\n"}
    refused = pull(None, a_folder(tmp_path / "1" / GOOD.name, wrong), intake)
    assert [one.code for one in refused.rejections] == ["manifest-count"]
    verdict = pull(None, a_folder(tmp_path / "2" / GOOD.name, right), intake)
    assert (verdict.outcome, verdict.rows) == ("accepted", Rows(5, 5))

"""The invented register: the mix and the hard cases are as told, and every rule lets it happen."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from dsr.actions.importing.mapping import read_mapping
from dsr.actions.importing.planning import plan as planned
from dsr.actions.importing.sheet import read_sheet
from dsr.actions.importing.verdicts import Outcome
from dsr.rules.due import open_on
from dsr.rules.entry.standing import standing_on, status_on
from dsr.rules.life import Life
from dsr.rules.rating.rating_history import rating_on
from dsr.rules.rating.ratings import Rating
from dsr.rules.recordable import why_not_all
from dsr.store.audit import Audit
from dsr.store.database import RegisterDatabase
from dsr.store.session import Session
from sendwatch.demo.plan import LAST_CENSUS, Plan
from sendwatch.demo.register.consent_cases import (
    consent_refused,
    consent_withdrawn_and_closed,
    consent_withdrawn_and_not_closed,
)
from sendwatch.demo.register.events import Done, Story
from sendwatch.demo.register.filling import NotAllowed, NotEmpty, fill, may_be_filled
from sendwatch.demo.register.people import Crowd
from sendwatch.demo.register.tale import ACTIVE, AGREED, Tale, tale_of
from sendwatch.demo.register.writing import MAPPING, SPREADSHEET, write_register
from tests.dsr.conftest import (  # noqa: F401 - fixtures
    KEYS,
    database,
    postgresql_register,
    postgresql_registers,
    register_url,
    sqlite_register,
    sqlite_register_template,
)
from tests.dsr.store.people import register

NOW = datetime(2026, 10, 25, 9)
SOME = frozenset({"consent_refused", "a_fact_that_was_undone", "two_records_of_one_person", "key_worker_who_left"})

CASES = [
    ("waits_past_the_standard_at_17", "active", "amber", "transition-plan"),
    ("turned_16_with_parental_consent", "consent-due", "amber", "consent-at-16"),
    ("turns_16_soon_with_parental_consent", "active", "amber", "consent-at-16"),
    ("turned_18_without_being_asked_anew", "consent-due", "amber", "consent-at-18"),
    ("consent_refused", "refused", None, None),
    ("consent_withdrawn_and_closed", "closed", "amber", None),
    ("consent_withdrawn_and_not_closed", "closing", "amber", "close-withdrawn"),
    ("parents_who_disagree", "triaged", None, "decide-disagreement"),
    ("best_interests", "active", "amber", "review"),
    ("accepted_without_consent", "awaiting-consent", "amber", "obtain-consent"),
    ("admitted_without_a_community_review", "active", "blue", "root-cause-analysis"),
    ("section_4_with_a_second_recommendation", "active", "blue", "cetr-post-admission"),
    ("ward_moves_joined", "active", "blue", "review"),
    ("discharged_and_red_for_14_days", "active", "red", "review"),
    ("local_area_emergency_protocol", "active", "red", "protocol-actions"),
    ("repeated_review_overdue", "active", "blue", "cetr-repeat"),
    ("next_review_planned", "active", "blue", "pack-sent"),
    ("red_without_a_key_worker", "active", "red", "key-worker-allocate"),
    ("key_worker_who_left", "active", "amber", "key-worker-allocate"),
    ("transferred_in", "active", "amber", "first-review-after-transfer"),
    ("transfer_out_not_taken_on", "active", "green", "transfer-acceptance"),
    ("placed_out_of_area", "active", "amber", "review"),
    ("looked_after", "active", "amber", "review"),
    ("a_fact_that_was_undone", "active", "green", "review"),
    ("removed_from_green", "closed", "green", None),
    ("referral_on_its_way", "triaged", None, "decide-referral"),
    ("two_records_of_one_person", "active", "amber", "review"),
]


def _plan(seed: int = 1, referrals: int | None = None, last: date = LAST_CENSUS) -> Plan:
    return Plan(seed=seed, weeks=4, referrals=referrals, last_census=last)


@pytest.fixture(scope="module")
def tale() -> Tale:
    return tale_of(_plan())


def test_every_case_is_told_of(tale: Tale) -> None:
    assert {case for case, *_ in CASES} == set(tale.cases)


@pytest.mark.parametrize(("case", "status", "rating", "task"), CASES, ids=[case for case, *_ in CASES])
def test_a_hard_case_is_what_it_is_called(
    tale: Tale, case: str, status: str, rating: str | None, task: str | None
) -> None:
    (story,) = [story for story in tale.stories if story.who.number == tale.cases[case]]
    standing = standing_on(story.life, tale.today, AGREED)
    found = rating_on(story.life, tale.today, AGREED)
    codes = {one.code for one in open_on(story.life, tale.today, AGREED)}
    assert standing is not None
    assert (standing.status, found.value if found else None) == (status, rating)
    assert task in codes if task else not codes


@pytest.mark.parametrize("last", [date(2026, 11, 23) + timedelta(days) for days in range(7)], ids=str)
def test_a_register_that_ends_on_any_day_of_the_week_is_a_living_one(last: date) -> None:
    """Some is overdue, most is to come, and each hard case is there."""
    tale = tale_of(_plan(last=last))
    tasks = [one for story in tale.stories if not story.is_second_record for one in open_on(story.life, last, AGREED)]
    late = sum(one.is_overdue(last) for one in tasks)
    assert 0.15 < late / len(tasks) < 0.4
    for case, _, rating, task in CASES:
        (story,) = [story for story in tale.stories if story.who.number == tale.cases[case]]
        found = rating_on(story.life, last, AGREED)
        assert (found.value if found else None) == rating, case
        assert not task or task in {one.code for one in open_on(story.life, last, AGREED)}, case


@pytest.mark.parametrize(
    ("seed", "referrals", "last"),
    [(1, None, LAST_CENSUS), (7, 150, LAST_CENSUS), (2, 3_000, date(2024, 2, 29)), (5, 300, date(2027, 5, 30))],
)
def test_whatever_the_seed_the_mix_is_right_and_every_fact_is_possible(
    seed: int, referrals: int | None, last: date
) -> None:
    made = tale_of(_plan(seed, referrals, last))
    assert dict(made.active) == ACTIVE
    assert [said for story in made.stories for said in _forbidden(story)] == []
    assert all(event.on <= last for story in made.stories for event in story.events)


@pytest.mark.parametrize("seed", range(40))
def test_who_refused_or_withdrew_could_decide(seed: int) -> None:
    """R-DSR-27, 30, 31: a no that counts for nothing is no case of a refusal, and none of a withdrawal."""
    plan = _plan(seed, 100)
    for case, status in (
        (consent_refused, "refused"),
        (consent_withdrawn_and_closed, "closed"),
        (consent_withdrawn_and_not_closed, "closing"),
    ):
        story = case(Crowd(plan), plan.last_census)
        assert status_on(story.life, story.today, AGREED) == status
        assert not list(_forbidden(story))


def _forbidden(story: Story) -> Iterator[str]:
    life = Life(story.who.born)
    for event in sorted(story.events, key=lambda event: event.on):
        if event.done in {Done.REFER, Done.RECORD, Done.ALLOCATE}:
            reason = why_not_all(event.facts, life, event.on, AGREED)
            yield from [f"{event.on} {event.reason}: {reason}"] if reason else []
            life = Life.of(life.birth_on, (*life.facts, *event.facts))


def test_nobody_has_anothers_number_and_the_lists_hold_most(tale: Tale) -> None:
    first = [story.who for story in tale.stories if not story.is_second_record]
    assert len({who.nhs_number for who in first}) == len(first)
    assert all(who.nhs_number.startswith("999") for who in first)
    assert sum(who.waits for who in first) > len(first) // 2
    (waiting,) = [who for who in first if who.number == tale.cases["waits_past_the_standard_at_17"]]
    assert waiting.waits


def test_the_spreadsheet_is_imported_but_for_what_is_planted(
    database: RegisterDatabase,  # noqa: F811 - the fixture
    tale: Tale,
    tmp_path: Path,
) -> None:
    told = write_register(tmp_path, tale)
    reading = read_mapping((tmp_path / MAPPING).read_text(encoding="utf-8"))
    store = register(database, now=NOW)
    verdicts = [one.verdict for one in planned(store, read_sheet(tmp_path / SPREADSHEET, reading), reading, _unwatched)]
    listed = [{"row": one.row, "code": one.code} for one in verdicts if one.outcome is Outcome.LISTED]
    expected: list[dict[str, object]] = told["listed"]  # type: ignore[assignment]
    assert listed == [{"row": one["row"], "code": one["code"]} for one in expected]
    assert sum(one.outcome is Outcome.IMPORTED for one in verdicts) == told["imported"]
    assert len(verdicts) == told["rows"]


def test_the_same_seed_gives_the_same_bytes(tale: Tale, tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        write_register(tmp_path / folder, tale_of(_plan()))
    assert (tmp_path / "one" / SPREADSHEET).read_bytes() == (tmp_path / "two" / SPREADSHEET).read_bytes()


def test_a_register_is_filled_as_people_would(
    database: RegisterDatabase,  # noqa: F811 - the fixture
    tale: Tale,
) -> None:
    """History, audit and versions are those of the days on which it happened."""
    session = Session(database, KEYS, AGREED, NOW, allow_test_nhs_numbers=True)
    references = fill(session, _some_of(tale), _unwatched)
    store = register(database, now=NOW)
    undone = store.person(references[tale.cases["a_fact_that_was_undone"]])
    assert any(one.undone for one in undone.kept)
    assert undone.version > 3
    second = next(story for story in tale.stories if story.is_second_record)
    assert store.now_known_as(references[second.who.number]) == references[tale.cases["two_records_of_one_person"]]
    changes, _ = store.history(undone.person_ref)
    days = [change.made_at.date() for change in changes]
    assert days == sorted(days)
    assert len(set(days)) > 3
    assert "kw-07" not in store.caseloads()
    with database.writing() as connection:
        assert Audit(KEYS.chain_key).verify(connection) == []
    with pytest.raises(NotEmpty):
        may_be_filled(session)


def _some_of(tale: Tale) -> Tale:
    numbers = {tale.cases[case] for case in SOME}
    stories = [one for one in tale.stories if one.who.number in numbers or one.is_second_record]
    return replace(tale, stories=tuple(stories))


def test_invented_people_go_only_where_they_are_allowed(database: RegisterDatabase) -> None:  # noqa: F811
    with pytest.raises(NotAllowed):
        may_be_filled(Session(database, KEYS, AGREED, NOW))


def _unwatched(_done: int, _total: int) -> None:
    """Nobody watches."""


def test_the_mix_is_about_what_was_asked_for() -> None:
    """The assumption of planning for test data: 10 % red, 30 % amber, 50 % green, 10 % blue."""
    total = sum(ACTIVE.values())
    shares = {rating: round(count / total, 2) for rating, count in ACTIVE.items()}
    assert shares == {Rating.RED: 0.1, Rating.AMBER: 0.3, Rating.GREEN: 0.5, Rating.BLUE: 0.1}

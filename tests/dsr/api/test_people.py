"""The register as a list: its order, its pages, its filters; and looking somebody up without a name in an address."""

from typing import Any

import pytest

from dsr.auth.roles import Role
from dsr.rules.facts.fact import Fact
from dsr.store.people import Writing
from tests.dsr.api.desk import Desk
from tests.dsr.api.scene import COUNCIL, Scene, entry
from tests.dsr.rules.lives import a_fact

RATINGS = ("green", "red", "amber", "red", "none", "amber")


def filled(scene: Scene) -> list[str]:
    """Six more people, in the order in which a list has them."""
    found = []
    for place, rating in enumerate(RATINGS):
        facts = [fact for fact in entry("RDY", "anna", COUNCIL) if rating != "none" or not is_rated(fact)]
        if rating not in ("none", "amber"):
            facts.append(a_fact(f"2026-11-{place + 10} rated {rating}"))
        if rating == "none":
            facts = [a_fact("2026-11-20 referred health")]
        identifiers = {"given-name": "A", "family-name": f"Person{place}", "birth-date": "2010-01-01"}
        found.append(
            scene.desk.register().enter(Writing(action="refer", reason="x", facts=facts, identifiers=identifiers))
        )
    return found


def is_rated(fact: Fact) -> bool:
    return type(fact).__name__ == "Rated"


def listed(desk: Desk, subject: str, query: str) -> list[dict[str, Any]]:
    answer = desk.get(f"/people{query}", subject)
    assert answer.status_code == 200, answer.text
    people: list[dict[str, Any]] = answer.json()["people"]
    return people


def test_the_list_goes_by_rating_then_next_review_then_reference_over_all_pages(scene: Scene) -> None:
    filled(scene)
    desk, subject = scene.desk, scene.hire(Role.DSR_MANAGER)
    whole = listed(desk, subject, "?limit=200")
    ranks = {"red": 0, "blue": 1, "amber": 2, "green": 3, None: 4}
    order = [(ranks[one["rating"]], one["next_review_on"] or "9999", one["person_ref"]) for one in whole]
    assert len(whole) == 8
    assert order == sorted(order)
    for limit in (1, 3):
        paged: list[dict[str, Any]] = []
        after = ""
        while after is not None:
            answer = desk.get(f"/people?limit={limit}" + (f"&after={after}" if after else ""), subject).json()
            assert len(answer["people"]) <= limit
            paged += answer["people"]
            after = answer["goes_on"]
        assert paged == whole


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?rating=red", {1, 3}),
        ("?rating=green", {0}),
        ("?rating=unrated", {4}),
        ("?status=referred", {4}),
        ("?status=closed", set()),
        ("?status=active&rating=red", {1, 3}),
        ("?team=RDY&rating=green", {0}),
        ("?team=RBD&rating=green", set()),
        ("?key_worker=anna&rating=red", {1, 3}),
        (f"?authority={COUNCIL}&rating=red", {1, 3}),
        ("?review_due_by=2026-11-18&rating=red", {1}),
    ],
)
def test_the_list_is_asked_for_by_status_rating_team_council_key_worker_and_day(
    filled_scene: tuple[Scene, list[str]], query: str, expected: set[int]
) -> None:
    scene, people = filled_scene
    found = {one["person_ref"] for one in listed(scene.desk, scene.hire(Role.DSR_MANAGER), query)}
    assert found == {people[place] for place in expected}


@pytest.fixture(scope="module")
def filled_scene(long_scene: Scene) -> tuple[Scene, list[str]]:
    return long_scene, filled(long_scene)


@pytest.mark.parametrize(
    "end", ["2026-11-20 removed entered-in-error", "2026-11-20 refused own-consent", "2026-11-20 died"]
)
def test_whose_entry_is_over_or_refused_is_not_in_the_list(scene: Scene, end: str) -> None:
    """R-DSR-30: who refused is in no list at all; a closed entry where that is asked for."""
    before = entry("RDY", "anna", COUNCIL)
    facts = [a_fact("2026-11-02 referred health"), a_fact("2026-11-02 capacity yes")] if "refused" in end else before
    identifiers = {"given-name": "A", "family-name": "B", "birth-date": "2010-01-01"}
    writing = Writing(action="refer", reason="x", facts=[*facts, a_fact(end)], identifiers=identifiers)
    person_ref = scene.desk.register().enter(writing)
    desk, subject = scene.desk, scene.hire(Role.DSR_MANAGER)
    assert person_ref not in {one["person_ref"] for one in listed(desk, subject, "")}
    closed = {one["person_ref"] for one in listed(desk, subject, "?status=closed")}
    assert (person_ref in closed) is ("refused" not in end)
    assert desk.get("/people?status=refused", subject).status_code == 422


@pytest.mark.parametrize(
    "query",
    [
        "?limit=0",
        "?limit=201",
        "?limit=x",
        "?rating=pink",
        "?review_due_by=20261118",
        "?name=Ashgrove",
        "?team=%00",
        "?after=x",
        "?after=W10=",
        "?after=WzAsIngiLCJ4Il0=",
        "?after=WzAsIjIwMjYtMTEtMTYiLDFd",
        "?after=WzEuNSwiMjAyNi0xMS0xNiIsIngiXQ==",
        "?after=Wzk5OTk5OTk5OTk5OTk5OTk5OTk5LCIyMDI2LTExLTE2IiwieCJd",
        "?after=%C3%A9",
    ],
)
def test_what_is_not_asked_for_rightly_is_refused_and_not_repeated(long_scene: Scene, query: str) -> None:
    answer = long_scene.desk.get(f"/people{query}", long_scene.hire(Role.DSR_MANAGER))
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:sendwatch:problem:not-understood")
    assert "Ashgrove" not in answer.text


def test_names_are_in_the_list_for_those_alone_who_may_see_them(long_scene: Scene) -> None:
    listed_ = listed(long_scene.desk, long_scene.hire(Role.DCO), "?key_worker=otto")
    assert [one["identity"]["family_name"] for one in listed_] == ["Birchwood"]
    assert {*listed_[0]["identity"]} == {
        "nhs_number",
        "given_name",
        "family_name",
        "preferred_name",
        "birth_date",
        "local_id",
    }


@pytest.mark.parametrize(
    ("by", "value", "found"),
    [
        ("nhs-number", "9990000018", True),
        ("nhs-number", "999 000 0018", True),
        ("family-name", " ASHGROVE ", True),
        ("birth-date", "2011-02-01", True),
        ("name-and-birth", "Ashgrove 2011-02-01", True),
        ("family-name", "Ash", False),
        ("family-name", "Birchwood", False),
        ("family-name", "' OR 1=1 --", False),
    ],
)
def test_a_search_finds_whole_values_within_reach(scene: Scene, by: str, value: str, found: bool) -> None:
    answer = scene.desk.post("/people/search", scene.hire(Role.KEY_WORKER), {"by": by, "value": value})
    assert answer.json() == {"people": [scene.near] if found else []}


@pytest.mark.parametrize(
    "said", [{"by": "telephone", "value": "1"}, {"by": "nhs-number"}, {"by": "nhs-number", "value": 1}, []]
)
def test_a_search_says_by_what(long_scene: Scene, said: Any) -> None:
    assert long_scene.desk.post("/people/search", long_scene.hire(Role.DCO), said).status_code == 422


def test_nobody_tries_names_all_day(scene: Scene) -> None:
    """ASVS 2.4.1: so many look-ups in an hour, counted from the audit; another account is not held up."""
    scene.desk.set(look_ups_per_hour=3)
    subject, other = scene.hire(Role.KEY_WORKER), scene.hire(Role.PRACTITIONER)
    said = {"by": "family-name", "value": "Nobody"}
    answers = [scene.desk.post("/people/search", subject, said) for _ in range(5)]
    assert [one.status_code for one in answers] == [200, 200, 200, 429, 429]
    assert answers[-1].headers["retry-after"] == "600"
    assert scene.desk.post("/people/search", other, said).status_code == 200
    referral = {"kind": "referred", "on": "2026-11-20", "source": "family"}
    body = {"identifiers": {}, "reason": "x", "referral": referral}
    assert scene.desk.post("/people", other, body).status_code == 422


@pytest.mark.parametrize(
    "typed", ["Ash\u2019grove", "a\u0301shgrove", "ASH\u2013GROVE", "ash\u00a0 grove", "\uff21shgrove"]
)
def test_a_search_finds_a_name_however_it_is_typed(long_scene: Scene, typed: str) -> None:
    """H2; and what is shown is what was typed at first."""
    said = {"by": "name-and-birth", "value": f"{typed} 2011-02-01"}
    answer = long_scene.desk.post("/people/search", long_scene.hire(Role.KEY_WORKER), said)
    assert answer.json() == {"people": [long_scene.near]}


def test_a_name_is_kept_as_it_was_typed_with_its_accents_as_one_sign(scene: Scene) -> None:
    path, keeper = f"/people/{scene.near}", scene.hire(Role.DSR_COORDINATOR)
    names = {"given_name": "Zoe\u0308", "family_name": "O\u2019Neill\u2010Ash"}
    body = {"version": 1, "reason": "asked the family", "identifiers": names}
    assert scene.desk.post(f"{path}/identity", keeper, body).is_success
    told = scene.desk.get(path, keeper).json()["identity"]
    assert (told["given_name"], told["family_name"]) == ("Zo\u00eb", "O\u2019Neill\u2010Ash")

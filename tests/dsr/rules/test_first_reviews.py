"""By when the first C(E)TR of a stay or a detention is held, by policy and by law (R-DSR-73 to 77)."""

from datetime import date

import pytest

from dsr.rules.reviews import community_reviews, review_deadlines
from dsr.rules.reviews.deadlines import Ceased, Deadline, Regime, Step
from dsr.rules.terms import Agreed, Section, Terms
from tests.dsr.rules.found_tasks import state, the_one, with_code
from tests.dsr.rules.lives import a_life, day

TERMS = (*review_deadlines.TERMS, *community_reviews.TERMS)
NOT_LAW = Terms(TERMS)
LAW = Terms(TERMS, in_force={Section.CHILD_REVIEWS: date(2027, 1, 1), Section.ADULT_REVIEWS: date(2027, 1, 1)})
CHILD = "2012-02-01"
ADULT = "2008-02-01"
AUTISTIC = "2026-01-10 condition autism"
AGREED = "2026-01-10 consent own-consent"
DETAINED = ("2027-03-01 admitted", "2027-03-01 detained 2")


def first(born: str, *lines: str, terms: Terms = LAW, regime: Regime) -> list[Deadline]:
    life = a_life(born, *lines)
    found = review_deadlines.deadlines(life, terms)
    return [one for one in found if one.regime is regime and one.step is Step.FIRST]


def due(born: str, *lines: str, terms: Terms = LAW, regime: Regime = Regime.LAW) -> list[tuple[str, str]]:
    return [(one.kind.value, str(one.due_on)) for one in first(born, *lines, terms=terms, regime=regime)]


@pytest.mark.parametrize(
    ("born", "lines", "expected"),
    [
        (CHILD, DETAINED, [("CETR", "2027-03-14")]),
        (ADULT, DETAINED, [("CTR", "2027-03-28")]),
        (ADULT, ("2026-09-01 plan maintained", *DETAINED), [("CETR", "2027-03-14")]),
        (CHILD, ("2027-03-01 admitted", "2027-03-01 detained 4 2027-03-03"), [("CETR", "2027-03-16")]),
        (CHILD, ("2027-03-01 admitted", "2027-03-01 detained 4"), []),
        (CHILD, ("2027-03-01 admitted",), []),
        (CHILD, ("2027-03-01 detained 136",), []),
        (CHILD, ("2028-02-20 admitted", "2028-02-20 detained 3"), [("CETR", "2028-03-04")]),
        (CHILD, ("2027-02-20 admitted", "2027-02-20 detained 3"), [("CETR", "2027-03-05")]),
        (CHILD, ("2027-03-20 admitted", "2027-03-20 detained 2"), [("CETR", "2027-04-02")]),
        (CHILD, ("2027-03-01 admitted", "2027-03-10 detained 3"), [("CETR", "2027-03-23")]),
        ("2009-03-02", DETAINED, [("CETR", "2027-03-14")]),
        ("2009-03-01", DETAINED, [("CTR", "2027-03-28")]),
        (ADULT, ("2026-09-01 plan maintained", *DETAINED, "2027-03-05 plan ceased"), [("CETR", "2027-03-14")]),
        (CHILD, ("2027-03-01 detained 2",), [("CETR", "2027-03-14")]),
    ],
)
def test_the_law_counts_from_the_applicable_day_which_is_day_one(
    born: str, lines: tuple[str, ...], expected: list[tuple[str, str]]
) -> None:
    """R-DSR-66, 73, 74, 75, 76; T1, T2, T3, T4, T5, T11: 14 or 28 days, weekends and bank holidays included.

    The kind of the applicable day decides: neither a birthday nor the end of a plan a few days later changes it.
    """
    assert due(born, AUTISTIC, AGREED, *lines) == expected


def test_t6_a_view_that_is_formed_later_counts_from_its_day() -> None:
    """R-DSR-75, T6."""
    assert due(CHILD, AGREED, *DETAINED, "2027-03-20 view") == [("CETR", "2027-04-02")]


@pytest.mark.parametrize(
    ("born", "lines", "expected"),
    [
        (CHILD, ("2027-03-01 admitted",), [("CETR", "2027-03-14")]),
        (ADULT, ("2027-03-01 admitted",), [("CTR", "2027-03-28")]),
        (ADULT, ("2026-09-01 plan maintained", "2027-03-01 admitted"), [("CETR", "2027-03-14")]),
        ("2009-03-05", ("2027-03-01 admitted",), [("CETR", "2027-03-14")]),
        (CHILD, ("2027-03-01 admitted", "2027-03-08 admitted"), [("CETR", "2027-03-14")]),
        (CHILD, ("2027-03-01 detained 136",), []),
        (CHILD, ("2027-03-01 acute",), []),
        (CHILD, ("2027-03-01 admitted", "2027-03-10 discharged", "2027-03-20 admitted"),
         [("CETR", "2027-03-14"), ("CETR", "2027-04-02")]),
    ],
)  # fmt: skip
def test_policy_counts_from_every_admission(born: str, lines: tuple[str, ...], expected: list[tuple[str, str]]) -> None:
    """R-DSR-73, 76; T4, T11: informal inpatients too, whoever knows of autism; another ward begins nothing anew."""
    assert due(born, *lines, regime=Regime.POLICY) == expected


@pytest.mark.parametrize(
    ("child_law", "adult_law", "born", "expected"),
    [
        (None, None, CHILD, []),
        ("2027-03-01", None, CHILD, ["2027-03-14"]),
        ("2027-03-02", None, CHILD, []),
        (None, "2027-01-01", CHILD, []),
        (None, "2027-03-01", ADULT, ["2027-03-28"]),
        ("2027-01-01", None, ADULT, []),
    ],
)
def test_the_law_begins_section_by_section_with_the_applicable_day(
    child_law: str | None, adult_law: str | None, born: str, expected: list[str]
) -> None:
    """R-DSR-03, 76: a section that comes into force in the middle of a detention does not reach back."""
    days = {Section.CHILD_REVIEWS: child_law, Section.ADULT_REVIEWS: adult_law}
    terms = Terms(TERMS, in_force={section: day(on) for section, on in days.items() if on})
    assert [on for _, on in due(born, AUTISTIC, AGREED, *DETAINED, terms=terms)] == expected
    assert len(due(born, AUTISTIC, AGREED, *DETAINED, terms=terms, regime=Regime.POLICY)) == 1


@pytest.mark.parametrize(
    ("lines", "known", "ceased"),
    [
        ((), [], []),
        (("2026-01-10 consent parental-responsibility",), [], []),
        (("2026-01-10 consent best-interests",), [], []),
        (("2026-01-10 consent own-consent entry sharing",), [], []),
        (("2026-01-10 consent own-consent review",), ["2027-03-01"], [None]),
        (("2026-01-10 consent board-best-interests review",), ["2027-03-01"], [None]),
        (("2027-03-05 consent own-consent review",), ["2027-03-05"], [None]),
        (("2027-03-14 consent own-consent review",), ["2027-03-14"], [None]),
        (("2027-03-15 consent own-consent review",), [], []),
        ((AGREED, "2027-02-28 refused own-consent review"), [], []),
        ((AGREED, "2027-03-09 refused own-consent review"), ["2027-03-01"], ["2027-03-09"]),
        ((AGREED, "2027-03-09 withdrawn own-consent review"), ["2027-03-01"], ["2027-03-09"]),
        ((AGREED, "2027-03-09 withdrawn own-consent"), ["2027-03-01"], ["2027-03-09"]),
        ((AGREED, "2027-03-09 withdrawn own-consent key-worker"), ["2027-03-01"], [None]),
        ((AGREED, "2027-03-09 refused own-consent entry"), ["2027-03-01"], [None]),
        ((AGREED, "2027-03-05 refused own-consent review", "2027-03-08 consent own-consent review"),
         ["2027-03-01", "2027-03-08"], ["2027-03-05", None]),
    ],
)  # fmt: skip
def test_the_law_asks_for_a_review_only_of_who_agrees(
    lines: tuple[str, ...], known: list[str], ceased: list[str | None]
) -> None:
    """R-DSR-28, 29, 76: own consent or the commissioner's best-interests view, for reviews, by the day it is due."""
    found = first(CHILD, AUTISTIC, *lines, *DETAINED, regime=Regime.LAW)
    assert [str(one.known_on) for one in found] == known
    assert [str(one.ceased_on) if one.ceased_on else None for one in found] == ceased
    assert all(one.due_on == day("2027-03-14") for one in found)


@pytest.mark.parametrize(
    ("lines", "law", "policy"),
    [
        (("2027-02-01 held c1",), True, False),
        (("2027-01-31 held c1",), True, True),
        (("2027-03-01 held c1 before-admission",), True, False),
        (("2027-02-20 happened local-area-emergency-protocol", "2027-02-21 laep-convened"), True, True),
        (("2027-01-20 admitted", "2027-02-10 held r1", "2027-02-20 discharged"), True, True),
        ((), True, True),
    ],
)
def test_a_community_review_excuses_by_policy_and_not_by_law(lines: tuple[str, ...], law: bool, policy: bool) -> None:
    """R-DSR-71, 77: for 28 days; an emergency protocol or a review of an earlier stay does not."""
    facts = (AUTISTIC, AGREED, *lines, *DETAINED)
    in_stay = [one for one in first(CHILD, *facts, regime=Regime.POLICY) if one.begins_on == day("2027-03-01")]
    assert bool(in_stay) is policy
    assert bool(first(CHILD, *facts, regime=Regime.LAW)) is law


def test_who_was_excused_is_reviewed_again_as_from_the_community_review() -> None:
    """R-DSR-77, 78."""
    life = a_life(CHILD, "2027-02-20 held c1", "2027-03-01 admitted")
    [deadline] = review_deadlines.deadlines(life, NOT_LAW)
    assert (deadline.step, deadline.due_on, deadline.known_on) == (Step.REPEAT, day("2027-05-20"), day("2027-03-01"))


@pytest.mark.parametrize(
    ("lines", "on", "expected"),
    [
        ((), "2027-02-28", "ahead"),
        ((), "2027-03-01", "open"),
        ((), "2027-03-14", "open"),
        ((), "2027-03-15", "overdue"),
        (("2027-03-14 held r1",), "2027-03-15", "done"),
        (("2027-03-15 held r1",), "2027-03-15", "done"),
        (("2027-03-01 held r1",), "2027-03-01", "done"),
        (("2027-02-28 refused own-consent review",), "2027-03-15", "overdue"),
        (("2027-03-14 refused own-consent review",), "2027-03-15", "ceased"),
        (("2027-03-20 refused own-consent review",), "2027-03-19", "overdue"),
        (("2027-03-20 refused own-consent review",), "2027-03-20", "ceased"),
        (("2027-03-09 discharged",), "2027-03-15", "ceased"),
        (("2027-03-09 discharged", "2027-03-10 admitted"), "2027-03-15", "overdue"),
        (("2027-03-09 died",), "2027-03-15", "ceased"),
        (("2027-03-09 leave",), "2027-03-15", "overdue"),
    ],
)
def test_a_review_that_was_refused_is_explained_and_not_late(lines: tuple[str, ...], on: str, expected: str) -> None:
    """R-DSR-73, 76: a refusal from before the admission does not count, the person is asked again."""
    life = a_life(CHILD, "2027-03-01 admitted", *lines)
    found = review_deadlines.tasks(life, NOT_LAW)
    assert state(with_code(found, "cetr-post-admission")[0], on) == expected


def test_a_missing_review_says_why_it_is_missing() -> None:
    """R-DSR-76."""
    refused = first(CHILD, "2027-03-01 admitted", "2027-03-04 refused own-consent review", regime=Regime.POLICY)
    left = first(CHILD, "2027-03-01 admitted", "2027-03-04 discharged", regime=Regime.POLICY)
    held = first(CHILD, "2027-03-01 admitted", "2027-03-04 held r1", "2027-03-09 discharged", regime=Regime.POLICY)
    assert [one.ceased for one in (*refused, *left, *held)] == [Ceased.REFUSED, Ceased.LEFT, None]


@pytest.mark.parametrize(
    ("what", "ceased"),
    [
        ("limb condition fails", Ceased.GIVEN_UP),
        ("condition autism not-evidenced", Ceased.GIVEN_UP),
        ("detention-ended", Ceased.LEFT),
        ("discharged", Ceased.LEFT),
        ("refused own-consent review", Ceased.REFUSED),
        ("detained 3", None),
    ],
)
def test_a_missing_review_of_the_law_says_why_too(what: str, ceased: Ceased | None) -> None:
    """R-DSR-75, 76: who is detained still did not leave."""
    [found] = first(CHILD, AUTISTIC, AGREED, *DETAINED, f"2027-03-04 {what}", regime=Regime.LAW)
    assert found.ceased is ceased


@pytest.mark.parametrize(
    ("lines", "expected", "open_"),
    [
        (("2027-03-08 condition autism",), ["2027-03-14", "2027-03-21"], "2027-03-21"),
        (("2027-03-08 view",), ["2027-03-14", "2027-03-21"], "2027-03-21"),
        (("2027-03-04 view",), ["2027-03-14"], "2027-03-14"),
        ((), ["2027-03-14"], None),
        (("2027-03-06 detention-ended", "2027-03-08 view"), ["2027-03-14"], None),
        (("2027-03-06 detained 3", "2027-03-08 view"), ["2027-03-14", "2027-03-21"], "2027-03-21"),
        (("2027-03-08 view", "2027-03-10 limb condition fails", "2027-03-12 view"),
         ["2027-03-14", "2027-03-21", "2027-03-25"], "2027-03-25"),
    ],
)  # fmt: skip
def test_a_view_that_is_formed_again_begins_the_duty_of_the_law_anew(
    lines: tuple[str, ...], expected: list[str], open_: str | None
) -> None:
    """R-DSR-75, 77: within the same detention, though a community C(E)TR excuses from the one of policy."""
    excused = ("2027-02-10 held c1", AUTISTIC, AGREED, *DETAINED)
    facts = (*excused, "2027-03-04 condition autism not-evidenced", *lines)
    assert [on for _, on in due(CHILD, *facts)] == expected
    told = with_code(review_deadlines.tasks(a_life(CHILD, *facts), LAW), "cetr-post-admission-by-law")
    assert [str(one.due_on) for one in told if one.is_open(day("2027-03-13"))] == ([open_] if open_ else [])


def test_the_yearly_review_of_the_law_goes_on_after_the_view_was_formed_again() -> None:
    """R-DSR-75, 78."""
    facts = (AUTISTIC, AGREED, *DETAINED, "2027-03-04 limb condition fails", "2027-03-08 view", "2027-03-20 held r1")
    found = [one for one in review_deadlines.deadlines(a_life(CHILD, *facts), LAW) if one.regime is Regime.LAW]
    assert [(one.step, str(one.due_on), one.ceased_on is None) for one in found] == [
        (Step.FIRST, "2027-03-14", False),
        (Step.FIRST, "2027-03-21", True),
        (Step.REPEAT, "2028-03-19", True),
    ]


@pytest.mark.parametrize(
    ("admitted", "lines", "due_on", "on", "expected"),
    [
        ("2027-03-01", (), "2027-03-08", "2027-03-08", "open"),
        ("2027-03-01", (), "2027-03-08", "2027-03-09", "overdue"),
        ("2027-03-01", ("2027-03-08 review-planned r1 2027-03-12",), "2027-03-08", "2027-03-09", "done"),
        ("2027-03-01", ("2027-02-25 review-planned r1 2027-03-12",), "2027-03-08", "2027-03-01", "done"),
        ("2027-03-01", ("2027-03-01 review-planned r1 2027-03-01",), "2027-03-08", "2027-03-09", "done"),
        ("2027-03-01", ("2027-02-01 review-planned c1 2027-02-20",), "2027-03-08", "2027-03-09", "overdue"),
        ("2027-03-01", ("2027-03-03 review-planned r1 2027-03-12", "2027-03-05 review-cancelled r1"), "2027-03-08",
         "2027-03-09", "overdue"),
        ("2027-03-01", ("2027-03-04 held r1",), "2027-03-08", "2027-03-09", "done"),
        ("2027-03-01", ("2027-02-01 review-planned r0 2027-06-30",), "2027-03-08", "2027-03-10", "overdue"),
        ("2027-03-01", ("2027-03-03 review-planned r1 2027-03-14",), "2027-03-08", "2027-03-09", "done"),
        ("2027-03-01", ("2027-03-03 review-planned r1 2027-03-15",), "2027-03-08", "2027-03-09", "overdue"),
        ("2027-03-01", ("2027-02-01 review-planned r0 2027-06-30", "2027-03-03 review-planned r0 2027-03-12"),
         "2027-03-08", "2027-03-03", "done"),
        ("2027-03-01", ("2027-02-01 review-planned r0 2027-06-30", "2027-03-03 review-planned r1 2027-03-12"),
         "2027-03-08", "2027-03-03", "done"),
        ("2027-03-01", ("2027-03-03 review-planned r1 2027-03-12", "2027-03-05 review-planned r1 2027-06-30"),
         "2027-03-08", "2027-03-09", "overdue"),
        ("2027-03-01", ("2027-03-03 review-planned r1 2027-03-12", "2027-03-05 review-planned r1 2027-06-30",
                        "2027-03-10 held r1"), "2027-03-08", "2027-03-10", "done"),
        ("2027-03-01", ("2027-03-03 review-planned r1 2027-03-10", "2027-03-09 review-planned r1 2027-03-12"),
         "2027-03-08", "2027-03-08", "done"),
        ("2027-03-25", (), "2027-04-05", "2027-04-05", "open"),
        ("2026-12-24", (), "2027-01-05", "2027-01-05", "open"),
        ("2027-02-27", (), "2027-03-05", "2027-03-05", "open"),
    ],
)  # fmt: skip
def test_after_five_working_days_there_is_an_early_warning(
    admitted: str, lines: tuple[str, ...], due_on: str, on: str, expected: str
) -> None:
    """R-DSR-59a, 73: a day in time is set by then; Easter, Christmas and weekends are no working days."""
    life = a_life(CHILD, f"{admitted} admitted", *lines)
    warning = the_one(review_deadlines.tasks(life, NOT_LAW), "review-date")
    assert warning.due_on == day(due_on)
    assert state(warning, on) == expected


def test_terms_agreed_on_later_leave_alone_what_began_before() -> None:
    """R-DSR-73: the value of the day on which the period begins counts."""
    terms = Terms(TERMS, [Agreed("first-cetr", day("2027-03-05"), 7), Agreed("review-date-set", day("2027-03-05"), 10)])
    old, new = a_life(CHILD, "2027-03-04 admitted"), a_life(CHILD, "2027-03-05 admitted")
    assert the_one(review_deadlines.tasks(old, terms), "cetr-post-admission").due_on == day("2027-03-17")
    assert the_one(review_deadlines.tasks(new, terms), "cetr-post-admission").due_on == day("2027-03-11")
    assert the_one(review_deadlines.tasks(new, terms), "review-date").due_on == day("2027-03-19")


def test_each_due_day_is_explained_in_a_sentence() -> None:
    """R-DSR-73."""
    life = a_life(CHILD, AUTISTIC, AGREED, *DETAINED)
    found = list(review_deadlines.tasks(life, LAW))
    assert the_one(found, "cetr-post-admission").why == (
        "Admitted on 1 March 2027: the CETR is held within 14 days, this day counted, so by 14 March 2027."
    )
    assert the_one(found, "cetr-post-admission-by-law").why == (
        "Liable to be detained and known to be autistic or to have a learning disability since 1 March 2027: "
        "the Act asks for a CETR within 14 days, this day counted, so by 14 March 2027."
    )


@pytest.mark.parametrize(
    ("lines", "on", "expected"),
    [
        ((), "2027-03-15", "overdue"),
        (("2027-03-14 held r1",), "2027-03-15", "done"),
        (("2027-03-01 held r1",), "2027-03-15", "done"),
        (("2027-03-10 detention-ended",), "2027-03-15", "ceased"),
        (("2027-03-10 discharged",), "2027-03-15", "ceased"),
        (("2027-03-10 limb condition fails",), "2027-03-15", "ceased"),
        (("2027-03-10 died",), "2027-03-15", "ceased"),
        (("2027-03-10 detained 3",), "2027-03-15", "overdue"),
    ],
)
def test_the_duty_of_the_law_ends_with_the_detention_or_the_view(
    lines: tuple[str, ...], on: str, expected: str
) -> None:
    """R-DSR-75, 76."""
    life = a_life(CHILD, AUTISTIC, AGREED, *DETAINED, *lines)
    assert state(the_one(review_deadlines.tasks(life, LAW), "cetr-post-admission-by-law"), on) == expected


def test_a_review_before_the_detention_is_not_the_one_that_the_law_asks_for() -> None:
    """R-DSR-77: held while informal, it meets policy; the Act counts from the applicable day."""
    life = a_life(CHILD, AUTISTIC, AGREED, "2027-03-01 admitted", "2027-03-08 held r1", "2027-03-10 detained 3")
    found = list(review_deadlines.tasks(life, LAW))
    assert the_one(found, "cetr-post-admission").done_on == day("2027-03-08")
    assert the_one(found, "cetr-post-admission-by-law").done_on is None

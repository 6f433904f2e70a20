"""One timeline for each child over the steps of the agencies: the longest gap, and after which step it comes."""

from datetime import date, timedelta
from itertools import groupby

from hypothesis import given, settings
from hypothesis import strategies as st

from diis.definitions.steps import Journey, Part, Step, longest_of, parts_of
from diis.store.engine import Store
from diis.worklists import worklist
from tests.pathways.telling import SEQUENCE, Way, a_step, a_story, day, with_steps, write

AS_AT = "2026-09-30"
SCHOOL = a_step("school information", "Dorset Council", "2026-01-11", "2026-02-10")
SPEECH = a_step("speech and language", "Dorset HealthCare", "2026-01-11", "2026-03-02")
PAEDIATRICIAN = a_step("paediatrician", "University Hospitals Dorset", "2026-07-30")
CHILD = with_steps(a_story("2026-01-01"), SCHOOL, SPEECH, PAEDIATRICIAN)


def journey(*steps: Step, ended: str | None = None, received: str = "2026-01-01") -> Journey:
    return Journey("R0D", "neurodevelopmental", "N1", date.fromisoformat(received), day(ended), steps)


def found(*steps: Step, ended: str | None = None) -> tuple[int, str, str, str | None]:
    gap = longest_of(journey(*steps, ended=ended), date.fromisoformat(AS_AT))
    assert gap is not None
    return gap.gap_days, gap.step, gap.organisation, gap.next_step


def test_the_gap_in_which_nothing_was_under_way_is_found_with_the_step_before_it() -> None:
    """Ten days before the first request, 150 between the last answer and the next request, 62 of an open step."""
    assert found(SCHOOL, SPEECH, PAEDIATRICIAN) == (150, "speech and language", "Dorset HealthCare", "paediatrician")


def test_a_step_under_way_fills_the_gap_between_two_others() -> None:
    long = a_step("occupational therapy", "Dorset HealthCare", "2026-02-01", "2026-07-20")
    assert found(SCHOOL, SPEECH, long, PAEDIATRICIAN)[:2] == (62, "paediatrician")


def test_an_open_step_can_be_the_longest_gap() -> None:
    early = a_step("paediatrician", "University Hospitals Dorset", "2026-03-05")
    assert found(SCHOOL, SPEECH, early) == (209, "paediatrician", "University Hospitals Dorset", None)


def test_before_the_first_request_the_referral_itself_is_named() -> None:
    late = a_step("school information", "Dorset Council", "2026-06-01", "2026-06-10")
    done = a_step("discussion", "", "2026-06-10", "2026-09-29")
    assert found(late, done) == (151, "referral", "R0D", "school information")


def test_after_the_last_step_the_wait_goes_on_without_a_next_one() -> None:
    assert found(SCHOOL, SPEECH) == (212, "speech and language", "Dorset HealthCare", None)


def test_a_wait_that_ended_is_told_up_to_its_end() -> None:
    assert found(SCHOOL, SPEECH, ended="2026-03-12") == (10, "referral", "R0D", "school information")


def test_a_step_of_no_named_organisation_is_said_to_have_none() -> None:
    assert found(a_step("discussion", "", "2026-01-01"))[2] == "not given"


def test_the_pathway_wait_is_the_maximum_over_the_steps() -> None:
    """R-WAIT section 13 a: the latest end of a step; the whole wait goes on after it."""
    gap = longest_of(journey(SCHOOL, SPEECH), date.fromisoformat(AS_AT))
    assert gap is not None
    assert (gap.steps_days, gap.total_days) == (60, 272)


def test_steps_are_counted_open_and_done(way: Way) -> None:
    done = a_step("school information", "Dorset Council", "2026-08-31", "2026-09-10")
    other = with_steps(a_story("2026-01-01", 2), done, PAEDIATRICIAN)
    over = with_steps(a_story("2026-01-01", 3, closed_on="2026-09-05"), PAEDIATRICIAN)
    later = with_steps(a_story("2026-01-01", 4), a_step("school information", "Dorset Council", "2026-10-01"))
    way.check(
        "nd-steps",
        [CHILD, other, over, later, a_story("2026-01-01", 5)],
        AS_AT,
        steps_open=2,
        steps_open_median_days=62,
        steps_open_p90_days=62,
        steps_done=1,
        steps_done_median_days=10,
        longest_gap_median_days=180,
        nothing_under_way_share=100,
    )


def test_each_step_and_each_organisation_has_figures(way: Way) -> None:
    slow = with_steps(a_story("2026-01-01", 2), a_step("paediatrician", "University Hospitals Dorset", "2026-01-02"))
    numbers = way.numbers("nd-steps", [CHILD, slow], AS_AT)
    for breakdown, level in (("step", "paediatrician"), ("organisation", "University Hospitals Dorset")):
        assert numbers["nd-steps", "all", breakdown, level, "steps-open"] == 2
        assert numbers["nd-steps", "all", breakdown, level, "steps-open-median-days"] == (62 + 271) / 2
        assert numbers["nd-steps", "all", breakdown, level, "longest-part-share"] == 50


def test_a_level_of_one_provider_is_there_for_every_other(way: Way) -> None:
    """No level tells by being there that somebody of the provider is in it (R-WAIT-95, docs/adr/0026)."""
    other = with_steps(a_story("2026-01-01", 2, provider="RBD"), a_step("discussion", "Dorset Council", "2026-09-01"))
    numbers = way.numbers("nd-steps", [CHILD, other], AS_AT)
    levels = {(provider, level): value for (_, provider, by, level, name), value in numbers.items()
              if (by, name) == ("step", "steps-open")}  # fmt: skip
    assert {provider for provider, level in levels if level == "discussion"} == {"R0D", "RBD", "all"}
    assert levels["R0D", "discussion"] == 0


def test_where_no_steps_are_sent_there_are_no_figures(way: Way) -> None:
    assert way.numbers("nd-steps", [a_story("2026-01-01")], AS_AT) == {}


def test_the_list_shows_the_longest_gap_first(store: Store) -> None:
    slow = with_steps(a_story("2026-01-01", 2), a_step("paediatrician", "University Hospitals Dorset", "2026-01-02"))
    over = with_steps(a_story("2026-01-01", 3, outcome_shared_on=AS_AT), PAEDIATRICIAN)
    write(store, [CHILD, slow, over])
    lines = worklist(store, "steps", date.fromisoformat(AS_AT), SEQUENCE)
    assert [line.as_json()["gap_days"] for line in lines] == [271, 150]
    assert "nothing was under way (speech and language, Dorset HealthCare)" in lines[1].in_words()


days = st.integers(0, 60)
a_few_steps = st.lists(st.tuples(st.sampled_from("abc"), days, st.none() | st.integers(0, 30)), min_size=1, max_size=6)


@settings(derandomize=True, deadline=None)
@given(drawn=a_few_steps, at=days)
def test_known_pathways_are_recovered_day_by_day(drawn: list[tuple[str, int, int | None]], at: int) -> None:
    """The slow way: is anything under way on each day? The stretches of days without are the gaps."""
    start = date(2026, 1, 1)
    steps = [
        Step(name, name, start + timedelta(days=asked), None if took is None else start + timedelta(days=asked + took))
        for name, asked, took in drawn
    ]
    as_at = start + timedelta(days=at)
    gaps = [part for part in parts_of(journey(*steps), as_at) if part.is_gap]
    idle = [
        (start + timedelta(days=n))
        for n in range(at)
        if not any(_under_way(step, start + timedelta(days=n)) for step in steps)
    ]
    stretches = [[on for _, on in group] for _, group in groupby(enumerate(idle), key=_stretch)]
    expected = [(stretch[0], stretch[-1] + timedelta(days=1)) for stretch in stretches]
    assert sorted((gap.from_on, gap.to_on) for gap in _joined(gaps)) == expected


def _stretch(numbered: tuple[int, date]) -> int:
    place, on = numbered
    return on.toordinal() - place


def _under_way(step: Step, on: date) -> bool:
    return step.requested_on <= on and (step.done_on is None or on < step.done_on)


def _joined(gaps: list[Part]) -> list[Part]:
    """A step asked and answered on one day cuts a gap in two for us, and is no day under way."""
    joined: list[Part] = []
    for gap in sorted(gaps, key=lambda part: part.from_on):
        if joined and joined[-1].to_on == gap.from_on:
            last = joined.pop()
            gap = Part(last.step, last.organisation, last.from_on, gap.to_on, True, False)
        joined.append(gap)
    return joined

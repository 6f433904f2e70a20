"""The figures of published RTT counts: what is counted, what is left out, and over what (R-WAIT-12 to 18)."""

import csv
from datetime import date
from pathlib import Path

import pytest

from diis.definitions.figures import Figure
from diis.definitions.rtt import BANDS, PARTS, RttLine
from diis.definitions.rtt_figures import RTT_MEASURES, rtt_figures

ORACLES = Path(__file__).parents[2] / "oracles"
MONTH_END = date(2026, 6, 30)


def line(part: str, function: str, bands: dict[int, int], commissioner: str = "11J", **extra: int) -> RttLine:
    banded = sum(bands.values())
    completed = part in ("Part_1A", "Part_1B")
    unknown = extra.get("unknown", 0)
    return RttLine(
        period_on=MONTH_END,
        provider="RBD",
        commissioner=commissioner,
        part=part,
        treatment_function=function,
        bands=tuple(bands.get(band, 0) for band in range(BANDS)),
        total=banded if completed else None,
        unknown_start=unknown if completed else None,
        total_all=extra.get("total_all", banded + unknown),
    )


def values(figures: list[Figure], measure: str, level: str = "all") -> dict[str, float | None]:
    return {found.figure: found.value for found in figures if (found.measure, found.level) == (measure, level)}


def test_every_figure_of_a_list_can_be_worked_out_by_hand() -> None:
    bands = {0: 10, 17: 20, 18: 10, 52: 5, 65: 3, 78: 1, 104: 1}
    found = rtt_figures([line("Part_2", "C_110", bands)], as_known=3)
    assert values(found, "rtt-incomplete", "C_110") == {
        "total": 50,
        "within-18-weeks-share": 60.0,
        "over-52-weeks": 10,
        "over-65-weeks": 5,
        "over-78-weeks": 2,
        "over-104-weeks": 1,
        "median-weeks": 17.75,  # 25 of 50: 10 below band 17, then 15 of its 20
        "p92-weeks": pytest.approx(65 + 1 / 3),  # 46 of 50: 45 below band 65, then 1 of its 3
        "p95-weeks": pytest.approx(65 + 2.5 / 3),
    }


def test_a_figure_says_what_it_is_about_and_by_which_rule() -> None:
    found = rtt_figures([line("Part_2", "X04", {3: 8})], as_known=3)
    share = next(figure for figure in found if figure.figure == "within-18-weeks-share" and figure.level == "X04")
    assert share == Figure(
        as_at=MONTH_END,
        as_known=3,
        measure="rtt-incomplete",
        figure="within-18-weeks-share",
        provider="RBD",
        breakdown="treatment-function",
        level="X04",
        value=100.0,
        unit="percent",
        rule="R-WAIT-18",
        behind=8,
        published=True,
    )
    assert {figure.rule for figure in found} == {"R-WAIT-12", "R-WAIT-15", "R-WAIT-18", "R-WAIT-19"}


def test_the_open_band_gives_words_and_no_number() -> None:
    found = rtt_figures([line("Part_2", "X04", {0: 5, 10: 4, 104: 1})], as_known=1)
    notes = {figure.figure: (figure.value, figure.note) for figure in found if figure.level == "X04"}
    assert notes["median-weeks"] == (1.0, "")
    assert notes["p92-weeks"] == notes["p95-weeks"] == (None, "more than 104 weeks")


def test_the_total_row_and_the_detail_are_never_added_together() -> None:
    detail, total = line("Part_2", "C_110", {0: 4}), line("Part_2", "C_999", {0: 4})
    found = rtt_figures([detail, total], as_known=1)
    assert values(found, "rtt-incomplete")["total"] == 4
    assert values(found, "rtt-incomplete", "C_999")["total"] == 4


def test_a_commissioner_without_a_total_row_gives_the_sum_of_its_detail() -> None:
    lines = [
        line("Part_2", "C_999", {0: 4}),
        line("Part_2", "C_110", {0: 4}),
        line("Part_2", "C_110", {0: 2}, commissioner="92G"),
        line("Part_2", "C_130", {1: 3}, commissioner="92G"),
    ]
    found = rtt_figures(lines, as_known=1)
    assert values(found, "rtt-incomplete")["total"] == 4 + 2 + 3
    assert values(found, "rtt-incomplete", "C_110")["total"] == 4 + 2


def test_pathways_with_a_decision_to_admit_are_inside_part_2_and_not_added() -> None:
    found = rtt_figures([line("Part_2", "C_999", {0: 4}), line("Part_2A", "C_999", {0: 3})], as_known=1)
    assert values(found, "rtt-incomplete")["total"] == 4
    assert {measure.part for measure in RTT_MEASURES} == PARTS.keys() - {"Part_2A"}


@pytest.mark.parametrize(
    ("part", "measure"), [("Part_1A", "rtt-completed-admitted"), ("Part_1B", "rtt-completed-non-admitted")]
)
def test_an_unknown_clock_start_is_in_the_total_and_in_no_share_or_percentile(part: str, measure: str) -> None:
    found = values(rtt_figures([line(part, "C_999", {2: 4, 20: 4}, unknown=2)], as_known=1), measure)
    assert found["total"] == 10
    assert found["within-18-weeks-share"] == 50.0
    assert found["median-weeks"] == 3.0


def test_a_list_of_unknown_clock_starts_has_a_total_and_no_share_or_percentile() -> None:
    found = values(rtt_figures([line("Part_1B", "C_999", {}, unknown=3)], as_known=1), "rtt-completed-non-admitted")
    assert found["total"] == 3
    assert [found[name] for name in ("within-18-weeks-share", "median-weeks", "p92-weeks")] == [None, None, None]


def test_new_periods_have_a_total_and_nothing_else() -> None:
    found = rtt_figures([line("Part_3", "C_999", {}, total_all=40)], as_known=1)
    assert values(found, "rtt-new-periods") == {"total": 40}


def test_published_counts_leave_the_service_as_they_were_published() -> None:
    found = rtt_figures([line("Part_2", "C_999", {60: 1})], as_known=1)
    assert [figure.shown() for figure in found] == found


def test_england_in_june_2026_is_as_published_because_other_commissioners_are_left_out() -> None:
    with (ORACLES / "rtt_england_jun2026.csv").open(newline="", encoding="utf-8") as file:
        published = {row["measure"]: row["value"] for row in csv.DictReader(file)}
    total = int(published["incomplete pathways (Part_2) commissioner not NONC"])
    within = round(total * float(published["percent within 18 weeks"]) / 100)
    other = int(published["NONC incomplete pathways"])
    other_within = int(published["NONC incomplete within 18 weeks"])
    lines = [
        line("Part_2", "C_999", {0: within, 30: total - within}),
        line("Part_2", "C_999", {0: other_within, 30: other - other_within}, commissioner="NONC"),
    ]
    found = values(rtt_figures(lines, as_known=1), "rtt-incomplete")
    assert found["total"] == total
    assert f"{found['within-18-weeks-share']:.3f}" == published["percent within 18 weeks"]
    with_others = 100 * (within + other_within) / (total + other)
    assert f"{with_others:.3f}" == published["percent within 18 weeks including NONC"]


def test_november_2024_at_dorset_county_hospital_follows_from_its_published_bands() -> None:
    with (ORACLES / "rtt_rbd_nov2024_part2_bands.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    english, other = (
        {int(row["weeks_gt"]): int(row[f"part2_all_tfc_{which}"]) for row in rows}
        for which in ("excl_nonc", "nonc_only")
    )
    lines = [line("Part_2", "C_999", english), line("Part_2", "C_999", other, commissioner="NONC")]
    found = values(rtt_figures(lines, as_known=1), "rtt-incomplete")
    assert found["total"] == 21_693
    assert found["within-18-weeks-share"] == 100 * 12_534 / 21_693
    assert found["median-weeks"] == pytest.approx(14 + (21_693 / 2 - 10_691) / 464)  # 10,691 wait 14 weeks or less
    assert found["over-104-weeks"] == 0

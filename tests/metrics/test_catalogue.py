"""The catalogue is closed: names, labels and values that are not in it cannot be exported."""

import re

import pytest

from diis.definitions.figures import figure_records
from diis.definitions.local_measures import MEASURES
from diis.feeds import FEEDS
from metrics import catalogue
from metrics.catalogue import LABEL_VALUES, METRICS, Metric, UnlistedLabel
from metrics.collectors import METRIC_OF_FIGURE

ALLOWED_LABELS = {"provider", "pathway", "measure", "band", "rating", "rule", "outcome", "version"}


def test_every_metric_of_the_module_is_in_the_list_once() -> None:
    spelled = [value for value in vars(catalogue).values() if isinstance(value, Metric)]
    assert sorted(metric.name for metric in METRICS) == sorted({metric.name for metric in spelled})


def test_names_start_with_their_family() -> None:
    assert all(re.fullmatch(r"(waits|extract)_[a-z0-9_]+", metric.name) for metric in METRICS)


def test_names_of_times_end_in_the_base_unit() -> None:
    timed = [metric for metric in METRICS if metric.unit in {"seconds", "timestamp"}]
    assert timed
    assert all(metric.name.endswith("_seconds") for metric in timed)
    assert all(metric.name.endswith("_timestamp_seconds") for metric in timed if metric.unit == "timestamp")


def test_labels_are_those_of_the_design() -> None:
    assert set(LABEL_VALUES) <= ALLOWED_LABELS


def test_each_label_has_few_values() -> None:
    assert all(0 < len(values) <= 20 for values in LABEL_VALUES.values())


def test_every_figure_that_measures_share_has_a_metric() -> None:
    figures = [{record.id for record in figure_records(one)} for one in MEASURES if one.standard_days is not None]
    assert {figure.partition(":")[0] for figure in set.intersection(*figures)} == set(METRIC_OF_FIGURE)


def test_feeds_are_told_apart_by_provider_and_subject() -> None:
    labels = [(feed.provider, feed.subject) for feed in FEEDS]
    assert len(set(labels)) == len(labels)


def test_a_label_outside_the_catalogue_is_refused() -> None:
    with pytest.raises(UnlistedLabel, match="waits_x has a label that is not in the catalogue: school"):
        Metric("waits_x", "help", "waits", ("provider", "school"))


def test_a_value_outside_the_catalogue_is_refused_and_not_repeated() -> None:
    with pytest.raises(UnlistedLabel) as refusal:
        catalogue.EXTRACT_HELD.label_values({"provider": "999 000 0018", "pathway": "all"})
    assert "999" not in str(refusal.value)


@pytest.mark.parametrize("labels", [{}, {"provider": "RBD"}, {"provider": "RBD", "pathway": "all", "band": "0-7"}])
def test_missing_and_extra_labels_are_refused(labels: dict[str, str]) -> None:
    with pytest.raises(UnlistedLabel, match="takes exactly the labels provider, pathway"):
        catalogue.EXTRACT_HELD.label_values(labels)

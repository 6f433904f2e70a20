"""Facts as the store writes them: what is read equals what was written, for every kind there is."""

from dataclasses import fields
from datetime import date
from types import NoneType
from typing import Any, get_args, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsr.rules.facts.fact import Fact
from dsr.store.fact_text import FactUnknown, as_text, from_text, kind_of, kinds


def values_of(hint: Any) -> st.SearchStrategy[Any]:
    """Any value of a field; the frozen sets and nested records too."""
    return st.none() if hint is NoneType else st.from_type(hint)


@st.composite
def a_fact(draw: st.DrawFn) -> Fact:
    kind = draw(st.sampled_from(sorted(kinds().values(), key=lambda one: one.__name__)))
    hints = get_type_hints(kind)
    return kind(**{field.name: draw(values_of(hints[field.name])) for field in fields(kind)})


@given(a_fact())
def test_a_fact_that_is_read_equals_the_one_that_was_written(fact: Fact) -> None:
    assert from_text(kind_of(fact), fact.on, as_text(fact)) == fact


def test_every_kind_has_a_name_of_its_own_that_fits_its_column() -> None:
    assert {"consent-given", "rated", "admitted"} <= kinds().keys()
    assert all(len(name) <= 40 for name in kinds())
    assert len(set(kinds().values())) == len(kinds())


def test_no_field_holds_what_cannot_be_written() -> None:
    plain = (date, str, bool, int, float, NoneType)
    for kind in kinds().values():
        for name, hint in get_type_hints(kind).items():
            inner = get_args(hint) or (hint,)
            assert all(
                one in plain or hasattr(one, "__members__") or hasattr(one, "__dataclass_fields__") for one in inner
            ), (
                kind,
                name,
            )


def test_a_fact_of_a_newer_version_is_refused_by_its_name() -> None:
    with pytest.raises(FactUnknown, match="'told-by-moonlight'"):
        from_text("told-by-moonlight", date(2027, 3, 1), "{}")


def test_a_field_that_an_older_version_did_not_know_means_nothing() -> None:
    assert from_text("discharged", date(2027, 3, 1), "{}").on == date(2027, 3, 1)

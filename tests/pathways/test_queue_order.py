"""How the order of a queue bends a forecast: strict order, no order at all, and everything between (docs/adr/0036)."""

from math import exp, log

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diis.definitions.queue_order import QueueOrder

MANY = 2_000


def strict() -> QueueOrder:
    """Only the front is ever taken."""
    return QueueOrder([1 / MANY] * MANY)


def no_order() -> QueueOrder:
    """Any place is taken as often as any other."""
    return QueueOrder((place + 0.5) / MANY for place in range(MANY))


@pytest.mark.parametrize("place", [0.1, 0.5, 1.0])
def test_in_strict_order_a_place_is_the_time_to_wait(place: float) -> None:
    order = strict()
    for share in (0.9, 0.5, 0.1):
        assert order.turnovers(place, share) == pytest.approx(place, abs=0.01)
    assert order.still_waiting(place, place - 0.01) == 1
    assert order.still_waiting(place, place + 0.01) < 0.01


@pytest.mark.parametrize("place", [0.2, 0.5, 1.0])
def test_without_order_every_place_waits_alike(place: float) -> None:
    """As many are taken in each stretch of time from those who are left: e to the power of minus the turnovers."""
    order = no_order()
    assert order.turnovers(place, 0.5) == pytest.approx(log(2), rel=0.02)
    assert order.still_waiting(place, 1.0) == pytest.approx(exp(-1), rel=0.02)


places = st.lists(st.floats(0.001, 1), max_size=30)


@settings(derandomize=True, deadline=None)
@given(taken=places, place=st.floats(0.01, 1), share=st.floats(0.05, 0.95))
def test_the_two_questions_are_each_others_answer(taken: list[float], place: float, share: float) -> None:
    """After the turnovers until a share waits, no more than that share does; just before, at least that."""
    order = QueueOrder(taken)
    turnovers = order.turnovers(place, share)
    assert turnovers >= 0
    assert order.still_waiting(place, turnovers + 1e-6) <= share + 1e-9
    if turnovers > 1e-6:
        assert order.still_waiting(place, turnovers - 1e-6) >= share - 1e-9


@settings(derandomize=True, deadline=None)
@given(taken=places, place=st.floats(0.01, 1), turnovers=st.floats(0, 3))
def test_time_only_ever_lets_fewer_wait(taken: list[float], place: float, turnovers: float) -> None:
    order = QueueOrder(taken)
    assert 0 <= order.still_waiting(place, turnovers + 0.5) <= order.still_waiting(place, turnovers) <= 1

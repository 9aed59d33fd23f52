"""MSER-5 by hand, against its definition, and on queues that start empty."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from simkit.analysis.warm_up import BATCH, FEWEST_BATCHES, Truncation, mser_5


def slowly(series: np.ndarray) -> list[float]:
    """The statistic of every truncation, straight from its definition; White (1997)."""
    count = len(series) // BATCH
    batches = [float(np.mean(series[BATCH * i : BATCH * (i + 1)])) for i in range(count)]
    found = []
    for first in range(count - BATCH):
        rest = batches[first:]
        mean = sum(rest) / len(rest)
        found.append(sum((value - mean) ** 2 for value in rest) / len(rest) ** 2)
    return found


def test_a_start_that_lies_apart_is_dropped() -> None:
    # Ten batches at 9, then ninety that swing by 1 about 1: as soon as the 9s are gone the rest
    # has the variance of the swing, and every batch more that goes makes it shorter.
    series = np.concatenate([np.full(50, 9.0), np.tile(np.repeat([0.0, 2.0], 5), 45)])
    assert mser_5(series) == Truncation(first=50, settles=True)


def test_what_is_always_the_same_loses_nothing() -> None:
    assert mser_5(np.full(500, 0.005)) == Truncation(first=0, settles=True)
    # 0.1 + 0.2 is not 0.3: what is left of equal numbers is no difference.
    assert mser_5(np.tile([0.1 + 0.2, 0.3, 0.3, 0.3, 0.3], 100)) == Truncation(0, True)


def test_all_that_comes_after_the_last_change_is_kept() -> None:
    series = np.concatenate([np.full(100, 1.0), np.full(400, 5.0)])
    assert mser_5(series) == Truncation(first=100, settles=True)


def test_what_keeps_growing_does_not_settle() -> None:
    found = mser_5(np.linspace(0, 100, 1000))
    assert found is not None
    assert not found.settles


def test_too_few_to_tell() -> None:
    assert mser_5(np.arange(float(FEWEST_BATCHES * BATCH - 1))) is None
    assert mser_5(np.arange(float(FEWEST_BATCHES * BATCH))) is not None


@given(
    arrays(
        np.float64,
        st.integers(FEWEST_BATCHES * BATCH, 300),
        elements=st.floats(-1e6, 1e6, width=32),
    )
)
def test_it_is_the_smallest_by_the_definition(series: np.ndarray) -> None:
    found = mser_5(series)
    assert found is not None
    errors = slowly(series)
    chosen = errors[found.first // BATCH]
    spread = float(np.var(series)) or 1.0
    assert chosen <= min(errors) + 1e-9 * spread

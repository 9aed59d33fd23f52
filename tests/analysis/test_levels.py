"""Levels over time, by hand."""

import numpy as np

from simkit.analysis import levels

NEVER = 2**63 - 1
# Three things: 0 to 10, 5 to 20, 10 for ever.
BEGINS = np.array([0, 5, 10])
ENDS = np.array([10, 20, NEVER])


def test_peak_counts_what_ends_before_what_begins() -> None:
    # At 10 one goes and one comes: two at most.
    assert levels.peak(BEGINS, ENDS, 0, 100) == 2


def test_peak_sees_what_is_there_at_the_start_of_the_window() -> None:
    assert levels.peak(BEGINS, ENDS, 6, 9) == 2
    assert levels.peak(BEGINS, ENDS, 50, 60) == 1


def test_what_takes_no_time_is_never_there() -> None:
    assert levels.peak(np.array([3]), np.array([3]), 0, 10) == 0


def test_mean() -> None:
    # In [0, 20): 10 + 15 + 10 of 20.
    assert levels.mean(BEGINS, ENDS, 0, 20) == 35 / 20


def test_level_just_before_an_instant() -> None:
    assert levels.at(BEGINS, ENDS, np.array([0, 1, 5, 6, 10, 11, 30])).tolist() == [
        0,
        1,
        1,
        2,
        2,
        2,
        1,
    ]

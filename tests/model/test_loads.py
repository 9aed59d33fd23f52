"""What loads say of themselves before a run: numbers, rates, dispersion; worked out by hand."""

from itertools import pairwise
from math import inf, pi, sin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simkit.model.load import Burst, Bursts, Counts, Load, Modulated, Trace, Users, Wave
from simkit.model.load.assumed import assumed_of
from simkit.model.load.over_time import MOST_STEPS
from simkit.model.load_words import parse_load
from tests.model.test_load_words import loads

SECOND = 10**9
HOUR = 3_600 * SECOND


@pytest.mark.parametrize(
    ("words", "until", "expected"),
    [
        # Whole periods bring the mean; a quarter of one, from mean to peak, 1/(2π) of it more.
        ("poisson 80/s wave 50 % over 40 s", 40, 3_200),
        ("poisson 80/s wave 50 % over 40 s", 10, 800 + 80 * 40 / (2 * pi) * 0.5),
        ("poisson 80/s wave 50 % over 40 s", 30, 2400 + 80 * 40 / (2 * pi) * 0.5),
        ("poisson 80/s wave 50 % over 40 s peak at 0 s", 20, 1_600),
        ("poisson 80/s wave 50 % over 40 s peak at 5 s", 85,
         80 * (85 + 40 / (2 * pi) * 0.5 * sin(2 * pi * 5 / 40))),
        # 6 s from 20 to 80/s, then 18 s back: 300 and 900 requests; at 3 s the rate is 50/s.
        ("poisson curve 0 s 20/s 6 s 80/s 24 s 20/s repeat", 3, (20 + 50) / 2 * 3),
        ("poisson curve 0 s 20/s 6 s 80/s 24 s 20/s repeat", 24, 1_200),
        ("poisson curve 0 s 20/s 6 s 80/s 24 s 20/s repeat", 54, 2_700),
        ("poisson curve 0 s 20/s 6 s 80/s 24 s 20/s", 54, 1_200 + 30 * 20),
        ("mmpp 20/s for exponential 60 s or 410/s for 5 s", 130, 6_500),
        ("at 5 s 3 every 10 s", 5, 0),
        ("at 5 s 3 every 10 s", 25, 6),
        ("at 5 s 3 every 10 s", 26, 9),
        (["at 5 s 3 every 10 s", "at 6 s 1"], 26, 10),
        (["poisson 200/s for 10 s", "nothing for 50 s", "repeat"], 125, 5_000),
        (["every 3 s for 10 s", "nothing for 50 s", "repeat"], 124, 10),
        (["poisson 10/s for 2 s", "nothing"], 10, 20),
        ("trace values 0 s 1 s 1 s 4 s", 1, 1),
        ("trace values 0 s 1 s 1 s 4 s", 4, 3),
        ("trace values 0 s 1 s 4 s mean 1.5/s", 2, 2),
        ("trace values 3 0 5 every 1 s", 2, 3),
        ("trace values 3 0 5 every 2 s", 5, 6),
        ("trace values 3 0 5 every 1 s", 99, 8),
        ("trace values 2 0 4 every 1 s mean 1/s", 99, 3),
    ],
)  # fmt: skip
def test_the_number_of_requests_before_an_instant(
    words: str | list[str], until: int, expected: float
) -> None:
    load: Load = parse_load(words)
    assert load.expected(until * SECOND) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    ("words", "steps"),
    [
        ("poisson 80/s", [(0, 80.0)]),
        (["poisson 200/s for 10 s", "nothing for 50 s", "repeat"],
         [(0, 200.0), (10, 0.0), (60, 200.0), (70, 0.0)]),
        (["poisson 10/s for 2 s", "nothing"], [(0, 10.0), (2, 0.0)]),
        (["poisson 10/s for 2 s", "every 1 s for 3 s"], [(0, 10.0), (2, 1.0), (5, 0.0)]),
        # An interval that does not fit in: three requests come in that second, at 0, 0.4, 0.8 s.
        ("every 400 ms for 1 s", [(0, 3.0), (1, 0.0)]),
        ("at 5 s 3 every 10 s", [(0, 0.0)]),
        ("trace values 3 0 5 every 2 s", [(0, 1.5), (2, 0.0), (4, 2.5), (6, 0.0)]),
        ("mmpp 20/s for exponential 60 s or 410/s for 5 s", [(0, 50.0)]),
    ],
)  # fmt: skip
def test_the_rates_over_time(words: str | list[str], steps: list[tuple[int, float]]) -> None:
    load: Load = parse_load(words)
    assert list(load.rates(100 * SECOND)) == [(begin * SECOND, rate) for begin, rate in steps]


def test_a_wave_and_a_curve_are_told_in_steps_that_keep_their_number_and_nearly_their_peak() -> (
    None
):
    for words, peak in (
        ("poisson 80/s wave 50 % over 24 h peak at 15 h", 120.0),
        ("poisson curve 0 s 20/s 6 h 80/s 24 h 20/s repeat", 80.0),
        ("poisson curve 0 s 80/s 20 h 0/s 24 h 70/s", 80.0),
    ):
        load: Load = parse_load(words)
        steps = [*load.rates(24 * HOUR), (24 * HOUR, 0.0)]
        steps = [step for step in steps if step[0] < 24 * HOUR] + [(24 * HOUR, 0.0)]
        came = sum(rate * (end - begin) / SECOND for (begin, rate), (end, _) in pairwise(steps))
        assert came == pytest.approx(load.expected(24 * HOUR), rel=1e-9)
        assert load.peak == peak
        assert max(rate for _, rate in steps) == pytest.approx(peak, rel=1e-3)


def test_too_many_periods_are_told_by_their_mean() -> None:
    wave = parse_load("poisson 80/s wave 50 % over 1 min")
    steps = wave.rates(HOUR)
    assert len(steps) <= MOST_STEPS + 1
    assert steps[-1][1] == 80.0
    assert steps[-1][0] < HOUR
    on_off = parse_load(["poisson 10/s for 1 ms", "nothing for 1 ms", "repeat"])
    assert on_off.rates(HOUR)[-1] == (MOST_STEPS // 2 * 2_000_000, 5.0)


def test_bursts_that_are_too_many_are_told_as_a_rate() -> None:
    few, many = (parse_load(f"at 5 s 3 every {time}") for time in ("10 s", "10 ms"))
    assert isinstance(few, Burst)
    assert isinstance(many, Burst)
    assert [burst.at // SECOND for burst in few.singly(30 * SECOND)] == [5, 15, 25]
    assert [burst.every for burst in few.singly(30 * SECOND)] == [None] * 3
    assert list(many.singly(30 * SECOND)) == []
    assert many.rates(30 * SECOND) == ((0, 0.0), (5 * SECOND, 300.0))
    both = Bursts(parts=(Burst(at=0, count=1, every=10**7), many))
    assert both.rates(30 * SECOND) == ((0, 100.0), (5 * SECOND, 400.0))
    assert list(both.singly(30 * SECOND)) == []


def test_a_long_trace_is_told_in_steps_of_a_hundred_requests() -> None:
    # 1000 requests in the first second, and another 1000 in the nine that follow.
    instants = [*range(0, SECOND, 10**6), *range(SECOND, 10 * SECOND, 9 * 10**6)]
    trace = Trace(instants=tuple(instants))
    steps = trace.rates(100 * SECOND)
    assert len(steps) == 2_000 // 100 + 1
    assert steps[0][1] == pytest.approx(1_000, rel=0.01)
    assert steps[-1] == (instants[-1] + 1, 0.0)
    # Of a horizon that is shorter, the steps are finer: here of a tenth of a second.
    assert len(trace.rates(SECOND)) == 1_000 // 100 + 1
    assert trace.rates(SECOND)[9] == (9 * SECOND // 10, 1_000.0)
    counts = Counts(counts=tuple(range(1_000)), interval=SECOND)
    assert counts.rates(3 * SECOND) == (
        (0, 0.0),
        (SECOND, 1.0),
        (2 * SECOND, 2.0),
        (3 * SECOND, 0.0),
    )
    assert counts.rates(HOUR)[0] == (0, 1.0)  # 0, 1 and 2 together
    assert counts.peak == 999.0


def modulated(words: str) -> Modulated:
    load = parse_load(words)
    assert isinstance(load, Modulated)
    return load


def test_the_dispersion_of_two_exponential_states_is_that_of_the_literature() -> None:
    # Heffes and Lucantoni (1986): 1 + 2 (λ1 - λ2)² r1 r2 / ((r1 + r2)² (λ1 r2 + λ2 r1)).
    load = modulated("mmpp 20/s for exponential 4 s or 200/s for exponential 1 s")
    one, other = 0.25, 1.0
    by_hand = 1 + 2 * 180**2 * one * other / ((one + other) ** 2 * (20 * other + 200 * one))
    assert load.dispersion == pytest.approx(by_hand)
    assert load.rate == pytest.approx(56.0)
    # Times that are always the same leave nothing but the Poisson stream.
    assert modulated("mmpp 20/s for 4 s or 200/s for 1 s").dispersion == 1.0
    assert modulated("mmpp 20/s for 4 s or 200/s for pareto 1 s shape 1.5").dispersion == inf
    assert load.changes(50 * SECOND) == pytest.approx(20)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("poisson 80/s", ()),
        ("every 1 s", ("its first request comes at 0 s",)),
        ("users 5 think 1 s", ("each user thinks before its first request",)),
        ("poisson 80/s wave 50 % over 24 h", ("its rate begins at 80/s and rises (not stated)",)),
        ("poisson 80/s wave 50 % over 24 h peak at 6 h", ()),
        ("poisson curve 0 s 20/s 6 h 0/s", ("its rate stays at 0/s after 6 h (no 'repeat')",)),
        ("poisson curve 0 s 20/s 6 h 0/s repeat", ()),
        ("mmpp 0/s for 1 s or 2/s for 1 s", ("its rate begins at 0/s",)),
        ("at 5 s 1", ("no more requests after 5 s",)),
        ("at 5 s 1 every 1 s", ()),
        (["at 5 s 1", "at 6 s 1"], ("no more requests after 6 s",)),
        (["at 5 s 1 every 1 s", "at 6 s 1"], ()),
        ("poisson 1/s for 2 s", ("no more requests after 2 s",)),
        (["poisson 1/s for 2 s", "nothing"], ("no more requests after 2 s",)),
        (["poisson 1/s for 2 s", "repeat"], ()),
        ("trace values 1 s 3 s", ("no more requests after 3 s",)),
        (
            "trace values 1 2 every 3 s",
            (
                "the requests of each interval are spread evenly over it (no 'poisson')",
                "no more requests after 6 s",
            ),
        ),
        ("trace values 1 2 every 3 s poisson", ("no more requests after 6 s",)),
    ],
)
def test_what_words_leave_open_is_said(words: str | list[str], said: tuple[str, ...]) -> None:
    load: Load = parse_load(words)
    assert assumed_of(load) == said


def test_a_trace_without_a_unit_is_of_seconds() -> None:
    trace = Trace(file="f.csv", column="t", instants=(1,))
    assert assumed_of(trace)[0] == "numbers without a unit in f.csv are seconds"


@pytest.mark.parametrize(
    ("words", "by_chance", "settles"),
    [
        ("poisson 80/s", True, True),
        ("every 1 s", False, True),
        ("users 5 think 1 s", False, True),
        ("users 5 think exponential 1 s", True, True),
        ("poisson 80/s wave 50 % over 24 h", True, False),
        ("poisson curve 0 s 20/s 6 h 0/s", True, False),
        ("mmpp 0/s for 1 s or 2/s for 1 s", True, True),
        ("at 5 s 1 every 1 s", False, False),
        (["every 1 s for 1 s", "nothing for 1 s", "repeat"], False, False),
        (["poisson 1/s for 1 s", "nothing for 1 s", "repeat"], True, False),
        ("trace values 1 s 3 s", False, False),
        ("trace values 1 2 every 3 s", False, False),
        ("trace values 1 2 every 3 s poisson", True, False),
    ],
)
def test_chance_and_the_steady_state(
    words: str | list[str], by_chance: bool, settles: bool
) -> None:
    load: Load = parse_load(words)
    assert (load.by_chance, load.settles) == (by_chance, settles)


@settings(max_examples=200)
@given(loads, st.integers(0, 10**18), st.integers(0, 10**18))
def test_what_is_said_of_any_load_fits_together(load: Load, one: int, other: int) -> None:
    early, late = sorted((one, other))
    assert 0 <= load.expected(early) <= load.expected(late) * (1 + 1e-9) + 1e-6
    steps = load.rates(late)
    begins = [begin for begin, _ in steps]
    assert begins == sorted(set(begins))
    assert begins[0] == 0
    assert all(rate >= 0 for _, rate in steps)
    peak = max(rate for _, rate in steps)
    # Of a recording, the peak is that of the steps that it is looked at in.
    assert peak <= load.peak * (1 + 1e-6) or isinstance(load, Burst | Bursts | Trace)
    assert load.dispersion >= 0 or isinstance(load, Users)


@given(st.integers(4_000, 10**15), st.floats(0.01, 1), st.floats(0, 1))
def test_the_steps_of_any_wave_have_its_mean(period: int, share: float, peak: float) -> None:
    load = Wave(rate=80.0, share=share, period=period, peak_at=int(peak * (period - 1)))
    steps = [*load.rates(period), (period, 0.0)]
    came = sum(rate * (end - begin) for (begin, rate), (end, _) in pairwise(steps))
    assert came / period == pytest.approx(80.0, rel=1e-6)

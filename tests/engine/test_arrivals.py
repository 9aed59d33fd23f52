"""When requests come at rates that change, and as recorded: by hand, by invariants, by numbers."""

from collections.abc import Iterator
from itertools import islice, pairwise, takewhile
from math import pi, sin

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2

from simkit.engine.sampling import Address, Choice, arrivals, sample, uniforms
from simkit.engine.sampling.inverse import ENDLESS
from simkit.model.distribution import Exponential
from simkit.model.load import Counts, Curve, Load, Modulated, Phases, Trace, Wave
from simkit.model.load_words import parse_load

MS = 1_000_000
SECOND = 1_000 * MS
HOUR = 3_600 * SECOND


def coming(load: str | list[str] | Load, seed: int = 1, until: int = ENDLESS) -> Iterator[int]:
    """The instants of a load."""
    parsed: Load = parse_load(load) if isinstance(load, str | list) else load
    return arrivals(parsed, seed=seed, replication=0, client="Client", until=until)


def taken(load: str | list[str] | Load, count: int, seed: int = 1) -> list[int]:
    """The first instants of a load."""
    return list(islice(coming(load, seed), count))


def before(load: str | list[str] | Load, end: int, seed: int = 1) -> list[int]:
    """The instants before an end, ns."""
    return list(takewhile(end.__gt__, coming(load, seed, until=end)))


def unit(count: int, seed: int = 1) -> list[float]:
    """The first instants of the process of rate 1 that every rate is mapped from."""
    address = Address(seed=seed, replication=0, stream="arrivals", client="Client", journey="")
    found: list[float] = np.cumsum(-np.log(1 - uniforms(address, 0, count))).tolist()
    return found


# ---------------------------------------------------------------------- mapped by hand


def test_a_straight_line_maps_by_the_root_of_its_integral() -> None:
    # λ(t) = 2 t per s up to 1000 s, so that t² requests are expected: the k-th comes at √(x_k).
    found = taken("poisson curve 0 s 0/s 1000 s 2000/s", 2_000)
    by_hand = [round(x**0.5 * SECOND) for x in unit(2_000)]
    assert all(abs(a - b) <= 1 for a, b in zip(found, by_hand, strict=True))


def test_a_falling_line_maps_by_the_other_root() -> None:
    # λ(t) = 2000 - 2 t per s: 2000 t - t² expected, t = 1000 - √(1000² - x), x < 10⁶.
    found = taken("poisson curve 0 s 2000/s 1000 s 0/s", 5_000)
    by_hand = [(1000 - (1000**2 - x) ** 0.5) * SECOND for x in unit(5_000)]
    assert found == pytest.approx(by_hand, abs=100)  # the difference of two roots is rounded
    assert len(before("poisson curve 0 s 100/s 10 s 0/s", HOUR)) == sum(
        x < 500 for x in unit(1_000)
    )  # and nobody comes after its end


def test_a_curve_goes_on_with_its_last_rate_or_begins_anew() -> None:
    # 15 requests in the first 2 s, and then 10 a second.
    on = taken("poisson curve 0 s 5/s 2 s 10/s", 1_000)
    by_hand = [round((2 + (x - 15) / 10) * SECOND) for x in unit(1_000) if x > 15]
    assert on[-len(by_hand) :] == pytest.approx(by_hand, abs=1)
    # 10 requests in every 2 s: request x comes in period x // 10, where t² · 2.5 = x % 10.
    again = taken("poisson curve 0 s 0/s 2 s 10/s repeat", 1_000)
    by_hand = [(x // 10 * 2 + (x % 10 / 2.5) ** 0.5) * SECOND for x in unit(1_000)]
    assert again == pytest.approx(by_hand, abs=1)


def test_a_wave_solves_keplers_equation() -> None:
    # Expected up to t: 80 (t + 0.5 · 40/(2π) (sin(2π (t - 7)/40) + sin(2π 7/40))), peak at 7 s.
    found = taken("poisson 80/s wave 50 % over 40 s peak at 7 s", 20_000)
    for instant, x in zip(found, unit(20_000), strict=True):
        t = instant / SECOND
        swing = sin(2 * pi * (t - 7) / 40) + sin(2 * pi * 7 / 40)
        reached = 80 * (t + 0.5 * 40 / (2 * pi) * swing)
        assert reached == pytest.approx(x, abs=120 * 1e-9)  # 1 ns at the highest rate


def test_a_wave_of_no_height_is_a_poisson_stream() -> None:
    flat = Wave(rate=80.0, share=1e-12, period=10 * SECOND)
    steady = taken("poisson 80/s", 10_000)
    assert all(abs(a - b) <= 1 for a, b in zip(taken(flat, 10_000), steady, strict=True))


def test_a_curve_that_is_flat_is_a_poisson_stream() -> None:
    steady = taken("poisson 80/s", 10_000)
    for words in ("poisson curve 0 s 80/s 1 s 80/s", "poisson curve 0 s 80/s 1 s 80/s repeat"):
        assert all(abs(a - b) <= 1 for a, b in zip(taken(words, 10_000), steady, strict=True))


def test_the_states_map_the_same_process_and_last_as_they_draw() -> None:
    load = parse_load("mmpp 5/s for exponential 3 s or 0/s for 2 s or 50/s for exponential 1 s")
    stays = [
        sample(
            Exponential(mean=mean),
            uniforms(
                Address(
                    seed=1, replication=0, stream=f"state {n}", client="Client", journey=""
                ), 0, 50,
            ),
        ).tolist()
        for n, mean in ((1, 3 * SECOND), (3, SECOND))
    ]  # fmt: skip
    expected, start, passed, pending = [], 0, 0.0, unit(10_000)
    for first, last in zip(*stays, strict=True):
        for rate, stay in ((5, first), (0, 2 * SECOND), (50, last)):
            while rate and pending[0] < passed + rate * stay / SECOND:
                expected.append(start + round((pending.pop(0) - passed) / rate * SECOND))
            start, passed = start + stay, passed + rate * stay / SECOND
    found = taken(load, len(expected))
    assert len(found) > 1_000
    assert all(abs(a - b) <= 1 for a, b in zip(found, expected, strict=True))


def test_states_stop_where_the_run_does() -> None:
    rare = "mmpp 0/s for 1 s or 1e-12/s for 1 s"
    assert list(coming(rare, until=1_000 * SECOND)) == []
    whole = before("mmpp 20/s for exponential 1 s or 200/s for exponential 1 s", 100 * SECOND)
    parted = taken("mmpp 20/s for exponential 1 s or 200/s for exponential 1 s", len(whole))
    assert whole == parted


def test_phases_that_repeat() -> None:
    on_off = ["poisson 100/s for 1 s", "nothing for 9 s", "repeat"]
    found, steady = taken(on_off, 1_000), taken("poisson 100/s", 1_000)
    assert found == [instant // SECOND * 10 * SECOND + instant % SECOND for instant in steady]
    assert taken(["every 3 s for 10 s", "nothing for 5 s", "repeat"], 6) == [
        t * SECOND for t in (0, 3, 6, 9, 15, 18)
    ]


def test_rare_requests_of_periods_without_end_are_found_at_once() -> None:
    # About one in a thousand years: each would take 3 · 10^13 periods to wait for.
    for words in (
        ["poisson 1e-12/s for 1 ms", "nothing for 1 ms", "repeat"],
        "poisson curve 0 s 0/s 1 ms 1e-12/s repeat",
        "poisson 1e-12/s wave 50 % over 1 ms",
    ):
        assert taken(words, 3) == []
    yearly = "poisson curve 0 s 0/s 1 ms 1/d 2 ms 0/s repeat"  # half of that on average
    assert taken(yearly, 500)[-1] / (24 * HOUR) == pytest.approx(1_000, rel=0.25)  # 5.6 errors


def test_bursts_that_recur() -> None:
    assert taken("at 1 s 2 every 5 s", 5) == [SECOND, SECOND, 6 * SECOND, 6 * SECOND, 11 * SECOND]
    both = taken(["at 0 s 1 every 4 s", "at 3 s 2 every 4 s", "at 5 s 1"], 8)
    assert both == [t * SECOND for t in (0, 3, 3, 4, 5, 7, 7, 8)]


def test_a_trace_comes_to_the_nanosecond() -> None:
    instants = (0, 1, 1, 5 * MS + 7, 10**18 + 1)
    assert list(coming(Trace(instants=instants))) == list(instants)
    halved = Trace(instants=(0, 1, 3, 4 * SECOND), rescaled=2.0)  # 4 requests in 4 s: twice as fast
    assert list(coming(halved)) == [0, 1, 2, 2 * SECOND]  # halves up


def test_counts_are_spread_evenly_from_the_beginning_of_their_interval() -> None:
    assert list(coming("trace values 3 0 1 2 every 10 ns")) == [0, 3, 6, 20, 30, 35]
    # Doubled: 6, 0, 2, 4 of them.
    twice = "trace values 3 0 1 2 every 10 ns mean 300000000/s"
    assert list(coming(twice)) == [0, 1, 3, 5, 6, 8, 20, 25, 30, 32, 35, 37]
    # Halved: the requests that the halved sums 0, 1.5, 1.5, 2, 3 reach, each where it does.
    half = "trace values 3 0 1 2 every 10 ns mean 75000000/s"
    assert list(coming(half)) == [0, 6, 30]
    # The second request is reached after half of the second interval: 0.5 of the 1 in it.
    assert list(coming("trace values 1 2 every 10 ns mean 75000000/s")) == [0, 15]


def test_counts_by_chance_come_as_many_in_each_interval_and_anywhere_in_it() -> None:
    """False-alarm chance of the places: 1e-4."""
    load = Counts(counts=(5_000, 0, 20_000, 3), interval=SECOND, by_chance=True)
    found = np.array(list(coming(load)))
    assert np.bincount(found // SECOND, minlength=4).tolist() == [5_000, 0, 20_000, 3]
    assert (np.diff(found) >= 0).all()
    tenths = np.bincount(found % SECOND // (SECOND // 10), minlength=10)
    expected = len(found) / 10
    assert ((tenths - expected) ** 2 / expected).sum() < chi2.isf(1e-4, 9)
    assert list(coming(load, seed=2)) != found.tolist()
    first, second = np.array(list(coming("trace values 5 5 every 1 s poisson"))).reshape(2, 5)
    assert not set(first.tolist()) & set((second - SECOND).tolist())


# ---------------------------------------------------------------------- whatever the load


MODULATED = "mmpp 300/s for exponential 100 ms or 0/s for uniform 0 s to 1 s"
CHANGING = [
    "poisson 300/s wave 100 % over 700 ms peak at 0 s",
    "poisson 300/s wave 3 % over 1 ms",
    "poisson curve 0 s 0/s 1 s 900/s 2 s 0/s 3 s 1/h repeat",
    "poisson curve 0 s 600/s 3 s 0/s 3001 ms 1000/s",
    MODULATED,
    ["poisson 300/s for 1 ms", "every 2 ms for 3 ms", "nothing for 1 ms", "repeat"],
    "trace values 5 0 70 1 every 500 ms poisson",
    "trace values 5 0 70 1 every 500 ms mean 77.7/s",
    "at 7 ms 3 every 11 ms",
]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(CHANGING), st.integers(0, 10**6), st.integers(1, 4 * SECOND))
def test_requests_come_in_order_and_none_in_the_past(
    words: str | list[str], seed: int, end: int
) -> None:
    found = before(words, end, seed)
    assert all(a <= b for a, b in pairwise(found))
    assert not found or 0 <= found[0] <= found[-1] < end


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from([one for one in CHANGING if "poisson curve" in one or "wave" in one]),
    st.integers(0, 10**6),
    st.integers(0, 4 * SECOND),
)
def test_so_many_have_come_as_the_process_of_rate_1_has_had_by_then(
    words: str, seed: int, end: int
) -> None:
    """The integral of the rate is the clock: a check of the map by the load's own arithmetic."""
    load: Load = parse_load(words)
    expected = load.expected(end)
    came, steps = len(before(load, end, seed)), unit(3_000, seed)
    # An instant within a rounded nanosecond of the end may fall on either side of it.
    slack = 2e-9 * 1_000 + 1e-9
    assert sum(x < expected - slack for x in steps) <= came
    assert came <= sum(x < expected + slack for x in steps)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 50), min_size=1, max_size=20), st.booleans(),
       st.integers(1, 10**6), st.integers(1, 10**6))  # fmt: skip
def test_counts_add_up_however_they_are_scaled(
    counts: list[int], by_chance: bool, interval: int, share: int
) -> None:
    load = Counts(counts=(*counts, 1), interval=interval * 1_000, by_chance=by_chance)
    assert len(list(coming(load))) == sum(counts) + 1
    mean = (sum(counts) + 1) / load.ends * SECOND
    scaled = Counts(
        counts=load.counts, interval=load.interval, by_chance=by_chance,
        rescaled=min(1e12, max(1e-12, mean * share / 500_000)),
    )  # fmt: skip
    found = list(coming(scaled))
    inside = [sum(n * load.interval <= t < (n + 1) * load.interval for t in found)
              for n in range(len(load.counts))]  # fmt: skip
    assert inside == list(scaled.numbers())
    assert abs(len(found) - (sum(counts) + 1) * share / 500_000) <= 1


@pytest.mark.parametrize(
    "words",
    ["poisson 40/s", "poisson curve 0 s 40/s 5 s 40/s", "poisson 40/s wave 50 % over 10 s",
     "poisson curve 0 s 10/s 5 s 90/s 9 s 20/s repeat",
     "mmpp 20/s for exponential 1 s or 200/s for exponential 1 s",
     ["poisson 40/s for 3 s", "nothing for 1 s", "repeat"]],
)  # fmt: skip
def test_twice_the_rate_brings_the_same_requests_when_half_as_much_of_it_is_over(
    words: str | list[str],
) -> None:
    load: Load = parse_load(words)
    assert not isinstance(load, Trace | Counts)
    now = before(load, 100 * SECOND)
    if isinstance(load, Modulated):
        double: Load = load.with_quantity(f"{2 * load.rate}/s")
    elif isinstance(load, Wave):
        double = load.with_quantity(f"{2 * load.rate}/s")
    elif isinstance(load, Curve):
        double = Curve(points=tuple((t, 2 * r) for t, r in load.points), repeats=load.repeats)
    elif isinstance(load, Phases):
        double = load.with_quantity("60/s")
    else:
        double = parse_load("poisson 80/s")
        assert before(double, 50 * SECOND) == pytest.approx([t / 2 for t in now], abs=1)
    faster = before(double, 100 * SECOND)
    # Every request of the slower load is one of the faster, and comes no later there.
    assert len(faster) > 1.5 * len(now)
    assert all(fast <= slow for fast, slow in zip(faster, now, strict=False))


def test_shares_choose_journeys_and_a_share_that_grows_takes_only_from_the_next() -> None:
    def chosen(*shares: float) -> list[int]:
        choice = Choice(shares, seed=1, replication=0, client="Client")
        return [choice(request) for request in range(10_000)]

    u = uniforms(
        Address(seed=1, replication=0, stream="journeys", client="Client", journey=""), 0, 10_000
    )
    found = chosen(0.2, 0.5, 0.3)
    assert found == [0 if x < 0.2 else 1 if x < 0.7 else 2 for x in u]
    more = chosen(0.3, 0.4, 0.3)
    assert {(a, b) for a, b in zip(found, more, strict=True)} == {(0, 0), (1, 0), (1, 1), (2, 2)}
    alike = Choice(3, seed=1, replication=0, client="Client")
    assert [alike(request) for request in range(10_000)] == [int(x * 3) for x in u]


# ---------------------------------------------------------------------- numbers of chance


def deviation(found: float, expected: float, variance: float) -> float:
    """How many standard deviations a number is from what is expected."""
    return float(abs(found - expected) / variance**0.5)


@pytest.mark.statistical
@pytest.mark.parametrize(
    "words",
    ["poisson 80/s wave 50 % over 20 s", "poisson curve 0 s 20/s 5 s 80/s 20 s 20/s repeat"],
)
def test_the_numbers_in_each_part_of_a_period_are_poisson(words: str) -> None:
    """Twenty windows a period, 500 periods; false-alarm chance 1e-4 each for mean and variance."""
    load: Load = parse_load(words)
    periods, parts, window = 500, 20, SECOND
    found = np.array(before(load, periods * parts * window, seed=5))
    counts = np.bincount(found // window, minlength=periods * parts).reshape(periods, parts)
    ends = [load.expected(part * window) for part in range(parts + 1)]
    expected = np.diff(ends)
    means = ((counts.sum(axis=0) - periods * expected) ** 2 / (periods * expected)).sum()
    assert chi2.isf(1 - 5e-5, parts) < means < chi2.isf(5e-5, parts)
    # Each count is Poisson: (count - mean)² / mean, summed, is about χ² with as many degrees.
    spread = ((counts - expected) ** 2 / expected).sum()
    degrees = counts.size
    # Its variance is 2 + 1/mean for each; by the central limit theorem, 3.9 standard deviations.
    assert abs(spread - degrees) < 3.9 * (2 * degrees + periods * (1 / expected).sum()) ** 0.5


@pytest.mark.statistical
def test_a_modulated_load_has_its_mean_and_its_dispersion() -> None:
    """1,000 windows of 200 s in independent runs; false-alarm chance about 1e-4 in all."""
    load = parse_load("mmpp 2/s for exponential 4 s or 20/s for exponential 1 s")
    assert isinstance(load, Modulated)
    assert load.rate == pytest.approx(5.6)
    length, runs = 200, 1_000
    counts = np.array([len(before(load, length * SECOND, seed)) for seed in range(runs)])
    # It begins in its first state: against the long run, (λ1 - λ) of it is missing until it has
    # forgotten that, after 1/(1/4 + 1/1) = 0.8 s on average.
    mean = load.rate * length + (2 - load.rate) * 0.8
    assert deviation(counts.mean(), mean, counts.var(ddof=1) / runs) < 4
    # The variance of a window of length t is λ t I - correction of one relaxation time (Heffes
    # and Lucantoni 1986): I (1 - 0.8/200 …), within 1 %; the sample variance has a standard error
    # of √(2/n) = 4.5 % (and a little more, as the counts are nearly normal).
    ratio = counts.var(ddof=1) / counts.mean() / load.dispersion
    assert abs(ratio - 1) < 0.01 + 4.2 * (2 / runs) ** 0.5
    # A Poisson stream of the same mean is told apart: its dispersion is 1.
    steady = np.array([len(before("poisson 5.6/s", length * SECOND, s)) for s in range(runs)])
    assert steady.var(ddof=1) / steady.mean() < 1.2 < 0.8 * load.dispersion


@pytest.mark.statistical
def test_the_share_of_time_in_each_state_is_that_of_its_mean() -> None:
    """The windows in which requests come at all; false-alarm chance 1e-4."""
    load = "mmpp 1000/s for exponential 1 s or 0/s for exponential 3 s"
    turns = 5_000
    found = np.array(before(load, turns * 4 * SECOND))
    # Requests divided by their rate are seconds in the busy state: 1 a turn. Its variance in the
    # long run is that of renewal rewards, 2 v1 · (3/4)² …: Σ v (λ - mean)²/λ1² = (3/4)² + 9 (1/4)².
    variance = turns * (0.75**2 + 9 * 0.25**2) + turns / 1_000
    assert deviation(len(found) / 1_000, turns, variance) < 3.9

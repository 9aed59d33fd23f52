"""Addressed draws: the same whatever the split, the order, the process; and of the right law."""

import os
import subprocess
import sys
from dataclasses import replace
from itertools import islice, pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import kolmogorov

from simkit.engine.sampling import Address, Stream, arrivals, sample, thinking, uniforms
from simkit.engine.sampling.inverse import ENDLESS
from simkit.engine.sampling.stream import BLOCK
from simkit.engine.sampling.uniform import unit_interval
from simkit.model.distribution import (
    Constant,
    Distribution,
    Empirical,
    Exponential,
    Hyperexponential,
    Mixture,
    Pareto,
    Uniform,
)
from simkit.model.load import Load
from simkit.model.load_words import parse_load
from simkit.model.words import parse_distribution

MS = 1_000_000
SECOND = 1_000 * MS
HERE = Address(seed=1, replication=0, stream="API.Request", client="Client", journey="orders")
LAWS = [
    parse_distribution(words)
    for words in (
        "5 ms",
        "exponential 5 ms",
        "erlang 5 ms k 3",
        "gamma 5 ms cv 2",
        "lognormal 5 ms cv 1",
        "percentiles p50 1.7 ms p99 3.4 ms",
        "uniform 5 ms to 9 ms",
        "weibull 5 ms shape 1.5",
        "pareto 5 ms shape 2.2",
        "hyperexponential 5 ms cv 3",
        "mixture 90 % exponential 10 ms or 10 % 1 s",
        "empirical values 1 ms 2 ms 9 ms",
    )
]


def taken(load: str | list[str], count: int, **address: int | str) -> list[int]:
    """The first instants of a load."""
    where: dict[str, int | str] = {"seed": 1, "replication": 0, "client": "Client", **address}
    parsed: Load = parse_load(load)
    return list(islice(arrivals(parsed, **where), count))  # type: ignore[arg-type]


@given(st.integers(0, 10_000), st.lists(st.integers(0, 50), min_size=1, max_size=6))
def test_a_split_changes_no_number(first: int, counts: list[int]) -> None:
    whole = uniforms(HERE, first, sum(counts))
    starts = first + np.cumsum([0, *counts[:-1]])
    parts = [uniforms(HERE, int(s), count) for s, count in zip(starts, counts, strict=True)]
    assert np.array_equal(np.concatenate(parts), whole)


def test_request_n_gets_the_nth_raw_output_of_philox() -> None:
    raw = np.random.Philox(key=HERE.key).random_raw(11)
    assert np.array_equal(uniforms(HERE, 0, 11), unit_interval(raw))
    assert uniforms(HERE, 10, 1) == unit_interval(raw[10:])


def test_philox_and_the_keys_never_change() -> None:
    """These numbers are part of what "same seed, same tables" promises."""
    assert HERE.key == 0x3C74B8BA7EFA013D2D863293022E26D7
    assert uniforms(HERE, 0, 3).tolist() == [
        0.47787289112568876,
        0.9918741805041161,
        0.482459606712098,
    ]


def test_no_number_is_0_or_1() -> None:
    ends = unit_interval(np.array([0, 2**64 - 1], dtype=np.uint64))
    assert ends.tolist() == [2.0**-53, 1 - 2.0**-53]
    for law in LAWS:
        assert (sample(law, ends) >= 0).all()


@pytest.mark.parametrize(
    "other",
    [
        replace(HERE, seed=2),
        replace(HERE, replication=1),
        replace(HERE, stream="API.Requests"),
        replace(HERE, client="Client2"),
        replace(HERE, journey=""),
        replace(HERE, path="attempt 2"),
        replace(HERE, stream="API.RequestC", client="lient"),
        replace(HERE, journey="", path="orders"),
    ],
)
def test_addresses_that_differ_in_anything_share_no_numbers(other: Address) -> None:
    """False-alarm chance of the correlation: 6e-5 each (4 standard errors of 1/√n)."""
    count = 10_000
    ours, theirs = uniforms(HERE, 0, count), uniforms(other, 0, count)
    assert not set(ours.tolist()) & set(theirs.tolist())
    assert abs(np.corrcoef(ours, theirs)[0, 1]) < 4 / np.sqrt(count)


@pytest.mark.parametrize("seed", range(5))
def test_the_numbers_are_uniform(seed: int) -> None:
    """Kolmogorov-Smirnov and two moments at fixed seeds; false-alarm chance 1e-3 each seed."""
    count = 200_000
    u = uniforms(replace(HERE, seed=seed), 0, count)
    ranks = np.arange(count + 1) / count
    ordered = np.sort(u)
    distance = max((ranks[1:] - ordered).max(), (ordered - ranks[:-1]).max())
    assert kolmogorov(distance * np.sqrt(count)) > 3e-4
    assert abs(u.mean() - 1 / 2) < 3.6 * np.sqrt(1 / 12 / count)
    assert abs(((u - 0.5) ** 2).mean() - 1 / 12) < 3.6 * np.sqrt(1 / 180 / count)


def test_neighbouring_requests_are_independent() -> None:
    """Lags 1 to 8, false-alarm chance 5e-4 together (4 standard errors)."""
    u = uniforms(HERE, 0, 100_000)
    for lag in range(1, 9):
        assert abs(np.corrcoef(u[:-lag], u[lag:])[0, 1]) < 4 / np.sqrt(len(u))


@pytest.mark.parametrize("law", LAWS, ids=str)
def test_calls_and_arrays_agree(law: Distribution) -> None:
    stream = Stream(HERE, law)
    whole = stream.array(0, 2 * BLOCK + 5)
    assert whole.dtype == np.int64
    requests = [0, 1, BLOCK - 1, BLOCK, 2 * BLOCK + 4, 3]
    assert [stream(request) for request in requests] == whole[requests].tolist()
    assert type(stream(0)) is int
    assert np.array_equal(stream.array(4093, 7), whole[4093:4100])
    assert len(stream.array(5, 0)) == 0


def test_blocks_thrown_away_are_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("simkit.engine.sampling.stream._KEPT", 64)
    for law in (Exponential(mean=5 * MS), Constant(value=7)):
        stream = Stream(HERE, law)
        first = stream(0)
        for block in range(70):
            stream(block * BLOCK)
        assert len(stream._blocks) == 64
        assert 0 not in stream._blocks
        assert stream(0) == first


def test_a_constant_says_so() -> None:
    assert Stream(HERE, Constant(value=7)).constant == 7
    assert Stream(HERE, Exponential(mean=7)).constant is None


@pytest.mark.parametrize(
    "law", [law for law in LAWS if not isinstance(law, Mixture | Hyperexponential)], ids=str
)
def test_a_larger_number_is_never_a_shorter_time(law: Distribution) -> None:
    values = sample(law, (np.arange(10_000) + 0.5) / 10_000)
    assert (np.diff(values) >= 0).all()


def test_exact_values_of_the_inverse_functions() -> None:
    half = np.array([0.5])
    assert sample(Exponential(mean=SECOND), half).tolist() == [693_147_181]  # ln 2
    assert sample(Pareto(mean=2 * SECOND, shape=2.0), half).tolist() == [1_414_213_562]  # √2
    assert sample(parse_distribution("weibull 1 s shape 1"), half).tolist() == [693_147_181]
    assert sample(parse_distribution("gamma 1 s cv 1"), half).tolist() == [693_147_181]
    assert sample(parse_distribution("erlang 1 s k 1"), half).tolist() == [693_147_181]
    assert sample(parse_distribution("lognormal 1 s cv 1"), half).tolist() == [707_106_781]  # √½
    assert sample(Uniform(low=0, high=5), half).tolist() == [2]  # 2.5 to even
    assert sample(Empirical(values=(1, 2, 3)), np.array([0.33, 0.34, 0.99])).tolist() == [1, 2, 3]
    mixture = Mixture(parts=((0.25, Constant(value=1)), (0.75, Uniform(low=100, high=200))))
    assert sample(mixture, np.array([0.1, 0.25, 0.625])).tolist() == [1, 100, 150]
    assert sample(Hyperexponential(mean=SECOND, cv=1.0), np.array([0.25])).tolist() == [693_147_181]


def test_work_without_end_is_held_at_2_to_the_62() -> None:
    endless = Pareto(mean=10**18, shape=1.001)
    assert sample(endless, np.array([1 - 2.0**-53])).tolist() == [ENDLESS]


def test_poisson_arrivals_scale_with_the_rate() -> None:
    slow, fast = taken("poisson 40/s", 10_000), taken("poisson 80/s", 10_000)
    assert all(abs(a - 2 * b) <= 1 for a, b in zip(slow, fast, strict=True))
    assert all(a <= b for a, b in pairwise(fast))
    assert fast[-1] / SECOND == pytest.approx(10_000 / 80, rel=0.05)  # 5 standard errors


def test_gaps_of_poisson_arrivals_are_the_exponentials_of_their_stream() -> None:
    """Also across blocks, to the last bit: the instants are one long sum."""
    address = Address(seed=1, replication=0, stream="arrivals", client="Client", journey="")
    count = 2 * BLOCK + 10
    instants = np.cumsum(-np.log(1 - uniforms(address, 0, count)))
    assert taken("poisson 1/s", count) == np.rint(instants / 1e-9).astype(np.int64).tolist()


def test_phases_share_one_unit_process() -> None:
    plain = taken("poisson 100/s", 1_000)
    split = taken(["poisson 100/s for 1 s", "poisson 100/s for 2 s", "poisson 100/s"], 1_000)
    assert all(abs(a - b) <= 1 for a, b in zip(plain, split, strict=True))


def test_an_every_phase_in_between_uses_up_no_luck() -> None:
    steady = taken(["poisson 100/s for 1 s", "poisson 100/s"], 1_000)
    broken = taken(["poisson 100/s for 1 s", "every 400 ms for 1 s", "poisson 100/s"], 1_003)
    between = [1_000 * MS, 1_400 * MS, 1_800 * MS]
    before = [instant for instant in broken if instant < SECOND]
    after = [instant - SECOND for instant in broken if instant >= 2 * SECOND]
    assert broken == [*before, *between, *[instant + SECOND for instant in after]]
    assert [*before, *after] == steady


def test_a_list_of_phases_ends_with_its_last_duration() -> None:
    assert taken("every 10 ms for 25 ms", 99) == [0, 10 * MS, 20 * MS]
    assert taken("every 10 ms for 20 ms", 99) == [0, 10 * MS]
    instants = taken("poisson 1000/s for 1 s", 99_999)
    assert 0 < instants[-1] <= SECOND
    assert len(instants) == pytest.approx(1_000, abs=5 * 1_000**0.5)


@settings(max_examples=30)
@given(st.lists(st.tuples(st.sampled_from(["poisson 300/s", "every 3 ms", "poisson 1/h"]),
                          st.integers(1, 3 * SECOND)), min_size=1, max_size=5))  # fmt: skip
def test_arrivals_of_phases_stay_in_order_and_in_time(parts: list[tuple[str, int]]) -> None:
    instants = taken([f"{load} for {duration} ns" for load, duration in parts], 10_000)
    assert all(a <= b for a, b in pairwise(instants))
    assert all(0 <= instant <= sum(duration for _, duration in parts) for instant in instants)


def test_loads_without_luck() -> None:
    assert taken("every 10 ms", 3) == [0, 10 * MS, 20 * MS]
    assert taken("at 5 ms 3", 9) == [5 * MS] * 3
    assert taken(["at 0 s 2", "at 1 s 1"], 9) == [0, 0, SECOND]


def test_clients_journeys_seeds_and_replications_have_luck_of_their_own() -> None:
    usual = taken("poisson 80/s", 5)
    assert usual == taken("poisson 80/s", 5, journey="")
    for other in ({"client": "B"}, {"journey": "B"}, {"seed": 2}, {"replication": 1}):
        assert usual != taken("poisson 80/s", 5, **other)


def test_a_rate_that_is_almost_nothing_never_comes() -> None:
    assert taken("poisson 1e-12/s", 2) == [ENDLESS, ENDLESS]


def test_users_think_by_turn_and_user() -> None:
    users = parse_load("users 5 think exponential 2 s")
    with pytest.raises(TypeError, match="users ask when they were answered"):
        arrivals(users, seed=1, replication=0, client="Client")
    stream = thinking(users, seed=1, replication=0, client="Client")  # type: ignore[arg-type]
    address = Address(seed=1, replication=0, stream="thinking", client="Client", journey="")
    again = Stream(address, Exponential(mean=2 * SECOND))
    assert [stream(turn * 5 + 3) for turn in range(4)] == [again(turn * 5 + 3) for turn in range(4)]


def test_draws_do_not_depend_on_the_hash_seed_of_python() -> None:
    program = (
        "from tests.engine.test_sampling import HERE, LAWS, Stream, taken\n"
        "print([Stream(HERE, law).array(0, 9).tolist() for law in LAWS])\n"
        "print(taken('poisson 80/s', 9))"
    )
    answers = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("0", "1", "12345")
    }
    assert len(answers) == 1

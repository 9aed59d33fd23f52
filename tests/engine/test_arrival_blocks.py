"""When requests come and which journey they begin, by the block as one by one."""

from itertools import islice, takewhile
from math import floor
from typing import TypedDict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from simkit.engine.sampling import Address, Choice, arrivals, uniforms
from simkit.engine.sampling.arrivals import arrival_blocks
from simkit.engine.sampling.stream import BLOCK
from simkit.model.load import Counts, Load
from simkit.model.load_words import parse_load

SECOND = 1_000_000_000
HOUR = 3_600 * SECOND
LOADS = [
    "poisson 300/s wave 100 % over 700 ms peak at 0 s",
    "poisson 300/s wave 3 % over 1 ms",
    "poisson curve 0 s 0/s 1 s 900/s 2 s 0/s 3 s 1/h repeat",
    "poisson curve 0 s 600/s 3 s 0/s 3001 ms 1000/s",
    "mmpp 300/s for exponential 100 ms or 0/s for uniform 0 s to 1 s",
    ["poisson 300/s for 1 ms", "every 2 ms for 3 ms", "nothing for 1 ms", "repeat"],
    "trace values 5 0 70 1 every 500 ms poisson",
    "at 7 ms 3 every 11 ms",
    "trace values 5 0 70 1 every 500 ms mean 77.7/s",
    "poisson 300/s",
    "every 7 ms",
    "at 1 s 5",
    "at 0 s 30000",
    ["at 3 ms 2 every 5 ms", "at 4 ms 10000 every 1 s", "at 1 s 1", "at 2 s 3 every 1 h"],
    "trace values 0 s 1 s 1 s 3 s",
    "trace values 20000 30000 every 1 s",
    "poisson 1/h",
    ["poisson 3/s for 1 s", "nothing for 1 h", "every 1 ms"],
]


class Luck(TypedDict):
    """Where the draws belong."""

    seed: int
    replication: int
    client: str
    journey: str


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(LOADS), st.integers(0, 10**6), st.integers(0, 4 * SECOND))
def test_blocks_are_of_a_bounded_size_and_joined_are_the_arrivals(
    words: str | list[str], seed: int, end: int
) -> None:
    load: Load = parse_load(words)
    luck = Luck(seed=seed, replication=1, client="Client", journey="One")
    blocks = list(arrival_blocks(load, **luck, until=end))
    assert all(1 <= len(block) <= BLOCK and block.dtype == np.int64 for block in blocks)
    joined = [instant for block in blocks for instant in block.tolist()]
    assert joined == list(arrivals(load, **luck, until=end))
    # What ends where the run does is the beginning of what goes on, to the nanosecond.
    on = arrivals(load, **luck, until=HOUR)
    assert joined == list(takewhile(end.__ge__, on))


def test_only_what_is_asked_for_is_computed(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = []

    def counted(address: Address, first: int, count: int) -> NDArray[np.float64]:
        drawn.append(count)
        return uniforms(address, first, count)

    monkeypatch.setattr("simkit.engine.sampling.unit_rate.uniforms", counted)
    blocks = arrival_blocks(parse_load("poisson 300/s"), seed=1, replication=0, client="Client")
    assert drawn == []
    assert len(next(blocks)) == len(next(blocks)) == BLOCK
    assert drawn == [BLOCK, BLOCK]
    # The first of many that come without luck.
    for words in ("every 100 ms", ["at 0 s 1 every 100 ms", "at 1 h 1"], "at 0 s 864000"):
        blocks = arrival_blocks(parse_load(words), seed=1, replication=0, client="Client")
        assert len(next(blocks)) <= 64
    # The second would come in 63,000 years, which no whole number of nanoseconds holds.
    late = parse_load("trace values 0 s 1 s mean 1e-12/s")
    assert list(arrivals(late, seed=1, replication=0, client="Client")) == [0]


def test_counts_whose_fractions_are_large_are_spread_exactly() -> None:
    load = parse_load("trace values 99999999 1 every 1 h mean 33333.333/s")
    assert isinstance(load, Counts)
    each = HOUR / load.factor / load.counts[0]  # a fraction
    assert each.denominator * each.numerator * load.counts[0] > 2**63
    found = islice(arrivals(load, seed=1, replication=0, client="Client"), 10_000)
    assert list(found) == [floor(request * each) for request in range(10_000)]


@pytest.mark.parametrize("ways", [1, 3, (0.3, 0.4, 0.3)])
def test_ways_by_the_block_are_those_of_each_request(ways: int | tuple[float, ...]) -> None:
    choice = Choice(ways, seed=1, replication=0, client="Client")
    one_by_one = [choice(request) for request in range(10_000)]
    assert choice.ways(0, 10_000).tolist() == one_by_one
    assert choice.ways(4_001, 3_000).tolist() == one_by_one[4_001:7_001]
    assert choice.ways(7, 0).dtype == choice.ways(7, 1).dtype == np.int64

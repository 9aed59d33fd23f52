"""Which of several journeys a request begins."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from simkit.engine.sampling.stream import BLOCK
from simkit.engine.sampling.uniform import Address, uniforms


class Choice:
    """One of several ways, the same for a request in every design.

    The ways cut (0, 1) into their shares, in order: a share that grows takes from those below it,
    and every request that had the first way keeps it.

    Args:
        ways: How many there are, equally likely, from 1; or the share of each, together 1. Of one
            there is nothing to draw.
        seed: Of the run.
        replication: From 0.
        client: Whose requests choose.
        journey: Name of the journey; "" where the client has one.

    >>> choice = Choice(3, seed=1, replication=0, client="Client")
    >>> sorted({choice(request) for request in range(100)}), choice(7) == choice(7)
    ([0, 1, 2], True)
    >>> mostly = Choice((0.9, 0.1), seed=1, replication=0, client="Client")
    >>> 50 < sum(mostly(request) for request in range(1000)) < 150
    True
    """

    def __init__(
        self,
        ways: int | Sequence[float],
        *,
        seed: int,
        replication: int,
        client: str,
        journey: str = "",
    ) -> None:
        self.count = ways if isinstance(ways, int) else len(ways)
        self.ends = None if isinstance(ways, int) else np.cumsum(ways)[:-1]
        self.address = Address(
            seed=seed, replication=replication, stream="journeys", client=client, journey=journey
        )

        @lru_cache(maxsize=64)
        def block(number: int) -> NDArray[np.int64]:
            return self.ways(number * BLOCK, BLOCK)

        self.block = block

    def __call__(self, request: int) -> int:
        """The way of a request, from 0."""
        if self.count == 1:
            return 0
        number, place = divmod(request, BLOCK)
        return int(self.block(number)[place])

    def ways(self, first: int, count: int) -> NDArray[np.int64]:
        """The ways of requests ``first`` to ``first + count - 1``: int64, (count,)."""
        if self.count == 1:
            return np.zeros(count, dtype=np.int64)
        u = uniforms(self.address, first, count)
        if self.ends is None:
            return np.floor(u * self.count).astype(np.int64)
        return np.searchsorted(self.ends, u, side="right").astype(np.int64)

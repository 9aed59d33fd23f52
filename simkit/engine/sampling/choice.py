"""Which of several journeys a request begins."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from simkit.engine.sampling.stream import BLOCK
from simkit.engine.sampling.uniform import Address, uniforms


class Choice:
    """One of a number of equally likely ways, the same for a request in every design.

    Args:
        count: Of the ways, from 1; of one there is nothing to draw.
        seed: Of the run.
        replication: From 0.
        client: Whose requests choose.
        journey: Name of the journey; "" where the client has one.

    >>> choice = Choice(3, seed=1, replication=0, client="Client")
    >>> sorted({choice(request) for request in range(100)}), choice(7) == choice(7)
    ([0, 1, 2], True)
    """

    def __init__(
        self, count: int, *, seed: int, replication: int, client: str, journey: str = ""
    ) -> None:
        self.count = count
        address = Address(
            seed=seed, replication=replication, stream="journeys", client=client, journey=journey
        )

        @lru_cache(maxsize=64)
        def block(number: int) -> NDArray[np.float64]:
            return uniforms(address, number * BLOCK, BLOCK)

        self.block = block

    def __call__(self, request: int) -> int:
        """The way of a request, from 0."""
        if self.count == 1:
            return 0
        number, place = divmod(request, BLOCK)
        return int(self.block(number)[place] * self.count)

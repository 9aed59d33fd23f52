"""The durations of one stream, by request."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from simkit.engine.sampling.inverse import sample
from simkit.engine.sampling.uniform import Address, uniforms
from simkit.model.distribution import Constant, Distribution

BLOCK_BITS = 12
BLOCK = 1 << BLOCK_BITS
_WITHIN = BLOCK - 1
_KEPT = 512  # blocks: two million requests that are open at once find theirs


class Stream:
    """What each request of a stream draws, computed a block at a time.

    Attributes:
        constant: The one duration in ns when no luck is involved; None otherwise.

    >>> from simkit.model.distribution import Exponential
    >>> here = Address(seed=1, replication=0, stream="API.Request", client="Client", journey="")
    >>> work = Stream(here, Exponential(mean=5_000_000))
    >>> work(4095) == work.array(0, 5000)[4095]
    np.True_
    """

    __slots__ = ("_address", "_blocks", "_law", "constant")

    def __init__(self, address: Address, law: Distribution) -> None:
        self._address = address
        self._law = law
        self._blocks: dict[int, Sequence[int]] = {}
        self.constant: int | None = law.value if isinstance(law, Constant) else None

    def __call__(self, request: int) -> int:
        """The duration of this request, from 0, in ns."""
        try:
            return self._blocks[request >> BLOCK_BITS][request & _WITHIN]
        except KeyError:
            return self._block(request >> BLOCK_BITS)[request & _WITHIN]

    def array(self, first: int, count: int) -> NDArray[np.int64]:
        """The durations of requests ``first`` to ``first + count - 1``: int64, (count,), ns."""
        if self.constant is not None:
            return np.full(count, self.constant, dtype=np.int64)
        return sample(self._law, uniforms(self._address, first, count))

    def _block(self, number: int) -> Sequence[int]:
        blocks = self._blocks
        if len(blocks) == _KEPT:
            del blocks[next(iter(blocks))]  # the oldest; asked for again, it is drawn again
        if self.constant is not None and blocks:
            blocks[number] = next(iter(blocks.values()))
        else:
            blocks[number] = self.array(number << BLOCK_BITS, BLOCK).tolist()
        return blocks[number]

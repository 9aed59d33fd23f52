"""Phase-type times: how long a Markov chain takes to leave all of its phases.

Exponential times, their sums, blends and maxima, and the waits of the queues that have a closed
form are all of this kind, and the kind is closed: what is made of them stays exact, and a share or
a moment of it is a few products of small matrices.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from math import inf, log
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from threadpoolctl import ThreadpoolController

    Array = NDArray[np.float64]

MOST_STEPS = 200  # towards a percentile; a dozen are usual
MOST = 60  # phases of one time; a matrix exponential of more is slow


@dataclass(frozen=True, eq=False)
class Phases:
    """A time in seconds.

    Attributes:
        start: The chance to begin in each phase; float64, (phases,); what they lack to 1 is the
            chance of no time at all.
        flow: Rates from phase to phase, per second; float64, (phases, phases). What a row lacks
            to 0 is the rate at which the chain ends.

    Source: Neuts (1981), Matrix-Geometric Solutions in Stochastic Models, chapter 2.

    >>> two = after(exponential(0.1), exponential(0.1))
    >>> round(two.mean, 6), round(two.variance, 6), round(two.exceeds(0.2), 4)
    (0.2, 0.02, 0.406)
    """

    start: "Array"
    flow: "Array"

    @property
    def size(self) -> int:
        """How many phases it has; none if it takes no time."""
        return len(self.start)

    @cached_property
    def _ages(self) -> "Array":
        """The mean time in each phase, s; float64, (phases,)."""
        import numpy as np  # noqa: PLC0415 - only what needs it loads it

        return np.asarray(np.linalg.solve(-self.flow.T, self.start), dtype=np.float64)

    @cached_property
    def mean(self) -> float:
        """In seconds."""
        return float(self._ages.sum()) if self.size else 0.0

    @cached_property
    def variance(self) -> float:
        """In square seconds."""
        import numpy as np  # noqa: PLC0415

        if not self.size:
            return 0.0
        second = 2 * np.linalg.solve(-self.flow.T, self._ages).sum()
        return max(float(second) - self.mean**2, 0.0)

    @cached_property
    def ends(self) -> "Array":
        """The rate at which it ends from each phase, per second; float64, (phases,)."""
        import numpy as np  # noqa: PLC0415

        return np.asarray(-self.flow.sum(axis=1), dtype=np.float64)

    def exceeds(self, time: float) -> float:
        """The chance that it takes longer than this many seconds."""
        if not self.size or time < 0:
            return 0.0 if time >= 0 else 1.0
        return min(max(float(self._left(time).sum()), 0.0), 1.0)

    def percentile(self, share: float) -> float:
        """The time in seconds that this share, 0 to below 1, is within.

        Newton's method on the logarithm of the tail, which is nearly straight far out; halved
        where a step leaves what is known to hold the answer.
        """
        slower = 1 - share
        if float(self.start.sum()) <= slower:
            return 0.0
        low, high, time = 0.0, inf, self.mean
        for _ in range(MOST_STEPS):
            left = self._left(time)
            tail = float(left.sum())
            low, high = (time, high) if tail > slower else (low, time)
            falls = float(left @ self.ends)
            step = tail / falls * log(tail / slower) if tail > 0 and falls > 0 else -time
            then = time + step
            if not low < then < high:
                then = (low + high) / 2 if high < inf else 2 * time
            if abs(then - time) <= 1e-12 * time:
                break
            time = then
        return time

    def _left(self, time: float) -> "Array":
        """The chance to be in each phase after a time in seconds; float64, (phases,)."""
        import numpy as np  # noqa: PLC0415
        from scipy.linalg import expm  # noqa: PLC0415 - slow to load

        if self.size == 1:
            return np.asarray(self.start * np.exp(self.flow[0] * time), dtype=np.float64)
        # Threads of the library below would wait for each other for longer than it takes.
        with _threads().limit(limits=1, user_api="blas"):
            return np.asarray(self.start @ expm(self.flow * time), dtype=np.float64)


@cache
def _threads() -> "ThreadpoolController":
    """Holds the libraries of linear algebra, which have to be loaded by now."""
    from threadpoolctl import ThreadpoolController  # noqa: PLC0415

    return ThreadpoolController()


def nothing() -> Phases:
    """No time at all.

    >>> nothing().mean
    0.0
    """
    import numpy as np  # noqa: PLC0415

    return Phases(np.zeros(0), np.zeros((0, 0)))


def exponential(mean: float, chance: float = 1.0) -> Phases:
    """An exponential time.

    Args:
        mean: In seconds, > 0.
        chance: That there is one, 0 to 1; else it takes no time.

    >>> exponential(0.1, chance=0.5).mean
    0.05
    """
    return stages(mean, 1, chance)


def stages(mean: float, count: int, chance: float = 1.0) -> Phases:
    """Several equal exponential times, one after the other: Erlang's law.

    Args:
        mean: Of all together, in seconds, > 0.
        count: How many, from 1.
        chance: That there are any, 0 to 1.

    >>> round(stages(0.1, 4).variance, 6)
    0.0025
    """
    import numpy as np  # noqa: PLC0415

    rate = count / mean
    start = np.zeros(count)
    start[0] = chance
    return Phases(start, np.diag(np.full(count, -rate)) + np.diag(np.full(count - 1, rate), 1))


def blend(parts: Sequence[tuple[float, Phases]]) -> Phases:
    """Now this, now that.

    Args:
        parts: Chance and time of each; chances that add up to less than 1 leave no time at all.

    >>> round(blend([(0.5, exponential(0.1)), (0.5, exponential(0.3))]).mean, 6)
    0.2
    """
    import numpy as np  # noqa: PLC0415
    from scipy.linalg import block_diag  # noqa: PLC0415 - slow to load

    some = [(chance, part) for chance, part in parts if part.size]
    if not some:
        return nothing()
    return Phases(
        np.concatenate([chance * part.start for chance, part in some]),
        np.asarray(block_diag(*(part.flow for _, part in some))),
    )


def after(one: Phases, other: Phases) -> Phases:
    """Independent times, one after the other."""
    import numpy as np  # noqa: PLC0415

    if not one.size or not other.size:
        return one if one.size else other
    none = 1 - one.start.sum()
    across = np.outer(one.ends, other.start)
    below = np.zeros((other.size, one.size))
    return Phases(
        np.concatenate([one.start, none * other.start]),
        np.block([[one.flow, across], [below, other.flow]]),
    )


def longer(one: Phases, other: Phases) -> Phases:
    """The longer of two independent times, both from the same instant.

    >>> round(longer(exponential(0.1), exponential(0.1)).mean, 6)
    0.15
    """
    import numpy as np  # noqa: PLC0415

    if not one.size or not other.size:
        return one if one.size else other
    alone, apart = np.eye(one.size), np.eye(other.size)
    both = np.kron(one.flow, apart) + np.kron(alone, other.flow)
    to_one = np.kron(alone, other.ends[:, None])
    to_other = np.kron(one.ends[:, None], apart)
    flow = np.block(
        [
            [both, to_one, to_other],
            [np.zeros((one.size, len(both))), one.flow, np.zeros((one.size, other.size))],
            [np.zeros((other.size, len(both) + one.size)), other.flow],
        ]
    )
    start = np.concatenate(
        [
            np.kron(one.start, other.start),
            one.start * (1 - other.start.sum()),
            other.start * (1 - one.start.sum()),
        ]
    )
    return Phases(start, flow)


def single_server_wait(service: Phases, utilisation: float) -> Phases:
    """The wait in M/G/1 whose service is a phase-type time, first come first served.

    Args:
        service: Of one message.
        utilisation: 0 to below 1.

    Source: Neuts (1981), chapter 3; it is the geometric sum of leftovers of Pollaczek and
    Khinchine, each of which is the same chain, begun where a random instant finds the service.

    >>> round(single_server_wait(exponential(0.1), 0.8).mean, 6)
    0.4
    """
    import numpy as np  # noqa: PLC0415

    begin = utilisation * service._ages / service.mean
    return Phases(begin, service.flow + np.outer(service.ends, begin))

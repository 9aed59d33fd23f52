"""Batches that are sent when they are full, or when the first message has waited long enough."""

from dataclasses import dataclass
from math import inf

from simkit.analysis.theory.domain import require_positive, require_whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Batching:
    """A buffer that gathers batches, in the steady state.

    Attributes:
        mean_size: Messages in a batch.
        batch_rate: Batches per second.
        mean_wait: Of a message, until its batch is sent, s.
    """

    mean_size: float
    batch_rate: float
    mean_wait: float


def batch_waiting(
    *, arrival_rate: float, largest: int | None = None, linger: float = inf
) -> Batching:
    """Batches that go when they hold so many messages, or so long after the first of them.

    Args:
        arrival_rate: Messages per second, Poisson, > 0.
        largest: Messages in a full batch, ≥ 1; None for any size.
        linger: The longest a batch waits after its first message, s, > 0; inf until it is full.

    Returns:
        Size, rate and wait.

    Raises:
        ValueError: If an argument is outside its range, or nothing ever ends a batch.

    Source: elementary renewal theory (Ross 1996, Stochastic Processes, chapter 3): message n+2 of
    a batch comes in time if more than n follow the first within the linger time, and the
    expected time with n followers is that chance over the arrival rate.

    Stops holding where arrivals are bursty (fuller batches, less waiting), where a timer ticks on
    by itself instead of from the first message, or a batch has to wait for the one before.

    >>> found = batch_waiting(arrival_rate=200, linger=0.005)
    >>> round(found.mean_size, 6), round(found.batch_rate, 6), round(found.mean_wait, 8)
    (2.0, 100.0, 0.00375)
    """
    require_positive("arrival_rate", arrival_rate, " /s")
    if largest is not None:
        require_whole("largest", largest)
    if linger != inf:
        require_positive("linger", linger, " s")
    elif largest is None:
        raise ValueError("a batch needs a largest size or a linger time; got neither")
    if largest is None:
        open_time, waited = linger, linger * (1 + arrival_rate * linger / 2)
    else:
        open_time, waited = _until_full(arrival_rate, largest, linger)
    size = 1 + arrival_rate * open_time
    return Batching(mean_size=size, batch_rate=arrival_rate / size, mean_wait=waited / size)


def _until_full(arrival_rate: float, largest: int, linger: float) -> tuple[float, float]:
    """Mean time from the first message of a batch to its end, and all its messages' waits."""
    import numpy as np  # noqa: PLC0415 - only what needs it loads it
    from scipy.special import pdtrc  # noqa: PLC0415 - slow to load

    followers = np.arange(largest - 1)
    in_time = 1.0 if linger == inf else pdtrc(followers, arrival_rate * linger)
    time_with = np.full(largest - 1, in_time) / arrival_rate
    return float(time_with.sum()), float(((followers + 1) * time_with).sum())

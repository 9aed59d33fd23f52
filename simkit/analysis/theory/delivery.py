"""Deliveries that are lost or made again: crashes, leases and late acknowledgements."""

from dataclasses import dataclass
from math import exp

from simkit.analysis.theory.domain import (
    require_not_negative,
    require_positive,
    require_whole,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Redelivery:
    """A message that is delivered until its work is done.

    Attributes:
        mean_deliveries: Of a message, the first included.
        mean_time: From the first delivery to the end of the work, s.
    """

    mean_deliveries: float
    mean_time: float


def crash_redelivery(
    *, service_time: float, crash_rate: float, detection_time: float
) -> Redelivery:
    """Work that is begun anew when its worker crashes, acknowledged after it.

    Args:
        service_time: Mean, exponential, drawn anew at each delivery, s, > 0.
        crash_rate: Crashes per second of work, Poisson, ≥ 0.
        detection_time: Mean time from a crash to the next delivery, s, ≥ 0.

    Returns:
        Mean number of deliveries, and mean time with always a worker free.

    Raises:
        ValueError: If an argument is outside its range.

    Source: renewal and reward (Ross 1996, Stochastic Processes, section 3.6).

    Stops holding where the second try takes as long as the first would have (then the long ones
    crash again and again), and where the redelivered message has to queue.

    >>> found = crash_redelivery(service_time=10, crash_rate=0.01, detection_time=30)
    >>> round(found.mean_deliveries, 6), round(found.mean_time, 6)
    (1.1, 13.0)
    """
    require_positive("service_time", service_time, " s")
    require_not_negative("crash_rate", crash_rate, " /s")
    require_not_negative("detection_time", detection_time, " s")
    crashes = crash_rate * service_time
    return Redelivery(
        mean_deliveries=1 + crashes, mean_time=service_time + crashes * detection_time
    )


def lease_deliveries(*, service_time: float, lease: float) -> float:
    """Deliveries of a message that is offered again whenever a lease ends before the work.

    Args:
        service_time: Mean, exponential, drawn anew at each delivery, s, > 0.
        lease: Time from a delivery to the next one, s, > 0.

    Returns:
        The mean number, the first included. The share that is delivered twice or more is
        ``exp(-lease / service_time)``.

    Raises:
        ValueError: If an argument is outside its range.

    Source: after k leases all k deliveries are still at work, the oldest for k leases; elementary.

    Stops holding where workers are busy or prefetch (the lease begins before the work), a late
    acknowledgement is refused, or the lease is prolonged. Fixed work w takes ⌈w / lease⌉.

    >>> round(lease_deliveries(service_time=10, lease=30), 4)
    1.0499
    """
    require_positive("service_time", service_time, " s")
    require_positive("lease", lease, " s")
    deliveries, number, term = 0.0, 0, 1.0
    while term > 0 and deliveries + term > deliveries:
        deliveries += term
        number += 1
        term = exp(-lease / service_time * number * (number + 1) / 2)
    return deliveries


def early_acknowledgement_loss(
    *, service_time: float, crash_rate: float, buffered: int = 0
) -> float:
    """The share of the messages lost if they are acknowledged before their work.

    Args:
        service_time: Mean, exponential, s, > 0.
        crash_rate: Crashes per second of work, Poisson, ≥ 0.
        buffered: Messages acknowledged and waiting in the worker's hands, always, ≥ 0.

    Returns:
        0 to 1.

    Raises:
        ValueError: If an argument is outside its range.

    Source: renewal and reward: a crash takes the buffer and the one at work.

    Stops holding where the buffer is not always full (less is lost), and where the work is not
    exponential and the crashes are frequent.

    >>> round(early_acknowledgement_loss(service_time=1, crash_rate=0.01, buffered=20), 5)
    0.17355
    """
    require_positive("service_time", service_time, " s")
    require_not_negative("crash_rate", crash_rate, " /s")
    require_whole("buffered", buffered, 0)
    lost = (buffered + 1) * crash_rate * service_time
    return lost / (1 + lost)


def reprocessed_after_crash(*, rate: float, commit_interval: float) -> float:
    """Messages worked on again after a crash, if the position is committed every so often.

    Args:
        rate: Messages per second that the consumer works through, ≥ 0.
        commit_interval: Time between commits, s, > 0.

    Returns:
        The mean; the most is twice that.

    Raises:
        ValueError: If an argument is outside its range.

    Source: a crash falls anywhere between two commits; elementary. Stops holding where the
    commits are what crashes, or come with each batch.

    >>> reprocessed_after_crash(rate=100, commit_interval=5)
    250.0
    """
    require_not_negative("rate", rate, " /s")
    require_positive("commit_interval", commit_interval, " s")
    return rate * commit_interval / 2

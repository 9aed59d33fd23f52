"""What to be warned of where the rate of requests itself changes by chance."""

from collections.abc import Iterator

from simkit.analysis.capacity import Capacity
from simkit.analysis.rounded import about, about_share, about_time
from simkit.analysis.traffic import Traffic
from simkit.model.load import Modulated
from simkit.units import SECOND

ROUNDING = 1e-9  # of a utilisation


def peaks(traffic: Traffic, found: Capacity) -> Iterator[str]:
    """What a rate that changes by chance does to a pool while it is at its peak."""
    loads = [source.load for source in traffic.design.sources]
    for number, load in enumerate(loads):
        if not isinstance(load, Modulated):
            continue
        client = traffic.design.sources[number].client
        state = max(load.states, key=lambda one: one.rate)
        rates = [*traffic.stretches[0].rates]
        rates[number] = state.rate
        for pool in found.pools:
            busy = traffic.weighed(pool.pool, tuple(rates)).time / traffic.workers(pool.pool)
            if busy > 1 + ROUNDING and not traffic.closed(pool.pool):
                yield (
                    f"at its peak {client} sends {about(state.rate)} requests/s, for "
                    f"{about_time(state.lasts.mean / SECOND)} on average: {pool.pool} is "
                    f"{about_share(busy)} busy then, and its queue grows"
                )


def left_to_chance(traffic: Traffic) -> Iterator[str]:
    """What hangs on when and for how long a rate is at its peak."""
    for source in traffic.design.sources:
        if isinstance(source.load, Modulated):
            yield (
                f"how long the queues get, as {source.client} changes between its rates by chance; "
                f"the numbers above are those of its mean rate"
            )

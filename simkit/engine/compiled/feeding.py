"""The requests that come from outside, by the block."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from simkit.engine.plan import Plan, SourcePlan
from simkit.engine.sampling.arrivals import arrival_blocks
from simkit.model.load import Users

Ints = NDArray[np.int64]


def coming(plan: Plan, source: SourcePlan, replication: int) -> Iterator[Ints]:
    """When the requests of a source come, by the block."""
    if isinstance(source.load, Users):
        return iter(())
    return arrival_blocks(
        source.load,
        seed=plan.seed,
        replication=replication,
        client=plan.clients[source.client],
        journey=source.journey,
        until=plan.latest,
    )

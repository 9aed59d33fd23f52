"""How many independent requests the requests of a replication are worth near a percentile.

Requests that meet in a queue are slow together. The share of them beyond a percentile then varies
more from replication to replication than that of independent ones would, and a percentile read from
one replication is too low on average: the longest queue of a short window is not yet as long as
queues get. More replications do not mend that; a longer window does.
"""

from collections.abc import Sequence
from math import ceil

import numpy as np
from numpy.typing import NDArray

FEWEST = 5  # replications, to see how a share varies between them


def independent_requests(times: Sequence[NDArray[np.float64]], percentile: float) -> float | None:
    """As how many independent requests those of a replication count, near a percentile.

    The variance of the share beyond the percentile of all requests together, between the
    replications, is held against p (1 - p) / n of n independent ones.

    Args:
        times: Of each replication, the seconds until a clock; float64, (requests,), inf where it
            never comes; all of them at least a few.
        percentile: Above 0, below 100.

    Returns:
        At most the mean number of requests; None with fewer than 5 replications, or where the
        percentile never comes. Of 10 replications it is known to within a factor of two or three.

    Source: the design effect of Kish (1965), Survey Sampling, section 8.2, with a replication for
    a cluster; Alexopoulos and others (2019) for what dependence does to percentiles.

    >>> alike = np.repeat([0.0, 1.0], [900, 100])  # every replication has its share
    >>> independent_requests([alike] * 5, 90)
    1000.0
    """
    if len(times) < FEWEST:
        return None
    together = np.sort(np.concatenate(times))
    rank = max(0, ceil(percentile / 100 * len(together) - 1e-9) - 1)
    limit = together[rank]
    if not np.isfinite(limit):
        return None
    beyond = np.array([float(np.mean(one > limit)) for one in times])
    share, count = float(beyond.mean()), float(np.mean([len(one) for one in times]))
    varies = float(beyond.var(ddof=1))
    alone = share * (1 - share) / count
    return count if varies <= alone else count * alone / varies

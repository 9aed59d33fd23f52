"""How long a birth–death chain spends at each of its levels."""

from bisect import bisect_left
from collections.abc import Callable

NEGLIGIBLE = 1e-40  # of the weight so far: levels beyond, all together, are left out


def level_shares(
    ratio: Callable[[int], float], last: int | None = None
) -> tuple[int, tuple[float, ...]]:
    """The share of time at each level that matters.

    Args:
        ratio: The share at level n over that at n-1, for n from 1: the rate up from n-1 over the
            rate down from n. It must not grow with n, and end below 1 if there is no last level.
        last: The highest level; None if there is none.

    Returns:
        The lowest level that matters, and the shares from it on, which add up to 1.

    The sum goes out from the commonest level to both sides, so that nothing overflows.
    Source: Kleinrock (1975), Queueing Systems I, section 3.1.

    Stops holding where a rate depends on more than the level, and is slow where the levels that
    matter are more than some millions.

    >>> first, shares = level_shares(lambda level: 0.5)
    >>> first, [round(share, 4) for share in shares[:3]]
    (0, [0.5, 0.25, 0.125])
    """
    mode = _commonest(ratio, last)
    below = _fading(lambda step: 1 / ratio(mode - step + 1), mode)
    above = _fading(lambda step: ratio(mode + step), None if last is None else last - mode)
    weights = (*reversed(below), 1.0, *above)
    total = sum(weights)
    return mode - len(below), tuple(weight / total for weight in weights)


def _commonest(ratio: Callable[[int], float], last: int | None) -> int:
    """The highest level that is at least as common as the one below."""
    high = 1
    while (last is None or high < last) and ratio(high) >= 1:
        high *= 2
    if last is not None:
        high = min(high, last)
    return bisect_left(range(1, high + 1), True, key=lambda level: ratio(level) < 1)


def _fading(ratio: Callable[[int], float], steps: int | None) -> list[float]:
    """Weights on one side of the commonest level, which has the weight 1."""
    weights: list[float] = []
    weight = total = 1.0
    step = 1
    while steps is None or step <= steps:
        factor = ratio(step)
        # The factors do not grow: what is left adds up to less than a geometric series.
        if weight * factor <= NEGLIGIBLE * total * (1 - factor):
            break
        weight *= factor
        weights.append(weight)
        total += weight
        step += 1
    return weights

"""What theory knows along an axis of a sweep, between its points too."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

from simkit.analysis.known import Known, known
from simkit.errors import ScenarioError
from simkit.experiment.axes import Axis, Value
from simkit.experiment.sweep import Plan, changes_at
from simkit.model.change import changed
from simkit.model.metric import Dimension, MetricName
from simkit.model.scenario import Scenario
from simkit.units import SECOND, rate_text, time_text

MOST = 60  # places along an axis
IN_ALL = 240  # scenarios that are resolved for one picture
LONG = 100  # lines of a drawing of which only the points of the sweep are worked out

Line = list[tuple[float, Known | None]]


def known_along(
    plan: Plan, names: Sequence[MetricName]
) -> Mapping[tuple[MetricName, tuple[Value, ...]], Line]:
    """What is known of some metrics along the first axis.

    Args:
        plan: Of the sweep.
        names: With their designs.

    Returns:
        For each metric, and values of the other axes, the places along the first axis from left
        to right, in seconds, per second, or plain, with what is known there; None where nothing
        is, such as where there is no steady state.
    """
    first, rest = plan.axes[0], plan.axes[1:]
    others = list(product(*(axis.values for axis in rest)))
    count = min(MOST, IN_ALL // len(others))
    if max(len(design.script.lines) for design in plan.scenario.designs) > LONG:
        count = 0
    found: dict[tuple[MetricName, tuple[Value, ...]], Line] = {}
    for values in others:
        for place, value in _places(first, count):
            scenario = _scenario(plan, (value, *values))
            for name in names:
                line = found.setdefault((name, values), [])
                line.append((place, _known(scenario, name)))
    return found


def _scenario(plan: Plan, values: tuple[Value, ...]) -> Scenario | None:
    """The scenario at a place; None if a value between two that can be said cannot."""
    try:
        return changed(plan.scenario, changes_at(plan.axes, values))
    except ScenarioError:
        return None


def _known(scenario: Scenario | None, name: MetricName) -> Known | None:
    found = known(scenario.design(name.design), name) if scenario is not None else None
    return found if isinstance(found, Known) else None


def _places(axis: Axis, count: int) -> list[tuple[float, Value]]:
    """The points of an axis, and about so many between its ends, from left to right.

    >>> from simkit.experiment.axes import read_axis
    >>> _places(read_axis("load.Client", "10/s,40/s"), 4)
    [(10.0, '10/s'), (20.0, '20/s'), (30.0, '30/s'), (40.0, '40/s')]
    """
    found: dict[float, Value] = dict(_between(axis, count))
    found |= dict(zip(axis.numbers, axis.values, strict=True))
    return sorted(found.items())


def _between(axis: Axis, count: int) -> Iterator[tuple[float, Value]]:
    low, high = min(axis.numbers), max(axis.numbers)
    if axis.dimension is Dimension.COUNT:
        step = max(1, round((high - low) / max(count, 1)))
        if count and low == int(low):
            yield from ((float(number), number) for number in range(int(low), int(high), step))
        return
    texts = {
        Dimension.TIME: lambda number: time_text(round(number * SECOND)),
        Dimension.RATE: rate_text,
    }
    if axis.dimension in texts:
        for step in range(1, count - 1):
            # Four digits: two texts of one place would be two places.
            number = float(f"{low + (high - low) * step / (count - 1):.4g}")
            yield number, texts[axis.dimension](number)

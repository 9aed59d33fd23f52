"""The numbers of a sweep as one flat table: a row a point, design and metric."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from simkit.analysis.estimate import estimate

if TYPE_CHECKING:
    import pandas as pd

    from simkit.experiment.sweep import Sweep

COLUMNS = ("design", "metric", "value", "low", "high", "replications", "lower bound", "share")


def header(sweep: "Sweep") -> list[str]:
    """Names of the columns: the axes, then ``COLUMNS`` and the reason of what is refused."""
    return [*(axis.path for axis in sweep.plan.axes), *COLUMNS, "reason"]


def table_rows(sweep: "Sweep") -> Iterator[list[object]]:
    """The rows, by point, design and metric, unrounded.

    The columns of the axes hold seconds, per second, or plain numbers; what is no quantity stands
    as it was said.
    """
    plan = sweep.plan
    shown = [
        dict(zip(axis.values, axis.numbers if axis.dimension else axis.values, strict=True))
        for axis in plan.axes
    ]
    for number in sorted(sweep.readings):
        place = [axis[value] for axis, value in zip(shown, plan.points[number], strict=True)]
        for design in plan.designs:
            for name in plan.metrics[design]:
                found = estimate(sweep.readings[number][name])
                yield [
                    *place,
                    design,
                    str(replace(name, design="")),
                    found.value,
                    found.low,
                    found.high,
                    found.replications,
                    found.bound,
                    found.share,
                    found.reason,
                ]


def frame(sweep: "Sweep") -> "pd.DataFrame":
    """The table as a data frame."""
    import pandas as pd  # noqa: PLC0415 - slow to load

    return pd.DataFrame(list(table_rows(sweep)), columns=header(sweep))

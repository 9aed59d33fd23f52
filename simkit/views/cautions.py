"""What a careful reader should know of the numbers of a table; a line each."""

from collections.abc import Iterator
from math import ceil

from simkit.analysis.estimate import requests_needed
from simkit.experiment.results import Results
from simkit.units import SECOND, time_text
from simkit.views.verdicts import CLOCKS

PERCENTILE = "p99"  # the highest of the table; what holds for it holds for those below


def dependent_percentiles(results: Results) -> Iterator[str]:
    """Designs whose highest percentiles rest on too few independent requests, and what would do.

    Of the clocks of a design only the worst is told. Nothing is said of a number that is a bound
    or refused.
    """
    run = results.scenario.run
    for design in results.recordings:
        found = [told for clock in CLOCKS if (told := _worth(results, design, clock))]
        if not found:
            continue
        worth, name = min(found)
        needed = requests_needed(float(PERCENTILE[1:]))
        window = (run.horizon - run.warm_up) / SECOND * needed / worth
        longer = _rounded(window + run.warm_up / SECOND)
        yield (
            f"{name} may be too low: its requests are slow together, and those of a replication "
            f"count as about {worth:,.0f} independent ones, where {needed} are needed; a "
            f"horizon of about {longer} would do"
        )


def _rounded(seconds: float) -> str:
    """A time to two digits, in seconds, or in minutes from two of them on.

    >>> _rounded(187.2), _rounded(5311.0), _rounded(73.4)
    ('4 min', '89 min', '74 s')
    """
    unit = 60 if seconds > 120 else 1
    count = int(float(f"{ceil(seconds / unit):.1e}"))
    return f"{count} min" if unit == 60 else time_text(count * SECOND)


def _worth(results: Results, design: str, clock: str) -> tuple[float, str] | None:
    """As how many requests those behind a percentile count, if they are too few; and its name."""
    name = results.metric(f"{clock}.{PERCENTILE}", design)
    found = results.estimate(name)
    if found.bound or found.reason:
        return None
    worth = results.independent_requests(name)
    too_few = worth is not None and worth < requests_needed(float(PERCENTILE[1:]))
    return (worth, str(name)) if worth is not None and too_few else None

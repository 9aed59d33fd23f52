"""What each design can carry, as `check` prints it: a table, then warnings."""

from collections.abc import Iterator
from math import inf

from simkit.analysis.capacity import Capacity, PoolCapacity, UserCapacity
from simkit.analysis.forewarning import Forewarning, forewarn
from simkit.analysis.rounded import about, about_share, about_time
from simkit.model.load.assumed import shortly
from simkit.model.scenario import Design, Scenario

WIDTH = 80
INDENT = "    "
LEGEND = (
    "capacity, by mean times and as if nobody queued",
    "  arrivals: messages/s; each: how long one holds a worker; load: workers held;",
    "      busy: share of them; full at: requests/s that hold them all;",
    "      > at least, < at most, ~ about: queues and chance come on top",
)
HEAD = ("", "arrivals", "each", "load", "busy", "full at")


def capacity_lines(scenario: Scenario) -> Iterator[str]:
    """What each design can carry, and what to know before its run; lines may be long."""
    yield from LEGEND
    for design in scenario.designs:
        found = forewarn(scenario, design)
        yield ""
        yield f"  {design.name}: {_load(design, found.capacity)}"
        if found.capacity.pools:
            yield from (INDENT + line for line in _table(found.capacity))
        yield from (INDENT + line for line in _conclusions(found))


def _load(design: Design, found: Capacity) -> str:
    """How requests come, in words."""
    several = len(design.sources) > 1
    loads = ", ".join(
        f"{source.client} {shortly(source.load)}" if several else shortly(source.load)
        for source in design.sources
    )
    if found.changes:
        return f"{loads} (below, its busiest time)"
    if several or found.users:
        most = "at most " if found.users else ""
        return f"{loads}: {most}{about(found.rate)} requests/s"
    return loads


def _table(found: Capacity) -> Iterator[str]:
    """Rows in columns as wide as they need; a name that is too long has a line of its own."""
    rows = [HEAD, *(_row(found, pool) for pool in found.pools)]
    widths = [max(len(row[column]) for row in rows) for column in range(1, len(HEAD))]
    numbers = [
        "  ".join(text.rjust(width) for text, width in zip(row[1:], widths, strict=True))
        for row in rows
    ]
    room = WIDTH - len(INDENT) - 2 - len(numbers[0])
    names = [row[0] for row in rows if len(row[0]) <= room]
    column = max(len(name) for name in names)
    for (name, *_), line in zip(rows, numbers, strict=True):
        if len(name) > column:
            yield name
            name = ""  # noqa: PLW2901 - it stands above
        yield f"{name:{column}}  {line}"


def _row(found: Capacity, pool: PoolCapacity) -> tuple[str, ...]:
    steady, share = found.rate > 0, pool.utilisation
    rate, load, each, full = _marks(found, pool)
    whole = "(unlimited)" if pool.workers is None else f"of {pool.workers:,}"
    return (
        pool.pool,
        f"{rate}{about(pool.arrival_rate)}/s" if steady else "–",
        each + about_time(pool.worker_time),
        f"{load + about(pool.offered_load) if steady else '–'} {whole}",
        f"{load}{about_share(share)}" if steady and share is not None else "–",
        f"{full}{about(pool.most)}/s" if pool.most < inf else "–",
    )


def _marks(found: Capacity, pool: PoolCapacity) -> tuple[str, str, str, str]:
    """On which side of each number the truth lies: rate, load, time of one, and full at.

    Users ask less often when they queue, and a pool that waits for others holds its workers
    longer when these have queues.
    """
    users, waits = bool(found.users), pool.at_least
    load = "~ " if users and waits else "< " if users else "> " if waits else ""
    return "< " * users, load, "> " * waits, "< " * waits


def _conclusions(found: Forewarning) -> Iterator[str]:
    capacity = found.capacity
    if capacity.changes:
        pools = (capacity.pool(name) for name in capacity.bottlenecks)
        means = [f"{pool.pool} {about_share(pool.mean_utilisation or 0)} busy" for pool in pools]
        rate = f"{about(capacity.mean_rate)} requests/s"
        yield f"on average until the horizon: {', '.join([rate, *means])}"
    yield _highest(capacity)
    yield from (_users(user) for user in capacity.users)
    yield from (f"note: {text}" for text in found.notes)
    yield from (f"warning: {text}" for text in found.warnings)
    yield from (f"not predicted: {text}" for text in found.unpredicted)


def _highest(found: Capacity) -> str:
    if found.most == inf:
        return "highest sustainable rate: no limit, as no limited worker is needed"
    most = "at most " if found.bounds else ""
    text = f"highest sustainable rate: {most}{about(found.most)} requests/s; bottleneck: "
    text += ", ".join(found.bottlenecks)
    if found.callers:
        few = (_few(found.pool(name)) for name in found.callers)
        text += f" ({', '.join(few)})"
    reasons = [_reason(found.pool(name)) for name in found.bounds]
    return f"{text}; at most, because {', and '.join(reasons)}" if reasons else text


def _few(caller: PoolCapacity) -> str:
    many = f"{caller.workers:,} worker{'s' * (caller.workers != 1)}"
    return f"{caller.pool} has only {many} to wait for {', '.join(caller.waits_for)}"


def _reason(pool: PoolCapacity) -> str:
    if pool.waits_for:
        others = ", ".join(pool.waits_for)
        return f"{pool.pool} holds its workers while it waits for {others}"
    if pool.hampered:
        return pool.hampered
    return (
        f"{pool.pool} does several things side by side, and the longest of random times is longer "
        f"than the longest of their means"
    )


def _users(user: UserCapacity) -> str:
    text = (
        f"{user.client}: {user.count:,} users would ask {about(user.unqueued_rate)} times a "
        f"second if nobody queued"
    )
    if user.knee == inf:
        return text
    return f"{text}; about {about(user.knee)} of them fill the bottleneck"

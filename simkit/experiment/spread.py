"""Work that is spread over processes of this machine, and outlives every one of them.

A piece of work is a pure function of its item, so that it does not matter which process it falls
to, when, or how often it is begun. What comes back therefore never says how it was split: not
even a failure does, which is that of the earliest item that fails, as in one process.
"""

import os
import signal
from collections.abc import Callable, Generator, Hashable, Iterable, Iterator, Sequence
from contextlib import closing
from functools import cache
from threading import Thread
from time import sleep
from typing import TypeVar
from warnings import catch_warnings, simplefilter

from simkit.errors import AuditError, Problem, ScenarioError, SimulationError
from simkit.units import BadValue, parse_count

Item = TypeVar("Item", bound=Hashable)
Result = TypeVar("Result")
Failure = SimulationError | AuditError
MOST_DEATHS = 3


def processes(jobs: int | str | None) -> int:
    """How many processes are meant: those asked for, or the number of cores.

    Raises:
        ScenarioError: If that is no whole number from 1.

    >>> processes("2")
    2
    """
    if jobs is None:
        affinity = getattr(os, "sched_getaffinity", None)
        return len(affinity(0)) if affinity else os.cpu_count() or 1
    try:
        return parse_count(str(jobs), minimum=1)
    except BadValue as bad:
        raise ScenarioError(Problem(found=f"--jobs: {bad.found}", expected=bad.expected)) from None


def spread(
    work: Callable[[Item], Result],
    items: Sequence[Item],
    jobs: int,
    name: Callable[[Item], str],
) -> Generator[tuple[Item, Result], None, None]:
    """Do work in other processes, and give each result as soon as it is there.

    A process that is killed costs what it and the others had under way; fresh processes begin
    that again.

    Args:
        work: What is done with an item; like the items it can be pickled.
        items: What it is done with, each once.
        jobs: How many processes.
        name: An item in words, for an error.

    Raises:
        SimulationError: If a model cannot go on, or processes die and die.
        AuditError: If the books of a run do not balance.

    >>> sorted(spread(abs, [-1, -2], 1, str))
    [(-2, 2), (-1, 1)]
    """
    with closing(_outliving(work, items, jobs, name)) as outcomes:
        yield from until_failure(items, outcomes)


def until_failure(
    items: Sequence[Item], outcomes: Iterable[tuple[Item, Result | Failure]]
) -> Iterator[tuple[Item, Result]]:
    """What went well, until it is certain which of the items is the first that fails.

    Raises:
        SimulationError: That item's, if that is what it failed with.
        AuditError: Likewise.
    """
    over: set[Item] = set()
    failures: dict[Item, Failure] = {}
    for item, outcome in outcomes:
        over.add(item)
        if isinstance(outcome, SimulationError | AuditError):
            failures[item] = outcome
        else:
            yield item, outcome
        if failures:
            first = next(one for one in items if one in failures or one not in over)
            if first in failures:
                raise failures[first]


def outcome_of(work: Callable[[Item], Result], item: Item) -> Result | Failure:
    """What a piece of work gives, a failure included."""
    try:
        return work(item)
    except (SimulationError, AuditError) as failure:
        return failure


def _outliving(
    work: Callable[[Item], Result],
    items: Sequence[Item],
    jobs: int,
    name: Callable[[Item], str],
) -> Generator[tuple[Item, Result | Failure], None, None]:
    from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415 - slow to load

    missing, deaths = list(items), 0
    while missing:
        try:
            with closing(_in_processes(work, tuple(missing), jobs)) as outcomes:
                for item, outcome in outcomes:
                    missing.remove(item)
                    deaths = 0
                    yield item, outcome
        except BrokenProcessPool:
            # They are begun in order. One of them may be what the process died of, so that they
            # come last from here on, and all others are safe from it.
            under_way, others = missing[:jobs], missing[jobs:]
            deaths += 1
            if deaths == MOST_DEATHS:
                raise SimulationError(_died(under_way, name)) from None
            missing = others + under_way


def _died(under_way: Sequence[Item], name: Callable[[Item], str]) -> str:
    """That processes die again and again before anything is finished, and over what."""
    where = " or ".join(name(item) for item in under_way)
    return (
        f"at {where}: {MOST_DEATHS} times in a row the process was killed before anything was "
        "finished; memory may have run out, and fewer processes at a time need less"
    )


def _in_processes(
    work: Callable[[Item], Result], items: Sequence[Item], jobs: int
) -> Generator[tuple[Item, Result | Failure], None, None]:
    # Slow to load, and one process needs it not.
    from joblib import Parallel, delayed  # type: ignore[import-untyped] # noqa: PLC0415

    # Whatever is ready first comes first: a slow item must not keep back those behind it.
    parallel = Parallel(n_jobs=jobs, backend="loky", batch_size=1, return_as="generator_unordered")
    own = os.getpid()
    outcomes = parallel(delayed(_in_a_process)(work, item, own) for item in items)
    try:
        # Not 'yield from', which would close it before warnings are off.
        for outcome in outcomes:  # noqa: UP028
            yield outcome
    finally:
        with catch_warnings():
            simplefilter("ignore")  # that work under way was cancelled is meant
            outcomes.close()


def _in_a_process(
    work: Callable[[Item], Result], item: Item, starter: int
) -> tuple[Item, Result | Failure]:
    if os.getpid() != starter:  # joblib stays in this process where it can start no other
        # Ctrl-C reaches every process of a terminal; the first one alone decides what it means.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        _leave_with(starter)
    return item, outcome_of(work, item)


@cache
def _leave_with(starter: int) -> None:
    """Let this process end with the one that started it; idle, it would stay for minutes."""

    def watch() -> None:
        while os.getppid() == starter:
            sleep(0.2)
        os._exit(1)

    Thread(target=watch, daemon=True).start()

"""Work that is spread over threads of this process: nothing is copied, and nothing has to start.

That is of use where the work runs without Python's lock, as the compiled engine does. As in
`simkit.experiment.spread`, what comes back never says how it was split.
"""

from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from functools import partial
from threading import Event, Lock

from simkit.experiment.spread import Failure, Item, Result, outcome_of, until_failure

Progress = Callable[[float], None]


def threaded(
    work: Callable[[Item, Progress], Result],
    items: Sequence[Item],
    jobs: int,
    progress: Progress | None = None,
) -> Generator[tuple[Item, Result], None, None]:
    """Do work in threads, and give each result as soon as it is there.

    Whoever closes this, or stops it with Ctrl-C, waits until what is under way reports its
    progress the next time, which ends it.

    Args:
        work: What is done with an item; it calls what it is given besides with the share of the
            item that is done.
        items: What it is done with, each once.
        jobs: How many threads.
        progress: Called now and then with the share that is done of all, by one thread at a time.

    Raises:
        SimulationError: If a model cannot go on.
        AuditError: If the books of a run do not balance.

    >>> sorted(threaded(lambda item, report: abs(item), [-1, -2], 2))
    [(-2, 2), (-1, 1)]
    """
    with closing(_outcomes(work, items, jobs, _Done(len(items), progress))) as outcomes:
        yield from until_failure(items, outcomes)


class _Stopped(Exception):  # noqa: N818 - nothing is wrong, and nobody but `_outcomes` hears of it
    """Nobody waits for the work any more."""


class _Done:
    """How much of all work is done, and whether more is wanted."""

    def __init__(self, items: int, progress: Progress | None) -> None:
        self.stopped = Event()
        self._items, self._progress = items, progress
        self._lock, self._shares, self._whole = Lock(), dict[object, float](), 0.0

    def report(self, item: object, share: float) -> None:
        """So much of an item is done."""
        if self.stopped.is_set():
            raise _Stopped
        with self._lock:
            self._whole += share - self._shares.get(item, 0.0)
            self._shares[item] = share
            if self._progress:
                self._progress(min(1.0, self._whole / self._items))


def _outcomes(
    work: Callable[[Item, Progress], Result], items: Sequence[Item], jobs: int, done: _Done
) -> Generator[tuple[Item, Result | Failure], None, None]:
    from concurrent.futures import ThreadPoolExecutor, as_completed  # noqa: PLC0415 - slow to load

    def one(item: Item) -> tuple[Item, Result | Failure]:
        report = partial(done.report, item)
        outcome = outcome_of(lambda it: work(it, report), item)
        report(1.0)
        return item, outcome

    pool = ThreadPoolExecutor(jobs)
    try:
        for future in as_completed([pool.submit(one, item) for item in items]):
            yield future.result()
    finally:
        done.stopped.set()
        pool.shutdown(cancel_futures=True)

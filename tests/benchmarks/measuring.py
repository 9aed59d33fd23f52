"""CPU time and memory of the contenders, measured side by side.

All run in one process, by turns, in an order that is shuffled in each round, so that a busy
machine slows all of them. Reading, planning, compiling and a first small run come before. The
collector of cyclic garbage is off for everybody, as simkit has it (`with_collector` leaves it on
for the programs by hand). Memory is measured in a process of its own for each contender.
"""

import gc
import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random  # noqa: TID251 - the order of the rounds is no result
from statistics import median
from time import process_time

from tests.benchmarks.contenders import ENGINES, HEAPQ, bytes_of, number_of, task
from tests.benchmarks.rows import Rows, Workload

ROOT = Path(__file__).parents[2]
FIRST = 300  # requests of the run that warms up
MEGABYTE = 2**20


@dataclass
class Measured:
    """One contender and one workload.

    Attributes:
        seconds: CPU time a request, by round.
        requests: How many came in a round, on average.
        bytes: Of all tables, a request; 0: it has none.
        events: Of each request, if they were counted.
    """

    seconds: list[float] = field(default_factory=list)
    requests: float = 0.0
    bytes: float = 0.0
    events: float = 0.0

    @property
    def rate(self) -> float:
        """Requests per second of CPU time."""
        return 1 / median(self.seconds)


def once(contender: str, workload: Workload, requests: int, seed: int, into: Measured) -> None:
    """One timed run."""
    to_do = task(contender, workload, requests, seed)
    start = process_time()
    result = to_do()
    seconds = process_time() - start
    number = number_of(result)
    into.requests += (number - into.requests) / (len(into.seconds) + 1)
    into.seconds.append(seconds / number)
    into.bytes = bytes_of(result) / number
    into.events = result.events / number if isinstance(result, Rows) else 0.0


def race(
    workload: Workload, sizes: Mapping[str, int], rounds: int, with_collector: bool = False
) -> dict[str, Measured]:
    """All contenders that have a size, in shuffled rounds.

    Args:
        workload: What they run.
        sizes: Of each contender, for how many requests in a round.
        rounds: How many rounds.
        with_collector: Whether programs by hand have the collector of cyclic garbage on.
    """
    measured = {contender: Measured() for contender in sizes}
    for contender in sizes:
        once(contender, workload, FIRST, 0, Measured())
    order = Random(1)
    try:
        for seed in range(1, rounds + 1):
            turns = list(sizes)
            order.shuffle(turns)
            for contender in turns:
                gc.enable()
                gc.collect()
                if contender in ENGINES or not with_collector:
                    gc.disable()
                once(contender, workload, sizes[contender], seed, measured[contender])
    finally:
        gc.enable()
    return measured


def ratios(measured: Mapping[str, Measured], contender: str, other: str) -> list[float]:
    """How many times as fast as another a contender was, round by round, sorted."""
    pairs = zip(measured[other].seconds, measured[contender].seconds, strict=True)
    return sorted(theirs / ours for theirs, ours in pairs)


def events_of(measured: Mapping[str, Measured]) -> float:
    """Events of a request: those of the loop around a heap, which makes none in vain."""
    return measured[HEAPQ].events if HEAPQ in measured else 0.0


# ---------------------------------------------------------------- memory


@dataclass(frozen=True)
class Alone:
    """One run in a process of its own.

    Attributes:
        requests: How many came.
        seconds: CPU time.
        bytes: Of all tables.
        before: Largest size of the process in bytes before the run (Python, libraries, code).
        peak: The same after it.
    """

    requests: int
    seconds: float
    bytes: int
    before: int
    peak: int

    @property
    def growth(self) -> float:
        """Bytes that each request adds to the largest size."""
        return (self.peak - self.before) / self.requests


def alone(contender: str, workload: Workload, requests: int) -> Alone:
    """Run it in this process, which should have done nothing else."""
    once(contender, workload, FIRST, 0, Measured())
    gc.collect()
    if contender in ENGINES:
        gc.disable()
    before = largest()
    to_do = task(contender, workload, requests, 1)
    start = process_time()
    result = to_do()
    seconds = process_time() - start
    return Alone(number_of(result), seconds, bytes_of(result), before, largest())


def in_a_process(contender: str, workload: str, requests: int) -> Alone:
    """Run it in a process of its own (see `__main__`)."""
    command = [sys.executable, "-m", "tests.benchmarks", workload, "--alone", contender]
    command += ["--requests", str(requests)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr.strip().splitlines()[-1])
    return Alone(**json.loads(done.stdout))


def largest() -> int:
    """The largest size of this process so far, in bytes; Linux tells it.

    Not `ru_maxrss`, which a child inherits from the process that started it.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    words = next(line.split() for line in status.splitlines() if line.startswith("VmHWM"))
    return int(words[1]) * 1024

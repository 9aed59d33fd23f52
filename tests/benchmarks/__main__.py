"""The benchmarks in full size.

    python -m tests.benchmarks [W1 W2 W3 W4] [--rounds N] [--scale X] [--collector] [--no-memory]
    python -m tests.benchmarks W2 --linear [--most N]
    python -m tests.benchmarks.slider [REQUESTS] [ROUNDS]
    python -m tests.benchmarks.command [ROUNDS]

The first takes a quarter of an hour. `--scale 0.1` runs a tenth of the requests, and of W4 a tenth
of the pending timeouts.
"""

import json
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from dataclasses import asdict

from tests.benchmarks.contenders import COMPILED, CONTENDERS, HEAPQ, REFERENCE, SIMPY, why_not
from tests.benchmarks.measuring import Alone, alone, in_a_process, race
from tests.benchmarks.printing import head, linear, memory, table
from tests.benchmarks.rows import Workload
from tests.benchmarks.suite import ALL, names, of_name

SIZES = {COMPILED: 1_000_000, REFERENCE: 20_000, SIMPY: 50_000, HEAPQ: 100_000}
PENDING, IN_W4 = 100_000, 6  # as many requests as 60 s bring, for everybody
LEAST = 1_000
ASKED = {"W1.1": 150, "W2": 100, "W3": 80, "W4": 60}  # times SimPy, of the compiled engine


def sizes(workload: Workload, scale: float) -> dict[str, int]:
    """For how many requests each contender runs a workload."""
    if workload.name.startswith("W4"):
        return dict.fromkeys(CONTENDERS, round(PENDING * IN_W4 * scale))
    return {contender: max(LEAST, round(size * scale)) for contender, size in SIZES.items()}


def main(options: Namespace) -> None:
    """Do what is asked."""
    pending = options.scale * PENDING
    named = [name for short in options.workloads for name in names(short, pending)]
    if options.alone:
        print(json.dumps(asdict(alone(options.alone, of_name(named[0]), options.requests))))
    elif options.linear:
        for name in named:
            print(linear(name, _growing(name, options.most)), flush=True)
    else:
        print(head(options.rounds, options.collector))
        for name in named:
            compare(name, options)


def compare(name: str, options: Namespace) -> None:
    """One workload, all contenders."""
    workload = of_name(name)
    reasons = {contender: why_not(contender, workload) for contender in CONTENDERS}
    not_run = {contender: why for contender, why in reasons.items() if why is not None}
    wanted = sizes(workload, options.scale)
    run = {contender: size for contender, size in wanted.items() if contender not in not_run}
    print(table(workload, race(workload, run, options.rounds, options.collector), not_run), end="")
    asked = ASKED.get(name if name in ASKED else name.partition(".")[0])
    print("" if asked is None else f"asked of the compiled engine: {asked} × SimPy\n")
    if options.memory:
        found = [(one, not_run.get(one) or _alone(one, name, size)) for one, size in wanted.items()]
        print(memory(workload.name, found), flush=True)


def _growing(name: str, most: int) -> Iterator[tuple[int, Alone | str]]:
    requests, workload = 10_000, of_name(name)
    while requests <= most:
        why = why_not(COMPILED, workload)
        yield requests, why if why is not None else _alone(COMPILED, name, requests)
        requests *= 10


def _alone(contender: str, name: str, requests: int) -> Alone | str:
    try:
        return in_a_process(contender, name, requests)
    except RuntimeError as error:
        return str(error)


def arguments() -> ArgumentParser:
    """The command line."""
    parser = ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("workloads", nargs="*", default=ALL)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--collector", action="store_true", help="on for the programs by hand")
    parser.add_argument("--no-memory", dest="memory", action="store_false")
    parser.add_argument("--linear", action="store_true", help="cost of growing runs")
    parser.add_argument("--most", type=int, default=10_000_000)
    parser.add_argument("--alone", choices=CONTENDERS, help="one run, its memory as JSON")
    parser.add_argument("--requests", type=int, default=1_000)
    return parser


if __name__ == "__main__":
    main(arguments().parse_args())

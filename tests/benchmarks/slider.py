"""From one changed number to a redrawn comparison of two designs, as behind a slider.

    python -m tests.benchmarks.slider [REQUESTS] [ROUNDS]

The scenario is accepted.yaml with one replication, and so long that REQUESTS requests come in
both designs together (20,000). Changed is the number of workers; redrawn are the table and the
picture of the latencies. CPU time of this process: where nobody else computes, and numpy uses one
thread, it is what the user waits.
"""

import sys
from itertools import pairwise
from pathlib import Path
from time import process_time

import simkit as sk
from simkit.model.scenario import Scenario
from tests.benchmarks.stopwatch import Stopwatch

FILE = Path(__file__).parents[2] / "scenarios" / "accepted.yaml"
RATE, WORKERS = 80, 50
Phases = dict[str, float]


def slider(requests: int, rounds: int) -> tuple[str, list[Phases]]:
    """Redraw so many times; the first time is the cold one."""
    watch = Stopwatch()
    scenario = sk.load(FILE).change("run.replications", 1)
    scenario = scenario.change("run.horizon", f"{requests / 2 / RATE} s")
    runs = [redraw(scenario, WORKERS + turn, watch) for turn in range(rounds)]
    return watch.words(), runs


def redraw(scenario: Scenario, workers: int, watch: Stopwatch) -> Phases:
    """One turn of the slider."""
    watch.reset()
    instants = [process_time()]
    changed = scenario.change("participants.BackgroundTask.workers", workers)
    instants.append(process_time())
    study = sk.run(changed, jobs=1)
    instants.append(process_time())
    study._repr_html_()
    instants.append(process_time())
    study.plot.latency()._repr_png_()
    instants.append(process_time())
    change, run, table, picture = (after - before for before, after in pairwise(instants))
    return {
        "scenario.change": change,
        "sk.run: simulation of both designs": watch.seconds,
        "sk.run: the rest (plan, audit)": run - watch.seconds,
        "table": table,
        "picture of the latencies": picture,
        "all": instants[-1] - instants[0],
    }


def main(requests: int = 20_000, rounds: int = 10) -> None:
    """Measure and print."""
    from tests.benchmarks.printing import phases  # noqa: PLC0415 - it loads the engines

    who, runs = slider(requests, rounds)
    title = f"One number changed, two designs redrawn, {requests:,} requests in all ({who}):"
    print(phases(title, runs))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))

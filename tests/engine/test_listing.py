"""What the compiled engine runs, as people read it."""

from pathlib import Path
from textwrap import dedent

import pytest

from simkit.engine import compiled, make_plan
from simkit.formats.scenario_file import load
from tests.engine.contract import plan_of

ROOT = Path(__file__).parents[2]
FILES = sorted(path for path in (ROOT / "scenarios").glob("*.yaml"))

ACCEPTED = """
    parts
      0  Client: any number of workers
      1  API: 60 workers
      2  BackgroundTask: 50 workers
    requests
      Client: poisson 80/s; each begins execution 0

    execution 0 at Client, begun by a request
       1   1 send    Request → API   takes network 500 µs, begins 1
       2   3 await   Accepted Message ← API
       3   0 work    Accepted Message   takes no time
       4   4 over

    execution 1 at API, begun by Request
       1   0 work    Request   takes exponential 5 ms
       2   2 answer  Accepted Message → Client   takes network 500 µs
       3   1 send    Trigger Event → BackgroundTask   takes network 500 µs, begins 2
       4   4 over

    execution 2 at BackgroundTask, begun by Trigger Event
       1   0 work    Trigger Event   takes exponential 500 ms
       2   1 send    Completion Message → API   takes network 500 µs, begins 3
       3   4 over

    execution 3 at API, begun by Completion Message
       1   0 work    Completion Message   takes 1 ms
       2   4 over
"""
# A call that can be told no, a loop and what is behind it, a broker.
MORE = """
    participants:
      Q: {kind: broker}
      A: {workers: 2, instances: 3, queue: 4, waiting: releases}
    messages:
      Ask: {work: 2 ms, fails: 10 %}
    load: every 10 ms
    run: {horizon: 1 s}
    diagram: |
      sequenceDiagram
        C->>A: Ask
        loop 2 times
          A->>B: Get
          B--xA: No
        end
        A-)Q: Job
        A-->>C: Tell
        Q->>W: Job
"""
READ = """
    parts
      0  C: any number of workers
      1  A: 3 instances of 2 workers each, a queue of 4, given back while an answer
                      is awaited
      2  B: any number of workers
      3  Q: broker
      4  W: any number of workers
    queues
      Job → W, from Q
    requests
      C: every 10 ms; each begins execution 0

    execution 0 at C, begun by a request
       1   1 send    Ask → A   begins 1
       2   3 await   Tell ← A
       3   0 work    Tell   takes no time
       4   4 over

    execution 1 at A, begun by Ask
       1   0 work    Ask   takes 2 ms, and can fail
                      stopped here, it does not send Get → B, Job → Q, Tell → C
       2   5 turn    'loop 2 times': into a turn, or on at 6
       3   1 send    Get → B   begins 2
       4   3 await   No ← B
                      stopped here, it does not send Job → Q, Tell → C
       5   6 turned  'loop 2 times': a turn is over, back to 2
       6  14 land    behind the block
       7   1 send    Job → Q   begins 3
       8   2 answer  Tell → C
       9   4 over

    execution 2 at B, begun by Get
       1   0 work    Get   takes no time
       2   2 answer  No → A   says no
       3   4 over

    execution 3 at Q, begun by Job
       1   0 work    Job   takes no time
       2   1 send    Job → W   from its queue, begins 4
       3   4 over

    execution 4 at W, begun by Job
       1   0 work    Job   takes no time
       2   4 over
"""


def listed(text: str) -> list[str]:
    return dedent(text).strip("\n").splitlines()


def test_the_program_of_a_small_scenario() -> None:
    scenario = load(ROOT / "scenarios" / "accepted.yaml")
    plan = make_plan(scenario, scenario.design("accepted"))
    assert list(compiled.listing(plan)) == listed(ACCEPTED)


def test_jumps_queues_and_what_is_unsent() -> None:
    assert list(compiled.listing(plan_of(MORE))) == listed(READ)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_shipped_scenario_is_listed_with_all_its_lines(path: Path) -> None:
    scenario = load(path)
    for design in scenario.designs:
        plan = make_plan(scenario, design)
        lines = list(compiled.listing(plan))
        assert all(len(line) <= 80 for line in lines)
        text = "\n".join(lines)
        assert all(line.label in text for line in plan.lines)
        assert all(f"execution {number} at " in text for number in range(len(plan.executions)))

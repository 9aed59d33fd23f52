"""The ledger as people read it: a line a queue, where something went wrong."""

from rich.console import Group

import simkit as sk
from simkit.experiment.results import Results
from simkit.formats.scenario_file import read_scenario
from simkit.views.ledger import ledgers
from simkit.views.table import as_text, comparison

# Of ten messages those at 400, 500 and 600 ms fail, whenever they are tried.
SCENARIO = """
scenario: a bad third of a second
participants: {W: {workers: 1}, Q: {kind: broker, max-deliveries: 3}}
messages: {W.Event: {work: 10 ms}}
load: {C: every 100 ms}
faults:
  - {fail: W, at: 0.35 s, for: 0.3 s}
designs:
  tried three times:
    diagram: |
      sequenceDiagram
        C->>Q: Event
        Q->>W: Event
  tried once:
    diagram: |
      sequenceDiagram
        C->>Q: Event
        Q->>W: Event
    participants: {Q: {on-failure: drop}}
  unharmed:
    diagram: |
      sequenceDiagram
        C->>Q: Event
        Q->>W: Event
    faults: []
run: {horizon: 1 s, warm-up: 0 s, replications: 2, seed: 3}
"""


def run(*designs: str) -> Results:
    return sk.run(read_scenario(SCENARIO, "x.yaml"), designs=list(designs))


def text(results: Results) -> str:
    return as_text(Group(*ledgers(results)))


def test_a_line_a_queue_and_a_line_a_pool() -> None:
    # Of 2 × 10 messages 2 × 3 are tried three times; of 2 × 160 ms of work 2 × 70 ms were useful.
    assert text(run("tried three times")) == (
        "messages  stored  settled  dead letters\n"
        "W.Event       20       14             6\n"
        "deliveries  left  settled  rejected\n"
        "W.Event       32       14        18\n"
        "work    time  useful  aborted\n"
        "W     320 ms  43.8 %   56.2 %"
    )


def test_designs_stand_below_each_other_and_those_unharmed_beside_them() -> None:
    assert text(run()) == (
        "messages           stored  settled  dropped  dead letters\n"
        "tried three times\n"
        "  W.Event              20       14        0             6\n"
        "tried once\n"
        "  W.Event              20       14        6             0\n"
        "unharmed\n"
        "  W.Event              20       20        0             0\n"
        "deliveries         left  settled  rejected\n"
        "tried three times\n"
        "  W.Event            32       14        18\n"
        "tried once\n"
        "  W.Event            20       14         6\n"
        "unharmed\n"
        "  W.Event            20       20         0\n"
        "work                 time  useful  aborted\n"
        "tried three times\n"
        "  W                320 ms  43.8 %   56.2 %\n"
        "tried once\n"
        "  W                200 ms    70 %     30 %\n"
        "unharmed\n"
        "  W                200 ms   100 %      0 %"
    )


def test_it_stands_below_what_was_told_and_done() -> None:
    lines = as_text(comparison(run("tried once"))).splitlines()
    assert max(map(len, lines)) <= 80
    (told,) = [n for n, line in enumerate(lines) if line.startswith("told")]
    (messages,) = [n for n, line in enumerate(lines) if line.startswith("messages")]
    assert told < messages


def test_where_all_went_well_there_is_none() -> None:
    assert text(run("unharmed")) == ""

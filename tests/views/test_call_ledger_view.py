"""Attempts and what came of them, as people read it: where something went wrong, and only there."""

from rich.console import Group

import simkit as sk
from simkit.experiment.results import Results
from simkit.formats.scenario_file import read_scenario
from simkit.views.ledger import ledgers
from simkit.views.table import as_text, comparison

# One worker and four requests at once, 100 ms each: the last is answered after 400 ms.
SCENARIO = """
scenario: who does not wait
participants: {A: {workers: 1}}
messages: {Ask: {work: 100 ms}}
load: {C: at 0 s 4}
network: 0 s
designs:
  patient:
    diagram: |
      sequenceDiagram
        C->>A: Ask
        A-->>C: yes
  hasty:
    diagram: |
      sequenceDiagram
        C->>A: Ask
        A-->>C: yes
    messages: {Ask: {timeout: 150 ms, retry: 2}}
  tripped:
    diagram: |
      sequenceDiagram
        C->>A: Ask
        A-->>C: yes
        loop every 100 ms until "yes", at most 3 times
          C-)A: Look
        end
    messages: {Ask: {breaker: {failures: 50 %, of: 1, at-least: 1, rest: 250 ms}, timeout: 50 ms}}
run: {horizon: 1 s, warm-up: 0 s, replications: 2, seed: 3}
"""


def run(*designs: str) -> Results:
    return sk.run(read_scenario(SCENARIO, "x.yaml"), designs=list(designs))


def text(results: Results) -> str:
    return as_text(Group(*ledgers(results)))


def test_nothing_is_said_where_all_is_answered() -> None:
    assert text(run("patient")) == ""
    table = as_text(comparison(run("patient")))
    assert "attempts" not in table
    assert "told so" not in table
    assert "polls" not in table
    assert "breaker" not in table


def test_a_line_a_call() -> None:
    """At 150 ms three ask once more. The second has its first answer at 200, the third at 300 ms.

    Each of the second attempts is done for nobody, and the first of the last request too, which
    gives up at 300 ms. Two replications, without luck.
    """
    assert text(run("hasty")) == (
        "attempts  made  answered  timed out  beaten\n"
        "A.Ask       14         6          4       4\n"
        "work    time  useful  zombie\n"
        "A     1.40 s  42.9 %  57.1 %"
    )


def test_what_one_design_tells_the_others_tell_too() -> None:
    lines = as_text(comparison(run("patient", "hasty"))).splitlines()
    told = next(number for number, line in enumerate(lines) if line.startswith("throughput"))
    shown = [" ".join(line.split()) for line in lines[told : told + 4]]
    assert shown == [
        "throughput completed 4.00 ± 0/s 4.00 ± 0/s",
        "and told so 4.00 ± 0/s 3.00 ± 0/s",
        "attempts of a request 1.00 ± 0 1.75 ± 0",
        "backlog peak 4.00 ± 0 4.00 ± 0",
    ]
    assert max(map(len, lines)) <= 80


def test_polls_and_breakers_have_lines_in_the_designs_that_have_them() -> None:
    """All give up at 50 ms, and the breaker stays open, as nobody calls any more."""
    lines = as_text(comparison(run("patient", "hasty", "tripped"))).splitlines()
    shown = [" ".join(line.split()) for line in lines]
    assert "polls of a request 0 ± 0" in shown
    assert "breaker open A 95.0 ± 0 %" in shown
    assert max(map(len, lines)) <= 80

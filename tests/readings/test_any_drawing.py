"""Whatever a drawing holds, it is read or refused at a place inside it, and what is read runs."""

import os
from collections import Counter
from itertools import chain
from typing import Any

import networkx as nx
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import simkit as sk
from simkit.errors import ScenarioError
from simkit.model.causality import order_of_steps
from simkit.model.scenario import Design
from simkit.model.script import LineKind, Script, StepKind, flat
from simkit.record.tables import OPEN

# How often each test tries; SIMKIT_FUZZ=50 hunts fifty times longer, from other seeds.
TIMES = int(os.environ.get("SIMKIT_FUZZ", "1"))

# fmt: off
NAMES = ["Client", "API", "Worker", "Queue", "Event Bus", "User"]
ARROWS = st.sampled_from([
    "->>", "->>", "->>", "->>", "-->>", "-->>", "-->>", "-)", "--)", "-x", "--x", "<<->>", "<<-->>",
])
LABELS = st.sampled_from(["", "a", "b", "Order", "Poll", "Ack"])
# fmt: on
ENDS = st.lists(st.sampled_from(NAMES), min_size=2, max_size=2)
LINES = st.builds(
    lambda ends, arrow, label: [f"{ends[0]}{arrow}{ends[1]}: {label}"], ENDS, ARROWS, LABELS
)


def pars(inside: st.SearchStrategy[list[str]]) -> st.SearchStrategy[list[str]]:
    bodies = st.lists(inside, max_size=3).map(lambda parts: [*chain(*parts)])
    return st.builds(
        lambda first, more: ["par", *first, *chain(*(["and", *body] for body in more)), "end"],
        bodies,
        st.lists(bodies, max_size=2),
    )


BODIES = st.lists(st.recursive(LINES, lambda inside: LINES | pars(inside)), min_size=1, max_size=9)
SEQUENCES = BODIES.map(lambda parts: "\n".join(["sequenceDiagram", *chain(*parts)]))
EDGES = st.builds(
    lambda ends, arrow: f"{ends[0].replace(' ', '')} {arrow} {ends[1].replace(' ', '')}",
    ENDS,
    st.sampled_from(["-->", "-->", "-.->", "-- publish -->"]),
)
GRAPHS = st.lists(EDGES, min_size=1, max_size=7).map(lambda e: "\n".join(["graph LR", *e]))
CONFIRMED = """sequenceDiagram
Client->>Client:
Queue->>Event Bus:
Client->>Queue:
Event Bus-->>Queue:"""
DOCUMENT = {"reading": "document"}
MORE = st.fixed_dictionaries(
    {},
    optional={
        "reading": st.just("document"),
        "answers": st.just("solid"),
        "load": st.just(dict.fromkeys(("Client", "User"), "every 700 ms")),
        "participants": st.sampled_from([
            {"Queue": {"consumer": {"name": "Reader", "workers": 1}}},
            {"API": {"workers": 1, "queue": 1}, "Worker": {"workers": 1}},
            {"API": {"workers": 1, "waiting": "releases"}, "User": {"kind": "pool"}},
        ]),
    },
)  # fmt: skip


def fuzz(times: int) -> settings:
    return settings(
        deadline=None,
        derandomize=TIMES == 1,
        database=None,
        suppress_health_check=list(HealthCheck),
        max_examples=times * TIMES,
    )


def read(drawing: str, more: dict[str, Any]) -> sk.Scenario | None:
    """The scenario of what is left when all lines that are refused are left out."""
    more = {"load": "every 700 ms"} | more
    run = {"horizon": "2 s", "warm-up": "0 s", "patience": "1 min", "replications": 1}
    for _ in range(20):
        try:
            return sk.scenario(drawing, **more, run=run)
        except ScenarioError as error:
            wrong = check_problems(drawing, error)
        if not wrong:  # what is said beside the drawing does not fit
            return None
        lines = enumerate(drawing.splitlines(), 1)
        drawing = "\n".join(line for number, line in lines if number not in wrong)
    return None


def check_problems(drawing: str, error: ScenarioError) -> set[int]:
    """Look at each problem; the lines of the drawing that are wrong."""
    lines, wrong = drawing.splitlines(), set()
    assert error.problems
    for problem in error.problems:
        assert problem.found
        assert problem.expected
        assert problem.place or problem.keys
        if problem.place:
            assert problem.place.source == lines[problem.place.line - 1]
            wrong.add(problem.place.line)
    return wrong - {1}


def check_script(script: Script) -> None:
    """Every line happens once, and whoever waits is told once."""
    steps = [(step, one) for one in script.executions for step in flat(one.steps)]
    leaves = Counter(
        step.line for step, _ in steps if step.kind in (StepKind.SEND, StepKind.ANSWER)
    )
    waits = {step.line: one.index for step, one in steps if step.kind is StepKind.AWAIT}
    for line in script.lines:
        stays = line.kind in (LineKind.STEP, LineKind.POLL)
        assert leaves[line.index] == (0 if stays else 1), line
        assert (line.to >= 0) == (line.index in waits), line
        if line.to >= 0:
            assert waits[line.index] == line.to
            assert script.executions[line.to].root == script.executions[line.by].root
        if line.starts >= 0:
            begun = script.executions[line.starts]
            assert (begun.started_by, begun.root) == (line.index, script.executions[line.by].root)
        if line.asks >= 0:
            asked = script.lines[line.asks]
            assert asked.kind in (LineKind.ASK, LineKind.PUT), asked
    for step, one in steps:
        if step.kind in (StepKind.SEND, StepKind.ANSWER):
            assert script.lines[step.line].by == one.index
    assert nx.is_directed_acyclic_graph(order_of_steps(script))


def check_run(scenario: sk.Scenario, design: Design) -> None:
    study = sk.run(scenario)
    assert str(study)
    for recording in study.recordings[design.name]:
        ends = recording.requests["settled"][recording.measured]
        unlimited = all(one.workers is None for one in design.participants)
        kept = design.script.outstanding
        if unlimited and not kept:
            assert (ends < OPEN).all(), "a journey never ends"


def check(drawing: str, more: dict[str, Any]) -> None:
    scenario = read(drawing, more)
    if scenario is None:
        return
    for design in scenario.designs:
        check_script(design.script)
    assert str(sk.check(scenario))
    check_run(scenario, scenario.designs[0])


# A broker that is told that its message is durable has nothing to do for it.
@example(CONFIRMED, DOCUMENT)
@given(drawing=SEQUENCES, more=MORE)
@fuzz(100)
def test_any_sequence(drawing: str, more: dict[str, Any]) -> None:
    check(drawing, more)


@given(drawing=GRAPHS, more=MORE)
@fuzz(100)
def test_any_graph(drawing: str, more: dict[str, Any]) -> None:
    check(drawing, more)

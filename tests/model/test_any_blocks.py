"""Whatever blocks a drawing nests, it is read or refused at a place, and its script is sound."""

import os
from itertools import chain
from typing import Any

import networkx as nx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import simkit as sk
from simkit.errors import ScenarioError
from simkit.model.causality import order_of_steps
from simkit.model.happening import happening
from simkit.model.rule import Chances
from simkit.model.scenario import Design
from simkit.model.script import Execution, LineKind, Script, Step, StepKind, flat

TIMES = int(os.environ.get("SIMKIT_FUZZ", "1"))  # 50 hunts fifty times longer, from other seeds
BROKERS = ("Queue", "Event Bus")
NAMES = ("Client", "API", "Worker", "User", *BROKERS)

# fmt: off
ARROWS = st.sampled_from([
    "->>", "->>", "->>", "->>", "-->>", "-->>", "-->>", "-)", "-x", "--x", "<<->>",
])
LABELS = st.sampled_from(["", "a", "b", "Order", "Poll", "Ack"])
WORDS = {
    "alt": ["30 %", "a", "a failed", "x"], "else": ["30 %", "b", "Poll refused", "", "y"],
    "opt": ["30 %", "a", "a failed", "x"], "break": ["30 %", "always", "a", "x"],
    "loop": ["2", "until a or b, at most 3 times", "every 10 ms, 2 times", "x"],
    "critical": ["", "x"], "option": ["timeout", "failure", "refused or failure", "x"],
    "par": ["", "", "first", "2 of 3", "until 5 ms"], "and": [""],
}
NEXT = {"alt": "else", "critical": "option", "par": "and"}
# fmt: on
LINES = st.builds(
    lambda ends, arrow, label: [f"{ends[0]}{arrow}{ends[1]}: {label}"],
    st.lists(st.sampled_from(NAMES), min_size=2, max_size=2),
    ARROWS,
    LABELS,
)


def blocks(inside: st.SearchStrategy[list[str]]) -> st.SearchStrategy[list[str]]:
    bodies = st.lists(inside, max_size=3).map(lambda parts: [*chain(*parts)])

    def drawn(word: str) -> st.SearchStrategy[list[str]]:
        def branch(name: str) -> st.SearchStrategy[list[str]]:
            labels = st.sampled_from(WORDS[name])
            return st.builds(lambda label, body: [f"{name} {label}".strip(), *body], labels, bodies)

        more = st.lists(branch(NEXT[word]), max_size=2) if word in NEXT else st.just([])
        return st.builds(lambda one, rest: [*one, *chain(*rest), "end"], branch(word), more)

    kinds = ("alt", "alt", "opt", "loop", "break", "critical", "par")
    return st.sampled_from(kinds).flatmap(drawn)


PARTS = st.recursive(LINES, lambda inside: LINES | blocks(inside), max_leaves=12)
DRAWINGS = st.lists(PARTS, min_size=1, max_size=7).map(
    lambda parts: "\n".join(["sequenceDiagram", *chain(*parts)])
)


def read(drawing: str, reading: str) -> Design | None:
    """The design of a drawing, or None where it is refused, at places inside it."""
    try:
        return sk.scenario(drawing, load="every 700 ms", reading=reading).designs[0]
    except ScenarioError as error:
        check_problems(drawing, error)
        return None


def check_problems(drawing: str, error: ScenarioError) -> None:
    lines = drawing.splitlines()
    assert error.problems
    for problem in error.problems:
        assert problem.found
        assert problem.expected
        assert problem.place is not None
        assert problem.place.source == lines[problem.place.line - 1]


def steps_of(script: Script) -> list[tuple[Execution, Step]]:
    return [(one, step) for one in script.executions for step in flat(one.steps)]


def check_lines(script: Script) -> None:
    """Every line is sent by one role, and whoever waits is told by somebody."""
    role = [one.role for one in script.executions]
    sent: dict[int, set[int]] = {}
    awaited: dict[int, set[int]] = {}
    for one, step in steps_of(script):
        if step.kind in (StepKind.SEND, StepKind.ANSWER):
            sent.setdefault(step.line, set()).add(one.role)
        elif step.kind is StepKind.AWAIT:
            awaited.setdefault(step.line, set()).add(one.role)
    for line in script.lines:
        stays = line.kind in (LineKind.STEP, LineKind.POLL)
        assert sent.get(line.index, set()) == (set() if stays else {role[line.by]}), line
        assert awaited.get(line.index, set()) == ({role[line.to]} if line.to >= 0 else set()), line
        if line.asks >= 0:
            assert script.lines[line.asks].kind in (LineKind.ASK, LineKind.PUT)
        if line.starts >= 0:
            assert script.executions[line.starts].started_by == line.index


def check_order(script: Script) -> None:
    """Steps stand in drawn order, and nothing waits for itself."""
    for one in script.executions:
        lines = [step.line for step in flat(one.steps)]
        if one.lifeline not in BROKERS:
            assert lines == sorted(lines), one
    assert nx.is_directed_acyclic_graph(order_of_steps(script))


def check_blocks(design: Design) -> None:
    """Each block has a rule; its step has as many branches as it draws, and one for none."""
    script = design.script
    assert len(design.rules) == len(script.sections)
    for section, rule in zip(script.sections, design.rules, strict=True):
        if isinstance(rule, Chances):
            assert len(rule.shares) == len(section.labels) + 1
            assert abs(sum(rule.shares) - 1) < 1e-9
        assert script.executions[section.decider].root == section.root
    for one in script.executions:
        pile = list(one.steps)
        for step in pile:
            if step.branches and step.kind is not StepKind.FORK:
                drawn = len(script.sections[step.line].labels)
                assert len(step.branches) == drawn + (step.kind is StepKind.CHOOSE)
                assert script.sections[step.line].root == one.root
            pile.extend(chain(*step.branches))


@given(drawing=DRAWINGS, reading=st.sampled_from(["document", "document", "strict"]))
@settings(
    deadline=None,
    derandomize=TIMES == 1,
    database=None,
    suppress_health_check=list(HealthCheck),
    max_examples=300 * TIMES,
)
def test_any_blocks(drawing: str, reading: str) -> None:
    design = read(drawing, reading)
    if design is None:
        return
    check_lines(design.script)
    check_order(design.script)
    check_blocks(design)
    found = happening(design.script, frozenset(BROKERS), design.rules)
    assert set(found.in_turn) == set(found.steps)


@given(drawing=DRAWINGS)
@settings(
    deadline=None,
    derandomize=TIMES == 1,
    database=None,
    suppress_health_check=list(HealthCheck),
    max_examples=60 * TIMES,
)
def test_any_reading(drawing: str) -> None:
    found: Any = None
    try:
        found = sk.scenario(drawing, load="every 700 ms", reading="document")
    except ScenarioError:
        return
    text = str(sk.check(found))
    assert all(len(line) <= 80 or " " not in line.strip() for line in text.splitlines())

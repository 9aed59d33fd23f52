"""What every recording must satisfy, whatever was drawn: properties of the whole chain.

Random drawings, numbers and loads are written as a scenario file, read, run and recorded. The
examples are the same in every run (``derandomize``); to hunt for more, run this file with
``SIMKIT_EXAMPLES=2000 pytest tests/engine/test_invariants.py --hypothesis-seed=7``.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import networkx as nx
import numpy as np
from hypothesis import given, reject, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from simkit.engine import make_plan
from simkit.engine.reference.events import Clock
from simkit.engine.reference.run import Run
from simkit.engine.runner import record
from simkit.errors import ScenarioError
from simkit.formats.mermaid import read_sequence
from simkit.formats.scenario_file import read_scenario
from simkit.model.causality import lock_ups, order_of_steps
from simkit.model.projection import project
from simkit.model.scenario import Design, Scenario
from simkit.model.script import LineKind, Script, StepKind
from simkit.record.recording import Recording, load_recording
from simkit.record.tables import NEVER, OPEN, Done, Outcome

EXAMPLES = os.environ.get("SIMKIT_EXAMPLES")
invariant = settings(
    deadline=None, max_examples=int(EXAMPLES or 100), derandomize=EXAMPLES is None, database=None
)
Times = NDArray[np.integer]

# ------------------------------------------------------------------ drawings

NAMES = ("C", "A", "B", "D", "E")
MOVES = (
    *("call", "call", "call", "call", "call back", "answer", "answer", "answer", "answer"),
    *("tell", "tell", "both", "step", "step", "lost", "refuse"),
)
ARROWS = {
    "call": ("->>", "->"),
    "call back": ("->>",),
    "answer": ("-->>", "-->", "->>"),
    "tell": ("-)", "--)"),
    "both": ("<<->>", "<<-->>"),
    "step": ("->>", "-)"),
    "lost": ("-x",),
    "refuse": ("--x", "-x"),
}


@dataclass(frozen=True)
class Drawing:
    """A diagram, and whether its scenario says ``answers: solid``."""

    text: str
    solid: bool

    def script(self) -> Script:
        return project(read_sequence(self.text), solid_answers=self.solid)


@st.composite
def drawings(draw: st.DrawFn) -> Drawing:
    """Arrows that mostly make sense: from whom something has reached, to whom still waits."""
    names = NAMES[: draw(st.integers(2, len(NAMES)))]
    solid = draw(st.sampled_from([False, False, True]))
    reached = ["C"]
    asks: list[tuple[str, str]] = []
    lines = ["sequenceDiagram"]
    for _ in range(draw(st.integers(1, 10))):
        move = draw(st.sampled_from(MOVES))
        if move in ("answer", "refuse") and not asks:
            move = "call"
        if move in ("answer", "refuse"):
            receiver, sender = asks.pop(draw(st.integers(0, len(asks) - 1)))
        else:
            sender = draw(st.sampled_from(reached))
            others = [name for name in names if name != sender]
            receiver = sender if move == "step" else draw(st.sampled_from(others))
        if move == "call" and (receiver, sender) in asks:
            move = "tell"
        arrow = draw(st.sampled_from(ARROWS[move][: 2 if move == "answer" and not solid else 3]))
        if move in ("call", "call back"):
            asks.append((sender, receiver))
        if move not in ("lost", "refuse") and receiver not in reached:
            reached.append(receiver)
        lines.append(f"{sender}{arrow}{receiver}: {draw(st.sampled_from('abcde'))}")
    return Drawing("\n".join(lines), solid)


# ------------------------------------------------------------------ scenarios

TIMES = st.sampled_from(["1 ms", "2 ms", "3 ms", "7 ms", "exponential 2 ms", "exponential 6 ms"])
FINITE = ("at 0 s 6", "at 3 ms 1", "at 0 s 9, then at 4 ms 1, then at 20 ms 4")
OPEN_LOADS = (
    *("poisson 100/s", "every 5 ms", "every 17 ms"),
    *("poisson 200/s for 30 ms, then every 20 ms", *FINITE),
)
CLOSED_LOADS = ("users 1 think 2 ms", "users 3 think exponential 20 ms", "users 3 think 20 ms")


@dataclass(frozen=True, repr=False)
class Case:
    """A scenario with the text that it was read from."""

    text: str
    scenario: Scenario
    replication: int

    def __repr__(self) -> str:
        return f"replication {self.replication} of\n{self.text}\n"

    def _repr_pretty_(self, printer: Any, _: bool) -> None:
        printer.text(repr(self))  # Hypothesis would show the fields

    @property
    def design(self) -> Design:
        return self.scenario.designs[0]

    def recording(self, design: int = 0) -> Recording:
        return record(self.scenario, self.scenario.designs[design].name, self.replication)


@st.composite
def cases(
    draw: st.DrawFn,
    *,
    designs: int = 1,
    loads: tuple[str, ...] = OPEN_LOADS + CLOSED_LOADS,
    waited_for: bool = False,
    workers: tuple[str, ...] = ("1", "1", "2", "3", "unlimited"),
) -> Case:
    """Scenarios of a few designs, each with numbers of its own; short and with few requests.

    ``waited_for`` makes every journey measured, and patience long.
    """
    drawn = [draw(drawings()) for _ in range(designs)]
    lines = ["designs:"]
    for number, drawing in enumerate(drawn):
        try:
            script = drawing.script()
        except ScenarioError:
            reject()
        lines += [f"  d{number}:", "    diagram: |"]
        lines += [f"      {line}" for line in drawing.text.splitlines()]
        lines += [f"    answers: {'solid' if drawing.solid else 'dashed'}", "    participants:"]
        lines += [f"      {line}" for line in draw(participants(script, workers))]
        lines += ["    messages:", *(f"      {line}" for line in draw(messages(script)))]
        if draw(st.booleans()):
            lines.append(f"    network: {draw(TIMES)}")
    warm_up = "0 s" if waited_for else draw(st.sampled_from(["0 s", "5 ms", "19 ms"]))
    patience = "1 h" if waited_for else draw(st.sampled_from(["0 s", "50 ms", "150 ms"]))
    lines += [
        f"load: {draw(st.sampled_from(loads))}",
        f"run: {{horizon: {draw(st.integers(20, 120))} ms, warm-up: {warm_up}, "
        f"patience: {patience}, seed: {draw(st.integers(0, 9))}}}",
    ]
    text = "\n".join(lines)
    return Case(text, read_scenario(text, "x.yaml"), draw(st.integers(0, 2)))


@st.composite
def participants(draw: st.DrawFn, script: Script, workers: tuple[str, ...]) -> list[str]:
    lines = ["C: {kind: client}"]
    for lifeline in script.diagram.lifelines[1:] if script.client == "C" else ():
        if draw(st.integers(0, 9)) == 0:
            lines.append(f"{lifeline.id}: {{kind: client}}")
        else:
            waiting = draw(st.sampled_from(["holds", "holds", "releases"]))
            number = draw(st.sampled_from(workers))
            lines.append(f"{lifeline.id}: {{kind: pool, workers: {number}, waiting: {waiting}}}")
    return lines


@st.composite
def messages(draw: st.DrawFn, script: Script) -> list[str]:
    """Numbers for the lines that may have them, by receiver and label."""
    kinds: dict[str, set[LineKind]] = {}
    for line in script.lines:
        if line.label:  # the answer of <<->> has no name
            kinds.setdefault(line.stream, set()).add(line.kind)
    lines = []
    for stream, found in kinds.items():
        said = []
        if not found & {LineKind.REFUSAL, LineKind.LOST}:
            item = draw(st.sampled_from(["work", "work", "work", "wait", ""]))
            said += [f"{item}: {draw(TIMES)}"] if item else []
        if not found & {LineKind.STEP, LineKind.LOST} and draw(st.integers(0, 4)) == 0:
            said.append(f"network: {draw(TIMES)}")
        if said and draw(st.integers(0, 6)) == 0:
            said.append("luck: shared")
        lines.append(f"{stream}: {{{', '.join(said)}}}")
    return lines


def test_most_random_drawings_make_sense() -> None:
    accepted = []

    @invariant
    @given(drawings())
    def draw_one(drawing: Drawing) -> None:
        try:
            drawing.script()
        except ScenarioError:
            accepted.append(False)
        else:
            accepted.append(True)

    draw_one()
    assert sum(accepted) >= len(accepted) / 2


# ------------------------------------------------------------------ clocks of a visit


def happened(times: Times) -> NDArray[np.bool_]:
    return times < OPEN


@invariant
@given(cases())
def test_the_clocks_of_a_visit_are_in_order(case: Case) -> None:
    visits = case.recording().visits
    for earlier, later in (
        *(("sent", "arrived"), ("arrived", "started"), ("started", "ended")),
        ("answered", "answer_arrived"),
    ):
        assert np.all(visits[earlier] <= visits[later]), (earlier, later)
    assert np.all(visits["sent"] >= 0)
    assert np.all(happened(visits["sent"]))


def waits(case: Case) -> NDArray[np.bool_]:
    """Which lines start an execution that spends time without a worker: bool, (lines,)."""
    found = np.zeros(len(case.design.script.lines), dtype=bool)
    for execution in case.design.script.executions:
        for step in execution.steps:
            if step.kind is StepKind.WORK and not case.design.costs[step.line].works:
                found[execution.started_by] = True
    return found


@invariant
@given(cases())
def test_the_time_of_a_visit_is_work_blocking_and_queueing(case: Case) -> None:
    recording = case.recording()
    visits = recording.visits
    started = happened(visits["started"])
    spent = np.minimum(visits["ended"], recording.end) - visits["started"]
    told = visits["worked"] + visits["blocked"] + visits["requeued"]
    assert np.all(told >= 0)
    assert np.all(told[started] <= spent[started])
    whole = started & ~waits(case)[visits["message"]]
    assert np.array_equal(told[whole], spent[whole])
    assert not np.any(told[~started])


# ------------------------------------------------------------------ journeys


def by_request(recording: Recording, column: str) -> Iterator[tuple[int, list[int]]]:
    """For each request that is settled, a column of its visits."""
    for serial in np.flatnonzero(happened(recording.requests["settled"])):
        of_it = recording.visits["request"] == serial
        yield int(serial), recording.visits[column][of_it].tolist()


@invariant
@given(cases())
def test_a_journey_is_settled_with_its_last_clock(case: Case) -> None:
    recording = case.recording()
    settled, meant = recording.requests["settled"], recording.requests["meant"]
    latest = dict(by_request(recording, "ended"))
    for serial, arrivals in by_request(recording, "answer_arrived"):
        clocks = [clock for clock in latest[serial] + arrivals if clock < OPEN]
        last = max(clocks, default=int(meant[serial]))
        assert settled[serial] >= last
        if not client_takes_time(case):
            assert settled[serial] == last


def client_takes_time(case: Case) -> bool:
    own = case.design.script.executions[0]
    return any(
        case.design.costs[step.line].time.mean > 0
        for step in own.steps
        if step.kind is StepKind.WORK
    )


@invariant
@given(cases())
def test_completed_means_that_all_visits_went_well(case: Case) -> None:
    recording = case.recording()
    requests = recording.requests
    refused = any(
        line.kind is LineKind.REFUSAL and line.to == 0 for line in case.design.script.lines
    )
    for serial, outcomes in by_request(recording, "outcome"):
        well = all(outcome == Outcome.WELL for outcome in outcomes) and not refused
        assert requests["completed"][serial] == (requests["settled"][serial] if well else NEVER)
        assert (requests["done"][serial] == Done.WELL) == well
    still = requests["settled"] == OPEN
    assert np.array_equal(still, requests["done"] == Done.OPEN)
    assert np.all(requests["completed"][still] >= OPEN)


@invariant
@given(cases())
def test_the_clocks_of_a_client_come_before_the_end_of_its_journey(case: Case) -> None:
    requests = case.recording().requests
    for clock in ("acknowledged", "noticed"):
        heard = happened(requests[clock])
        assert np.all(requests[clock][heard] >= requests["meant"][heard])
        assert np.all(requests[clock][heard] <= requests["settled"][heard])
        settled = happened(requests["settled"])
        assert np.all(requests[clock][settled & ~heard] == NEVER)


@invariant
@given(cases())
def test_measured_journeys_are_settled_unless_patience_ran_out(case: Case) -> None:
    recording, run = case.recording(), case.scenario.run
    settled = recording.requests["settled"][recording.measured]
    assert run.horizon <= recording.end <= run.horizon + run.patience
    if recording.end < run.horizon + run.patience:
        assert np.all(happened(settled))
    if run.horizon < recording.end < run.horizon + run.patience:
        assert recording.end == settled.max()
    assert np.all(recording.requests["meant"] <= recording.end)


@invariant
@given(cases(loads=FINITE, waited_for=True))
def test_what_cannot_lock_up_comes_to_an_end(case: Case) -> None:
    limited = frozenset(
        p.id for p in case.design.participants if p.workers is not None and not p.releases
    )
    if not lock_ups(case.design.script, limited):
        recording = case.recording()
        assert np.all(happened(recording.requests["settled"][recording.measured]))


# ------------------------------------------------------------------ pools


def pools(case: Case, recording: Recording) -> Iterator[tuple[int, NDArray[np.bool_], bool]]:
    """Number and visits of each participant, and whether a visit keeps its worker all along."""
    waiting = waits(case)[recording.visits["message"]]
    arrives = recording.visits["outcome"] != Outcome.LOST
    for number, participant in enumerate(case.design.participants):
        here = arrives & (recording.visits["participant"] == number)
        yield number, here, not participant.releases and not np.any(waiting & here)


@invariant
@given(cases())
def test_no_more_workers_are_held_than_there_are(case: Case) -> None:
    recording = case.recording()
    visits, end = recording.visits, recording.end
    for number, here, keeps in pools(case, recording):
        workers = case.design.participants[number].workers
        if workers is None:
            continue
        assert np.all(recording.witness.parts["held"][:, number] <= workers * recording.end)
        if keeps:
            taken = here & happened(visits["started"])
            changes = [(int(instant), 1) for instant in visits["started"][taken]]
            changes += [(min(int(instant), end), -1) for instant in visits["ended"][taken]]
            held = np.cumsum([change for _, change in sorted(changes)])
            assert np.all(held <= workers)


@invariant
@given(cases())
def test_who_comes_first_is_served_first(case: Case) -> None:
    recording = case.recording()
    for _, here, keeps in pools(case, recording):
        if keeps:
            arrived = recording.visits["arrived"][here]
            order = np.argsort(arrived, kind="stable")
            arrived, started = arrived[order], recording.visits["started"][here][order]
            later = arrived[1:] > arrived[:-1]
            assert np.all(started[1:][later] >= np.maximum.accumulate(started)[:-1][later])


@invariant
@given(cases())
def test_what_pools_counted_is_what_the_tables_say(case: Case) -> None:
    recording = case.recording()
    visits, parts = recording.visits, recording.witness.parts
    for number, here, keeps in pools(case, recording):
        for mark, instant in enumerate(recording.witness.marks.tolist()):
            seen = OPEN if mark == 2 else instant  # at its end a run stops between two events
            counts = {
                name: np.count_nonzero(visits[clock][here] < seen)
                for name, clock in (("came", "arrived"), ("started", "started"), ("ended", "ended"))
            }
            for name, counted in counts.items():
                assert parts[name][mark, number] == counted, (name, mark)
            assert parts["inside"][mark, number] == counts["started"] - counts["ended"]
            queued = parts["queued"][mark, number] - (counts["came"] - counts["started"])
            assert queued == 0 if keeps else queued >= 0


@invariant
@given(cases())
def test_what_pools_summed_up_is_what_the_tables_say(case: Case) -> None:
    recording = case.recording()
    visits, parts = recording.visits, recording.witness.parts
    for number, here, keeps in pools(case, recording):
        clipped = {
            (clock, mark): np.minimum(visits[clock][here], instant)
            for clock in ("arrived", "started", "ended")
            for mark, instant in enumerate(recording.witness.marks.tolist())
        }
        worked = visits["worked"][here].sum()
        blocked = visits["blocked"][here].sum()
        queued = (clipped["started", 2] - clipped["arrived", 2]).sum()
        holds = not case.design.participants[number].releases
        assert parts["working"][2, number] == worked
        assert parts["held"][2, number] == worked + (blocked if holds else 0)
        assert parts["waiting"][2, number] == queued + visits["requeued"][here].sum()
        for mark in range(3 if keeps else 0):
            queued = (clipped["started", mark] - clipped["arrived", mark]).sum()
            held = (clipped["ended", mark] - clipped["started", mark]).sum()
            assert parts["waiting"][mark, number] == queued
            assert parts["held"][mark, number] == held


@invariant
@given(cases())
def test_journeys_begun_are_settled_or_open(case: Case) -> None:
    recording = case.recording()
    requests, witness = recording.requests, recording.witness
    for mark, instant in enumerate(witness.marks.tolist()):
        seen = OPEN if mark == 2 else instant
        begun = np.count_nonzero(requests["meant"] < seen)
        settled = np.count_nonzero(requests["settled"] < seen)
        assert witness.begun[mark] == begun
        assert witness.open[mark] == begun - settled


# ------------------------------------------------------------------ the same again


@invariant
@given(cases())
def test_a_run_can_be_repeated_and_kept(case: Case) -> None:
    recording = case.recording()
    assert case.recording().digest() == recording.digest()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "one.npz"
        recording.save(path)
        assert load_recording(path) == recording


class ShuffledClock(Clock):
    """Breaks ties by numbers in no order, where SimPy takes the order of scheduling."""

    def __init__(self) -> None:
        super().__init__()
        self._eid: Any = (number * 0x9E3779B97F4A7C15 % 2**64 for number in count(1))


@invariant
@given(cases())
def test_the_order_of_scheduling_decides_nothing(case: Case) -> None:
    recording = case.recording()
    shuffled = Run(make_plan(case.scenario, case.design), case.replication, ShuffledClock())
    again = Recording(
        **shuffled.run(None)._asdict(),
        participants=recording.participants,
        messages=recording.messages,
        journeys=recording.journeys,
        provenance=recording.provenance,
    )
    assert again == recording


@invariant
@given(cases(designs=2, loads=OPEN_LOADS))
def test_every_design_gets_the_same_requests(case: Case) -> None:
    horizon = case.scenario.run.horizon
    first, second = (
        [(table["request"][n], table["meant"][n]) for n in np.flatnonzero(table["meant"] < horizon)]
        for table in (case.recording(0).requests, case.recording(1).requests)
    )
    assert first == second


# ------------------------------------------------------------------ a second opinion


@invariant
@given(cases(loads=FINITE, waited_for=True, workers=("unlimited",)))
def test_without_queues_a_journey_takes_its_longest_path(case: Case) -> None:
    """Where nobody queues and nobody is told no, the drawing's order of steps gives each time."""
    script = case.design.script
    if any(line.kind is LineKind.REFUSAL for line in script.lines):
        return
    recording = case.recording()
    run = Run(make_plan(case.scenario, case.design), case.replication)
    visits = recording.visits
    for serial in np.flatnonzero(recording.measured).tolist():
        request = int(recording.requests["request"][serial])
        meant = int(recording.requests["meant"][serial])
        over = times_of_steps(script, meant, run.time, run.network, request)
        for execution in script.executions[1:]:
            row = (visits["request"] == serial) & (visits["message"] == execution.started_by)
            assert visits["ended"][row].tolist() == [
                over[execution.index, len(execution.steps) - 1]
            ]
        assert recording.requests["settled"][serial] == max(over.values())


def times_of_steps(
    script: Script, meant: int, time: list[Any], network: list[Any], request: int
) -> dict[tuple[int, int], int]:
    """When each step of a journey is over, by the longest path that leads to it."""
    graph = order_of_steps(script)
    over: dict[tuple[int, int], int] = {}
    for node in nx.topological_sort(graph):
        execution, number = node
        step = script.executions[execution].steps[number]
        begins = meant
        for before in graph.predecessors(node):
            from_other = before[0] != execution
            line = script.executions[before[0]].steps[before[1]].line
            way = network[line](request) if from_other else 0
            begins = max(begins, over[before] + way)
        works = step.kind is StepKind.WORK
        over[node] = begins + (time[step.line](request) if works else 0)
    return over


# ------------------------------------------------------------------ found by these properties


def one_request(*arrows: str, numbers: str) -> Case:
    lines = ["diagram: |", "  sequenceDiagram", *(f"  {arrow}" for arrow in arrows), numbers]
    text = "\n".join([*lines, "load: at 0 s 1", "run: {horizon: 1 s, warm-up: 0 s}"])
    return Case(text, read_scenario(text, "x.yaml"), 0)


def test_an_answer_that_leaves_before_its_question_has_left() -> None:
    case = one_request(
        *("C->>A: tell A", "C->>D: slow", "D-->>C: slow done", "C->>B: ask B"),
        *("A-)B: tip off B", "B-->>C: answer of B"),
        numbers="messages: {slow: {work: 1 ms}, answer of B: {network: 2 ms}}",
    )
    recording = case.recording()
    asked = recording.messages.index("ask B")
    row = recording.visits["message"] == asked
    # A tips B off at 0 ms, B answers at once; C asks at 1 ms and hears at 2 ms.
    assert recording.visits["sent"][row].tolist() == [1_000_000]
    assert recording.visits["answered"][row].tolist() == [0]
    assert recording.visits["answer_arrived"][row].tolist() == [2_000_000]
    assert case.design.warnings[-2] == (
        "nothing makes 'answer of B' (B-->>C, line 7 of the diagram) wait for the call that it "
        "answers: it can come first"
    )


def test_a_lock_up_through_the_client_is_told() -> None:
    case = one_request(
        *("C->>A: go", "A->>C: more?", "C-)A: extra", "A-->>C: done", "C-->>A: more"),
        numbers="participants: {A: {workers: 1}}",
    )
    assert case.recording().requests["settled"] == OPEN
    assert lock_ups(case.design.script, frozenset("A"))

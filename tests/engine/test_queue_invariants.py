"""What every recording must satisfy: drawings with brokers, branches and several clients.

As `tests.engine.test_invariants`; hunt with ``SIMKIT_EXAMPLES`` as there.
"""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import networkx as nx
import numpy as np
from hypothesis import given, reject
from hypothesis import strategies as st

from simkit.analysis.audit import audit
from simkit.engine import make_plan
from simkit.engine.reference.run import Run
from simkit.errors import ScenarioError
from simkit.formats.scenario_file import read_scenario
from simkit.model.causality import lock_ups, order_of_steps
from simkit.model.kinds import Kind
from simkit.model.scenario import Design
from simkit.model.script import LineKind, Script, Step, StepKind, flat
from simkit.record.recording import Recording, load_recording
from simkit.record.tables import NEVER, OPEN, Outcome, Settlement
from tests.engine.test_invariants import (
    CLOSED_LOADS,
    FINITE,
    OPEN_LOADS,
    TIMES,
    Case,
    ShuffledClock,
    happened,
    invariant,
)

# ------------------------------------------------------------------ drawings

POOLS, BROKERS = ("A", "B", "D"), ("Q", "R")
MOVES = (
    *("call", "call", "call", "answer", "answer", "answer", "tell", "step", "step", "lost"),
    *("refuse", "put", "put", "put", "confirm", "confirm", "deliver", "deliver", "deliver"),
    *("settle", "settle", "reject", "forward", "poll", "deny", "par", "par", "stray", "notify"),
)


@dataclass
class Hand:
    """Somebody who draws: from whom something has reached, to whom still waits.

    Attributes:
        reached: Lifelines that have something to send from.
        asks: Who waits for whom.
        puts: Senders of messages, and their brokers.
        taken: Receivers of deliveries, and their brokers.
    """

    reached: list[str]
    asks: list[tuple[str, str]] = field(default_factory=list)
    puts: list[tuple[str, str]] = field(default_factory=list)
    taken: list[tuple[str, str]] = field(default_factory=list)


@st.composite
def drawings(draw: st.DrawFn, clients: tuple[str, ...]) -> list[str]:
    """The lines of a diagram; the first client sends first."""
    hand = Hand([clients[0]])
    label = st.sampled_from("abc")
    first = draw(st.sampled_from([*POOLS, "Q"]))
    lines = [f"{clients[0]}->>{first}: {draw(label)}"]
    (hand.puts if first == "Q" else hand.asks).append((clients[0], first))
    hand.reached += [first] if first != "Q" else []
    hand.reached += clients[1:]
    return ["sequenceDiagram", *lines, *draw(statements(hand, draw(st.integers(0, 12)), 2))]


@st.composite
def statements(draw: st.DrawFn, hand: Hand, count: int, depth: int) -> list[str]:
    lines: list[str] = []
    for _ in range(count):
        move = draw(st.sampled_from(MOVES))
        if move != "par":
            label = draw(st.sampled_from("abc"))
            arrows = draw(back(hand, move) if move in BACK else forth(hand, move))
            lines += [arrow if ":" in arrow else f"{arrow}: {label}" for arrow in arrows]
        elif depth:
            lines += draw(branches(hand, depth - 1))
    return lines


@st.composite
def branches(draw: st.DrawFn, hand: Hand, depth: int) -> list[str]:
    lines: list[str] = []
    for word in ("par", "and", "and")[: draw(st.integers(2, 3))]:
        inside = deepcopy(hand)
        lines += [word, *draw(statements(inside, draw(st.integers(1, 4)), depth))]
        hand.reached = list(dict.fromkeys(hand.reached + inside.reached))
        hand.asks += [ask for ask in inside.asks if ask not in hand.asks]
        hand.puts += [put for put in inside.puts if put not in hand.puts]
    return [*lines, "end"]


BACK = {
    **{"answer": "-->>", "refuse": "--x", "confirm": "-->>", "deny": "--x"},
    **{"settle": "-->>", "reject": "--x"},
}


@st.composite
def back(draw: st.DrawFn, hand: Hand, move: str) -> list[str]:
    """An arrow to somebody who waits for it, or none if nobody does."""
    of_brokers = {"confirm": hand.puts, "deny": hand.puts}
    of_receivers = {"settle": hand.taken, "reject": hand.taken}
    waiting = (of_brokers | of_receivers).get(move, hand.asks)
    if not waiting:
        return []
    sender, receiver = waiting.pop(draw(st.sampled_from([-1, -1, 0])))
    if move in of_receivers:
        return [f"{sender}{BACK[move]}{receiver}"]
    return [f"{receiver}{BACK[move]}{sender}"]


@st.composite
def forth(draw: st.DrawFn, hand: Hand, move: str) -> list[str]:
    """Arrows that wait for nothing."""
    stray = move == "stray"
    sender = draw(st.sampled_from(POOLS if stray else hand.reached))
    receiver = draw(st.sampled_from([name for name in POOLS if name != sender]))
    broker = draw(st.sampled_from(BROKERS))
    if move in ("put", "stray"):
        arrow = draw(st.sampled_from(["->>", "->>", "-)", "<<->>"]))
        hand.puts += [(sender, broker)] if arrow != "<<->>" else []
        hand.reached += [sender] if sender not in hand.reached else []
        return [f"{sender}{arrow}{broker}"]
    if move in ("deliver", "poll", "notify"):
        return draw(delivery(hand, move, receiver, broker))
    if move in ("forward", "step", "lost"):
        return {
            "forward": ["Q->>R"],
            "step": [f"{sender}->>{sender}"],
            "lost": [f"{sender}-x{receiver}"],
        }[move]
    is_call = move == "call" and (receiver, sender) not in hand.asks
    hand.asks += [(sender, receiver)] if is_call else []
    hand.reached += [receiver] if receiver not in hand.reached else []
    return [f"{sender}{'->>' if is_call else '-)'}{receiver}"]


@st.composite
def delivery(draw: st.DrawFn, hand: Hand, move: str, receiver: str, broker: str) -> list[str]:
    at = draw(st.sampled_from([at for _, at in hand.puts] or [broker]))
    who = receiver if move != "notify" else hand.reached[0]
    hand.reached += [who] if who not in hand.reached else []
    at_once = draw(st.sampled_from([True, False, False]))
    hand.taken += [] if at_once else [(who, at)]
    drawn = [f"{who}->>{at}: poll", f"{at}-->>{who}"] if move == "poll" else [f"{at}->>{who}"]
    return drawn + [f"{who}-->>{at}"] * at_once


# ------------------------------------------------------------------ scenarios


@st.composite
def cases(
    draw: st.DrawFn,
    *,
    loads: tuple[str, ...] = OPEN_LOADS + CLOSED_LOADS,
    waited_for: bool = False,
    workers: tuple[str, ...] = ("1", "1", "2", "unlimited"),
    queues: tuple[str, ...] = ("unlimited", "unlimited", "0", "1"),
) -> Case:
    """Scenarios of one design of one diagram, of one with two clients, or of two journeys."""
    shape = draw(st.sampled_from(["one", "one", "two clients", "two journeys"]))
    load = [draw(st.sampled_from(loads)) for _ in range(2)]
    if shape == "two journeys":
        lines = ["designs:", "  d:", "    journeys:"]
        for name, client, own in zip("ij", draw(st.sampled_from(["CC", "CU"])), load, strict=True):
            lines += [f"      {name}:", f"        load: {own}", "        diagram: |"]
            lines += [f"          {line}" for line in draw(drawings((client,)))]
    else:
        clients = ("C", "U") if shape == "two clients" else ("C",)
        lines = ["diagram: |", *(f"  {line}" for line in draw(drawings(clients)))]
        both = dict(zip(clients, load, strict=False))
        lines += ["load:", *(f"  {client}: {own}" for client, own in both.items())]
    warm_up = "0 s" if waited_for else draw(st.sampled_from(["0 s", "5 ms", "19 ms"]))
    patience = "1 h" if waited_for else draw(st.sampled_from(["0 s", "50 ms", "150 ms"]))
    lines += [
        f"run: {{horizon: {draw(st.integers(20, 90))} ms, warm-up: {warm_up}, "
        f"patience: {patience}, seed: {draw(st.integers(0, 9))}}}",
        *(f"network: {draw(TIMES)}" for _ in range(draw(st.integers(0, 1)))),
        "participants:",
        "  Q: {kind: broker}",
    ]
    text = "\n".join(lines)
    try:
        script = read_scenario(with_brokers(text), "x.yaml").designs[0].script
    except ScenarioError:
        reject()
    text = with_brokers(text, *draw(participants(script, workers, queues)))
    text = "\n".join([text, "messages:", *(f"  {line}" for line in draw(messages(script)))])
    return Case(text, read_scenario(text, "x.yaml"), draw(st.integers(0, 2)))


def with_brokers(text: str, *more: str) -> str:
    """A scenario whose brokers are those that it draws."""
    drawn = [name for name in BROKERS if f">{name}:" in text or f"){name}:" in text]
    drawn += [name for name in BROKERS if name not in drawn and f"{name}-" in text]
    said = [f"  {name}: {{kind: broker}}" for name in drawn]
    head = text.removesuffix("\n  Q: {kind: broker}")
    return "\n".join([head, *said, *(f"  {line}" for line in more), "  # end"])


@st.composite
def participants(
    draw: st.DrawFn, script: Script, workers: tuple[str, ...], queues: tuple[str, ...]
) -> list[str]:
    lines = []
    for lifeline in script.diagram.lifelines:
        if lifeline.id in POOLS:
            items = (draw(st.sampled_from(workers)), draw(st.sampled_from(queues)))
            waiting = draw(st.sampled_from(["holds", "holds", "releases"]))
            lines.append(
                f"{lifeline.id}: "
                f"{{kind: pool, workers: {items[0]}, queue: {items[1]}, waiting: {waiting}}}"
            )
    return lines


TAKES_TIME = (LineKind.ASK, LineKind.MESSAGE, LineKind.ANSWER, LineKind.STEP)


@st.composite
def messages(draw: st.DrawFn, script: Script) -> list[str]:
    """Numbers for the lines that may have them, by receiver and label."""
    kinds: dict[str, set[LineKind]] = {}
    for line in script.lines:
        if line.label and line.drawn:
            kinds.setdefault(line.stream, set()).add(line.kind)
    lines = []
    for stream, found in kinds.items():
        said = []
        if found <= {*TAKES_TIME, LineKind.PUT, LineKind.DELIVERY}:
            item = draw(st.sampled_from(["work", "work", "work", "wait", ""]))
            said += [f"{item}: {draw(TIMES)}"] if item else []
        silent = {LineKind.STEP, LineKind.LOST, LineKind.POLL}
        if not found & silent and draw(st.integers(0, 3)) == 0:
            said.append(f"network: {draw(TIMES)}")
        lines += [f"{stream}: {{{', '.join(said)}}}"] if said else []
    return lines or ["{}"]


def test_the_drawings_hold_what_is_new() -> None:
    seen: list[set[Any]] = []

    @invariant
    @given(cases())
    def draw_one(case: Case) -> None:
        script = case.design.script
        found: set[Any] = {line.kind for line in script.lines}
        found |= {"fork" for one in script.executions for step in one.steps if step.branches}
        found |= {f"{len(script.roots)} journeys", f"{len(script.clients)} clients"}
        outcomes = case.recording().visits
        found |= {f"outcome {one}" for one in outcomes["outcome"]}
        found |= {f"settlement {one}" for one in outcomes["settlement"]}
        found |= {"rejection"} if any(line.rejects for line in script.lines) else set()
        seen.append(found)

    draw_one()
    wanted = {*LineKind, "fork", "2 journeys", "2 clients", "rejection"}
    wanted |= {f"outcome {one:d}" for one in (Outcome.WELL, Outcome.FAILED, Outcome.REFUSED)}
    # Nothing is leased here, expires or dies; see `tests.engine.test_delivery_invariants`.
    fates = (Settlement.ACKNOWLEDGED, Settlement.REJECTED, Settlement.DEAD_LETTERED)
    wanted |= {f"settlement {fate:d}" for fate in fates}
    rare = [what for what in wanted if sum(what in found for found in seen) < len(seen) / 50]
    assert not rare


# ------------------------------------------------------------------ what holds


@invariant
@given(cases())
def test_the_books_balance(case: Case) -> None:
    assert audit(case.recording(), case.design) == []


@invariant
@given(cases())
def test_no_clock_runs_backwards(case: Case) -> None:
    visits, lines = case.recording().visits, case.design.script.lines
    for earlier, later in (
        *(("sent", "arrived"), ("arrived", "started"), ("started", "ended")),
        ("answered", "answer_arrived"),
    ):
        turned_away = visits["outcome"] == Outcome.REFUSED
        assert np.all((visits[earlier] <= visits[later]) | turned_away), (earlier, later)
    for name in ("worked", "blocked", "requeued"):
        assert np.all(visits[name] >= 0)
    caused = visits["parent"] >= 0
    above = visits["parent"][caused]
    assert np.all(visits["sent"][caused] >= visits["started"][above])
    delivered = np.isin(
        visits["message"], [line.index for line in lines if line.kind is LineKind.DELIVERY]
    )
    above = visits["parent"][delivered]
    durable = visits["started"][above] + visits["worked"][above]
    assert np.all(visits["sent"][delivered] >= durable)


@invariant
@given(cases())
def test_a_settled_journey_leaves_nothing_in_a_broker(case: Case) -> None:
    recording = case.recording()
    visits, requests = recording.visits, recording.requests
    refused = {line.asks for line in case.design.script.lines if line.kind is LineKind.REFUSAL}
    over = happened(requests["settled"])[visits["request"]]
    for row in np.flatnonzero(over & stored(recording, case.design)):
        assert visits["ended"][row] < OPEN
        if visits["message"][row] not in refused:
            settled = Settlement(visits["settlement"][row])
            assert settled is not Settlement.NONE
            completed = requests["completed"][visits["request"][row]] != NEVER
            assert not completed or settled is Settlement.ACKNOWLEDGED
    delivered = {line.index for line in case.design.script.lines if line.kind is LineKind.DELIVERY}
    copies = np.isin(visits["message"], list(delivered)) & over
    assert np.all(visits["settlement"][copies] != Settlement.NONE)


def stored(recording: Recording, design: Design) -> Any:
    """Which visits are messages in brokers: bool, (visits,)."""
    brokers = [n for n, one in enumerate(design.participants) if one.kind is Kind.BROKER]
    visits = recording.visits
    return np.isin(visits["participant"], brokers) & (visits["outcome"] != Outcome.LOST)


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
@given(cases())
def test_a_run_can_be_repeated_and_kept(case: Case) -> None:
    recording = case.recording()
    assert case.recording().digest() == recording.digest()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "one.npz"
        recording.save(path)
        assert load_recording(path) == recording


@invariant
@given(cases(loads=FINITE, waited_for=True))
def test_what_cannot_lock_up_comes_to_an_end(case: Case) -> None:
    script = case.design.script
    limited = frozenset(
        p.id for p in case.design.participants if p.workers is not None and not p.releases
    )
    stays = {script.root_of[line.index] for line in script.outstanding}
    if not lock_ups(script, limited):
        recording = case.recording()
        requests = recording.requests
        done = happened(requests["settled"]) | ~recording.measured
        assert np.all(done | np.isin(requests["journey"], list(stays)))


# ------------------------------------------------------------------ a second opinion


@invariant
@given(cases(loads=FINITE, waited_for=True, workers=("unlimited",)))
def test_without_queues_a_journey_takes_its_longest_path(case: Case) -> None:
    """Where nobody queues and nobody is told no, the drawing's order of steps gives each time."""
    design, script = case.design, case.design.script
    if any(line.kind is LineKind.REFUSAL for line in script.lines) or script.outstanding:
        return
    recording, run = case.recording(), Run(make_plan(case.scenario, design), case.replication)
    visits, requests = recording.visits, recording.requests
    alone = not any(shares_a_worker(execution.steps, run) for execution in script.executions)
    kept = stored(recording, design)
    for serial in np.flatnonzero(recording.measured).tolist():
        root = int(requests["journey"][serial])
        request, meant = int(requests["request"][serial]), int(requests["meant"][serial])
        over = times_of_steps(script, root, meant, run, request)
        last: dict[int, int] = {}
        for (execution, _), time in over.items():
            last[execution] = max(last.get(execution, 0), time)
        found = int(requests["settled"][serial])
        settled = max([*over.values(), *settlements(script, over, run, request)])
        assert found == settled if alone else found >= settled
        for row in np.flatnonzero((visits["request"] == serial) & ~kept).tolist():
            starts = script.lines[visits["message"][row]].starts
            if starts in last:
                ended = int(visits["ended"][row])
                assert ended == last[starts] if alone else ended >= last[starts]


def shares_a_worker(steps: tuple[Step, ...], run: Run) -> bool:
    """Whether two branches of a fork may want the worker of their execution at one time."""
    works = [
        any(
            step.kind is StepKind.WORK and run.plan.lines[step.line].time.mean > 0
            for step in flat(branch)
        )
        for fork in steps
        if fork.kind is StepKind.FORK
        for branch in fork.branches
    ]
    return sum(works) > 1


def times_of_steps(
    script: Script, root: int, meant: int, run: Run, request: int
) -> dict[tuple[int, int], int]:
    """When each step of a journey is over, by the longest path that leads to it."""
    graph, steps = order_of_steps(script), [list(flat(one.steps)) for one in script.executions]
    over: dict[tuple[int, int], int] = {}
    for node in nx.topological_sort(graph):
        execution, number = node
        if script.executions[execution].root != root:
            continue
        step, begins = steps[execution][number], meant
        for before in graph.predecessors(node):
            line = steps[before[0]][before[1]].line
            way = run.network[line](request) if before[0] != execution else 0
            begins = max(begins, over[before] + way)
        works = step.kind is StepKind.WORK
        over[node] = begins + (run.time[step.line](request) if works else 0)
    return over


def settlements(
    script: Script, over: dict[tuple[int, int], int], run: Run, request: int
) -> Iterator[int]:
    """When the settlements that are drawn reach their brokers."""
    for (execution, number), time in over.items():
        step = list(flat(script.executions[execution].steps))[number]
        if script.lines[step.line].kind is LineKind.SETTLEMENT and step.kind is StepKind.SEND:
            yield time + run.network[step.line](request)

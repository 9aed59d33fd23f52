"""What a drawing says about before and after.

Two steps stand in order only if the drawing makes one wait for the other: within an
execution, from a send to the execution it starts, and from an answer to whoever waits for it.
That one arrow is drawn above another does not order them (Lamport 1978, "happened before").
"""

from collections.abc import Generator, Iterator
from itertools import count

import networkx as nx

from simkit.model.script import Execution, LineKind, Script, Step, StepKind, flat

StepNode = tuple[int, int]  # an execution and the number of one of its steps, forks left out


def order_of_steps(script: Script) -> "nx.DiGraph[StepNode]":
    """The steps of a script, with an edge from each to those that must come later."""
    graph: nx.DiGraph[StepNode] = nx.DiGraph()
    awaits: dict[int, StepNode] = {}
    for execution in script.executions:
        for number, step in enumerate(flat(execution.steps)):
            graph.add_node((execution.index, number))
            if step.kind is StepKind.AWAIT:
                awaits[step.line] = (execution.index, number)
    for execution in script.executions:
        graph.add_edges_from(_own_order(execution))
        for number, step in enumerate(flat(execution.steps)):
            here, starts = (execution.index, number), script.lines[step.line].starts
            if step.kind is StepKind.SEND and starts >= 0 and script.executions[starts].steps:
                graph.add_edge(here, (starts, 0))
            elif step.kind is StepKind.ANSWER:
                graph.add_edge(here, awaits[step.line])
    return graph


def _own_order(execution: Execution) -> Iterator[tuple[StepNode, StepNode]]:
    """Which steps of one execution follow which."""
    numbers = count()

    def along(
        steps: tuple[Step, ...], before: list[int]
    ) -> Generator[tuple[StepNode, StepNode], None, list[int]]:
        for step in steps:
            if step.kind is StepKind.FORK:
                ends: list[int] = []
                for branch in step.branches:
                    ends += yield from along(branch, before)
                before = ends
                continue
            here = next(numbers)
            for one in before:
                yield (execution.index, one), (execution.index, here)
            before = [here]
        return before

    yield from along(execution.steps, [])


def later_steps(execution: Execution, number: int) -> int:
    """How many steps of an execution must come after one of them: none of other branches."""
    order = nx.DiGraph(_own_order(execution))
    here = (execution.index, number)
    return len(nx.descendants(order, here)) if here in order else 0


def sent(script: Script) -> frozenset[int]:
    """The lines that can leave at all: an execution that is told no does nothing more."""
    leaving: set[int] = set()
    begun = [root.execution for root in script.roots]
    while begun:
        steps, _ = _until_no(script, script.executions[begun.pop()].steps)
        for step in steps:
            if step.kind in (StepKind.SEND, StepKind.ANSWER):
                leaving.add(step.line)
            if step.kind is StepKind.SEND and script.lines[step.line].starts >= 0:
                begun.append(script.lines[step.line].starts)
    return frozenset(leaving)


def _until_no(script: Script, steps: tuple[Step, ...]) -> tuple[list[Step], bool]:
    """The steps that can happen, and whether one of them is being told no."""
    found: list[Step] = []
    for step in steps:
        if step.kind is StepKind.FORK:
            branches = [_until_no(script, branch) for branch in step.branches]
            found += [one for inner, _ in branches for one in inner]
            stops = any(no for _, no in branches)
        else:
            found.append(step)
            stops = step.kind is StepKind.AWAIT and script.lines[step.line].kind is LineKind.REFUSAL
        if stops:
            return found, True
    return found, False


def after_all_work(script: Script, clients: frozenset[str]) -> frozenset[int]:
    """The lines into a client that, by the drawing, come after all work of their journey.

    Args:
        script: Any script.
        clients: Ids of the lifelines that are clients; what a client does after a line has
            reached it does not count for that line.

    Returns:
        Line numbers. The first of them to arrive is how the client notices completion. None
        of a journey in which a message is lost, rejected or stays in a broker, or in which work
        can never happen because somebody is told no before it.
    """
    graph, leaving = order_of_steps(script), sent(script)
    told = set()
    for root in range(len(script.roots)):
        if _can_complete(script, root, leaving):
            told |= _after_work_of(script, root, clients, graph) & leaving
    return frozenset(told)


def _can_complete(script: Script, root: int, leaving: frozenset[int]) -> bool:
    lines = [line for line in script.lines if script.root_of[line.index] == root]
    lost = any(line.kind is LineKind.LOST or line.rejects for line in lines)
    starts = {line.index for line in lines if line.starts >= 0}
    return not lost and starts <= leaving and not set(script.outstanding) & set(lines)


def _after_work_of(
    script: Script, root: int, clients: frozenset[str], graph: "nx.DiGraph[StepNode]"
) -> set[int]:
    own = [one for one in script.executions if one.root == root]
    steps = [
        ((execution.index, number), step, execution)
        for execution in own
        for number, step in enumerate(flat(execution.steps))
    ]
    work = {
        here: execution.lifeline in clients
        for here, step, execution in steps
        if step.kind is StepKind.WORK and execution.started_by >= 0
    }
    told = set()
    for here, step, _ in steps:
        line = script.lines[step.line]
        says = step.kind in (StepKind.SEND, StepKind.ANSWER)
        into = line.receiver in clients and line.sender not in clients
        if says and into and line.kind in _REACHES:
            before, after = nx.ancestors(graph, here), nx.descendants(graph, here)
            # What a client does with the news is no part of what the news is about.
            awaited = {node for node, is_own in work.items() if not (is_own and node in after)}
            if awaited <= before:
                told.add(line.index)
    return told


_REACHES = (LineKind.ASK, LineKind.MESSAGE, LineKind.ANSWER, LineKind.DELIVERY)


def unasked(script: Script) -> tuple[int, ...]:
    """The answers that can leave before the call that they answer has arrived.

    Nothing drawn makes the execution that gives such an answer come after the one that was
    asked; whoever asked then finds the answer there already.
    """
    graph = order_of_steps(script)
    found = []
    for execution in script.executions:
        for number, step in enumerate(flat(execution.steps)):
            asks = script.lines[step.line].asks
            if step.kind is not StepKind.ANSWER or asks < 0:
                continue
            asked = script.lines[asks].starts
            earlier = nx.ancestors(graph, (execution.index, number))
            if asked != execution.index and (asked, 0) not in earlier:
                found.append(step.line)
    return tuple(found)


def lost_without(script: Script) -> tuple[tuple[frozenset[int], frozenset[int]], ...]:
    """For each line: what can never come if it never leaves.

    Returns:
        Of each line, the answers that are then not given, and the executions that are not
        begun; its own among them.
    """
    found = {
        line.index: (frozenset({line.index} if line.to >= 0 else ()), frozenset[int]())
        for line in script.lines
    }
    # An execution begins after the one that starts it: from the last, all below are known.
    starting = [line for line in script.lines if line.starts >= 0]
    for line in sorted(starting, key=lambda line: line.starts, reverse=True):
        leaves = [
            found[step.line]
            for step in flat(script.executions[line.starts].steps)
            if step.kind in (StepKind.SEND, StepKind.ANSWER)
        ]
        answers = frozenset[int]().union(*(below[0] for below in leaves))
        unbegun = frozenset({line.starts}).union(*(below[1] for below in leaves))
        found[line.index] = answers, unbegun
    return tuple(found[line.index] for line in script.lines)


def lock_ups(script: Script, limited: frozenset[str]) -> tuple[tuple[str, ...], ...]:
    """Rings of calls through pools that hold a worker while they wait.

    Args:
        script: Any script.
        limited: Ids of the lifelines with a limited number of workers, held while waiting.

    Returns:
        Rings as the lifelines along them, the one drawn first at the beginning, a shortest one
        of each knot of pools that wait for each other; such a design can stop for ever with
        every worker waiting for a worker.
    """
    waits = _waits(script)
    pools: nx.DiGraph[str] = nx.DiGraph()
    for execution in script.executions:
        if execution.lifeline not in limited:
            continue
        for needed, path in nx.single_source_shortest_path(waits, execution.index).items():
            pool = script.executions[needed].lifeline
            if needed != execution.index and pool in limited:
                along = tuple(script.executions[one].lifeline for one in path[:-1])
                known = pools.get_edge_data(execution.lifeline, pool, {"along": along})["along"]
                pools.add_edge(execution.lifeline, pool, along=min(known, along, key=len))
    drawn = [lifeline.id for lifeline in script.diagram.lifelines]
    rings = []
    for knot in nx.strongly_connected_components(pools):
        cycle = _shortest_cycle(pools.subgraph(knot))
        pairs = zip(cycle, [*cycle[1:], *cycle[:1]], strict=True)
        names = [name for pair in pairs for name in pools.edges[pair]["along"]]
        first = names.index(min(names, key=drawn.index)) if names else 0
        rings.append(tuple(names[first:] + names[:first]))
    return tuple(sorted((ring for ring in rings if ring), key=lambda ring: drawn.index(ring[0])))


def _shortest_cycle(knot: "nx.DiGraph[str]") -> list[str]:
    """A shortest cycle of pools that all wait for each other; empty where there is none."""
    found: list[str] = []
    for one in sorted(knot):
        for after in sorted(knot.successors(one)):
            cycle = nx.shortest_path(knot, after, one)
            if not found or len(cycle) < len(found):
                found = cycle
    return found


def _waits(script: Script) -> "nx.DiGraph[int]":
    """Which execution waits for which: all that lead from its call to the answer."""
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from(execution.index for execution in script.executions)
    for line in script.lines:
        here = line.by
        while line.to >= 0 and here not in (line.to, -1):
            graph.add_edge(line.to, here)
            started_by = script.executions[here].started_by
            here = script.lines[started_by].by if started_by >= 0 else -1
    return graph

"""What a drawing says about before and after.

Two steps stand in order only if the drawing makes one wait for the other: within an
execution, from a send to the execution it starts, and from an answer to whoever waits for it.
That one arrow is drawn above another does not order them (Lamport 1978, "happened before").
"""

import networkx as nx

from simkit.model.script import LineKind, Script, StepKind

StepNode = tuple[int, int]  # an execution and the number of one of its steps


def order_of_steps(script: Script) -> "nx.DiGraph[StepNode]":
    """The steps of a script, with an edge from each to those that must come later."""
    graph: nx.DiGraph[StepNode] = nx.DiGraph()
    awaits = {
        step.line: (execution.index, number)
        for execution in script.executions
        for number, step in enumerate(execution.steps)
        if step.kind is StepKind.AWAIT
    }
    for execution in script.executions:
        for number, step in enumerate(execution.steps):
            here = (execution.index, number)
            graph.add_node(here)
            if number:
                graph.add_edge((execution.index, number - 1), here)
            if step.kind is StepKind.SEND and script.lines[step.line].starts >= 0:
                graph.add_edge(here, (script.lines[step.line].starts, 0))
            elif step.kind is StepKind.ANSWER:
                graph.add_edge(here, awaits[step.line])
    return graph


def sent(script: Script) -> frozenset[int]:
    """The lines that can leave at all: an execution that is told no does nothing more."""
    leaving: set[int] = set()
    begun = [0]
    while begun:
        for step in script.executions[begun.pop()].steps:
            line = script.lines[step.line]
            if step.kind in (StepKind.SEND, StepKind.ANSWER):
                leaving.add(step.line)
            if step.kind is StepKind.SEND and line.starts >= 0:
                begun.append(line.starts)
            elif step.kind is StepKind.AWAIT and line.kind is LineKind.REFUSAL:
                break
    return frozenset(leaving)


def after_all_work(script: Script, clients: frozenset[str]) -> frozenset[int]:
    """The lines into a client that, by the drawing, come after all work of the journey.

    Args:
        script: Any script.
        clients: Ids of the lifelines that are clients; what a client does after a line has
            reached it does not count for that line.

    Returns:
        Line numbers. The first of them to arrive is how the client notices completion. None
        if a message is lost, or work can never happen because somebody is told no before it.
    """
    graph, leaving = order_of_steps(script), sent(script)
    starts = {line.index for line in script.lines if line.starts >= 0}
    if any(line.kind is LineKind.LOST for line in script.lines) or not starts <= leaving:
        return frozenset()
    work = {
        (execution.index, number): execution.lifeline in clients
        for execution in script.executions
        for number, step in enumerate(execution.steps)
        if step.kind is StepKind.WORK and execution.index > 0
    }
    told = set()
    for execution in script.executions:
        for number, step in enumerate(execution.steps):
            line = script.lines[step.line]
            says = step.kind in (StepKind.SEND, StepKind.ANSWER) and step.line in leaving
            good = line.kind in (LineKind.ASK, LineKind.MESSAGE, LineKind.ANSWER)
            into = line.receiver in clients and line.sender not in clients
            if says and good and into:
                here = (execution.index, number)
                before, after = nx.ancestors(graph, here), nx.descendants(graph, here)
                # What a client does with the news is no part of what the news is about.
                awaited = {node for node, own in work.items() if not (own and node in after)}
                if awaited <= before:
                    told.add(line.index)
    return frozenset(told)


def unasked(script: Script) -> tuple[int, ...]:
    """The answers that can leave before the call that they answer has arrived.

    Nothing drawn makes the execution that gives such an answer come after the one that was
    asked; whoever asked then finds the answer there already.
    """
    graph = order_of_steps(script)
    return tuple(
        step.line
        for execution in script.executions
        for number, step in enumerate(execution.steps)
        if step.kind is StepKind.ANSWER
        and script.lines[script.lines[step.line].asks].starts != execution.index
        and (script.lines[script.lines[step.line].asks].starts, 0)
        not in nx.ancestors(graph, (execution.index, number))
    )


def broken_by(script: Script) -> tuple[tuple[tuple[int, ...], ...], ...]:
    """The answers that can never come once an execution has failed at a step.

    Entry ``[execution][step]`` lists, in drawn order, the answers that this execution or one
    that it would still have started was to give, to executions that may be waiting for them.
    """

    def missing(execution: int, first: int) -> tuple[set[int], set[int]]:
        """The answers not given and the executions not started, from a step on."""
        answers: set[int] = set()
        unstarted: set[int] = set()
        for step in script.executions[execution].steps[first:]:
            if step.kind is StepKind.ANSWER:
                answers.add(step.line)
            elif step.kind is StepKind.SEND and script.lines[step.line].starts >= 0:
                started = script.lines[step.line].starts
                below = missing(started, 0)
                answers |= below[0]
                unstarted |= below[1] | {started}
        return answers, unstarted

    def broken(execution: int, step: int) -> tuple[int, ...]:
        answers, unstarted = missing(execution, step)
        nobody = unstarted | {execution}
        return tuple(sorted(line for line in answers if script.lines[line].to not in nobody))

    return tuple(
        tuple(broken(execution.index, step) for step in range(len(execution.steps)))
        for execution in script.executions
    )


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

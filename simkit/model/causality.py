"""What a drawing says about before and after.

Two steps stand in order only if the drawing makes one wait for the other: within an
execution, from a send to the execution it starts, and from an answer to whoever waits for it.
That one arrow is drawn above another does not order them (Lamport 1978, "happened before").
"""

from collections.abc import Iterator

import networkx as nx

from simkit.model.flow import Flow, Into, flow_of, over
from simkit.model.rule import Conditions, Handlers, Rule, Turns, When
from simkit.model.script import Execution, Line, LineKind, Script, Section, Step, StepKind, flat

StepNode = tuple[int, int]  # an execution and the number of one of its steps that have a line
OUTCOMES = ("succeeded", "failed", "refused", "timed out")


def order_of_steps(script: Script, rules: tuple[Rule, ...] = ()) -> "nx.DiGraph[StepNode]":
    """The steps of a script, with an edge from each to those that must come later.

    Args:
        script: Any script.
        rules: What its blocks do, as far as it is known: what is done because something has
            happened comes after that.

    Of the branches of a block each follows what is before it, and what is below follows each.
    """
    graph: nx.DiGraph[StepNode] = nx.DiGraph()
    flows = [flow_of(execution.steps) for execution in script.executions]
    for execution, flow in zip(script.executions, flows, strict=True):
        graph.add_nodes_from((execution.index, number) for number in range(len(flow.entries)))
        graph.add_edges_from(_own_order(execution, flow))
    graph.add_edges_from(_across(script))
    for before, after in list(_because(script, rules, flows)):
        if not nx.has_path(graph, after, before):
            graph.add_edge(before, after)
    return graph


def _across(script: Script) -> Iterator[tuple[StepNode, StepNode]]:
    """What a message begins, and who waits for an answer."""
    awaits: dict[int, list[StepNode]] = {}
    for node, step in _nodes(script):
        if step.kind is StepKind.AWAIT:
            awaits.setdefault(step.line, []).append(node)
    for node, step in _nodes(script):
        starts = script.lines[step.line].starts
        if (
            step.kind is StepKind.SEND
            and starts >= 0
            and any(flat(script.executions[starts].steps))
        ):
            yield node, (starts, 0)
        elif step.kind is StepKind.ANSWER:
            yield from ((node, there) for there in awaits[step.line])


def _nodes(script: Script) -> Iterator[tuple[StepNode, Step]]:
    for execution in script.executions:
        for number, step in enumerate(flat(execution.steps)):
            yield (execution.index, number), step


def _own_order(execution: Execution, flow: Flow) -> Iterator[tuple[StepNode, StepNode]]:
    """Which steps of one execution follow which."""
    for before, after in flow.follows():
        yield (execution.index, before), (execution.index, after)


def _because(
    script: Script, rules: tuple[Rule, ...], flows: list[Flow]
) -> Iterator[tuple[StepNode, StepNode]]:
    """What has to have happened before a branch that asks for it, or the end of a loop."""
    for execution, flow in zip(script.executions, flows, strict=True):
        for number, entry in enumerate(flow.entries):
            node = (execution.index, number)
            for section in over(entry):
                rule = rules[section] if rules else None
                if isinstance(rule, Turns) and len(rule.until) == 1:
                    yield from ((one, node) for one in causes(script, rule.until[0]))
            if isinstance(entry, Into) and rules:
                rule = rules[entry.section]
                when = rule.whens[entry.branch] if isinstance(rule, Conditions) else None
                if when is not None:
                    yield from ((one, node) for one in causes(script, when))


def _happens(script: Script) -> dict[int, list[StepNode]]:
    """For each line, the steps with which it has happened: it leaves, or has been handled."""
    found: dict[int, list[StepNode]] = {}
    for node, step in _nodes(script):
        line = script.lines[step.line]
        handles = step.kind is StepKind.WORK and line.to < 0
        leaves = step.kind is StepKind.SEND and line.starts < 0
        if handles or leaves or step.kind is StepKind.ANSWER:
            found.setdefault(step.line, []).append(node)
    return found


def causes(script: Script, when: When) -> list[StepNode]:
    """The only step that is surely before what is done when something has happened, or none."""
    happens, lines = _happens(script), when.lines
    if when.how == "succeeded":
        answers = (one for one in script.lines if one.asks in lines)
        lines = frozenset(one.index for one in answers if one.kind is LineKind.ANSWER)
    elif when.how != "happened":
        return []
    nodes = [node for line in lines for node in happens.get(line, [])]
    return nodes if len(nodes) == 1 else []


def looked_at(script: Script, rules: tuple[Rule, ...]) -> frozenset[int]:
    """The answers of calls of which a choice below asks how they ended: their caller goes on.

    A choice in an option of a block around the call is none of these: whoever gets there has
    left the block, as it was told no.
    """
    calls = {
        line
        for section, rule in zip(script.sections, rules, strict=True)
        if isinstance(rule, Conditions)
        for when in rule.whens
        if when is not None and when.how in OUTCOMES
        for line in when.lines
        if _looks_back(script, rules, section, script.lines[line])
    }
    return frozenset(line.index for line in script.lines if line.asks in calls)


def _looks_back(script: Script, rules: tuple[Rule, ...], section: Section, line: Line) -> bool:
    """Whether a choice is made by whoever made a call, below it, and on the same path."""
    own = script.executions[line.by].role == section.decider and section.at > line.at
    tried = {number for number, branch in line.within if not branch}
    in_option = any(
        branch and number in tried and isinstance(rules[number], Handlers)
        for number, branch in section.within
    )
    return own and not in_option


def later_steps(execution: Execution, number: int) -> int:
    """How many steps of an execution can only come after one of them."""
    flow = flow_of(execution.steps)
    return len(flow.entries) - len(flow.possible({number}))


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
            asked = script.executions[script.lines[asks].starts].role
            earlier = nx.ancestors(graph, (execution.index, number))
            roles = {script.executions[one].role for one, _ in earlier}
            if asked != execution.role and asked not in roles and step.line not in found:
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
    members: dict[int, list[int]] = {}
    for execution in script.executions:
        members.setdefault(execution.role, []).append(execution.index)
    for line in script.lines:
        if line.to < 0:
            continue
        askers = members[script.executions[line.to].role]
        for giver in members[script.executions[line.by].role]:
            here = giver
            while here >= 0 and script.executions[here].role != script.executions[line.to].role:
                graph.add_edges_from((asker, here) for asker in askers)
                started_by = script.executions[here].started_by
                here = script.lines[started_by].by if started_by >= 0 else -1
    return graph

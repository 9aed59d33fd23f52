"""What was assumed, and what a careful reader would point out; in words, for people."""

from collections.abc import Iterator
from typing import Any

from simkit.model.causality import later_steps, lock_ups, looked_at, unasked
from simkit.model.distribution import Empirical, Percentiles
from simkit.model.kinds import Kind, guess_kind
from simkit.model.load import Users
from simkit.model.load.assumed import assumed_of
from simkit.model.remarks_blocks import block_warnings
from simkit.model.rule import Handlers, Rule
from simkit.model.scenario import Design
from simkit.model.script import Line, LineKind, Script, StepKind, flat

_STAYS = (LineKind.STEP, LineKind.POLL, LineKind.START)
_WORKLESS = (
    *(LineKind.LOST, LineKind.REFUSAL, LineKind.SETTLEMENT),
    *(LineKind.POLL, LineKind.START),
)


def assumptions_of(
    design: Design,
    said: dict[str, set[str]],
    stated_costs: list[dict[str, Any]],
    stated_network: bool,
) -> tuple[str, ...]:
    """Everything that had to be decided because the author did not say it."""
    found = _kinds(design, said) + _workers(design, said)
    silent = {
        line.label or "(no label)": None
        for line in design.script.lines
        if line.kind not in _WORKLESS and not stated_costs[line.index].keys() & {"work", "wait"}
    }
    if silent:
        found.append(f"{_list(list(silent))}: no work (not stated)")
    travels = any(
        line.kind not in _STAYS and "network" not in stated_costs[line.index]
        for line in design.script.lines
    )
    if travels and not stated_network:
        found.append("network: no time (not stated)")
    return tuple(found + _laws(design) + _load(design))


def _kinds(design: Design, said: dict[str, set[str]]) -> list[str]:
    found = []
    for participant in design.participants:
        if "kind" in said[participant.id]:
            continue
        if participant.id in design.script.clients:
            found.append(f"{participant.id}: {_client(design, participant.id)}")
            continue
        if participant.id in _off_stage(design.script):
            continue  # a consumer is a pool of workers
        lifeline = design.script.diagram.lifeline(participant.id)
        assert lifeline is not None
        found.append(f"{participant.id}: {_WORDS[participant.kind]}, {guess_kind(lifeline)[1]}")
    return found


_WORDS = {Kind.CLIENT: "a client", Kind.BROKER: "a broker", Kind.POOL: "a pool of workers"}


def _client(design: Design, name: str) -> str:
    first: dict[str, str] = {}  # by journey; further clients of one have loads
    for root in design.script.roots:
        first.setdefault(root.journey, root.client)
    if name in first.values():
        return f"{'a' if len(design.script.clients) > 1 else 'the'} client, because it sends first"
    return "a client, because it has a load"


def _off_stage(script: Script) -> frozenset[str]:
    """Those who are not drawn."""
    return frozenset(
        line.receiver for line in script.lines if line.kind is LineKind.DELIVERY and not line.drawn
    )


def _workers(design: Design, said: dict[str, set[str]]) -> list[str]:
    silent = [
        participant.id
        for participant in design.participants
        if participant.kind is Kind.POOL and "workers" not in said[participant.id]
    ]
    return [f"{_list(silent)}: unlimited workers (not stated)"] if silent else []


def _laws(design: Design) -> list[str]:
    found: dict[str, None] = {}
    for line, cost in zip(design.script.lines, design.costs, strict=True):
        for law in (cost.time, cost.network):
            if isinstance(law, Percentiles):
                found[f"{line.label}: a lognormal through both percentiles"] = None
            elif isinstance(law, Empirical) and law.file and not law.unit:
                found[f"{line.label}: numbers without a unit in {law.file} are seconds"] = None
    return list(found)


def _load(design: Design) -> list[str]:
    return [
        f"{source.client}: {text}" for source in design.sources for text in assumed_of(source.load)
    ]


def warnings_of(design: Design) -> tuple[str, ...]:
    """What is legal and probably not meant, or worth knowing before a run."""
    script = design.script
    found = [*_answers(script), *_stored(script), *_refusals(design), *_lock_ups(design)]
    found += block_warnings(design)
    for number, root in enumerate(script.roots):
        found += _clocks(design, number, f" of {root.journey}" if root.journey else "")
    return tuple(found)


def _clocks(design: Design, root: int, which: str) -> Iterator[str]:
    """What a journey can never come to."""
    script = design.script
    client = script.executions[script.roots[root].execution]
    load = next(source.load for source in design.sources if root in source.roots)
    own = frozenset(line.index for line in script.lines if script.root_of[line.index] == root)
    if isinstance(load, Users) and not any(s.kind is StepKind.AWAIT for s in flat(client.steps)):
        yield f"the users of {client.lifeline} wait for no answer before they think again"
    if any(
        script.lines[line].kind is LineKind.LOST and not script.lines[line].within for line in own
    ):
        yield f"a message is lost on the way: no request{which} is ever completed"
    for line in (script.lines[number] for number in sorted(own)):
        yield from _rejection(design, line, which)
    if not design.acknowledged_by & own:
        yield f"no answer reaches {client.lifeline}: no request{which} is ever acknowledged"
    looks = any(script.sections[number].root == root for number in design.noticed_in)
    if not design.noticed_by & own and not looks:
        yield (
            f"nothing tells {client.lifeline} that all is done: completion{which} is never noticed"
        )


def _rejection(design: Design, line: Line, which: str) -> Iterator[str]:
    """A delivery to which the drawing says no is never dealt with well."""
    policy = design.participant(line.receiver).policy
    if line.rejects and policy is not None and not line.within:
        what = _named(design.script.lines[line.settles])
        yield f"{line.sender} says no to {what}: no request{which} is ever completed"


def _stored(script: Script) -> Iterator[str]:
    """Brokers that keep what nobody takes, and brokers with nothing to deliver."""
    for line in script.outstanding:
        yield (
            f"{_named(line)} stays in {line.receiver}: nobody is drawn who takes it, so no request "
            f"is ever completed ('participants: {{{line.receiver}: {{consumer: {{name: …, "
            f"workers: …, work: …}}}}}}' adds somebody who does)"
        )
    carried = {line.carries for line in script.lines}
    for line in script.lines:
        if line.kind is LineKind.START and line.index in carried:
            delivery = next(one for one in script.lines if one.carries == line.index)
            yield (
                f"{delivery.receiver} takes {_named(delivery)} from {line.receiver}, into which "
                f"nothing is put: {line.receiver} is read as sending it by itself"
            )


def _answers(script: Script) -> Iterator[str]:
    """Calls that nobody answers, and answers that can come before their call."""
    for line in script.unawaited:
        yield (
            f"nobody answers {_named(line)} ({line.sender}->>{line.receiver}, line {line.at.line} "
            f"of the diagram): {line.sender} does not wait for it"
        )
    for number in unasked(script):
        line = script.lines[number]
        yield (
            f"nothing makes {_named(line)} ({line.sender}{line.drawn}{line.receiver}, line "
            f"{line.at.line} of the diagram) wait for the call that it answers: it can come first"
        )


def _refusals(design: Design) -> Iterator[str]:
    """What is drawn below an answer that says no, unless a block deals with that."""
    script = design.script
    handled = looked_at(script, design.rules) | _tried(design)
    for execution in script.executions:
        for number, step in enumerate(flat(execution.steps)):
            line = script.lines[step.line]
            if step.kind is not StepKind.AWAIT or line.kind is not LineKind.REFUSAL:
                continue
            if line.index in handled:
                continue
            rest = later_steps(execution, number)
            if rest:
                told = "1 later step of it never happens"
                if rest != 1:
                    told = f"{rest} later steps of it never happen"
                yield f"{execution.lifeline} is told no by {_named(line)} and stops: {told}"


def _tried(design: Design) -> frozenset[int]:
    """The lines inside the body of a block with an option for what fails."""
    return frozenset(
        line.index
        for line in design.script.lines
        for section, branch in line.within
        if branch == 0 and _handles_failure(design.rules[section])
    )


def _handles_failure(rule: Rule) -> bool:
    return isinstance(rule, Handlers) and any("failure" in one for one in rule.reasons)


def _lock_ups(design: Design) -> Iterator[str]:
    """Pools that can wait for each other for ever."""
    limited = frozenset(
        p.id for p in design.participants if p.kind is Kind.POOL and p.workers and not p.releases
    )
    for cycle in lock_ups(design.script, limited):
        ring = " waits for ".join([*cycle, cycle[0]])
        yield f"{ring}: with every worker waiting, this can lock up for ever"


def _named(line: Line) -> str:
    return f"'{line.label}'" if line.label else f"the arrow of line {line.at.line}"


def _list(names: list[str]) -> str:
    return ", ".join(names)

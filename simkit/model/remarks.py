"""What was assumed, and what a careful reader would point out; in words, for people."""

from collections.abc import Iterator
from typing import Any

from simkit.model.causality import lock_ups, unasked
from simkit.model.distribution import Empirical, Percentiles
from simkit.model.kinds import Kind, guess_kind
from simkit.model.load import Burst, Bursts, Every, Phases, Users
from simkit.model.scenario import Design
from simkit.model.script import LineKind, Script, StepKind
from simkit.units import time_text


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
        if line.kind not in (LineKind.LOST, LineKind.REFUSAL)
        and not stated_costs[line.index].keys() & {"work", "wait"}
    }
    if silent:
        found.append(f"{_list(list(silent))}: no work (not stated)")
    travels = any(
        line.kind is not LineKind.STEP and "network" not in stated_costs[line.index]
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
        if participant.id == design.script.client:
            found.append(f"{participant.id}: the client, because it sends first")
            continue
        lifeline = design.script.diagram.lifeline(participant.id)
        assert lifeline is not None
        words = "a client" if participant.kind is Kind.CLIENT else "a pool of workers"
        found.append(f"{participant.id}: {words}, {guess_kind(lifeline)[1]}")
    return found


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
    client, load = design.script.client, design.load
    match load:
        case Every():
            return [f"{client}: its first request comes at 0 s"]
        case Users():
            return [f"{client}: each user thinks before its first request"]
        case Phases():
            total = sum(phase.duration or 0 for phase in load.parts)
            if load.parts[-1].duration is not None:
                return [f"{client}: no more requests after {time_text(total)}"]
        case Burst() | Bursts():
            last = load.at if isinstance(load, Burst) else load.parts[-1].at
            return [f"{client}: no more requests after {time_text(last)}"]
        case _:
            pass
    return []


def warnings_of(design: Design) -> tuple[str, ...]:
    """What is legal and probably not meant, or worth knowing before a run."""
    found = [*_answers(design.script), *_refusals(design.script), *_lock_ups(design)]
    client = design.script.executions[0]
    waits = any(step.kind is StepKind.AWAIT for step in client.steps)
    if isinstance(design.load, Users) and not waits:
        found.append(f"the users of {client.lifeline} wait for no answer before they think again")
    if any(line.kind is LineKind.LOST for line in design.script.lines):
        found.append("a message is lost on the way: no request is ever completed")
    if not design.acknowledged_by:
        found.append(f"no answer reaches {client.lifeline}: no request is ever acknowledged")
    if not design.noticed_by:
        found.append(
            f"nothing tells {client.lifeline} that all is done: completion is never noticed"
        )
    return tuple(found)


def _answers(script: Script) -> Iterator[str]:
    """Calls that nobody answers, and answers that can come before their call."""
    for line in script.unawaited:
        yield (
            f"nobody answers '{line.label}' ({line.sender}->>{line.receiver}, line {line.at.line} "
            f"of the diagram): {line.sender} does not wait for it"
        )
    for number in unasked(script):
        line = script.lines[number]
        yield (
            f"nothing makes '{line.label}' ({line.sender}{line.drawn}{line.receiver}, line "
            f"{line.at.line} of the diagram) wait for the call that it answers: it can come first"
        )


def _refusals(script: Script) -> Iterator[str]:
    """What is drawn below an answer that says no."""
    for execution in script.executions:
        for number, step in enumerate(execution.steps[:-1]):
            line = script.lines[step.line]
            if step.kind is StepKind.AWAIT and line.kind is LineKind.REFUSAL:
                rest = len(execution.steps) - number - 1
                steps = (
                    "1 later step of it never happens"
                    if rest == 1
                    else (f"{rest} later steps of it never happen")
                )
                yield f"{execution.lifeline} is told no by '{line.label}' and stops: {steps}"


def _lock_ups(design: Design) -> Iterator[str]:
    """Pools that can wait for each other for ever."""
    limited = frozenset(
        p.id for p in design.participants if p.kind is Kind.POOL and p.workers and not p.releases
    )
    for cycle in lock_ups(design.script, limited):
        ring = " waits for ".join([*cycle, cycle[0]])
        yield f"{ring}: with every worker waiting, this can lock up for ever"


def _drawn(design: Design) -> dict[tuple[str, int, str], str]:
    """What is drawn by chance in a design: its address, and how to call it."""
    client = design.script.client
    found = {("arrivals", 0, client): "the arrivals"} if design.load_has_luck else {}
    for line, cost in zip(design.script.lines, design.costs, strict=True):
        again = f" (number {line.repetition + 1})" if line.repetition else ""
        for law, what in ((cost.time, "work"), (cost.network, "network")):
            if law.cv > 0:
                address = (f"{what} {cost.stream}", line.repetition, client)
                found[address] = f"the {what} of '{cost.stream}'{again}"
    return found


def shared_luck(designs: tuple[Design, ...]) -> tuple[str, ...]:
    """What all designs draw alike, in drawn order."""
    drawn = [_drawn(design) for design in designs]
    return tuple(name for address, name in drawn[0].items() if all(address in one for one in drawn))


def unpaired(designs: tuple[Design, ...]) -> tuple[str, ...]:
    """What not every design draws: there, they do not share their luck."""
    drawn = {design.name: _drawn(design) for design in designs}
    of: dict[tuple[str, int, str], list[str]] = {}
    names: dict[tuple[str, int, str], str] = {}
    for design, found in drawn.items():
        for address, name in found.items():
            of.setdefault(address, []).append(design)
            names[address] = name
    return tuple(
        f"{names[address]} {'are' if address[0] == 'arrivals' else 'is'} drawn in "
        f"{_list(own)} only: "
        f"compared with the others, that luck is not shared"
        for address, own in of.items()
        if len(own) < len(designs)
    )


def _list(names: list[str]) -> str:
    return ", ".join(names)

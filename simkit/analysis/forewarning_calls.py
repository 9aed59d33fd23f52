"""What to be warned of before a run where how messages are called for is what goes wrong."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import inf, prod

from simkit.analysis.hidden import hidden_rates
from simkit.analysis.rounded import about, about_time
from simkit.analysis.traffic import Traffic
from simkit.model.calling import Backoff, Calling
from simkit.model.causality import StepNode
from simkit.model.distribution import NEVER
from simkit.model.fault import Blow
from simkit.model.kinds import Kind
from simkit.model.script import Line, Step, StepKind
from simkit.units import SECOND, time_text

ROUNDING = 1e-9  # of a time


@dataclass(frozen=True, slots=True, kw_only=True)
class _Call:
    """A message that somebody waits for.

    Attributes:
        line: It.
        calling: How it is called for.
        takes: Until its answer is there, with mean times and without queues, s; of several
            answers the first.
        rate: How often it is sent at the busiest time, further attempts not counted, per second.
    """

    line: Line
    calling: Calling
    takes: float
    rate: float


def call_warnings(traffic: Traffic, horizon: int) -> Iterator[str]:
    """What the run will suffer from, in words.

    Args:
        traffic: What comes to the pools of a design.
        horizon: Until when requests are measured, ns.
    """
    yield from _storms(traffic)
    calls = tuple(_calls(traffic))
    told: dict[str, None] = {}  # lines of one name are told once
    for call in calls:
        told |= dict.fromkeys(_impatient(call))
        told |= dict.fromkeys(_pointless(call))
        told |= dict.fromkeys(_outlived(traffic, calls, call))
        told |= dict.fromkeys(_multiplied(traffic, calls, call))
        told |= dict.fromkeys(_twice(traffic, call))
        told |= dict.fromkeys(_slow_breaker(traffic, call, horizon))
        told |= dict.fromkeys(_for_ever(traffic, call))
    yield from told


def _calls(traffic: Traffic) -> Iterator[_Call]:
    design, steps = traffic.design, traffic.timeline.happening.steps
    nodes: dict[int, list[StepNode]] = {}
    for node, step in steps.items():
        if step.kind in (StepKind.SEND, StepKind.ANSWER):
            nodes.setdefault(step.line, []).append(node)
    answers: dict[int, list[Line]] = {}
    for line in design.script.lines:
        if line.asks >= 0:
            answers.setdefault(line.asks, []).append(line)
    for line in design.script.lines:
        own = nodes.get(line.index, [])
        if line.index in answers and own:
            yield _Call(
                line=line,
                calling=design.costs[line.index].calling,
                takes=_takes(
                    traffic, own, [(a, nodes.get(a.index, [])) for a in answers[line.index]]
                ),
                rate=_rate(traffic, own),
            )


def _takes(
    traffic: Traffic, sent: list[StepNode], answers: list[tuple[Line, list[StepNode]]]
) -> float:
    line = traffic.timeline
    arrivals = (
        line.ends[node] + line.networks[answer.index] for answer, nodes in answers for node in nodes
    )
    left = max(line.ends[node] for node in sent)
    return max(min(arrivals, default=left) - left, 0.0) / SECOND


def _rate(traffic: Traffic, sent: list[StepNode]) -> float:
    """How often something is sent per second at the busiest time."""
    often: dict[int, float] = {}
    for node in sent:
        root = traffic.design.script.executions[node[0]].root
        often[root] = often.get(root, 0.0) + traffic.timeline.repeats.steps.get(node, 0.0)
    return max(
        sum(
            rate * weight * often.get(root, 0.0)
            for source, rate in zip(traffic.design.sources, stretch.rates, strict=True)
            for root, weight in zip(source.roots, source.weights, strict=True)
        )
        for stretch in traffic.stretches
    )


# ---------------------------------------------------------------------- too many attempts


def _storms(traffic: Traffic) -> Iterator[str]:
    """Pools that never catch up once they have fallen behind."""
    if not traffic.stretches:
        return
    now = traffic.stretches[-1].rate  # what comes for good, after all that is more for a while
    for pool, rate in hidden_rates(traffic).items():
        if now > rate * (1 + ROUNDING):
            yield (
                f"once {pool} has fallen behind, every attempt is late and is sent again: it "
                f"catches up only below {about(rate)} requests/s, and {about(now)} come"
            )


def _multiplied(traffic: Traffic, calls: tuple[_Call, ...], call: _Call) -> Iterator[str]:
    """Layers that each try again: attempts multiply."""
    above = list(_above(traffic, calls, call))
    layers = [one.calling.attempts for one in (*reversed(above), call) if one.calling.attempts > 1]
    below = any(call in _above(traffic, calls, one) for one in calls if one.calling.attempts > 1)
    if call.calling.attempts > 1 and len(layers) > 1 and not below:
        yield (
            f"attempts of {len(layers)} layers multiply: {_named(call.line)} can reach "
            f"{call.line.receiver} {prod(layers):,} times for one request "
            f"({' × '.join(str(attempts) for attempts in layers)})"
        )


def _above(traffic: Traffic, calls: tuple[_Call, ...], call: _Call) -> Iterator[_Call]:
    """The calls in which a call is made, the nearest first."""
    script, of = traffic.design.script, {one.line.index: one for one in calls}
    line = script.executions[call.line.by].started_by
    while line >= 0:
        if line in of:
            yield of[line]
        line = script.executions[script.lines[line].by].started_by


# ---------------------------------------------------------------------- too short, too long


def _impatient(call: _Call) -> Iterator[str]:
    """Who gives up although all is well."""
    timeout, deadline = call.calling.timeout, call.calling.deadline
    lasts = f"the {about_time(call.takes)} until its answer is there on average, without queues"
    if timeout is not None and timeout.mean / SECOND < call.takes * (1 - ROUNDING):
        yield f"the timeout of {_named(call.line)}, {timeout}, is shorter than {lasts}"
    if deadline is not None and deadline / SECOND < call.takes * (1 - ROUNDING):
        yield f"the deadline of {_named(call.line)}, {time_text(deadline)}, is shorter than {lasts}"


def _pointless(call: _Call) -> Iterator[str]:
    """Attempts that come too late for a deadline."""
    calling = call.calling
    if calling.deadline is None or calling.timeout is None or calling.attempts == 1:
        return
    second = calling.timeout.mean + calling.backoff.base.mean
    if "timeout" in calling.retry_on and second >= calling.deadline:
        yield (
            f"the deadline of {_named(call.line)}, {time_text(calling.deadline)}, leaves no time "
            f"for a second attempt after a timeout of {calling.timeout}"
        )


def _outlived(traffic: Traffic, calls: tuple[_Call, ...], call: _Call) -> Iterator[str]:
    """Whoever is given up before it gives up itself goes on for nobody."""
    patience = _patience(call.calling, each=True)
    if patience == inf or call.calling.cancel == "running" or call.line.starts < 0:
        return
    of = {one.line.index: one for one in calls}
    below = _below(traffic, of, traffic.design.script.executions[call.line.starts].steps)
    if patience < below < inf:
        yield (
            f"{_named(call.line)} is given up after {about_time(patience / SECOND)}, and what "
            f"{call.line.receiver} waits for meanwhile after {about_time(below / SECOND)}: it can "
            f"go on for nobody"
        )


def _below(traffic: Traffic, of: dict[int, _Call], steps: Iterable[Step]) -> float:
    """How long steps can wait for calls with a timeout, one after the other, ns; 0: for none."""
    total = 0.0
    for step in steps:
        if step.branches:
            total += max(_below(traffic, of, branch) for branch in step.branches)
        elif step.kind is StepKind.AWAIT:
            asked = of.get(traffic.design.script.lines[step.line].asks)
            lasts = inf if asked is None else _patience(asked.calling)
            total += lasts if lasts < inf else 0.0
    return total


def _patience(calling: Calling, *, each: bool = False) -> float:
    """How long a call is waited for at most, on average, or each attempt of it; ns."""
    deadline = inf if calling.deadline is None else calling.deadline
    if calling.timeout is None:
        return deadline
    if each:
        return min(calling.timeout.mean, deadline)
    again = calling.attempts if "timeout" in calling.retry_on else 1
    return min(again * calling.timeout.mean + _pauses(calling.backoff, again - 1), deadline)


def _pauses(backoff: Backoff, count: int) -> float:
    """How long all pauses take together, on average, ns."""
    share = {"none": 1.0, "full": 0.5, "equal": 0.75}[backoff.jitter]
    cap = inf if backoff.cap is None else backoff.cap
    mean = backoff.base.mean
    return share * sum(min(mean * backoff.factor**number, cap) for number in range(count))


# ---------------------------------------------------------------------- done twice, or never


def _twice(traffic: Traffic, call: _Call) -> Iterator[str]:
    """Whoever is asked again while it still works may do it twice."""
    calling, line, costs = call.calling, call.line, traffic.design.costs
    late = calling.timeout is not None and "timeout" in calling.retry_on and calling.attempts > 1
    if not late and calling.hedge is None:
        return
    receiver = traffic.design.participant(line.receiver)
    if receiver.kind is Kind.BROKER:
        if receiver.policy is None or receiver.policy.dedupe is None:
            yield (
                f"{_named(line)} is sent again before it is known what has become of it, and "
                f"{receiver.id} can store it twice ('dedupe' of {receiver.id} keeps it from that)"
            )
    elif costs[line.index].handling.idempotent is None:
        yield (
            f"{_named(line)} is sent again before it is known what has become of it, and "
            f"{receiver.id} can do it twice ('idempotent' keeps it from doing again what is done)"
        )


def _slow_breaker(traffic: Traffic, call: _Call, horizon: int) -> Iterator[str]:
    """A breaker that takes too long to see what it needs to see."""
    breaker = call.calling.breaker
    if breaker is None or not call.rate:
        return
    instances = traffic.design.participant(call.line.sender).instances
    rate = call.rate / (1 if call.calling.shared else instances)
    lasts = breaker.least / rate
    lead = (
        f"the breaker of {_named(call.line)} decides from {breaker.least:,} calls on, and these "
        f"take {about_time(lasts)} at {about(rate)}/s"
    )
    if lasts * SECOND > horizon:
        yield f"{lead}, longer than the horizon of {time_text(horizon)}"
    elif lasts * SECOND > breaker.rest:
        yield (
            f"{lead}, longer than it rests ({time_text(breaker.rest)}): most calls get through to "
            f"whoever is down"
        )


def _for_ever(traffic: Traffic, call: _Call) -> Iterator[str]:
    """Who waits without a timeout for what may never come."""
    calling, line, design = call.calling, call.line, traffic.design
    if calling.timeout is not None or calling.deadline is not None:
        return
    on_the_way = {
        line.index,
        *(one.index for one in design.script.lines if one.asks == line.index),
    }
    lost = [f for f in design.faults if f.blow is Blow.LOSE and f.lines & on_the_way]
    for fault in lost[:1]:
        number = min(fault.lines & on_the_way)
        yield (
            f"{line.sender} waits for the answer to {_named(line)} without a timeout, and "
            f"{_named(design.script.lines[number])} can be lost: then it waits for ever"
        )
    died = any(f.blow in (Blow.CRASH, Blow.KILL) and f.part == line.receiver for f in design.faults)
    if not lost and died and design.participant(line.receiver).detect_after == NEVER:
        yield (
            f"{line.sender} waits for the answer to {_named(line)} without a timeout, and nobody "
            f"notices when {line.receiver} dies: then it waits for ever"
        )


def _named(line: Line) -> str:
    return f"'{line.label}'" if line.label else f"the arrow of line {line.at.line}"

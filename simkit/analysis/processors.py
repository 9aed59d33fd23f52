"""What the processors of a pool can do, where that is less than what its workers could."""

from math import inf

from simkit.analysis.traffic import Traffic
from simkit.model.script import StepKind, flat


def most_by_processors(traffic: Traffic, pool: str) -> float:
    r"""How many requests of each kind of the busiest mix together a pool has processors for.

    With n at work in an instance it does the work of ``n / slowed(n)``; in the long run, where more
    is to be done, n is as many as can be at work (Gunther 2007, chapter 4).

    Args:
        traffic: Of a design.
        pool: Id of a pool.

    Returns:
        The factor by which the rates of the mix can be multiplied; infinity where no processor is
        short, or branches of the drawing make the work of a request uncertain.

    >>> import simkit as sk
    >>> from simkit.analysis.traffic import traffic_of
    >>> drawing = "sequenceDiagram\n C->>A: Ask\n A-->>C: Answer"
    >>> one = sk.scenario(drawing, work={"Ask": "10 ms"}, load="poisson 80/s",
    ...                   participants={"A": {"workers": 200, "cpus": 4}}).designs[0]
    >>> round(80 * most_by_processors(traffic_of(one, 60_000_000_000), "A"), 6)
    400.0
    """
    participant, design = traffic.design.participant(pool), traffic.design
    serving = participant.serving
    most = min(serving.cpus or inf, participant.most_workers or inf)
    short = serving.cpus is not None or serving.contention is not None
    if not short or most == inf or design.script.sections:
        return inf
    needed = 0.0  # ns of work for one second of the mix
    for source, weight in zip(design.sources, traffic.mix(pool), strict=True):
        share = dict(zip(source.roots, source.weights, strict=True))
        needed += weight * sum(
            share[one.root] * one.times * _work(traffic, one.execution)
            for one in traffic.holdings
            if one.pool == pool and one.root in share
        )
    if not needed:
        return inf
    slowed = serving.contention.slowed(int(most)) if serving.contention is not None else 1.0
    instances = serving.most_instances(participant.instances)
    return instances * most / slowed / (needed / 1e9)


def _work(traffic: Traffic, execution: int) -> float:
    """The mean work of an execution, ns."""
    design = traffic.design
    steps = flat(design.script.executions[execution].steps)
    lines = [step.line for step in steps if step.kind is StepKind.WORK]
    return sum(design.costs[line].time.mean for line in lines if design.costs[line].works)

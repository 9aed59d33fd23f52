"""How much a broker's way to deliver lets its receivers do, by mean times, before any run."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf

from simkit.analysis.traffic import Traffic
from simkit.model.holding import Holding
from simkit.model.kinds import Kind
from simkit.model.policy import Policy
from simkit.model.repeats import EARLY
from simkit.model.scenario import Participant
from simkit.model.script import Line, LineKind, StepKind
from simkit.units import SECOND


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One queue of a broker: the messages of one line for one receiver.

    Attributes:
        line: By which they are delivered.
        policy: Of the broker.
        receiver: The pool that takes them.
        held: How long one holds a worker on average, if nobody queues, s.
        coming: How long it is under way, s.
        settled: From when a worker takes it up until its place is free again, s.
        rate: Deliveries per second at the busiest time of the receiver.
        varies: Whether any time in the design does.
    """

    line: Line
    policy: Policy
    receiver: Participant
    held: float
    coming: float
    settled: float
    rate: float
    varies: bool

    @property
    def window(self) -> int | None:
        """How many deliveries an instance can have that are not dealt with; None: no window."""
        if self.policy.prefetch is None and self.policy.poll is not None:
            return self.receiver.workers
        return self.policy.prefetch

    @property
    def load(self) -> float:
        """Workers that they hold on average, in erlangs."""
        return self.rate * self.held

    @property
    def workers(self) -> float:
        """How many workers of its receiver it can keep busy at most, in all instances.

        Source: of a window, how often its places can be taken in a row, as in a closed network
        in which nobody queues (asymptotic bounds; Muntz and Wong 1974); of partitions, one
        message of each at a time.
        """
        most = self.receiver.all_workers
        limits = [inf if most is None else float(most)]
        if self.policy.partitions is not None:
            limits.append(self.policy.partitions)
        elif self.window is not None:
            limits.append(self.receiver.instances * self._kept_busy(self.window))
        return min(limits)

    def _kept_busy(self, window: int) -> float:
        """The same of one instance with a window."""
        workers = self.receiver.workers or window
        if self.policy.fetch == "batch":
            # All of a batch, then the way of the next one.
            turn = self.held * window / min(window, workers) + self.coming
            turn += max(self.settled - self.held, 0.0)
        else:
            turn = self.coming + self.settled
        return window * self.held / turn if turn else inf

    @property
    def may_lapse(self) -> bool:
        """Whether its lease can end while its receiver is alive."""
        lease = self.policy.lease
        if lease is None or self.policy.extend_every is not None:
            return False
        return self.varies or self.window is not None or lease < self.ahead * SECOND

    @property
    def ahead(self) -> float:
        """From when the last of all that an instance can have has left until it is settled, s.

        That is how long a lease has to be. What is in a batch waits for the rest of it.
        """
        policy, workers = self.policy, self.receiver.workers
        if policy.ack == "on-delivery":
            return 0.0
        have = self.window or 1
        if policy.ack == "before-work":
            turns = 0.0 if workers is None else max(have - workers, 0) / workers
        else:
            have = max(have, policy.ack_count or 1)
            turns = 1.0 if workers is None else max(have / workers, 1.0)
        return self.coming + turns * self.held + (policy.ack_interval or 0) / SECOND


def deliveries(traffic: Traffic) -> tuple[Delivery, ...]:
    """The queues of all brokers that deliver to pools, in drawn order."""
    return tuple(_deliveries(traffic))


def _deliveries(traffic: Traffic) -> Iterator[Delivery]:
    design, held = traffic.design, {one.execution: one for one in traffic.holdings}
    laws = (law for cost in design.costs for law in (cost.time, cost.network))
    varies = any(law.cv > 0 for law in laws)
    for line in design.script.lines:
        receiver = design.participant(line.receiver)
        begun = held.get(line.starts)
        if line.kind is LineKind.DELIVERY and receiver.kind is Kind.POOL and begun is not None:
            policy = design.participant(line.sender).policy or Policy()
            yield Delivery(
                line=line,
                policy=policy,
                receiver=receiver,
                held=begun.held / SECOND,
                coming=traffic.timeline.networks[line.index] / SECOND,
                settled=_settled(traffic, line, policy, begun) / SECOND,
                rate=_rate(traffic, begun),
                varies=varies,
            )


def _rate(traffic: Traffic, one: Holding) -> float:
    """How often an execution is begun each second, at the busiest time of its pool."""
    rates = traffic.busiest(one.pool).rates
    sources = zip(traffic.design.sources, rates, strict=True)
    return one.times * sum(
        rate * share
        for source, rate in sources
        for root, share in zip(source.roots, source.weights, strict=True)
        if root == one.root
    )


def _settled(traffic: Traffic, line: Line, policy: Policy, one: Holding) -> float:
    """From when a worker takes a delivery up until its place in a window is free, ns."""
    timeline = traffic.timeline
    settling = next(
        (each for each in traffic.design.script.lines if each.settles == line.index), None
    )
    if settling is None:
        return 0.0 if policy.ack in EARLY else one.held
    sent = (
        timeline.ends[node]
        for node, step in timeline.happening.steps.items()
        if step.kind is StepKind.SEND and step.line == settling.index
    )
    begun = timeline.starts[line.starts, 0]
    return next(sent, begun) - begun + timeline.networks[settling.index]

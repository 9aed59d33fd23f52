"""A design as engines take it: lines and executions by number, laws and streams by line.

Nothing here is drawn or timed yet. Both engines read this one form.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from simkit.engine.order import line_key
from simkit.model.calling import Calling
from simkit.model.distribution import Distribution
from simkit.model.fault import Fault
from simkit.model.load import Load
from simkit.model.policy import Handling, Policy
from simkit.model.rule import Rule
from simkit.model.script import StepKind
from simkit.model.serving import PLAIN_SERVING, Serving


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolPlan:
    """A participant.

    Attributes:
        name: For the tables.
        broker: Whether it stores messages instead of working.
        workers: How many each instance has; 0: unlimited.
        instances: How many instances.
        queue: How many messages can wait for a worker; -1: unlimited.
        releases: Whether an execution that waits for an answer gives its worker to others.
        detect_after: Law of how long it takes the others to notice that one has died.
        policy: How it deals with messages, if it stores them.
        serving: How it serves, if it is a pool.
        number: Its own.
    """

    name: str
    broker: bool
    workers: int
    instances: int
    queue: int
    releases: bool
    detect_after: Distribution
    policy: Policy | None
    serving: Serving = PLAIN_SERVING
    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LinePlan:
    """A line of the drawing.

    Attributes:
        label: Its text.
        receiver: Number of the participant it goes to.
        starts: Number of the execution it starts, or -1.
        lost: Whether it never arrives.
        delivered: Whether it waits in a broker until its receiver has a worker for it.
        carries: The broker's execution whose message it hands on, or -1.
        stored: Whether a broker keeps its message until it is dealt with.
        copies: How often the message that it puts into a broker is handed on.
        settles: For a settlement, the execution whose delivery is dealt with, else -1.
        settled: Whether the delivery is settled by a line of the drawing.
        rejects: For a settlement, whether it says no.
        asked: For an answer, the execution that was asked, else -1.
        to: For an answer, the role that waits for it, else -1.
        good: False for an answer that says no.
        acknowledges: Whether its arrival acknowledges the request.
        notices: Whether its arrival tells a client that all is done.
        final: Whether by the drawing it comes after all the work.
        time: Law of what handling it takes.
        works: Whether that time needs a worker.
        network: Law of the time under way.
        stream: Name of its draws.
        path: Tells apart the draws of lines that share receiver and label.
        handling: What else is said of it.
        key_stream: For a delivery, name of the draws of the key of its message.
        root: Number of its journey.
        missing: The answers and settlements that never come if it never leaves.
        unbegun: The roles that never begin then.
        calling: How it is called for.
        guarded: Whether its sender minds how the call ends: each attempt is then done by itself.
        answers: For a call, the lines that answer it.
        within: The sections that it is drawn in, outermost first, with the numbers of branches.
        descent: For an answer, the repeated sections in which it is awaited, inside of that in
            which the execution that waits for it began; outermost first.
        watched: Whether a section asks what has become of it.
        tolerated: For an answer that says no, whether whoever is told goes on all the same.
    """

    label: str
    receiver: int
    starts: int
    lost: bool
    delivered: bool
    carries: int
    stored: bool
    copies: int
    settles: int
    settled: bool
    rejects: bool
    asked: int
    to: int
    good: bool
    acknowledges: bool
    notices: bool
    final: bool
    time: Distribution
    works: bool
    network: Distribution
    stream: str
    path: str
    handling: Handling
    key_stream: str
    root: int
    missing: frozenset[int]
    unbegun: frozenset[int]
    calling: Calling
    guarded: bool
    answers: tuple[int, ...]
    within: tuple[tuple[int, int], ...]
    descent: tuple[int, ...]
    watched: bool
    tolerated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionPlan:
    """A block of the drawing that is more than paint.

    Attributes:
        rule: What it does.
        decider: The role that decides.
        region: Number of what is done again in each of its turns, or copies.
        bound: Region of the section around it that is done again; -1: there is none.
        reach: By role, how far it looks for what was decided: the innermost region that it is in
            with the decider.
        within: The sections that it is drawn in, outermost first, with the numbers of branches.
        stream: Name of its draws.
        path: Tells apart the draws of sections that have the same name.
        root: Number of its journey.
        looks: Of the lines that it asks for, the region in which it looks.
        polls: Whether nobody waits for it.
        notices: Whether the end of a loop tells a client that all is done.
        wakes: By role, its part of the key with which that role hears of the decision.
        key: Its part of the key of an event of its own.
    """

    rule: Rule
    decider: int
    region: int
    bound: int
    reach: Mapping[int, int]
    within: tuple[tuple[int, int], ...]
    stream: str
    path: str
    root: int
    looks: Mapping[int, int]
    polls: bool
    notices: bool
    wakes: Mapping[int, int]
    key: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutionPlan:
    """What one line sets in motion.

    Attributes:
        number: Its own, or, of several of which one begins, that of the first.
        participant: Number of the participant on which it runs.
        line: The line that starts it; -1 for a client's own.
        region: Number of that with which it is done again: the execution of the nearest
            delivery or guarded call that led to it, the section that is done again, or the
            client's own.
        steps: Kind and line of each step, and the branches of a fork.
    """

    number: int
    participant: int
    line: int
    region: int
    steps: "tuple[PlanStep, ...]"

    @property
    def line_key(self) -> int:
        """Its part of the key of an event."""
        return line_key(self.line)


PlanStep = tuple[StepKind, int, "tuple[tuple[PlanStep, ...], ...]"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RootPlan:
    """A journey.

    Attributes:
        execution: The client's own.
        client: Number of the client among the clients.
        name: Its name where there are several, else "".
    """

    execution: int
    client: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePlan:
    """Where requests come from.

    Attributes:
        client: Number of the client among the clients.
        load: When requests come.
        roots: The journeys that they begin.
        shares: How likely each of them is; none: each as likely as the others.
        journey: Part of the address of its draws.
    """

    client: int
    load: Load
    roots: tuple[int, ...]
    journey: str
    shares: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A design and how long to run it; times in ns.

    Attributes:
        design: Its name.
        clients: Names of the clients.
        sources: Where requests come from.
        roots: The journeys.
        pools: The participants.
        lines: The lines of the drawing.
        executions: The executions.
        sections: The blocks.
        faults: What goes wrong.
        seed: Of all draws.
        warm_up: Start of the measured window.
        horizon: Its end.
        latest: When the run ends at the latest.
    """

    design: str
    clients: tuple[str, ...]
    sources: tuple[SourcePlan, ...]
    roots: tuple[RootPlan, ...]
    pools: tuple[PoolPlan, ...]
    lines: tuple[LinePlan, ...]
    executions: tuple[ExecutionPlan, ...]
    sections: tuple[SectionPlan, ...]
    faults: tuple[Fault, ...]
    seed: int
    warm_up: int
    horizon: int
    latest: int


def flat_lines(steps: tuple[PlanStep, ...]) -> list[int]:
    """The lines that some steps send, those in branches too."""
    found: list[int] = []
    for kind, line, branches in steps:
        if kind in (StepKind.SEND, StepKind.ANSWER):
            found.append(line)
        for branch in branches:
            found += flat_lines(branch)
    return found

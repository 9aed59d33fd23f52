"""A resolved scenario: everything that a run depends on, explicit and frozen.

It comes from a file (`simkit.formats`) or from Python (`simkit.scenario`); what the author
did not say has been decided by then, and every such decision is listed as an assumption.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from simkit.model.calling import PLAIN_CALL, Calling
from simkit.model.distribution import Distribution
from simkit.model.fault import AT_ONCE, Fault
from simkit.model.kinds import Kind
from simkit.model.load import Load
from simkit.model.policy import PLAIN, Handling, Policy
from simkit.model.prediction import Prediction
from simkit.model.rule import Rule, Turns
from simkit.model.script import Script
from simkit.model.serving import PLAIN_SERVING, Serving
from simkit.model.words import Cells
from simkit.units import BadValue

Column = tuple[str, str, str | None, Cells]  # file, name, unit, what its cells are


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """A lifeline with its numbers.

    Attributes:
        id: As in the diagram.
        label: As people see it.
        kind: What it is.
        workers: How many executions each instance can run at once; None: unlimited.
        instances: How many there are of it when it begins, from 1, or from 0 where it is scaled;
            deliveries pushed ahead, partitions and crashes belong to one of them, calls wait in
            front of all.
        detect_after: How long after one has died the others notice.
        policy: How a broker deals with its messages; None for others.
        queue: How many messages can wait for a worker, more are refused; None: unlimited.
        releases: Whether an execution that waits for an answer gives its worker to others.
        serving: How a pool serves.
    """

    id: str
    label: str
    kind: Kind
    workers: int | None
    queue: int | None
    releases: bool
    instances: int = 1
    detect_after: Distribution = AT_ONCE
    policy: Policy | None = None
    serving: Serving = PLAIN_SERVING

    @property
    def all_workers(self) -> int | None:
        """Workers of all instances together, as many as there can be at once; None: unlimited."""
        if self.workers is None or not self.serving.moves:
            return None if self.workers is None else self.workers * self.instances
        return self.serving.most_workers(self.instances, self.workers)

    @property
    def most_workers(self) -> int | None:
        """Workers of one instance, as many as it can have at once; None: unlimited."""
        later = (one.workers for one in self.serving.resizes if one.workers is not None)
        return None if self.workers is None else max([self.workers, *later])

    @property
    def has_luck(self) -> bool:
        """Whether anything that it does by itself is drawn."""
        deals_by_chance = self.policy is not None and self.policy.has_luck
        scale = self.serving.autoscale
        starts_by_chance = scale is not None and scale.has_luck
        return deals_by_chance or starts_by_chance or self.detect_after.cv > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one line of a drawing costs.

    Attributes:
        time: What handling it takes its receiver.
        works: Whether that time needs a worker (``work``) or none (``wait``).
        network: Time under way.
        stream: Name of its stream of draws.
        handling: What else is said of it.
        calling: How it is called for.
    """

    time: Distribution
    works: bool
    network: Distribution
    stream: str
    handling: Handling = PLAIN
    calling: Calling = PLAIN_CALL


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """How the requests of one client come.

    Attributes:
        client: Id of its lifeline.
        load: When its requests come.
        roots: Numbers of the journeys that they begin.
        shares: How likely each of them is, together 1; none: each as likely as the others.
    """

    client: str
    load: Load
    roots: tuple[int, ...]
    shares: tuple[float, ...] = ()

    @property
    def has_luck(self) -> bool:
        """Whether its requests come, or choose their journey, by chance."""
        return len(self.roots) > 1 or self.arrives_by_chance

    @property
    def arrives_by_chance(self) -> bool:
        """Whether its requests come by chance."""
        return self.load.by_chance

    @property
    def weights(self) -> tuple[float, ...]:
        """How large a share of its requests each of its journeys is; together 1."""
        return self.shares or tuple(1 / len(self.roots) for _ in self.roots)


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """One way of doing the work.

    Attributes:
        name: As in the file.
        drawings: The Mermaid text of each of its diagrams.
        script: What its diagram means.
        participants: In the order of the diagram.
        costs: One for each line of the script.
        sources: How the requests of each client come.
        acknowledged_by: Lines whose first arrival acknowledges the request.
        noticed_by: Lines whose first arrival tells a client that all is done.
        after_all_work: Lines into a client that by the drawing come after all the work.
        assumptions: What had to be decided, in words.
        warnings: What a careful reader would point out, in words.
        faults: What goes wrong, in file order.
        rules: What each block of the script does.
        noticed_in: Loops whose end tells a client that all is done.
    """

    name: str
    drawings: tuple[str, ...]
    script: Script
    participants: tuple[Participant, ...]
    costs: tuple[Cost, ...]
    sources: tuple[Source, ...]
    acknowledged_by: frozenset[int]
    noticed_by: frozenset[int]
    after_all_work: frozenset[int]
    assumptions: tuple[str, ...]
    warnings: tuple[str, ...]
    faults: tuple[Fault, ...] = ()
    rules: tuple[Rule, ...] = ()
    noticed_in: frozenset[int] = frozenset()

    @property
    def has_luck(self) -> bool:
        """Whether anything in it is drawn; without luck every replication is the same."""
        laws = [law for cost in self.costs for law in (cost.time, cost.network)]
        parts = (
            *(source.has_luck for source in self.sources),
            *(cost.handling.has_luck for cost in self.costs),
            *(cost.calling.has_luck for cost in self.costs),
            *(rule.has_luck for rule in self.rules),
            *(participant.has_luck for participant in self.participants),
            *(fault.has_luck for fault in self.faults),
        )
        return any(parts) or any(law.cv > 0 for law in laws)

    @property
    def load(self) -> Load:
        """How the requests of the first client come."""
        return self.sources[0].load

    @property
    def journeys(self) -> tuple[str, ...]:
        """Names of the journeys; empty texts where a design has one diagram."""
        return tuple(root.journey for root in self.script.roots)

    def polls(self, section: int) -> bool:
        """Whether a block only looks, now and then, whether something has happened.

        So does a loop with a pause and an end that it waits for, if a client looks, or if what
        it waits for does not come about within the loop. Nobody waits for polls themselves.
        """
        rule, script = self.rules[section], self.script
        if not isinstance(rule, Turns) or not rule.until or rule.pause is None:
            return False
        lines = {line for when in rule.until for line in when.lines}
        inside = any(section in dict(script.lines[line].within) for line in lines)
        decider = script.executions[script.sections[section].decider].lifeline
        return not inside or self.participant(decider).kind is Kind.CLIENT

    def participant(self, name: str) -> Participant:
        """The participant with this id."""
        return next(p for p in self.participants if p.id == name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """How long, how often, from which seed; times in ns.

    Attributes:
        horizon: Journeys that start before it are measured, > 0.
        warm_up: Journeys that start before it are not, < horizon.
        finds_warm_up: Whether its end is to be found before the runs; ``warm_up`` is then only
            what stands until it is.
        patience: How long after the horizon open journeys are waited for.
        replications: Independent repetitions, from 1.
        seed: Of all draws, from 0.
        assumptions: Which of these the author did not say, in words.
    """

    horizon: int
    warm_up: int
    finds_warm_up: bool
    patience: int
    replications: int
    seed: int
    assumptions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Scenario:
    """One question, and the designs that are to answer it.

    Attributes:
        name: Title.
        question: What is to be decided; may be empty.
        source: Where the numbers come from; may be empty.
        designs: At least one, in file order.
        run: How to run them.
        predictions: What the author expects.
        document: The plain data it was resolved from, as in a file, diagrams read.
        columns: What was read from data files, by file, column, unit and what its cells are;
            times in ns.
    """

    name: str
    question: str
    source: str
    designs: tuple[Design, ...]
    run: Run
    predictions: tuple[Prediction, ...]
    document: dict[str, Any] = field(hash=False, repr=False)
    columns: dict[Column, tuple[int, ...]] = field(hash=False, repr=False)

    def __repr__(self) -> str:
        names = ", ".join(f"'{design.name}'" for design in self.designs)
        return f"<Scenario '{self.name}' with the designs {names}>"

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        """Its diagrams as pictures, in a notebook that draws Mermaid."""
        drawings = [text for design in self.designs for text in design.drawings]
        if len(drawings) == 1:
            return {"text/vnd.mermaid": drawings[0], "text/plain": repr(self)}
        parts = [f"**{self.name}**"]
        for design in self.designs:
            parts.append(f"{design.name}:")
            for text in design.drawings:
                longest = max((len(run) for run in re.findall("`+", text)), default=0)
                fence = "`" * max(3, longest + 1)
                parts.append(f"{fence}mermaid\n{text.rstrip()}\n{fence}")
        return {"text/markdown": "\n\n".join(parts), "text/plain": repr(self)}

    def design(self, name: str) -> Design:
        """The design with this name.

        Raises:
            KeyError: If there is none.
        """
        for design in self.designs:
            if design.name == name:
                return design
        known = ", ".join(design.name for design in self.designs)
        raise KeyError(f"no design named '{name}'; there are {known}")

    def column(
        self, file: str, name: str, unit: str | None, cells: Cells = "times", /
    ) -> tuple[int, ...]:
        """A column of a data file, as it was when the scenario was read; times in ns.

        Raises:
            BadValue: If the scenario has not read it.
        """
        if (file, name, unit, cells) not in self.columns:
            raise BadValue(f"found the file '{file}'", "a file that the scenario has read already")
        return self.columns[file, name, unit, cells]

    def change(self, path: str, value: object) -> "Scenario":
        r"""The same scenario with one thing said differently.

        Args:
            path: Keys with dots between them, as in the file; keys with spaces or dots in
                double quotes (``messages."Trigger Event".work``).
            value: As in the file. A bare quantity in place of a law ("10 ms" for
                "exponential 5 ms", "40/s" for "poisson 80/s") replaces the mean and keeps
                the shape; "constant 10 ms" replaces the law.

        Raises:
            ScenarioError: If the path or the value has no meaning.

        >>> import simkit as sk
        >>> small = sk.scenario("sequenceDiagram\n C->>A: Ask\n A-->>C: Answer",
        ...                     work={"Ask": "exponential 5 ms"}, load="poisson 80/s")
        >>> print(small.change("messages.Ask.work", "10 ms").designs[0].costs[0].time)
        exponential 10 ms
        """
        # Resolving needs this module, and only a changed scenario needs resolving.
        from simkit.model.change import changed  # noqa: PLC0415

        return changed(self, {path: value})

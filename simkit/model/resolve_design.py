"""One design: its script joined with the numbers of its participants, messages and load."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from simkit.errors import Problem, ScenarioError, nearest
from simkit.model.completion import after_all_work, noticed_in, sent
from simkit.model.defaults import LOAD, sized
from simkit.model.diagram import Diagram, Lifeline
from simkit.model.form import FIRST_SENDER, DesignForm, Loads, ScenarioForm
from simkit.model.graph import Graph
from simkit.model.graph_reading import clients_of, journeys_of
from simkit.model.kinds import Kind
from simkit.model.load import Every, Load
from simkit.model.merge import merge, merged_rules
from simkit.model.mix import Part, mixed
from simkit.model.projection import project
from simkit.model.remarks import assumptions_of, warnings_of
from simkit.model.resolve_blocks import rules_of
from simkit.model.resolve_faults import faults_of
from simkit.model.resolve_messages import costs_of
from simkit.model.resolve_participants import Cast
from simkit.model.rule import Rule
from simkit.model.said import Keys, Said
from simkit.model.scenario import Design, Source
from simkit.model.script import LineKind, Script
from simkit.units import LONGEST

MOST_LINES = 2_000  # of all journeys of a design together


def resolve_design(
    name: str,
    form: DesignForm,
    shared: ScenarioForm,
    keys: Keys,
    unread: frozenset[Keys] = frozenset(),
) -> "Resolved":
    """A design with every number decided.

    Args:
        name: Of the design.
        form: What is said of this design.
        shared: What is said of all designs.
        keys: Path of the design in the scenario, for the problems.
        unread: Paths of what was said and could not be read: nothing is said of its absence.

    Raises:
        ScenarioError: With everything that is wrong with it.
    """
    said = Said(name, form, shared, keys, unread)
    drawn = tuple(_drawn(form, keys))
    lifelines = tuple({line.id: line for one in drawn for line in one.lifelines}.values())
    # Who begins a graph depends on who is a broker, and a broker that begins a diagram is none.
    brokers = Cast(replace(said, problems=[]), lifelines, ()).brokers
    first = tuple(dict.fromkeys(name for one in drawn for name in one.first(brokers)))
    cast = Cast(said, lifelines, first)
    read = _Reading(said, cast)
    for one in drawn:
        read.take(one)
    if read.problems:
        raise ScenarioError(*said.problems, *read.problems)
    script = merge(tuple(read.scripts))
    design = _design(said, cast, script, read)
    design = replace(design, drawings=tuple(one.drawing.source for one in drawn))
    idle = [problem for path, problem in said.idle.items() if path not in said.used]
    own = [problem for problem in idle if problem.keys[0] == "designs"]
    if said.problems or own:
        raise ScenarioError(*said.problems, *own)
    shared_idle = tuple(problem for problem in idle if problem.keys[0] != "designs")
    return Resolved(design=design, idle=shared_idle, used=frozenset(said.used))


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """A design, and which of the shared numbers it has a use for.

    Attributes:
        design: With every number decided.
        idle: What would be wrong with shared numbers if no other design used them either.
        used: Paths of the numbers that mean something here.
    """

    design: Design
    idle: tuple[Problem, ...]
    used: frozenset[Keys]


# ---------------------------------------------------------------------- the drawings


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drawn:
    """One diagram of a design.

    Attributes:
        name: Of its journey; "" where the design has one diagram.
        drawing: As drawn.
        loads: What is said of its load alone, and where.
        keys: Path of the diagram.
        share: How many of its client's requests are of it, if that is said.
    """

    name: str
    drawing: Diagram | Graph
    loads: tuple[Keys, Loads]
    keys: Keys
    share: float | str | None = None

    @property
    def lifelines(self) -> Iterator[Lifeline]:
        """Everyone drawn; a node is a lifeline too."""
        if isinstance(self.drawing, Diagram):
            yield from self.drawing.lifelines
        else:
            for node in self.drawing.nodes:
                yield Lifeline(id=node.id, label=node.label, type="participant", at=node.at)

    def first(self, brokers: frozenset[str]) -> tuple[str, ...]:
        """Ids of those who send first."""
        if isinstance(self.drawing, Graph):
            return clients_of(self.drawing, brokers)
        arrows = self.drawing.arrows
        return (arrows[0].sender,) if arrows else ()


def _drawn(form: DesignForm, keys: Keys) -> Iterator[_Drawn]:
    if form.diagram is not None:
        nothing: tuple[Keys, Loads] = ((*keys, "load"), {})
        yield _Drawn(name="", drawing=form.diagram, loads=nothing, keys=(*keys, "diagram"))
    for name, journey in form.journeys.items():
        here = (*keys, "journeys", name)
        if journey.diagram is not None:
            yield _Drawn(
                name=name,
                drawing=journey.diagram,
                loads=((*here, "load"), journey.load),
                keys=(*here, "diagram"),
                share=journey.share,
            )


class _Reading:
    """The drawings of a design while they are read.

    Attributes:
        scripts: By the name of their journeys.
        loads: What is said of the load of each journey alone, where, and who may have one.
        parts: How the requests of each journey come, in the order of the scripts.
        problems: What has no meaning.
        assumed: What had to be read into graphs, in words.
    """

    def __init__(self, said: Said, cast: Cast) -> None:
        self.said, self.cast = said, cast
        self.scripts: list[tuple[str, Script]] = []
        self.rules: list[tuple[Rule, ...]] = []
        self.parts: list[Part] = []
        self.problems: list[Problem] = []
        self.assumed: list[str] = []
        self.loads: list[tuple[Keys, Loads, tuple[str, ...]]] = []
        self.roots = 0
        self.answers = said.one("answers")
        self.choices = {
            label: ((*keys, label), text)
            for keys, texts in said.layers("choices")
            for label, text in texts.items()
        }
        self.lenient = said.lenient

    def take(self, drawn: _Drawn) -> None:
        """Read one drawing."""
        try:
            if isinstance(drawn.drawing, Diagram):
                self._diagram(drawn, drawn.drawing)
            else:
                self._graph(drawn, drawn.drawing)
        except ScenarioError as error:
            file = _file(drawn.keys)
            for problem in error.problems:
                place = problem.place and replace(problem.place, file=file)
                keys = drawn.keys if place else problem.keys
                self.problems.append(replace(problem, keys=keys, place=place))

    def _diagram(self, drawn: _Drawn, diagram: Diagram) -> None:
        named = {line.id for name in drawn.loads[1] if (line := self.cast.named(name))}
        script = self._project(diagram, self.cast.loaded | named)
        self._blocks(script)
        for number, root in enumerate(script.roots):
            load = self._load(root.client, drawn, number == 0)
            self._part(root.client, load, 1, drawn, drawn.share if number == 0 else None)
        self.scripts.append((drawn.name, script))
        self.loads.append((*drawn.loads, script.clients))

    def _graph(self, drawn: _Drawn, graph: Graph) -> None:
        journeys = journeys_of(graph, self.cast.brokers)
        clients = tuple(dict.fromkeys(journey.client for journey in journeys))
        self.loads.append((*drawn.loads, clients))
        for client in clients:
            own = [journey for journey in journeys if journey.client == client]
            for journey in own:
                name = ": ".join(part for part in (drawn.name, journey.name) if part)
                script = self._project(journey.diagram, frozenset())
                self.scripts.append((name if len(journeys) > 1 else drawn.name, script))
                self.rules.append(())  # a graph has no blocks
                self.assumed += [f"{drawn.name}, {t}" if drawn.name else t for t in journey.assumed]
            load = self._load(client, drawn, client == clients[0])
            self._part(client, load, len(own), drawn, drawn.share)

    def _blocks(self, script: Script) -> None:
        """What its blocks do."""
        blocks = rules_of(
            script,
            self.choices,
            unread=frozenset(str(keys[-1]) for keys in self.said.unread if "choices" in keys),
            lenient=self.lenient,
        )
        if blocks.problems:
            raise ScenarioError(*blocks.problems)
        self.rules.append(blocks.rules)
        self.assumed += blocks.assumed

    def _project(self, diagram: Diagram, clients: frozenset[str]) -> Script:
        solid: bool | None = self.answers == "solid"
        if any(path[-1:] == ("answers",) for path in self.said.unread):
            solid = True
        elif self.answers is None and self.lenient:
            solid = None
        return project(
            diagram,
            brokers=self.cast.brokers,
            clients=clients,
            consumers=self.cast.consumers,
            solid_answers=solid,
            lenient=self.lenient,
        )

    def _part(
        self, client: str, load: Load, roots: int, drawn: _Drawn, share: float | str | None
    ) -> None:
        numbers = tuple(range(self.roots, self.roots + roots))
        self.roots += roots
        self.parts.append(
            Part(
                source=Source(client=client, load=load, roots=numbers),
                share=share,
                has_load=bool(drawn.loads[1]),
                keys=drawn.keys[:-1],
            )
        )

    @property
    def sources(self) -> tuple[Source, ...]:
        """How requests come."""
        sources, problems = mixed(self.parts)
        here = (*self.said.keys, "journeys")
        if not any(path[: len(here)] == here for path in self.said.unread):
            self.said.problems += problems
        return sources

    def _load(self, client: str, drawn: _Drawn, is_first: bool) -> Load:
        found: Load | None = None
        for _, loads in (*self.said.layers("load"), drawn.loads):
            for name, load in loads.items():
                lifeline = self.cast.named(name)
                if (name == FIRST_SENDER and is_first) or (lifeline and lifeline.id == client):
                    found = load
        if found is None and self.lenient:
            self.assumed.append(f"{client}: {LOAD} (not stated)")
            return LOAD
        if found is None and not self.said.lost("load", client):
            keys: Keys = drawn.loads[0] if drawn.name else ("load",)
            example = f"one, such as 'load: {{{client}: poisson 80/s}}'"
            self.said.complain(keys, f"found no load of {client}", example)
        return found or Every(interval=LONGEST)


def _file(keys: Keys) -> str:
    """What stands for a file where a diagram comes from none."""
    names = [str(key) for key in keys if key not in ("designs", "journeys", "diagram")]
    return f"diagram '{names[-1]}'" if names else "diagram"


# ---------------------------------------------------------------------- the design


def _design(said: Said, cast: Cast, script: Script, read: _Reading) -> Design:
    participants = tuple(cast.participant(line, script) for line in script.diagram.lifelines)
    _check_consumers(said, cast, script)
    _check_loads(said, cast, script.clients, read)
    clients = frozenset(p.id for p in participants if p.kind is Kind.CLIENT)
    consumers = {name: form for name in cast.brokers if (form := cast.consumer(name))}
    costs = costs_of(said, script, consumers, {p.id: p for p in participants})
    rules = merged_rules(
        tuple((one, rules) for (_, one), rules in zip(read.scripts, read.rules, strict=True))
    )
    told, leaving = after_all_work(script, clients, rules), sent(script, rules)
    if len(script.lines) > MOST_LINES:
        found, expected = f"found {len(script.lines)} lines", f"at most {MOST_LINES} in a design"
        said.complain(said.keys, found, expected)
    own = frozenset(root.execution for root in script.roots)
    answers = frozenset(
        line.index for line in script.lines if line.kind is LineKind.ANSWER and line.to in own
    )
    design = Design(
        name=said.name,
        drawings=(),
        script=script,
        participants=participants,
        costs=costs.costs,
        sources=read.sources,
        acknowledged_by=_named(said, script, "acknowledged", clients, answers) & leaving,
        noticed_by=_named(said, script, "noticed", clients, told) & leaving,
        after_all_work=told,
        assumptions=(),
        warnings=(),
        faults=faults_of(said, script, participants),
        rules=rules,
        noticed_in=noticed_in(script, clients, rules),
    )
    if said.problems:
        return design
    stated = {name: set(of) for name, of in cast.stated.items()}
    stated_network = said.lenient or (said.form.network or said.shared.network) is not None
    sizes: list[str] = []
    if said.lenient:
        unsized = frozenset(name for name, of in stated.items() if "workers" not in of)
        design, sizes = sized(design, unsized)
        stated = {name: of | {"workers"} for name, of in stated.items()}
    assumed = assumptions_of(design, stated, costs.stated, stated_network)
    return replace(
        design,
        assumptions=(
            *script.assumed,
            *cast.assumed,
            *read.assumed,
            *costs.assumed,
            *assumed,
            *sizes,
        ),
        warnings=warnings_of(design),
    )


def _check_consumers(said: Said, cast: Cast, script: Script) -> None:
    taken = {line.receiver for line in script.lines if not line.drawn}
    for broker, name in cast.consumers.items():
        if cast.consumer(broker) is None:
            continue
        found = f"found a consumer of {broker}"
        why = f"whatever {broker} stores is taken by somebody drawn"
        said.weigh(name not in taken, cast.where[broker]["consumer"], found, why)


def _check_loads(said: Said, cast: Cast, clients: tuple[str, ...], read: _Reading) -> None:
    every = [(keys, loads, clients) for keys, loads in said.layers("load")]
    for keys, loads, own in (*every, *read.loads):
        for name in loads:
            lifeline = cast.named(name)
            if lifeline and lifeline.id not in own:
                said.complain(
                    (*keys, name),
                    f"found a load of {name}",
                    f"a load of {' or '.join(own)}, or of a lifeline that sends "
                    f"before anything reaches it",
                    at_key=True,
                )


def _named(
    said: Said, script: Script, item: str, clients: frozenset[str], otherwise: frozenset[int]
) -> frozenset[int]:
    """The lines into a client that ``acknowledged`` or ``noticed`` names, or those of the rules.

    A journey that has no line of this name keeps those of the rules.
    """
    label = said.one(item)
    if label is None:
        return otherwise
    good = (LineKind.ANSWER, LineKind.MESSAGE, LineKind.ASK, LineKind.DELIVERY)
    into = [line for line in script.lines if line.receiver in clients and line.kind in good]
    lines = frozenset(line.index for line in into if line.label == label)
    if not lines:
        known: list[Any] = [line.label for line in into]
        said.complain(
            (*said.keys, item) if getattr(said.form, item) else (item,),
            f"found '{label}', which reaches no client in design '{said.name}'",
            "one of " + ", ".join(f"'{name}'" for name in known)
            if known
            else "a diagram with a message or an answer to the client",
            meant=nearest(label, known),
        )
    named = {script.root_of[line] for line in lines}
    return lines | frozenset(line for line in otherwise if script.root_of[line] not in named)

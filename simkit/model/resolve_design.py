"""One design: its script joined with the numbers of its participants, messages and load."""

from dataclasses import dataclass, field, replace
from typing import Any

from simkit.errors import Place, Problem, ScenarioError, nearest
from simkit.model.causality import after_all_work, sent
from simkit.model.distribution import Constant, Distribution
from simkit.model.form import (
    FIRST_SENDER,
    DesignForm,
    MessageForm,
    ScenarioForm,
)
from simkit.model.kinds import Kind, guess_kind
from simkit.model.load import Every, Load
from simkit.model.projection import project
from simkit.model.remarks import assumptions_of, warnings_of
from simkit.model.scenario import Cost, Design, Participant
from simkit.model.script import Line, LineKind, Script
from simkit.units import LONGEST

NOTHING = Constant(value=0)
Keys = tuple[str | int, ...]


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
    answers = form.answers or shared.answers or "dashed"
    try:
        lost = any(path[-1:] == ("answers",) for path in unread)
        script = project(form.diagram, solid_answers=lost or answers == "solid")
    except ScenarioError as error:
        drawn = (*keys, "diagram")
        raise ScenarioError(
            *(
                replace(p, keys=drawn, place=p.place and replace(p.place, file=_file(keys)))
                for p in error.problems
            )
        ) from None
    resolver = _Resolver(name, form, shared, keys, script, unread)
    design = resolver.design()
    idle = [problem for path, problem in resolver.idle.items() if path not in resolver.used]
    own = [problem for problem in idle if problem.keys[0] == "designs"]
    if resolver.problems or own:
        raise ScenarioError(*resolver.problems, *own)
    shared_idle = tuple(problem for problem in idle if problem.keys[0] != "designs")
    return Resolved(design=design, idle=shared_idle, used=frozenset(resolver.used))


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


def _file(keys: Keys) -> str:
    """What stands for a file where a diagram comes from none."""
    return f"diagram '{keys[-1]}'" if keys else "diagram"


@dataclass
class _Resolver:
    name: str
    form: DesignForm
    shared: ScenarioForm
    keys: Keys
    script: Script
    unread: frozenset[Keys]
    problems: list[Problem] = field(default_factory=list)
    said: dict[str, set[str]] = field(default_factory=dict)  # what was stated, by participant
    stated_costs: list[dict[str, Any]] = field(default_factory=list)  # by line
    idle: dict[Keys, Problem] = field(default_factory=dict)  # numbers without a use, by path
    used: set[Keys] = field(default_factory=set)

    def design(self) -> Design:
        self.check_names()
        participants = tuple(self.participant(line.id) for line in self.script.diagram.lifelines)
        clients = frozenset(p.id for p in participants if p.kind is Kind.CLIENT)
        costs = self.costs()
        load = self.load()
        told = after_all_work(self.script, clients)
        leaving = sent(self.script)
        answers = frozenset(
            line.index
            for line in self.script.lines
            if line.kind is LineKind.ANSWER and line.to == 0
        )
        design = Design(
            name=self.name,
            script=self.script,
            participants=participants,
            costs=costs,
            load=load,
            acknowledged_by=(self.named("acknowledged", clients) or answers) & leaving,
            noticed_by=(self.named("noticed", clients) or told) & leaving,
            after_all_work=told,
            assumptions=(),
            warnings=(),
        )
        if self.problems:
            return design
        stated_network = (self.form.network or self.shared.network) is not None
        return replace(
            design,
            assumptions=assumptions_of(design, self.said, self.stated_costs, stated_network),
            warnings=warnings_of(design),
        )

    def lost(self, item: str, name: str) -> bool:
        """Whether something said of a name could not be read."""
        return any(
            item in path and (path[-1] == item or name in path[path.index(item) :])
            for path in self.unread
        )

    def complain(self, keys: Keys, found: str, expected: str, **more: Any) -> None:
        self.problems.append(Problem(keys=keys, found=found, expected=expected, **more))

    def weigh(self, useless: bool, keys: Keys, found: str, why: str) -> None:
        """Note whether a number means something here; one that nowhere does is wrong."""
        if useless:
            self.idle[keys] = Problem(keys=keys, found=found, expected=f"none: {why}", at_key=True)
        else:
            self.used.add(keys)

    # ------------------------------------------------------------------ participants

    def check_names(self) -> None:
        """Each name means one participant, and each participant is named once in one place."""
        lifelines = self.script.diagram.lifelines
        for keys, forms in (*self.layers("participants"), *self.layers("load")):
            named: dict[str, str] = {}
            for key in forms:
                meant = [line.id for line in lifelines if line.id == key]
                meant = meant or [line.id for line in lifelines if line.label == key]
                if len(meant) > 1:
                    expected = " or ".join(f"'{name}'" for name in meant)
                    found = f"found '{key}', which is the shown name of {' and '.join(meant)}"
                    self.complain((*keys, key), found, expected, at_key=True)
                elif meant and named.setdefault(meant[0], key) != key:
                    found = f"found '{key}' beside '{named[meant[0]]}'"
                    expected = "one of them: both name the same participant"
                    self.complain((*keys, key), found, expected, at_key=True)

    def participant(self, name: str) -> Participant:
        lifeline = self.script.diagram.lifeline(name)
        assert lifeline is not None
        stated: dict[str, Any] = {}
        where: dict[str, Keys] = {}
        for keys, forms in self.layers("participants"):
            for key, form in forms.items():
                if self.script.diagram.lifeline(key) is lifeline:
                    for item in form.model_fields_set:
                        stated[item] = getattr(form, item)
                        where[item] = (*keys, key, item)
        self.said[name] = set(stated)
        kind = self.kind(name, stated, where)
        workers = stated.get("workers")
        for item in {"workers", "waiting"} & stated.keys():
            found, why = f"found '{item}' for the client {name}", "a client has no workers"
            self.weigh(kind is Kind.CLIENT, where[item], found, why)
        return Participant(
            id=name,
            label=lifeline.label,
            kind=kind,
            workers=None if kind is Kind.CLIENT or workers == "unlimited" else workers,
            releases=stated.get("waiting") == "releases",
        )

    def kind(self, name: str, stated: dict[str, Any], where: dict[str, Keys]) -> Kind:
        kind = stated.get("kind")
        lifeline = self.script.diagram.lifeline(name)
        assert lifeline is not None
        if name == self.script.client:
            if kind not in (None, Kind.CLIENT):
                self.complain(
                    where["kind"],
                    f"found another kind for {name}, which sends first in design '{self.name}'",
                    "client: whoever sends first is the client",
                )
            return Kind.CLIENT
        if kind is None:
            kind, why = guess_kind(lifeline)
            if kind is Kind.BROKER and not self.lost("participants", name):
                source = self.script.diagram.source.splitlines()[lifeline.at.line - 1]
                self.complain(
                    (*self.keys, "diagram"),
                    f"found {name}, which is read as a broker {why}",
                    f"a client or a pool of workers: brokers are not run yet "
                    f"('participants: {{{name}: {{kind: api}}}}' makes it a pool)",
                    place=Place(
                        file=_file(self.keys),
                        line=lifeline.at.line,
                        column=lifeline.at.column,
                        source=source,
                    ),
                )
        elif kind is Kind.BROKER:
            self.complain(
                where["kind"],
                "found 'broker'",
                "client, or a pool of workers: brokers are not run yet",
            )
        return kind

    def layers(self, item: str) -> list[tuple[Keys, dict[str, Any]]]:
        """What is shared, then what this design says; the later wins."""
        own = getattr(self.form, item)
        return [((item,), getattr(self.shared, item)), ((*self.keys, item), own)]

    # ------------------------------------------------------------------ messages

    def costs(self) -> tuple[Cost, ...]:
        stated: list[dict[str, Any]] = [{} for _ in self.script.lines]
        named: dict[tuple[int, str], str] = {}
        for layer, (keys, forms) in enumerate(self.layers("messages")):
            for key, form in forms.items():
                for line in self.lines_named(key, (*keys, key)):
                    other = named.setdefault((line.index, str(layer)), key)
                    if other != key:
                        self.complain(
                            (*keys, key),
                            f"found '{key}' beside '{other}'",
                            "one of them: both name the same message",
                            at_key=True,
                        )
                    self.check_message(line, form, (*keys, key))
                    self.say(stated[line.index], form)
        self.stated_costs = stated
        network = self.form.network or self.shared.network or NOTHING
        return tuple(self.cost(line, stated[line.index], network) for line in self.script.lines)

    @staticmethod
    def say(stated: dict[str, Any], form: MessageForm) -> None:
        items = form.model_fields_set
        if items & {"work", "wait"}:
            stated.pop("work", None)
            stated.pop("wait", None)
        stated.update((item, getattr(form, item)) for item in items)

    def cost(self, line: Line, stated: dict[str, Any], network: Distribution) -> Cost:
        inside = line.kind is LineKind.STEP
        return Cost(
            time=stated.get("work") or stated.get("wait") or NOTHING,
            works="wait" not in stated,
            network=NOTHING if inside else stated.get("network") or network,
            stream=stated.get("luck") or line.stream,
        )

    def lines_named(self, key: str, keys: Keys) -> list[Line]:
        """The lines that a key of ``messages`` names."""
        lines = [line for line in self.script.lines if line.label == key]
        receivers = sorted({line.receiver for line in lines})
        if len(receivers) > 1:
            names = [f"{receiver}.{key}" for receiver in receivers]
            self.complain(
                keys,
                f"'{key}' goes to {' and to '.join(receivers)}",
                " or ".join(f"'{name}'" for name in names),
                at_key=True,
            )
            return []
        if lines:
            return lines
        label = {line.id: line.label for line in self.script.diagram.lifelines}
        return [
            line
            for line in self.script.lines
            if key in (line.stream, f"{label[line.receiver]}.{line.label}")
        ]

    def check_message(self, line: Line, form: MessageForm, keys: Keys) -> None:
        if form.work is not None and form.wait is not None:
            self.complain(keys, "found both 'work' and 'wait'", "one of them")
        is_lost = line.kind is LineKind.LOST
        found = f"found numbers for '{line.label}'"
        if form.model_fields_set:
            self.weigh(is_lost, keys, found, "it is drawn as lost on the way")
        for item in form.model_fields_set - {"luck"}:
            found = f"found '{item}' for '{line.label}'"
            if item == "network":
                useless = line.kind is LineKind.STEP
                self.weigh(useless, (*keys, item), found, "it is a step inside its lifeline")
            elif not is_lost:
                useless = line.kind is LineKind.REFUSAL
                self.weigh(useless, (*keys, item), found, "whoever is told no stops there")

    # ------------------------------------------------------------------ load and clocks

    def load(self) -> Load:
        found: Load | None = None
        for keys, loads in self.layers("load"):
            for name, load in loads.items():
                lifeline = self.script.diagram.lifeline(name)
                if name == FIRST_SENDER or (lifeline and lifeline.id == self.script.client):
                    found = load
                elif lifeline:
                    self.complain(
                        (*keys, name),
                        f"found a load of {name}",
                        f"a load of {self.script.client}, which sends first: "
                        f"second clients are not run yet",
                        at_key=True,
                    )
        client = self.script.client
        if found is None and not self.lost("load", client):
            self.complain(
                ("load",),
                f"found no load of {client}",
                f"one, such as 'load: {{{client}: poisson 80/s}}'",
            )
        return found or Every(interval=LONGEST)

    def named(self, item: str, clients: frozenset[str]) -> frozenset[int]:
        """The lines into a client that ``acknowledged`` or ``noticed`` names."""
        own, shared = getattr(self.form, item), getattr(self.shared, item)
        label = own or shared
        if label is None:
            return frozenset()
        good = (LineKind.ANSWER, LineKind.MESSAGE, LineKind.ASK)
        into = [
            line for line in self.script.lines if line.receiver in clients and line.kind in good
        ]
        lines = frozenset(line.index for line in into if line.label == label)
        if not lines:
            known = [line.label for line in into]
            self.complain(
                (*self.keys, item) if own else (item,),
                f"found '{label}', which reaches no client in design '{self.name}'",
                "one of " + ", ".join(f"'{name}'" for name in known)
                if known
                else "a diagram with a message or an answer to the client",
                meant=nearest(label, known),
            )
        return lines

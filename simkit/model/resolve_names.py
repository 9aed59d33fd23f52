"""The names that may be said of a design: of its participants and its messages."""

from collections.abc import Iterator
from typing import Any

from simkit.errors import Problem, nearest
from simkit.model.defaults import consumer_of
from simkit.model.diagram import Diagram, Head, Lifeline, labels_in
from simkit.model.form import FIRST_SENDER, DesignForm, ScenarioForm
from simkit.model.graph import Graph, Node
from simkit.model.said import Keys
from simkit.model.scenario import Design
from simkit.model.script import LineKind

Forms = list[tuple[str, DesignForm, tuple[str, ...]]]  # of each design: name, form, path


class Names:
    """The names that may be said of a design."""

    def __init__(self, drawn: list[Diagram | Graph], consumers: dict[str, set[str]]) -> None:
        self.ids: dict[str, None] = {}  # in drawn order
        self.shown, self.labels, self.messages = set(consumers), set[str](), set[str]()
        self.branches = {label for one in drawn for label in _branches(one)}
        for one in drawn:
            label = {line.id: line.label for line in _lifelines(one)}
            self.ids |= dict.fromkeys(label)
            self.shown |= label.keys() | set(label.values())
            for receiver, text in _messages(one):
                self.labels.add(text)
                shown = label.get(receiver, receiver)
                takers = (name for name, of in consumers.items() if of & {receiver, shown})
                for name in (receiver, shown, *takers):
                    self.messages |= {text, f"{name}.{text}", f'"{name}".{text}'}
        self.ids |= dict.fromkeys(sorted(consumers))


def _drawings(form: DesignForm) -> list[Diagram | Graph]:
    """All that is drawn of a design."""
    own = [form.diagram, *(journey.diagram for journey in form.journeys.values())]
    return [one for one in own if one is not None]


def names_of(form: ScenarioForm, forms: Forms, designs: list[Design]) -> dict[str, Names]:
    """The names that may be said of each design."""
    of = {design.name: design for design in designs}
    found = {}
    for name, one, _ in forms:
        found[name] = Names(_drawings(one), _consumers(form, one, of.get(name)))
        if name in of:  # what a broker sends by itself is drawn as no message into it
            found[name].messages |= {
                f"{receiver}.{line.label}"
                for line in of[name].script.lines
                if not line.drawn
                for receiver in (line.receiver, f'"{line.receiver}"')
            }
    return found


def unknown_names(
    form: ScenarioForm, forms: Forms, drawn: dict[str, Names], unread: list[object]
) -> Iterator[Problem]:
    """Names that no diagram has."""
    layers: list[tuple[Keys, Any, list[Names], list[object]]] = [
        ((), form, [*drawn.values()], unread)
    ]
    for name, one, keys in forms:
        names = drawn[name]
        if keys:
            layers.append((keys, one, [names], []))
            for inner, journey in one.journeys.items():
                layers.append(((*keys, "journeys", inner), journey, [names], []))
    for path, said, known, elsewhere in layers:
        if known and all(isinstance(text, str) for text in elsewhere):
            yield from _unknown_in(path, said, known, [str(text) for text in elsewhere])


def _consumers(
    form: ScenarioForm, design_form: DesignForm, design: Design | None
) -> dict[str, set[str]]:
    """The participants that are not drawn, with the names of the brokers they take from."""
    found: dict[str, set[str]] = {}
    for name, one in (*form.participants.items(), *design_form.participants.items()):
        if one.consumer:
            found.setdefault(one.consumer.name, set()).add(name)
    if design is None and "document" in (design_form.reading, form.reading):
        ids = [line.id for one in _drawings(design_form) for line in _lifelines(one)]
        return found | {consumer_of(name): {name} for name in ids}
    for line in design.script.lines if design else ():
        if line.kind is LineKind.DELIVERY and not line.drawn:
            found.setdefault(line.receiver, set()).add(line.sender)
    return found


def _lifelines(drawn: Diagram | Graph) -> tuple[Lifeline, ...] | tuple[Node, ...]:
    """Everyone drawn."""
    return drawn.lifelines if isinstance(drawn, Diagram) else drawn.nodes


def _messages(drawn: Diagram | Graph) -> Iterator[tuple[str, str]]:
    """Receiver and label of every message; in a graph it is named by the node it goes to."""
    if isinstance(drawn, Diagram):
        for arrow in drawn.arrows:
            yield arrow.receiver, arrow.label
            if arrow.head is Head.BOTH:
                yield arrow.sender, ""
        return
    for edge in drawn.edges:
        yield edge.head, edge.head
        yield edge.tail, f"answer of {edge.head}"
        yield edge.tail, f"confirmation of {edge.head}"


def _branches(drawn: Diagram | Graph) -> Iterator[str]:
    """The label of every branch of a block."""
    return labels_in(drawn.statements) if isinstance(drawn, Diagram) else iter(())


def _unknown_in(keys: Keys, said: Any, drawn: list[Names], texts: list[str]) -> Iterator[Problem]:
    lifelines = sorted(set[str]().union(*(one.ids for one in drawn)))
    shown: set[str] = set().union(*(one.shown for one in drawn))
    messages = sorted(set().union(*(one.labels for one in drawn)))
    named: set[str] = set().union(*(one.messages for one in drawn))
    branches: set[str] = set().union(*(one.branches for one in drawn))
    of = {"message": (named, messages), "block": (branches, sorted(branches - {""}))}
    for what, path, name in _names_in(said):
        # A diagram that cannot be read may still hold the name.
        names, known = of.get(what, (shown, lifelines))
        if name in names or any(name in text for text in texts):
            continue
        yield Problem(
            keys=(*keys, *path),
            at_key=path[-1] == name,
            found=f"no {what} named '{name}' is drawn",
            expected="one of " + ", ".join(f"'{one}'" for one in known) if known else "none",
            meant=nearest(name, known),
        )


def _names_in(said: Any) -> Iterator[tuple[str, Keys, str]]:
    """The names that are said: of what, where, and the name."""
    kinds = {"participants": "participant", "load": "participant"}
    for item, what in (kinds | {"messages": "message", "choices": "block"}).items():
        for name in getattr(said, item, ()):
            if name != FIRST_SENDER:
                yield what, (item, name), name
    for number, fault in enumerate(getattr(said, "faults", None) or ()):
        for item in ("crash", "kill", "slow", "fail", "lose"):
            if name := getattr(fault, item, None):
                what = "message" if item == "lose" else "participant"
                yield what, ("faults", number, item), name

"""A scenario file from a bare document: every assumption written out, and the blocking twins."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from textwrap import dedent, indent
from typing import Any

from simkit.errors import Problem, ScenarioError
from simkit.formats.drawing import mermaid_text
from simkit.formats.drawings import read_drawing, reference
from simkit.formats.nodes import UNSEEN
from simkit.formats.scenario_file import load, read_scenario
from simkit.model.defaults import BUSY, WORK, works_of
from simkit.model.diagram import Diagram
from simkit.model.distribution import Constant, Distribution
from simkit.model.form_values import AUTO
from simkit.model.graph import Graph
from simkit.model.graph_twin import blocking_graph
from simkit.model.kinds import Kind
from simkit.model.resolve import resolve
from simkit.model.resolve_messages import named_lines
from simkit.model.scenario import Design, Scenario
from simkit.model.script import Line, LineKind
from simkit.model.twin import blocking_twins, in_the_way
from simkit.units import share_text, time_text

ASSUMED = "# assumed"
NOTHING = Constant(value=0)
LONGEST_KEY = 1_000  # characters; YAML takes no more than 1,024
_PLAIN = re.compile(r"[A-Za-z_][\w ./%()-]*(?<! )")
_WORDS = frozenset(("true", "false", "null", "yes", "no", "on", "off", "y", "n"))


def new_scenario(path: str | Path) -> str:
    """The text of a scenario file for a document, to be edited.

    Args:
        path: A Markdown document or a Mermaid drawing, as `simkit.load` takes it.

    Returns:
        YAML with one design for each diagram, and beside each asynchronous one its blocking
        twin: the same work with every event answered and the client's answer last. Every
        number is written out, and every assumed one marked.

    Raises:
        ScenarioError: If the document cannot be read, or is a scenario file already.
    """
    if not reference(str(path)):
        problem = Problem(
            found=f"found '{path}'", expected="a Markdown document (.md) or a drawing (.mmd)"
        )
        raise ScenarioError(problem)
    scenario = load(path)
    groups = [_group(design, scenario) for design in scenario.designs]
    unnamed = [group for group in groups if "" in group.names.values()]
    loose = frozenset(design.name for group in unnamed for design in group.designs)
    # What half of the world draws otherwise is an error in a scenario file, unless it says so.
    shared = len(groups) == 1
    refused = _refused(_file(scenario, groups, loose, shared=shared))
    if "" in refused:  # what is said of both designs may fit only one of them
        shared = False
        refused = _refused(_file(scenario, groups, loose, shared=shared))
    return _file(scenario, groups, loose | refused, shared=shared)


def _refused(text: str) -> frozenset[str]:
    """The designs that a file may not have like this; "" for what is said of all of them."""
    try:
        read_scenario(text, "")
    except ScenarioError as error:
        paths = [problem.keys for problem in error.problems]
        return frozenset(str(path[1]) if path[:1] == ("designs",) else "" for path in paths)
    return frozenset()


# ---------------------------------------------------------------------- designs and twins


@dataclass(frozen=True, slots=True, kw_only=True)
class _Group:
    """A design, and its blocking twin if it has one.

    Attributes:
        designs: Both, with the numbers of a bare document.
        texts: Their drawings.
        names: By receiver and label of each message with work, the shortest name that means it
            alone; "" if it has none that can be written.
        without: Why there is no twin although something is asynchronous, or "".
    """

    designs: tuple[Design, ...]
    texts: tuple[str, ...]
    names: dict[tuple[str, str], str]
    without: str = ""


def _group(design: Design, scenario: Scenario) -> _Group:
    text = _tidy(scenario.document["designs"][design.name]["diagram"].source)
    # A tab in a label has become blanks.
    drawing = read_drawing(text)
    design = _resolved(design.name, {"diagram": drawing})
    brokers = frozenset(p.id for p in design.participants if p.kind is Kind.BROKER)
    twin = _twin(drawing, design, brokers)
    alone = _Group(designs=(design,), texts=(text,), names=_names((design,)))
    if twin is None:
        return replace(alone, without=in_the_way(design.script))
    drawn = read_drawing(twin)
    # What becomes an answer keeps its work: whoever waits for it does it.
    answers = drawn.arrows if isinstance(drawn, Diagram) else ()
    messages = _kept(design, {(arrow.receiver, arrow.label) for arrow in answers})
    name = _unused(f"{design.name}, blocking", {one.name for one in scenario.designs})
    try:
        blocking = _resolved(name, {"diagram": drawn, "messages": messages})
    except ScenarioError as error:  # a drawing may have 500 arrows, and its twin more
        return replace(alone, without=error.problems[0].found)
    both = (design, blocking)
    return _Group(designs=both, texts=(text, twin), names=_names(both))


def _kept(design: Design, drawn: set[tuple[str, str]]) -> dict[str, dict[str, str]]:
    """What is to be said of the work of messages that the twin draws, by receiver and label."""
    kinds = {p.id: p.kind for p in design.participants}
    labels = {line.label for line in design.script.lines}
    found = {}
    for line, work in zip(design.script.lines, works_of(design.script, kinds), strict=True):
        if work and (line.receiver, line.label) in drawn and line.kind is not LineKind.PUT:
            full = (f'"{line.receiver}".{line.label}', f"{line.receiver}.{line.label}")
            name = next((name for name in full if name not in labels), "")
            if name:
                found[name] = {"work": str(WORK)}
    return found


def _resolved(name: str, form: dict[str, Any]) -> Design:
    """A design with the numbers of a bare document."""
    return resolve({"reading": "document", "designs": {name: form}}).designs[0]


def _unused(name: str, taken: set[str]) -> str:
    again = (f"{name} {number}" for number in count(2))
    return name if name not in taken else next(one for one in again if one not in taken)


def _tidy(source: str) -> str:
    """A drawing without the blanks in front of all its lines."""
    return dedent(source.expandtabs(4)).strip("\n").lstrip() + "\n"


def _twin(drawing: Diagram | Graph, design: Design, brokers: frozenset[str]) -> str | None:
    if isinstance(drawing, Graph):
        taken = {node.id for node in drawing.nodes}
        takers = {name: _unused(f"{name}Consumer", taken) for name in sorted(brokers)}
        off_stage = {name: node for name, node in takers.items() if _consumer(design, name)}
        edges = blocking_graph(drawing, brokers, off_stage)
        if edges is None:
            return None
        drawn = {node for edge in edges for node in edge}
        named = [
            f'  {node.id}["{_quoted(node.label)}"]'
            for node in drawing.nodes
            if node.id in drawn and node.label != node.id
        ]
        return "\n".join(["graph LR", *named, *(f"  {a} --> {b}" for a, b in edges), ""])
    twins = blocking_twins(design.script, brokers)
    # Requests of a second client are a journey of their own, which no one drawing can twin.
    return mermaid_text(twins[0]) + "\n" if len(twins) == 1 and twins[0] else None


def _quoted(label: str) -> str:
    return label.replace("#", "#35;").replace('"', "#quot;")


# ---------------------------------------------------------------------- the text


def _file(scenario: Scenario, groups: list[_Group], loose: frozenset[str], *, shared: bool) -> str:
    """The text of the file: designs in ``loose`` are read as a document's are."""
    return "\n".join(_lines(scenario, groups, loose, shared))


def _lines(
    scenario: Scenario, groups: list[_Group], loose: frozenset[str], shared: bool
) -> Iterator[str]:
    run = scenario.run
    yield f"# Written by 'simkit new' from {scenario.name}, which has no numbers: each"
    yield f"# line marked '{ASSUMED[2:]}' is a guess. Change them, then check and run this file."
    yield f"scenario: {_scalar(scenario.name)}"
    yield "question: What does each way of doing this work cost?  # yours is better"
    yield f"source: {_scalar(scenario.source)}"
    yield ""
    if shared:
        yield from _numbers(groups[0], groups[0].designs)
        yield ""
    yield "designs:"
    for group in groups:
        for design, text in zip(group.designs, group.texts, strict=True):
            yield f"  {_scalar(design.name)}:"
            yield "    diagram: |"
            yield from indent(text.rstrip("\n"), "      ").split("\n")
            if design.name in loose:
                said = "arrows that can mean two things are read as 'simkit check' says"
                yield f"    reading: document  {ASSUMED}: {said}"
            if not shared:
                yield from (f"    {line}" for line in _numbers(group, (design,)))
        if group.without:
            yield f"  # no blocking twin of {_scalar(group.designs[0].name)}: {group.without} in it"
    yield ""
    warm_up = AUTO if run.finds_warm_up else time_text(run.warm_up)
    times = f"horizon: {time_text(run.horizon)}, warm-up: {warm_up}"
    times += f", patience: {time_text(run.patience)}"
    often = f"replications: {run.replications}, seed: {run.seed}"
    yield f"run: {{{times}, {often}}}  {ASSUMED}"
    if len(groups) == 1 and len(groups[0].designs) > 1 and '"' not in groups[0].designs[0].name:
        names = [
            one.name if one.name.isidentifier() else f'"{one.name}"' for one in groups[0].designs
        ]
        sides = [f"{name}.acknowledged.p99" for name in names]
        expected = " < ".join(sides).replace("'", "''")
        yield "# predict:  # what you expect, judged after every run"
        yield f"#   - '{expected}'"
    yield ""


def _numbers(group: _Group, designs: tuple[Design, ...]) -> Iterator[str]:
    """Participants, messages, network and load of a design, or of it and its twin."""
    yield "participants:"
    yield from _participants(group, designs)
    messages = dict(_messages(group, designs))
    if messages:
        yield "messages:"
        for name, work in messages.items():
            yield f"  {_scalar(name)}: {{work: {work}}}  {ASSUMED}"
    network = next((c.network for c in designs[0].costs if c.network.mean > 0), NOTHING)
    yield f"network: {network}  {ASSUMED}"
    yield "load:"
    loads = {source.client: source.load for one in designs for source in one.sources}
    yield from (f"  {_scalar(client)}: {load}  {ASSUMED}" for client, load in loads.items())


def _participants(group: _Group, designs: tuple[Design, ...]) -> Iterator[str]:
    for name in dict.fromkeys(p.id for design in designs for p in design.participants):
        one = next(p for design in designs for p in design.participants if p.id == name)
        if one.kind is Kind.CLIENT:
            yield f"  {_scalar(name)}: {{kind: client}}  {ASSUMED}"
        elif one.kind is Kind.BROKER:
            consumer = _consumer(designs[0], name)
            said = f", consumer: {{name: {_scalar(consumer)}}}" if consumer else ""
            yield f"  {_scalar(name)}: {{kind: broker{said}}}  {ASSUMED}"
        else:
            # Both designs have the same machines: enough for the one that needs more.
            sizes = [p.workers or 1 for d in group.designs for p in d.participants if p.id == name]
            where = "" if max(sizes) == sizes[0] else " in the blocking design"
            why = f"about {share_text(BUSY)} of them busy{where}"
            yield f"  {_scalar(name)}: {{kind: pool, workers: {max(sizes)}}}  {ASSUMED}: {why}"


def _consumer(design: Design, broker: str) -> str:
    """Who takes from a broker without being drawn, or ""."""
    off_stage = (
        line.receiver
        for line in design.script.lines
        if line.sender == broker and not line.drawn and line.kind is LineKind.DELIVERY
    )
    return next(off_stage, "")


def _messages(group: _Group, designs: tuple[Design, ...]) -> Iterator[tuple[str, Distribution]]:
    """The work of every message, by its name."""
    for design in designs:
        for line in _working(design):
            name = group.names[line.receiver, line.label]
            if name:
                yield name, design.costs[line.index].time


def _working(design: Design) -> list[Line]:
    lines = zip(design.script.lines, design.costs, strict=True)
    return [line for line, cost in lines if cost.time.mean > 0]


def _names(designs: tuple[Design, ...]) -> dict[tuple[str, str], str]:
    """How each message with work is named in a file of these designs."""
    every = {(line.receiver, line.label): line for d in designs for line in _working(d)}
    return {
        message: next((name for name in _tried(line) if _means(name, line, designs)), "")
        for message, line in every.items()
    }


def _tried(line: Line) -> Iterator[str]:
    tried = (line.label, f"{line.receiver}.{line.label}", f'"{line.receiver}".{line.label}')
    return (name for name in tried if _is_key(name))


def _means(name: str, line: Line, designs: tuple[Design, ...]) -> bool:
    """Whether a name means a message and nothing else in any of the designs."""
    named = [one for design in designs for one in named_lines(design.script, name)]
    return all((one.receiver, one.label) == (line.receiver, line.label) for one in named)


def _is_key(text: str) -> bool:
    """Whether YAML and simkit take a text for a key."""
    seen = not UNSEEN.search(text) and not re.search(r"[\r\n\t]", text)
    return bool(text.strip()) and seen and len(_scalar(text)) <= LONGEST_KEY


def _scalar(text: str) -> str:
    """A text as YAML takes it for a text and nothing else."""
    plain = _PLAIN.fullmatch(text) and text.lower() not in _WORDS
    return text if plain else json.dumps(text, ensure_ascii=False)

"""A scenario file from a bare document: every assumption written out, and the blocking twins."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent, indent

from simkit.errors import Problem, ScenarioError, path_text
from simkit.formats.drawing import mermaid_text
from simkit.formats.drawings import read_drawing, reference
from simkit.formats.nodes import UNSEEN
from simkit.formats.scenario_file import load, read_scenario
from simkit.model.defaults import BUSY, WORK, work_of
from simkit.model.diagram import Diagram
from simkit.model.distribution import Constant, Distribution
from simkit.model.graph import Graph
from simkit.model.graph_twin import blocking_graph
from simkit.model.kinds import Kind
from simkit.model.resolve import resolve
from simkit.model.scenario import Design, Scenario
from simkit.model.script import Line, LineKind
from simkit.model.twin import blocking_twins
from simkit.units import share_text, time_text

ASSUMED = "# assumed"
NOTHING = Constant(value=0)
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
    text = "\n".join(_file(scenario, groups, frozenset()))
    # What half of the world draws otherwise is an error in a scenario file, unless it says so.
    loose = frozenset(_refused(text))
    return "\n".join(_file(scenario, groups, loose)) if loose else text


def _refused(text: str) -> Iterator[str]:
    try:
        read_scenario(text, "")
    except ScenarioError as error:
        for problem in error.problems:
            assert problem.keys[0] == "designs", problem
            yield str(problem.keys[1])


# ---------------------------------------------------------------------- designs and twins


@dataclass(frozen=True, slots=True, kw_only=True)
class _Group:
    """A design, and its blocking twin if it has one.

    Attributes:
        designs: Both, with the numbers of a bare document.
        texts: Their drawings.
    """

    designs: tuple[Design, ...]
    texts: tuple[str, ...]


def _group(design: Design, scenario: Scenario) -> _Group:
    drawing: Diagram | Graph = scenario.document["designs"][design.name]["diagram"]
    source = _tidy(drawing.source)
    if UNSEEN.search(source):  # YAML takes no character that cannot be seen
        source = mermaid_text(drawing) if isinstance(drawing, Diagram) else UNSEEN.sub(" ", source)
    brokers = frozenset(p.id for p in design.participants if p.kind is Kind.BROKER)
    twin = _twin(drawing, design, brokers)
    if twin is None:
        return _Group(designs=(design,), texts=(source,))
    drawn = read_drawing(twin)
    # What becomes an answer keeps its work: whoever waits for it does it.
    answers = {(a.receiver, a.label) for a in drawn.arrows} if isinstance(drawn, Diagram) else set()
    messages = {
        line.stream: {"work": str(WORK)}
        for line in _working(design)
        if (line.receiver, line.label) in answers and line.kind is not LineKind.PUT
    }
    form = {"diagram": drawn, "messages": messages}
    document = {"reading": "document", "designs": {f"{design.name}, blocking": form}}
    return _Group(designs=(design, resolve(document).designs[0]), texts=(source, twin))


def _working(design: Design) -> list[Line]:
    """The lines that have work of their own in a bare document."""
    return [
        line
        for line in design.script.lines
        if work_of(line, design.participant(line.receiver).kind) is not None
    ]


def _tidy(source: str) -> str:
    """A drawing without the blanks in front of all its lines."""
    return dedent(source.expandtabs(4)).strip("\n").lstrip() + "\n"


def _twin(drawing: Diagram | Graph, design: Design, brokers: frozenset[str]) -> str | None:
    if isinstance(drawing, Graph):
        edges = blocking_graph(drawing, brokers)
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


def _file(scenario: Scenario, groups: list[_Group], loose: frozenset[str]) -> Iterator[str]:
    run = scenario.run
    yield f"# Written by 'simkit new' from {Path(scenario.source).name}, which has no numbers: each"
    yield f"# line marked '{ASSUMED[2:]}' is a guess. Change them, then check and run this file."
    yield f"scenario: {_scalar(scenario.name)}"
    yield "question: What does each way of doing this work cost?  # yours is better"
    yield f"source: {_scalar(scenario.source)}"
    yield ""
    alone = len(groups) == 1
    if alone:
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
            if not alone:
                yield from (f"    {line}" for line in _numbers(group, (design,)))
    yield ""
    times = f"horizon: {time_text(run.horizon)}, warm-up: {time_text(run.warm_up)}"
    often = f"replications: {run.replications}, seed: {run.seed}"
    yield f"run: {{{times}, {often}}}  {ASSUMED}"
    if alone and len(groups[0].designs) > 1:
        sides = [path_text((one.name, "acknowledged", "p99")) for one in groups[0].designs]
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
    """The work of every message, by the shortest name that means it alone."""
    receivers: dict[str, set[str]] = {}
    for design in group.designs:
        for line in design.script.lines:
            receivers.setdefault(line.label, set()).add(line.receiver)
    for design in designs:
        for line in design.script.lines:
            if design.costs[line.index].time.mean > 0:
                alone = len(receivers[line.label]) == 1
                yield _name(line, alone), design.costs[line.index].time


def _name(line: Line, unique: bool) -> str:
    return line.label if unique and line.label and line.drawn else line.stream


def _scalar(text: str) -> str:
    """A text as YAML takes it for a text and nothing else."""
    plain = _PLAIN.fullmatch(text) and text.lower() not in _WORDS
    return text if plain else json.dumps(text, ensure_ascii=False)

"""Drawings of blocks in each other, at random, with small numbers."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from hypothesis import reject
from hypothesis import strategies as st

from simkit.analysis.audit import audit
from simkit.engine import Plan, make_plan
from simkit.engine.reference.run import Run
from simkit.engine.runner import record
from simkit.engine.tables import Tables
from simkit.errors import ScenarioError
from simkit.formats.scenario_file import read_scenario
from simkit.model.scenario import Design, Scenario

OTHERS = "BDF"  # whoever is called: not A, who is called by the client, and E, who is there before
DEEPEST = 3
TIMES = ("0 ms", "1 ms", "2 ms", "empirical values 0 ms 1 ms 3 ms")
WAYS = ("", "", ", fails: 30 %", ", timeout: 2 ms", ", retry: 2", ", fails: 100 %")
Pick = Callable[..., str]  # one of some texts


@dataclass
class Sketch:
    """A drawing while it is drawn.

    Attributes:
        pick: Takes one of some texts.
        lines: What has been written.
        calls: The labels of the calls, so far.
        messages: What each message costs.
    """

    pick: Pick
    lines: list[str] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    messages: dict[str, str] = field(default_factory=dict)

    def write(self, depth: int, text: str) -> None:
        self.lines.append("  " * depth + text)

    def label(self, *ways: str) -> str:
        """A new label."""
        name = f"m{len(self.messages)}"
        self.messages[name] = f"{{work: {self.pick(*TIMES)}{self.pick(*(ways or ('',)))}}}"
        return name


def body(sketch: Sketch, actor: str, depth: int) -> None:
    """A few things that one execution does."""
    for _ in range(int(sketch.pick("1", "1", "2"))):
        kinds = (call, call, step, event, other, choice, loop, side_by_side, gathering, trial, ends)
        simple = (call, step, event, other)
        names = [kind.__name__ for kind in (kinds if depth < DEEPEST else simple)]
        chosen = sketch.pick(*names)
        next(kind for kind in kinds if kind.__name__ == chosen)(sketch, actor, depth)


def call(sketch: Sketch, actor: str, depth: int) -> None:
    """A call; now and then whoever is called does more than answer."""
    to = sketch.pick(*(one for one in OTHERS if one != actor))
    label = sketch.label(*WAYS)
    sketch.write(depth, f"{actor}->>{to}: {label}")
    if depth < DEEPEST and actor == "A" and sketch.pick("", "", "more"):
        body(sketch, to, depth + 1)
    answer = sketch.pick("-->>", "-->>", "-->>", "-->>", "--x")
    sketch.write(depth, f"{to}{answer}{actor}: r{label}")
    sketch.calls.append(label)


def step(sketch: Sketch, actor: str, depth: int) -> None:
    """Work of its own."""
    sketch.write(depth, f"{actor}->>{actor}: {sketch.label()}")


def event(sketch: Sketch, actor: str, depth: int) -> None:
    """What nobody waits for."""
    sketch.write(depth, f"{actor}-)G: {sketch.label()}")


def other(sketch: Sketch, actor: str, depth: int) -> None:
    """Something of somebody who was there before."""
    sketch.write(depth, f"E{sketch.pick('->>E', '-)G')}: {sketch.label()}")


def choice(sketch: Sketch, actor: str, depth: int) -> None:
    """By chance, or by what became of a call above."""
    asked = "".join(sketch.pick(*sketch.calls)) if sketch.calls else ""
    how = sketch.pick("failed", "refused", "timed out", "succeeded")
    when = f"{asked} {how}" if asked and sketch.pick("", "yes") else "40 %"
    word = sketch.pick("alt", "opt")
    sketch.write(depth, f"{word} {when}")
    body(sketch, actor, depth + 1)
    if word == "alt":
        sketch.write(depth, "else")
        body(sketch, actor, depth + 1)
    sketch.write(depth, "end")


def loop(sketch: Sketch, actor: str, depth: int) -> None:
    """A few turns, with a pause or without."""
    turns = sketch.pick(
        "2 times", "every 1 ms, 2 times", "every 1 ms growing by 2 to 3 ms, 3 times"
    )
    if sketch.calls and sketch.pick("", "", "until"):
        turns = f'every 2 ms until "r{sketch.pick(*sketch.calls)}", at most 3 times'
    sketch.write(depth, f"loop {turns}")
    body(sketch, actor, depth + 1)
    sketch.write(depth, "end")


def side_by_side(sketch: Sketch, actor: str, depth: int) -> None:
    """Two branches, of which both or one is waited for."""
    how = sketch.pick("par", "par", "par first", "par until 3 ms", "par 1 of 2")
    sketch.write(depth, how)
    body(sketch, actor, depth + 1)
    sketch.write(depth, "and")
    body(sketch, actor, depth + 1)
    sketch.write(depth, "end")


def gathering(sketch: Sketch, actor: str, depth: int) -> None:
    """Copies of a branch."""
    sketch.write(depth, f"par {sketch.pick('2 of 3', '1 of 2', '3 of 3', '2 of 3 until 2 ms')}")
    body(sketch, actor, depth + 1)
    sketch.write(depth, "end")


def trial(sketch: Sketch, actor: str, depth: int) -> None:
    """A critical block with an option or two."""
    sketch.write(depth, "critical")
    body(sketch, actor, depth + 1)
    for reason in ("timeout or refused", "failure"):
        if sketch.pick("yes", "yes", ""):
            sketch.write(depth, f"option {reason}")
            body(sketch, actor, depth + 1)
    sketch.write(depth, "end")


def ends(sketch: Sketch, actor: str, depth: int) -> None:
    """A break."""
    sketch.write(depth, "break 30 %")
    body(sketch, actor, depth + 1)
    sketch.write(depth, "end")


@dataclass(frozen=True)
class Drawn:
    """A scenario with one drawing.

    Attributes:
        text: Its file.
    """

    text: str

    @cached_property
    def scenario(self) -> Scenario:
        """As it is read; a drawing that is refused is no example."""
        try:
            return read_scenario(self.text, "drawing.yaml")
        except ScenarioError:
            reject()

    @property
    def design(self) -> Design:
        return self.scenario.designs[0]

    @property
    def plan(self) -> Plan:
        return make_plan(self.scenario, self.design)

    @cached_property
    def tables(self) -> Tables:
        return Run(self.plan, 0).run(None)

    def complaints(self) -> list[str]:
        """What the audit finds."""
        return audit(record(self.scenario, self.design.name, 0), self.design)


def scenario_of(pick: Pick, *, crowded: bool = True) -> str:
    """A journey of one client with blocks in each other.

    Args:
        pick: Takes one of some texts.
        crowded: Whether workers are few; then executions can lock each other up.
    """
    sketch = Sketch(pick)
    body(sketch, "A", 1)
    body(sketch, "A", 1)
    drawing = "\n".join(f"    {line}" for line in sketch.lines)
    costs = "\n".join(f"  {label}: {cost}" for label, cost in sketch.messages.items())
    drawn = sorted(name for name in OTHERS if f">>{name}:" in drawing)
    workers = ("1", "2", "3") if crowded else ("unlimited",)
    ways = ("", ", waiting: releases", *([", queue: 1"] if crowded else []))
    pools = ", ".join(
        f"{name}: {{workers: {pick(*workers)}{pick(*ways)}}}" for name in ("A", "E", *drawn)
    )
    return f"""
participants: {{{pools}}}
messages:
{costs}
network: {pick("0 ms", "1 ms", "empirical values 0 ms 1 ms")}
load: {pick("every 3 ms", "every 7 ms", "poisson 200/s")}
run: {{horizon: 30 ms, warm-up: 0 s, patience: 200 ms, seed: {pick("1", "2", "3")}}}
diagram: |
  sequenceDiagram
    C->>A: Ask
    A->>E: Open
    E-->>A: Opened
{drawing}
    A-->>C: Tell
"""


@st.composite
def drawings(draw: st.DrawFn, *, crowded: bool = True) -> Drawn:
    """A scenario with a random drawing; whether workers are few."""
    return Drawn(scenario_of(lambda *texts: draw(st.sampled_from(texts)), crowded=crowded))

"""Whatever a document holds: a scenario or mistakes at places in it, and a file that reads back."""

import os
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from simkit.errors import ScenarioError
from simkit.formats.document import read_document
from simkit.formats.new import new_scenario
from simkit.formats.scenario_file import read_scenario
from simkit.model.scenario import Design, Scenario
from simkit.model.script import StepKind, flat

# How often each test tries; SIMKIT_FUZZ=50 hunts fifty times longer, from other seeds.
TIMES = int(os.environ.get("SIMKIT_FUZZ", "1"))

# fmt: off
NAMES = st.sampled_from([
    "Client", "API", "API", "Queue", "Event Bus", "Queue Consumer", "Task", "User", "shop.api",
    "shop", "yes", "null", "1", "Käufer", "店", "A's", "B", "a-b", "Kafka",
])
LABELS = st.sampled_from([
    "", "", "Order", "Order", "put", "ok", "Done", "Start", "B.go", "go", "api.go", "a: b", '"x"',
    "'y'", "yes", "~", "- z", "{a: 1}", "50 %", "# no", "#35;", "#9;t", "#10;n", "#127;",
    "\\n", "x\ty", "注文 📦", "<<", "? q", "é\x7f\u2028", "word " * 300, '"API".put', "API.put",
])
ARROWS = st.sampled_from([
    "->>", "->>", "->>", "->>", "-->>", "-->>", "-)", "-)", "--)", "-x", "--x", "<<->>", "->",
])
BROKEN = st.sampled_from([
    "alt x", "end", "C->>", "foo bar", "A->>B", "Note over A: n", "note:", "activate API", "and",
    "%% comment", "loop 3 times", "participant Q as API", 'participant Q@{ "type": "queue" }',
    "actor User", "autonumber", "rect red", "", "\t", "title: T", "deactivate Nobody", "else",
])
# fmt: on
EDGE_ENDS = st.sampled_from(
    ["Client", "API", "Queue[Job Queue]", "W", "App", "Q[(Kafka)]", 'a["#quot;x#quot;"]', "yes"]
)
EDGES = st.builds(
    lambda tail, arrow, head: f"{tail} {arrow} {head}",
    EDGE_ENDS,
    st.sampled_from(["-->", "-->", "-->", "-.->", "-- publish -->", "---", "~~~", "-->|a b|"]),
    EDGE_ENDS,
)
SENT = st.builds(lambda a, arrow, b, label: f"{a}{arrow}{b}: {label}", NAMES, ARROWS, NAMES, LABELS)
FORKS = st.lists(st.lists(SENT, max_size=3), min_size=1, max_size=3).map(
    lambda parts: "\n".join(["par", "\nand\n".join("\n".join(part) for part in parts), "end"])
)
FIRST = st.sampled_from(["Client->>API: Order", "Client->>API: Order\nAPI-->>Client: ok"])
SEQUENCES = st.builds(
    lambda first, lines: "\n".join(["sequenceDiagram", first, *lines]),
    FIRST,
    st.lists(SENT | SENT | SENT | FORKS, max_size=8),
)
RAGGED = st.builds(
    lambda begin, lines: "\n".join([begin, *lines]),
    st.sampled_from(["sequenceDiagram", "---\ntitle: x\n---\nsequenceDiagram", "graph LR"]),
    st.lists(SENT | BROKEN | EDGES, max_size=6),
)
GRAPHS = st.lists(EDGES, min_size=1, max_size=6).map(
    lambda edges: "\n".join(["flowchart LR", "Client --> API", *edges])
)
OTHERS = st.sampled_from(["pie\n a: 1", "", "classDiagram", "graph", "sequenceDiagram"])
DRAWINGS = SEQUENCES | SEQUENCES | GRAPHS | RAGGED | OTHERS
HEADINGS = st.sampled_from(
    ["# Ask", "# Ask", "## Ask, blocking", "# *Two* `words`: #1", "# ", '# "x" [y]', "text", ""]
)


def quoted(lines: list[str]) -> list[str]:
    return ["> " + line for line in lines]


def listed(lines: list[str]) -> list[str]:
    return ["- item", "", *("  " + line for line in lines)]


def indented(lines: list[str]) -> list[str]:
    return ["  " + line for line in lines]


def fenced(drawing: str) -> list[str]:
    return ["```mermaid", *re.split(r"\n", drawing), "```"]


PARTS = st.builds(
    lambda heading, drawing, around: [heading, "", *around(fenced(drawing)), ""],
    HEADINGS,
    DRAWINGS,
    st.sampled_from([list, list, list, quoted, listed, indented]),
)
DOCUMENTS = st.builds(
    lambda parts, mark, end: mark + end.join(chain(*parts)),
    st.lists(PARTS, max_size=3),
    st.sampled_from(["", "", "\ufeff"]),
    st.sampled_from(["\n", "\n", "\r\n", "\r"]),
)


def fuzz(times: int) -> settings:
    return settings(
        deadline=None,
        derandomize=TIMES == 1,
        database=None,
        suppress_health_check=list(HealthCheck),
        max_examples=times * TIMES,
    )


def check_places(error: ScenarioError, text: str, file: str) -> None:
    lines = re.split(r"\r\n?|\n", text)
    places = []
    for problem in error.problems:
        place = problem.place
        assert place is not None
        assert place.file == file
        assert 1 <= place.line <= len(lines), problem
        assert 1 <= place.column <= len(lines[place.line - 1]) + 1, problem
        assert problem.keys == ()
        places.append((place.line, place.column))
    assert places == sorted(places)


def worked(design: Design) -> Iterator[tuple[str, str, str, str]]:
    """What every work step costs, in order."""
    for execution in design.script.executions:
        for step in flat(execution.steps):
            if step.kind is StepKind.WORK:
                line, cost = design.script.lines[step.line], design.costs[step.line]
                yield line.receiver, line.label, str(cost.time), cost.stream


def check_same(bare: Design, written: Design) -> None:
    """The design of a written file does the same as that of the document, with its numbers."""
    nowhere = bare.script.diagram.lifelines[0].at
    for one, other in zip(bare.script.lines, written.script.lines, strict=True):
        assert replace(one, at=nowhere) == replace(other, at=nowhere)
    assert bare.script.executions == written.script.executions
    assert list(worked(bare)) == list(worked(written))
    assert [cost.network for cost in bare.costs] == [cost.network for cost in written.costs]
    assert bare.sources == written.sources
    assert (bare.acknowledged_by, bare.noticed_by) == (written.acknowledged_by, written.noticed_by)
    for mine, theirs in zip(bare.participants, written.participants, strict=True):
        assert replace(mine, workers=theirs.workers) == theirs
        assert (theirs.workers or 0) >= (mine.workers or 0)


def check_document(text: str, name: str = "doc.md") -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(text.encode())
        shown = text.removeprefix("\ufeff")
        bare: Scenario | None = None
        try:
            bare = read_document(shown, str(path))
        except ScenarioError as error:
            check_places(error, shown, str(path))
        if bare is None:
            with pytest.raises(ScenarioError):
                new_scenario(path)
            return
        check_written(bare, new_scenario(path))


def check_written(bare: Scenario, text: str) -> None:
    written = read_scenario(text, "new.yaml")
    names = [design.name for design in bare.designs]
    twins = [design.name for design in written.designs if design.name not in names]
    assert [design.name for design in written.designs if design.name in names] == names
    assert all(", blocking" in name for name in twins)
    assert "no blocking twin" not in text or "arrows" in text.split("no blocking twin")[1]
    if "\t" not in "".join(design.script.diagram.source for design in bare.designs):
        for design in bare.designs:
            check_same(design, written.design(design.name))


@fuzz(200)
@given(DOCUMENTS)
@example("")
@example("\ufeff")
@example("# a\r```mermaid\rsequenceDiagram\r")
@example("```mermaid\nsequenceDiagram\nC->>A: x\npar\nA->>B: y")
def test_any_document_is_a_scenario_or_mistakes_in_their_places(text: str) -> None:
    check_document(text)


@pytest.mark.statistical
@fuzz(1_500)
@given(DOCUMENTS)
def test_many_documents_are_scenarios_or_mistakes_in_their_places(text: str) -> None:
    check_document(text)


@fuzz(100)
@given(DRAWINGS)
def test_any_drawing_is_a_scenario_or_mistakes_in_their_places(text: str) -> None:
    check_document(text, "drawing.mmd")


@pytest.mark.statistical
@fuzz(1_000)
@given(DRAWINGS)
def test_many_drawings_are_scenarios_or_mistakes_in_their_places(text: str) -> None:
    check_document(text, "drawing.mmd")

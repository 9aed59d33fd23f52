"""What `simkit new` writes: the same designs as the document, every number of it, and twins."""

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import simkit as sk
from simkit.engine.runner import record
from simkit.errors import ScenarioError
from simkit.formats.new import new_scenario
from simkit.formats.scenario_file import read_scenario
from simkit.model.kinds import Kind
from simkit.model.scenario import Design, Scenario
from simkit.model.script import LineKind, StepKind, flat

S = "sequenceDiagram\n"
CALL = S + "C->>A: ask\nA-->>C: yes"
EVENT = S + "C->>A: ask\nA-->>C: yes\nA-)B: event"

# Name, drawing, and whether anything in it is asynchronous, so that it has a blocking twin.
SHAPES = [
    ("call", CALL, False),
    ("event", EVENT, True),
    ("accepted", S + "C->>A: ask\nA-->>C: accepted\nA->>T: work\nT->>A: over", True),
    ("works on after the answer", S + "C->>A: ask\nA-->>C: yes\nA->>A: think", True),
    ("unlabelled calls", S + "C->>A:\nA->>B:\nB-->>A:\nA->>B:\nB-->>A:\nA-->>C:", False),
    ("unlabelled event", S + "C->>A:\nA->>B:\nB-->>A:\nA-->>C:\nA-)D:", True),
    ("unlabelled and told", S + "C->>A:\nA-->>C:\nA->>T:\nT->>A:", True),
    ("one label to two", S + "C->>A: go\nA->>B: go\nB-->>A: ok\nA-->>C: ok", False),
    ("one twice", S + "C->>A: g\nA->>B: x\nB-->>A: y\nA->>B: x\nB-->>A: y\nA-->>C: z", False),
    ("an answer called like a call", S + "C->>A: go\nA->>B: x\nB-->>A: go\nA-->>C: z", False),
    ("a label like a quoted name", S + "C->>A: put\nC->>A: x\nC->>A: \"A\".put", True),
    ("a step like a quoted name", S + "C->>C: \"A\".put\nC->>A: put", True),
    ("a name that shadows another", S + "C->>A: B.go\nA->>B: go\nA->>D: go\nA-->>C: z", True),
    (
        "a consumed broker",
        S + "C->>A: ask\nA->>Queue: put\nQueue-->>A: kept\nA-->>C: yes\nQueue->>W: put\n"
        "W->>W: pack\nW-->>Queue: ack",
        True,
    ),
    ("nobody takes", S + "C->>A: ask\nA->>Kafka: put\nKafka-->>A: kept\nA-->>C: yes", True),
    ("two brokers", S + "C->>A: ask\nA->>Queue: put\nA->>Kafka: log\nA-->>C: yes", True),
    ("two messages", S + "C->>A: ask\nA->>Queue: a\nA->>Queue: b\nA-->>C: ok", True),
    ("one of two taken", S + "C->>A: x\nA->>Queue: a\nA->>Queue: b\nA-->>C: y\nQueue->>W: a", True),
    (
        "the consumer's name is drawn",
        S + "C->>A: x\nA->>Queue: put\nA-->>C: ok\nA-)Queue Consumer: hello",
        True,
    ),
    (
        "the consumer is drawn",
        S + "C->>A: x\nA->>Queue: put\nA-->>C: ok\nQueue->>Queue Consumer: put",
        True,
    ),
    ("lost into a broker", S + "C->>Queue: put\nC-xQueue: more", True),
    ("lost into a broker again", S + "C->>Queue: put\nC-xQueue: put", True),
    ("subscribers", S + "C->>A: x\nA->>Topic: e\nA-->>C: y\nTopic->>B: e\nTopic->>D: e", True),
    (
        "reply over a queue",
        S + "C->>A: x\nA->>Queue: q\nQueue->>W: q\nW->>Queue: r\nQueue-->>A: r\nA-->>C: y",
        True,
    ),
    ("poll", S + "C->>A: x\nA->>Queue: put\nA-->>C: y\nW->>Queue: poll\nQueue-->>W: put", True),
    ("refusal", S + "C->>A: ask\nA->>B: try\nB--xA: no\nA-->>C: never", False),
    ("lost", S + "C->>A: ask\nA-xB: lost\nA-->>C: yes", False),
    ("call and answer in one", S + "C<<->>A: ask", False),
    ("solid answers", S + "C->>A: ask\nA->>B: work\nB->>A: worked\nA->>C: yes", False),
    ("dashed call", S + "C-->>A: ask\nA-->>C: yes", True),
    ("dashed step", S + "C->>A: ask\nA-->>A: think\nA-->>C: yes", False),
    (
        "par",
        S + "C->>A: x\npar one\nA->>B: p\nB-->>A: q\nand two\nA->>D: p\nD-->>A: r\nend\nA-->>C: y",
        False,
    ),
    ("par, an event", S + "C->>A: x\npar\nA->>B: p\nB-->>A: q\nand\nA-)D: r\nend\nA-->>C: y", True),
    ("nobody calls", S + "C->>A: ask\nA-->>C: yes\nB->>D: later\nD-->>B: done", True),
    ("deferred answer", S + "C->>A: ask\nA-)B: work\nB-)A: done\nA-->>C: result", True),
    ("told twice", S + "C->>A: ask\nA-->>C: ok\nA-)C: notify", True),
    ("the client works", S + "C->>C: think\nC->>A: ask\nA-->>C: ok", False),
    ("two actors", S + "actor U\nactor V\nU->>A: x\nA-->>U: y\nV->>A: other\nA-->>V: z", True),
    ("quotes", S + 'participant A as The "best" A\nC->>A: say "hi" it\'s\nA-->>C: \'q\'', False),
    ("colons", S + "C->>A: a: b #35; c\nA-->>C: GET /x#59;y\nA-)B: key: v # no comment", True),
    ("braces", S + 'C->>A: POST {id: 1}, [x]\nA-->>C: {"ok": true}', False),
    ("words of YAML", S + "C->>yes: no\nyes-->>C: null\nyes-)true: true", True),
    ("numbers as names", S + "1->>2: 3\n2-->>1: 4.5\n2-)0x1F: 1e3", True),
    ("leading digits", S + "C->>A: 1st: ask\nA-->>C: 2nd", False),
    (
        "signs of YAML",
        S + "C->>A: - a\nA->>A: ? b\nA->>A: * c\nA->>A: & d\nA->>A: ! e\nA->>A: % f\nA->>A: @ g\n"
        "A->>A: ` h\nA->>A: | i\nA->>A: > j\nA->>A: <<\nA->>A: ~\nA-->>C: k",
        False,
    ),
    ("names with dots", S + "C->>shop.api: x\nshop.api->>shop.db: x\nshop.api-->>C: y", True),
    ("dots that clash", S + "C->>a.b: c\na.b->>a: b.c\na-->>a.b: k\na.b-->>C: ok", False),
    ("other scripts", S + "Käufer->>店: 注文\n店-->>Käufer: 了解\n店-)倉庫: 出荷 📦", True),
    ("right to left", S + "C->>A: שלום\nA-->>C: مرحبا", False),
    ("tabs and blanks", "\t" + S + "\tC->>A: ask   \n\t\tA-->>C:\tyes \t\n\n\n  A-)B: x", True),
    ("CR LF", EVENT.replace("\n", "\r\n"), True),
    ("front matter", "---\ntitle: Hi\nconfig:\n  theme: dark\n---\n" + CALL, False),
    ("comments", '%% first\n%%{init: {"theme": "dark"}}%%\n' + S + "%% in\n" + CALL[16:], False),
    (
        "paint",
        S + "box Aqua Group\nparticipant C\nparticipant A\nend\nNote over C,A: hello: 1\n"
        "rect rgb(0,0,0)\nC->>+A: ask\nA-->>-C: yes\nend\nautonumber",
        False,
    ),
    ("crossed", S + "participant A as B\nparticipant B as A\nC->>A: x\nA->>B: y\nA-->>C: z", True),
    (
        "shown names",
        S + "actor C as Customer\nparticipant A as Order API\nparticipant Q as Order Queue\n"
        "C->>A: order\nA->>Q: put\nA-->>C: ok",
        True,
    ),
    ("a type", S + "participant J@{ type: queue }\nC->>A: x\nA-)J: p\nA-->>C: y\nJ->>W: p", True),
    ("long label", S + "C->>A: " + "word " * 300 + "\nA-->>C: ok\nA-)B: e", True),
    ("line break", S + "C->>A: one<br/>two\nA-->>C: ok", False),
    ("entities", S + "C->>A: I #9829; you #9;x#10;y#127;\nA-->>C: a#59;b\nA-)B: e", True),
    ("backslashes", S + "C->>A: c:\\temp\\new\nA-->>C: \\n", False),
    ("Done and Start", S + "C->>A: ask\nA-->>C: ok\nA-)B: Done\nD->>B: Start", True),
    ("graph", "graph LR\nC --> A --> B", False),
    ("graph with an event", "graph LR; C --> A; A -.-> B", True),
    (
        "graph with a broker",
        'graph TD\nC["The #quot;client#quot;"] --> A[Order API] --> Q[(Queue)]\nQ --> W{{Work}}',
        True,
    ),
    ("graph with two clients", "flowchart LR\nApp --> API\nWeb --> API\nAPI -. mail .-> M", True),
    ("graph with two clients that call", "flowchart LR\nApp --> API\nWeb --> API", False),
    ("graph with a step", "graph LR; C --> A; A --> A", False),
    ("graph with an event to itself", "graph LR; C --> A; A -.-> A", True),
    ("graph of one", "graph LR; C --> C", False),
    ("graph with a cycle", "graph LR; C --> A; A --> B; B --> A", True),
    ("graph with words", "graph LR\nC --> A\nA -->|publish| B", True),
    ("graph with a subgraph", "graph LR\nsubgraph S [The S]\nA-->B\nend\nC-->A", False),
    ("graph, nobody takes", "graph LR; C --> A; A --> Queue", True),
    ("graph with dots", "graph LR; C --> a.b; a.b --> c.d", False),
    ("graph with numbers", "graph LR; 1 --> 2; 2 -.-> 3", True),
    ("graph with words of YAML", "graph LR; C --> yes; yes --> no", False),
    ("graph with labels", 'graph LR; K[Käufer] --> L["店 #35; #quot;"]; L -.-> M[é]', True),
    ("graph, one edge twice", "graph LR; C --> A; A --> B; A --> B", False),
    ("graph, event and call", "graph LR; C --> A; A --> B; A -.-> B", True),
]  # fmt: skip
NAMES = [name for name, _, _ in SHAPES]


def written(tmp_path: Path, drawing: str, name: str = "drawing.mmd") -> tuple[Scenario, str]:
    """The scenario of a bare drawing, and the file that is written for it."""
    path = tmp_path / name
    path.write_bytes(drawing.encode())
    return sk.load(path), new_scenario(path)


def work(design: Design) -> list[tuple[str, ...]]:
    """Every work step, in order: whose, upon what, how long, which luck."""
    return [
        (line.receiver, line.label, str(cost.time), str(cost.works), cost.stream)
        for execution in design.script.executions
        for step in flat(execution.steps)
        if step.kind is StepKind.WORK
        for line, cost in [(design.script.lines[step.line], design.costs[step.line])]
    ]


@pytest.mark.parametrize(("drawing", "has_twin"), [shape[1:] for shape in SHAPES], ids=NAMES)
def test_the_file_has_the_design_with_its_numbers_and_a_twin_of_what_is_asynchronous(
    drawing: str, has_twin: bool, tmp_path: Path
) -> None:
    bare, text = written(tmp_path, drawing)
    scenario = read_scenario(text, "new.yaml")
    names = ["drawing", "drawing, blocking"] if has_twin else ["drawing"]
    assert [design.name for design in scenario.designs] == names
    one, other = bare.designs[0], scenario.designs[0]
    at = one.script.lines[0].at
    assert [replace(line, at=at) for line in other.script.lines] == [
        replace(line, at=at) for line in one.script.lines
    ]
    assert other.script.executions == one.script.executions
    assert work(other) == work(one)
    assert [cost.network for cost in other.costs] == [cost.network for cost in one.costs]
    assert other.sources == one.sources
    assert (other.acknowledged_by, other.noticed_by) == (one.acknowledged_by, one.noticed_by)
    for mine, theirs in zip(one.participants, other.participants, strict=True):
        assert replace(theirs, workers=mine.workers) == mine
        assert (theirs.workers or 0) >= (mine.workers or 0)
        assert has_twin or theirs.workers == mine.workers
    assert replace(scenario.run, assumptions=()) == replace(bare.run, assumptions=())


@pytest.mark.parametrize("drawing", [shape[1] for shape in SHAPES], ids=NAMES)
def test_the_file_leaves_nothing_to_be_assumed_but_answers_without_work(
    drawing: str, tmp_path: Path
) -> None:
    _, text = written(tmp_path, drawing)
    scenario = read_scenario(text, "new.yaml")
    assert scenario.run.assumptions == ()
    for design in scenario.designs:
        told = [one for one in design.assumptions if one.endswith("(not stated)")]
        lenient = f"reading: document{' '}" in text  # a label that no key can hold
        for one in told:
            labels, colon, _ = one.partition(": no work (not stated)")
            assert colon or (lenient and (drawing.count("word") > 9 or "#9;" in drawing)), one
            none = {
                line.label or "(no label)"
                for line, cost in zip(design.script.lines, design.costs, strict=True)
                if cost.time.mean == 0
                and (
                    line.kind is LineKind.ANSWER
                    or design.participant(line.receiver).kind is Kind.CLIENT
                )
            }
            assert not colon or set(labels.split(", ")) <= none | set(", ".join(none).split(", "))


@pytest.mark.parametrize("drawing", [shape[1] for shape in SHAPES], ids=NAMES)
def test_every_line_with_a_number_is_marked_as_assumed(drawing: str, tmp_path: Path) -> None:
    _, text = written(tmp_path, drawing)
    before, _, below = text.partition("designs:\n")
    numbers = before.partition("source: ")[2].split("\n")[1:] + below.split("\nrun: ")[1:]
    headings = {"", "participants:", "messages:", "load:"}
    for line in numbers[:-1]:
        assert line in headings or "  # assumed" in line, line
    assert re.search(r"\nrun: \{[^#\n]*\}  # assumed\n", text)
    assert "\nparticipants:\n" in text or "\n    participants:\n" in text


@pytest.mark.parametrize("drawing", [shape[1] for shape in SHAPES], ids=NAMES)
def test_the_design_runs_like_the_document_with_the_same_workers(
    drawing: str, tmp_path: Path
) -> None:
    bare, text = written(tmp_path, drawing)
    new = read_scenario(text, "new.yaml")
    for participant in new.designs[0].participants:
        if participant.workers:
            path = f'participants."{participant.id}".workers'
            bare = bare.change(path, participant.workers)
    tables = []
    for scenario in (bare, new):
        short = scenario.change("run", {"horizon": "1 s", "warm-up": "0 s", "patience": "1 s"})
        tables.append(record(short, "drawing", 0).arrays())
    assert tables[0].keys() == tables[1].keys()
    for name, column in tables[0].items():
        assert np.array_equal(column, tables[1][name]), name


# ---------------------------------------------------------------------- word for word


def test_the_whole_file_of_one_drawing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("shop.mmd").write_text(EVENT)
    assert (
        new_scenario("shop.mmd")
        == """\
# Written by 'simkit new' from shop.mmd, which has no numbers: each
# line marked 'assumed' is a guess. Change them, then check and run this file.
scenario: shop.mmd
question: What does each way of doing this work cost?  # yours is better
source: shop.mmd

participants:
  C: {kind: client}  # assumed
  A: {kind: pool, workers: 20}  # assumed: about 70 % of them busy in the blocking design
  B: {kind: pool, workers: 10}  # assumed: about 70 % of them busy
messages:
  ask: {work: exponential 70 ms}  # assumed
  event: {work: exponential 70 ms}  # assumed
network: 1 ms  # assumed
load:
  C: poisson 100/s  # assumed

designs:
  shop:
    diagram: |
      sequenceDiagram
      C->>A: ask
      A-->>C: yes
      A-)B: event
  "shop, blocking":
    diagram: |
      sequenceDiagram
        C->>A: ask
        A->>B: event
        B-->>A: Done
        A-->>C: yes

run: {horizon: 1 min, warm-up: auto, patience: 1 min, replications: 10, seed: 1}  # assumed
# predict:  # what you expect, judged after every run
#   - 'shop.acknowledged.p99 < "shop, blocking".acknowledged.p99'
"""
    )


@pytest.mark.parametrize("name", ["shop", "my shop", "it's", "a.b", "Käufer", "x: y", "[a]"])
def test_the_prediction_that_is_offered_can_be_judged(name: str, tmp_path: Path) -> None:
    _, text = written(tmp_path, EVENT, f"{name}.mmd")
    offered = text.replace("# predict:", "predict:").replace("#   - ", "  - ")
    [prediction] = read_scenario(offered, "new.yaml").predictions
    left, right = prediction.left, prediction.right
    assert (str(left), str(right)) != ("", "")
    assert "predict:" in text


def test_no_prediction_is_offered_for_a_name_that_none_can_hold(tmp_path: Path) -> None:
    _, text = written(tmp_path, f'# The "best"\n```mermaid\n{EVENT}\n```\n', "doc.md")
    assert "# predict" not in text
    assert [one.name for one in read_scenario(text, "new.yaml").designs] == [
        'The "best"',
        'The "best", blocking',
    ]


def test_several_drawings_have_their_numbers_each_and_no_prediction(tmp_path: Path) -> None:
    document = f"# One\n```mermaid\n{EVENT}\n```\n# Two\n```mermaid\n{CALL}\n```\n"
    _, text = written(tmp_path, document, "doc.md")
    scenario = read_scenario(text, "new.yaml")
    assert [design.name for design in scenario.designs] == ["One", "One, blocking", "Two"]
    assert [design.participant("A").workers for design in scenario.designs] == [20, 20, 10]
    assert text.count("\n    participants:\n") == 3
    assert "\nparticipants:" not in text
    assert "predict" not in text


def test_a_design_named_like_a_twin_keeps_its_name(tmp_path: Path) -> None:
    document = f"# X\n```mermaid\n{EVENT}\n```\n# X, blocking\n```mermaid\n{CALL}\n```\n"
    _, text = written(tmp_path, document, "doc.md")
    names = [design.name for design in read_scenario(text, "new.yaml").designs]
    assert names == ["X", "X, blocking 2", "X, blocking"]


def test_diagrams_of_other_kinds_are_left_out(tmp_path: Path) -> None:
    document = f"# X\n```mermaid\npie\n a: 1\n```\n```mermaid\n{CALL}\n```\n"
    _, text = written(tmp_path, document, "doc.md")
    assert [design.name for design in read_scenario(text, "new.yaml").designs] == ["X"]
    assert "pie" not in text


def test_one_diagram_of_a_document_can_be_written(tmp_path: Path) -> None:
    document = f"# One\n```mermaid\n{EVENT}\n```\n# Two\n```mermaid\n{CALL}\n```\n"
    (tmp_path / "doc.md").write_text(document)
    for part in ("#2", "#two"):
        text = new_scenario(f"{tmp_path}/doc.md{part}")
        assert [design.name for design in read_scenario(text, "new.yaml").designs] == ["Two"]
        assert "\nparticipants:\n" in text


# ---------------------------------------------------------------------- names and twins


def test_the_work_of_an_unlabelled_arrow_can_be_edited(tmp_path: Path) -> None:
    _, text = written(tmp_path, S + "C->>A:\nA-->>C:\nA-)B:")
    assert "  A.: {work: exponential 70 ms}" in text
    other = text.replace("A.: {work: exponential 70 ms}", "A.: {work: 7 ms}")
    changed = read_scenario(other, "new.yaml").designs[0]
    assert [str(cost.time) for cost in changed.costs] == ["7 ms", "0 s", "exponential 70 ms"]


@pytest.mark.parametrize(
    ("drawing", "names"),
    [
        ("C->>A: go\nA-->>C: ok", ["go"]),
        ("C->>A: go\nA->>B: go\nB-->>A: k\nA-->>C: ok", ["A.go", "B.go"]),
        ("C->>shop.api: go\nshop.api->>shop.api: go\nshop.api-->>C: ok", ["go"]),
        ("C->>a.b: go\na.b->>B: go\nB-->>a.b: k\na.b-->>C: ok", ["a.b.go", "B.go"]),
        (
            "C->>A: B.go\nA->>B: go\nB-->>A: k\nA->>D: go\nD-->>A: k\nA-->>C: ok",
            ["B.go", '"B".go', "D.go"],
        ),
        ("C->>a.b: c\na.b->>a: b.c\na-->>a.b: k\na.b-->>C: ok", ["c", "b.c"]),
        (
            "C->>a.b: c\na.b->>a: b.c\na-->>a.b: k\na.b->>D: c\nD-->>a.b: k\na.b-->>C: ok",
            ['"a.b".c', "b.c", "D.c"],
        ),
        ("C->>A: go\nA->>Queue: go\nA-->>C: ok", ["A.go", "Queue.go", "Queue Consumer.go"]),
    ],
)
def test_each_message_has_the_shortest_name_that_means_it_alone(
    drawing: str, names: list[str], tmp_path: Path
) -> None:
    _, text = written(tmp_path, S + drawing)
    scenario = read_scenario(text, "new.yaml")
    assert list(scenario.document["messages"]) == names
    for key in [line for line in text.splitlines() if re.match("  [^ ].*: {work: ", line)]:
        other = text.replace(key, re.sub("work: [^}]*", "work: 1234 us", key))
        changed = read_scenario(other, "new.yaml").designs[0]
        assert len({c.stream for c in changed.costs if c.time.mean == 1_234_000}) == 1, key


def test_words_that_other_readers_of_yaml_take_for_something_else_are_quoted(
    tmp_path: Path,
) -> None:
    _, text = written(tmp_path, S + "C->>yes: no\nyes-->>C: null\nyes-)true: 7\nyes-)x: ~")
    for line in (
        '  "yes": {kind: pool, workers: 31}',
        '  "true": {kind: pool, workers: 10}',
        '  "no": {work: exponential 70 ms}',
        '  "7": {work: exponential 70 ms}',
        '  "~": {work: exponential 70 ms}',
    ):
        assert f"\n{line}  # assumed" in text


def test_a_label_that_no_key_can_hold_is_left_to_be_assumed(tmp_path: Path) -> None:
    _, text = written(tmp_path, S + "C->>A: a#10;b\nA-->>C: ok\nA-)B: go")
    said = "# assumed: arrows that can mean two things are read as 'simkit check' says"
    assert text.count(f"    reading: document  {said}\n") == 2
    assert "  go: {work: exponential 70 ms}  # assumed\n" in text
    for design in read_scenario(text, "new.yaml").designs:
        assert str(design.costs[0].time) == "exponential 70 ms"


def test_a_tab_in_a_label_becomes_blanks(tmp_path: Path) -> None:
    _, text = written(tmp_path, S + "C->>A: a\tb\nA-->>C: ok")
    design = read_scenario(text, "new.yaml").designs[0]
    assert design.script.lines[0].label == "a    b"
    assert "  a    b: {work: exponential 70 ms}  # assumed\n" in text


def test_what_becomes_an_answer_in_the_twin_keeps_its_work(tmp_path: Path) -> None:
    drawing = S + "C->>A: ask\nA-->>C: accepted\nA->>T: work\nT->>A: over"
    _, text = written(tmp_path, drawing)
    one, twin = read_scenario(text, "new.yaml").designs
    assert [kind for kind, *_ in work(one)] == ["C", "A", "T", "A"]
    of = {"ask": "exponential 70 ms", "work": "exponential 70 ms", "over": "exponential 70 ms"}
    for design in (one, twin):
        assert {label: law for _, label, law, _, _ in work(design) if law != "0 s"} == of
    assert [line.kind for line in twin.script.lines if line.label == "over"] == [LineKind.ANSWER]


def test_an_answer_with_work_keeps_it_where_each_design_has_its_own_numbers(
    tmp_path: Path,
) -> None:
    told = S + "C->>A: ask\nA-->>C: accepted\nA->>T: work\nT->>A: over"
    document = f"# One\n```mermaid\n{told}\n```\n# Two\n```mermaid\n{CALL}\n```\n"
    _, text = written(tmp_path, document, "doc.md")
    one, twin, _ = read_scenario(text, "new.yaml").designs
    for design in (one, twin):
        laws = {label: law for _, label, law, _, _ in work(design)}
        assert laws["over"] == "exponential 70 ms"


def test_who_takes_from_the_broker_of_a_graph_works_in_the_twin_too(tmp_path: Path) -> None:
    _, text = written(tmp_path, "graph LR; C --> A; A --> Queue")
    one, twin = read_scenario(text, "new.yaml").designs
    assert [line.receiver for line in one.script.lines if not line.drawn] == ["Queue Consumer"]
    works = [sum(c.time.mean for c in d.costs if str(c.time) != "1 ms") for d in (one, twin)]
    assert works[0] == works[1] == 140e6
    assert twin.participant("QueueConsumer").workers == 10


def test_steps_of_a_graph_are_work_in_the_twin_too(tmp_path: Path) -> None:
    _, text = written(tmp_path, "graph LR; C --> A; A --> A; A -.-> B")
    one, twin = read_scenario(text, "new.yaml").designs
    works = [sum(cost.time.mean for cost in design.costs) for design in (one, twin)]
    assert works[0] == works[1]


@pytest.mark.parametrize(
    ("drawing", "reason"),
    [
        (
            S + "C->>A: ask\nA-->>C: ok\n" + "".join(f"A-)B: m{n}\n" for n in range(250)),
            "found 502 arrows",
        ),
        (
            "graph LR\nC --> A\n" + "".join(f"A -.-> B{n}\n" for n in range(300)),
            "found more than 500 arrows in the journey of 'C' to 'A': a node is followed once "
            "for each path that leads to it",
        ),
    ],
    ids=["sequence", "graph"],
)
def test_a_twin_with_too_many_arrows_is_left_out_and_told(
    drawing: str, reason: str, tmp_path: Path
) -> None:
    _, text = written(tmp_path, drawing)
    assert [design.name for design in read_scenario(text, "new.yaml").designs] == ["drawing"]
    assert f"\n  # no blocking twin of drawing: {reason} in it\n" in text


def test_a_twin_with_as_many_arrows_as_are_read_is_written(tmp_path: Path) -> None:
    drawing = S + "C->>A: ask\nA-->>C: ok\n" + "".join(f"A-)B: m{n}\n" for n in range(249))
    _, text = written(tmp_path, drawing)
    one, twin = read_scenario(text, "new.yaml").designs
    assert (len(one.script.lines), len(twin.script.lines)) == (251, 500)


def test_what_would_be_an_error_in_a_file_is_read_as_in_the_document(tmp_path: Path) -> None:
    _, text = written(tmp_path, S + "C->>A: ask\nA->>B: work\nB->>A: worked\nA->>C: yes")
    said = "# assumed: arrows that can mean two things are read as 'simkit check' says"
    assert f"\n    reading: document  {said}\n" in text
    strict = text.replace("    reading: document", "    # ")
    with pytest.raises(ScenarioError):
        read_scenario(strict, "new.yaml")


def test_a_file_that_is_no_document_is_refused(tmp_path: Path) -> None:
    for name in ("x.yaml", "x", "x.mdx", "x.md.yaml"):
        with pytest.raises(ScenarioError) as caught:
            new_scenario(tmp_path / name)
        assert str(caught.value) == (
            f"found '{tmp_path / name}'; expected a Markdown document (.md) or a drawing (.mmd)"
        )

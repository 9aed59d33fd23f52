"""What `read_sequence` reads, refuses and says; its answers were compared with mermaid 11.17."""

import re
import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simkit.errors import ScenarioError
from simkit.formats.mermaid import MOST_PROBLEMS, read_sequence
from simkit.formats.mermaid_checks import TYPES
from simkit.model.diagram import Arrow, Diagram, Head, Lifeline, Note, Position, Stroke

# The first two sequence diagrams of "Asynchronous Eventing in Microservice Architecture Design".
ACCEPTED = """\
sequenceDiagram
    Participant Client as Client
    Participant API as API
    Participant BackgroundTask as Background Task
    Client->>API: Request
    API-->>Client: Accepted Message
    API->>BackgroundTask: Trigger Event
    BackgroundTask->>API: Completion Message
"""
BLOCKING = """\
sequenceDiagram
    Participant Client as Client
    Participant API as API
    Participant MessageSystem as Message System
    Client->>API: Blocking Call
    API->>MessageSystem: Put Message
    MessageSystem-->>API: Acknowledge Message
    API-->>Client: Service Returns
    Note over MessageSystem: Behind-the-scenes Processing
"""
GRAPH = """\
graph LR
    Client --> ServiceAPI1
    ServiceAPI1 -- Asynchronous Eventing --> BackgroundProcessing1
"""


def read(body: str) -> Diagram:
    return read_sequence("sequenceDiagram\n" + body)


def drawn(body: str) -> list[tuple[str, str, str, str]]:
    return [(a.sender, a.drawn, a.receiver, a.label) for a in read(body).arrows]


def lifelines(body: str) -> list[tuple[str, str, str]]:
    return [(line.id, line.label, line.type) for line in read(body).lifelines]


def problems(text: str) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        read_sequence(text)
    told = []
    for problem in caught.value.problems:
        assert problem.place
        assert problem.place.file == ""
        assert problem.place.source == re.split(r"\r\n?|\n", text)[problem.place.line - 1]
        place = f"{problem.place.line}:{problem.place.column}"
        told.append(f"{place} {problem.found} | {problem.expected} | {problem.meant}")
    return told


def test_reads_the_first_diagram_of_the_seed() -> None:
    diagram = read_sequence(ACCEPTED)
    assert [(line.id, line.label) for line in diagram.lifelines] == [
        ("Client", "Client"),
        ("API", "API"),
        ("BackgroundTask", "Background Task"),
    ]
    assert [(a.sender, a.drawn, a.receiver, a.label) for a in diagram.arrows] == [
        ("Client", "->>", "API", "Request"),
        ("API", "-->>", "Client", "Accepted Message"),
        ("API", "->>", "BackgroundTask", "Trigger Event"),
        ("BackgroundTask", "->>", "API", "Completion Message"),
    ]
    assert diagram.lifelines[0].at == Position(line=2, column=17)
    assert diagram.arrows[0].at == Position(line=5, column=5)
    assert diagram.source == ACCEPTED


def test_reads_the_second_diagram_of_the_seed() -> None:
    diagram = read_sequence(BLOCKING)
    assert [a.label for a in diagram.arrows] == [
        "Blocking Call",
        "Put Message",
        "Acknowledge Message",
        "Service Returns",
    ]
    assert diagram.statements[-1] == Note(
        over=("MessageSystem",),
        text="Behind-the-scenes Processing",
        at=Position(line=9, column=5),
    )


def test_the_third_diagram_of_the_seed_is_a_flowchart_and_not_read_yet() -> None:
    assert problems(GRAPH) == [f"1:1 found 'graph' | {OTHER_KIND} | "]


@pytest.mark.parametrize(
    ("arrow", "stroke", "head"),
    [
        ("->", Stroke.SOLID, Head.ARROW),
        ("-->", Stroke.DASHED, Head.ARROW),
        ("->>", Stroke.SOLID, Head.ARROW),
        ("-->>", Stroke.DASHED, Head.ARROW),
        ("-x", Stroke.SOLID, Head.CROSS),
        ("--x", Stroke.DASHED, Head.CROSS),
        ("-X", Stroke.SOLID, Head.CROSS),
        ("-)", Stroke.SOLID, Head.OPEN),
        ("--)", Stroke.DASHED, Head.OPEN),
        ("<<->>", Stroke.SOLID, Head.BOTH),
        ("<<-->>", Stroke.DASHED, Head.BOTH),
    ],
)
@pytest.mark.parametrize(("before", "after"), [("", ""), (" ", " "), ("", "+"), (" ", " + ")])
def test_reads_every_arrow(arrow: str, stroke: Stroke, head: Head, before: str, after: str) -> None:
    assert read(f"  A{before}{arrow}{after}B: Go").arrows == (
        Arrow(
            sender="A",
            receiver="B",
            stroke=stroke,
            head=head,
            drawn=arrow,
            label="Go",
            at=Position(line=2, column=3),
        ),
    )


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Order API->>my-service: x", ("Order API", "->>", "my-service", "x")),
        ("my-service-->>A - B: x", ("my-service", "-->>", "A - B", "x")),
        ("Ä 😀->>日本: ü", ("Ä 😀", "->>", "日本", "ü")),
        ("Ax-xmax: z", ("Ax", "-x", "max", "z")),
        ("A--xmax: z", ("A", "--x", "max", "z")),
        ("Endpoint->>notes: z", ("Endpoint", "->>", "notes", "z")),
        ("a/b(1)->>C (x): x", ("a/b(1)", "->>", "C (x)", "x")),
        ("A@ ->> B}: x", ("A@", "->>", "B}", "x")),
        ("as->>B as C: x", ("as", "->>", "B as C", "x")),
        ("title->>A: x", ("title", "->>", "A", "x")),
        ("1->>2: x", ("1", "->>", "2", "x")),
        ("A#35;->>B: x", ("A#", "->>", "B", "x")),
        ("A->>B:", ("A", "->>", "B", "")),
        ("A->>B: x : y", ("A", "->>", "B", "x : y")),
        ("A->>B: 50% of %% that", ("A", "->>", "B", "50% of %% that")),
        ("A->>B: x # no more", ("A", "->>", "B", "x")),
        ("A->>B: #35;1 #quot;q#quot;#9829;", ("A", "->>", "B", '#1 "q"♥')),
        ("A->>B: #nosuch; #1114112;", ("A", "->>", "B", "&nosuch; �")),
        ("A->>B: one<br/>two <BR > three<br>", ("A", "->>", "B", "one two three")),
        ("A->>B: wrap: x", ("A", "->>", "B", "x")),
        ("A->>B:nowrap:x", ("A", "->>", "B", "x")),
        ("A->>B: wrapped: x", ("A", "->>", "B", "wrapped: x")),
    ],
)
def test_reads_names_and_labels(body: str, expected: tuple[str, str, str, str]) -> None:
    assert drawn(body) == [expected]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("participant A", ("A", "A", "participant")),
        ("ACTOR A", ("A", "A", "actor")),
        ("participant Order API", ("Order API", "Order API", "participant")),
        ("participant A as Order<br/>API", ("A", "Order API", "participant")),
        ("Participant my-service AS wrap:S # s", ("my-service", "S", "participant")),
        ("participant A as B as C", ("A", "B as C", "participant")),
        ("participant A as", ("A", "A", "participant")),
        ("participant A B as C", ("A B as C", "A B as C", "participant")),
        ("participant end", ("end", "end", "participant")),
        ("participant A # c", ("A # c", "A # c", "participant")),
        ('participant Q@{ "type": "queue" }', ("Q", "Q", "queue")),
        ("participant Q@{'type': 'queue'} as Jobs", ("Q", "Jobs", "queue")),
        ("actor Q@{ type: database, alias: My Jobs, }", ("Q", "My Jobs", "database")),
        ("participant Q@{ type, alias: }", ("Q", "Q", "participant")),
        ("participant Q@{\ntype: queue\nalias: 'Jobs<br/>today'\n}", ("Q", "Jobs today", "queue")),
        ('actor Q@{ "alias": "Jobs" }', ("Q", "Jobs", "actor")),
        ('participant Q@{ "alias": "Jobs" } as Work', ("Q", "Work", "participant")),
        ('participant Q@{\n "type": "queue"\n}', ("Q", "Q", "queue")),
        # Declared twice, as in mermaid: a shown name replaces all, its absence changes nothing.
        ("participant A as X\nparticipant A as Y", ("A", "Y", "participant")),
        ("actor A as X\nparticipant A", ("A", "X", "actor")),
        ("actor A\nparticipant A as X", ("A", "X", "participant")),
        ('participant A\nparticipant A@{"type": "queue"}', ("A", "A", "participant")),
        ("A->>A: x\nactor A as X", ("A", "X", "actor")),
    ],
)
def test_reads_declarations(body: str, expected: tuple[str, str, str]) -> None:
    assert lifelines(body) == [expected]


@pytest.mark.parametrize("kind", TYPES)
def test_reads_every_type(kind: str) -> None:
    assert lifelines(f'participant P@{{ "type": "{kind}" }}') == [("P", "P", kind)]


def test_lifelines_stand_in_order_of_appearance() -> None:
    diagram = read("C->>A: x\nNote over D,A: n\nparticipant B\nparticipant A as First")
    assert diagram.lifelines == tuple(
        Lifeline(id=name, label=label, type="participant", at=Position(line=line, column=column))
        for name, label, line, column in [
            ("C", "C", 2, 1),
            ("A", "First", 2, 5),
            ("D", "D", 3, 11),
            ("B", "B", 4, 13),
        ]
    )


@pytest.mark.parametrize(
    ("body", "over", "text"),
    [
        ("Note right of A: x", ("A",), "x"),
        ("note LEFT OF Order API: x", ("Order API",), "x"),
        ("NOTE OVER A: x<br>y", ("A",), "x y"),
        ("Note over A, my-b: #35;", ("A", "my-b"), "#"),
        ("Note over A,A:", ("A",), ""),
    ],
)
def test_reads_notes(body: str, over: tuple[str, ...], text: str) -> None:
    assert read(body).statements == (Note(over=over, text=text, at=Position(line=2, column=1)),)


@pytest.mark.parametrize(
    "paint",
    [
        "",
        "  \t ",
        ";;",
        "%% comment; C->>D: no",
        "# comment; C->>D: no",
        "% comment",
        "x%% comment",
        "autonumber",
        "autonumber 10 .5 # c",
        "autonumber off",
        "title The title",
        "Title: The title # c",
        "accTitle: A title; C->>D: no",
        "accDescr: A text",
        "accDescr { A text }",
        "%%{init: {'theme': 'dark'}}%%",
        "rect red\nend",
        "accDescr {\nC->>D: no\n}",
        "activate C\ndeactivate C",
    ],
)
def test_paint_is_read_and_dropped(paint: str) -> None:
    diagram = read(f"{paint}\nA->>B: x")
    assert [line.id for line in diagram.lifelines] == ["A", "B"]
    assert [a.label for a in diagram.statements if isinstance(a, Arrow)] == ["x"]


def test_bars_may_be_drawn_by_sign_or_word() -> None:
    body = "A->>+B: x\nB-->>-A: y\nactivate A\nA->>+A: z\ndeactivate A\nA->>-A: z"
    assert [a.label for a in read(body).arrows] == ["x", "y", "z", "z"]


def test_a_semicolon_parts_statements() -> None:
    diagram = read_sequence("sequenceDiagram; participant A;A->>B: x #35; y; B->>A: z")
    assert [(a.label, a.at.column) for a in diagram.arrows] == [("x # y", 32), ("z", 49)]


@pytest.mark.parametrize(
    "text",
    [
        "\n\n  sequenceDiagram  \nA->>B: x",
        "%% comment\nsequenceDiagram %% comment\nA->>B: x",
        "\ufeffsequenceDiagram\nA->>B: x",
        "sequenceDiagram A->>B: x",
        "sequenceDiagram\r\n\r\nA->>B: x\r\n",
        "sequenceDiagram\rA->>B: x\r",
        "sequenceDiagram accDescr {\n}\nA->>B: x",
    ],
)
def test_reads_headers_and_line_ends(text: str) -> None:
    assert [(a.sender, a.receiver, a.label) for a in read_sequence(text).arrows] == [
        ("A", "B", "x")
    ]
    assert read_sequence(text).source == text


def test_a_header_alone_is_an_empty_diagram() -> None:
    assert read_sequence("sequenceDiagram") == Diagram(
        lifelines=(), statements=(), source="sequenceDiagram"
    )


ARROW = "an arrow such as ->> or -->>"
NAME = "a name (mermaid keeps words such as 'end' and 'note', and numbers, for itself)"
STATEMENT = "a message such as A->>B: text, a participant, a note or an activation"
DECLARED = "a name without < > : , ; @ (and without spaces, - or = before '@{')"
LABEL = "':' and a text, such as A->>B: text"
END = "the end of the line"
SIDES = "'over', 'left of' or 'right of' and a name"
KINDS = "one of participant, actor, boundary, control, entity, database, collections, queue"
OTHER_KIND = "'sequenceDiagram' or 'graph': other kinds of diagram are not read"
HEADER = "'sequenceDiagram' or 'graph' before everything else, spelt like this"
KEYS = "'type' or 'alias', each once at most"
EXAMPLE = 'such as @{ "type": "queue" }'


def begun(name: str) -> str:
    return (
        f"the end of an activation of '{name}' that has not begun"
        f" | 'activate {name}' or a + on an arrow to it before"
    )


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("A->>>B: x", f"2:2 found '->>>' | {ARROW} | "),
        ("A>>B: x", f"2:2 found '>>' | {ARROW} | "),
        ("A=>B: x", f"2:2 found '=>' | {ARROW} | "),
        ("A<-->>B: x", f"2:2 found '<-->>' | {ARROW} | "),
        ("A->>++B: x", f"2:2 found '->>++' | {ARROW} | "),
        ("A+->>B: x", f"2:2 found '+->>' | {ARROW} | "),
        ("A--B->>C: x", f"2:2 found '--' | {ARROW} | "),
        ("A-\\B: x", f"2:2 found '-\\' | {ARROW} | "),
        ("A->>B", f"2:6 found {END} | {LABEL} | "),
        ("A->>B,C: x", f"2:6 found ',C:' | {LABEL} | "),
        ("A,B->>C: x", f"2:2 found ',B->>C:' | {ARROW} | "),
        ("A->>: x", f"2:5 found ':' | {NAME} | "),
        ("A->>", f"2:5 found {END} | {NAME} | "),
        ("->>B: x", f"2:1 found '->>B:' | {NAME} | "),
        ("A->>end: x", f"2:5 found 'end:' | {NAME} | "),
        ("1 ->> 2: x", f"2:1 found '1' | {NAME} | "),
        ("over->>B: x", f"2:1 found 'over->>B:' | {NAME} | "),
        ("A-max: z", f"2:1 found 'A-max: z' | {STATEMENT} | "),
        ("A", f"2:1 found 'A' | {STATEMENT} | "),
        ("B: x", f"2:1 found 'B: x' | {STATEMENT} | "),
        ("foo bar; A->>B: x", f"2:1 found 'foo bar' | {STATEMENT} | "),
        ("particpant API", f"2:1 found 'particpant API' | {STATEMENT} | participant"),
        ("participant", f"2:12 found {END} | {DECLARED} | "),
        ("actor  ", f"2:6 found {END} | {DECLARED} | "),
        ("participant A,B", f"2:13 found 'A,B' | {DECLARED} | "),
        ("participant A->B", f"2:13 found 'A->B' | {DECLARED} | "),
        (
            'participant Order API@{ "type": "queue" }',
            f'2:13 found \'Order API@{{ "type": "queue" }}\' | {DECLARED} | ',
        ),
        (
            'participant my-q@{ "type": "queue" }',
            f'2:13 found \'my-q@{{ "type": "queue" }}\' | {DECLARED} | ',
        ),
        ("participant Q@{}", f"2:16 found '}}' | a key or a value, {EXAMPLE} | "),
        (
            'participant Q@{ "type" "queue" }',
            "2:24 found a text that is no YAML (expected ',' or '}', but got '<scalar>')"
            f" | keys and values, {EXAMPLE} | ",
        ),
        (
            "participant Q@{\n  type: queue\n  alias: Jobs\n}",
            "4:8 found a text that is no YAML (mapping values are not allowed here)"
            f" | keys and values, {EXAMPLE} | ",
        ),
        (
            "participant Q@{ type: !x queue }",
            f"2:23 found the tag '!x' | keys and values, {EXAMPLE} | ",
        ),
        ("participant Q@{ [type]: queue }", f"2:17 found the key '…' | {KEYS} | "),
        ("participant Q@{ type: [queue] }", f"2:23 found the participant type '…' | {KINDS} | "),
        (
            "participant Q@{ alias: [queue] }",
            "2:24 found a list or a mapping | a text for 'alias' | ",
        ),
        ('participant Q@{ "type": "queue"', f"2:32 found {END} | '}}', {EXAMPLE} | "),
        (
            'participant Q@{ "type": "queue" } foo',
            "2:35 found 'foo' | 'as' and the shown name, or nothing more | ",
        ),
        ('participant Q@{ "typ": "queue" }', f"2:17 found the key 'typ' | {KEYS} | type"),
        (
            "participant Q@{ type: queue, type: actor }",
            f"2:30 found the key 'type' twice | keys and values, {EXAMPLE} | ",
        ),
        (
            'participant Q@{ "type": "que" }',
            f"2:25 found the participant type 'que' | {KINDS} | queue",
        ),
        ("activate", f"2:9 found {END} | a name without < > : , ; @ and 'as' | "),
        ("activate A as B", "2:12 found 'as B' | nothing more, or ';' and a new statement | "),
        (
            "deactivate A",
            f"2:1 found {begun('A')} | ",
        ),
        (
            "B-->>-A: y",
            f"2:6 found {begun('B')} | ",
        ),
        ("Note A: x", f"2:6 found 'A:' | {SIDES} | "),
        ("Note above A: x", f"2:6 found 'above' | {SIDES} | over"),
        ("Note over A", f"2:12 found {END} | {LABEL} | "),
        ("Note over A, B, C: x", f"2:15 found ',' | {LABEL} | "),
        ("Note left of A, B: x", f"2:15 found ',' | {LABEL} | "),
        ("autonumber x", "2:12 found 'x' | a number, 'off' or nothing more | "),
        ("autonumber 1 2 3", "2:16 found '3' | nothing more, or ';' and a new statement | "),
        ("title", f"2:1 found 'title' | {STATEMENT} | "),
        ("sequenceDiagram", f"2:1 found 'sequenceDiagram' | {STATEMENT} | "),
        (
            "A->>B: xxxxx; yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy",
            f"2:15 found 'yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy…' | {STATEMENT} | ",
        ),
        ("\tA->>B #35; z", f"2:14 found {END} | {LABEL} | "),
    ],
)
def test_tells_what_is_wrong_with_a_line(body: str, expected: str) -> None:
    assert problems("sequenceDiagram\n" + body) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "1:1 found no diagram | 'sequenceDiagram' and its messages | "),
        ("  \n\n", "1:1 found no diagram | 'sequenceDiagram' and its messages | "),
        ("%% only a comment", "1:1 found no diagram | 'sequenceDiagram' and its messages | "),
        (
            "flowchart TD\nA-->B",
            f"1:1 found 'flowchart' | {OTHER_KIND} | ",
        ),
        (
            "stateDiagram-v2\nA-->B",
            f"1:1 found 'stateDiagram-v2' | {OTHER_KIND} | ",
        ),
        ("A->>B: x", f"1:1 found 'A->>B:' | {HEADER} | "),
        ("SEQUENCEDIAGRAM", f"1:1 found 'SEQUENCEDIAGRAM' | {HEADER} | sequenceDiagram"),
        ("sequenceDiagram:", f"1:16 found ':' | {STATEMENT} | "),
        ("sequenceDiagram-v2", f"1:16 found '-v2' | {STATEMENT} | "),
        ("# c\nsequenceDiagram", f"1:1 found '#' | {HEADER} | "),
    ],
)
def test_tells_what_is_wrong_with_a_text(text: str, expected: str) -> None:
    assert problems(text) == [expected]


def test_tells_all_problems_in_line_order() -> None:
    text = "sequenceDiagram\n  A=>B: x\nA->>B: ok\nalt x\n  B->>A\nelse y\nand z\nend\nend"
    assert problems(text.replace("\n", "\r\n")) == [
        f"2:4 found '=>' | {ARROW} | ",
        f"5:8 found {END} | {LABEL} | ",
        "7:1 found 'and' inside 'alt' of line 4"
        " | 'and' only directly inside 'par' or 'par_over' | ",
        "9:1 found 'end' without a block"
        " | a block above it that is still open, such as 'alt' or 'loop' | ",
    ]


def test_a_misspelt_header_does_not_hide_the_rest() -> None:
    assert problems("sequencediagram\nA->B") == [
        "1:1 found 'sequencediagram' | 'sequenceDiagram' or 'graph' before everything else, "
        "spelt like this"
        " | sequenceDiagram",
        f"2:5 found {END} | {LABEL} | ",
    ]


def test_tells_at_most_fifty_problems() -> None:
    assert len(problems("sequenceDiagram\n" + "what\n" * 100)) == MOST_PROBLEMS


def test_an_error_shows_its_line() -> None:
    with pytest.raises(ScenarioError) as caught:
        read("  A->>>B: x")
    assert str(caught.value).split("\n")[1:] == ["      A->>>B: x", "       ^"]


@pytest.mark.parametrize(
    "text",
    [
        "sequenceDiagram\n" + "A->B:x\n" * 28_000,
        "sequenceDiagram" + ";" * 200_000,
        "sequenceDiagram\nA" + " " * 200_000 + "->>B",
        "sequenceDiagram\nA" + "-a" * 100_000,
        "sequenceDiagram\nparticipant" + " as" * 66_000,
        "sequenceDiagram\nA->>B:<br" + " " * 200_000,
        "sequenceDiagram\nA->>B: #" + "9" * 200_000 + ";",
        "sequenceDiagram\n" + "%%{a}%%" * 28_000,
        "sequenceDiagram\n" + "accDescr {\n" * 18_000 + "}",
        "sequenceDiagram\nparticipant A@{" + "a:b," * 50_000 + "}",
        "---\n" + "\n--" * 66_000,
        "s" * 200_000,
        "sequenceDiagram\n" + "opt x\n" * 200 + "A->>B: x\n" * 20_000,
        "sequenceDiagram\n" + "alt\nelse\nend\n" * 15_000,
        "sequenceDiagram\n" + "(" * 40_000,
        "---" + "\n" * 200_000 + "x",
        "---\na: " + "[" * 100_000 + "\n---\nsequenceDiagram",
        "sequenceDiagram\nparticipant Q@{" + "[" * 100_000 + "}",
    ],
)
def test_a_long_text_is_read_or_refused_in_seconds(text: str) -> None:
    start = time.process_time()
    with suppress(ScenarioError):
        read_sequence(text)
    assert time.process_time() - start < 10


NAMES = st.sampled_from(["A", "B", "Order API", "my-service", "日本", "a/b", "x", "Endpoint"])
LABELS = (
    st.text("abz :,.%x->+()<é", max_size=12)
    .map(str.strip)
    .filter(lambda label: not re.search(r"wrap:|<br", label))
)
SIGNS = st.sampled_from(["->", "-->", "->>", "-->>", "-x", "--x", "-)", "--)", "<<->>", "<<-->>"])


@given(st.lists(st.tuples(NAMES, SIGNS, NAMES, LABELS)), st.sampled_from(["\n", ";", "\r\n  "]))
def test_what_was_written_is_read(messages: list[tuple[str, str, str, str]], end: str) -> None:
    body = end.join(f"{a}{sign}{b}: {label}" for a, sign, b, label in messages)
    assert drawn(body) == messages

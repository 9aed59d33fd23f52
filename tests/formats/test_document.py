"""A bare document as a scenario: which designs it has, and every mistake at its place in it."""

from pathlib import Path

import pytest

import simkit as sk
from simkit.engine.runner import document_text
from simkit.errors import ScenarioError
from simkit.formats.document import LONGEST_NAME, read_document
from simkit.formats.scenario_file import LARGEST_FILE, load, read_scenario
from simkit.model.scenario import Scenario

CALL = "sequenceDiagram\nC->>A: Ask\nA-->>C: Answer"


def fence(drawing: str) -> str:
    return f"```mermaid\n{drawing}\n```\n"


def below(heading: str, drawing: str = CALL) -> str:
    return f"{heading}\n\n{fence(drawing)}\n"


def names(text: str, file: str = "doc.md", part: str = "") -> list[str]:
    return [design.name for design in read_document(text, file, part).designs]


def refused(text: str, file: str = "doc.md", part: str = "") -> str:
    with pytest.raises(ScenarioError) as caught:
        read_document(text, file, part)
    return str(caught.value)


# ---------------------------------------------------------------------- designs and their names


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (below("# Ask"), ["Ask"]),
        (below("# Ask") + below("## Tell"), ["Ask", "Tell"]),
        (below("# Ask") + below("# Ask") + fence(CALL), ["Ask", "Ask 2", "Ask 3"]),
        (below("# A") + below("# A") + below("# A 2"), ["A", "A 2", "A 2 2"]),
        (fence(CALL) + fence(CALL), ["diagram 1", "diagram 2"]),
        (fence(CALL) + below("# diagram 1"), ["diagram 1", "diagram 1 2"]),
        (below("# ") + fence(CALL), ["diagram 1", "diagram 2"]),
        (below("# *Two*   `words`: [a](b) {#id}"), ["Two words: a"]),
        (below('# The "best" way\n\ntext'), ['The "best" way']),
        (below("Set\next\n==="), ["Set ext"]),
        (below("# a&#127;b&#9;c\x7f"), ["a\ufffdb c\ufffd"]),
        (below("# " + "x" * 100), ["x" * 100]),
        (below("# " + "x" * 101), ["x" * 99 + "…"]),
        (2 * below("# " + "x" * 999), ["x" * 99 + "…", "x" * 99 + "… 2"]),
    ],
)
def test_designs_are_named_by_their_headings(text: str, expected: list[str]) -> None:
    assert names(text) == expected
    assert LONGEST_NAME == 100


@pytest.mark.parametrize("part", ["2", "tell", "TELL"])
def test_one_diagram_alone(part: str) -> None:
    text = below("# Ask") + below("# Tell") + below("# TELL me")
    if part == "TELL":
        assert refused(text, part=part) == (
            "doc.md: found no diagram 'TELL'; expected 1 to 3, 'ask', 'tell' or 'tell-me'; did you "
            "mean 'tell'?"
        )
    else:
        assert names(text, part=part) == ["Tell"]


def test_a_mermaid_file_is_one_design_named_by_the_file() -> None:
    for file in ("my shop.mmd", "shop/my shop.mermaid", "my shop.MMD"):
        assert names(CALL, file) == ["my shop"]
    assert refused(CALL, "x.mmd", "1") == (
        "x.mmd: found '#1' after 'x.mmd'; expected the file alone: it is one diagram"
    )


def test_the_scenario_is_named_by_the_file_and_has_no_more_than_designs() -> None:
    scenario = read_document(below("# Ask"), "some/doc.md")
    assert (scenario.name, scenario.source, scenario.question) == ("doc.md", "some/doc.md", "")
    assert scenario.document.keys() == {"scenario", "source", "reading", "designs"}
    assert scenario.document["reading"] == "document"


def test_diagrams_of_other_kinds_are_left_out_and_told_in_order() -> None:
    text = fence("pie\n a: 1") + below("# X") + "> " + fence("classDiagram").replace("\n", "\n> ")
    scenario = read_document(text, "doc.md")
    assert [design.name for design in scenario.designs] == ["X"]
    told = [one for one in scenario.run.assumptions if "left out" in one]
    assert told == [
        "diagram 1 (line 1) is no sequence diagram and no graph: left out",
        "diagram 3 (line 13) is no sequence diagram and no graph: left out",
    ]
    assert scenario.run.assumptions[:2] == tuple(told)


@pytest.mark.parametrize(
    "begin",
    [
        "%% hello\n",
        "---\ntitle: x\n---\n",
        '%%{init: {"theme": "dark"}}%%\n',
        "\n\n  ",
        "%%a\n%%b\n",
    ],
)
def test_what_stands_above_a_drawing_does_not_change_its_kind(begin: str) -> None:
    assert names(below("# X", begin + CALL) + below("# Y", begin + "graph LR; A --> B")) == [
        "X",
        "Y",
    ]
    told = read_document(below("# X") + fence(begin + "pie"), "doc.md").run.assumptions
    assert "diagram 2 (line 9) is no sequence diagram and no graph: left out" in told


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_other_ends_of_lines_and_a_mark_at_the_beginning_change_nothing(
    end: str, tmp_path: Path
) -> None:
    text = below("# Ask") + below("# Tell")
    (tmp_path / "doc.md").write_bytes(("\ufeff" + text.replace("\n", end)).encode())
    scenario = load(tmp_path / "doc.md")
    plain = read_document(text, "doc.md")
    assert [design.script.lines for design in scenario.designs] == [
        design.script.lines for design in plain.designs
    ]


def test_a_mark_at_the_beginning_moves_no_column(tmp_path: Path) -> None:
    (tmp_path / "x.mmd").write_bytes("\ufeffsequenceDiagram foo\n".encode())
    (tmp_path / "x.md").write_bytes(f"\ufeff> {fence('foo')}".encode())
    with pytest.raises(ScenarioError) as caught:
        load(tmp_path / "x.mmd")
    assert str(caught.value).split("\n")[0].startswith(f"{tmp_path}/x.mmd:1:17: found 'foo'")
    with pytest.raises(ScenarioError) as caught:
        load(f"{tmp_path}/x.md#1")
    [problem] = caught.value.problems
    assert problem.place
    assert (problem.place.line, problem.place.column) == (1, 3)


# ---------------------------------------------------------------------- nothing to run


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (
            "",
            "doc.md:1:1: found no sequence diagram and no graph; "
            "expected one between ```mermaid and ```",
        ),
        (
            "# X\nhello",
            "doc.md:1:1: found no sequence diagram and no graph; "
            "expected one between ```mermaid and ```\n    # X\n    ^",
        ),
        (
            fence("pie") + "```\nsequenceDiagram\n```\n",
            "doc.md:1:1: found no sequence diagram and no graph; 1 of another kind; "
            "expected one between ```mermaid and ```\n    ```mermaid\n    ^",
        ),
    ],
)
def test_a_document_without_a_diagram(text: str, error: str) -> None:
    assert refused(text) == error


def test_a_drawing_of_another_kind_that_is_asked_for_is_refused() -> None:
    error = (
        "found 'pie'; expected 'sequenceDiagram' or 'graph': other kinds of diagram are not read"
    )
    assert refused("x\n\n" + fence("pie"), part="1") == f"doc.md:4:1: {error}\n    pie\n    ^"
    assert refused("pie", "x.mmd") == f"x.mmd:1:1: {error}\n    pie\n    ^"
    assert refused("pie", "x.MMD") == f"x.MMD:1:1: {error}\n    pie\n    ^"
    assert refused("", "x.mmd") == (
        "x.mmd:1:1: found no diagram; expected 'sequenceDiagram' and its messages"
    )


@pytest.mark.parametrize(
    ("part", "error"),
    [
        ("nowhere", "found no diagram 'nowhere'; expected 1 to 3, 'ask' or 'ask-1'"),
        ("aks", "found no diagram 'aks'; expected 1 to 3, 'ask' or 'ask-1'; did you mean 'ask'?"),
        ("4", "found no diagram '4'; expected 1 to 3, 'ask' or 'ask-1'"),
        ("ask-1", "found 2 diagrams below 'ask-1'; expected the number of one: 2 or 3"),
        (" ", "found no name; expected 1 to 3, 'ask' or 'ask-1'"),
    ],
)
def test_a_part_that_is_not_there(part: str, error: str) -> None:
    text = below("# Ask") + below("# Ask") + fence(CALL)
    assert refused(text, part=part) == f"doc.md: {error}"


# ---------------------------------------------------------------------- broken diagrams


def test_every_broken_diagram_is_told_at_its_place_in_the_document() -> None:
    text = (
        below("# X", "sequenceDiagram\n C->>A Ask")
        + "- item\n\n  "
        + fence("sequenceDiagram\nC->>A: Ask\nA-->>: x").replace("\n", "\n  ")
        + "\n> "
        + fence("sequenceDiagram\nC->>A: Ask\n  foo").replace("\n", "\n> ")
        + "\n\n"
        + below("# fine")
    )
    assert refused(text) == (
        "doc.md:5:11: found the end of the line; expected ':' and a text, such as A->>B: text\n"
        "     C->>A Ask\n"
        "              ^\n"
        "doc.md:13:8: found ':'; expected a name (mermaid keeps words such as 'end' and 'note', "
        "and numbers, for itself)\n"
        "      A-->>: x\n"
        "           ^\n"
        "doc.md:19:5: found 'foo'; expected a message such as A->>B: text, a participant, a note "
        "or an activation\n"
        "    >   foo\n"
        "        ^"
    )


def test_a_place_counts_the_characters_of_the_document_under_tabs_and_other_line_ends() -> None:
    text = "# X\n\n-\t```mermaid\n\tsequenceDiagram\n\tC->>A: Ask\n\tfoo\n\t```\n"
    for end in ("\n", "\r\n", "\r"):
        told = refused(text.replace("\n", end))
        assert told.startswith("doc.md:6:2: found 'foo'; expected a message")
        assert told.endswith("\n    \tfoo\n    \t^")


NO = (
    "found '--x' with nothing to answer: C has no unanswered call that reached A; expected "
    "'A->>C' for a call, 'A-)C' for a message, or a call 'C->>A' above"
)


def test_what_has_no_meaning_is_told_with_what_cannot_be_read() -> None:
    text = (
        below("# One", "sequenceDiagram\nC->>A: Ask\nA-->>C: x\nA--xC: y")
        + below("# Two", "sequenceDiagram\nC->>A Ask")
        + below("# Three", "sequenceDiagram\nparticipant A")
        + below("# Four", "graph LR\nA --> B\nA --- B")
    )
    assert refused(text) == (
        f"doc.md:7:1: {NO}\n    A--xC: y\n    ^\n"
        "doc.md:14:10: found the end of the line; expected ':' and a text, such as A->>B: text\n"
        "    C->>A Ask\n             ^\n"
        "doc.md:20:1: found no arrow; expected at least one message\n"
        "    sequenceDiagram\n    ^\n"
        "doc.md:29:3: found 'A --- B', which has no direction; expected an arrow, such as A --> B\n"
        "    A --- B\n      ^"
    )


def test_too_many_arrows_are_told_at_the_first_too_many() -> None:
    text = below("# X", CALL + "\nA-)B: m" * 500)
    assert refused(text) == (
        "doc.md:505:1: found 502 arrows; expected at most 500\n    A-)B: m\n    ^"
    )


def test_too_many_lines_are_told_at_the_beginning_of_the_drawing() -> None:
    edges = [f"C{n} --> A" for n in range(5)] + [f"A --> B{n}" for n in range(240)]
    graph = "\n".join(["graph LR", *edges])
    assert refused("# X\n\n> " + fence(graph).replace("\n", "\n> ")) == (
        "doc.md:4:3: found 2410 lines; expected at most 2000 in a design\n    > graph LR\n      ^"
    )


def test_too_many_requests_are_told_with_the_file() -> None:
    text = "graph LR\n" + "".join(f"C{n} --> A\n" for n in range(170))
    assert refused(text, "x.mmd") == (
        "x.mmd: load: found about 1,020,000 requests in each replication of design 'x'; expected "
        "at most 1,000,000: a lower load or a shorter horizon"
    )


def test_characters_that_cannot_be_seen_are_shown_as_one() -> None:
    scenario = read_document(below("# X", "sequenceDiagram\nC->>A: a\x7fb\u2028c"), "doc.md")
    assert scenario.designs[0].script.lines[0].label == "a\ufffdb\ufffdc"
    assert refused("# X\x85\n" + fence("sequenceDiagram\x0bx\nfoo\x00")).startswith("doc.md:3:16: ")


# ---------------------------------------------------------------------- files


def test_a_file_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("dir.md").mkdir()
    Path("bin.md").write_bytes(b"# X\xff")
    Path("big.md").write_bytes(b"a" * (LARGEST_FILE + 1))
    Path("most.md").write_bytes(below("# X").encode() + b" " * (LARGEST_FILE - 63))
    for name, error in {
        "none.md": "cannot be read (No such file or directory); expected a document",
        "dir.md": "cannot be read (Is a directory); expected a document",
        "bin.md": "found a byte that is no UTF-8, at 3; expected a text in UTF-8",
        "big.md": "found more than 1,000,000 bytes; expected a smaller file",
    }.items():
        for part in ("", "#x", "#1", "#"):
            with pytest.raises(ScenarioError) as caught:
                load(name + part)
            assert str(caught.value) == f"{name}: {error}"
    assert Path("most.md").stat().st_size == LARGEST_FILE
    assert [design.name for design in load("most.md").designs] == ["X"]


def test_a_file_whose_name_looks_like_a_part_is_read_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.md").write_text(below("# One") + below("# Two"))
    Path("a.md#two").write_text(below("# Three"))
    assert [design.name for design in load("a.md#two").designs] == ["Three"]
    assert [design.name for design in load("a.md#one").designs] == ["One"]
    assert [design.name for design in load("a.md#").designs] == ["One", "Two"]
    assert [design.name for design in load(Path("a.md")).designs] == ["One", "Two"]


def test_in_python_a_reference_is_no_drawing() -> None:
    with pytest.raises(ScenarioError) as caught:
        sk.scenario("doc.md#ask", load="poisson 80/s")
    assert str(caught.value) == (
        "diagram:1:1: diagram: found 'doc.md#ask'; expected 'sequenceDiagram' or 'graph' before "
        "everything else, spelt like this\n    doc.md#ask\n    ^"
    )


# ---------------------------------------------------------------------- reread and changed


def reread(scenario: Scenario) -> Scenario:
    return read_scenario(document_text(scenario), "saved.json")


@pytest.mark.parametrize(
    "drawing",
    [
        CALL,
        "graph LR; C --> doc.md",
        "graph LR; C --> A; A -.-> Queue",
        "sequenceDiagram; C->>A: see doc.md#ask",
        "sequenceDiagram\nC->>A: Ask\nA->>Queue: put\nA-->>C: ok\nA-)Queue Consumer: x",
        "---\ntitle: x\n---\n%% y\nsequenceDiagram\n\tC->>A: a#9;b\tc\x7f",
    ],
)
def test_what_a_recording_keeps_is_read_again_without_the_document(drawing: str) -> None:
    scenario = read_document(below("# X: \"y\" 'z' # \\ é") + below("# B", drawing), "doc.md")
    again = reread(scenario)
    assert again.designs == scenario.designs
    assert again.run == scenario.run
    assert reread(again) == again


def assumed(scenario: Scenario) -> list[str]:
    return [text for text in scenario.designs[0].assumptions if "(not stated)" in text]


BROKER = "sequenceDiagram\nC->>A: Ask\nA->>Queue: put\nA-->>C: ok"


def test_every_number_is_told_as_assumed() -> None:
    scenario = read_document(below("# X", BROKER), "doc.md")
    assert scenario.designs[0].assumptions == (
        "Queue Consumer: takes what Queue stores, as nobody is drawn who does",
        "C: poisson 100/s (not stated)",
        "A.Ask, Queue Consumer.put: work exponential 70 ms (not stated)",
        "Queue.put: work 1 ms (not stated)",
        "network: 1 ms (not stated)",
        "C: the client, because it sends first",
        "A: a pool of workers, as nothing says otherwise",
        "Queue: a broker, by its name",
        "ok: no work (not stated)",
        "A: 10 workers, to be about 70 % busy (not stated)",
        "Queue Consumer: 10 workers, to be about 70 % busy (not stated)",
    )
    assert scenario.run.assumptions == (
        "run.horizon: 1 min (not stated)",
        "run.warm-up: found before the runs, where their times have settled down (MSER-5) "
        "(not stated)",
        "run.patience: 1 min, as long as the horizon (not stated)",
        "run.replications: 10 (not stated)",
        "run.seed: 1 (not stated)",
    )


CHANGES = [
    (
        "load.C",
        "poisson 40/s",
        {"C: poisson 100/s (not stated)"},
        {"A": 4, "Queue Consumer": 4},
    ),
    (
        "load",
        "poisson 200/s",
        {"C: poisson 100/s (not stated)"},
        {"A": 20, "Queue Consumer": 20},
    ),
    (
        "messages.Ask.work",
        "exponential 140 ms",
        {"A.Ask"},
        {"A": 20, "Queue Consumer": 10},
    ),
    ("messages.A.Ask.work", "wrong path", set(), {}),
    (
        'messages."Queue.put".work',
        "5 ms",
        {"Queue.put: work 1 ms (not stated)"},
        {"A": 10, "Queue Consumer": 10},
    ),
    (
        "participants.A.workers",
        3,
        {"A: 10 workers, to be about 70 % busy (not stated)"},
        {"Queue Consumer": 10},
    ),
    (
        'designs.X.participants."Queue Consumer".workers',
        7,
        {"Queue Consumer: 10 workers, to be about 70 % busy (not stated)"},
        {"A": 10},
    ),
    (
        'messages."Queue Consumer.put".work',
        "exponential 7 ms",
        {"Queue Consumer.put"},
        {"A": 10, "Queue Consumer": 1},
    ),
    (
        "network",
        "2 ms",
        {"network: 1 ms (not stated)"},
        {"A": 10, "Queue Consumer": 10},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("path", "value", "gone", "sized"), CHANGES)
def test_what_is_stated_is_no_longer_assumed_and_pools_are_sized_anew(
    path: str, value: object, gone: set[str], sized: dict[str, int]
) -> None:
    scenario = read_document(below("# X", BROKER), "doc.md")
    if not sized:
        with pytest.raises(ScenarioError):
            scenario.change(path, value)
        return
    told = assumed(scenario.change(path, value))
    for text in gone:
        assert any(text in one for one in assumed(scenario))
        assert not any(text in one for one in told)
    sizes = {
        f"{name}: {count} worker{'s' * (count > 1)}, to be about 70 % busy (not stated)"
        for name, count in sized.items()
    }
    assert {one for one in told if "to be about" in one} == sizes

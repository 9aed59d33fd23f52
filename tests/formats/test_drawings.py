"""Drawings in other files that a scenario names; what is wrong is told where it stands."""

from pathlib import Path

import pytest

from simkit.engine.runner import document_text
from simkit.errors import ScenarioError
from simkit.formats.drawings import drawn_at, is_drawing, reference
from simkit.formats.scenario_file import load, read_scenario
from simkit.units import BadValue

CALL = "sequenceDiagram\nC->>A: Ask\nA-->>C: Answer\n"
ALT = "sequenceDiagram\nC->>A: Ask\nalt x\nA->>A: y\nend\n"
DOCUMENT = f"""\
# One

```mermaid
{CALL}```

# Two

> ```mermaid
> {ALT.rstrip().replace(chr(10), chr(10) + "> ")}
> ```

# Three
- x

  ```mermaid
  sequenceDiagram
  C->>A Ask
  ```

# Pie
```mermaid
pie
```
"""
ALT_TOLD = (
    "found 'alt x' and nothing that says how likely 'x' is; expected a share, as in 'x (50 %)', "
    "or 'choices: {\"x\": 50 %}'"
)
NO_COLON = "found the end of the line; expected ':' and a text, such as A->>B: text"
FOO = "found 'foo'; expected a message such as A->>B: text, a participant, a note or an activation"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("d.md").write_text(DOCUMENT)
    Path("x.mmd").write_text(CALL)
    Path("bad.mmd").write_text("sequenceDiagram\r\nC->>A: Ask\r\nfoo\r\n")
    Path("bin.md").write_bytes(b"ab\xff")
    Path("big.md").write_bytes(b"a" * 1_000_001)
    Path("dir.md").mkdir()
    Path("sub").mkdir()
    Path("sub/one.md").write_bytes(f"\ufeff# H\r\n\r\n```mermaid\r\n{CALL}```\r\n".encode())


def refused(text: str) -> list[str]:
    Path("s.yaml").write_text(text)
    with pytest.raises(ScenarioError) as caught:
        load("s.yaml")
    return str(caught.value).split("\n")


LOAD = "load: every 1 s\n"


@pytest.mark.parametrize(
    "named",
    ["d.md#one", "d.md#1", "x.mmd", "sub/one.md", "sub/one.md#h", "../{}/x.mmd", "sub/one.md#1"],
)
def test_a_reference_stands_wherever_a_drawing_can(named: str, tmp_path: Path) -> None:
    named = named.replace("{}", tmp_path.name)
    lines = None
    for text in (
        f"diagram: {named}\n",
        f"designs:\n  one: {named}\n",
        f"designs:\n  one: {{diagram: {named}}}\n",
        f"designs:\n  one: {{journeys: {{a: {named}}}}}\n",
        f"designs:\n  one: {{journeys: {{a: {{diagram: {named}}}}}}}\n",
    ):
        Path("s.yaml").write_text(text + LOAD)
        scenario = load("s.yaml")
        lines = lines or scenario.designs[0].script.lines
        assert scenario.designs[0].script.lines == lines
        # What a recording keeps needs no other file.
        assert read_scenario(document_text(scenario), "saved").designs == scenario.designs


WRONG = [
    ("d.md", "found 4 diagrams in 'd.md'; expected one of them, such as 'd.md#1' or 'd.md#one'"),
    ("d.md#", "found 4 diagrams in 'd.md'; expected one of them, such as 'd.md#1' or 'd.md#one'"),
    ("d.md#nowhere", "found no diagram 'nowhere'; expected 1 to 4, 'one', 'two', 'three' or 'pie'"),
    (
        "d.md#tow",
        "found no diagram 'tow'; expected 1 to 4, 'one', 'two', 'three' or 'pie'; did you mean "
        "'two'?",
    ),
    ("d.md#5", "found no diagram '5'; expected 1 to 4, 'one', 'two', 'three' or 'pie'"),
    ("x.mmd#1", "found '#1' after 'x.mmd'; expected the file alone: it is one diagram"),
    (
        "none.md#x",
        "found 'none.md', which cannot be read (No such file or directory); "
        "expected a document beside the scenario",
    ),
    (
        "dir.md",
        "found 'dir.md', which cannot be read (Is a directory); "
        "expected a document beside the scenario",
    ),
    (
        "bin.md",
        "found 'bin.md', which cannot be read (a byte that is no UTF-8, at 2); "
        "expected a document beside the scenario",
    ),
    ("big.md", "found more than 1,000,000 bytes; expected a smaller file"),
]


@pytest.mark.parametrize(("named", "error"), WRONG)
def test_a_reference_to_nothing_is_told_where_it_stands(named: str, error: str) -> None:
    assert refused(f"diagram: {named}\n" + LOAD) == [
        f"s.yaml:1:10: diagram: {error}",
        f"    diagram: {named}",
        "             ^",
    ]
    assert refused(f"designs:\n  one: {{journeys: {{a: {named}}}}}\n" + LOAD) == [
        f"s.yaml:2:23: designs.one.journeys.a: {error}",
        f"      one: {{journeys: {{a: {named}}}}}",
        "                          ^",
    ]


@pytest.mark.parametrize(
    ("named", "place", "excerpt", "error"),
    [
        ("d.md#two", "d.md:14:3", ["    > alt x", "      ^"], ALT_TOLD),
        ("d.md#3", "d.md:24:12", ["      C->>A Ask", "               ^"], NO_COLON),
        ("bad.mmd", "bad.mmd:3:1", ["    foo", "    ^"], FOO),
        (
            "d.md#pie",
            "d.md:29:1",
            ["    pie", "    ^"],
            "found 'pie'; expected 'sequenceDiagram' or 'graph': other kinds of diagram are not "
            "read",
        ),
    ],
)
def test_what_is_wrong_in_another_file_is_told_at_its_place_there(
    named: str, place: str, excerpt: list[str], error: str
) -> None:
    for text, path in (
        (f"diagram: {named}\n", "diagram"),
        (f"designs:\n  one: {named}\n", "designs.one"),
        (f"designs:\n  one: {{diagram: {named}}}\n", "designs.one.diagram"),
        (f"designs:\n  one: {{journeys: {{a: {named}}}}}\n", "designs.one.journeys.a"),
        (
            f"designs:\n  one: {{journeys: {{a: {{diagram: {named}}}}}}}\n",
            "designs.one.journeys.a.diagram",
        ),
    ):
        assert refused(text + LOAD) == [f"{place}: {path}: {error}", *excerpt]


def test_mistakes_of_several_files_stand_in_the_order_of_the_scenario() -> None:
    told = refused(
        "designs:\n  a: d.md#3\n  b: bad.mmd\n  c: d.md#nowhere\n  d: d.md#one\nrun: {seed: x}\n"
        + LOAD
    )
    assert [line.split(": ")[0] for line in told if ": " in line and "found" in line] == [
        "d.md:24:12",
        "bad.mmd:3:1",
        "s.yaml:4:6",
        "s.yaml:6:13",
    ]


def test_a_text_that_is_no_file_names_none() -> None:
    told = refused("diagram: d.txt#one\n" + LOAD)
    assert told[0] == (
        "s.yaml:1:10: diagram: found 'd.txt#one'; expected 'sequenceDiagram' or 'graph' before "
        "everything else, spelt like this"
    )
    with pytest.raises(ScenarioError, match=r"found 'd\.md#one'; expected 'sequenceDiagram'"):
        read_scenario("diagram: d.md#one\n" + LOAD, "s.yaml")  # without a folder


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("doc.md", ("doc.md", "")),
        ("doc.md#a b", ("doc.md", "a b")),
        ("doc.md#a.md", ("doc.md", "a.md")),
        ("some dir/x.MMD", ("some dir/x.MMD", "")),
        ("graph.md", ("graph.md", "")),
        ("x.markdown#1", ("x.markdown", "1")),
        ("x.mermaid", ("x.mermaid", "")),
        ("doc.mdx", None),
        ("doc.yaml", None),
        ("graph LR; A --> x.md", None),
        ("flowchart; A --> x.md#y", None),
        ("sequenceDiagram; A->>B: see x.md", None),
        (CALL, None),
        ("sequenceDiagram\nA->>B: x.md", None),
    ],
)
def test_which_texts_are_references(text: str, named: tuple[str, str] | None) -> None:
    assert reference(text) == named


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        (CALL, True),
        ("graph LR", True),
        ("graph", True),
        ("flowchart-elk TD", True),
        ("graphic", False),
        ("sequenceDiagrams", False),
        ("%% sequenceDiagram\npie", False),
        ("", False),
        ("\r\n%% a\rgraph LR", True),
    ],
)
def test_which_texts_are_meant_as_drawings(text: str, meant: bool) -> None:
    assert is_drawing(text) is meant


def test_the_only_diagram_of_a_document_needs_no_name() -> None:
    one = f"# H\n```mermaid\n{CALL}```\n"
    assert drawn_at(one, "d.md", "").text == CALL.rstrip("\n")
    with pytest.raises(BadValue) as caught:
        drawn_at("no diagram", "d.md", "")
    assert str(caught.value) == "found no mermaid diagram; expected one between ```mermaid and ```"

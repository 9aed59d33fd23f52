"""Several journeys of a design are one script; every number in it points at its own journey."""

from dataclasses import replace

import pytest

import simkit as sk
from simkit.engine.runner import record
from simkit.errors import ScenarioError
from simkit.formats.mermaid import read_sequence
from simkit.formats.scenario_file import read_scenario
from simkit.model.merge import merge
from simkit.model.projection import project
from simkit.model.script import Script, Step, flat

DRAWINGS = {
    "call": "C->>A: ask\nA->>B: try\nB--xA: no\nA-->>C: yes",
    "broker": "D->>A: x\nA->>Q: put\nQ-->>A: kept\nQ->>W: put\nW-->>Q: ack\nA-->>D: y\nE->>A: late",
    "par": "C->>A: x\npar\nA->>B: p\nB-->>A: q\nand\nA-)W: r\nend\nA-->>C: y",
}


def script(drawing: str) -> Script:
    return project(read_sequence("sequenceDiagram\n" + drawing), brokers=frozenset("Q"))


def all_of(steps: tuple[Step, ...]) -> list[int]:
    return [step.line for step in flat(steps)]


def test_one_script_without_a_name_stays_itself() -> None:
    alone = script(DRAWINGS["call"])
    assert merge((("", alone),)) is alone
    assert [root.journey for root in merge((("a", alone),)).roots] == ["a"]


def test_every_number_of_a_script_is_moved_by_those_before_it() -> None:
    parts = tuple((name, script(drawing)) for name, drawing in DRAWINGS.items())
    merged = merge(parts)
    lines = executions = roots = 0
    for name, part in parts:
        own = merged.lines[lines : lines + len(part.lines)]
        for before, line in zip(part.lines, own, strict=True):
            assert line.index == before.index + lines
            assert line.by == before.by + executions
            for item, by in {
                "starts": executions,
                "to": executions,
                "asks": lines,
                "carries": lines,
                "settles": lines,
            }.items():
                number = getattr(before, item)
                assert getattr(line, item) == (number + by if number >= 0 else number), item
            kept = {
                "index": 0,
                "by": 0,
                "starts": 0,
                "to": 0,
                "asks": 0,
                "carries": 0,
                "settles": 0,
            }
            assert replace(line, **kept) == replace(before, **kept)  # type: ignore[arg-type]
        these = merged.executions[executions : executions + len(part.executions)]
        for earlier, execution in zip(part.executions, these, strict=True):
            assert execution.index == earlier.index + executions
            assert execution.root == earlier.root + roots
            assert execution.lifeline == earlier.lifeline
            started = earlier.started_by
            assert execution.started_by == (started + lines if started >= 0 else started)
            assert all_of(execution.steps) == [n + lines for n in all_of(earlier.steps)]
            assert [step.kind for step in execution.steps] == [s.kind for s in earlier.steps]
        for past, root in zip(part.roots, merged.roots[roots:], strict=False):
            assert (root.journey, root.client) == (name, past.client)
            assert root.execution == past.execution + executions
        lines, executions, roots = (
            lines + len(part.lines),
            executions + len(part.executions),
            roots + len(part.roots),
        )
    assert (len(merged.lines), len(merged.executions), len(merged.roots)) == (
        lines,
        executions,
        roots,
    )
    # Something of each kind was there to be moved.
    assert any(line.carries >= 0 for line in merged.lines[5:])
    assert any(line.settles >= 0 for line in merged.lines)
    assert any(step.branches for e in merged.executions for step in e.steps)


def test_each_line_belongs_to_its_journey() -> None:
    merged = merge(tuple((name, script(drawing)) for name, drawing in DRAWINGS.items()))
    names = [merged.roots[root].journey for root in merged.root_of]
    assert names == ["call"] * 4 + ["broker"] * 8 + ["par"] * 5


def test_lifelines_of_one_name_are_one_and_a_shown_name_wins() -> None:
    one = script("participant A\nC->>A: x")
    two = script("participant A as The API\nparticipant D as Dee\nC->>A: y\nA-)D: z")
    for parts in ((("a", one), ("b", two)), (("b", two), ("a", one))):
        diagram = merge(parts).diagram
        assert {line.id: line.label for line in diagram.lifelines} == {
            "A": "The API",
            "C": "C",
            "D": "Dee",
        }
    assert merge((("a", one), ("b", one))).diagram.source == one.diagram.source


def test_what_was_assumed_is_told_with_the_journey() -> None:
    merged = merge(tuple((name, script(drawing)) for name, drawing in DRAWINGS.items()))
    [text] = merged.assumed
    assert text.startswith("broker, line 8 of the diagram: E starts when ")


# ---------------------------------------------------------------------- journeys of a design

S = "sequenceDiagram\n"
JOURNEYS = """\
participants: {API: {workers: 1}}
messages: {order: {work: 5 ms}, report: {work: 9 ms}}
designs:
  one:
    journeys:
      orders:
        diagram: |
          sequenceDiagram
          Shop->>API: order
          API-->>Shop: ok
        load: every 100 ms
      reports: |
        sequenceDiagram
        Office->>API: report
        API-->>Office: ok
load: {Office: at 1.099 s 2}
run: {horizon: 2 s, warm-up: 0 s, patience: 1 s, replications: 1, seed: 1}
"""


def test_journeys_share_the_participants_and_have_their_own_loads() -> None:
    scenario = read_scenario(JOURNEYS, "j.yaml")
    design = scenario.designs[0]
    assert design.journeys == ("orders", "reports")
    assert [(s.client, str(s.load), s.roots) for s in design.sources] == [
        ("Shop", "every 100 ms", (0,)),
        ("Office", "at 1.099 s 2", (1,)),
    ]
    assert [p.id for p in design.participants] == ["Shop", "API", "Office"]
    recording = record(scenario, "one", 0)
    assert recording.journeys == (("Shop", "orders"), ("Office", "reports"))
    # The only worker is with two reports, 9 ms each, until 1,117 ms; an order comes at 1,100 ms.
    waits = recording.requests["acknowledged"] - recording.requests["meant"]
    assert sorted(waits.tolist())[-3:] == [9_000_000, 18_000_000, 22_000_000]
    assert len(waits) == 22


def test_a_load_said_of_a_journey_is_stronger_than_one_of_the_design() -> None:
    text = JOURNEYS.replace(
        "load: {Office: at 1.099 s 2}", "load: {Office: at 1099 ms 2, Shop: every 1 s}"
    )
    loads = [str(source.load) for source in read_scenario(text, "j.yaml").designs[0].sources]
    assert loads == ["every 100 ms", "at 1.099 s 2"]


def test_two_journeys_of_one_client() -> None:
    text = JOURNEYS.replace("Office", "Shop").replace(
        "load: {Shop: at 1.099 s 2}", "load: every 1 s"
    )
    design = read_scenario(text, "j.yaml").designs[0]
    assert [(s.client, str(s.load), s.roots) for s in design.sources] == [
        ("Shop", "every 100 ms", (0,)),
        ("Shop", "every 1 s", (1,)),
    ]


def refused(text: str) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        read_scenario(text, "j.yaml")
    return str(caught.value).split("\n")[::3]


@pytest.mark.parametrize(
    ("old", "new", "errors"),
    [
        (
            "load: {Office: at 1.099 s 2}\n",
            "",
            [
                "j.yaml:12:16: designs.one.journeys.reports.load: found no load of Office; "
                "expected one, such as 'load: {Office: poisson 80/s}'"
            ],
        ),
        (
            "        load: every 100 ms",
            "        load: {Shp: every 100 ms}",
            [
                "j.yaml:11:16: designs.one.journeys.orders.load.Shp: no participant named 'Shp' is "
                "drawn; expected one of 'API', 'Office', 'Shop'; did you mean 'Shop'?",
            ],
        ),
        (
            "        load: every 100 ms",
            "        load: {Shop: every 100 ms, API: every 1 s}",
            [
                "j.yaml:11:36: designs.one.journeys.orders.load.API: found a load of API; expected "
                "a load of Shop, or of a lifeline that sends before anything reaches it"
            ],
        ),
        (
            "        load: every 100 ms",
            "        load: {Shop: every 100 ms, Office: every 1 s}",
            [
                "j.yaml:11:36: designs.one.journeys.orders.load.Office: found a load of Office; "
                "expected a load of Shop, or of a lifeline that sends before anything reaches it"
            ],
        ),
        (
            "        load: every 100 ms",
            "        lode: every 100 ms",
            [
                "j.yaml:11:9: designs.one.journeys.orders.lode: unknown key 'lode'; expected one "
                "of diagram, load, share; did you mean 'load'?",
            ],
        ),
        (
            "          API-->>Shop: ok\n",
            "          API-->>Shop: ok\n          opt x\n"
            "          API-)Shop: more\n          end\n",
            [
                "j.yaml:11:11: designs.one.journeys.orders.diagram: found 'opt x' and nothing "
                "that says how likely 'x' is; expected a share, as in 'x (50 %)', or "
                "'choices: {\"x\": 50 %}'"
            ],
        ),
        (
            "        API-->>Office: ok\n",
            "        API-->>Office ok\n",
            [
                "j.yaml:15:25: designs.one.journeys.reports: found the end of the line; expected "
                "':' and a text, such as A->>B: text"
            ],
        ),
        (
            "messages: {order",
            "messages: {oder",
            [
                "j.yaml:2:12: messages.oder: no message named 'oder' is drawn; expected one of "
                "'ok', 'order', 'report'; did you mean 'order'?"
            ],
        ),
        (
            "    journeys:\n",
            "    diagram: 'graph LR; A --> B'\n    journeys:\n",
            [
                "j.yaml:6:5: designs.one.journeys: found 'diagram' and 'journeys'; expected one "
                "of them"
            ],
        ),
    ],
)
def test_what_is_wrong_in_a_journey_is_told_in_its_place(
    old: str, new: str, errors: list[str]
) -> None:
    assert old in JOURNEYS
    assert refused(JOURNEYS.replace(old, new)) == errors


@pytest.mark.parametrize(
    ("design", "errors"),
    [
        (
            "{load: every 1 s}",
            [
                "j.yaml:1:16: designs.one: found no 'diagram'; expected a Mermaid sequence diagram "
                "or graph under it"
            ],
        ),
        (
            "{journeys: {}}",
            [
                "j.yaml:1:16: designs.one: found no 'diagram'; expected a Mermaid sequence diagram "
                "or graph under it"
            ],
        ),
        (
            "{journeys: {a: }}",
            ["j.yaml:1:30: designs.one.journeys.a: found nothing; expected a mapping"],
        ),
        ("{journeys: x}", ["j.yaml:1:27: designs.one.journeys: found 'x'; expected a mapping"]),
        (
            "{journeys: {a: {load: every 1 s}}}",
            [
                "j.yaml:1:31: designs.one.journeys.a: found no 'diagram'; expected a Mermaid "
                "sequence diagram or graph under it"
            ],
        ),
        (
            "{journeys: {a: {diagram: 'graph LR; A --> B', journeys: {}}}}",
            [
                "j.yaml:1:62: designs.one.journeys.a.journeys: unknown key 'journeys'; expected "
                "one of diagram, load, share"
            ],
        ),
    ],
)  # fmt: skip
def test_a_design_has_a_diagram_or_journeys(design: str, errors: list[str]) -> None:
    assert refused(f"designs: {{one: {design}}}\nload: every 1 s\n") == errors


def test_a_graph_can_be_a_journey_beside_a_diagram() -> None:
    text = JOURNEYS.replace(
        "      reports: |\n        sequenceDiagram\n        Office->>API: report\n"
        "        API-->>Office: ok\n",
        "      reports: |\n        graph LR\n        Office --> API\n        Office --> DB\n",
    ).replace(", report: {work: 9 ms}", "")
    design = read_scenario(text, "j.yaml").designs[0]
    assert design.journeys == ("orders", "reports: API", "reports: DB")
    assert [(s.client, s.roots) for s in design.sources] == [("Shop", (0,)), ("Office", (1, 2))]


def test_a_second_client_is_whoever_the_load_names() -> None:
    drawing = S + "U->>A: x\nA-->>U: z\nV->>A: y\nA-->>V: z"
    one = sk.scenario(drawing, load={"U": "every 1 s"})
    two = sk.scenario(drawing, load={"U": "every 1 s", "V": "every 2 s"})
    assert [source.client for source in one.designs[0].sources] == ["U"]
    assert [source.client for source in two.designs[0].sources] == ["U", "V"]
    with pytest.raises(ScenarioError) as caught:
        sk.scenario(S + "U->>A: x\nV->>A: y\nA-->>U: z", load={"U": "every 1 s", "V": "every 2 s"})
    assert str(caught.value) == (
        "diagram:4:1: diagram: found an answer of a request of V to a request of U; expected an "
        "answer within one journey\n    A-->>U: z\n    ^"
    )

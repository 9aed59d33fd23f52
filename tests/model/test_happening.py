"""What of a drawing happens: whoever is told no stops, and tells no to who waits for it."""

from itertools import groupby

import simkit as sk
from simkit.engine.runner import record
from simkit.model.happening import Happening, happening
from simkit.model.kinds import Kind
from simkit.model.script import Script, StepKind


def read(drawing: str) -> tuple[Script, Happening]:
    design = sk.scenario(f"sequenceDiagram\n{drawing}", load="every 1 s").designs[0]
    brokers = frozenset(p.id for p in design.participants if p.kind is Kind.BROKER)
    return design.script, happening(design.script, brokers)


def told(drawing: str) -> dict[str, list[str]]:
    """The steps of each lifeline that happen, as their kind and label."""
    script, found = read(drawing)
    said = [
        (script.executions[node[0]].lifeline, f"{step.kind.name} {script.lines[step.line].label}")
        for node, step in sorted(found.steps.items())
    ]
    return {name: [text for _, text in steps] for name, steps in groupby(said, lambda one: one[0])}


def test_everything_happens_where_nobody_is_told_no() -> None:
    script, found = read("C->>A: ask\nA->>B: do\nB-->>A: done\nA-->>C: ok\nA-)D: tell")
    # Of C 3, with the work of the answer; of A 6, of B 2, of D 1.
    assert len(found.steps) == sum(len(one.steps) for one in script.executions) == 12
    assert found.in_doubt == frozenset()


def test_a_no_stops_who_waits_for_it() -> None:
    assert told("C->>A: ask\nA--xC: no\nC->>B: instead\nB-->>C: yes") == {
        "C": ["SEND ask", "AWAIT no"],
        "A": ["WORK ask", "ANSWER no"],
    }


def test_who_is_told_no_tells_no_to_who_waits_for_it() -> None:
    drawing = "C->>A: ask\nA->>B: do\nB--xA: no\nA-->>C: yes\nC->>D: then\nD-->>C: fine"
    assert told(drawing) == {
        "C": ["SEND ask", "AWAIT yes"],
        "A": ["WORK ask", "SEND do", "AWAIT no"],
        "B": ["WORK do", "ANSWER no"],
    }
    script, found = read(drawing)
    client, a = script.executions[0], script.executions[1]
    # The client hears of it as soon as A is told no.
    [(before, line)] = [
        pair for pair in found.before((client.index, 1)).items() if pair[0][0] != client.index
    ]
    assert before == (a.index, 2)
    assert script.lines[line].label == "yes"


def test_the_first_no_counts_also_where_it_comes_of_another() -> None:
    drawing = "C->>A: ask\nA->>B: do\nB->>D: it\nD--xB: no\nB-->>A: done\nA->>E: more\nE--xA: no"
    assert told(f"{drawing}\nA-->>C: yes") == {
        "C": ["SEND ask", "AWAIT yes"],
        "A": ["WORK ask", "SEND do", "AWAIT done"],
        "B": ["WORK do", "SEND it", "AWAIT no"],
        "D": ["WORK it", "ANSWER no"],
    }
    # The client hears of it when A does, which was when B did.
    script, found = read(f"{drawing}\nA-->>C: yes")
    [of_client, of_a] = [
        next(one for one in found.before(node) if one[0] != node[0]) for node in ((0, 1), (1, 2))
    ]
    assert (of_client, of_a) == ((1, 2), (2, 2))
    assert script.executions[2].lifeline == "B"


def test_who_never_begins_tells_nobody_anything() -> None:
    drawing = "C->>A: ask\nA->>E: x\nE--xA: no\nA->>B: do\nB->>D: it\nD--xB: no too\nB-->>C: yes"
    assert told(drawing) == {
        "C": ["SEND ask", "AWAIT yes"],
        "A": ["WORK ask", "SEND x", "AWAIT no"],
        "E": ["WORK x", "ANSWER no"],
    }
    # B would have answered the client, which hears of it from A.
    _, found = read(drawing)
    assert set(found.order) == set(found.steps)
    assert set(found.before((0, 1))) == {(0, 0), (1, 2)}


def test_a_no_goes_all_the_way_back() -> None:
    calls = "C->>A: a\nA->>B: b\nB->>D: d\nD->>E: e\nE->>F: f\nF--xE: no\nE-->>D: v"
    drawing = f"{calls}\nD-->>B: w\nB-->>A: x\nA-->>C: y\nC->>G: then"
    assert {name: steps[-1] for name, steps in told(drawing).items()} == {
        "C": "AWAIT y",
        "A": "AWAIT x",
        "B": "AWAIT w",
        "D": "AWAIT v",
        "E": "AWAIT no",
        "F": "ANSWER no",
    }


def test_the_engine_agrees_that_nothing_follows_a_no() -> None:
    drawing = "C->>A: ask\nA->>B: do\nB--xA: no\nA-->>C: yes\nC->>D: then\nD-->>C: fine"
    scenario = sk.scenario(f"sequenceDiagram\n{drawing}", load="every 1 s", run={"warm-up": "0 s"})
    visits = record(scenario, "design", 0).visits
    names = {scenario.designs[0].script.lines[line].label for line in visits["message"].tolist()}
    assert names == {"ask", "do"}


def test_what_was_sent_before_the_no_goes_on() -> None:
    drawing = "C->>A: ask\nA-)D: tell\nA->>B: do\nB--xA: no\nA-)E: never\nA-->>C: yes"
    assert told(drawing)["D"] == ["WORK tell"]
    assert "E" not in told(drawing)


def test_in_a_branch_a_no_leaves_the_others_in_doubt() -> None:
    drawing = "C->>A: ask\npar\nA->>B: one\nB--xA: no\nand\nA->>A: two\nend\nA-->>C: ok"
    script, found = read(drawing)
    assert [script.executions[number].lifeline for number in found.in_doubt] == ["A"]
    assert told(drawing)["A"] == ["WORK ask", "SEND one", "AWAIT no", "WORK two"]


def test_a_broker_waits_for_nobody() -> None:
    drawing = "C->>A: ask\nA->>Queue: put\nQueue->>R: put\nR-->>Queue: ok\nQueue->>W: put"
    script, found = read(f"participant R as Other Queue\n{drawing}")
    [wait] = [
        node
        for node, step in found.steps.items()
        if step.kind is StepKind.AWAIT and script.executions[node[0]].lifeline == "Queue"
    ]
    assert {script.executions[node[0]].lifeline for node in found.before(wait)} == {"Queue"}

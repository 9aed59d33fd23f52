"""Diagrams that have no meaning are refused with their line and with the repairs."""

import pytest

from simkit.errors import ScenarioError
from simkit.formats.mermaid import read_sequence
from simkit.model.causality import lock_ups, lost_without
from simkit.model.projection import project
from simkit.model.script import LineKind
from tests.model.broken import broken_by


def problems(drawing: str) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        project(read_sequence("sequenceDiagram\n" + drawing))
    return [
        f"{p.place.line if p.place else 0}: {p.found}; expected {p.expected}"
        for p in caught.value.problems
    ]


REFUSED = {
    "participant A": "1: found no arrow; expected at least one message",
    "C->>A: ask\nA-->>C: yes\nA-->>C: again": (
        "4: found '-->>' with nothing to answer: C has no unanswered call that reached A; "
        "expected 'A->>C' for a call, 'A-)C' for a message, or a call 'C->>A' above"
    ),
    "C-)A: tell\nA-->>C: yes": (
        "3: found '-->>' with nothing to answer: C has no unanswered call that reached A; "
        "expected 'A->>C' for a call, 'A-)C' for a message, or a call 'C->>A' above"
    ),
    "C->>A: ask\nA->>C: yes": (
        "3: found a solid arrow back from A to C, which called it; expected "
        "'A-->>C' if this is the answer (or 'answers: solid' for the whole scenario), "
        "'A-)C' if it is a message that nobody waits for"
    ),
    "C->>A: ask\nA-->>A: think\nA-->>C: yes": (
        "3: found '-->>' from A to itself; expected 'A->>A' for work inside A"
    ),
    "C->>A: ask\nA-xA: think\nA-->>C: yes": (
        "3: found '-x' from A to itself; expected 'A->>A' for work inside A"
    ),
}


@pytest.mark.parametrize("drawing", REFUSED)
def test_refused(drawing: str) -> None:
    assert problems(drawing) == [REFUSED[drawing]]


def test_a_lifeline_that_nobody_calls_starts_after_the_line_above() -> None:
    script = project(
        read_sequence("sequenceDiagram\nC->>A: ask\nT->>A: tick\nA-->>C: yes\nT->>A: tock")
    )
    assert script.assumed == (
        "line 3 of the diagram: T starts when 'ask' has happened, as nobody calls it",
    )
    (own,) = [one for one in script.executions if one.lifeline == "T"]
    start = script.lines[own.started_by]
    assert (start.kind, start.sender) == (LineKind.START, "A")
    assert [script.lines[step.line].label for step in own.steps] == ["tick", "tock"]


def test_one_wrong_arrow_is_one_problem() -> None:
    assert len(problems("C-->>A: ask\nA-->>C: yes")) == 1


def test_every_problem_at_once() -> None:
    found = problems("C->>A: ask\nB->>A: one\nA-->>C: yes\nA-->>C: again\nA-->>A: think")
    assert [line[:2] for line in found] == ["5:", "6:"]


@pytest.mark.parametrize(
    "drawing",
    [
        # The caller has answered its own asker: the solid arrow back is a message.
        "C->>A: ask\nA-->>C: accepted\nA->>B: work\nB->>A: done",
        # A dashed answer follows: the solid arrow back is a message.
        "C->>A: ask\nA->>B: work\nB->>A: progress\nB-->>A: worked\nA-->>C: yes",
        # Nobody called the sender from there.
        "C->>A: ask\nA->>B: work\nB->>C: hello\nA-->>C: yes",
        # An open arrow is always a message.
        "C->>A: ask\nA-)C: news\nA-->>C: yes",
    ],
)
def test_solid_arrows_that_are_messages(drawing: str) -> None:
    project(read_sequence("sequenceDiagram\n" + drawing))


def test_a_call_made_again_takes_the_dashed_answer_that_follows_it() -> None:
    # The second call's answer is dashed; the solid arrow before it answers the first.
    found = problems("C->>A: one\nA->>C: first\nC->>A: two\nA-->>C: second")
    assert found[0].startswith("3: found a solid arrow back from A to C")


def test_what_a_failure_breaks() -> None:
    # 0 C->>A ask, 1 A->>B work, 2 B--xA no, 3 A->>D go, 4 D-->>A went, 5 D-)B later,
    # 6 A-->>C yes
    script = project(
        read_sequence(
            "sequenceDiagram\nC->>A: ask\nA->>B: work\nB--xA: no\nA->>D: go\nD-->>A: went\n"
            "D-)B: later\nA-->>C: yes"
        )
    )
    # A (execution 1) works, sends 1, waits for 2 and fails: only the client waits for more.
    assert [step.line for step in script.executions[1].steps] == [0, 1, 2, 3, 4, 4, 6]
    assert broken_by(script, 1, 2) == (6,)
    # D (execution 3) would give 4; if it failed, A would be told no.
    assert broken_by(script, 3, 0) == (4,)


def test_answers_of_executions_that_never_start_are_broken_too() -> None:
    # B would have answered C; it is never reached when A fails before sending to it.
    script = project(
        read_sequence("sequenceDiagram\nC->>A: ask\nA->>D: try\nD--xA: no\nA->>B: go\nB-->>C: yes")
    )
    answer = next(line.index for line in script.lines if line.label == "yes")
    refused = [step.kind.name for step in script.executions[1].steps].index("AWAIT")
    assert broken_by(script, 1, refused) == (answer,)


def test_lock_ups_need_workers_that_are_held() -> None:
    script = project(
        read_sequence(
            "sequenceDiagram\nC->>A: ask\nA->>B: work\nB->>A: look up\nA-->>B: found\n"
            "B-->>A: worked\nA-->>C: yes"
        )
    )
    assert lock_ups(script, frozenset({"A", "B"})) == (("A", "B"),)
    # Through B, which is never short of workers, A waits for itself.
    assert lock_ups(script, frozenset({"A"})) == (("A", "B"),)
    assert lock_ups(script, frozenset({"B"})) == ()


def test_a_diagram_of_too_many_arrows_is_refused() -> None:
    assert problems("\n".join(f"C-)A: {n}" for n in range(501))) == [
        "502: found 501 arrows; expected at most 500"
    ]


def test_the_largest_diagram_is_read() -> None:
    calls = [f"P{n}->>P{n + 1}: go" for n in range(250)]
    answers = [f"P{n + 1}-->>P{n}: done" for n in reversed(range(250))]
    script = project(read_sequence("\n".join(["sequenceDiagram", *calls, *answers])))
    assert len(lost_without(script)) == 500
    assert lock_ups(script, frozenset(f"P{n}" for n in range(1, 251))) == ()

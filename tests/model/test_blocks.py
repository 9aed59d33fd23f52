"""Blocks as scripts, written out by hand: who takes part, who decides, what goes on below.

A script is told in short: one line an execution, ``Lifeline: steps``. Of a block stand its branches
between brackets, separated by a bar; the last one of a choice is for none of those drawn.
"""

import pytest

from simkit.formats.mermaid import read_sequence
from simkit.model.diagram import BlockKind
from simkit.model.projection import project
from simkit.model.script import LineKind, Script, Step, StepKind

BROKERS = frozenset({"Q"})


def read(drawing: str, *, lenient: bool = False) -> Script:
    return project(read_sequence(f"sequenceDiagram\n{drawing}"), brokers=BROKERS, lenient=lenient)


def short(script: Script, steps: tuple[Step, ...]) -> str:
    """Steps in short."""
    words = []
    for step in steps:
        name = step.kind.name.lower()
        if step.branches:
            branches = [short(script, branch) for branch in step.branches]
            number = "" if step.kind is StepKind.FORK else f" {step.line}"
            words.append(f"{name}{number} [{' | '.join(branches)}]")
        elif step.kind is StepKind.FAIL:
            words.append(name)
        else:
            words.append(f"{name} {script.lines[step.line].label}")
    return ", ".join(words)


def executions(drawing: str, *, lenient: bool = False) -> list[str]:
    script = read(drawing, lenient=lenient)
    return [f"{one.lifeline}: {short(script, one.steps)}" for one in script.executions]


SCRIPTS = {
    "alt: each execution has its own lines of each branch": (
        "C->>A: ask\nalt a\nA-->>C: yes\nelse b\nA->>B: do\nB-->>A: did\nA-->>C: no\nend",
        [
            "C: send ask, choose 0 [await yes, work yes | await no, work no | ]",
            "A: work ask, choose 0 [answer yes | send do, await did, work did, answer no | ]",
            "B: work do, answer did",
        ],
    ),
    "opt: one branch and none; who has no lines in it has no step of it": (
        "C->>A: ask\nopt a\nA-)B: tell\nend\nA-->>C: yes",
        [
            "C: send ask, await yes, work yes",
            "A: work ask, choose 0 [send tell | ], answer yes",
            "B: work tell",
        ],
    ),
    "break: whoever was there before fails at its end": (
        "C->>A: ask\nbreak a\nA->>B: log\nB->>D: on\nA-->>C: no\nend\nA-->>C: yes",
        [
            "C: send ask, choose 0 [await no, work no, fail | ], await yes, work yes",
            "A: work ask, choose 0 [send log, answer no, fail | ], answer yes",
            "B: work log, send on",
            "D: work on",
        ],
    ),
    "break always: in its place": (
        "C->>A: ask\nA->>B: do\nbreak always\nA-->>C: no\nend",
        [
            "C: send ask, await no, work no, fail",
            "A: work ask, send do, answer no, fail",
            "B: work do",
        ],
    ),
    "loop: one branch, again and again": (
        "C->>A: ask\nloop 2\nA->>B: do\nB-->>A: did\nend\nA-->>C: yes",
        [
            "C: send ask, await yes, work yes",
            "A: work ask, repeat 0 [send do, await did, work did], answer yes",
            "B: work do, answer did",
        ],
    ),
    "critical: the body, then each option": (
        "C->>A: ask\ncritical a\nA->>B: do\nB-->>A: did\noption timeout\nA-->>C: late\n"
        "option failure\nA->>A: mend\nend\nA-->>C: yes",
        [
            "C: send ask, try 0 [ | await late, work late | ], await yes, work yes",
            "A: work ask, try 0 [send do, await did, work did | answer late | work mend], "
            "answer yes",
            "B: work do, answer did",
        ],
    ),
    "critical without options is paint": (
        "C->>A: ask\ncritical a\nA-->>C: yes\nend",
        ["C: send ask, await yes, work yes", "A: work ask, answer yes"],
    ),
    "par first: a gathering; par alone: a fork": (
        "C->>A: ask\npar first\nA->>B: one\nB-->>A: 1\nand\nA->>D: two\nD-->>A: 2\nend\n"
        "par\nA-)B: x\nand\nA-)D: y\nend\nA-->>C: yes",
        [
            "C: send ask, await yes, work yes",
            "A: work ask, gather 0 [send one, await 1, work 1 | send two, await 2, work 2], "
            "fork [send x | send y], answer yes",
            "B: work one, answer 1",
            "D: work two, answer 2",
            "B: work x",
            "D: work y",
        ],
    ),
    "a block of notes alone is nothing": (
        "C->>A: ask\nopt a\nNote over A: thinks\nend\nA-->>C: yes",
        ["C: send ask, await yes, work yes", "A: work ask, answer yes"],
    ),
    "alt in a loop in par": (
        "C->>A: ask\npar\nloop 2\nA->>B: do\nalt a\nB-->>A: did\nelse b\nB--xA: not\nend\nend\n"
        "and\nA->>D: also\nD-->>A: done\nend\nA-->>C: yes",
        [
            "C: send ask, await yes, work yes",
            "A: work ask, fork [repeat 0 [send do, choose 1 [await did, work did | await not | ]] "
            "| send also, await done, work done], answer yes",
            "B: work do, choose 1 [answer did | answer not | ]",
            "D: work also, answer done",
        ],
    ),
    "below an alt each alternative goes on": (
        "C->>A: ask\nalt a\nA->>B: one\nelse b\nA->>B: two\nend\nB->>D: on\nB-->>A: done\n"
        "A-->>C: yes",
        [
            "C: send ask, await yes, work yes",
            "A: work ask, choose 0 [send one | send two | ], await done, work done, answer yes",
            "B: work one, send on, answer done",
            "B: work two, send on, answer done",
            "D: work on",
        ],
    ),
    "below an opt nobody waits for who was not called": (
        "C->>A: ask\nopt a\nA->>B: one\nend\nB-->>A: done\nA-->>C: yes",
        [
            "C: send ask, await yes, work yes",
            "A: work ask, choose 0 [send one | ], choose 0 [await done, work done | ], answer yes",
            "B: work one, answer done",
        ],
    ),
    "an execution from before the block goes on below it": (
        "C->>A: ask\nopt a\nB->>A: call\nend\nA-->>C: yes",
        [
            "C: send ask, await yes, work yes",
            "A: work ask, send , answer yes",
            "B: choose 0 [send call | ]",
            "A: work call",
        ],
    ),
    "below an alt that changes it in one branch alone the execution from before goes on": (
        "C->>A: ask\nalt a\nB->>A: call\nelse b\nC->>B: tell\nend\nA-->>C: yes",
        [
            "C: send ask, choose 0 [ | send tell | ], await yes, work yes",
            "A: work ask, send , answer yes",
            "B: choose 0 [send call |  | ]",
            "A: work call",
            "B: work tell",
        ],
    ),
    "below an alt that changes it in each branch whoever began there goes on": (
        "C->>A: ask\nA-->>C: yes\nalt a\nC->>A: one\nelse b\nC->>A: two\nend\nA->>B: on",
        [
            "C: send ask, await yes, work yes, choose 0 [send one | send two | ]",
            "A: work ask, answer yes",
            "A: work one, send on",
            "A: work two, send on",
            "B: work on",
        ],
    ),
    "a message stored in either branch is delivered below": (
        "C->>Q: first\nalt a\nC->>Q: one\nelse b\nC->>Q: two\nend\nQ->>W: job\nW-->>Q: ack",
        [
            "C: send first, choose 0 [send one | send two | ]",
            "Q: work first",
            "Q: work one, send job",
            "Q: work two, send job",
            "W: work job, send ack",
        ],
    ),
    "a message that is refused in one branch is delivered on the other": (
        "C->>Q: job\nalt a\nQ-->>C: ok\nelse b\nQ--xC: no\nend\nQ->>W: job",
        [
            "C: send job, choose 0 [await ok, work ok | await no | ]",
            "Q: work job, choose 0 [answer ok | answer no | ], choose 0 [send job |  | ]",
            "W: work job",
        ],
    ),
    "below a loop a lifeline that was called in it sets out anew": (
        "C->>A: ask\nloop 2\nA->>B: do\nend\nB->>D: on\nA-->>C: yes",
        [
            "C: send ask, await yes, work yes",
            "A: work ask, repeat 0 [send do], send , answer yes",
            "B: work do",
            "B: send on",
            "D: work on",
        ],
    ),
}


@pytest.mark.parametrize("name", SCRIPTS)
def test_script(name: str) -> None:
    drawing, expected = SCRIPTS[name]
    assert executions(drawing) == expected


def test_sections_know_their_blocks() -> None:
    script = read(
        "C->>A: ask\nloop 2\nA->>B: do\nalt x\nB-->>A: did\nelse y\nB-->>A: done\nend\nend\n"
        "A-->>C: yes"
    )
    outer, inner = script.sections
    assert (outer.kind, outer.labels, outer.decider, outer.within) == (
        BlockKind.LOOP,
        ("2",),
        1,
        (),
    )
    assert (inner.kind, inner.labels, inner.decider, inner.within) == (
        BlockKind.ALT,
        ("x", "y"),
        2,  # B sends the first arrow inside
        ((0, 0),),
    )
    assert [section.at.line for section in script.sections] == [3, 5]
    assert {line.label: line.within for line in script.lines} == {
        "ask": (),
        "do": ((0, 0),),
        "did": ((0, 0), (1, 0)),
        "done": ((0, 0), (1, 1)),
        "yes": (),
    }


def test_lines_below_name_the_first_alternative() -> None:
    script = read("C->>A: ask\nalt a\nA->>B: one\nelse b\nA->>B: two\nend\nB-->>A: done")
    assert [one.role for one in script.executions] == [0, 1, 2, 2]
    done = script.lines[-1]
    assert (done.by, done.asks, done.to) == (2, 1, 1)
    assert [line.kind for line in script.lines[1:3]] == [LineKind.ASK, LineKind.ASK]


def test_a_call_is_a_message_only_if_nobody_answers_it_in_any_branch() -> None:
    script = read("C->>A: one\nopt a\nA-->>C: yes\nend\nC->>A: two\nopt b\nA->>B: three\nend")
    kinds = {line.label: line.kind for line in script.lines}
    assert kinds["one"] is LineKind.ASK
    assert kinds["two"] is kinds["three"] is LineKind.MESSAGE


def test_a_call_is_open_below_if_it_is_open_after_any_branch() -> None:
    # The second answer goes to the same call: on the path without the first it is the only one.
    script = read("C->>A: ask\nopt a\nA-->>C: quick\nend\nA-->>C: slow")
    assert [line.asks for line in script.lines] == [-1, 0, 0]


def test_an_answer_below_an_alt_that_answers_in_each_branch_is_for_the_path_of_none() -> None:
    script = read("C->>A: ask\nalt a\nA-->>C: x\nelse b\nA-->>C: y\nend\nA-->>C: z")
    assert [line.asks for line in script.lines] == [-1, 0, 0, 0]


def test_a_solid_way_back_after_an_alt_that_answers_in_every_branch_is_a_message() -> None:
    drawing = "C->>A: ask\nalt a\nA-->>C: x\nelse b\nA-->>C: y\nend\nA->>C: z"
    assert read(drawing).lines[-1].kind is LineKind.MESSAGE


def test_what_is_below_in_another_branch_is_not_on_the_path() -> None:
    # The dashed answer in the other branch is none to the call that the solid one answers here.
    drawing = "C->>A: ask\nA->>B: do\nalt a\nB->>A: did\nelse b\nB-->>A: no\nend\nA-->>C: yes"
    (told,) = [text for text in read_solid(drawing).assumed if "did" in text]
    assert told == "line 5 of the diagram: 'did', drawn solid, answers 'do' of A"


def read_solid(drawing: str) -> Script:
    return project(read_sequence(f"sequenceDiagram\n{drawing}"), solid_answers=None, lenient=True)


def test_a_delivery_can_be_settled_in_each_branch() -> None:
    script = read("C->>Q: job\nQ->>W: job\nalt a\nW-->>Q: ack\nelse b\nW--xQ: nack\nend")
    settling = [line for line in script.lines if line.kind is LineKind.SETTLEMENT]
    assert [(line.settles, line.rejects) for line in settling] == [(1, False), (1, True)]


def test_a_client_that_is_due_in_a_branch_begins_before_it() -> None:
    diagram = read_sequence("sequenceDiagram\nloop 2\nC->>A: ask\nA-->>C: yes\nend")
    script = project(diagram)
    assert script.executions[0].steps[0].kind is StepKind.REPEAT
    assert script.sections[0].decider == 0


def test_who_decides_without_having_been_called_sets_out_before_the_block() -> None:
    script = read("C->>A: ask\nopt a\nT->>A: tick\nend\nA-->>C: yes")
    assert script.assumed == (
        "line 4 of the diagram: T starts when 'ask' has happened, as nobody calls it",
    )
    start = next(line for line in script.lines if line.kind is LineKind.START)
    assert (start.within, script.sections[0].decider) == ((), start.starts)


def test_a_loop_of_polls_is_once_for_each_message() -> None:
    drawing = "C->>Q: job\nloop poll\nW->>Q: poll\nQ-->>W: job\nW-->>Q: ack\nend\nW-)D: done"
    script = read(drawing, lenient=True)
    assert script.sections == ()
    assert "line 3 of the diagram: 'loop poll': once for each message" in script.assumed
    assert executions(drawing, lenient=True)[2:] == [
        "W: work job, send ack, send done",
        "D: work done",
    ]


def test_a_poll_decides_nothing() -> None:
    drawing = "C->>Q: job\nopt a\nW->>Q: poll\nQ-->>W: job\nend"
    script = read(drawing, lenient=True)
    (section,) = script.sections
    assert script.executions[section.decider].lifeline == "Q"

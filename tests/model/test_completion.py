"""What tells a client that all is done, in drawings with blocks: by hand."""

import pytest

import simkit as sk

DRAWINGS = {
    "on its path": (
        "C->>A: ask\nalt 50 %\nA-->>C: yes\nelse\nA->>B: do\nB-->>A: did\nA-->>C: done\nend",
        {"yes", "done"},
    ),
    "work in one branch, after the news": (
        "C->>A: ask\nA-->>C: yes\nopt 50 %\nA->>B: do\nend",
        set(),
    ),
    "work beside it in its own branch": (
        "C->>A: ask\nalt 50 %\nA-)B: do\nA-->>C: yes\nelse\nA-->>C: no\nend",
        {"no"},
    ),
    "a branch that is never taken": ("C->>A: ask\nA-->>C: yes\nopt 0 %\nA->>B: do\nend", {"yes"}),
    "a break": ("C->>A: ask\nbreak 1 %\nA-)B: log\nA-->>C: no\nend\nA-->>C: yes", {"yes"}),
    "losers of a gathering": (
        "C->>A: ask\npar first\nA->>B: do\nB-->>A: did\nand\nA->>D: too\nD-->>A: also\nend\n"
        "A-->>C: yes",
        {"yes"},
    ),
    "a message that is lost in one branch": (
        "C->>A: ask\nalt 1 %\nA-xB: lost\nA-->>C: no\nelse\nA-->>C: yes\nend",
        {"yes"},
    ),
    "an option after the body": (
        "C->>A: ask\ncritical\nA->>B: do\nB-->>A: did\nA-->>C: yes\noption failure\n"
        "A-->>C: no\nend",
        {"yes"},
    ),
    "polls": (
        "C->>A: post\nA-->>C: ok\nA-)W: job\nW->>A: finished\n"
        'loop every 1 s until "done", at most 9 times\nC->>A: get\nalt finished\nA-->>C: done\n'
        "else\nA-->>C: pending\nend\nend",
        {"done"},
    ),
    "polls, and what is fetched then": (
        "C->>A: post\nA-->>C: ok\nA-)W: job\nloop every 1 s until job, at most 9 times\n"
        "C->>A: get\nA-->>C: got\nend\nC->>A: fetch\nA-->>C: result",
        {"result"},
    ),
}


@pytest.mark.parametrize("name", DRAWINGS)
def test_what_comes_after_all_the_work(name: str) -> None:
    drawing, expected = DRAWINGS[name]
    design = sk.scenario(f"sequenceDiagram\n{drawing}", load="every 1 s").designs[0]
    assert {design.script.lines[line].label for line in design.after_all_work} == expected


def test_a_loop_of_a_client_whose_end_tells_that_all_is_done() -> None:
    polling = (
        "sequenceDiagram\nC->>A: post\nA-->>C: ok\nA-)W: job\nA-)W: also\n"
        "loop every 1 s until {0}, at most 9 times\nC->>A: get\nA-->>C: got\nend"
    )
    told = []
    for until in ("job", "also"):
        drawing = polling.format(until).replace(
            "A-)W: also\n", "" if until == "job" else "A-)W: also\n"
        )
        told.append(sk.scenario(drawing, load="every 1 s").designs[0].noticed_in)
    # With two jobs, one of them says nothing of the other.
    assert told == [frozenset({0}), frozenset()]

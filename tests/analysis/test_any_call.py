"""However messages are called for and drawings branch, the books balance and the ledger adds up.

More examples: ``SIMKIT_EXAMPLES=2000 pytest tests/analysis/test_any_call.py``.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from hypothesis import given, reject
from hypothesis import strategies as st

import simkit as sk
from simkit.analysis.audit import audit
from simkit.analysis.call_metrics import CALL_METRICS
from simkit.analysis.ledger_calls import call_ledger
from simkit.analysis.metrics import measure
from simkit.analysis.scopes import left_at, trials, works
from simkit.analysis.work import work_of
from simkit.engine.runner import record
from simkit.errors import ScenarioError
from simkit.model.kinds import Kind
from simkit.model.metric import METRICS, MetricName
from simkit.model.quantities import Part
from simkit.model.scenario import Design
from simkit.record.recording import Recording
from tests.engine.test_invariants import invariant

ASKS = "A->>B: Work\nB-->>A: done\n"
BODIES = (
    ASKS,
    "alt 30 %\n" + ASKS + "else\nA->>D: Save\nD-->>A: saved\nend\n",
    "opt 50 %\n" + ASKS + "end\n",
    "loop 3 times\n" + ASKS + "end\n",
    "critical\n" + ASKS + "option timeout\nA->>D: Save\nD-->>A: saved\noption refused or failure\n"
    "A->>A: Think\nend\n",
    ASKS + "break Work failed\nA-xC: sorry\nend\n",
    ASKS + "alt Work failed\nA->>D: Undo\nD-->>A: undone\nelse\nA->>D: Save\nD-->>A: saved\nend\n",
    "par first\n" + ASKS + "and\nA->>D: Save\nD-->>A: saved\nend\n",
    "par 2 of 3 until 400 ms\n" + ASKS + "end\n",
    "par\n" + ASKS + "and\nA->>D: Save\nD-->>A: saved\nend\n",
    "par 1 of 2\nloop 2 times\n" + ASKS + "end\nand\nA->>D: Save\nD-->>A: saved\nend\n",
    "A-)D: Save\n" + ASKS,
    "alt 40 %\nloop 2 times\n" + ASKS + "end\nelse\nbreak 20 %\nA->>D: Undo\nD-->>A: undone\nend\n"
    "end\n",
)
POLLED = (
    "C->>A: Ask\nA-->>C: accepted\nA-)B: Work\nB-)A: Finished\n"
    'loop every 200 ms until "Finished", at most 10 times\nC->>A: Poll\nA-->>C: status\nend'
)
Keys = dict[str, Any]


def some(keys: dict[str, tuple[object, ...]]) -> st.SearchStrategy[Keys]:
    """Some of the keys, each with one of its values."""
    return st.fixed_dictionaries(
        {}, optional={key: st.sampled_from(values) for key, values in keys.items()}
    )


RETRY = (
    2,
    3,
    {"attempts": 3, "backoff": "100 ms", "factor": 2, "jitter": "full"},
    {"attempts": 3, "budget": "20 % of requests at most 5"},
    {"attempts": 2, "on": ["timeout"]},
)
CALLING = some(
    {
        "timeout": ("150 ms", "exponential 300 ms"),
        "deadline": ("400 ms", "1 s"),
        "cancel": ("queued", "running"),
        "retry": RETRY,
        "breaker": ({"failures": "50 %", "of": 4, "at-least": 2, "rest": "500 ms", "probes": 1},),
        "hedge": ("100 ms", {"after": "50 ms", "copies": 2}),
        "limit": ("1 at once", "3/s burst 2", "2 at once, 5/s burst 3"),
        "pace": ("1 at once", "4/s burst 2"),
        "fails": ("20 %",),
        "idempotent": ("1 s",),
    }
)
FAULTS = st.lists(
    st.sampled_from(
        (
            {"crash": "B", "every": "exponential 2 s", "for": "500 ms"},
            {"crash": "A", "at": "2 s", "for": "500 ms"},
            {"kill": "B", "chance": "10 %"},
            {"lose": "Work", "chance": "10 %"},
            {"slow": "B", "by": 5, "at": "2 s", "for": "1 s"},
        )
    ),
    max_size=2,
)


@st.composite
def scenarios(draw: Callable[..., Any]) -> Keys:
    """A client, a service, what this does in between, and how everybody calls."""
    bodies = "".join(draw(st.lists(st.sampled_from(BODIES), min_size=1, max_size=2, unique=True)))
    drawing = draw(st.sampled_from((f"C->>A: Ask\n{bodies}A-->>C: yes", POLLED)))
    calls = {"Ask": draw(CALLING), "B.Work": draw(CALLING), "D.Save": draw(CALLING)}
    works = {"Ask": "5 ms", "B.Work": "exponential 100 ms", "D.Save": "exponential 50 ms"}
    parts = {"A": {"workers": 3}, "B": {"workers": draw(st.sampled_from((1, 2)))}}
    parts |= {"D": {"workers": 1, "queue": 3}} if ">D:" in drawing else {}
    parts["A"] |= {"waiting": draw(st.sampled_from(("holds", "releases")))}
    return {
        "designs": f"sequenceDiagram\n{drawing}",
        "load": f"poisson {draw(st.sampled_from((2, 6)))}/s",
        "participants": parts,
        "messages": {
            name: {"work": works[name], **call}
            for name, call in calls.items()
            if f"{name.split('.')[-1]}\n" in drawing
        },
        "network": "1 ms",
        "faults": draw(FAULTS),
        "run": {
            **{"horizon": "5 s", "warm-up": "0.5 s", "patience": "5 s", "replications": 1},
            "seed": draw(st.integers(0, 1000)),
        },
    }


def run(said: Keys) -> tuple[Recording, Design]:
    """A recording, and its design; some things that can be said exclude each other."""
    try:
        scenario = sk.scenario(**said)
    except ScenarioError:
        reject()
    return record(scenario, "design", 0), scenario.designs[0]


@invariant
@given(scenarios())
def test_the_books_balance(said: Keys) -> None:
    assert audit(*run(said)) == []


@invariant
@given(scenarios())
def test_every_attempt_has_one_end(said: Keys) -> None:
    recording, design = run(said)
    for one in call_ledger([recording], design):
        ends = (one.answered, one.failed, one.refused, one.timed_out, one.beaten, one.left)
        assert one.made == sum(ends) + one.unsent + one.lost + one.open
        assert one.answered >= 0


@invariant
@given(scenarios())
def test_work_adds_up(said: Keys) -> None:
    recording, design = run(said)
    for number, participant in enumerate(design.participants):
        if participant.kind is Kind.POOL:
            work = work_of(recording, number)
            assert work.total == int(recording.witness.parts["working"][-1, number])
            parts = (work.useful, work.duplicate, work.zombie, work.aborted, work.unfinished)
            assert min(parts) >= 0


@invariant
@given(scenarios())
def test_what_is_tried_again_does_the_same(said: Keys) -> None:
    recording, _ = run(said)
    trial, work, left = trials(recording), works(recording), left_at(recording)
    # All attempts at one call do one work; and none is given up before it was sent.
    order = np.argsort(trial, kind="stable")
    same = trial[order][1:] == trial[order][:-1]
    assert (work[order][1:] == work[order][:-1])[same].all()
    roots = recording.visits["parent"] < 0
    assert (left >= recording.visits["sent"])[roots & (recording.visits["sent"] < 2**62)].all()


@invariant
@given(scenarios())
def test_metrics_are_within_their_bounds(said: Keys) -> None:
    recording, design = run(said)

    def value(metric: str, part: str = "") -> float:
        statistic = METRICS[metric].statistics[0]
        name = MetricName(design="design", metric=metric, part=part, statistic=statistic)
        return measure(recording, design, name).value

    assert value("goodput") <= value("throughput") + 1e-12
    for metric in CALL_METRICS:
        if METRICS[metric].part is Part.MUST_PARTICIPANT:
            for part in ("A", "B"):
                found = value(metric, part)
                assert np.isnan(found) or found >= 0
                assert np.isnan(found) or METRICS[metric].statistics != ("share",) or found <= 1
    for part in ("A", "B"):
        often = value("attempts", part)
        assert np.isnan(often) or often >= 1
        assert not value("effects", part) > value("runs", part)

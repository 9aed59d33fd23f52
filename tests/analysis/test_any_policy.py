"""Whatever a broker decides and whatever goes wrong, the books balance and the ledger adds up.

More examples: ``SIMKIT_EXAMPLES=2000 pytest tests/analysis/test_any_policy.py``.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from hypothesis import given, reject
from hypothesis import strategies as st

import simkit as sk
from simkit.analysis.audit import audit
from simkit.analysis.copies import copies
from simkit.analysis.ledger import ledger
from simkit.analysis.metrics import measure
from simkit.analysis.work import work_of
from simkit.engine.runner import record
from simkit.errors import ScenarioError
from simkit.model.kinds import Kind
from simkit.model.metric import MetricName
from simkit.model.scenario import Design
from simkit.record.recording import Recording
from simkit.record.tables import OPEN, Outcome, Settlement
from tests.engine.test_invariants import invariant

PUT = "sequenceDiagram\nC->>A: Ask\nA->>Q: Event\nQ-->>A: stored\nA-->>C: accepted\nQ->>W: Event\n"
DRAWINGS = (
    PUT,
    PUT + "W->>D: Save\nD-->>W: saved\nW->>A: Done",
    PUT + "W-->>Q: Ack\nW->>A: Done",
    PUT + "Q->>D: Event",
    PUT + "W->>R: Next\nR-->>W: kept\nR->>D: Next",
)

Keys = dict[str, object]


def some(keys: dict[str, tuple[object, ...]]) -> st.SearchStrategy[Keys]:
    """Some of the keys, each with one of its values."""
    return st.fixed_dictionaries(
        {}, optional={key: st.sampled_from(values) for key, values in keys.items()}
    )


NOTHING: st.SearchStrategy[Keys] = st.just({})
WINDOWS = st.one_of(
    NOTHING,
    some({"prefetch": (1, 3, 10), "fetch": ("batch",), "poll": ("200 ms",)}),
    some({"partitions": (3,), "rebalance-pause": ("200 ms",)}),
)
LEASES = st.one_of(
    NOTHING,
    st.builds(
        lambda lease, more: {"lease": lease, **more},
        st.sampled_from(("300 ms", "1 s")),
        some({"late-ack": ("honoured", "rejected"), "extend-every": ("100 ms",)}),
    ),
)
LIMITS = st.one_of(
    NOTHING,
    st.builds(
        lambda full: {"capacity": 5, "when-full": full},
        st.sampled_from(("reject", "drop-oldest", "block", "dead-letter")),
    ),
)
ENDS = some(
    {
        "ack": ("before-work", "on-delivery", "every 3", "every 1 s"),
        "requeue": ("head", "tail"),
        "on-failure": ("dead-letter", "drop", "settle"),
        "max-deliveries": (1, 2, 3),
        "retry-delay": ("300 ms", ["100 ms", "1 s"]),
        "ttl": ("1 s", "4 s"),
        "redrive-after": ("2 s",),
        "durable": ("never",),
        "dedupe": ("1 s",),
        "confirm": (1, 3),
    }
)
FAULTS = st.lists(
    st.sampled_from(
        (
            {"crash": "W", "every": "exponential 5 s", "for": "1 s"},
            {"crash": "W", "instance": 1, "at": "3 s", "for": "2 s"},
            {"crash": "Q", "at": "4 s", "for": "1 s"},
            {"crash": "A", "at": "4 s", "for": "1 s"},
            {"kill": "W", "chance": "10 %"},
            {"kill": "W", "every-busy": "exponential 3 s"},
            {"lose": "W.Event", "chance": "10 %"},
            {"lose": "Q.Event", "chance": "10 %"},
            {"slow": "W", "by": 5, "at": "3 s", "for": "2 s"},
            {"fail": "W", "at": "3 s", "for": "2 s"},
        )
    ),
    max_size=3,
)
HANDLING = some({"fails": ("10 %",), "poison": ("10 %",), "idempotent": ("1 s", "unlimited")})


@st.composite
def scenarios(draw: Callable[..., Any]) -> dict[str, Any]:
    """A broker with a policy, a receiver that may fail, and faults."""
    drawing = draw(st.sampled_from(DRAWINGS))
    others = {"A": {"workers": 2}, "D": {"workers": 1}, "R": {"kind": "broker"}}
    policy = draw(WINDOWS) | draw(LEASES) | draw(LIMITS) | draw(ENDS)
    receiver = {
        "workers": draw(st.sampled_from((1, 2))),
        "instances": draw(st.sampled_from((1, 3))),
        "detect-after": draw(st.sampled_from(("0 s", "500 ms"))),
        "waiting": draw(st.sampled_from(("holds", "releases"))),
    }
    return {
        "designs": drawing,
        "load": f"poisson {draw(st.sampled_from((1, 4)))}/s",
        "participants": {
            **{name: part for name, part in others.items() if f">{name}:" in drawing},
            **{"Q": {"kind": "broker", **policy}, "W": receiver},
        },
        "messages": {
            "W.Event": {"work": "exponential 300 ms", **draw(HANDLING)},
            "Q.Event": {"work": "1 ms"},
        },
        "network": "1 ms",
        "faults": draw(FAULTS),
        "run": {
            **{"horizon": "10 s", "warm-up": "1 s", "patience": "5 s", "replications": 1},
            "seed": draw(st.integers(0, 1000)),
        },
    }


def run(said: dict[str, Any]) -> tuple[Recording, Design]:
    """A recording, and its design; some things that can be said exclude each other."""
    try:
        scenario = sk.scenario(**said)
    except ScenarioError:
        reject()
    return record(scenario, "design", 0), scenario.designs[0]


@invariant
@given(scenarios())
def test_the_books_balance(said: dict[str, Any]) -> None:
    assert audit(*run(said)) == []


@invariant
@given(scenarios())
def test_every_message_and_every_delivery_has_one_end(said: dict[str, Any]) -> None:
    recording, design = run(said)
    visits = recording.visits
    for one in ledger([recording], design):
        inside = one.waiting + one.out
        assert one.stored == one.settled + one.expired + one.dropped + one.dead + inside
        in_vain = one.rejected + one.lapsed + one.cut_off + one.superfluous
        assert one.left == one.acknowledged + in_vain + one.open
        assert one.in_vain == in_vain
        assert one.redelivered <= min(one.stored, one.left)
    found = copies(recording, design)
    # What is over waits no more.
    waits = (visits["outcome"][found.last] == Outcome.OPEN) & (visits["sent"][found.last] >= OPEN)
    assert not (waits & (found.end != Settlement.NONE)).any()
    # A further delivery is ready no earlier than the one before was.
    again = np.flatnonzero(np.diff(found.of) == 0)
    earlier, later = (visits["stored"][found.rows[again + step]] for step in (0, 1))
    assert (later >= earlier).all()


@invariant
@given(scenarios())
def test_work_adds_up(said: dict[str, Any]) -> None:
    recording, design = run(said)
    for number, participant in enumerate(design.participants):
        if participant.kind is Kind.POOL:
            work = work_of(recording, number)
            counted = int(recording.witness.parts["working"][-1, number])
            assert work.useful + work.duplicate + work.aborted + work.unfinished == counted
            assert min(work.useful, work.duplicate, work.aborted, work.unfinished) >= 0


@invariant
@given(scenarios())
def test_effects_are_runs_and_runs_are_deliveries(said: dict[str, Any]) -> None:
    recording, design = run(said)

    def number(metric: str, statistic: str, part: str = "W") -> float:
        name = MetricName(design="design", metric=metric, part=part, statistic=statistic)
        return measure(recording, design, name).value

    deliveries, runs, effects = (
        number(metric, "mean") for metric in ("deliveries", "runs", "effects")
    )
    if np.isnan(deliveries):  # nothing was stored
        return
    assert 0 <= effects <= runs <= deliveries
    again = number("redelivered", "share")
    # Whoever is delivered more than once is delivered at least twice.
    assert again <= max(0.0, deliveries / 2)
    assert number("dead-letters", "share", "Q") <= 1
    assert number("lag", "peak", "Q") >= number("lag", "mean", "Q") >= 0
    assert 0 <= number("oldest", "peak", "Q") <= recording.horizon / 1e9

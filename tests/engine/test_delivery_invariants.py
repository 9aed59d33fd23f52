"""What every recording must satisfy: brokers with policies, and things that go wrong.

The drawings are those of `tests.engine.test_queue_invariants`, with random words for brokers,
instances, messages that fail, and faults; hunt with ``SIMKIT_EXAMPLES`` as there.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
from hypothesis import given, reject
from hypothesis import strategies as st

from simkit.analysis.audit import audit
from simkit.engine import make_plan
from simkit.engine.reference.run import Run
from simkit.errors import ScenarioError
from simkit.formats.scenario_file import read_scenario
from simkit.model.causality import lock_ups
from simkit.model.kinds import Kind
from simkit.model.scenario import Design
from simkit.model.script import LineKind
from simkit.record.recording import Recording
from simkit.record.tables import NEVER, OPEN, Change, Outcome, Settlement
from tests.engine.contract import arrays
from tests.engine.test_invariants import (
    FINITE,
    OPEN_LOADS,
    Case,
    ShuffledClock,
    happened,
    invariant,
)
from tests.engine.test_queue_invariants import cases as drawn_cases

SHORT = ("1 ms", "2 ms", "3 ms", "5 ms")
LAWS = (*SHORT, "exponential 3 ms", "uniform 0 ms to 4 ms")

# ------------------------------------------------------------------ policies


@st.composite
def maybe(draw: st.DrawFn, *words: str) -> list[str]:
    """One of some settings, or, as often as not, none."""
    return [draw(st.sampled_from(words))] if draw(st.booleans()) else []


@st.composite
def pushes(draw: st.DrawFn) -> list[str]:
    """How messages come to a receiver."""
    way = draw(st.sampled_from(["pull", "pull", "window", "batch", "poll", "both", "log"]))
    prefetch = f"prefetch: {draw(st.integers(1, 3))}"
    poll = f"poll: {draw(st.sampled_from(LAWS))}"
    if way == "log":
        return [f"partitions: {draw(st.integers(1, 3))}", *draw(maybe("rebalance-pause: 2 ms"))]
    requeue = draw(maybe("requeue: head", "requeue: tail"))
    words = {
        "pull": [],
        "window": [prefetch, *draw(maybe("dispatch: least-loaded"))],
        "batch": [prefetch, "fetch: batch"],
        "poll": [poll],
        "both": [prefetch, poll],
    }
    return words[way] + requeue


@st.composite
def policies(
    draw: st.DrawFn, *, delivers: bool, settled: bool, rejected: bool, ends: bool
) -> list[str]:
    """What is said of a broker.

    Some has a meaning only where it ``delivers``, a line of the drawing does not settle all
    deliveries (``settled``) or says no to some (``rejected``). Where all must come to an end,
    no settlement waits for others.
    """
    full = ("reject", "drop-oldest", "block", "dead-letter")
    words = draw(maybe(*(f"capacity: {draw(st.integers(1, 3))}, when-full: {w}" for w in full)))
    words += draw(maybe("durable: never")) + draw(maybe("ttl: 4 ms", "ttl: 15 ms"))
    words += draw(maybe("dedupe: 5 ms"))
    if not delivers:
        return words
    words += draw(pushes())
    if draw(st.booleans()):
        words += ["lease: 4 ms", *draw(maybe("late-ack: rejected"))]
        words += draw(maybe("extend-every: 3 ms"))
    if not settled:
        acks = ("before-work", "on-delivery", "every 5 ms", *["every 2"][ends:])
        words += draw(maybe(*(f"ack: {ack}" for ack in acks)))
    if rejected:
        words += draw(maybe("on-reject: requeue", "on-reject: drop", "on-reject: settle"))
    words += draw(maybe("on-failure: dead-letter", "on-failure: drop", "on-failure: settle"))
    words += draw(maybe("max-deliveries: 1", "max-deliveries: 2", "max-deliveries: 3"))
    words += draw(maybe("retry-delay: 2 ms", "retry-delay: [1 ms, exponential 3 ms]"))
    return words + draw(maybe("dead-letter: drop", "redrive-after: 6 ms"))


@st.composite
def faults(draw: st.DrawFn, design: Design, *, ends: bool) -> list[str]:
    """What goes wrong; where all must come to an end, nothing is lost that is waited for."""
    pools, brokers = of_kind(design, Kind.POOL), of_kind(design, Kind.BROKER)
    lines = [line for line in design.script.lines if line.label and line.kind not in STAYS]
    labels = sorted({line.stream for line in lines})
    kinds = ["crash"] * len(pools + brokers) + ["kill", "slow", "fail"] * bool(pools)
    found = []
    for _ in range(draw(st.integers(0, 4))):
        kind = draw(st.sampled_from(kinds + ["lose"] * (not ends)))
        at = draw(st.sampled_from(["3 ms", "10 ms", "[4 ms, 5 ms, 21 ms]", "[15 ms, 33 ms]"]))
        clock = f"at: {at}, for: {draw(st.sampled_from(SHORT))}"
        whom = {"crash": pools + brokers, "lose": labels}.get(kind, pools)
        name = draw(st.sampled_from(whom))
        again = "every: exponential 20 ms, for: 2 ms"
        when = {
            "crash": [clock, clock, again, *([] if name in brokers else ["chance: 5 %"])],
            "kill": ["every-busy: exponential 9 ms", "chance: 10 %"],
            "lose": [clock, "chance: 10 %"],
            "slow": [f"by: 3, {clock}"],
            "fail": [clock],
        }
        found.append(f"{{{kind}: {name}, {draw(st.sampled_from(when[kind]))}}}")
    return found


STAYS = (LineKind.STEP, LineKind.POLL, LineKind.LOST)


def of_kind(design: Design, kind: Kind) -> list[str]:
    return [one.id for one in design.participants if one.kind is kind]


# ------------------------------------------------------------------ scenarios


@st.composite
def cases(
    draw: st.DrawFn, *, loads: tuple[str, ...] = OPEN_LOADS, waited_for: bool = False
) -> Case:
    """Scenarios of brokers that say more, with instances, failures and faults."""
    plain = draw(drawn_cases(loads=loads, waited_for=waited_for))
    script = plain.design.script
    if not any(line.kind is LineKind.DELIVERY for line in script.lines):
        reject()
    text = plain.text.replace("patience: 1 h", "patience: 3 s")  # polls and crashes go on
    for broker in of_kind(plain.design, Kind.BROKER):
        sent = {line.index for line in script.lines if line.sender == broker}
        out = {n for n in sent if script.lines[n].kind is LineKind.DELIVERY}
        ends = [line for line in script.lines if line.settles in out]
        policy = policies(
            delivers=bool(out),
            settled=len({line.settles for line in ends}) == len(out),
            rejected=any(line.rejects for line in ends),
            ends=waited_for,
        )
        said = ", ".join(["kind: broker", *draw(policy)])
        text = text.replace(f"  {broker}: {{kind: broker}}", f"  {broker}: {{{said}}}")
    for pool in of_kind(plain.design, Kind.POOL):
        detect = draw(maybe("2 ms", "exponential 3 ms"))
        said = ", ".join([f"instances: {draw(st.integers(1, 3))}", *map(DETECT.format, detect)])
        text = text.replace(f"  {pool}: {{kind: pool,", f"  {pool}: {{kind: pool, {said},")
    text = with_handling(text, draw(handling(plain.design)))
    wrong = draw(faults(plain.design, ends=waited_for))
    text = "\n".join([text, *["faults:"][: len(wrong)], *(f"  - {one}" for one in wrong)])
    try:
        return Case(text, read_scenario(text, "x.yaml"), plain.replication)
    except ScenarioError:
        reject()


DETECT = "detect-after: {}"


@st.composite
def handling(draw: st.DrawFn, design: Design) -> dict[str, list[str]]:
    """More numbers for deliveries, by receiver and label."""
    pools = of_kind(design, Kind.POOL)
    lines = [line for line in design.script.lines if line.kind is LineKind.DELIVERY]
    return {
        stream: [
            *draw(maybe("fails: 20 %", "poison: 20 %")),
            *draw(maybe("idempotent: 6 ms", "idempotent: unlimited")),
        ]
        for stream in sorted({line.stream for line in lines if line.receiver in pools})
    }


def with_handling(text: str, more: dict[str, list[str]]) -> str:
    """A scenario that says more of some messages."""
    head, tail = text.split("\nmessages:\n")
    lines = [line for line in tail.splitlines() if line != "  {}"]
    said = {line.split(": {")[0].strip(): line.split(": {", 1)[1][:-1] for line in lines}
    for stream, words in more.items():
        said[stream] = ", ".join([*([said[stream]] if said.get(stream) else []), *words])
    told = [f"  {stream}: {{{words}}}" for stream, words in said.items()]
    return "\n".join([head, "messages:", *(told or ["  {}"])])


def test_the_scenarios_hold_what_is_new() -> None:
    seen: list[set[Any]] = []

    @invariant
    @given(cases())
    def draw_one(case: Case) -> None:
        recording = case.recording()
        visits = recording.visits
        found: set[Any] = {("outcome", one) for one in visits["outcome"].tolist()}
        found |= {("settlement", one) for one in visits["settlement"].tolist()}
        found |= {("change", one) for one in recording.changes["what"].tolist()}
        found |= {"redelivery"} if visits["path"].any() else set()
        seen.append(found)

    draw_one()
    # What calls and pools that move bring about is drawn elsewhere.
    outcomes = set(Outcome) - {Outcome.CANCELLED}
    changes = set(Change) - {Change.BREAKER, Change.WORKERS}
    wanted = {("outcome", one) for one in outcomes} | {("settlement", one) for one in Settlement}
    wanted |= {("change", one) for one in changes} | {"redelivery"}  # type: ignore[arg-type]
    rare = [what for what in wanted if sum(what in found for found in seen) < len(seen) / 50]
    assert not rare


# ------------------------------------------------------------------ what holds


@invariant
@given(cases())
def test_the_books_balance(case: Case) -> None:
    assert audit(case.recording(), case.design) == []


@invariant
@given(cases())
def test_the_order_of_scheduling_decides_nothing(case: Case) -> None:
    plan = make_plan(case.scenario, case.design)
    one = Run(plan, case.replication).run(None)
    other = Run(plan, case.replication, ShuffledClock()).run(None)
    for (name, first), (_, second) in zip(arrays(one), arrays(other), strict=True):
        assert np.array_equal(first, second), name


@invariant
@given(cases())
def test_no_clock_runs_backwards(case: Case) -> None:
    visits = case.recording().visits
    clocks = ("stored", "sent", "arrived", "started", "ended")
    for number, earlier in enumerate(clocks):
        for later in clocks[number + 1 :]:
            both = happened(visits[earlier]) & happened(visits[later])
            assert np.all(visits[earlier][both] <= visits[later][both]), (earlier, later)
    for name in ("worked", "blocked", "requeued"):
        assert np.all(visits[name] >= 0)
    begun = happened(visits["started"])
    assert np.all(happened(visits["arrived"][begun]))
    assert np.all(happened(visits["sent"][happened(visits["arrived"])]))


def deliveries(case: Case, recording: Recording) -> Iterator[tuple[int, int, np.ndarray[Any, Any]]]:
    """Broker, line and rows of the deliveries of each copy, in the order they were decided on."""
    visits = recording.visits
    number = {one.id: n for n, one in enumerate(case.design.participants)}
    for line in case.design.script.lines:
        if line.kind is LineKind.DELIVERY:
            rows = np.flatnonzero(visits["message"] == line.index)
            for parent in np.unique(visits["parent"][rows]).tolist():
                yield number[line.sender], line.index, rows[visits["parent"][rows] == parent]


@invariant
@given(cases())
def test_no_message_is_delivered_more_often_than_it_may_be(case: Case) -> None:
    recording = case.recording()
    visits = recording.visits
    for broker, _, rows in deliveries(case, recording):
        policy = case.design.participants[broker].policy
        assert policy is not None
        most = policy.max_deliveries
        assert most is not None
        made = np.count_nonzero(happened(visits["sent"][rows]))
        assert made <= most * (1 + (policy.redrive_after is not None))


@invariant
@given(cases())
def test_a_message_is_out_or_waits_but_never_both(case: Case) -> None:
    """A redelivery is ready when the one before has come to nothing, and only one waits."""
    visits = case.recording().visits
    for _, _, rows in deliveries(case, case.recording()):
        for one, other in pairwise(rows):
            assert visits["sent"][one] < OPEN
            assert visits["settlement"][one] not in (Settlement.NONE, Settlement.ACKNOWLEDGED)
            assert visits["stored"][other] >= visits["sent"][one]


@invariant
@given(cases())
def test_a_settled_journey_leaves_only_duplicates(case: Case) -> None:
    recording = case.recording()
    visits, requests = recording.visits, recording.requests
    settled = requests["settled"][visits["request"]]
    open_rows = np.flatnonzero((visits["outcome"] == Outcome.OPEN) & happened(settled))
    for row in open_rows.tolist():
        assert visits["path"][row] > 0 or is_of_a_duplicate(recording, row)


def is_of_a_duplicate(recording: Recording, row: int) -> bool:
    """Whether a first delivery that another has overtaken has led to it."""
    visits = recording.visits
    while row >= 0:
        if visits["settlement"][row] in (Settlement.LAPSED, Settlement.CUT_OFF):
            return True
        row = int(visits["parent"][row])
    return False


@invariant
@given(cases())
def test_the_dead_do_nothing(case: Case) -> None:
    """While an instance is down nothing begins there, and nothing goes on."""
    recording = case.recording()
    visits = recording.visits
    for part, instance, down, up in times_down(recording):
        here = (visits["participant"] == part) & (visits["instance"] == instance)
        here &= happened(visits["started"]) & (visits["outcome"] != Outcome.REFUSED)
        if case.design.participants[part].kind is Kind.BROKER:
            continue
        started, ended = visits["started"][here], visits["ended"][here]
        assert not np.any((started > down) & (started < up))
        assert not np.any((started < down) & (ended > down))


def times_down(recording: Recording) -> Iterator[tuple[int, int, int, int]]:
    """Participant and instance, and from when to when it was down."""
    since: dict[tuple[int, int], int] = {}
    changes = recording.changes
    for row in range(len(changes["when"])):
        where = (int(changes["participant"][row]), int(changes["instance"][row]))
        if changes["what"][row] == Change.DOWN:
            since[where] = int(changes["when"][row])
        elif changes["what"][row] == Change.UP:
            yield *where, since.pop(where), int(changes["when"][row])
    yield from ((*where, down, NEVER) for where, down in since.items())


@invariant
@given(cases())
def test_no_more_workers_are_held_than_there_are(case: Case) -> None:
    recording = case.recording()
    visits, end = recording.visits, recording.end
    for number, part in enumerate(case.design.participants):
        if part.kind is not Kind.POOL or part.workers is None or part.releases:
            continue
        if not all(cost.works for cost in case.design.costs):
            continue
        for instance in range(part.instances):
            here = (visits["participant"] == number) & (visits["instance"] == instance)
            here &= happened(visits["started"])
            changes = [(int(instant), 1) for instant in visits["started"][here]]
            changes += [(min(int(instant), end), -1) for instant in visits["ended"][here]]
            held = np.cumsum([change for _, change in sorted(changes)])
            assert np.all(held <= part.workers)


@invariant
@given(cases(loads=FINITE, waited_for=True))
def test_what_cannot_lock_up_comes_to_an_end(case: Case) -> None:
    script = case.design.script
    limited = frozenset(
        p.id for p in case.design.participants if p.workers is not None and not p.releases
    )
    stays = {script.root_of[line.index] for line in script.outstanding}
    if not lock_ups(script, limited):
        recording = case.recording()
        requests = recording.requests
        done = happened(requests["settled"]) | ~recording.measured
        assert np.all(done | np.isin(requests["journey"], list(stays)))

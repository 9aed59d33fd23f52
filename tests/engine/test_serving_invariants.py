"""What every recording must satisfy: pools that serve in other ways, or change their size.

The drawings are those of `tests.engine.test_invariants`, and those with brokers and faults of
`tests.engine.test_delivery_invariants`, with random words for how pools serve; hunt with
``SIMKIT_EXAMPLES`` as there.
"""

import re

import numpy as np
from hypothesis import given, reject
from hypothesis import strategies as st

from simkit.analysis.audit import audit
from simkit.analysis.staff import workers_over_time
from simkit.engine import make_plan
from simkit.engine.reference.run import Run
from simkit.engine.runner import record
from simkit.errors import ScenarioError
from simkit.formats.scenario_file import read_scenario
from simkit.model.kinds import Kind
from simkit.model.script import LineKind
from simkit.record.recording import Recording
from simkit.record.tables import OPEN, Change, Outcome
from tests.engine.contract import arrays
from tests.engine.test_delivery_invariants import cases as delivered_cases
from tests.engine.test_invariants import Case, ShuffledClock, invariant
from tests.engine.test_invariants import cases as plain_cases

# ------------------------------------------------------------------ how a pool serves

SHORT = ("1 ms", "2 ms", "5 ms")
SIGNALS = (
    "backlog 1",
    "backlog 3",
    "utilisation 50 %",
    "age 2 ms",
    "backlog 2 or utilisation 80 %",
)


@st.composite
def maybe(draw: st.DrawFn, *words: str) -> list[str]:
    """One of some settings, or, as often as not, none."""
    return [draw(st.sampled_from(words))] if draw(st.booleans()) else []


@st.composite
def servings(draw: st.DrawFn, *, crashes: bool) -> str:
    """What is said of a pool with a limited number of workers."""
    shared = draw(st.integers(0, 3)) == 0
    workers = draw(st.integers(1, 3))
    words = [f"workers: {workers}"]
    if shared:
        words.append("discipline: shared")
    else:
        words += draw(maybe("discipline: last-in-first-out", "discipline: preemptive"))
        words += draw(maybe(*(f"shed: {time}" for time in SHORT)))
        words += draw(maybe("queue: 0", "queue: 2"))
        words += draw(maybe("contention: 20 %", "contention: 50 % coherence 10 %"))
        preempts = "discipline: preemptive" in words
        waiting = draw(maybe("waiting: releases"))
        words += waiting
        if not preempts and not waiting:
            words += draw(maybe("cpus: 1", "cpus: 2"))
    fixed = [f"instances: {draw(st.integers(1, 3))}"]
    return ", ".join([*words, *(fixed if crashes else draw(sizes()))])


@st.composite
def sizes(draw: st.DrawFn) -> list[str]:
    """Whether the number of workers changes."""
    way = draw(st.sampled_from(["fixed", "fixed", "changes", "scaled", "scaled"]))
    if way == "fixed":
        return [f"instances: {draw(st.integers(1, 3))}"]
    if way == "changes":
        some = st.sampled_from(["workers: 1", "workers: 4", "instances: 1", "instances: 3"])
        each = (f"{{at: {at} ms, {draw(some)}}}" for at in (4, 9, 30))
        return [f"instances: {draw(st.integers(1, 2))}", f"changes: [{', '.join(each)}]"]
    least = draw(st.integers(0, 2))
    words = [f"from: {least}", "to: 3", f"on: {draw(st.sampled_from(SIGNALS))}"]
    words += [f"every: {draw(st.sampled_from(['3 ms', '10 ms']))}"]
    words += [f"start-up: {draw(st.sampled_from(['0 s', '2 ms', 'exponential 4 ms']))}"]
    words += [f"cool-down: {draw(st.sampled_from(['0 s', '20 ms']))}"]
    words += draw(maybe("step: 1", "step: 50 %"))
    if not least:
        words += draw(maybe("idle: 0 s", "idle: 4 ms"))
    return [f"autoscale: {{{', '.join(words)}}}"]


@st.composite
def served(draw: st.DrawFn, plain: Case) -> Case:
    """A scenario whose pools serve in other ways, with messages of several priorities."""
    text = plain.text
    for pool in plain.design.participants:
        if pool.kind is Kind.POOL:
            line = re.search(rf"\n +{pool.id}: \{{kind: pool.*\}}", text)
            said = (
                f"{pool.id}: {{kind: pool, {draw(servings(crashes=f'crash: {pool.id},' in text))}}}"
            )
            if line is not None:
                indent = line[0][: -len(line[0].lstrip())]
                text = text.replace(line[0], f"{indent}{said}")
    pools = {one.id for one in plain.design.participants if one.kind is Kind.POOL}
    begins = (LineKind.ASK, LineKind.MESSAGE, LineKind.DELIVERY)
    lines = plain.design.script.lines
    for stream in sorted({line.stream for line in lines if line.receiver in pools}):
        if all(line.kind in begins for line in lines if line.stream == stream):
            said = f"{stream}: {{priority: {draw(st.integers(0, 2))}, "
            text = re.sub(rf"(?<=\n)( +){re.escape(stream)}: {{", rf"\1{said}", text)
    text = text.replace(", }", "}")
    try:
        return Case(text, read_scenario(text, "x.yaml"), plain.replication)
    except ScenarioError:
        reject()


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Scenarios of calls, or of brokers and faults."""
    return draw(served(draw(st.one_of(plain_cases(), delivered_cases()))))


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
def test_no_more_workers_are_held_than_there_are(case: Case) -> None:
    recording = case.recording()
    for number, participant in enumerate(case.design.participants):
        if participant.kind is not Kind.POOL or participant.workers is None:
            continue
        instants, workers = workers_over_time(recording, case.design, participant.id)
        assert np.all(workers >= 0)
        assert np.all(np.diff(instants) >= 0)
        ends = np.clip([*instants.tolist(), recording.end], 0, recording.end)
        there = int((np.diff(ends) * workers).sum())
        assert recording.witness.parts["held"][-1, number] <= there


@invariant
@given(cases())
def test_instances_and_their_workers_are_told_of_together(case: Case) -> None:
    """The number of instances is that of those that have workers."""
    recording = case.recording()
    changes = recording.changes
    for number, participant in enumerate(case.design.participants):
        sizes = dict.fromkeys(range(participant.instances), participant.workers)
        here = (changes["participant"] == number) & (changes["what"] == Change.WORKERS)
        counts: dict[int, int] = {}
        for row in np.flatnonzero(here).tolist():
            instance, value = int(changes["instance"][row]), int(changes["value"][row])
            if instance >= 0:
                sizes[instance] = value
            else:
                counts[int(changes["when"][row])] = value
        last = max(counts, default=-1)
        if last >= 0:
            assert counts[last] == sum(bool(size) for size in sizes.values())


@invariant
@given(cases())
def test_who_is_shed_has_waited_as_long_as_that(case: Case) -> None:
    visits = case.recording().visits
    for number, participant in enumerate(case.design.participants):
        here = (visits["participant"] == number) & (visits["outcome"] == Outcome.REFUSED)
        shed = visits["ended"][here] < OPEN
        waited = (visits["ended"] - visits["arrived"])[here][shed]
        assert np.all(waited == (participant.serving.shed or 0))
        assert not np.any(visits["started"][here] < OPEN)


# ------------------------------------------------------------------ work is not lost

LOADS = ("at 0 s 6", "at 3 ms 1", "at 1 ms 4", "at 19 ms 3")


@st.composite
def one_worker(draw: st.DrawFn) -> Case:
    """Messages of three priorities for one worker, all of them measured."""
    work = st.sampled_from(["3 ms", "7 ms", "exponential 4 ms", "uniform 0 ms to 9 ms"])
    lines = ["diagram: |", "  sequenceDiagram", *(f"    {c}-)A: {c}" for c in "CDE")]
    lines += ["messages:"]
    lines += [f"  {c}: {{work: {draw(work)}, priority: {draw(st.integers(0, 2))}}}" for c in "CDE"]
    loads = ", ".join(f"{c}: {draw(st.sampled_from(LOADS))}" for c in "CDE")
    lines += [f"load: {{{loads}}}", "participants: {A: {workers: 1}}"]
    lines += ["run: {horizon: 100 ms, warm-up: 0 s, patience: 1 h}"]
    text = "\n".join(lines)
    return Case(text, read_scenario(text, "x.yaml"), draw(st.integers(0, 2)))


@invariant
@given(one_worker())
def test_whoever_is_next_the_worker_is_as_busy(case: Case) -> None:
    """Work is conserved: no discipline makes work, or leaves a worker idle while some waits."""

    def run(discipline: str) -> Recording:
        scenario = case.scenario.change("participants.A.discipline", discipline)
        return record(scenario, scenario.designs[0].name, case.replication)

    plain = run("first-in-first-out")
    number = plain.participants.index("A")
    work, over = plain.visits["worked"].sum(), plain.visits["ended"].max()
    for discipline in ("last-in-first-out", "preemptive", "shared"):
        other = run(discipline)
        assert np.array_equal(np.sort(other.visits["worked"]), np.sort(plain.visits["worked"]))
        assert other.witness.parts["held"][-1, number] == work
        late = other.visits["ended"].max() - over
        # Each change of who shares a processor costs each of them less than a nanosecond.
        most = 2 * len(other.visits["ended"]) ** 2 if discipline == "shared" else 0
        assert 0 <= late <= most


# ------------------------------------------------------------------ found by these properties


def test_work_on_a_shared_processor_that_ends_with_the_run() -> None:
    # From 1 ms on both have 2 ms to do, and end at 5 ms. The first journey is over then, and the
    # run with it, before the second, which nobody waits for, has noticed that it is done.
    text = """\
diagram: |
  sequenceDiagram
    C-)A: Ask
    D-)A: Tell
participants: {A: {workers: 1, discipline: shared}}
messages: {Ask: {work: 3 ms}, Tell: {work: 2 ms}}
load: {C: at 0 s 1, D: at 1 ms 1}
run: {horizon: 1 ms, warm-up: 0 s, patience: 1 s}
"""
    case = Case(text, read_scenario(text, "x.yaml"), 0)
    recording = case.recording()
    assert audit(recording, case.design) == []
    assert recording.visits["worked"].tolist() == [3_000_000, 2_000_000]
    assert recording.end == 5_000_000

"""Random systems with a broker in them, and random schedules of what goes wrong.

Times are few and small, so that much happens at one instant. All of it is written as a scenario
file, so that an example that fails can be read, kept and run.
"""

from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from simkit.engine.runner import record
from simkit.formats.scenario_file import read_scenario
from simkit.model.scenario import Design, Scenario
from simkit.record.recording import Recording


@dataclass(frozen=True, repr=False)
class Schedule:
    """A scenario with the text that it was read from."""

    text: str
    scenario: Scenario

    def __repr__(self) -> str:
        return f"a run of\n{self.text}\n"

    def _repr_pretty_(self, printer: Any, _: bool) -> None:
        printer.text(repr(self))  # Hypothesis would show the fields

    @property
    def design(self) -> Design:
        return self.scenario.designs[0]

    def recording(self) -> Recording:
        return record(self.scenario, self.design.name, 0)


SHORT = ("1 ms", "2 ms", "3 ms", "4 ms", "7 ms")
LAWS = (*SHORT, "exponential 3 ms", "uniform 1 ms to 6 ms")
BELOW = (
    ("Q->>W: Job",),
    ("Q->>W: Job", "W-->>Q: Ack"),
    ("Q->>W: Job", "W->>D: Save", "D-->>W: Saved"),
    ("Q->>W: Job", "W->>D: Save", "D-->>W: Saved", "W->>W: Tidy", "W-->>Q: Ack"),
    ("Q->>W: Job", "W->>R: Event", "R-->>W: Kept", "R->>V: Event"),
    ("Q->>W: Job", "Q->>V: Note"),
)
ANSWERS = (
    ("Q->>W: Job", "W--xQ: No"),
    ("Q->>W: Job", "W-->>Q: Ack", "W->>W: Tidy"),
    ("Q->>W: Job", "W->>D: Save", "D--xW: No"),
    ("Q->>W: Job", "W-)V: Event", "V-->>Q: Ack"),
)
LEASES = ("", "lease: 5 ms", "lease: 17 ms", "lease: 1 h, late-ack: rejected")
SPELLS = ("{fail: W, at: 3 ms, for: 9 ms}", "{slow: W, by: 3, at: 0 s, for: 20 ms}")
LOADS = (
    *("at 0 s 5", "every 3 ms for 30 ms", "poisson 300/s for 30 ms"),
    "at 0 s 4, then at 9 ms 3, then at 20 ms 1",
)


@st.composite
def maybe(draw: st.DrawFn, *texts: str) -> list[str]:
    """One of some settings, or none."""
    return [text for text in [draw(st.sampled_from(("", *texts)))] if text]


@st.composite
def pushes(draw: st.DrawFn) -> list[str]:
    """How messages come to instances."""
    kind = draw(st.sampled_from(["pull", "pull", "window", "batch", "poll", "both"]))
    said = []
    if kind in ("window", "batch", "both"):
        said.append(f"prefetch: {draw(st.integers(1, 4))}")
    if kind == "window":
        said += draw(maybe("dispatch: least-loaded"))
    if kind == "batch":
        said.append("fetch: batch")
    if kind in ("poll", "both"):
        said.append(f"poll: {draw(st.sampled_from(LAWS))}")
    return said + draw(maybe("linger: 4 ms", "batch: 2, linger: 6 ms"))


@st.composite
def pool(draw: st.DrawFn, name: str, *, detects: bool) -> str:
    """A pool with instances; ``detects`` if no lease finds out that one has died."""
    after = ("1 ms", "5 ms", "exponential 4 ms", *(() if detects else ("never",)))
    said = [
        f"workers: {draw(st.integers(1, 2))}",
        f"instances: {draw(st.integers(1, 3))}",
        *draw(maybe(*(f"detect-after: {one}" for one in after))),
        *draw(maybe("waiting: releases")),
    ]
    return f"{name}: {{{', '.join(said)}}}"


@st.composite
def crashes(draw: st.DrawFn, parts: tuple[str, ...]) -> list[str]:
    """Who dies when, and for how long."""
    found = []
    for _ in range(draw(st.integers(0, 4))):
        part = draw(st.sampled_from(parts))
        instance = draw(maybe("instance: 1")) if part not in ("Q", "R") else []
        at = sorted(draw(st.sets(st.integers(0, 40), min_size=1, max_size=3)))
        said = [
            f"crash: {part}",
            *instance,
            f"at: [{', '.join(f'{one} ms' for one in at)}]",
            f"for: {draw(st.sampled_from(SHORT))}",
        ]
        found.append(f"{{{', '.join(said)}}}")
    return found


def scenario(
    *,
    run: str,
    load: str,
    network: list[str],
    participants: list[str],
    messages: list[str],
    faults: list[str],
    diagram: list[str],
) -> Schedule:
    """Write down what was drawn, and read it."""
    lines = [f"load: {load}", f"run: {run}", *(f"network: {one}" for one in network)]
    lines += ["participants:", *(f"  {one}" for one in participants)]
    lines += ["messages:", *(f"  {one}" for one in messages)]
    lines += ["faults:", *(f"  - {one}" for one in faults)] if faults else []
    text = "\n".join([*lines, *diagram])
    return Schedule(text, read_scenario(text, "x.yaml"))


@st.composite
def messages(draw: st.DrawFn, below: tuple[str, ...], handling: tuple[str, ...]) -> list[str]:
    """What handling each message takes."""
    said = [f"work: {draw(st.sampled_from(LAWS))}", *draw(maybe(*handling))]
    lines = [f"W.Job: {{{', '.join(said)}}}"]
    lines += draw(maybe("Put: {work: 1 ms}", "Put: {work: 3 ms}"))
    for name in ("Save", "Tidy", "V.Event", "Note"):
        if any(one.endswith((name.replace(".", ": "), f": {name}")) for one in below):
            lines.append(f"{name}: {{work: {draw(st.sampled_from(LAWS))}}}")
    return lines


def _acks(below: tuple[str, ...]) -> bool:
    """Whether a line settles the delivery."""
    return any(one.startswith(("W-->>Q", "V-->>Q", "W--xQ")) for one in below)


@st.composite
def log(draw: st.DrawFn) -> list[str]:
    """A partitioned log."""
    said = [f"partitions: {draw(st.integers(1, 4))}"]
    return said + draw(maybe("rebalance-pause: 3 ms"))


@st.composite
def settings(draw: st.DrawFn, below: tuple[str, ...]) -> list[str]:
    """When a delivery is settled, and what becomes of one that comes to nothing."""
    said = [one for one in [draw(st.sampled_from(LEASES))] if one]
    said += draw(maybe("extend-every: 4 ms")) if said else []
    acks = ("before-work", "on-delivery", "every 2", "every 7 ms")
    said += [] if _acks(below) else draw(maybe(*(f"ack: {one}" for one in acks)))
    said += draw(maybe("on-failure: dead-letter", "on-failure: drop", "on-failure: settle"))
    if "W--xQ: No" in below:
        said += draw(maybe("on-reject: requeue", "on-reject: drop", "on-reject: settle"))
    said += [f"max-deliveries: {draw(st.integers(1, 4))}"]
    said += draw(maybe("retry-delay: 2 ms", "retry-delay: [1 ms, exponential 3 ms]"))
    return said + draw(maybe("dead-letter: drop", "redrive-after: 9 ms"))


@st.composite
def limits(draw: st.DrawFn) -> list[str]:
    """What a broker holds, for how long, and what it forgets."""
    said = draw(maybe("capacity: 1", "capacity: 3"))
    if said:
        said += draw(maybe("when-full: drop-oldest", "when-full: block", "when-full: dead-letter"))
    said += draw(maybe("ttl: 6 ms", "ttl: 15 ms"))
    return said + draw(maybe("durable: never")) + draw(maybe("dedupe: 10 ms"))


@st.composite
def strikes(draw: st.DrawFn, pools: tuple[str, ...], below: tuple[str, ...]) -> list[str]:
    """What goes wrong by chance, or for a while."""
    part = draw(st.sampled_from(pools))
    lost = ("Put", "W.Job", *(("Ack",) if "W-->>Q: Ack" in below else ()))
    kinds = (
        *SPELLS,
        f"{{kill: {part}, every-busy: 3 ms}}",
        f"{{kill: {part}, chance: 20 %}}",
        "{kill: W, after: W.Job, chance: 30 %}",
        "{crash: W, after: W.Job, chance: 20 %, for: 3 ms}",
        f"{{crash: {part}, every: exponential 9 ms, for: 2 ms}}",
        "{crash: Q, every: exponential 20 ms, for: 3 ms}",
        f"{{lose: {draw(st.sampled_from(lost))}, chance: 20 %}}",
        f"{{lose: {draw(st.sampled_from(lost))}, at: 4 ms, for: 6 ms}}",
    )
    return [draw(st.sampled_from(kinds)) for _ in range(draw(st.integers(0, 2)))]


def drawing(lines: tuple[str, ...], confirmed: bool) -> list[str]:
    """The diagram."""
    put = ["C->>Q: Put", "Q-->>C: Stored"] if confirmed else ["C-)Q: Put"]
    return ["diagram: |", "  sequenceDiagram", *(f"    {line}" for line in (*put, *lines))]


@st.composite
def at_least_once(draw: st.DrawFn) -> Schedule:
    """Settled after the work, delivered without limit: nothing that is stored may be lost.

    Everything is up again from 50 ms on, and nothing fails for ever. Without a lease somebody
    notices every death; with one a late settlement counts, or the lease is long enough for all.
    """
    below = draw(st.sampled_from(BELOW))
    lease = draw(st.sampled_from(LEASES))
    short = bool(lease) and "1 h" not in lease
    broker = [
        "max-deliveries: unlimited",
        *draw(pushes()),
        *([lease] if lease else []),
        *(draw(maybe("extend-every: 4 ms")) if lease == "lease: 5 ms" else []),
        *draw(maybe("requeue: head", "requeue: tail")),
        *draw(maybe("retry-delay: 2 ms", "retry-delay: [1 ms, exponential 3 ms]")),
    ]
    others = [name for name in "DRV" if f">{name}:" in " ".join(below)]
    faults = draw(crashes(("W", "W", "Q", *others)))
    faults += draw(maybe(*SPELLS, "{kill: W, every-busy: exponential 9 ms}"))
    faults += draw(maybe("{lose: Ack, at: 4 ms, for: 20 ms}")) if short and _acks(below) else []
    return scenario(
        run=f"{{horizon: 30 ms, warm-up: 0 s, patience: 3 h, seed: {draw(st.integers(0, 9))}}}",
        load=draw(st.sampled_from(LOADS)),
        network=draw(maybe("1 ms", "uniform 0 ms to 3 ms")),
        participants=[
            f"Q: {{{', '.join(['kind: broker', *broker])}}}",
            draw(pool("W", detects=not short)),
            *(
                "R: {kind: broker, max-deliveries: unlimited}"
                if name == "R"
                else draw(pool(name, detects=True))
                for name in others
            ),
        ],
        messages=draw(messages(below, ("fails: 20 %", "idempotent: unlimited"))),
        faults=faults,
        diagram=drawing(below, draw(st.booleans())),
    )


@st.composite
def any_policy(draw: st.DrawFn) -> Schedule:
    """Every policy and every fault, whatever comes of it."""
    below = draw(st.sampled_from(BELOW + ANSWERS))
    logged = draw(st.integers(0, 3)) == 0
    broker = draw(log() if logged else pushes()) + draw(settings(below)) + draw(limits())
    broker += [] if logged else draw(maybe("requeue: head", "requeue: tail"))
    others = [name for name in "DRV" if f">{name}:" in " ".join(below)]
    pools = ("W", "W", *(name for name in others if name != "R"))
    faults = draw(crashes((*pools, "Q", *("R" for name in others if name == "R"))))
    faults += draw(strikes(pools, below))
    keys = ("key: 3 keys", "key: 9 keys 40 % hot") if logged else ("priority: 2",)
    return scenario(
        run=f"{{horizon: 40 ms, warm-up: {draw(st.sampled_from(('0 s', '9 ms')))}, "
        f"patience: {draw(st.sampled_from(('0 s', '60 ms')))}, seed: {draw(st.integers(0, 9))}}}",
        load=draw(st.sampled_from((*LOADS, "every 2 ms", "users 3 think 2 ms"))),
        network=draw(maybe("1 ms", "uniform 0 ms to 3 ms")),
        participants=[
            f"Q: {{{', '.join(['kind: broker', *broker])}}}",
            draw(pool("W", detects=False)),
            *(
                f"R: {{kind: broker{''.join(f', {one}' for one in draw(limits()))}}}"
                if name == "R"
                else draw(pool(name, detects=False))
                for name in others
            ),
        ],
        messages=draw(messages(below, ("fails: 20 %", "poison: 30 %", "idempotent: 8 ms", *keys))),
        faults=faults,
        diagram=drawing(below, draw(st.booleans())),
    )

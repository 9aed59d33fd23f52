"""Random small systems that call each other, with random words for how they do so.

As `tests.conformance.schedules`: times are few and small, and all is a scenario file.
"""

from hypothesis import strategies as st

from tests.conformance.schedules import SHORT, Schedule, crashes, maybe, scenario

LAWS = (*SHORT, "exponential 3 ms", "uniform 1 ms to 6 ms")
WAITS = ("2 ms", "4 ms", "9 ms", "uniform 1 ms to 9 ms")
GET = ("A->>B: Get", "B-->>A: Got")
DEEP = ("A->>B: Get", "B->>D: Read", "D-->>B: Row", "B-->>A: Got")
READ = ("A->>D: Read", "D-->>A: Row")
STORED = ("A->>Q: Put", "Q-->>A: Stored")
TELL = ("A-->>C: Tell",)
BELOW = (
    (*GET, *TELL),
    (*DEEP, *TELL),
    (*DEEP, *READ, *TELL),
    ("par", *GET, "and", *READ, "end", *TELL),
    ("par", *DEEP, "and", "A->>A: Step", "A-)D: Log", "end", *TELL),
    ("A->>B: Get", "A->>A: Step", "B-->>A: Got", "A-)D: Log", *TELL),
    ("A->>B: Get", "B--xA: Sorry", *TELL),
    ("A->>B: Get", "B-->>A: Got", "B-->>C: Direct"),
    ("A-)B: Get", "B-)A: Step", *TELL),
    (*STORED, *TELL, "Q->>W: Job", "W->>D: Read", "D-->>W: Row"),
    (*STORED, *TELL, "Q->>W: Job", "W->>B: Get", "B-->>W: Got", "W-)D: Log", "W-->>Q: Ack"),
    (*GET, *TELL, *STORED, "Q->>W: Job"),
)


@st.composite
def retries(draw: st.DrawFn, timed: bool) -> list[str]:
    """How what came to nothing is sent again."""
    said = [f"attempts: {draw(st.integers(2, 4))}"]
    backoff = draw(maybe("backoff: 1 ms", "backoff: exponential 2 ms", "backoff: 4 ms"))
    if backoff:
        said += backoff + draw(maybe("factor: 2")) + draw(maybe("cap: 5 ms"))
        said += draw(maybe("jitter: full", "jitter: equal"))
    said += draw(maybe("budget: 50 % of requests", "budget: 50 % of successes at most 2"))
    reasons = ("on: [refused, failure]", "on: failure", *(("on: timeout",) if timed else ()))
    return [f"retry: {{{', '.join(said + draw(maybe(*reasons)))}}}"]


@st.composite
def calling(draw: st.DrawFn, *, bounded: bool, put: bool) -> list[str]:
    """How a message that is waited for is called for; if ``bounded``, not for ever."""
    timeout = [f"timeout: {draw(st.sampled_from(WAITS))}"] * (bounded or draw(st.booleans()))
    said = timeout + draw(maybe("deadline: 6 ms", "deadline: 20 ms"))
    said += draw(maybe("hedge: 1 ms", "hedge: {after: uniform 1 ms to 4 ms, copies: 2}"))
    said += draw(maybe("cancel: queued", "cancel: running")) if said else []
    said += draw(retries(bool(timeout))) if draw(st.booleans()) else []
    said += draw(
        maybe(
            "breaker: {failures: 50 %, of: 4, at-least: 2, rest: 5 ms, probes: 1}",
            "breaker: {failures: 100 %, of: 2, rest: 3 ms, probes: 2}",
        )
    )
    said += draw(maybe("pace: 1 at once", "pace: 300/s burst 2", "pace: '2 at once, 500/s'"))
    said += ["scope: shared"] * (_shares(said) and draw(st.booleans()))
    limits = (
        () if put else ("limit: 1 at once", "limit: 400/s burst 2", "limit: '2 at once, 500/s'")
    )
    return said + draw(maybe(*limits))


def _shares(said: list[str]) -> bool:
    return any(word in one for one in said for word in ("budget", "breaker", "pace"))


@st.composite
def called_pool(draw: st.DrawFn, name: str) -> str:
    """A pool whose deaths are noticed."""
    said = [
        f"workers: {draw(st.integers(1, 2))}",
        f"instances: {draw(st.integers(1, 2))}",
        *draw(maybe("queue: 0", "queue: 1", "queue: 3")),
        *draw(maybe("detect-after: 1 ms", "detect-after: exponential 4 ms")),
        *draw(maybe("waiting: releases")),
    ]
    return f"{name}: {{{', '.join(said)}}}"


@st.composite
def messages(draw: st.DrawFn, below: tuple[str, ...], *, bounded: bool) -> list[str]:
    """What each message takes, and how it is called for."""
    drawn, lines = " ".join(below), []
    for name, receiver in (("Ask", "A"), ("Get", "B"), ("Read", "D"), ("Put", "Q")):
        if name != "Ask" and f"{receiver}: {name}" not in drawn:
            continue
        said = [f"work: {draw(st.sampled_from(LAWS))}"]
        if f"-){receiver}: {name}" not in drawn:
            said += draw(calling(bounded=bounded, put=name == "Put"))
        said += draw(maybe("fails: 20 %", "idempotent: 8 ms")) if name != "Put" else []
        lines.append(f"{name}: {{{', '.join(said)}}}")
    for name in ("Step", "Log", "Job"):
        lines += [f"{name}: {{work: {draw(st.sampled_from(LAWS))}}}"] * (f": {name}" in drawn)
    return lines


@st.composite
def strikes(draw: st.DrawFn, parts: tuple[str, ...], *, loses: bool) -> list[str]:
    """What goes wrong by chance, or for a while."""
    part = draw(st.sampled_from(parts))
    kinds = [
        f"{{kill: {part}, chance: 20 %}}",
        f"{{kill: {part}, every-busy: 4 ms}}",
        f"{{slow: {part}, by: 3, at: 5 ms, for: 9 ms}}",
        f"{{fail: {part}, at: 5 ms, for: 9 ms}}",
        *["{lose: Ask, chance: 20 %}", "{lose: Tell, at: 4 ms, for: 6 ms}"] * loses,
    ]
    return [draw(st.sampled_from(kinds)) for _ in range(draw(st.integers(0, 2)))]


@st.composite
def any_call(draw: st.DrawFn, *, bounded: bool = False) -> Schedule:
    """A client, services that call each other, and all that can be said of that.

    Where all calls are ``bounded``, each of them is given up in time, and everything is up again
    from 50 ms on: all must come to an end.
    """
    below = draw(st.sampled_from(BELOW))
    drawn = " ".join(below)
    others = [name for name in "BDW" if f">{name}:" in drawn or f"){name}:" in drawn]
    pools = ("A", *others)
    brokers = ["Q: {kind: broker, max-deliveries: 2}"] * ("Q:" in drawn)
    loses = bounded or draw(st.booleans())
    lost = " Tell" in drawn
    return scenario(
        run=f"{{horizon: 40 ms, warm-up: {draw(st.sampled_from(('0 s', '9 ms')))}, "
        f"patience: {'3 h' if bounded else '40 ms'}, seed: {draw(st.integers(0, 9))}}}",
        load=draw(st.sampled_from(("at 0 s 4", "every 3 ms for 30 ms", "poisson 300/s for 30 ms"))),
        network=draw(maybe("1 ms", "uniform 0 ms to 3 ms")),
        participants=[*brokers, *(draw(called_pool(name)) for name in pools)],
        messages=draw(messages(below, bounded=bounded)),
        faults=draw(crashes(pools)) + draw(strikes(pools, loses=loses and lost)),
        diagram=[
            "diagram: |",
            "  sequenceDiagram",
            *(f"    {line}" for line in ("C->>A: Ask", *below)),
        ],
    )
